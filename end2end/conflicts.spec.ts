// Two colleagues who save the same form: what merges, and what is theirs to choose.
import { expect, test, type Person } from "./support/test.ts";
import { CONTACT, MAIL, twoWorkers, WHERE } from "./support/colleagues.ts";
import { answer, choice, field, press } from "./support/form.ts";
import type { Watch } from "./support/watch.ts";

/** The same, of whom the second is to meet what the first has saved. */
async function whoMeet(
  arrive: (account: string) => Promise<Person>,
  district: string,
  watch: Watch,
  hydrated: boolean,
  answers: Record<string, string> = {},
) {
  if (hydrated) {
    watch.expect({ status: 409 });
  }
  return twoWorkers(arrive, district, answers);
}

test("what two workers change in one field is shown to the second, side by side", async ({ arrive, districts, watch, hydrated }) => {
  const { first, second, number, form } = await whoMeet(arrive, districts.here, watch, hydrated);
  await first.open(form);
  await second.open(form);
  await field(first.page, WHERE).fill("Práter utca 2.");
  await field(second.page, WHERE).fill("Dankó utca 3.");
  await field(second.page, MAIL).fill("second@example.org");
  await press(first.page, "Save");
  await expect(first.page).toHaveURL(`/cases/${number}`);

  await press(second.page, "Save");
  const notice = second.page.getByRole("alert");
  await expect(notice).toContainText("Somebody else changed this form");
  const sides = second.page.locator(".conflict").filter({ hasText: WHERE });
  await expect(sides).toContainText("Práter utca 2.");
  await expect(sides).toContainText("Dankó utca 3.");
  await expect(field(second.page, WHERE)).toHaveValue("Dankó utca 3.");
  await expect(field(second.page, MAIL)).toHaveValue("second@example.org");

  await second.page.goto(`/cases/${number}`);
  await expect(answer(second.page, "contact", WHERE)).toHaveText("Práter utca 2.");
});

test("whoever has seen the conflict may keep what they typed", async ({ arrive, districts, watch, hydrated }) => {
  const { first, second, number, form } = await whoMeet(arrive, districts.here, watch, hydrated);
  await second.open(form);
  await field(second.page, WHERE).fill("Dankó utca 3.");
  await first.save(number, "contact", 1, { ...CONTACT, address_note: "Práter utca 2." });
  await press(second.page, "Save");
  await expect(second.page.getByRole("alert")).toContainText("Somebody else changed this form");
  await press(second.page, "Save");
  await expect(second.page).toHaveURL(`/cases/${number}`);
  await expect(answer(second.page, "contact", WHERE)).toHaveText("Dankó utca 3.");
  await second.page.goto(`/cases/${number}/history`);
  await expect(second.page.locator("main del").filter({ hasText: "Práter utca 2." })).toHaveCount(1);
});

test("whoever meets a conflict chooses, place by place, and may change their mind", async ({ arrive, districts, watch, hydrated }) => {
  const phones = { other_phones: "", "other_phones.0.other_phone": "+36301111111" };
  const { first, second, number, form } = await whoMeet(arrive, districts.here, watch, hydrated, phones);
  const { page } = second;
  await second.open(form);
  await field(page, WHERE).fill("Dankó utca 3.");
  await page.locator("#row-other_phones-0 > summary").click();
  const phone = page.locator('[id="field-other_phones.0.other_phone"]');
  await phone.fill("+36303333333");
  await first.save(number, "contact", 1, {
    ...CONTACT,
    ...phones,
    "other_phones.0.other_phone": "+36302222222",
    address_note: "Práter utca 2.",
  });
  await press(page, "Save");
  const place = page.getByRole("group", { name: WHERE });
  const row = page.locator(".conflict").filter({ hasText: "+36302222222" });
  await expect(page.locator(".conflict")).toHaveCount(2);
  await expect(row).toContainText("+36303333333");
  await place.getByRole("button", { name: "Take this answer" }).click();
  await expect(field(page, WHERE)).toHaveValue("Práter utca 2.");
  await row.getByRole("button", { name: "Take this answer" }).click();
  await expect(phone).toHaveValue("+36302222222");
  await row.getByRole("button", { name: "Keep mine" }).click();
  await expect(phone).toHaveValue("+36303333333");
  await expect(row.getByRole("button", { name: "Keep mine" })).toHaveAttribute("aria-pressed", "true");
  await press(page, "Save");
  await expect(page).toHaveURL(`/cases/${number}`);
  await expect(answer(page, "contact", WHERE)).toHaveText("Práter utca 2.");
  await expect(page.locator("main")).toContainText("+36303333333");
});

test("what two workers change in different fields of one form is kept of both", async ({ arrive, districts, watch, hydrated }) => {
  const { first, second, number, form } = await whoMeet(arrive, districts.here, watch, hydrated);
  await first.open(form);
  await second.open(form);
  await field(first.page, WHERE).fill("Práter utca 2.");
  await field(second.page, MAIL).fill("second@example.org");
  await press(first.page, "Save");
  await expect(first.page).toHaveURL(`/cases/${number}`);
  await press(second.page, "Save");
  await expect(second.page).toHaveURL(`/cases/${number}`);
  await expect(answer(second.page, "contact", WHERE)).toHaveText("Práter utca 2.");
  await expect(answer(second.page, "contact", MAIL)).toHaveText("second@example.org");

  // Where they do contradict each other, what the other changed beside it is taken over.
  await first.open(form);
  await second.open(form);
  await field(first.page, WHERE).fill("Dankó utca 3.");
  await field(first.page, MAIL).fill("first@example.org");
  await field(second.page, WHERE).fill("Víg utca 4.");
  await press(first.page, "Save");
  await expect(first.page).toHaveURL(`/cases/${number}`);
  await press(second.page, "Save");
  await expect(second.page.locator(".conflict")).toHaveCount(1);
  await expect(second.page.locator(".conflict")).toContainText("Dankó utca 3.");
  await expect(field(second.page, MAIL)).toHaveValue("first@example.org");
  await expect(field(second.page, WHERE)).toHaveValue("Víg utca 4.");
  await press(second.page, "Save");
  await expect(answer(second.page, "contact", WHERE)).toHaveText("Víg utca 4.");
  await expect(answer(second.page, "contact", MAIL)).toHaveText("first@example.org");
});

test("two workers who change different forms do not meet", async ({ arrive, districts }) => {
  const { first, second, number, form } = await twoWorkers(arrive, districts.here);
  await second.open(form);
  await first.save(number, "arrival", 0, { status: "refugee", travelled_alone: "yes" });
  await choice(second.page, "Is an interpreter needed?", "Yes").check();
  await press(second.page, "Save");
  await expect(second.page).toHaveURL(`/cases/${number}`);
  await expect(answer(second.page, "arrival", "Legal status in Hungary")).toHaveText("Refugee (recognised)");
});
