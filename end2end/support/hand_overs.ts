import { expect, type Page } from "@playwright/test";
import type { Language } from "./words.ts";

const ROMAN = [
  "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV",
  "XVI", "XVII", "XVIII", "XIX", "XX", "XXI", "XXII", "XXIII",
];

/** What the team is called to which the demonstration's caseworkers belong. */
const FAMILY_TEAM: Record<Language, string> = {
  hu: "Családsegítő csoport",
  uk: "Команда підтримки сімей",
  en: "Family support team",
};

/** The number of a district: `d09` is 9. */
export const numberOf = (district: string) => String(Number(district.slice(1)));

/** How a district writes itself: `d09` is IX. */
export const romanOf = (district: string) => ROMAN[Number(district.slice(1)) - 1]!;

/** What shows up without reloading where our code runs, and after reloading where it does not. */
export async function shows(page: Page, hydrated: boolean, selector: string, text: string | RegExp): Promise<void> {
  const there = page.locator(selector).filter({ hasText: text }).first();
  if (hydrated) {
    await expect(there).toBeVisible();
  } else {
    await expect(async () => {
      await page.reload();
      await expect(there).toBeVisible({ timeout: 1_000 });
    }).toPass();
  }
}

/** Opens the case's row in the queue; where there are several, that of this kind. */
export async function openRow(page: Page, number: string, kind: string | RegExp = /./): Promise<void> {
  const row = page.locator("tbody tr").filter({ hasText: number }).filter({ hasText: kind });
  await row.locator("a.row-link").first().click();
  await expect(page.locator("#shown")).toContainText(number);
}

/** The news of this kind about a case. */
export const news = (number: string) => `.notices li:has-text("${number}")`;

/** Chooses the family team of a district as the service. */
export async function chooseService(page: Page, district: string, language: Language): Promise<void> {
  const group = page.locator(`#to optgroup[label^="${romanOf(district)}. "]`);
  const value = await group.locator("option", { hasText: FAMILY_TEAM[language] }).getAttribute("value");
  await page.locator("#to").selectOption(value);
}

/** A day that is some days away, as it is kept and as it is written in a language. */
export function dayIn(days: number): Record<Language | "iso", string> {
  const then = new Date(Date.now() + days * 86_400_000);
  // The server's day is that of Budapest, which begins before that of UTC.
  const iso = then.toLocaleDateString("sv-SE", { timeZone: "Europe/Budapest" });
  const [year, month, day] = iso.split("-");
  return { iso, hu: `${year}. ${month}. ${day}.`, uk: `${day}.${month}.${year}`, en: `${day}/${month}/${year}` };
}
