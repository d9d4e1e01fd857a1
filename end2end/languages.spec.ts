// Hungarian, Ukrainian, English: chosen, remembered, switched, and never mixed.
import { expect, test, type Page } from "./support/test.ts";
import { familyName } from "./support/names.ts";
import { LANGUAGE_NAMES, LANGUAGES, say, type Language } from "./support/words.ts";

async function switchTo(page: Page, language: Language): Promise<void> {
  await page.getByRole("button", { name: LANGUAGE_NAMES[language], exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", language);
}

const LONG = "Két gyerekkel érkezett Szolyváról.\nДвоє дітей, молодшій потрібні ліки.\n".repeat(60).slice(0, 3900);

test("a long text survives every switch of the language", async ({ arrive, districts, hydrated }) => {
  const person = await arrive(`caseworker1.${districts.here}`, { language: "hu" });
  const number = await person.register({ family_name: familyName().cyrillic });
  const { page } = person;
  const form = `/cases/${number}/arrival/edit`;
  await person.open(form);
  await page.locator("#field-protection_note").fill(LONG);
  await page.locator("#field-arrival_date").fill("tavaly");
  await page.locator("#field-status").selectOption("refugee");
  await page.locator("input[name='answers[immediate_needs][]'][value='food']").check();
  const before = await page.evaluate(() => performance.timeOrigin);
  for (const language of ["uk", "en", "hu", "uk"] as const) {
    await switchTo(page, language);
    await expect(page.getByRole("button", { name: say(language, "forms.save"), exact: true })).toBeVisible();
    await expect(page.locator("#field-protection_note")).toHaveValue(LONG.trimEnd());
    await expect(page.locator("#field-arrival_date")).toHaveValue("tavaly");
    await expect(page.locator("#field-status")).toHaveValue("refugee");
    await expect(page.locator("input[name='answers[immediate_needs][]'][value='food']")).toBeChecked();
  }
  await expect(page).toHaveURL(form);
  const after = await page.evaluate(() => performance.timeOrigin);
  expect(after === before, "with our code the page stays, without it is loaded anew").toBe(hydrated);
});

test("a registration survives the switch as well", async ({ arrive, districts }) => {
  const person = await arrive(`caseworker1.${districts.here}`, { language: "en" });
  const { page } = person;
  const name = familyName();
  await person.open("/persons/register");
  await page.locator("#field-family_name").fill(name.cyrillic);
  await switchTo(page, "uk");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("uk", "search.register_title"));
  await expect(page.locator("#field-family_name")).toHaveValue(name.cyrillic);
});

test("problems are told in the new language", async ({ arrive, districts }) => {
  const person = await arrive(`caseworker1.${districts.here}`, { language: "hu" });
  const { page } = person;
  await person.open("/persons/register");
  await page.getByRole("button", { name: say("hu", "search.register_submit") }).click();
  await expect(page.locator("#error-family_name")).toHaveText(say("hu", "forms.problem_required"));
  await switchTo(page, "uk");
  await expect(page.locator("#error-family_name")).toHaveText(say("uk", "forms.problem_required"));
});

test("a switch is remembered, and keeps page and query", async ({ arrive, districts }) => {
  const person = await arrive(`caseworker1.${districts.here}`, { language: "en" });
  const { page } = person;
  await person.open("/cases?whose=all&stage=new");
  await switchTo(page, "hu");
  await expect(page).toHaveURL("/cases?whose=all&stage=new");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("hu", "cases.title"));
  await expect.poll(async () => (await person.context.cookies()).find((cookie) => cookie.name === "lanchid_language")?.value).toBe("hu");
  await page.goto("/persons");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(say("hu", "search.title"));
});

test("the sign-in page speaks every language", async ({ page, hydrated }) => {
  await page.goto("/sign-in?problem=wrong");
  for (const language of LANGUAGES) {
    await switchTo(page, language);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(say(language, "users.title"));
    await expect(page.getByRole("alert")).toContainText(say(language, "users.wrong"));
    await expect(page).toHaveTitle(new RegExp(`^${say(language, "users.title")} `));
  }
  expect(hydrated || page.url().includes("problem=wrong")).toBe(true);
});

for (const [locale, language] of [["uk-UA", "uk"], ["hu-HU", "hu"], ["en-US", "en"], ["de-DE", "hu"]] as const) {
  test.describe(`a browser in ${locale}`, () => {
    test.use({ locale });

    test(`is answered in ${language}`, async ({ page }) => {
      await page.goto("/sign-in");
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(say(language, "users.title"));
    });
  });
}

test("dates and plurals are those of the language", async ({ arrive, districts }) => {
  const person = await arrive(`caseworker1.${districts.here}`);
  const name = familyName();
  await person.register({ family_name: name.cyrillic, birth_date: "1989-04-27" });
  const looks: Record<Language, [string, string]> = {
    hu: ["1989. 04. 27.", "1 személy található"],
    uk: ["27.04.1989", "Знайдено: 1 людина"],
    en: ["27/04/1989", "1 person found"],
  };
  for (const language of LANGUAGES) {
    await person.speak(language);
    await person.page.goto(`/persons?query=${name.cyrillic}`);
    const [date, count] = looks[language];
    await expect(person.page.locator(".search-results")).toContainText(date);
    await expect(person.page.locator(".count-line")).toHaveText(count);
  }
});
