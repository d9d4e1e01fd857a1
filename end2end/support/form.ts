import { expect, type Locator, type Page } from "@playwright/test";

/** A control that is typed into, by its English question. */
export function field(page: Page, question: string): Locator {
  return page.locator("#edit-form").getByLabel(asked(question));
}

/** One answer of a question that is answered by choosing. */
export function choice(page: Page, question: string, answer: string): Locator {
  return group(page, question).getByLabel(answer, { exact: true });
}

/** A question that is answered by choosing. */
export function group(page: Page, question: string): Locator {
  return page.locator("#edit-form").getByRole("group", { name: asked(question) });
}

/** The question alone, or with the word that says that nobody has to answer. */
function asked(question: string): RegExp {
  const literal = question.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^\\s*${literal}\\s*(\\(optional\\))?\\s*$`);
}

/** The box that says what is wrong, above the form. */
export function summary(page: Page): Locator {
  return page.locator("#error-summary");
}

/** What is wrong with one field, as it stands at the field. */
export function problem(page: Page, id: string): Locator {
  return page.locator(`#error-${id}`);
}

/** Presses a button of the form. */
export async function press(page: Page, name: string): Promise<void> {
  await page.locator("#edit-form").getByRole("button", { name, exact: true }).click();
}

/** The answer to a question on the page of a case. */
export function answer(page: Page, form: string, question: string): Locator {
  const row = page.locator(`#form-${form} dl > div`).filter({
    has: page.locator("dt").getByText(question, { exact: true }),
  });
  return row.locator("dd");
}

/** The number of the case whose page is open. */
export async function openCase(page: Page): Promise<string> {
  await expect(page).toHaveURL(/\/cases\/[0-9A-Z-]+(\/|$)/);
  return new URL(page.url()).pathname.split("/")[2]!;
}
