// Two who work at the same case.
import type { Person } from "./test.ts";
import { familyName } from "./names.ts";

/** What the contact form needs. */
export const CONTACT = { preferred_language: "ukrainian", interpreter_needed: "no" };
/** Questions of that form. */
export const [WHERE, MAIL, PHONE] = ["How can the person be found?", "E-mail address", "Phone number"];

/** Two workers of a district, and a case whose contact form the first has saved once. */
export async function twoWorkers(
  arrive: (account: string) => Promise<Person>,
  district: string,
  answers: Record<string, string> = {},
) {
  const first = await arrive(`caseworker1.${district}`);
  const second = await arrive(`caseworker2.${district}`);
  const number = await first.register({ family_name: familyName().cyrillic });
  await first.save(number, "contact", 0, { ...CONTACT, address_note: "Baross utca 1.", ...answers });
  return { first, second, number, form: `/cases/${number}/contact/edit` };
}
