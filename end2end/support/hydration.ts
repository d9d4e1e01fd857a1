import { expect, type Page } from "@playwright/test";

declare global {
  interface Window {
    /** Which events our code listens to, by element. */
    listened?: WeakMap<EventTarget, Set<string>>;
  }
}

/** Runs in the page before anything else: remembers who listens to what. */
export function listenToListeners(): void {
  const listened = new WeakMap<EventTarget, Set<string>>();
  window.listened = listened;
  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (this: EventTarget, ...of: unknown[]) {
    const target = this ?? window;
    const types = listened.get(target) ?? new Set();
    types.add(String(of[0]));
    listened.set(target, types);
    return Reflect.apply(add, this, of);
  } as typeof add;
}

/**
 * Waits until our code has taken the page over. Only tests that need our code wait for it; all
 * others must do with the page as the server sent it.
 */
export async function tookOver(page: Page): Promise<void> {
  const ready = () =>
    page.evaluate(() => {
      const listens = (selector: string, type: string) => {
        const element = document.querySelector(selector);
        return !element || Boolean(window.listened?.get(element)?.has(type));
      };
      const switches = document.querySelector(".languages button") !== null;
      return switches && listens(".languages button[name=language]", "click") && listens("form.form#edit-form", "input");
    });
  await expect.poll(ready, { message: "our code has not taken the page over" }).toBe(true);
}
