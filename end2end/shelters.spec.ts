// Shelters: boards that agree, a place for a family, and an operator at a tablet.
import { expect, test } from "./support/test.ts";
import { familyName } from "./support/names.ts";
import { bedOf, board, house, step, tile } from "./support/shelters.ts";

/** A family of three: a mother, a girl and a small boy. */
const FAMILY = {
  "members.0.member_name": "Софія",
  "members.0.member_relation": "child",
  "members.0.member_where": "with_person",
  "members.0.member_sex": "female",
  "members.0.member_age": "9",
  "members.1.member_name": "Марко",
  "members.1.member_relation": "child",
  "members.1.member_where": "with_person",
  "members.1.member_sex": "male",
  "members.1.member_age": "5",
};

test("an operator receives somebody, moves them and sends them off", async ({ arrive, districts }) => {
  const operator = await arrive(`shelter.${districts.here}`);
  const { page } = operator;
  const path = await house(operator, 2);
  await operator.open(path);
  await tile(page, 1).click();
  await expect(page.locator("#shown")).toContainText("12, bed 1");
  await step(page, "Arrival");
  const guest = familyName().cyrillic;
  await page.locator("#arrive-name").fill(guest);
  await page.locator("#arrive-at").fill("2019-01-01T10:00");
  await page.getByRole("button", { name: "Has arrived" }).click();
  await expect(page.locator("#arrive-name"), "nothing typed is lost").toHaveValue(guest);
  await page.locator("#arrive-at").fill("");
  await page.getByRole("button", { name: "Has arrived" }).click();
  await expect(page.getByText("The guest has arrived.")).toBeVisible();
  await expect(tile(page, 1)).toContainText(guest);

  await step(page, "Move");
  await page.getByRole("button", { name: "Move there" }).click();
  await expect(tile(page, 2)).toContainText(guest);
  await expect(tile(page, 1)).toContainText("free");

  await operator.open(`${path}/print`);
  await expect(page.locator(".sheet")).toContainText(guest);
  await operator.open(path);
  await tile(page, 2).click();
  await step(page, "Departure");
  await page.getByRole("button", { name: "Has left" }).click();
  await expect(page.getByText("The guest has left; the bed is free.")).toBeVisible();
  await operator.open(`${path}/occupancy`);
  await expect(page.locator("tbody tr").filter({ hasText: guest })).toHaveCount(2);
});

test("whoever came without a case is joined to theirs", async ({ arrive, districts }) => {
  const operator = await arrive(`shelter.${districts.here}`);
  const { page } = operator;
  const path = await house(operator, 1);
  await operator.open(path);
  await tile(page, 1).click();
  await step(page, "Arrival");
  await page.locator("#arrive-name").fill("Olena, came at night");
  await page.getByRole("button", { name: "Has arrived" }).click();
  await expect(tile(page, 1)).toContainText("Olena, came at night");
  const worker = await arrive(`caseworker1.${districts.here}`);
  const name = familyName().cyrillic;
  const number = await worker.register({ family_name: name });
  await step(page, "Belongs to a case");
  await page.locator("#identify-number").fill("222-222-2");
  await page.getByRole("button", { name: "Join to the case" }).click();
  await expect(page.locator("#identify-number"), "nothing typed is lost").toHaveValue("222-222-2");
  await page.locator("#identify-number").fill(number);
  await page.getByRole("button", { name: "Join to the case" }).click();
  await expect(page.getByText("The stay belongs to the case now.")).toBeVisible();
  await expect(tile(page, 1)).toContainText(name);
  await expect(page.getByText("Belongs to a case"), "once is enough").toHaveCount(0);
});

test("a family is offered rooms with the reasons, and held together in one tap", async ({ arrive, districts, hydrated }) => {
  const operator = await arrive(`shelter.${districts.here}`);
  const path = await house(operator, 3);
  const worker = await arrive(`caseworker1.${districts.here}`);
  const number = await worker.register({ family_name: familyName().cyrillic, sex: "female", birth_date: "1990-03-01" });
  await worker.save(number, "family", 0, FAMILY);
  const { page } = worker;
  await worker.open(`/cases/${number}`);
  await page.getByRole("link", { name: "Find a place" }).click();
  await expect(page.getByRole("checkbox", { checked: true })).toHaveCount(3);
  await page.getByText("Rooms that do not suit, and why").click();
  await expect(page.locator(".others .against-out").first()).toContainText(/free bed/);

  const name = (await operator.page.locator(".page-head .sub").innerText()).trim();
  const room = page.locator(".place-room").filter({ hasText: name });
  await room.getByRole("button", { name: "Hold" }).click();
  await expect(page.getByText("The bed is held.")).toBeVisible();
  await expect(page.locator(".placed-now li")).toHaveCount(3);

  await operator.open(path);
  await expect(operator.page.locator("a.bed-held")).toHaveCount(3);
  await tile(operator.page, 1).click();
  await operator.page.getByRole("button", { name: "Has arrived" }).click();
  await expect(tile(operator.page, 1)).toContainText("occupied");
  await worker.open(`/cases/${number}/housing/edit`);
  if (hydrated) {
    await expect(page.getByLabel("Name of the place")).toHaveValue(name);
  }
});

test("two boards agree within two seconds", async ({ arrive, districts, hydrated }) => {
  test.skip(!hydrated, "without our code a page hears of nothing, and says so");
  const operator = await arrive(`shelter.${districts.here}`);
  const path = await house(operator, 1);
  const worker = await arrive(`caseworker1.${districts.here}`);
  await operator.open(path);
  await worker.open(`${path}?bed=${await bedOf(operator.page, 1)}`);
  await expect(operator.page.getByText("Live", { exact: true })).toBeVisible();
  await expect(operator.page.locator(".live-mark .tag-ok"), "and looks so").toBeVisible();
  await step(worker.page, "Hold");
  await worker.page.locator("#hold-name").fill("Nagy Őrs");
  await worker.page.getByRole("button", { name: "Hold the bed" }).click();
  await expect(worker.page.getByText("The bed is held.")).toBeVisible();
  await expect(tile(operator.page, 1)).toContainText("Nagy Őrs", { timeout: 2_000 });
});

test("a board that hears of nothing says so, and recovers", async ({ arrive, districts, hydrated, watch }) => {
  test.skip(!hydrated, "without our code it says so always");
  watch.expect({ offline: true });
  const operator = await arrive(`shelter.${districts.here}`);
  const { page, context } = operator;
  await board(operator);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await context.setOffline(true);
  await page.evaluate(() => window.stop());
  await expect(page.getByText(/^Not live/)).toBeVisible({ timeout: 45_000 });
  await context.setOffline(false);
  await expect(page.getByText("Live", { exact: true })).toBeVisible({ timeout: 45_000 });
});

test("the city sees how many beds are free, and nobody's name", async ({ arrive, districts }) => {
  const { page } = await arrive(`caseworker1.${districts.there}`);
  await page.goto("/shelters");
  await expect(page.locator("tbody tr").nth(5)).toBeVisible();
  await expect(page.locator("tbody a.row-link").first()).toBeVisible();
  const foreign = page.locator("tbody tr").filter({ hasText: "XXIII." });
  await expect(foreign.getByRole("link")).toHaveCount(0);
});
