// The checks themselves: each of them can fail.
import { expect, test, type Page } from "./support/test.ts";
import { accessible, fits, speaksOnly, wellBuilt } from "./support/checks.ts";
import { Watch } from "./support/watch.ts";

test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, "they are the same in both");

/** Does something odd on the sign-in page, in a browser that the test itself does not watch. */
async function oddly(
  { browser, baseURL }: { browser: import("@playwright/test").Browser; baseURL?: string },
  act: (page: Page) => Promise<unknown>,
): Promise<Watch> {
  const watch = new Watch(baseURL!, true);
  const context = await browser.newContext({ baseURL });
  watch.follow(context);
  const page = await context.newPage();
  await page.goto("/sign-in");
  await act(page);
  await context.close();
  return watch;
}

const ODDITIES: [string, (page: Page) => Promise<unknown>][] = [
  ["a warning", (page) => page.evaluate(() => console.warn("a hydration error occurred"))],
  ["an error", (page) => page.evaluate(() => console.error("odd"))],
  ["an uncaught error", (page) => Promise.all([
    page.waitForEvent("pageerror"),
    page.evaluate(() => void setTimeout(() => { throw new Error("odd"); })),
  ])],
  ["an answer that is an error", (page) => page.evaluate(() => fetch("/api/gone"))],
  ["a script without a nonce", (page) => page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.name = 'run'";
    document.body.append(script);
  })],
  ["another host", (page) => page.goto("http://127.0.0.2:9/").catch(() => undefined)],
];

for (const [name, act] of ODDITIES) {
  test(`${name} does not pass`, async ({ browser, baseURL }) => {
    const watch = await oddly({ browser, baseURL }, act);
    expect(() => watch.mustBeQuiet()).toThrow(/the browser had something to say/);
  });
}

test("a page without anything odd passes", async ({ browser, baseURL }) => {
  const watch = await oddly({ browser, baseURL }, async (page) => page.reload());
  watch.mustBeQuiet();
});

test("an expected status that does not come does not pass", async ({ browser, baseURL }) => {
  const watch = await oddly({ browser, baseURL }, async () => undefined);
  watch.expect({ status: 404 });
  expect(() => watch.mustBeQuiet()).toThrow(/never came/);
});

/** A page that is right in every way, apart from what is put into it. */
function pageWith(body: string, lang = "en"): string {
  return `<!DOCTYPE html><html lang="${lang}"><head><title>Cases</title></head>
    <body><main><h1>Cases</h1><p>One paragraph.</p><p>Another one.</p>${body}</main></body></html>`;
}

test("words of another language are found", async ({ page }) => {
  await page.setContent(pageWith(""));
  await speaksOnly(page, "en");
  for (const [body, lang] of [["<p>Mentés</p>", "en"], ["<input placeholder='Шукати' aria-label='x'>", "en"], ["<p>x (optional)</p>", "uk"], ["", "hu"]] as const) {
    await page.setContent(pageWith(body, lang));
    await expect(speaksOnly(page, lang as "en"), body).rejects.toThrow(/words of another language/);
  }
  await page.setContent(pageWith("", "hu"));
  await expect(speaksOnly(page, "uk")).rejects.toThrow();
});

test("a page that is badly built is found", async ({ page }) => {
  await page.setContent(pageWith(""));
  await wellBuilt(page);
  for (const body of ["<h1>Two</h1>", "<input>", "<a href='/'></a>", "<p id='a'></p><p id='a'></p>", "<p aria-describedby='b'></p>", "<a href='#c'>c</a>", "<button form='d'>d</button>"]) {
    await page.setContent(pageWith(body));
    await expect(wellBuilt(page), body).rejects.toThrow();
  }
});

test("what sticks out at the side is found", async ({ page }) => {
  await page.setContent(pageWith(""));
  await fits(page);
  await page.setContent(pageWith("<div style='width: 3000px'>wide</div>"));
  await expect(fits(page)).rejects.toThrow(/no sideways scroll/);
});

test("axe finds what is wrong", async ({ page }) => {
  await page.setContent(pageWith(""));
  await accessible(page);
  for (const body of ["<p style='color: #999'>pale</p>", "<img src=''>", "<button></button>", "<h4>jump</h4>"]) {
    await page.setContent(pageWith(body));
    await expect(accessible(page), body).rejects.toThrow(/axe at/);
  }
});
