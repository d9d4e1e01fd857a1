// Looking for a person, and registering whom nobody knows.
import { expect, test, type Page } from "./support/test.ts";
import { choice, field, openCase, press } from "./support/form.ts";
import { birthDate, familyName, phone } from "./support/names.ts";

function hits(page: Page) {
  return page.locator(".search-results > li");
}

async function search(page: Page, query: string): Promise<void> {
  await page.goto("/persons");
  await page.getByLabel("Name, birth date, phone or case number").fill(query);
  await page.locator("main").getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(/\/persons\?query=/);
}

test("a person is found by everything that is known of them", async ({ arrive, districts }) => {
  const worker = await arrive(`caseworker1.${districts.here}`);
  const [name, born, number] = [familyName(), birthDate(), phone()];
  const person = { family_name: name.cyrillic, given_name: "Соломія", birth_date: born };
  const found = await worker.register(person);
  await worker.save(found, "contact", 0, { phone: number.written, preferred_language: "ukrainian", interpreter_needed: "no" });
  const ways = [
    name.cyrillic,
    name.cyrillic.toLowerCase(),
    `Соломія ${name.cyrillic}`,
    `${name.cyrillic} Соломія`,
    name.latin,
    `${name.latin} Solomiia`,
    `${name.latin} Solomia`,
    `Szolomija ${name.latin}`,
    `${name.latin.slice(0, -2)}${name.latin.at(-1)}${name.latin.at(-2)}`,
    name.cyrillic.slice(0, 8),
    born,
    number.written,
    number.kept,
    found,
    found.toLowerCase(),
  ];
  for (const way of ways) {
    await test.step(way, async () => {
      await worker.page.goto(`/persons?query=${encodeURIComponent(way)}`);
      await expect(hits(worker.page).filter({ hasText: found })).toHaveCount(1);
    });
  }
  await hits(worker.page).filter({ hasText: found }).getByRole("link").click();
  await expect(worker.page).toHaveURL(`/cases/${found}`);
  await expect(worker.page.getByRole("heading", { level: 1 })).toContainText(name.cyrillic);
});

test("a name in Latin letters is found in Cyrillic, too", async ({ arrive, districts }) => {
  const worker = await arrive(`caseworker1.${districts.here}`);
  const name = familyName();
  const found = await worker.register({ family_name: name.latin, given_name: "Taras", sex: "male" });
  await search(worker.page, name.cyrillic);
  await expect(hits(worker.page).filter({ hasText: found })).toHaveCount(1);
});

test("the box at the top searches from every page", async ({ arrive, districts }) => {
  const worker = await arrive(`caseworker1.${districts.here}`);
  const name = familyName();
  const found = await worker.register({ family_name: name.cyrillic });
  await worker.page.goto("/cases");
  const box = worker.page.locator("header").getByRole("searchbox");
  await box.fill(name.cyrillic);
  await box.press("Enter");
  await expect(worker.page).toHaveURL(/\/persons\?query=/);
  await expect(hits(worker.page)).toHaveCount(1);
  await expect(hits(worker.page)).toContainText(found);
  await expect(worker.page.getByText("1 person found")).toBeVisible();
});

test("whom nobody knows is registered with what was searched for", async ({ arrive, districts }) => {
  const { page } = await arrive(`caseworker1.${districts.here}`);
  const name = familyName();
  await search(page, `${name.cyrillic} Дарина`);
  await expect(page.getByRole("heading", { name: "Nobody found" })).toBeVisible();
  await page.getByRole("link", { name: "Register a new person" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Register a person");
  await expect(field(page, "Family name")).toHaveValue(name.cyrillic);
  await expect(field(page, "Given name")).toHaveValue("Дарина");
  await choice(page, "Sex", "Female").check();
  await choice(page, "Citizenship", "Ukrainian").check();
  await press(page, "Register and open a case");
  await expect(page).toHaveURL(/\/contact\/edit$/);
  const number = await openCase(page);
  await search(page, name.latin);
  await expect(hits(page)).toHaveCount(1);
  await expect(hits(page)).toContainText(number);
});

test("a birth date that was searched for stands in the registration", async ({ arrive, districts }) => {
  const { page } = await arrive(`caseworker1.${districts.here}`);
  await search(page, "1899-12-31");
  await page.getByRole("link", { name: "Register a new person" }).click();
  await expect(field(page, "Date of birth")).toHaveValue("31/12/1899");
  await expect(field(page, "Family name")).toHaveValue("");
});

test("a search for signs alone finds nobody", async ({ arrive, districts }) => {
  const { page } = await arrive(`caseworker1.${districts.here}`);
  for (const query of ["ь", "%", "_", "'; --", "\\", "<script>alert(1)</script>"]) {
    await search(page, query);
    await expect(page.getByRole("heading", { name: "Nobody found" })).toBeVisible();
    await expect(page.getByLabel("Name, birth date, phone or case number")).toHaveValue(query);
  }
});
