// An administrator lets another system hear of what happens.
import { accessible, fits, wellBuilt } from "./support/checks.ts";
import { expect, test, type Page } from "./support/test.ts";

/** axe needs our page to run its code. */
async function looksWell(page: Page, hydrated: boolean): Promise<void> {
  await Promise.all([fits(page), wellBuilt(page)]);
  if (hydrated) {
    await accessible(page);
  }
}

const LIST = "/administration/webhooks";
const SECRET = /whsec_[A-Za-z0-9+/]{43}=/;

test("an administrator adds a webhook, sees its secret once, and pauses and removes it", async ({
  arrive,
  districts,
  hydrated,
}) => {
  const { page } = await arrive(`admin.${districts.here}`);
  await page.goto(LIST);
  const description = `Story ${Date.now()} ${test.info().project.name}`;
  await page.getByLabel("Address").fill("https://receiver.invalid/hooks");
  await page.getByLabel("Description").fill(description);
  await page.getByRole("checkbox", { name: "A case was opened" }).check();
  await page.getByRole("button", { name: "Add", exact: true }).click();

  await expect(page.getByText(SECRET)).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "The webhook was added." })).toBeVisible();
  await looksWell(page, hydrated);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("https://receiver.invalid/hooks");
  await expect(page.getByText(SECRET)).toHaveCount(0);

  await page.getByRole("button", { name: "Replace the secret" }).click();
  await expect(page.getByText(SECRET)).toBeVisible();
  await expect(page.getByText("also signs until")).toBeVisible();

  await page.getByRole("button", { name: "Send a test" }).click();
  const sent = page.getByRole("row").filter({ hasText: "A test" });
  await expect(sent).toHaveCount(1);

  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused. What happens waits.")).toBeVisible();
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByText("It goes on.")).toBeVisible();

  await page.goto(LIST);
  const row = page.getByRole("row").filter({ hasText: description });
  await expect(row).toContainText("Active");
  await looksWell(page, hydrated);
  await row.getByRole("link").click();
  await page.getByText("Remove this webhook").click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByText("The webhook was removed.")).toBeVisible();
  await expect(page.getByText(description)).toHaveCount(0);
});

test("what cannot be called is told at its field, and what was typed stays", async ({
  arrive,
  districts,
  hydrated,
}) => {
  const { page } = await arrive(`admin.${districts.here}`);
  await page.goto(LIST);
  await page.getByLabel("Address").fill("https://169.254.169.254/latest");
  await page.getByRole("checkbox", { name: "A bed is held", exact: false }).first().check();
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("alert")).toContainText("must not be called");
  await expect(page.getByLabel("Address")).toHaveValue("https://169.254.169.254/latest");
  await looksWell(page, hydrated);
});

test("a caseworker has no webhooks", async ({ arrive, districts, watch }) => {
  watch.expect({ status: 403 });
  const { page } = await arrive(`caseworker1.${districts.here}`);
  await expect(page.getByRole("link", { name: "Webhooks" })).toHaveCount(0);
  const response = await page.goto(LIST);
  expect(response?.status()).toBe(403);
});
