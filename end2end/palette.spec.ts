// The command palette: everything by a few letters and the keyboard.
import { expect, test, type Page } from "./support/test.ts";
import { familyName } from "./support/names.ts";

function palette(page: Page) {
  return page.getByRole("dialog", { name: "Go to a person, case or page" });
}

async function open(page: Page) {
  await page.keyboard.press("Control+k");
  await expect(palette(page)).toBeVisible();
  await expect(palette(page).getByRole("combobox")).toBeFocused();
}

test.beforeEach(({ hydrated }) => {
  test.skip(!hydrated, "without our code there is the search box of the top bar");
});

test("a person is found in another spelling, and their case opened", async ({ arrive, districts }) => {
  const worker = await arrive(`caseworker1.${districts.here}`);
  const { page } = worker;
  const name = familyName();
  const number = await worker.register({ family_name: name.cyrillic, birth_date: "1989-04-27" });
  await worker.open("/");
  await open(page);
  await page.keyboard.type(name.latin);
  const hit = palette(page).getByRole("option").filter({ hasText: name.cyrillic });
  await expect(hit).toContainText(number);
  await expect(hit).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`/cases/${number}`);
  await expect(palette(page)).toBeHidden();

  await open(page);
  await page.keyboard.type(number);
  await expect(palette(page).getByRole("option").first()).toContainText(number);
});

test("pages and actions are chosen by arrow and Enter; Escape leaves everything as it was", async ({ arrive, districts }) => {
  const worker = await arrive(`caseworker1.${districts.here}`);
  const { page } = worker;
  await worker.open("/cases");
  await open(page);
  await page.keyboard.press("Escape");
  await expect(palette(page)).toBeHidden();
  await expect(page).toHaveURL(/\/cases$/);
  await open(page);
  await page.keyboard.type("regist");
  await expect(palette(page).getByRole("option").first()).toHaveText(/Register a person/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/persons/register");
});

test("g and a letter go to a place, and slash to the search", async ({ arrive, districts }) => {
  const worker = await arrive(`caseworker1.${districts.here}`);
  const { page } = worker;
  await worker.open("/");
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await expect(page).toHaveURL("/cases");
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(page).toHaveURL("/persons");
  await page.keyboard.press("/");
  await page.keyboard.type("gc");
  await expect(page).toHaveURL("/persons");
});

test("whoever may not search is not offered persons", async ({ arrive, districts }) => {
  const admin = await arrive(`admin.${districts.here}`);
  const { page } = admin;
  await admin.open("/");
  await open(page);
  await page.keyboard.type("per");
  await expect(palette(page).getByRole("option")).toHaveCount(0);
});
