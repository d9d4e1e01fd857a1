// What is typed and not saved survives accidents, in the browser as well as on the server.
import { WHERE } from "./support/colleagues.ts";
import { expect, test, type Page, type Person } from "./support/test.ts";
import { field, press } from "./support/form.ts";
import { tookOver } from "./support/hydration.ts";
import { familyName } from "./support/names.ts";

test.skip(({ hydrated }) => !hydrated, "without our code what is typed is kept when it is posted");

const KEPT = "What you typed is kept here and not saved yet.";

async function atForm(person: Person): Promise<{ number: string; form: string }> {
  const number = await person.register({ family_name: familyName().cyrillic });
  const form = `/cases/${number}/contact/edit`;
  await person.open(form);
  return { number, form };
}

/** Everything that the browser keeps for us. */
async function kept(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() => ({ ...localStorage }));
}

/** Waits until the browser keeps something. */
async function isKept(page: Page): Promise<void> {
  await expect.poll(async () => Object.keys(await kept(page)).length).toBe(1);
}

/** Our code knows where to keep what is typed. */
async function keyCame(page: Page, open: () => Promise<unknown>): Promise<void> {
  const came = page.waitForResponse(/forms\/draft_key/);
  await open();
  await (await came).finished();
}

/** The browser dies: nothing is said to the server any more. */
async function die(person: Person): Promise<Page> {
  const { page, context } = person;
  await context.setOffline(true);
  await page.close({ runBeforeUnload: false });
  await context.setOffline(false);
  return context.newPage();
}

/** Somebody whose tab dies with what they typed; the page of their next tab, and the form's. */
async function diedTyping(person: Person): Promise<{ page: Page; form: string }> {
  const { form } = await atForm(person);
  await field(person.page, WHERE).fill("Dankó utca 3.");
  await isKept(person.page);
  return { page: await die(person), form };
}

test("a tab that dies while somebody types loses two seconds at most", async ({ arrive, districts, watch }) => {
  watch.expect({ offline: true });
  const person = await arrive(`caseworker1.${districts.here}`);
  const { number, form } = await atForm(person);
  let page = person.page;
  const rounds = 4;
  for (let round = 0; round < rounds; round += 1) {
    const where = field(page, WHERE);
    await where.fill("");
    const typed: { text: string; at: number }[] = [];
    const until = Date.now() + 1_500 + Math.random() * 5_000;
    for (let word = 0; Date.now() < until; word += 1) {
      await page.keyboard.type(`${word} `);
      typed.push({ text: await where.inputValue(), at: Date.now() });
      await page.waitForTimeout(50 + Math.random() * 150);
    }
    const died = Date.now();
    page = await die({ page, context: person.context } as Person);
    await page.goto(form);
    await tookOver(page);
    await expect(page.getByText(KEPT)).toBeVisible();
    const before = typed.filter(({ at }) => at < died - 2_000).at(-1)?.text ?? "";
    await expect.poll(async () => (await field(page, WHERE).inputValue()).startsWith(before)).toBe(true);
    await expect(page.locator("#draft-mark"), "and then the server has it").toContainText("Draft kept at");
  }
  await press(page, "Save").catch(() => undefined);
  expect(number).toBeTruthy();
});

test("what the browser keeps is encrypted, and goes when the server has it", async ({ arrive, districts }) => {
  const person = await arrive(`caseworker1.${districts.here}`);
  const { page } = person;
  const number = await person.register({ family_name: familyName().cyrillic });
  await keyCame(page, () => person.open(`/cases/${number}/contact/edit`));
  await field(page, WHERE).fill("Rejtekhely-7391");
  await isKept(page);
  const [name, value] = Object.entries(await kept(page))[0]!;
  expect(name).toMatch(/^draft\.[0-9a-f]{32}$/);
  expect(value).toMatch(/^[0-9a-f]+$/);
  const bytes = Buffer.from(value, "hex").toString("latin1");
  for (const secret of ["Rejtekhely", "7391", "address_note", "contact", number]) {
    expect(`${name} ${value} ${bytes}`).not.toContain(secret);
  }
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  await expect(page.locator("#draft-mark")).toContainText("Draft kept at");
  await expect.poll(() => kept(page)).toEqual({});
});

test("without a network typing goes on, and what was typed is sent when it is back", async ({ arrive, districts, watch }) => {
  watch.expect({ offline: true });
  const person = await arrive(`caseworker1.${districts.here}`);
  const { page } = person;
  const number = await person.register({ family_name: familyName().cyrillic });
  await keyCame(page, () => person.open(`/cases/${number}/contact/edit`));
  await person.context.setOffline(true);
  await field(page, WHERE).fill("Dankó utca 3.");
  await expect(page.locator("#draft-mark")).toContainText("Kept on this device only");
  await isKept(page);
  await field(page, WHERE).fill("Dankó utca 3. II. emelet");
  await page.waitForTimeout(1_500);
  await person.context.setOffline(false);
  await expect(page.locator("#draft-mark")).toContainText("Draft kept at");
  await expect.poll(() => kept(page)).toEqual({});
  await page.reload();
  await expect(field(page, WHERE)).toHaveValue("Dankó utca 3. II. emelet");
});

test("a copy that was begun before a colleague saved merges with what they saved", async ({ arrive, districts, watch }) => {
  watch.expect({ offline: true });
  const person = await arrive(`caseworker1.${districts.here}`);
  const colleague = await arrive(`caseworker2.${districts.here}`);
  const number = await person.register({ family_name: familyName().cyrillic });
  const form = `/cases/${number}/contact/edit`;
  await keyCame(person.page, () => person.open(form));
  await field(person.page, WHERE).fill("Dankó utca 3.");
  await isKept(person.page);
  const page = await die(person);
  await colleague.save(number, "contact", 0, {
    preferred_language: "ukrainian",
    interpreter_needed: "no",
    email: "theirs@example.org",
  });
  await page.goto(form);
  await tookOver(page);
  await expect(field(page, WHERE)).toHaveValue("Dankó utca 3.");
  await expect(field(page, "E-mail address")).toHaveValue("theirs@example.org");
  await press(page, "Save");
  await expect(page).toHaveURL(`/cases/${number}`);
});

for (const how of ["saving", "throwing away"]) {
  test(`${how} leaves nothing in the browser`, async ({ arrive, districts }) => {
    const person = await arrive(`caseworker1.${districts.here}`);
    const { page } = person;
    const number = await person.register({ family_name: familyName().cyrillic });
    await person.save(number, "contact", 0, { preferred_language: "ukrainian", interpreter_needed: "no" });
    await keyCame(page, () => person.open(`/cases/${number}/contact/edit`));
    await field(page, WHERE).fill("Dankó utca 3.");
    if (how === "saving") {
      await isKept(page);
      await press(page, "Save");
      await expect(page).toHaveURL(`/cases/${number}`);
    } else {
      await expect(page.locator("#draft-mark")).toContainText("Draft kept at");
      await page.reload();
      await tookOver(page);
      await field(page, WHERE).fill("Dankó utca 4.");
      await isKept(page);
      await page.getByRole("button", { name: "Throw away what is not saved" }).click();
      await expect(page.getByText(KEPT)).toHaveCount(0);
    }
    await page.waitForTimeout(1_500);
    expect(await kept(page)).toEqual({});
  });
}

test("signing out leaves nothing in the browser", async ({ arrive, districts, watch }) => {
  watch.expect({ offline: true });
  const person = await arrive(`caseworker1.${districts.here}`);
  const { page } = await diedTyping(person);
  await page.goto("/cases");
  expect(Object.keys(await kept(page))).toHaveLength(1);
  await page.locator(".user-menu summary").click();
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await expect(page).toHaveURL(/sign-in/);
  await expect.poll(() => kept(page)).toEqual({});
});

test("when the session has ended, nobody reads what it left, and the next to sign in sweeps it", async ({ arrive, districts, watch }) => {
  watch.expect({ offline: true });
  const person = await arrive(`caseworker1.${districts.here}`);
  const { page, form } = await diedTyping(person);
  await person.loseSession();
  await page.goto("/cases");
  await expect(page).toHaveURL(/sign-in/);
  const left = await kept(page);
  expect(Object.keys(left)).toHaveLength(1);

  // Another session of the same user has another key, and other names.
  await person.signIn();
  await page.goto(form);
  await tookOver(page);
  await page.waitForTimeout(1_500);
  expect(await kept(page)).toEqual(left);
  await expect(page.getByText(KEPT)).toHaveCount(0);
  await expect(field(page, WHERE)).toHaveValue("");

  // Whoever signs in by the page has the browser forget it.
  await person.loseSession();
  await page.goto("/sign-in");
  await page.getByLabel("Account name").fill(`caseworker2.${districts.here}`);
  await page.getByLabel("Password").fill("lanchid-demo-2026");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/cases/);
  await expect.poll(() => kept(page)).toEqual({});
});
