// A person is referred to a service of another district: the case stays where it is, and the
// service sees what it was granted, while it works on it.
import { expect, test, type Page, type Person } from "./support/test.ts";
import { press } from "./support/form.ts";
import { chooseService, dayIn, news, openRow, shows } from "./support/hand_overs.ts";
import { familyName } from "./support/names.ts";
import { say, type Language } from "./support/words.ts";

const REASON = "Két hónapra kell szoba / Потрібна кімната";
const NOTE = "Van szobájuk május végéig / Кімната є до кінця травня";
/** What the reader of a raw page would see if it were put there as it was typed. */
const SHARP = "</textarea><b>half</b> written";

/** Somebody to refer, and what is known of them. */
async function somebody(worker: Person): Promise<{ number: string; name: ReturnType<typeof familyName> }> {
  const name = familyName();
  const number = await worker.register({ family_name: name.cyrillic, birth_date: "1989-04-27" });
  await worker.save(number, "contact", 0, {
    email: "olena@example.org",
    phone: "+380671234567",
    preferred_language: "ukrainian",
    interpreter_needed: "no",
  });
  return { number, name };
}

/** Fills everything but what the service may see. */
async function fill(page: Page, to: string, language: Language, until: string): Promise<void> {
  await chooseService(page, to, language);
  await page.locator("#purpose").selectOption("housing");
  await page.locator("#reason").fill(REASON);
  await page.locator("input[value=soon]").check();
  await page.locator("#until").fill(until);
}

const offered = (page: Page, field: string) => page.locator(`input[name='fields[]'][value='${field}']`);
const granted = (page: Page, field: string) => page.locator(`input[name='granted[]'][value='${field}']`);

/** Writes down that the person consents to sharing, on the form that asks for it. */
async function consent(page: Page): Promise<void> {
  const answer = (field: string, value: string) => page.locator(`input[name='answers[${field}][]'][value=${value}]`).check();
  await answer("consent_giver", "person");
  for (const purpose of ["case_management", "sharing"]) {
    await answer(`consent_${purpose}`, "given");
    await answer(`consent_${purpose}_how`, "signed");
    await page.locator(`#field-consent_${purpose}_on`).fill("2024-01-02");
  }
  for (const purpose of ["cash", "statistics"]) {
    await answer(`consent_${purpose}`, "not_asked");
  }
}

/** Presses a button of the opened referral that asks for words, and gives them. */
async function decide(page: Page, language: Language, event: "complete" | "refuse" | "withdraw", words: string): Promise<void> {
  const shown = page.locator("#shown");
  await shown.locator("summary").filter({ hasText: say(language, `transitions.${event}`) }).click();
  const question = event === "complete" ? "complete_note" : (`${event}_why` as const);
  await shown.getByLabel(say(language, `transitions.${question}`)).fill(words);
  await shown.getByRole("button", { name: say(language, `transitions.${event}_now`), exact: true }).click();
}

/** Whoever looks for the case finds nothing. */
async function isClosed({ page }: Person, number: string, language: Language): Promise<void> {
  await page.goto(`/cases/${number}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say(language, "errors.not_found_title"));
}

test("a person is referred, the service sees what it was granted, and answers", async ({ arrive, districts, hydrated, watch }) => {
  watch.expect({ status: 404 });
  const { here, there } = districts;
  const worker = await arrive(`caseworker1.${here}`, { language: "hu" });
  const supervisor = await arrive(`supervisor1.${here}`, { language: "en" });
  const service = await arrive(`caseworker1.${there}`, { language: "uk" });
  const { number, name } = await somebody(worker);
  await worker.consents(number);
  await service.open("/queue");
  const until = dayIn(30);

  await test.step("the caseworker refers the person", async () => {
    const { page } = worker;
    await worker.open(`/cases/${number}`);
    await page.getByRole("link", { name: say("hu", "transitions.refer"), exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("hu", "transitions.refer_title"));
    await expect(page.getByText(say("hu", "transitions.consent_given"))).toBeVisible();
    await fill(page, there, "hu", until.hu);
    await offered(page, "identity/citizenship").check();
    for (const field of ["identity/given_name", "identity/citizenship", "contact/email"]) {
      await granted(page, field).check();
    }
    await page.getByRole("button", { name: say("hu", "transitions.refer_now"), exact: true }).click();
    await expect(page.locator("main").getByText(say("hu", "transitions.done_refer"))).toBeVisible();
    await expect(page.locator("#shown")).toContainText(number);
    await worker.open("/inbox");
  });

  const { page } = service;
  const shown = page.locator("#shown");
  await test.step("the service sees the summary alone", async () => {
    await shows(page, hydrated, "tbody tr", number);
    await openRow(page, number);
    await expect(shown).toContainText(REASON);
    await expect(shown).toContainText("Українське");
    await expect(shown).toContainText(until.uk);
    await expect(shown).not.toContainText("olena@example.org");
    await expect(shown.getByRole("link", { name: say("uk", "transitions.open_case") })).toHaveCount(0);
    for (const hidden of [name.cyrillic, name.latin, "Олена"]) {
      await expect(page.locator("body")).not.toContainText(hidden);
    }
    await isClosed(service, number, "uk");
  });

  await test.step("it accepts, and sees what was granted", async () => {
    await service.open("/queue");
    await openRow(page, number);
    await shown.getByRole("button", { name: say("uk", "transitions.accept"), exact: true }).click();
    await expect(page.getByText(say("uk", "transitions.done_referral_accept"))).toBeVisible();
    await shown.getByRole("link", { name: say("uk", "transitions.open_case"), exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Олена");
    await expect(page.locator(".case-content [id^='form-'] dt")).toHaveText(["Ім’я", "Громадянство", "Електронна пошта"]);
    await expect(page.locator(".case-content [id^='form-'] dd")).toHaveText(["Олена", "Українське", "olena@example.org"]);
    for (const hidden of [name.cyrillic, name.latin, "1989", "671234567"]) {
      await expect(page.locator("body")).not.toContainText(hidden);
    }
    await expect(page.locator("main a[href*='/edit'], main a[href$='/refer'], main a[href$='/transfer'], main a[href$='/stage']")).toHaveCount(0);
    const notice = page.locator(".notice-info").filter({ hasText: say("uk", "transitions.purpose_housing") });
    await expect(notice).toContainText(until.uk);
    await notice.getByRole("link", { name: say("uk", "transitions.see_in_queue"), exact: true }).click();
    await expect(shown).toContainText(say("uk", "transitions.state_at_work"));
  });

  await test.step("it finds the case among those shared with it, and does not among its own", async () => {
    await service.open("/cases?whose=all");
    await expect(page.locator("tbody")).not.toContainText(number);
    await page.getByRole("link", { name: say("uk", "cases.shared"), exact: true }).click();
    const row = page.locator("tbody tr").filter({ hasText: number });
    await expect(row).toContainText("Олена");
    await expect(row).not.toContainText(name.cyrillic);
    await row.getByRole("link").first().click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Олена");
  });

  await test.step("the caseworker learns that it was accepted, and that it was completed", async () => {
    await shows(worker.page, hydrated, news(number), say("hu", "notifications.kind_referral_accepted"));
    await service.open("/queue");
    await openRow(page, number);
    await decide(page, "uk", "complete", NOTE);
    await expect(page.getByText(say("uk", "transitions.done_referral_complete"))).toBeVisible();
    await shows(worker.page, hydrated, news(number), say("hu", "notifications.kind_referral_completed"));
  });

  await test.step("both read the note on the path of the case", async () => {
    for (const [reader, language] of [[worker, "hu"], [supervisor, "en"]] as const) {
      await reader.open(`/cases/${number}`);
      await reader.page.getByRole("link", { name: say(language, "transitions.path"), exact: true }).click();
      await expect(reader.page.locator(".timeline")).toContainText(NOTE);
      await expect(reader.page.locator(".timeline li")).toHaveCount(4);
    }
  });

  await test.step("the service sees nothing of it any more", async () => {
    await isClosed(service, number, "uk");
    await service.open("/cases?whose=shared");
    await expect(page.getByRole("link", { name: say("uk", "cases.shared"), exact: true })).toBeVisible();
    await expect(page.locator("main")).not.toContainText(number);
  });
});

test("a referral is refused with a reason, and the sender reads it", async ({ arrive, districts, hydrated, watch }) => {
  watch.expect({ status: 404 });
  const { here, there } = districts;
  const worker = await arrive(`caseworker2.${here}`, { language: "hu" });
  const service = await arrive(`supervisor2.${there}`);
  const { number } = await somebody(worker);
  await worker.open("/inbox");
  await worker.refers(number, there);
  await service.open("/queue");
  await openRow(service.page, number);
  await decide(service.page, "en", "refuse", "We have no room before June");
  await expect(service.page.getByText(say("en", "transitions.done_refuse"))).toBeVisible();
  await isClosed(service, number, "en");

  const refused = say("hu", "notifications.kind_referral_refused");
  await shows(worker.page, hydrated, news(number), refused);
  await worker.page.locator(news(number)).filter({ hasText: refused }).getByRole("button").first().click();
  await expect(worker.page.locator("#shown")).toContainText("We have no room before June");
  await expect(worker.page.locator("#shown")).toContainText(say("hu", "transitions.state_refused"));
  await worker.open(`/cases/${number}`);
  await expect(worker.page.getByRole("link", { name: say("hu", "transitions.refer"), exact: true })).toBeVisible();
});

test("a referral is withdrawn at work, and the service loses sight of the case", async ({ arrive, districts, hydrated, watch }) => {
  watch.expect({ status: 404 });
  const { here, there } = districts;
  const worker = await arrive(`caseworker1.${here}`);
  const service = await arrive(`caseworker2.${there}`, { language: "uk" });
  const { number } = await somebody(worker);
  await worker.refers(number, there);
  await service.takes("accept", number);
  await service.open(`/cases/${number}`);
  await expect(service.page.locator("main")).toContainText("olena@example.org");
  await service.open("/inbox");

  await worker.open("/queue");
  await openRow(worker.page, number);
  await expect(worker.page.locator("#shown")).toContainText(say("en", "transitions.state_at_work"));
  await decide(worker.page, "en", "withdraw", "She found a room herself");
  await expect(worker.page.getByText(say("en", "transitions.done_withdraw"), { exact: true })).toBeVisible();

  const withdrawn = say("uk", "notifications.kind_referral_withdrawn");
  await shows(service.page, hydrated, news(number), withdrawn);
  await service.page.locator(news(number)).filter({ hasText: withdrawn }).getByRole("button").first().click();
  const shown = service.page.locator("#shown");
  await expect(shown).toContainText("She found a room herself");
  await expect(shown).toContainText(say("uk", "transitions.state_withdrawn"));
  await expect(shown).not.toContainText("Українське");
  await expect(shown.getByRole("button")).toHaveCount(0);
  await isClosed(service, number, "uk");
});

test("what is wrong with a referral is told at its fields, and nothing is lost", async ({ arrive, districts }) => {
  const worker = await arrive(`caseworker1.${districts.here}`);
  const { page } = worker;
  const { number } = await somebody(worker);
  await worker.consents(number);
  await worker.open(`/cases/${number}/refer`);
  const offer = page.getByRole("button", { name: "Offer the referral" });
  await offer.click();
  for (const id of ["to", "purpose", "reason", "urgency", "until", "granted"]) {
    await expect(page.locator(`#error-${id}`)).toBeVisible();
  }
  await expect(page.locator(".error-summary li")).toHaveCount(6);
  await page.locator(".error-summary").getByRole("link", { name: /^Until which day/ }).click();
  await expect(page.locator("#until")).toBeInViewport();

  await fill(page, districts.there, "en", "31.02.2027");
  await page.locator("#reason").fill(SHARP);
  await offered(page, "identity/citizenship").check();
  await granted(page, "contact/email").check();
  await offer.click();
  await expect(page.locator(".error-summary li")).toHaveCount(1);
  await expect(page.locator("#error-until")).toBeVisible();
  await expect(page.locator("#until")).toHaveValue("31.02.2027");
  await expect(page.locator("#reason")).toHaveValue(SHARP);
  await expect(page.locator("#purpose")).toHaveValue("housing");
  await expect(page.locator("#to option:checked")).toContainText("Family support team");
  await expect(page.locator("input[value=soon]")).toBeChecked();
  await expect(offered(page, "identity/citizenship")).toBeChecked();
  await expect(granted(page, "contact/email")).toBeChecked();
  await expect(granted(page, "identity/citizenship")).not.toBeChecked();

  await page.locator("#until").fill(dayIn(-1).iso);
  await offer.click();
  await expect(page.locator("#error-until")).toBeVisible();
  await page.locator("#until").fill(dayIn(400).iso);
  await offer.click();
  await expect(page.locator("#error-until")).toBeVisible();
  await page.locator("#until").fill(dayIn(0).iso);
  await offer.click();
  await expect(page.locator("main").getByText(say("en", "transitions.done_refer"))).toBeVisible();
  await expect(page.locator("#shown")).toContainText(SHARP);
});

test("what is written of a referral stays until it is offered or discarded", async ({ arrive, districts, hydrated }) => {
  const worker = await arrive(`caseworker1.${districts.here}`);
  const { page } = worker;
  const { number } = await somebody(worker);
  await worker.open(`/cases/${number}/refer`);
  await page.locator("#purpose").selectOption("legal_aid");
  await page.locator("#reason").fill(SHARP);
  await granted(page, "contact/email").check();
  if (hydrated) {
    await expect(page.getByText("Draft kept")).toBeVisible();
  } else {
    await page.getByRole("button", { name: "Keep as a draft" }).click();
  }
  await worker.open(`/cases/${number}/refer`);
  await expect(page.getByText("This is your draft. Nobody else sees it.")).toBeVisible();
  await expect(page.locator(".error-summary")).toHaveCount(0);
  await expect(page.locator("#reason")).toHaveValue(SHARP);
  await expect(page.locator("#purpose")).toHaveValue("legal_aid");
  await expect(granted(page, "contact/email")).toBeChecked();
  await page.getByRole("button", { name: "Discard the draft" }).click();
  await expect(page.locator("#reason")).toHaveValue("");
  await expect(page.getByText("This is your draft. Nobody else sees it.")).toHaveCount(0);
  await expect(granted(page, "contact/email")).not.toBeChecked();
});

test("without consent nobody is referred, and the answer is recorded from here", async ({ arrive, districts }) => {
  const worker = await arrive(`caseworker1.${districts.here}`);
  const { page } = worker;
  const { number } = await somebody(worker);
  await worker.open(`/cases/${number}/refer`);
  await expect(page.getByText(say("en", "transitions.consent_unknown"))).toBeVisible();
  await expect(page.locator("#override_reason")).toHaveCount(0);
  await fill(page, districts.there, "en", dayIn(30).iso);
  await granted(page, "identity/citizenship").check();
  await page.getByRole("button", { name: "Offer the referral" }).click();
  await expect(page.getByText("There is no consent to share this person’s data.")).toBeVisible();
  await expect(page.locator("#reason")).toHaveValue(REASON);

  await page.getByRole("link", { name: "Record the answer" }).click();
  await expect(page).toHaveURL(new RegExp(`/cases/${number}/consents/edit$`));
  await consent(page);
  await press(page, say("en", "forms.save"));
  await expect(page).toHaveURL(new RegExp(`/cases/${number}([#?].*)?$`));

  await worker.open(`/cases/${number}/refer`);
  await expect(page.getByText(say("en", "transitions.consent_given"))).toBeVisible();
  await expect(page.locator("#reason")).toHaveValue(REASON);
  await page.getByRole("button", { name: "Offer the referral" }).click();
  await expect(page.locator("main").getByText(say("en", "transitions.done_refer"))).toBeVisible();
});
