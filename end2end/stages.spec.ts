// A case goes through its stages: what has to be approved is approved by somebody else.
import { expect, test, type Page, type Person } from "./support/test.ts";
import { familyName } from "./support/names.ts";

async function go(page: Page, step: string, reason = ""): Promise<void> {
  await page.getByLabel(step).check();
  await page.locator("#step-reason").fill(reason);
  await page.getByRole("button", { name: "Go on", exact: true }).click();
}

async function ask(person: Person, number: string): Promise<void> {
  const { page } = person;
  await person.open(`/cases/${number}/stage`);
  await page.locator("summary").filter({ hasText: "Ask for approval: Assessment" }).click();
  await page.getByLabel("Note for whoever decides").fill("Please look at the children");
  await page.getByRole("button", { name: "Ask for approval: Assessment" }).click();
  await expect(page.getByText("Done.", { exact: true })).toBeVisible();
}

test("an assessment is approved by somebody else, and the case goes on", async ({ arrive, districts }) => {
  const worker = await arrive(`caseworker1.${districts.here}`);
  const supervisor = await arrive(`supervisor1.${districts.here}`);
  const number = await worker.register({ family_name: familyName().cyrillic });
  const { page } = worker;
  await worker.open(`/cases/${number}`);
  await page.getByRole("link", { name: "Stage and approvals" }).click();
  await go(page, "Assessment");
  await expect(page.locator(".stages .now")).toHaveText("Assessment");
  await expect(page.getByLabel("Plan")).toBeDisabled();
  await ask(worker, number);

  await supervisor.open("/queue");
  await supervisor.page.locator("tbody tr").filter({ hasText: number }).locator("a.row-link").first().click();
  await expect(supervisor.page.getByText("Please look at the children")).toBeVisible();
  await supervisor.page.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(supervisor.page.locator(".tag-ok")).toHaveText("Approved");
  await supervisor.open("/queue");
  await expect(supervisor.page.locator("tbody tr").filter({ hasText: number })).toHaveCount(0);

  await worker.open(`/cases/${number}/stage`);
  await go(page, "Plan");
  await expect(page.locator(".stages .now")).toHaveText("Plan");
  await worker.open(`/cases/${number}/path`);
  for (const step of ["On to: Assessment", "Approved: Assessment", "On to: Plan"]) {
    await expect(page.locator(".timeline")).toContainText(step);
  }
});

test("what has changed since has to be looked at again", async ({ arrive, districts, watch }) => {
  const worker = await arrive(`caseworker1.${districts.here}`);
  const supervisor = await arrive(`supervisor1.${districts.here}`);
  const number = await worker.register({ family_name: familyName().cyrillic });
  await worker.open(`/cases/${number}/stage`);
  await go(worker.page, "Assessment");
  await expect(worker.page.locator(".stages .now")).toHaveText("Assessment");
  await ask(worker, number);
  await supervisor.open("/queue");
  await supervisor.page.locator("tbody tr").filter({ hasText: number }).locator("a.row-link").first().click();
  await expect(supervisor.page.locator("#comment")).toBeVisible();
  await worker.save(number, "arrival", 0, { status: "refugee", travelled_alone: "yes" });
  watch.expect({ status: 403 });
  await supervisor.page.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(supervisor.page.getByText("What you were shown has changed meanwhile.")).toBeVisible();
});

test("a case is closed with a reason, reopened, and keeps both", async ({ arrive, districts }) => {
  const worker = await arrive(`caseworker2.${districts.here}`);
  const supervisor = await arrive(`supervisor2.${districts.here}`);
  const number = await worker.register({ family_name: familyName().cyrillic });
  await worker.open(`/cases/${number}/stage`);
  await go(worker.page, "Close the case", "Moved to Vienna");
  await expect(worker.page.locator(".stages .now")).toHaveText("Closed");
  await supervisor.open(`/cases/${number}/stage`);
  await go(supervisor.page, "Reopen: Assessment", "Came back");
  await expect(supervisor.page.locator(".stages .now")).toHaveText("Assessment");
  const closings = supervisor.page.locator(".timeline li");
  await expect(closings).toHaveCount(2);
  await expect(closings.first()).toContainText("Came back");
  await expect(closings.last()).toContainText("Moved to Vienna");
});
