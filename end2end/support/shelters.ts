// The district's own shelter.
import { expect } from "@playwright/test";
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
