// The pictures of the README: `scripts/test-e2e --grep @screenshots --project hydrated`.
import { fileURLToPath } from "node:url";
import { expect, test, type Page } from "./support/test.ts";

async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const path = fileURLToPath(new URL(`../docs/screenshots/${name}.png`, import.meta.url));
  await page.screenshot({ path });
}

test.describe("pictures", { tag: "@screenshots" }, () => {
  test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, "one look is enough");

  test("the list of cases", async ({ arrive }) => {
    const { page } = await arrive("caseworker1.d08");
    await page.goto("/cases");
    await take(page, "cases");
  });

  test("a case in Ukrainian", async ({ arrive }) => {
    const { page } = await arrive("caseworker1.d08", { language: "uk" });
    await page.goto("/cases");
    await page.locator("tbody").getByRole("link").first().click();
    await expect(page.locator(".summary").first()).toBeVisible();
    await take(page, "case");
  });

  test("a family, row by row", async ({ arrive }) => {
    const person = await arrive("caseworker1.d08");
    const { page } = person;
    const number = await person.register({ family_name: "Шевченко", given_name: "Олена" });
    await person.save(number, "family", 0, {
      "members.0.member_name": "Марія Шевченко",
      "members.0.member_relation": "child",
      "members.0.member_birth_date": "2019-02-28",
      "members.0.member_where": "with_person",
    });
    await person.open(`/cases/${number}/family/edit`);
    await page.locator("#add-members").click();
    await page.locator("#field-members\\.1\\.member_name").fill("Іван Шевченко");
    await page.locator("#field-members").evaluate((group) => group.scrollIntoView());
    await page.mouse.wheel(0, -120);
    await page.waitForTimeout(300);
    await take(page, "family");
  });

  test("an empty form in two languages", async ({ arrive }) => {
    const person = await arrive("caseworker1.d08", { language: "hu" });
    await person.open("/forms/housing/print");
    await take(person.page, "form");
  });

  test("a phone in the dark, in Hungarian", async ({ arrive }) => {
    const { page } = await arrive("caseworker1.d08", { language: "hu" });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto("/cases");
    await take(page, "phone");
  });
});
