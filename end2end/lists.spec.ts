// Lists of cases: filters, order, columns, lists kept under a name, and what is not open.
import { expect, test, type Page } from "./support/test.ts";
import { familyName } from "./support/names.ts";

function rows(page: Page) {
  return page.locator("table tbody tr");
}

/** Adds a filter by its question. */
async function addFilter(page: Page, question: string) {
  await page.getByRole("link", { name: "Add a filter" }).click();
  await page.getByLabel("What to filter").selectOption({ label: question });
  await page.getByRole("button", { name: "Go on" }).click();
}

test("filters are added, shown as chips, and taken away", async ({ arrive, districts }) => {
  const { page } = await arrive(`supervisor1.${districts.here}`);
  await page.goto("/cases?whose=all");
  await addFilter(page, "Sex");
  await page.getByLabel("Female").check();
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(/identity\/sex=female|identity%2Fsex=female/);
  await expect(page.locator(".chip-filter")).toContainText("Sex: Female");
  const women = await page.locator(".count-line").innerText();

  await addFilter(page, "Date of birth");
  await page.getByLabel("From", { exact: true }).fill("1980-01-01");
  await page.getByLabel("To", { exact: true }).fill("1999-12-31");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.locator(".chip-filter")).toHaveCount(2);
  await expect(page.locator(".chip-filter").filter({ hasText: "01/01/1980 – 31/12/1999" })).toBeVisible();
  const years = await rows(page).locator(".sub").allInnerTexts();
  for (const text of years) {
    const year = Number(/(\d{4})$/.exec(text.trim())?.[1]);
    expect(year).toBeGreaterThanOrEqual(1980);
    expect(year).toBeLessThanOrEqual(1999);
  }

  await page.getByRole("link", { name: "Remove the filter Date of birth" }).click();
  await expect(page.locator(".chip-filter")).toHaveCount(1);
  await expect(page.locator(".count-line")).toHaveText(women);
});

test("a list is sorted by its heads, and by name in Latin letters", async ({ arrive, districts }) => {
  const { page } = await arrive(`supervisor1.${districts.here}`);
  await page.goto("/cases?whose=all");
  await page.locator("thead").getByRole("link", { name: "Person" }).click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(page.locator("thead th").first()).toHaveAttribute("aria-sort", "ascending");
  const first = await rows(page).first().innerText();
  await page.locator("thead").getByRole("link", { name: "Person" }).click();
  await expect(page).toHaveURL(/sort=-name/);
  await expect(rows(page).first()).not.toHaveText(first);
});

test("columns and order are chosen, and stay when the list is filtered", async ({ arrive, districts }) => {
  const { page } = await arrive(`caseworker1.${districts.here}`);
  await page.goto("/cases?whose=all");
  await page.getByRole("link", { name: "Columns and order" }).click();
  const panel = page.locator("#list-panel");
  await panel.getByLabel("Last change", { exact: true }).uncheck();
  await panel.getByLabel("Opened", { exact: true }).check();
  await panel.locator("summary").filter({ hasText: "Identity" }).click();
  await panel.getByLabel("Citizenship").check();
  await panel.getByLabel("Order", { exact: true }).selectOption({ label: "Opened: first to last" });
  await panel.getByRole("button", { name: "Show" }).click();
  const heads = page.locator("thead th");
  await expect(heads.filter({ hasText: "Citizenship" })).toBeVisible();
  await expect(heads.filter({ hasText: "Last change" })).toHaveCount(0);
  await expect(heads.filter({ hasText: "Opened" })).toHaveAttribute("aria-sort", "ascending");
  await expect(rows(page).first()).toContainText(/Ukrainian|Hungarian|other/i);
  await page.getByRole("navigation", { name: "Stage" }).getByRole("link", { name: "Closed" }).click();
  await expect(heads.filter({ hasText: "Citizenship" })).toBeVisible();
});

test("a list is kept, shared with a colleague, and removed", async ({ arrive, districts }) => {
  const worker = await arrive(`caseworker1.${districts.here}`);
  const { page } = worker;
  const name = `Closed ${familyName().latin}`;
  await page.goto("/cases?whose=all&stage=closed&sort=name");
  await page.getByRole("link", { name: "Keep this list" }).click();
  await page.getByLabel("Name of the list").fill(name);
  await page.getByLabel("Colleagues of my district may use it, too").check();
  await page.getByRole("button", { name: "Keep", exact: true }).click();
  const kept = page.getByRole("navigation", { name: "Kept lists" }).getByRole("link", { name });
  await expect(kept).toHaveAttribute("aria-current", "true");

  const colleague = await arrive(`supervisor1.${districts.here}`);
  await colleague.page.goto("/cases");
  await colleague.page.getByRole("navigation", { name: "Kept lists" }).getByRole("link", { name }).click();
  await expect(colleague.page).toHaveURL(/whose=all&stage=closed&sort=name/);
  const neighbour = await arrive(`supervisor1.${districts.there}`);
  await neighbour.page.goto("/cases");
  await expect(neighbour.page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(neighbour.page.getByText(name)).toHaveCount(0);

  await page.getByRole("link", { name: "Keep this list" }).click();
  await page.getByRole("button", { name: `Remove “${name}”` }).click();
  await expect(page.locator("#list-panel")).toBeVisible();
  await expect(page.getByText(name)).toHaveCount(0);
});

test("what is not open to the reader is not listed, and the way back is shown", async ({ arrive, districts, watch }) => {
  const { page } = await arrive(`helpdesk.${districts.here}`);
  watch.expect({ status: 422 });
  await page.goto("/cases?whose=all&health/wg_seeing:none=1");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This list cannot be shown");
  await expect(page.locator("code")).toHaveText("health/wg_seeing");
  await page.getByRole("link", { name: "Show my cases" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cases");
});
