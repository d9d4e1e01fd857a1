// Two colleagues at one case: they see each other, and what the other saves.
import { expect, test, type Page } from "./support/test.ts";
import { CONTACT, MAIL, PHONE, twoWorkers, WHERE } from "./support/colleagues.ts";
import { answer, choice, field, press } from "./support/form.ts";
import { accessible } from "./support/checks.ts";

const here = (page: Page) => page.locator(".also-here").filter({ hasText: "Also here" });
const mark = (page: Page, id: string) => page.locator(".field", { has: page.locator(`#field-${id}`) }).locator(".field-mark");

test("colleagues see who else is at the case, until they leave it", async ({ arrive, districts, hydrated }) => {
  const { first, second, number, form } = await twoWorkers(arrive, districts.here);
  await first.open(`/cases/${number}`);
  await expect(here(first.page)).toHaveCount(0);
  await second.open(form);
  if (!hydrated) {
    test.skip(true, "without our code a page tells nobody that it is open");
  }
  await expect(here(first.page)).toBeVisible();
  await expect(here(second.page)).toBeVisible();
  await accessible(first.page);

  // From the case to its form one stays at the case.
  await first.page.getByRole("link", { name: "Change: Contact" }).click();
  await expect(here(first.page)).toBeVisible();
  await second.page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Cases" }).click();
  await expect(here(first.page)).toHaveCount(0);
  await second.open(`/cases/${number}`);
  await expect(here(first.page)).toBeVisible();
  await second.page.close();
  await expect(here(first.page)).toHaveCount(0);
});

test("without JavaScript, too, the page tells who is at the case", async ({ arrive, districts, hydrated, browser, baseURL, watch }) => {
  test.skip(!hydrated, "one of the two needs our code to be told of");
  const { first, number } = await twoWorkers(arrive, districts.here);
  await first.open(`/cases/${number}`);
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false, locale: "en-GB" });
  watch.expect({ idle: true });
  await context.request.post("/api/users/sign_in", {
    form: { account: `caseworker2.${districts.here}`, password: "lanchid-demo-2026" },
  });
  const page = await context.newPage();
  await expect(async () => {
    await page.goto(`/cases/${number}`);
    await expect(here(page)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await context.close();
});

test("what a colleague saves is put in place beside what one is typing", async ({ arrive, districts, hydrated }) => {
  test.skip(!hydrated, "without our code the two merge when the second saves");
  const { first, second, number, form } = await twoWorkers(arrive, districts.here);
  await second.open(form);
  const mail = field(second.page, MAIL);
  await mail.click();
  await second.page.keyboard.type("secod@example.org");
  await mail.evaluate((input: HTMLInputElement) => input.setSelectionRange(4, 4));
  const elsewhere = { ...CONTACT, address_note: "Práter utca 2.", phone: "+36301234567", interpreter_needed: "yes" };
  await first.save(number, "contact", 1, elsewhere);

  const note = second.page.locator("#saved-meanwhile");
  await expect(note).toContainText(/saved this form at \d\d:\d\d/);
  await expect(field(second.page, WHERE)).toHaveValue("Práter utca 2.");
  await expect(field(second.page, PHONE)).toHaveValue(/30 ?123 ?4567/);
  await expect(choice(second.page, "Is an interpreter needed?", "Yes")).toBeChecked();
  await expect(mark(second.page, "address_note")).toContainText("Changed by");
  await expect(mail).toHaveValue("secod@example.org");
  await expect(mail, "whoever types goes on typing").toBeFocused();
  await second.page.keyboard.type("n");
  await expect(mail).toHaveValue("second@example.org");
  await expect(second.page.locator(".field-mark"), "nothing else is marked").toHaveCount(3);
  await accessible(second.page);

  // Once more: the edit goes on from what was taken over.
  await first.save(number, "contact", 2, { ...elsewhere, address_note: "Víg utca 5." });
  await expect(field(second.page, WHERE)).toHaveValue("Víg utca 5.");
  await press(second.page, "Save");
  await expect(second.page).toHaveURL(`/cases/${number}`);
  await expect(answer(second.page, "contact", WHERE)).toHaveText("Víg utca 5.");
  await expect(answer(second.page, "contact", MAIL)).toHaveText("second@example.org");
});

test("a control in which one has only the cursor is changed under it, and keeps it", async ({ arrive, districts, hydrated }) => {
  test.skip(!hydrated, "without our code nothing changes in an open page");
  const { first, second, number, form } = await twoWorkers(arrive, districts.here);
  await second.open(form);
  const where = field(second.page, WHERE);
  await where.focus();
  await where.evaluate((text: HTMLTextAreaElement) => text.setSelectionRange(6, 6));
  await first.save(number, "contact", 1, { ...CONTACT, address_note: "Baross tér 1." });
  await expect(where).toHaveValue("Baross tér 1.");
  await expect(where).toBeFocused();
  await expect.poll(() => where.evaluate((text: HTMLTextAreaElement) => text.selectionStart)).toBe(6);
  await expect(second.page.getByText("Draft kept at"), "nothing of one's own is kept").toHaveCount(0);
});

test("where both changed the same, mine stays, theirs is shown, and saving asks", async ({ arrive, districts, watch, hydrated }) => {
  test.skip(!hydrated, "without our code it is told when the second saves");
  watch.expect({ status: 409 });
  const { first, second, number, form } = await twoWorkers(arrive, districts.here);
  await second.open(form);
  await field(second.page, WHERE).fill("Dankó utca 3.");
  await first.save(number, "contact", 1, { ...CONTACT, address_note: "Práter utca 2.", email: "first@example.org" });
  await expect(mark(second.page, "address_note")).toContainText("saved another answer: “Práter utca 2.”");
  await expect(field(second.page, WHERE)).toHaveValue("Dankó utca 3.");
  await expect(field(second.page, MAIL), "what only they changed is there").toHaveValue("first@example.org");

  // What only they change again is theirs still.
  await first.save(number, "contact", 2, { ...CONTACT, address_note: "Práter utca 2.", email: "again@example.org" });
  await expect(field(second.page, MAIL)).toHaveValue("again@example.org");
  await expect(mark(second.page, "email")).toContainText("Changed by");

  await press(second.page, "Save");
  await expect(second.page.getByRole("alert")).toContainText("Somebody else changed this form");
  await expect(second.page.locator(".conflict")).toHaveCount(1);
  await expect(field(second.page, WHERE)).toHaveValue("Dankó utca 3.");
  await press(second.page, "Save");
  await expect(second.page).toHaveURL(`/cases/${number}`);
  await expect(answer(second.page, "contact", WHERE)).toHaveText("Dankó utca 3.");
  await expect(answer(second.page, "contact", MAIL)).toHaveText("again@example.org");
});

test("rows that a colleague adds appear in the form", async ({ arrive, districts, hydrated }) => {
  test.skip(!hydrated, "without our code nothing changes in an open page");
  const { first, second, number } = await twoWorkers(arrive, districts.here);
  await second.open(`/cases/${number}/family/edit`);
  await first.save(number, "family", 0, {
    "members.0.member_name": "Марія",
    "members.0.member_relation": "child",
    "members.0.member_where": "with_person",
    "members.0.member_birth_date": "2019-02-28",
  });
  await expect(second.page.locator(".row-summary").filter({ hasText: "Марія" })).toBeVisible();
  await expect(second.page.locator("#saved-meanwhile")).toContainText("saved this form");
});

test("the page of a case shows what a colleague saves", async ({ arrive, districts, hydrated }) => {
  test.skip(!hydrated, "without our code a page shows what there was");
  const { first, second, number } = await twoWorkers(arrive, districts.here);
  await second.open(`/cases/${number}`);
  await first.save(number, "contact", 1, { ...CONTACT, address_note: "Práter utca 2." });
  await expect(answer(second.page, "contact", WHERE)).toHaveText("Práter utca 2.");
  await expect(second.page.locator(".also-here").filter({ hasText: "saved “Contact” at" })).toBeVisible();
  await accessible(second.page);

  // Whoever is at something in the page is not torn out of it.
  const link = second.page.getByRole("link", { name: "Change: Contact" });
  await link.focus();
  await first.save(number, "contact", 2, { ...CONTACT, address_note: "Víg utca 5." });
  const show = second.page.getByRole("button", { name: "Show the latest" });
  await expect(show).toBeVisible();
  await expect(link).toBeFocused();
  await show.click();
  await expect(answer(second.page, "contact", WHERE)).toHaveText("Víg utca 5.");
});
