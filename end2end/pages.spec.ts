// Every page: in three languages, light and dark, at a desk and on a phone, for every reader.
import { expect, test, type Page, type Person } from "./support/test.ts";
import { accessible, fits, speaksOnly, wellBuilt } from "./support/checks.ts";
import { openRow } from "./support/hand_overs.ts";
import { tookOver } from "./support/hydration.ts";
import { familyName } from "./support/names.ts";
import { LANGUAGES, say, type Language } from "./support/words.ts";

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

const CONTACT = { preferred_language: "ukrainian", interpreter_needed: "no" };

const FAMILY = {
  "count_children.age_0_2.female": "1",
  "members.0.member_name": "77",
  "members.0.member_relation": "child",
  "members.0.member_where": "with_person",
  "members.0.member_birth_date": "2019-02-28",
};

/** What the pages are about. */
interface Cast {
  /** Looks at the pages. */
  reader: Person;
  /** A colleague of theirs. */
  colleague: Person;
  /** Somebody of another district, who comes when they are called. */
  stranger: () => Promise<Person>;
  /** Where the reader and the colleague work, and where the stranger does. */
  districts: { here: string; there: string };
  /** A case of theirs. */
  number: string;
  /** Whose case it is: nobody else bears the name. */
  name: string;
  language: Language;
}

/** A page in one of its states. */
interface Look {
  name: string;
  /** The account that looks, before the district. */
  account?: string;
  /** The status that comes with the page. */
  status?: number;
  /** The status that comes with what our code sends. */
  statusHydrated?: number;
  /** Whether it is looked at in the dark, too: there is something special to see. */
  dark?: boolean;
  open: (cast: Cast) => Promise<void>;
}

const at = (path: (cast: Cast) => string) => async (cast: Cast) => {
  await cast.reader.open(path(cast));
};

async function submit({ reader, language }: Cast, button: "search.register_submit" | "forms.save") {
  const name = say(language, button);
  await reader.page.locator("#edit-form").getByRole("button", { name, exact: true }).click();
}

/** A person of the sender's is referred to a service. */
async function referred(sender: Person, to: string): Promise<string> {
  const number = await sender.register({ family_name: familyName().cyrillic, birth_date: "1989-04-27" });
  await sender.save(number, "contact", 0, { ...CONTACT, email: "one@example.org" });
  await sender.refers(number, to);
  return number;
}

/** The service has begun to work on it. */
async function shared(sender: Person, service: Person, to: string): Promise<string> {
  const number = await referred(sender, to);
  await service.takes("accept", number);
  return number;
}

const LOOKS: Look[] = [
  { name: "list", dark: true, open: at(() => "/cases?whose=all") },
  { name: "empty list", dark: true, account: "helpdesk", open: at(() => "/cases?whose=mine") },
  { name: "empty choice", account: "helpdesk", open: at(() => "/cases?whose=mine&stage=closed") },
  { name: "search", open: at(() => "/persons") },
  { name: "search with hits", dark: true, open: at(({ name }) => `/persons?query=${name}`) },
  { name: "search without a hit", open: at(({ name }) => `/persons?query=${name}xyz`) },
  { name: "registration", open: at(() => "/persons/register") },
  {
    name: "registration with problems",
    dark: true,
    open: async (cast) => {
      await cast.reader.open("/persons/register");
      await submit(cast, "search.register_submit");
      await expect(cast.reader.page.locator("#error-summary")).toBeVisible();
    },
  },
  { name: "case", dark: true, open: at(({ number }) => `/cases/${number}`) },
  { name: "case to the help desk", account: "helpdesk", open: at(({ number }) => `/cases/${number}`) },
  { name: "case to the shelter", account: "shelter", open: at(({ number }) => `/cases/${number}`) },
  { name: "identity", open: at(({ number }) => `/cases/${number}/identity/edit`) },
  { name: "contact", open: at(({ number }) => `/cases/${number}/contact/edit`) },
  { name: "contact to the help desk", dark: true, account: "helpdesk", open: at(({ number }) => `/cases/${number}/contact/edit`) },
  { name: "arrival", open: at(({ number }) => `/cases/${number}/arrival/edit`) },
  {
    name: "arrival with problems",
    open: async (cast) => {
      await cast.reader.open(`/cases/${cast.number}/arrival/edit`);
      await cast.reader.page.locator("#field-arrival_date").fill("2999-01-01");
      await submit(cast, "forms.save");
      await expect(cast.reader.page.locator("#error-arrival_date")).toBeVisible();
    },
  },
  {
    name: "conflict",
    dark: true,
    statusHydrated: 409,
    open: async (cast) => {
      const { reader, colleague } = cast;
      const number = await colleague.register({ family_name: familyName().cyrillic });
      await colleague.save(number, "contact", 0, CONTACT);
      await reader.open(`/cases/${number}/contact/edit`);
      await colleague.save(number, "contact", 1, { email: "one@example.org" });
      await reader.page.locator("#field-email").fill("two@example.org");
      await submit(cast, "forms.save");
      await expect(reader.page.locator("#conflict")).toBeVisible();
    },
  },
  { name: "family with rows", dark: true, open: at(({ number }) => `/cases/${number}/family/edit`) },
  { name: "vulnerability", open: at(({ number }) => `/cases/${number}/vulnerability/edit`) },
  { name: "case on paper", open: at(({ number }) => `/cases/${number}/print`) },
  { name: "forms", open: at(() => "/forms") },
  { name: "history", dark: true, open: at(({ number }) => `/cases/${number}/history`) },
  { name: "path", open: at(({ number }) => `/cases/${number}/path`) },
  { name: "asking for a transfer", dark: true, account: "caseworker2", open: at(({ number }) => `/cases/${number}/transfer`) },
  { name: "asking for a transfer, with problems", account: "caseworker2", open: at(({ number }) => `/cases/${number}/transfer?tried=1`) },
  {
    name: "queue with a transfer opened",
    dark: true,
    account: "supervisor1",
    open: async ({ reader, colleague }) => {
      const number = await colleague.register({ family_name: familyName().cyrillic });
      await colleague.asksFor(number);
      await reader.open("/queue");
      await reader.page.locator("tbody tr").filter({ hasText: number }).locator("a.row-link").first().click();
      await expect(reader.page.locator("#shown")).toContainText(number);
    },
  },
  { name: "referring", dark: true, account: "caseworker2", open: at(({ number }) => `/cases/${number}/refer`) },
  {
    name: "referring with problems",
    dark: true,
    account: "caseworker2",
    open: async ({ reader, number, language }) => {
      await reader.open(`/cases/${number}/refer`);
      await reader.page.locator("#until").fill("2020-01-01");
      await reader.page.getByRole("button", { name: say(language, "transitions.refer_now"), exact: true }).click();
      await expect(reader.page.locator("#error-until")).toBeVisible();
    },
  },
  { name: "referring without consent", account: "supervisor1", open: at(({ number }) => `/cases/${number}/refer`) },
  {
    name: "queue with a referral opened by its sender",
    dark: true,
    account: "caseworker2",
    open: async ({ reader, districts }) => {
      const number = await referred(reader, districts.there);
      await reader.open("/queue");
      await openRow(reader.page, number);
    },
  },
  {
    name: "queue with a referral opened by the service",
    dark: true,
    open: async ({ reader, stranger, districts, language }) => {
      const number = await referred(await stranger(), districts.here);
      await reader.open("/queue");
      await openRow(reader.page, number);
      await reader.page.locator("#shown summary").filter({ hasText: say(language, "transitions.refuse") }).click();
    },
  },
  {
    name: "queue with a referral that the service works on",
    open: async ({ reader, stranger, districts, language }) => {
      const number = await shared(await stranger(), reader, districts.here);
      await reader.open("/queue");
      await openRow(reader.page, number);
      await reader.page.locator("#shown summary").filter({ hasText: say(language, "transitions.complete") }).click();
    },
  },
  {
    name: "shared case",
    dark: true,
    open: async ({ reader, stranger, districts, language }) => {
      const number = await shared(await stranger(), reader, districts.here);
      await reader.open(`/cases/${number}`);
      await expect(reader.page.locator(".notice-info")).toContainText(say(language, "transitions.purpose_housing"));
    },
  },
  {
    name: "shared case on paper",
    open: async ({ reader, stranger, districts }) => {
      const number = await shared(await stranger(), reader, districts.here);
      await reader.open(`/cases/${number}/print`);
    },
  },
  {
    name: "shared cases",
    open: async ({ reader, stranger, districts }) => {
      const number = await shared(await stranger(), reader, districts.here);
      await reader.open("/cases?whose=shared");
      await expect(reader.page.locator("tbody tr").filter({ hasText: number })).toBeVisible();
    },
  },
  { name: "no shared cases", account: "shelter", open: at(() => "/cases?whose=shared") },
  {
    name: "asking for a case, with problems",
    dark: true,
    open: async ({ reader, language }) => {
      await reader.open("/queue?request=open");
      await reader.page.locator("#number").fill("222-2222-2");
      await reader.page.locator("#reason").fill("–");
      await reader.page.getByRole("button", { name: say(language, "transitions.request_now"), exact: true }).click();
      await expect(reader.page.locator("#error-number")).toBeVisible();
    },
  },
  {
    name: "queue with a request opened by the owner",
    dark: true,
    account: "caseworker2",
    open: async ({ reader, stranger, language }) => {
      const number = await reader.register({ family_name: familyName().cyrillic });
      await (await stranger()).requests(number);
      await reader.open("/queue");
      await openRow(reader.page, number);
      await reader.page.locator("#shown summary").filter({ hasText: say(language, "transitions.decline") }).click();
    },
  },
  {
    name: "queue with a request opened by whoever asked",
    open: async ({ reader, stranger }) => {
      const number = await (await stranger()).register({ family_name: familyName().cyrillic });
      await reader.requests(number);
      await reader.open("/queue");
      await openRow(reader.page, number);
    },
  },
  {
    name: "path with referrals and requests",
    account: "caseworker2",
    open: async ({ reader, stranger, districts }) => {
      const number = await referred(reader, districts.there);
      await (await stranger()).takes("accept", number);
      await (await stranger()).requests(number);
      await reader.open(`/cases/${number}/path`);
    },
  },
  { name: "empty queue", account: "caseworker2", open: at(() => "/queue") },
  { name: "assigning", account: "supervisor1", open: at(({ number }) => `/cases/assign?case=${number}`) },
  { name: "assigning nothing", account: "supervisor1", open: at(() => "/cases/assign") },
  { name: "inbox", dark: true, account: "supervisor1", open: at(() => "/inbox") },
  { name: "empty inbox", account: "shelter", open: at(() => "/inbox") },
  { name: "notification settings", open: at(() => "/settings/notifications") },
  { name: "stage", dark: true, account: "caseworker2", open: at(({ number }) => `/cases/${number}/stage`) },
  {
    name: "approval",
    account: "supervisor1",
    open: async ({ reader, colleague, number }) => {
      await colleague.asksForApproval(number);
      await reader.open("/queue");
      await reader.page.locator("tbody tr").filter({ hasText: number }).locator("a.row-link").first().click();
      await expect(reader.page.locator("#comment")).toBeVisible();
    },
  },
  { name: "without consent", open: at(({ number }) => `/cases/${number}/transfer`), account: "supervisor1" },
  { name: "shared without consent", account: "officer", open: at(() => "/overrides") },
  { name: "not found", dark: true, status: 404, open: at(() => "/no/such/page") },
  { name: "no such case", status: 404, open: at(() => "/cases/222-2222-2") },
  { name: "no permission", status: 403, account: "shelter", open: at(() => "/persons/register") },
  { name: "home without places", account: "admin", open: at(() => "/") },
];

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
    // How much of a control the buttons at the lower edge cover hangs on how far one has scrolled.
    await page.evaluate(() => window.scrollTo(0, 0));
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
