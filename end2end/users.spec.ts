// Signing in and out.
import { expect, test, type Page } from "./support/test.ts";
import { familyName } from "./support/names.ts";
import { PASSWORD } from "./support/person.ts";
import { place } from "./support/watch.ts";

async function signIn(page: Page, account: string, password = PASSWORD): Promise<void> {
  await page.getByLabel("Account name").fill(account);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function openMenu(page: Page): Promise<void> {
  await page.locator(".user-menu > summary").click();
}

test("a caseworker signs in and stands before their cases", async ({ page, districts }) => {
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
  await signIn(page, `caseworker1.${districts.here}`);
  await expect(page).toHaveURL(/\/cases$/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Cases");
  await openMenu(page);
  await expect(page.locator(".menu-note")).toContainText(`caseworker1.${districts.here}`);
  await expect(page.locator(".menu-note")).toContainText("Caseworker");
});

test("a supervisor begins with every case of the district", async ({ page, districts }) => {
  await page.goto("/sign-in");
  await signIn(page, `supervisor1.${districts.here}`);
  await expect(page).toHaveURL(/\/cases\?whose=all$/);
});

test("a wrong sign-in says so and keeps the name, but no password", async ({ page }) => {
  const nobody = `nobody.${familyName().latin.toLowerCase()}`;
  await page.goto("/sign-in");
  await signIn(page, nobody, "not-the-password");
  await expect(page.getByRole("alert")).toContainText("The account name or the password is not right.");
  await expect(page.getByLabel("Account name")).toHaveValue(nobody);
  await expect(page.getByLabel("Password")).toHaveValue("");
});

test("whoever mistyped the password is still led to the page that was asked for", async ({
  page,
  districts,
}) => {
  await page.goto("/persons?query=Anna");
  await signIn(page, `caseworker1.${districts.there}`, "not-the-password");
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect.poll(() => place(page)).toBe("/persons?query=Anna");
});

test("a link into the middle leads there after signing in", async ({ arrive, page, districts }) => {
  const account = `caseworker1.${districts.here}`;
  const worker = await arrive(account);
  const number = await worker.register({ family_name: familyName().cyrillic });
  await page.goto(`/cases/${number}/history`);
  await expect(page).toHaveURL(/\/sign-in\?/);
  await signIn(page, account);
  await expect.poll(() => place(page)).toBe(`/cases/${number}/history`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("History");
});

test("signing out ends the session, and going back shows nothing", async ({ arrive, districts }) => {
  const { page } = await arrive(`caseworker1.${districts.here}`);
  await page.goto("/cases");
  await openMenu(page);
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page.getByRole("status")).toHaveText("You have signed out.");
  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto("/cases");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("signing out everywhere ends the session in another browser", async ({ arrive, districts }) => {
  const account = `supervisor2.${districts.here}`;
  const [here, elsewhere] = [await arrive(account), await arrive(account)];
  await elsewhere.page.goto("/cases");
  await here.page.goto("/cases");
  await openMenu(here.page);
  await here.page.getByRole("button", { name: "Sign out on every device" }).click();
  await expect(here.page.getByRole("status")).toHaveText("You have signed out.");
  await elsewhere.page.goto("/persons");
  await expect(elsewhere.page).toHaveURL(/\/sign-in\?problem=ended/);
  await expect(elsewhere.page.getByRole("status")).toContainText("Your session has ended.");
});

test("signing out leaves another browser signed in", async ({ arrive, districts }) => {
  const account = `supervisor1.${districts.there}`;
  const [here, elsewhere] = [await arrive(account), await arrive(account)];
  await here.page.goto("/cases");
  await openMenu(here.page);
  await here.page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(here.page).toHaveURL(/\/sign-in/);
  await elsewhere.page.goto("/cases");
  await expect(elsewhere.page.getByRole("heading", { level: 1 })).toHaveText("Cases");
});

test("whoever is signed in has no need of the sign-in page", async ({ arrive, districts }) => {
  const { page } = await arrive(`caseworker1.${districts.here}`);
  await page.goto("/sign-in");
  await expect(page).toHaveURL(/\/cases$/);
});
