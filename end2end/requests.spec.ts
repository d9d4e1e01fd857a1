// Somebody asks another district for a case whose number they were told, and learns nothing of it
// until it is handed over.
import { expect, test, type Page, type Person } from "./support/test.ts";
import { news, numberOf, openRow, shows } from "./support/hand_overs.ts";
import { familyName } from "./support/names.ts";
import { say, type Language } from "./support/words.ts";

const REASON = "Ideköltözött a húgához / Переїхала до сестри";

const number_field = (page: Page) => page.locator(".request-case #number");
const reason_field = (page: Page) => page.locator(".request-case #reason");

/** Opens the queue, and on it the form in which a case is asked for. */
async function openForm(person: Person, language: Language): Promise<void> {
  await person.open("/queue");
  await person.page.locator(".request-case summary").filter({ hasText: say(language, "transitions.request_title") }).click();
  await expect(number_field(person.page)).toBeVisible();
}

async function send(page: Page, language: Language): Promise<void> {
  await page.getByRole("button", { name: say(language, "transitions.request_now"), exact: true }).click();
}

/** The row of a case in one of the tables of the queue. */
const row = (page: Page, table: "waiting" | "under-way" | "ended", number: string) =>
  page.locator(`section[aria-labelledby=queue-${table}] tbody tr`).filter({ hasText: number });

test("a case is asked for, and its owner agrees and goes on with the transfer", async ({ arrive, districts, hydrated, watch }) => {
  watch.expect({ status: 404 });
  const { here, there } = districts;
  const owner = await arrive(`caseworker1.${here}`, { language: "hu" });
  const asker = await arrive(`caseworker1.${there}`, { language: "uk" });
  await asker.forgetsRequest();
  const name = familyName();
  const number = await owner.register({ family_name: name.cyrillic, birth_date: "1989-04-27" });
  const own = await asker.register({ family_name: familyName().cyrillic });
  await owner.open("/queue");
  const { page } = asker;

  await test.step("the caseworker asks by the number alone; what is not elsewhere is told at once", async () => {
    await openForm(asker, "uk");
    for (const unknown of ["222-2222-2", "???", own]) {
      await number_field(page).fill(unknown);
      await reason_field(page).fill(REASON);
      await send(page, "uk");
      await expect(page.locator("#error-number")).toHaveText(say("uk", "forms.problem_unknown_case"));
      await expect(page.locator(".error-summary").getByRole("link")).toHaveCount(1);
      await expect(number_field(page)).toHaveValue(unknown);
      await expect(reason_field(page)).toHaveValue(REASON);
    }
    await number_field(page).fill(number.toLowerCase());
    await send(page, "uk");
    await expect(page.locator("main").getByText(say("uk", "transitions.done_request"))).toBeVisible();
    const shown = page.locator("#shown");
    await expect(shown).toContainText(number);
    await expect(shown).toContainText(say("uk", "transitions.state_asked"));
    await expect(shown.getByRole("link", { name: say("uk", "transitions.open_case") })).toHaveCount(0);
    for (const hidden of [name.cyrillic, name.latin, "18–64"]) {
      await expect(page.locator(".queue-shown")).not.toContainText(hidden);
      await expect(row(page, "under-way", number)).not.toContainText(hidden);
    }
    await page.goto(`/cases/${number}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("uk", "errors.not_found_title"));
    await openForm(asker, "uk");
    await expect(number_field(page)).toHaveValue("");
    await expect(reason_field(page)).toHaveValue("");
    await asker.open("/inbox");
  });

  await test.step("the owner agrees, and finds the transfer begun", async () => {
    await shows(owner.page, hydrated, "section[aria-labelledby=queue-waiting] tbody tr", number);
    await openRow(owner.page, number);
    await expect(owner.page.locator("#shown")).toContainText(REASON);
    await owner.page.getByRole("button", { name: say("hu", "transitions.agree"), exact: true }).click();
    await expect(owner.page).toHaveURL(new RegExp(`/cases/${number}/transfer`));
    await expect(owner.page.getByText(say("hu", "transitions.done_agree"))).toBeVisible();
    await expect(owner.page.getByText(say("hu", "transitions.draft_line"))).toBeVisible();
    await expect(owner.page.locator("#to")).toHaveValue(numberOf(there));
    await expect(owner.page.locator("#reason")).toHaveValue(REASON);
    await owner.open("/queue");
    await expect(row(owner.page, "waiting", number)).toHaveCount(0);
  });

  await shows(page, hydrated, news(number), say("uk", "notifications.kind_request_agreed"));
  await page.goto(`/cases/${number}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("uk", "errors.not_found_title"));
});

test("a request is declined with a reason, and the asker reads it", async ({ arrive, districts, hydrated }) => {
  const { here, there } = districts;
  const owner = await arrive(`caseworker2.${here}`, { language: "hu" });
  const supervisor = await arrive(`supervisor1.${here}`);
  const asker = await arrive(`caseworker2.${there}`, { language: "uk" });
  const number = await owner.register({ family_name: familyName().cyrillic });
  await asker.open("/inbox");
  await asker.requests(number);

  await supervisor.open("/queue");
  await expect(row(supervisor.page, "waiting", number)).toBeVisible();
  await owner.open("/queue");
  await openRow(owner.page, number);
  const shown = owner.page.locator("#shown");
  await shown.locator("summary").filter({ hasText: say("hu", "transitions.decline") }).click();
  await shown.getByLabel(say("hu", "transitions.refuse_why")).fill("She has not moved yet");
  await shown.getByRole("button", { name: say("hu", "transitions.decline_now"), exact: true }).click();
  await expect(owner.page.getByText(say("hu", "transitions.done_decline"))).toBeVisible();

  const declined = say("uk", "notifications.kind_request_declined");
  await shows(asker.page, hydrated, news(number), declined);
  await asker.page.locator(news(number)).filter({ hasText: declined }).getByRole("button").first().click();
  await expect(asker.page.locator("#shown")).toContainText("She has not moved yet");
  await expect(asker.page.locator("#shown")).toContainText(say("uk", "transitions.state_declined"));
  await asker.open("/queue");
  await expect(row(asker.page, "ended", number)).toBeVisible();
});

test("a request is taken back by whoever asked, and asked again", async ({ arrive, districts, hydrated }) => {
  const { here, there } = districts;
  const owner = await arrive(`caseworker1.${here}`, { language: "hu" });
  const asker = await arrive(`caseworker2.${there}`);
  const number = await owner.register({ family_name: familyName().cyrillic });
  await asker.requests(number);
  await owner.open("/inbox");
  await expect(owner.page.locator(news(number))).toContainText(say("hu", "notifications.kind_request_asked"));

  const { page } = asker;
  await asker.open("/queue");
  await openRow(page, number);
  await page.locator("#shown summary").filter({ hasText: "Withdraw" }).click();
  await page.locator("#shown").getByRole("button", { name: "Withdraw", exact: true }).click();
  await expect(page.getByText("Withdrawn.", { exact: true })).toBeVisible();
  await expect(row(page, "under-way", number)).toHaveCount(0);
  await expect(row(page, "ended", number)).toContainText(say("en", "transitions.state_withdrawn"));

  await shows(owner.page, hydrated, news(number), say("hu", "notifications.kind_request_withdrawn"));
  await owner.open("/queue");
  await expect(row(owner.page, "waiting", number)).toHaveCount(0);
  await asker.requests(number);
  await owner.open("/queue");
  await expect(row(owner.page, "waiting", number)).toBeVisible();
});

test("what is written of a request stays until it is asked or discarded", async ({ arrive, districts, hydrated }) => {
  const asker = await arrive(`supervisor2.${districts.there}`);
  const { page } = asker;
  await asker.forgetsRequest();
  await openForm(asker, "en");
  await reason_field(page).fill("</textarea><b>half</b> written");
  if (hydrated) {
    await expect(page.getByText("Draft kept")).toBeVisible();
  } else {
    await send(page, "en");
    await expect(page.locator("#error-number")).toBeVisible();
    await expect(page.locator("#error-reason")).toHaveCount(0);
  }
  await asker.open("/queue");
  await expect(reason_field(page)).toBeVisible();
  await expect(reason_field(page)).toHaveValue("</textarea><b>half</b> written");
  await page.getByRole("button", { name: "Discard the draft" }).click();
  await expect(page.locator(".request-case summary")).toBeVisible();
  await expect(reason_field(page)).toHaveValue("");
  await expect(page.locator(".request-case")).not.toHaveAttribute("open");
});
