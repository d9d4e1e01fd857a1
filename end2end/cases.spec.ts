// Cases: the list, reading, filling in, history, and what may go wrong while saving.
import { expect, test, type Page, type Person } from "./support/test.ts";
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

/** Two workers of a district, and a case that the first of them registered. */
async function twoWorkers(arrive: (account: string) => Promise<Person>, district: string) {
  const first = await arrive(`caseworker1.${district}`);
  const second = await arrive(`caseworker2.${district}`);
  const number = await first.register({ family_name: familyName().cyrillic });
  return { first, second, number };
}

const CONTACT = { preferred_language: "ukrainian", interpreter_needed: "no" };

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

test("what two workers change in one field is shown to the second, side by side", async ({
  arrive,
  districts,
  watch,
  hydrated,
}) => {
  if (hydrated) {
    watch.expect({ status: 409 });
  }
  const { first, second, number } = await twoWorkers(arrive, districts.here);
  await first.save(number, "contact", 0, { ...CONTACT, address_note: "Baross utca 1." });
  const form = `/cases/${number}/contact/edit`;
  await first.open(form);
  await second.open(form);
  await field(first.page, "How can the person be found?").fill("Práter utca 2.");
  await field(second.page, "How can the person be found?").fill("Dankó utca 3.");
  await field(second.page, "E-mail address").fill("second@example.org");
  await press(first.page, "Save");
  await expect(first.page).toHaveURL(`/cases/${number}`);

  await press(second.page, "Save");
  const notice = second.page.getByRole("alert");
  await expect(notice).toContainText("Somebody else changed this form");
  const sides = second.page.locator(".conflict").filter({ hasText: "How can the person be found?" });
  await expect(sides).toContainText("Práter utca 2.");
  await expect(sides).toContainText("Dankó utca 3.");
  await expect(field(second.page, "How can the person be found?")).toHaveValue("Dankó utca 3.");
  await expect(field(second.page, "E-mail address")).toHaveValue("second@example.org");

  await second.page.goto(`/cases/${number}`);
  await expect(answer(second.page, "contact", "How can the person be found?")).toHaveText("Práter utca 2.");
});

test("whoever has seen the conflict may keep what they typed", async ({
  arrive,
  districts,
  watch,
  hydrated,
}) => {
  if (hydrated) {
    watch.expect({ status: 409 });
  }
  const { first, second, number } = await twoWorkers(arrive, districts.here);
  await first.save(number, "contact", 0, { ...CONTACT, address_note: "Baross utca 1." });
  await second.open(`/cases/${number}/contact/edit`);
  await field(second.page, "How can the person be found?").fill("Dankó utca 3.");
  await first.save(number, "contact", 1, { ...CONTACT, address_note: "Práter utca 2." });
  await press(second.page, "Save");
  await expect(second.page.getByRole("alert")).toContainText("Somebody else changed this form");
  await press(second.page, "Save");
  await expect(second.page).toHaveURL(`/cases/${number}`);
  await expect(answer(second.page, "contact", "How can the person be found?")).toHaveText("Dankó utca 3.");
  await second.page.goto(`/cases/${number}/history`);
  await expect(second.page.locator("main del").filter({ hasText: "Práter utca 2." })).toHaveCount(1);
});

test("whoever meets a conflict chooses, place by place, and may change their mind", async ({
  arrive,
  districts,
  watch,
  hydrated,
}) => {
  if (hydrated) {
    watch.expect({ status: 409 });
  }
  const { first, second, number } = await twoWorkers(arrive, districts.here);
  const phones = { other_phones: "", "other_phones.0.other_phone": "+36301111111" };
  await first.save(number, "contact", 0, { ...CONTACT, ...phones, address_note: "Baross utca 1.", talk_wish: "" });
  const { page } = second;
  await second.open(`/cases/${number}/contact/edit`);
  await field(page, "How can the person be found?").fill("Dankó utca 3.");
  await page.locator("#row-other_phones-0 > summary").click();
  const phone = page.locator('[id="field-other_phones.0.other_phone"]');
  await phone.fill("+36303333333");
  await first.save(number, "contact", 1, {
    ...CONTACT,
    ...phones,
    "other_phones.0.other_phone": "+36302222222",
    address_note: "Práter utca 2.",
  });
  await press(page, "Save");
  const place = page.getByRole("group", { name: "How can the person be found?" });
  const row = page.locator(".conflict").filter({ hasText: "+36302222222" });
  await expect(page.locator(".conflict")).toHaveCount(2);
  await expect(row).toContainText("+36303333333");
  await place.getByRole("button", { name: "Take this answer" }).click();
  await expect(field(page, "How can the person be found?")).toHaveValue("Práter utca 2.");
  await row.getByRole("button", { name: "Take this answer" }).click();
  await expect(phone).toHaveValue("+36302222222");
  await row.getByRole("button", { name: "Keep mine" }).click();
  await expect(phone).toHaveValue("+36303333333");
  await expect(row.getByRole("button", { name: "Keep mine" })).toHaveAttribute("aria-pressed", "true");
  await press(page, "Save");
  await expect(page).toHaveURL(`/cases/${number}`);
  await expect(answer(page, "contact", "How can the person be found?")).toHaveText("Práter utca 2.");
  await expect(page.locator("main")).toContainText("+36303333333");
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

test("what two workers change in different fields of one form is kept of both", async ({ arrive, districts, watch, hydrated }) => {
  if (hydrated) {
    watch.expect({ status: 409 });
  }
  const { first, second, number } = await twoWorkers(arrive, districts.here);
  await first.save(number, "contact", 0, { ...CONTACT, address_note: "Baross utca 1." });
  const [where, mail] = ["How can the person be found?", "E-mail address"];
  const form = `/cases/${number}/contact/edit`;
  await first.open(form);
  await second.open(form);
  await field(first.page, where).fill("Práter utca 2.");
  await field(second.page, mail).fill("second@example.org");
  await press(first.page, "Save");
  await expect(first.page).toHaveURL(`/cases/${number}`);
  await press(second.page, "Save");
  await expect(second.page).toHaveURL(`/cases/${number}`);
  await expect(answer(second.page, "contact", where)).toHaveText("Práter utca 2.");
  await expect(answer(second.page, "contact", mail)).toHaveText("second@example.org");

  // Where they do contradict each other, what the other changed beside it is taken over.
  await first.open(form);
  await second.open(form);
  await field(first.page, where).fill("Dankó utca 3.");
  await field(first.page, mail).fill("first@example.org");
  await field(second.page, where).fill("Víg utca 4.");
  await press(first.page, "Save");
  await expect(first.page).toHaveURL(`/cases/${number}`);
  await press(second.page, "Save");
  await expect(second.page.locator(".conflict")).toHaveCount(1);
  await expect(second.page.locator(".conflict")).toContainText("Dankó utca 3.");
  await expect(field(second.page, mail)).toHaveValue("first@example.org");
  await expect(field(second.page, where)).toHaveValue("Víg utca 4.");
  await press(second.page, "Save");
  await expect(answer(second.page, "contact", where)).toHaveText("Víg utca 4.");
  await expect(answer(second.page, "contact", mail)).toHaveText("first@example.org");
});

test("two workers who change different forms do not meet", async ({ arrive, districts }) => {
  const { first, second, number } = await twoWorkers(arrive, districts.here);
  await second.open(`/cases/${number}/contact/edit`);
  await first.save(number, "arrival", 0, { status: "refugee", travelled_alone: "yes" });
  await choice(second.page, "Which language shall we use?", "Ukrainian").check();
  await choice(second.page, "Is an interpreter needed?", "No").check();
  await press(second.page, "Save");
  await expect(second.page).toHaveURL(`/cases/${number}`);
  await expect(answer(second.page, "arrival", "Legal status in Hungary")).toHaveText("Refugee (recognised)");
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
