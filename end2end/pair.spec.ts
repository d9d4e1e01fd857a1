// Two server processes on one database, one of which is killed while boards are open.
import { expect, test, type Page } from "./support/test.ts";
import { bedOf, house, step, tile } from "./support/shelters.ts";
import { Pair } from "./support/pair.ts";

test.use({ baseURL: process.env.PAIR_URL });

test("two boards agree within two seconds though one of two processes is killed", async ({ arrive, districts, hydrated, watch }) => {
  test.skip(!hydrated, "without our code a page hears of nothing, and says so");
  test.setTimeout(240_000);
  watch.expect({ cutOff: true });
  const pair = await Pair.start();
  try {
    const operator = await arrive(`shelter.${districts.here}`);
    const path = await house(operator, 4);
    const worker = await arrive(`caseworker1.${districts.here}`);
    await operator.open(path);
    const live = (page: Page) => expect(page.getByText("Live", { exact: true })).toBeVisible();
    await live(operator.page);

    /** The worker holds a bed; the operator sees it within two seconds. */
    const holds = async (bed: number, name: string) => {
      await step(worker.page, "Hold");
      await worker.page.locator("#hold-name").fill(name);
      await worker.page.getByRole("button", { name: "Hold the bed" }).click();
      await expect(worker.page.getByText("The bed is held.")).toBeVisible();
      await expect(tile(operator.page, bed)).toContainText(name, { timeout: 2_000 });
      await expect(tile(worker.page, bed)).toContainText(name, { timeout: 2_000 });
    };

    let bed = 0;
    // Wherever the streams are: when both have been killed in turn, each has been cut off.
    for (const process of pair.processes) {
      bed += 1;
      await worker.open(`${path}?bed=${await bedOf(operator.page, bed)}`);
      await live(worker.page);
      await process.kill();
      await holds(bed, `Kovács ${bed}`);
      await process.start();
      await live(operator.page);
    }
    // And the other way round: the operator sends somebody off, and the worker sees it.
    await pair.processes[0].kill();
    await tile(operator.page, 1).click();
    await operator.page.getByRole("button", { name: "Give the bed back" }).click();
    await expect(tile(operator.page, 1)).toContainText("free");
    await expect(tile(worker.page, 1)).toContainText("free", { timeout: 2_000 });
    // Or they would look for their stream when nobody answers at that address any more.
    await Promise.all([operator.page.close(), worker.page.close()]);
  } finally {
    await pair.end();
  }
});
