// Nobody answers: in a city where offers wait for half a minute, they end by themselves.
import { expect, test, type Page } from "./support/test.ts";
import { chooseService, dayIn, news, numberOf, openRow, shows } from "./support/hand_overs.ts";
import { familyName } from "./support/names.ts";
import { say } from "./support/words.ts";

test.use({ baseURL: process.env.HASTY_URL });
test.skip(!process.env.HASTY_URL, "no such city is running");

/** A half minute's offer, what looks for its end, and a slow machine. */
const PATIENCE = 90_000;

/** The news that somebody gets in the end. */
async function learns(page: Page, hydrated: boolean, number: string, words: string): Promise<void> {
  const notice = page.locator(news(number)).filter({ hasText: words }).first();
  await expect(async () => {
    if (!hydrated) {
      await page.reload();
    }
    await expect(notice).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: PATIENCE });
}

test("a transfer that nobody decides about ends, and both sides learn of it", async ({ arrive, districts, hydrated }) => {
  test.setTimeout(2 * PATIENCE);
  const { here, there } = districts;
  const worker = await arrive(`caseworker1.${here}`, { language: "hu" });
  const sender = await arrive(`supervisor1.${here}`, { language: "uk" });
  const receiver = await arrive(`supervisor1.${there}`, { language: "en" });
  const number = await worker.register({ family_name: familyName().cyrillic });
  await worker.consents(number);
  await worker.open(`/cases/${number}/transfer`);
  await worker.page.locator("#to").selectOption(numberOf(there));
  await worker.page.locator("#reason").fill("Új szálláshely");
  await worker.page.locator("input[value=urgent]").check();
  await worker.page.getByRole("button", { name: say("hu", "transitions.ask"), exact: true }).click();
  await expect(worker.page.getByText(say("hu", "transitions.done_ask"))).toBeVisible();
  await sender.open("/queue");
  await openRow(sender.page, number);
  await sender.page.getByRole("button", { name: say("uk", "transitions.release"), exact: true }).click();
  await expect(sender.page.getByText(say("uk", "transitions.done_release"))).toBeVisible();

  await receiver.open("/queue");
  await shows(receiver.page, hydrated, "tbody tr", number);
  await openRow(receiver.page, number);
  await worker.open("/inbox");
  await learns(worker.page, hydrated, number, say("hu", "notifications.kind_transfer_expired"));

  // Whoever has it before them is told that it is too late.
  const accept = receiver.page.locator("#shown").getByRole("button", { name: "Accept", exact: true });
  await expect(async () => {
    if (!hydrated) {
      await receiver.page.reload();
    }
    await expect(accept).toHaveCount(0, { timeout: 1_000 });
  }).toPass();
  await expect(receiver.page.locator("#shown")).toContainText(say("en", "transitions.state_expired"));
  await receiver.open("/inbox");
  await learns(receiver.page, hydrated, number, say("en", "notifications.kind_transfer_expired"));
  await worker.open(`/cases/${number}`);
  await expect(worker.page.getByRole("link", { name: say("hu", "transitions.hand_over"), exact: true })).toBeVisible();
});

test("a referral that nobody takes on ends, and the service sees nothing", async ({ arrive, districts, hydrated, watch }) => {
  test.setTimeout(2 * PATIENCE);
  watch.expect({ status: 404 });
  const { here, there } = districts;
  const worker = await arrive(`caseworker2.${here}`, { language: "uk" });
  const service = await arrive(`caseworker1.${there}`, { language: "hu" });
  const number = await worker.register({ family_name: familyName().cyrillic });
  await worker.consents(number);
  await worker.open(`/cases/${number}/refer`);
  const { page } = worker;
  await chooseService(page, there, "uk");
  await page.locator("#purpose").selectOption("housing");
  await page.locator("#reason").fill("Потрібна кімната");
  await page.locator("input[value=soon]").check();
  await page.locator("#until").fill(dayIn(30).iso);
  await page.locator("input[name='granted[]'][value='identity/family_name']").check();
  await page.getByRole("button", { name: say("uk", "transitions.refer_now"), exact: true }).click();
  await expect(page.locator("#shown")).toContainText(number);

  await service.open("/inbox");
  await learns(service.page, hydrated, number, say("hu", "notifications.kind_referral_expired"));
  await service.open("/queue");
  await expect(service.page.locator("tbody tr").filter({ hasText: number })).toContainText(say("hu", "transitions.state_expired"));
  await service.page.goto(`/cases/${number}`);
  await expect(service.page.getByRole("heading", { level: 1 })).toHaveText(say("hu", "errors.not_found_title"));
  await worker.open("/inbox");
  await learns(page, hydrated, number, say("uk", "notifications.kind_referral_expired"));
});
