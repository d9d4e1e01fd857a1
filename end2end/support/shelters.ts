// Shelters: the district's own, and new ones.
import { expect, type Page } from "@playwright/test";
import { familyName } from "./names.ts";
import type { Person } from "./person.ts";

/** Opens the board of the first shelter of the reader's district; answers its path. */
export async function board(person: Person, query = ""): Promise<string> {
  await person.open("/shelters");
  const first = person.page.locator("tbody a.row-link").first();
  await expect(first).toBeVisible();
  const path = (await first.getAttribute("href"))!;
  await person.open(`${path}${query}`);
  return path;
}

/** Makes a shelter of its own, with one room, so that nobody else takes its beds. */
export async function house(person: Person, beds: number): Promise<string> {
  const { page } = person;
  const name = `Szálló ${familyName().latin}`;
  await person.open("/shelters/new");
  await page.getByLabel("Name of the shelter").fill(name);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  const room = page.locator("section").filter({ has: page.getByRole("heading", { name: "New room" }) });
  await room.getByLabel("Name of the room").fill("12");
  await room.getByLabel("Add beds").fill(String(beds));
  await room.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { name: "12", exact: true })).toBeVisible();
  return new URL(page.url()).pathname.replace("/arrange", "");
}

/** A bed on the board. */
export const tile = (page: Page, bed: number) => page.locator("a.bed").nth(bed - 1);

/** Opens a step of the bed that is opened. */
export async function step(page: Page, name: string): Promise<void> {
  await page.locator("#shown summary").filter({ hasText: name }).click();
}

/** The id of a bed on the board. */
export async function bedOf(page: Page, bed: number): Promise<string> {
  const href = await tile(page, bed).getAttribute("href");
  return new URL(href!, page.url()).searchParams.get("bed")!;
}
