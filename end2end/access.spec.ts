// Who may see and do what.
import { expect, test } from "./support/test.ts";
import { answer, choice, field, press } from "./support/form.ts";
import { familyName } from "./support/names.ts";
import { LANGUAGES, say } from "./support/words.ts";

const SENSITIVE = "FA123456";
const RESTRICTED = "A former employer threatens her.";

test("a case of another district is a case that does not exist", async ({ arrive, districts, watch }) => {
  watch.expect({ status: 404 });
  const owner = await arrive(`caseworker1.${districts.here}`);
  const name = familyName();
  const number = await owner.register({ family_name: name.cyrillic });
  const stranger = await arrive(`caseworker1.${districts.there}`);
  for (const rest of ["", "/history", "/identity/edit", "/print", "/identity/print"]) {
    const pages: string[] = [];
    for (const asked of [number, "222-2222-2"]) {
      const response = await stranger.page.goto(`/cases/${asked}${rest}`);
      expect(response?.status()).toBe(404);
      await expect(stranger.page.getByRole("heading", { level: 1 })).toHaveText("Not found");
      pages.push(await stranger.page.locator("body").innerText());
    }
    expect(new Set(pages).size, `the pages at ${rest} do not differ`).toBe(1);
  }
  await stranger.page.goto(`/persons?query=${name.cyrillic}`);
  await expect(stranger.page.getByRole("heading", { name: "Nobody found" })).toBeVisible();
});

test("whom the help desk registers stands before the caseworkers, and is nobody's yet", async ({
  arrive,
  districts,
}) => {
  const desk = await arrive(`helpdesk.${districts.here}`);
  const name = familyName();
  const number = await desk.register({ family_name: name.cyrillic });
  const { page } = await arrive(`caseworker1.${districts.here}`);
  await page.goto("/cases?whose=nobodys");
  const row = page.locator("table tbody tr").filter({ hasText: number });
  await expect(row).toContainText(name.cyrillic);
  await expect(row).toContainText("Nobody yet");
});

test("the help desk reads some fields, changes others, and never sees the rest", async ({
  arrive,
  districts,
}) => {
  const worker = await arrive(`caseworker1.${districts.here}`);
  const number = await worker.register({
    family_name: familyName().cyrillic,
    "document.type": "passport",
    "document.number": SENSITIVE,
  });
  await worker.save(number, "contact", 0, { preferred_language: "ukrainian", interpreter_needed: "no", safe_to_call: "no", safe_contact_note: "Only in the morning." });
  await worker.save(number, "arrival", 0, { status: "refugee", travelled_alone: "yes", protection_note: RESTRICTED });
  const { page } = await arrive(`helpdesk.${districts.here}`);

  await page.goto(`/cases/${number}`);
  await expect(answer(page, "identity", "Identity document")).toContainText(SENSITIVE);
  await expect(answer(page, "contact", "Is it safe to call?")).toHaveText("No");
  await expect(answer(page, "arrival", "Legal status in Hungary")).toHaveText("Refugee (recognised)");
  await expect(page.locator("#form-arrival").getByRole("link", { name: "Change" })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "History" })).toHaveCount(0);

  await page.goto(`/cases/${number}/contact/edit`);
  const locked = page.locator(".field").filter({ hasText: "You may read this, but not change it." });
  await expect(locked).toHaveCount(2);
  await expect(locked.filter({ hasText: "Is it safe to call?" })).toContainText("No");
  await expect(locked.filter({ hasText: "How can we get in touch safely?" })).toContainText("Only in the morning.");
  await field(page, "E-mail address").fill("desk@example.org");
  await press(page, "Save");
  await expect(page).toHaveURL(`/cases/${number}`);
  await expect(answer(page, "contact", "E-mail address")).toHaveText("desk@example.org");
  await expect(answer(page, "contact", "How can we get in touch safely?")).toHaveText("Only in the morning.");

  expect(await page.content()).not.toContain(RESTRICTED);
  expect(await page.content()).not.toContain("protection_note");
});

test("the help desk may not open a form that it cannot change", async ({ arrive, districts, watch }) => {
  watch.expect({ status: 403 });
  const desk = await arrive(`helpdesk.${districts.here}`);
  const number = await desk.register({ family_name: familyName().cyrillic });
  const response = await desk.page.goto(`/cases/${number}/arrival/edit`);
  expect(response?.status()).toBe(403);
  await expect(desk.page.getByRole("heading", { level: 1 })).toHaveText("Not open to you");
});

test("a shelter operator reads, and changes nothing", async ({ arrive, districts, watch }) => {
  watch.expect({ status: 403 });
  const worker = await arrive(`caseworker1.${districts.here}`);
  const name = familyName();
  const number = await worker.register({ family_name: name.cyrillic, "document.type": "passport", "document.number": SENSITIVE });
  const { page } = await arrive(`shelter.${districts.here}`);
  await page.goto(`/cases/${number}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name.cyrillic);
  await expect(answer(page, "identity", "Family name")).toHaveText(name.cyrillic);
  await expect(page.locator("#form-arrival")).toHaveCount(0);
  await expect(page.getByRole("link", { name: /^Change/ })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Register", exact: true })).toHaveCount(0);
  expect(await page.content()).not.toContain(SENSITIVE);
  for (const closed of [`/cases/${number}/identity/edit`, `/cases/${number}/history`, "/persons/register"]) {
    const response = await page.goto(closed);
    expect(response?.status(), closed).toBe(403);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Not open to you");
  }
});

for (const account of ["cash.officer", "cash.treasurer"]) {
  test(`${account} is told that there are no pages for them yet`, async ({ arrive, watch }) => {
    watch.expect({ status: 403 });
    const person = await arrive(account);
    for (const language of LANGUAGES) {
      await person.speak(language);
      await person.page.goto("/");
      await expect(person.page.locator("main")).toContainText(say(language, "shell.home_no_places"));
    }
    await expect(person.page.getByRole("navigation", { name: "Places" }).getByRole("listitem")).toHaveCount(0);
    for (const closed of ["/cases", "/persons?query=Anna", "/persons/register"]) {
      expect((await person.page.goto(closed))?.status(), closed).toBe(403);
    }
  });
}

for (const account of ["admin.here", "programme"]) {
  test(`${account} begins with the shelters, and sees no case`, async ({ arrive, districts, watch }) => {
    watch.expect({ status: 403 });
    const { page } = await arrive(account.replace("here", districts.here));
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Shelters");
    for (const closed of ["/cases", "/persons?query=Anna", "/persons/register"]) {
      expect((await page.goto(closed))?.status(), closed).toBe(403);
    }
  });
}

test("the data-protection officer sees what was shared without consent, and no case", async ({ arrive, watch }) => {
  watch.expect({ status: 403 });
  const { page } = await arrive("dpo");
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Shared without consent");
  await expect(page.getByRole("navigation", { name: "Places" }).getByRole("listitem")).toHaveCount(1);
  for (const closed of ["/cases", "/persons?query=Anna", "/persons/register", "/queue"]) {
    expect((await page.goto(closed))?.status(), closed).toBe(403);
  }
});

test("the call centre finds persons in the whole city, and opens no case", async ({
  arrive,
  districts,
  watch,
}) => {
  watch.expect({ status: 403 });
  const worker = await arrive(`caseworker1.${districts.there}`);
  const name = familyName();
  const number = await worker.register({ family_name: name.cyrillic });
  const { page } = await arrive("callcentre");
  await page.goto("/");
  await expect(page).toHaveURL(/\/persons$/);
  await page.goto(`/persons?query=${name.cyrillic}`);
  await expect(page.locator(".search-results > li")).toContainText(name.cyrillic);
  await expect(page.locator("main")).not.toContainText(number);
  for (const closed of ["/cases", `/cases/${number}`, `/cases/${number}/history`, "/persons/register"]) {
    const response = await page.goto(closed);
    expect(response?.status(), closed).toBe(403);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Not open to you");
  }
});

test("a registration by the help desk asks for nothing that is closed to it", async ({ arrive, districts }) => {
  const { page } = await arrive(`helpdesk.${districts.here}`);
  const name = familyName();
  await page.goto("/persons/register");
  await field(page, "Family name").fill(name.cyrillic);
  await field(page, "Given name").fill("Ірина");
  await choice(page, "Sex", "Female").check();
  await choice(page, "Citizenship", "Ukrainian").check();
  await press(page, "Register and open a case");
  await expect(page).toHaveURL(/\/contact\/edit$/);
});
