// Every page: in three languages, light and dark, at a desk and on a phone, for every reader.
import { expect, test, type Page, type Person } from "./support/test.ts";
import { accessible, fits, speaksOnly, wellBuilt } from "./support/checks.ts";
import { tookOver } from "./support/hydration.ts";
import { CONTACT } from "./support/colleagues.ts";
import { FAMILY, LOOKS } from "./support/looks.ts";
import { familyName } from "./support/names.ts";
import { LANGUAGES, type Language } from "./support/words.ts";

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** Looks at the page from every side. */
async function inspect(
  page: Page,
  { language, hydrated, dark = false }: { language: Language; hydrated: boolean; dark?: boolean },
): Promise<void> {
  // Colours that are just changing are nobody's colours.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await speaksOnly(page, language);
  await wellBuilt(page);
  await fits(page);
  if (hydrated) {
    await accessible(page);
  }
  await page.setViewportSize(PHONE);
  await fits(page);
  if (hydrated && dark && language === "hu") {
    await page.emulateMedia({ colorScheme: "dark" });
    await accessible(page);
    await page.emulateMedia({ colorScheme: "light" });
  }
  await page.setViewportSize(DESK);
}

for (const look of LOOKS) {
  test(`${look.name}: every language, desk and phone`, async ({
    arrive,
    districts,
    watch,
    hydrated,
  }) => {
    test.slow();
    for (const status of [look.status, hydrated ? look.statusHydrated : undefined]) {
      watch.expect({ status });
    }
    const colleague = await arrive(`caseworker2.${districts.here}`);
    const name = familyName().cyrillic;
    const number = await colleague.register({ family_name: name, "document.type": "passport", "document.number": "FA123456" });
    await colleague.save(number, "contact", 0, { ...CONTACT, safe_to_call: "no", safe_contact_note: "12:00" });
    await colleague.save(number, "family", 0, FAMILY);
    let called: Promise<Person> | undefined;
    const stranger = () => (called ??= arrive(`caseworker2.${districts.there}`));
    const reader = await arrive(look.account === "officer" ? "dpo" : `${look.account ?? "caseworker1"}.${districts.here}`);
    for (const language of LANGUAGES) {
      await test.step(language, async () => {
        await reader.speak(language);
        await look.open({ reader, colleague, stranger, districts, number, name, language });
        await inspect(reader.page, { language, hydrated, dark: look.dark });
      });
    }
  });
}

for (const problem of ["", "problem=wrong", "problem=locked&minutes=2", "problem=ended", "problem=signed_out"]) {
  test(`sign-in ${problem}: every language, desk and phone`, async ({
    page,
    context,
    baseURL,
    hydrated,
  }) => {
    for (const language of LANGUAGES) {
      await context.addCookies([{ name: "lanchid_language", value: language, url: baseURL! }]);
      await page.goto(`/sign-in?${problem}`);
      if (hydrated) {
        await tookOver(page);
      }
      await inspect(page, { language, hydrated, dark: problem === "problem=wrong" });
    }
  });
}

test("the skip link is the first stop, shows, and leads past the rail", async ({ arrive, districts, hydrated }) => {
  test.skip(!hydrated, "the browser's own keys are the same in both");
  const person = await arrive(`caseworker1.${districts.here}`);
  const { page } = person;
  await person.open("/cases");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => Boolean(document.activeElement?.closest("main")))).toBe(true);
});

test("a slash moves to the search, but not while something is typed", async ({ arrive, districts, hydrated }) => {
  test.skip(!hydrated, "this needs our code");
  const person = await arrive(`caseworker1.${districts.here}`);
  const { page } = person;
  await person.open("/persons/register");
  await page.locator("#field-birth_date").focus();
  await page.keyboard.type("27/4/1989");
  await expect(page.locator("#field-birth_date")).toHaveValue("27/4/1989");
  await page.locator("h1").click();
  await page.keyboard.press("/");
  await expect(page.locator("#find")).toBeFocused();
  await expect(page.locator("#find")).toHaveValue("");
});

test("after a link within the application, reading goes on at the new page", async ({ arrive, districts, hydrated }) => {
  test.skip(!hydrated, "without our code the browser loads the page anew");
  const person = await arrive(`caseworker1.${districts.here}`);
  const { page } = person;
  await person.register({ family_name: familyName().cyrillic });
  await person.open("/cases");
  await page.locator("tbody").getByRole("link").first().click();
  await expect(page).toHaveURL(/\/cases\/[0-9A-Z-]+$/);
  await expect(page.locator("#main")).toBeFocused();
  await expect(page).not.toHaveTitle(/^Cases /);
});

for (const [from, link] of [["/cases", "case"], ["/persons?query=", "case"], ["/cases/", "History"], ["/cases/", "Change: Identity"]] as const) {
  test(`a link to ${link} at ${from} that is followed while our code arrives leads to one page`, async ({
    arrive,
    districts,
    hydrated,
    watch,
  }) => {
    test.skip(!hydrated, "without our code there is nothing to wait for");
    watch.expect({ idle: true });
    const person = await arrive(`caseworker1.${districts.here}`);
    const { page } = person;
    const name = familyName().cyrillic;
    const number = await person.register({ family_name: name });
    let send = (): void => undefined;
    const held = new Promise<void>((resolve) => (send = resolve));
    await page.route("**/split*.wasm", async (route) => {
      await held;
      await route.continue();
    });
    const path = from === "/cases/" ? from + number : from === "/cases" ? from : from + name;
    await page.goto(path, { waitUntil: "domcontentloaded" });
    const routing = () => page.evaluate(() => Boolean(window.listened?.get(window)?.has("popstate")));
    await expect.poll(routing, { message: "the router has not begun" }).toBe(true);
    await page.locator("main").getByRole("link", { name: link === "case" ? name : link }).click({ noWaitAfter: true });
    send();
    await expect(page).not.toHaveURL(path);
    await tookOver(page);
    await expect(page.locator("h1")).toHaveCount(1);
    await page.getByRole("link", { name: "Persons", exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Persons");
  });
}

test("a part of the program that does not arrive costs one loading, and nothing else", async ({ arrive, districts, hydrated, watch }) => {
  test.skip(!hydrated, "without our code nothing is loaded later");
  watch.expect({ offline: true, idle: true });
  const person = await arrive(`caseworker1.${districts.here}`);
  const { page } = person;
  await person.open("/cases");
  let refused = 0;
  await page.route("**/split*.wasm", async (route) => {
    refused += 1;
    await (refused === 1 ? route.abort("internetdisconnected") : route.continue());
  });
  const loadedAnew = page.waitForEvent("load");
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Register", exact: true }).click();
  await expect.poll(() => refused).toBeGreaterThan(0);
  await loadedAnew;
  await tookOver(page);
  await page.goto("/persons/register");
  await tookOver(page);
  await expect(page.locator("#field-family_name")).toBeVisible();
});

test("on a phone everything can be reached", async ({ arrive, districts }) => {
  const person = await arrive(`caseworker1.${districts.here}`);
  const { page } = person;
  await page.setViewportSize(PHONE);
  await person.open("/cases");
  for (const place of ["Cases", "Persons", "Register"]) {
    const link = page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: place, exact: true });
    await expect(link).toBeInViewport();
  }
  await expect(page.locator("header").getByRole("searchbox")).toBeVisible();
  await expect(page.getByRole("button", { name: "Українська" })).toBeVisible();
  await page.locator(".user-menu > summary").click();
  await expect(page.getByRole("button", { name: "Sign out", exact: true })).toBeInViewport();
});

test("every target for a finger is large enough", async ({ arrive, districts }) => {
  const person = await arrive(`caseworker1.${districts.here}`);
  const { page } = person;
  await page.setViewportSize(PHONE);
  for (const path of ["/cases?whose=all", "/persons", "/persons/register"]) {
    await person.open(path);
    const small = await page.evaluate(() =>
      [...document.querySelectorAll("button, .button, .chip, input:not([type=hidden]):not([type=radio]):not([type=checkbox]), select, label.option, .rail-link, summary")]
        .filter((element) => !element.matches(".visually-hidden"))
        .map((element) => ({ box: element.getBoundingClientRect(), html: element.outerHTML.slice(0, 100) }))
        .filter(({ box }) => box.width > 0 && box.height > 0 && box.height < 43.5)
        .map(({ box, html }) => `${Math.round(box.height)}px: ${html}`),
    );
    expect(small, path).toEqual([]);
  }
});

test("whoever wants no motion sees none", async ({ arrive, districts }) => {
  const person = await arrive(`caseworker1.${districts.here}`);
  const { page } = person;
  await page.emulateMedia({ reducedMotion: "reduce" });
  await person.open("/cases");
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      const seconds = [style.animationDuration, style.transitionDuration].map((text) => Number.parseFloat(text));
      return seconds.some((length) => length > 0.01);
    }).length,
  );
  expect(moving).toBe(0);
});
