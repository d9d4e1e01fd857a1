import { test as base, type Browser, type BrowserContextOptions, type Page } from "@playwright/test";
import { listenToListeners } from "./hydration.ts";
import { Person } from "./person.ts";
import { Watch } from "./watch.ts";
import type { Language } from "./words.ts";

export { expect } from "@playwright/test";

/** How somebody comes to the browser. */
export interface Arrival {
  /** The language that they chose before. */
  language?: Language;
}

interface Fixtures {
  /** What may go wrong in this test; everything else fails it. */
  watch: Watch;
  /** Whether our code runs in the browser. */
  hydrated: boolean;
  /**
   * Two districts that no test running at the same time works in, as account endings: what one
   * test keeps as a draft, another must not find.
   */
  districts: { here: string; there: string };
  /** Signs somebody in, in a browser of their own. */
  arrive: (account: string, arrival?: Arrival) => Promise<Person>;
}

async function open(browser: Browser, watch: Watch, options: BrowserContextOptions) {
  const context = await browser.newContext(options);
  watch.follow(context);
  if (options.javaScriptEnabled !== false) {
    await context.addInitScript(listenToListeners);
  }
  return context;
}

export const test = base.extend<Fixtures>({
  hydrated: async ({ javaScriptEnabled }, use) => {
    await use(javaScriptEnabled !== false);
  },

  watch: async ({ baseURL, hydrated }, use) => {
    const watch = new Watch(baseURL!, hydrated);
    await use(watch);
    watch.mustBeQuiet();
  },

  districts: async ({}, use, info) => {
    const first = 6 + 4 * info.parallelIndex + (info.project.name === "hydrated" ? 0 : 2);
    const ending = (number: number) => `d${String(number).padStart(2, "0")}`;
    await use({ here: ending(first), there: ending(first + 1) });
  },

  context: async ({ browser, contextOptions, watch }, use) => {
    const context = await open(browser, watch, contextOptions);
    await use(context);
    await context.close();
  },

  page: async ({ context }, use) => {
    await use(await context.newPage());
  },

  arrive: async ({ browser, contextOptions, watch, hydrated, baseURL }, use) => {
    const people: Person[] = [];
    await use(async (account, arrival = {}) => {
      const context = await open(browser, watch, contextOptions);
      const person = new Person(account, context, await context.newPage(), baseURL!, hydrated);
      people.push(person);
      await person.speak(arrival.language ?? "en");
      await person.signIn();
      return person;
    });
    await Promise.all(people.map((person) => person.context.close()));
  },
});

export type { Page, Person };
