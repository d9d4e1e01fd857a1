import { expect, test } from "./support/test.ts";
import { familyName } from "./support/names.ts";
for (const held of ["split*", "lanchid*", "chunk*"]) for (const [from, to] of [["/persons?query=NAME", "case"], ["/cases", "case"], ["/cases/NR", "History"], ["/cases/NR", "Change: Identity"]])
test(`held ${held} ${from} ${to}`, async ({ arrive, districts }) => {
  const person = await arrive(`caseworker1.${districts.here}`);
  const { page } = person;
  const name = familyName();
  const number = await person.register({ family_name: name.cyrillic });
  let send = (): void => undefined;
  const wait = new Promise<void>((resolve) => (send = resolve));
  await page.route(`**/${held}.wasm`, async (route) => { await wait; await route.continue(); });
  await page.goto(from.replace("NAME", name.cyrillic).replace("NR", number), { waitUntil: "domcontentloaded" });
  await page.waitForTimeout(1500);
  console.log("listens", await page.evaluate(() => [window.listened?.get(window), window.listened?.get(document), window.listened?.get(document.body)].map((s) => [...(s ?? [])].join(","))));
  page.locator("main").getByRole("link", { name: to === "case" ? name.cyrillic : to }).click({ noWaitAfter: true }).catch(() => 0);
  await page.waitForTimeout(1000);
  console.log(held, "clicked", page.url().slice(21), await page.locator("h1").allInnerTexts());
  send();
  await page.waitForTimeout(2500);
  console.log(held, "after", page.url().slice(21), await page.locator("h1").allInnerTexts());
  await expect(page.locator("h1")).toHaveCount(1);
});
