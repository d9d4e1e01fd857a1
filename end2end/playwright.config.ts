import { defineConfig, devices } from "@playwright/test";

/** Where the server is; `scripts/test-e2e` starts one and says so. */
const baseURL = process.env.BASE_URL ?? "http://127.0.0.1:3000";

/** The browser to drive; Playwright's own when none is named. */
const executablePath = process.env.CHROMIUM || undefined;

/** The browser itself must ask nobody for anything, either. */
const args = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-domain-reliability",
  "--disable-sync",
  "--no-first-run",
  "--no-pings",
];

/** What both projects run as, apart from JavaScript. */
const chromium = {
  ...devices["Desktop Chrome"],
  viewport: { width: 1280, height: 800 },
  launchOptions: { executablePath, args },
};

/** Pictures for the README are taken on request: `npx playwright test --grep @screenshots`. */
const picturesWanted = process.argv.some((argument) => argument.includes("@screenshots"));

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: "test-results",
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // A machine may stumble once; what then passes is told as flaky, and is to be mended.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  grepInvert: picturesWanted ? undefined : /@screenshots/,
  reporter: [["list"]],
  use: {
    baseURL,
    locale: "en-GB",
    timezoneId: "Europe/Budapest",
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    // A trace of every step costs a third of the time: `--trace on` where one is wanted.
    trace: "off",
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "hydrated", use: chromium },
    { name: "no-javascript", use: { ...chromium, javaScriptEnabled: false } },
  ],
});
