// A case passes from one district to another: three people side by side, in three languages.
import { expect, test, type Page, type Person } from "./support/test.ts";
import { numberOf, openRow, shows } from "./support/hand_overs.ts";
import { familyName } from "./support/names.ts";
import { say, type Language } from "./support/words.ts";

/** Asks for a transfer of the case, by the pages. */
async function ask(person: Person, number: string, to: string, language: Language): Promise<void> {
  const { page } = person;
  await person.consents(number);
  await person.open(`/cases/${number}`);
  await page.getByRole("link", { name: say(language, "transitions.hand_over"), exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say(language, "transitions.compose_title"));
  await page.locator("#to").selectOption(numberOf(to));
  await page.locator("#reason").fill("Új szálláshely / Нове житло");
  await page.locator("input[value=urgent]").check();
  await page.locator("input[value='identity/citizenship']").check();
  await page.getByRole("button", { name: say(language, "transitions.ask"), exact: true }).click();
  await expect(page.locator("main").getByText(say(language, "transitions.done_ask"))).toBeVisible();
}

test("a case is asked for, released and accepted, and each learns of it", async ({ arrive, districts, hydrated, watch }) => {
  const { here, there } = districts;
  const worker = await arrive(`caseworker1.${here}`, { language: "hu" });
  const sender = await arrive(`supervisor1.${here}`, { language: "uk" });
  const receiver = await arrive(`supervisor1.${there}`, { language: "en" });
  const owner = await arrive(`caseworker1.${there}`, { language: "uk" });
  const name = familyName();
  const number = await worker.register({ family_name: name.cyrillic });
  await sender.open("/queue");
  await receiver.open("/queue");
  await owner.open("/inbox");

  await ask(worker, number, there, "hu");
  await shows(sender.page, hydrated, "tbody tr", number);
  await openRow(sender.page, number);
  await sender.page.getByRole("button", { name: say("uk", "transitions.release"), exact: true }).click();
  await expect(sender.page.getByText(say("uk", "transitions.done_release"))).toBeVisible();

  await shows(receiver.page, hydrated, "tbody tr", number);
  await openRow(receiver.page, number);
  const shown = receiver.page.locator("#shown");
  await expect(shown).toContainText("Ukrainian");
  await expect(shown).toContainText("Új szálláshely");
  await expect(receiver.page.locator("body")).not.toContainText(name.cyrillic);
  await expect(receiver.page.locator("body")).not.toContainText(name.latin);
  watch.expect({ status: 404 });
  const before = await receiver.page.context().newPage();
  await before.goto(`/cases/${number}`);
  await expect(before.getByRole("heading", { level: 1 })).toHaveText(say("en", "errors.not_found_title"));
  await before.close();

  const chosen = await shown.getByLabel("New owner").locator("option", { hasText: /\(/ }).allInnerTexts();
  expect(chosen.length).toBeGreaterThan(1);
  const ownName = await owner.page.locator(".user-menu summary").innerText();
  await shown.getByLabel("New owner").selectOption({ label: chosen.find((text) => text.startsWith(ownName.trim()))! });
  await shown.getByRole("button", { name: "Accept", exact: true }).click();
  await expect(receiver.page.getByText(say("en", "transitions.done_accept"))).toBeVisible();

  await shows(owner.page, hydrated, ".notices li", say("uk", "notifications.kind_case_assigned"));
  await owner.page.locator(".notices li").filter({ hasText: number }).getByRole("button").first().click();
  await expect(owner.page.getByRole("heading", { level: 1 })).toContainText(name.cyrillic);
  await owner.page.getByRole("link", { name: say("uk", "transitions.path"), exact: true }).click();
  await expect(owner.page.locator(".timeline li")).toHaveCount(4);

  await worker.open("/inbox");
  await shows(worker.page, hydrated, ".notices li", say("hu", "notifications.kind_transfer_accepted"));
  await worker.page.goto(`/cases/${number}`);
  await expect(worker.page.getByRole("heading", { level: 1 })).toHaveText(say("hu", "errors.not_found_title"));
});

test("a transfer is refused with a reason, and the case stays", async ({ arrive, districts }) => {
  const { here, there } = districts;
  const worker = await arrive(`caseworker2.${here}`);
  const sender = await arrive(`supervisor2.${here}`);
  const number = await worker.register({ family_name: familyName().cyrillic });
  await ask(worker, number, there, "en");
  await sender.open("/queue");
  await openRow(sender.page, number);
  await sender.page.locator(".queue-why summary").filter({ hasText: "Refuse" }).click();
  await sender.page.getByLabel("Why? Both sides read it.").fill("The shelter is in our district");
  await sender.page.getByRole("button", { name: "Refuse", exact: true }).click();
  await expect(sender.page.getByText("Refused. The other side has been told why.")).toBeVisible();
  await worker.open(`/cases/${number}/path`);
  await expect(worker.page.locator(".timeline")).toContainText("The shelter is in our district");
  await worker.open(`/cases/${number}`);
  await expect(worker.page.getByRole("link", { name: "Hand over", exact: true })).toBeVisible();
});

test("a transfer is withdrawn by whoever asked", async ({ arrive, districts }) => {
  const worker = await arrive(`caseworker2.${districts.here}`);
  const number = await worker.register({ family_name: familyName().cyrillic });
  await ask(worker, number, districts.there, "en");
  await worker.page.locator(".queue-why summary").filter({ hasText: "Withdraw" }).click();
  await worker.page.getByRole("button", { name: "Withdraw", exact: true }).click();
  await expect(worker.page.getByText("Withdrawn.", { exact: true })).toBeVisible();
});

test("what is written of a transfer stays until it is asked for", async ({ arrive, districts, hydrated }) => {
  const worker = await arrive(`caseworker1.${districts.here}`);
  const { page } = worker;
  const number = await worker.register({ family_name: familyName().cyrillic });
  await worker.open(`/cases/${number}/transfer`);
  await page.locator("#reason").fill("</textarea><b>half</b> written");
  if (hydrated) {
    await expect(page.getByText("Draft kept")).toBeVisible();
  } else {
    await page.getByRole("button", { name: "Ask for release" }).click();
    await expect(page.locator("#error-to")).toBeVisible();
  }
  await worker.open(`/cases/${number}/transfer`);
  await expect(page.locator("#reason")).toHaveValue("</textarea><b>half</b> written");
  await page.getByRole("button", { name: "Discard the draft" }).click();
  await expect(page.locator("#reason")).toHaveValue("");
});

test("what is written of a transfer before our code arrived is kept, too", async ({ arrive, districts, hydrated, watch }) => {
  test.skip(!hydrated, "without our code there is no before");
  watch.expect({ idle: true });
  const worker = await arrive(`caseworker1.${districts.here}`);
  const { page } = worker;
  const number = await worker.register({ family_name: familyName().cyrillic });
  let send = (): void => undefined;
  const held = new Promise<void>((resolve) => (send = resolve));
  await page.route("**/*.wasm", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`/cases/${number}/transfer`, { waitUntil: "domcontentloaded" });
  await page.locator("#reason").fill("Written early");
  send();
  await expect(page.getByText("Draft kept")).toBeVisible();
  await expect(page.locator("#reason")).toHaveValue("Written early");
  await worker.open(`/cases/${number}/transfer`);
  await expect(page.locator("#reason")).toHaveValue("Written early");
});

test("what is being written is not swept away by news", async ({ arrive, districts, hydrated }) => {
  test.skip(!hydrated, "without our code nothing changes by itself");
  const { here, there } = districts;
  const worker = await arrive(`caseworker1.${here}`);
  const sender = await arrive(`supervisor1.${here}`);
  const number = await worker.register({ family_name: familyName().cyrillic });
  await ask(worker, number, there, "en");
  await sender.open("/queue");
  await openRow(sender.page, number);
  await sender.page.locator(".queue-why summary").filter({ hasText: "Refuse" }).click();
  await sender.page.getByLabel("Why? Both sides read it.").fill("I am still writing");
  const other = await worker.register({ family_name: familyName().cyrillic });
  await ask(worker, other, there, "en");
  await expect(sender.page.getByText("Something has changed here")).toBeVisible();
  await expect(sender.page.getByLabel("Why? Both sides read it.")).toHaveValue("I am still writing");
  await sender.page.getByRole("button", { name: "Show the latest" }).click();
  await expect(sender.page.locator("tbody tr").filter({ hasText: other })).toBeVisible();
});

test("cases are assigned together from the list", async ({ arrive, districts }) => {
  const worker = await arrive(`caseworker1.${districts.here}`);
  const supervisor = await arrive(`supervisor1.${districts.here}`);
  const { page } = supervisor;
  const numbers = [
    await worker.register({ family_name: familyName().cyrillic }),
    await worker.register({ family_name: familyName().cyrillic }),
  ];
  await supervisor.open("/cases?whose=all");
  for (const number of numbers) {
    await page.getByLabel(`Choose case ${number}`).check();
  }
  await page.getByRole("button", { name: "Assign the chosen cases" }).click();
  await page.getByLabel("New owner").selectOption({ index: 2 });
  await page.getByRole("button", { name: "Assign", exact: true }).click();
  await expect(page.locator("tbody tr")).toHaveCount(2);
  await expect(page.locator(".tag-ok").or(page.locator(".tag-bad"))).toHaveCount(2);
});

test("wishes for mail are kept, and what is wrong is said", async ({ arrive, districts }) => {
  const { page } = await arrive(`supervisor2.${districts.there}`);
  await page.goto("/settings/notifications");
  await page.getByLabel("E-mail", { exact: true }).selectOption("digest");
  await page.getByLabel("E-mail address").fill("no address");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator("#error-email")).toBeVisible();
  await expect(page.getByLabel("E-mail address")).toHaveValue("no address");
  await page.getByLabel("E-mail address").fill("virag@example.org");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible();
});

test("without consent only a supervisor goes on, and the data-protection officer hears of it", async ({ arrive, districts, hydrated }) => {
  const { here, there } = districts;
  const worker = await arrive(`caseworker1.${here}`);
  const supervisor = await arrive(`supervisor1.${here}`);
  const officer = await arrive("dpo");
  const number = await worker.register({ family_name: familyName().cyrillic });
  const fill = async (page: Page) => {
    await page.locator("#to").selectOption(numberOf(there));
    await page.locator("#reason").fill("A child is in danger");
    await page.locator("input[value=urgent]").check();
  };
  await worker.open(`/cases/${number}/transfer`);
  await expect(worker.page.getByRole("link", { name: "Record the answer" })).toBeVisible();
  await fill(worker.page);
  await worker.page.getByRole("button", { name: "Ask for release" }).click();
  await expect(worker.page.getByText("There is no consent to share this person’s data.")).toBeVisible();
  await expect(worker.page.locator("#reason")).toHaveValue("A child is in danger");

  await officer.open("/inbox");
  await supervisor.open(`/cases/${number}/transfer`);
  await fill(supervisor.page);
  await supervisor.page.getByLabel("Why can it not wait for consent?").fill("The police asked tonight");
  await supervisor.page.getByRole("button", { name: "Ask for release" }).click();
  await expect(supervisor.page.getByText(say("en", "transitions.done_ask"))).toBeVisible();
  await shows(officer.page, hydrated, ".notices li", number);
  await officer.page.locator(".notices li").filter({ hasText: number }).getByRole("button").first().click();
  await expect(officer.page.locator("tbody tr").filter({ hasText: number })).toContainText("The police asked tonight");
});
