// Cases: the list, reading, filling in, history, and what may go wrong while saving.
import { expect, test, type Page } from "./support/test.ts";
import { CONTACT } from "./support/colleagues.ts";
import { answer, choice, field, openCase, press } from "./support/form.ts";
import { familyName, phone } from "./support/names.ts";

function rows(page: Page) {
  return page.locator("table tbody tr");
}

/** The case numbers on this page of the list. */
async function numbers(page: Page): Promise<string[]> {
  await expect(rows(page).first()).toBeVisible();
  return rows(page).locator("td.code").allInnerTexts();
}

test("a caseworker's list begins with their own, latest first", async ({ arrive, districts }) => {
  const worker = await arrive(`caseworker2.${districts.here}`);
  const name = familyName();
  const number = await worker.register({ family_name: name.cyrillic, birth_date: "1989-04-27" });
  await worker.page.goto("/cases");
  const first = rows(worker.page).first();
  await expect(first).toContainText(name.cyrillic);
  await expect(first).toContainText(name.latin);
  await expect(first).toContainText("27/04/1989");
  await expect(first).toContainText(number);
  await expect(first).toContainText("New");
  await first.getByRole("link").click();
  await expect(worker.page).toHaveURL(`/cases/${number}`);
});

test("chips choose whose cases and which stage", async ({ arrive, districts }) => {
  const { page } = await arrive(`caseworker1.${districts.here}`);
  await page.goto("/cases");
  const whose = page.getByRole("navigation", { name: "Whose cases" });
  const stage = page.getByRole("navigation", { name: "Stage" });
  await expect(whose.getByRole("link", { name: "Mine" })).toHaveAttribute("aria-current", "true");
  const mine = await page.locator(".count-line").innerText();

  await whose.getByRole("link", { name: "All that I may see" }).click();
  await expect(page).toHaveURL(/whose=all/);
  await expect(page.locator(".count-line")).not.toHaveText(mine);
  await expect(whose.getByRole("link", { name: "All that I may see" })).toHaveAttribute("aria-current", "true");
  await expect(whose.getByRole("link", { name: "Mine" })).not.toHaveAttribute("aria-current");

  await stage.getByRole("link", { name: "Closed" }).click();
  await expect(page).toHaveURL(/whose=all&stage=closed/);
  const stages = page.locator("table tbody .tag");
  await expect(stages.first()).toHaveText("Closed");
  expect(new Set(await stages.allInnerTexts())).toEqual(new Set(["Closed"]));

  await page.goBack();
  await expect(page).toHaveURL(/whose=all$/);
  await expect(stage.getByRole("link", { name: "Any stage" })).toHaveAttribute("aria-current", "true");
});

test("a supervisor turns the pages through every case, each once", async ({ arrive, districts }) => {
  const { page } = await arrive(`supervisor1.${districts.there}`);
  await page.goto("/cases?whose=all");
  const total = Number.parseInt(await page.locator(".count-line").innerText(), 10);
  expect(total).toBeGreaterThan(50);
  const seen = await numbers(page);
  expect(seen).toHaveLength(50);
  while (await page.getByRole("link", { name: "Next page" }).isVisible()) {
    const last = seen.at(-1)!;
    await page.getByRole("link", { name: "Next page" }).click();
    await expect(rows(page).filter({ hasText: last })).toHaveCount(0);
    seen.push(...(await numbers(page)));
  }
  expect(seen).toHaveLength(total);
  expect(new Set(seen).size).toBe(total);
  await page.getByRole("link", { name: "To the beginning" }).click();
  await expect(rows(page).filter({ hasText: seen[0]! })).toHaveCount(1);
});

test("a filter chosen by keyboard leaves the focus at the content", async ({ arrive, districts, hydrated }) => {
  test.skip(!hydrated, "without our code the browser loads the page anew");
  const person = await arrive(`caseworker1.${districts.here}`);
  const { page } = person;
  await person.open("/cases");
  await page.getByRole("link", { name: "All that I may see" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/whose=all/);
  await expect.poll(() => page.evaluate(() => Boolean(document.activeElement?.closest("main")))).toBe(true);
});

test("an empty list says what to do", async ({ arrive, districts }) => {
  const { page } = await arrive(`helpdesk.${districts.here}`);
  await page.goto("/cases?whose=mine");
  await expect(page.getByRole("heading", { name: "No cases yet" })).toBeVisible();
  await expect(page.locator(".empty")).toContainText("Look for a person first");
  await page.goto("/cases?whose=mine&stage=closed");
  await expect(page.getByRole("heading", { name: "Nothing here" })).toBeVisible();
});

test("a person is registered, filled in, found again, and has a history", async ({ arrive, districts }) => {
  const { page } = await arrive(`caseworker1.${districts.here}`);
  const [name, number] = [familyName(), phone()];
  await page.goto("/persons/register");
  await field(page, "Family name").fill(name.cyrillic);
  await field(page, "Given name").fill("Марія");
  await field(page, "Date of birth").fill("27.04.1989");
  await choice(page, "Sex", "Female").check();
  await choice(page, "Citizenship", "Ukrainian").check();
  await press(page, "Register and open a case");

  await expect(page).toHaveURL(/\/contact\/edit$/);
  const opened = await openCase(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Contact");
  await page.locator("#field-phone").fill(number.written);
  await choice(page, "Which language shall we use?", "Ukrainian").check();
  await choice(page, "Is an interpreter needed?", "No").check();
  await press(page, "Save and go on");

  await expect(page).toHaveURL(/\/arrival\/edit$/);
  await field(page, "Legal status in Hungary").selectOption("Temporary protection");
  await choice(page, "Did the person arrive alone?", "Yes").check();
  await choice(page, "What is needed now?", "Shelter").check();
  await choice(page, "What is needed now?", "School place").check();
  await press(page, "Save");

  await expect(page).toHaveURL(`/cases/${opened}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`${name.cyrillic} Марія`);
  await expect(answer(page, "identity", "Date of birth")).toHaveText("27/04/1989");
  await expect(answer(page, "contact", "Phone number")).toHaveText(number.kept);
  await expect(answer(page, "arrival", "What is needed now?")).toHaveText(/Shelter\s*School place/);

  await page.goto(`/persons?query=${encodeURIComponent(name.latin)}`);
  await page.getByRole("link", { name: name.cyrillic }).click();
  await expect(page).toHaveURL(`/cases/${opened}`);
  await page.getByRole("link", { name: "Change: Identity" }).click();
  await expect(field(page, "Given name")).toHaveValue("Марія");
  await field(page, "Given name").fill("Маріанна");
  await press(page, "Save");
  await expect(page).toHaveURL(`/cases/${opened}`);

  await page.getByRole("link", { name: "History" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("History");
  const entries = page.locator("main li").filter({ has: page.locator("time") });
  await expect(entries).toHaveCount(4);
  await expect(entries.first()).toContainText("Changed: Identity");
  await expect(entries.first().locator("del")).toContainText("Марія");
  await expect(entries.first().locator("ins")).toContainText("Маріанна");
  await expect(entries.last()).toContainText("Registered");
});

test("a save that is sent twice happens once", async ({ arrive, districts, watch, hydrated }) => {
  watch.expect({ offline: hydrated });
  const worker = await arrive(`caseworker1.${districts.here}`);
  const { page } = worker;
  const name = familyName().latin;
  await worker.open("/persons/register");
  await field(page, "Family name").fill(name);
  await field(page, "Given name").fill("Olena");
  await choice(page, "Sex", "Female").check();
  await choice(page, "Citizenship", "Ukrainian").check();
  if (hydrated) {
    // The answer to the first is lost on the way.
    await page.route("**/api/cases/register_person", async (route) => {
      await route.fetch();
      await route.abort("internetdisconnected");
      await page.unroute("**/api/cases/register_person");
    });
    await press(page, "Register and open a case");
    await expect(page.getByRole("alert")).toBeVisible();
    await press(page, "Register and open a case");
  } else {
    await page.locator("#edit-form").evaluate((form: HTMLFormElement) => {
      const twice = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
      return fetch(form.action, { method: "POST", body: twice, redirect: "manual" });
    });
    await press(page, "Register and open a case");
  }
  await openCase(page);
  await worker.open(`/persons?query=${name}`);
  await expect(page.getByRole("link", { name })).toHaveCount(1);
});

const LONG = "Két gyerekkel érkezett. Двоє дітей, молодшій потрібні ліки. ".repeat(8).trim();

test("a session that ends while somebody types costs them nothing", async ({
  arrive,
  districts,
  watch,
  hydrated,
}) => {
  test.skip(!hydrated, "without our code the browser itself goes to the sign-in page");
  watch.expect({ status: 401 });
  const worker = await arrive(`caseworker1.${districts.here}`);
  const number = await worker.register({ family_name: familyName().cyrillic });
  await worker.save(number, "contact", 0, CONTACT);
  await worker.open(`/cases/${number}/contact/edit`);
  const { page } = worker;
  await field(page, "How can the person be found?").fill(LONG);
  await worker.loseSession();
  await press(page, "Save");
  const notice = page.getByRole("alert");
  await expect(notice).toContainText("Please sign in");
  await expect(notice).toContainText("What you typed is still here.");
  await expect(field(page, "How can the person be found?")).toHaveValue(LONG);
  await expect(notice.getByRole("link", { name: "Sign in in a new tab" })).toHaveAttribute("target", "_blank");

  await worker.signIn();
  await press(page, "Save");
  await expect(page).toHaveURL(`/cases/${number}`);
  await expect(answer(page, "contact", "How can the person be found?")).toHaveText(LONG);
});

test("a network that goes away while somebody saves costs them nothing", async ({
  arrive,
  districts,
  watch,
  hydrated,
}) => {
  test.skip(!hydrated, "without our code the browser shows its own page");
  watch.expect({ offline: true });
  const worker = await arrive(`caseworker1.${districts.here}`);
  const number = await worker.register({ family_name: familyName().cyrillic });
  await worker.save(number, "contact", 0, CONTACT);
  await worker.open(`/cases/${number}/contact/edit`);
  const { page, context } = worker;
  await field(page, "How can the person be found?").fill(LONG);
  await context.setOffline(true);
  await press(page, "Save");
  const notice = page.getByRole("alert");
  await expect(notice).toContainText("Not available right now");
  await expect(notice).toContainText("What you typed is still here.");
  await expect(field(page, "How can the person be found?")).toHaveValue(LONG);
  await context.setOffline(false);
  await press(page, "Save");
  await expect(page).toHaveURL(`/cases/${number}`);
  await expect(answer(page, "contact", "How can the person be found?")).toHaveText(LONG);
});

test("a double click saves once", async ({ arrive, districts, hydrated }) => {
  test.skip(!hydrated, "without our code the browser itself drops the first request");
  const worker = await arrive(`caseworker1.${districts.here}`);
  const number = await worker.register({ family_name: familyName().cyrillic });
  await worker.save(number, "contact", 0, CONTACT);
  await worker.open(`/cases/${number}/contact/edit`);
  await field(worker.page, "E-mail address").fill("once@example.org");
  await worker.page.locator("#edit-form").getByRole("button", { name: "Save", exact: true }).dblclick();
  await expect(worker.page).toHaveURL(`/cases/${number}`);
  await worker.page.goto(`/cases/${number}/history`);
  await expect(worker.page.getByText("Changed: Contact")).toHaveCount(2);
});
