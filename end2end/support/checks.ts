import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { foreignProbes, foreignTexts, type Language } from "./words.ts";

/** What every page is held to: WCAG 2.2 AA, and what axe calls good practice. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** axe finds nothing. */
export async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ""}`),
  );
  expect(found, `axe at ${page.url()}`).toEqual([]);
}

/** Nothing sticks out at the side. */
export async function fits(page: Page): Promise<void> {
  const [seen, whole] = await page.evaluate(() => {
    const root = document.documentElement;
    return [root.clientWidth, root.scrollWidth] as const;
  });
  expect(whole, `no sideways scroll at ${page.url()}`).toBeLessThanOrEqual(seen);
}

/** What can be said of a page without axe: one heading, names for every control, whole links. */
export async function wellBuilt(page: Page): Promise<void> {
  const found = await page.evaluate(() => {
    const problems: string[] = [];
    const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
    const ids = all("[id]").map((element) => element.id);
    const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
    problems.push(...twice.map((id) => `the id ${id} stands twice`));
    for (const control of all("input:not([type=hidden]), select, textarea")) {
      const labels = (control as HTMLInputElement).labels;
      const named = [...(labels ?? [])].some((label) => label.textContent?.trim());
      if (!named) {
        problems.push(`nothing names ${control.outerHTML.slice(0, 120)}`);
      }
    }
    for (const actor of all("a[href], button, summary")) {
      const name = actor.getAttribute("aria-label") ?? actor.textContent;
      if (!name?.trim()) {
        problems.push(`nothing names ${actor.outerHTML.slice(0, 120)}`);
      }
    }
    for (const attribute of ["aria-describedby", "aria-labelledby", "for", "form"]) {
      for (const element of all(`[${attribute}]`)) {
        const lost = (element.getAttribute(attribute) ?? "")
          .split(/\s+/)
          .filter((id) => id && !document.getElementById(id));
        problems.push(...lost.map((id) => `${attribute} names ${id}, which is not there`));
      }
    }
    for (const link of all("a[href^='#']")) {
      const id = link.getAttribute("href")!.slice(1);
      if (!document.getElementById(id)) {
        problems.push(`a link leads to ${id}, which is not there`);
      }
    }
    for (const group of all("fieldset")) {
      if (!group.querySelector("legend")?.textContent?.trim()) {
        problems.push("a group of controls has no legend");
      }
    }
    for (const single of ["main", "h1"]) {
      const count = all(single).length;
      if (count !== 1) {
        problems.push(`${single} stands ${count} times`);
      }
    }
    return problems;
  });
  expect(found, `the build of ${page.url()}`).toEqual([]);
}

/** Every word of ours is in one language, and the page says which. */
export async function speaksOnly(page: Page, language: Language): Promise<void> {
  expect(await page.locator("html").getAttribute("lang"), "the page says its language").toBe(language);
  const said = await page.evaluate(() => {
    const own = (node: Element | null) => !node?.closest("[lang]:not(html), script, style");
    const texts: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (own(node.parentElement)) {
        texts.push(node.nodeValue ?? "");
      }
    }
    for (const name of ["aria-label", "placeholder", "title", "alt"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        if (own(element)) {
          texts.push(element.getAttribute(name) ?? "");
        }
      }
    }
    return texts.map((text) => text.trim()).filter((text) => text !== "");
  });
  expect(said.length).toBeGreaterThan(3);
  const foreign = foreignTexts(language);
  const probes = foreignProbes(language).map((word) => ({ word, pattern: wholeWord(word) }));
  const strange = said.filter((text) => foreign.has(text));
  for (const { word, pattern } of probes) {
    strange.push(...said.filter((text) => pattern.test(text)).map((text) => `${word}: ${text}`));
  }
  expect(strange, `words of another language at ${page.url()}`).toEqual([]);
}

function wholeWord(word: string): RegExp {
  const literal = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, "u");
}
