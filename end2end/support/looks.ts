// The pages, each in one of its states, and how somebody comes to see them.
import { expect } from "@playwright/test";
import { CONTACT } from "./colleagues.ts";
import { openRow } from "./hand_overs.ts";
import { familyName } from "./names.ts";
import type { Person } from "./person.ts";
import { board } from "./shelters.ts";
import { say, type Language } from "./words.ts";

export const FAMILY = {
  "count_children.age_0_2.female": "1",
  "members.0.member_name": "77",
  "members.0.member_relation": "child",
  "members.0.member_where": "with_person",
  "members.0.member_birth_date": "2019-02-28",
};

/** What the pages are about. */
export interface Cast {
  /** Looks at the pages. */
  reader: Person;
  /** A colleague of theirs. */
  colleague: Person;
  /** Somebody of another district, who comes when they are called. */
  stranger: () => Promise<Person>;
  /** Where the reader and the colleague work, and where the stranger does. */
  districts: { here: string; there: string };
  /** A case of theirs. */
  number: string;
  /** Whose case it is: nobody else bears the name. */
  name: string;
  language: Language;
}

/** A page in one of its states. */
export interface Look {
  name: string;
  /** The account that looks, before the district. */
  account?: string;
  /** The status that comes with the page. */
  status?: number;
  /** The status that comes with what our code sends. */
  statusHydrated?: number;
  /** Whether it is looked at in the dark, too: there is something special to see. */
  dark?: boolean;
  open: (cast: Cast) => Promise<void>;
}

const at = (path: (cast: Cast) => string) => async (cast: Cast) => {
  await cast.reader.open(path(cast));
};

/** Where the first link of this kind leads. */
async function href(person: Person, selector: string): Promise<string> {
  return (await person.page.locator(selector).first().getAttribute("href"))!;
}

async function submit({ reader, language }: Cast, button: "search.register_submit" | "forms.save") {
  const name = say(language, button);
  await reader.page.locator("#edit-form").getByRole("button", { name, exact: true }).click();
}

/** A person of the sender's is referred to a service. */
async function referred(sender: Person, to: string): Promise<string> {
  const number = await sender.register({ family_name: familyName().cyrillic, birth_date: "1989-04-27" });
  await sender.save(number, "contact", 0, { ...CONTACT, email: "one@example.org" });
  await sender.refers(number, to);
  return number;
}

/** The service has begun to work on it. */
async function shared(sender: Person, service: Person, to: string): Promise<string> {
  const number = await referred(sender, to);
  await service.takes("accept", number);
  return number;
}

export const LOOKS: Look[] = [
  { name: "list", dark: true, open: at(() => "/cases?whose=all") },
  { name: "empty list", dark: true, account: "helpdesk", open: at(() => "/cases?whose=mine") },
  { name: "empty choice", account: "helpdesk", open: at(() => "/cases?whose=mine&stage=closed") },
  { name: "search", open: at(() => "/persons") },
  { name: "search with hits", dark: true, open: at(({ name }) => `/persons?query=${name}`) },
  { name: "search without a hit", open: at(({ name }) => `/persons?query=${name}xyz`) },
  { name: "registration", open: at(() => "/persons/register") },
  {
    name: "registration with problems",
    dark: true,
    open: async (cast) => {
      await cast.reader.open("/persons/register");
      await submit(cast, "search.register_submit");
      await expect(cast.reader.page.locator("#error-summary")).toBeVisible();
    },
  },
  { name: "case", dark: true, open: at(({ number }) => `/cases/${number}`) },
  { name: "case to the help desk", account: "helpdesk", open: at(({ number }) => `/cases/${number}`) },
  { name: "case to the shelter", account: "shelter", open: at(({ number }) => `/cases/${number}`) },
  { name: "identity", open: at(({ number }) => `/cases/${number}/identity/edit`) },
  { name: "contact", open: at(({ number }) => `/cases/${number}/contact/edit`) },
  { name: "contact to the help desk", dark: true, account: "helpdesk", open: at(({ number }) => `/cases/${number}/contact/edit`) },
  { name: "arrival", open: at(({ number }) => `/cases/${number}/arrival/edit`) },
  {
    name: "arrival with problems",
    open: async (cast) => {
      await cast.reader.open(`/cases/${cast.number}/arrival/edit`);
      await cast.reader.page.locator("#field-arrival_date").fill("2999-01-01");
      await submit(cast, "forms.save");
      await expect(cast.reader.page.locator("#error-arrival_date")).toBeVisible();
    },
  },
  {
    name: "conflict",
    dark: true,
    statusHydrated: 409,
    open: async (cast) => {
      const { reader, colleague } = cast;
      const number = await colleague.register({ family_name: familyName().cyrillic });
      await colleague.save(number, "contact", 0, CONTACT);
      await reader.open(`/cases/${number}/contact/edit`);
      await reader.page.locator("#field-email").fill("two@example.org");
      await colleague.save(number, "contact", 1, { email: "one@example.org" });
      await submit(cast, "forms.save");
      await expect(reader.page.locator("#conflict")).toBeVisible();
    },
  },
  { name: "family with rows", dark: true, open: at(({ number }) => `/cases/${number}/family/edit`) },
  { name: "vulnerability", open: at(({ number }) => `/cases/${number}/vulnerability/edit`) },
  { name: "case on paper", open: at(({ number }) => `/cases/${number}/print`) },
  { name: "forms", open: at(() => "/forms") },
  { name: "history", dark: true, open: at(({ number }) => `/cases/${number}/history`) },
  { name: "path", open: at(({ number }) => `/cases/${number}/path`) },
  { name: "asking for a transfer", dark: true, account: "caseworker2", open: at(({ number }) => `/cases/${number}/transfer`) },
  { name: "asking for a transfer, with problems", account: "caseworker2", open: at(({ number }) => `/cases/${number}/transfer?tried=1`) },
  { name: "shelters", dark: true, account: "shelter", open: at(() => "/shelters") },
  {
    name: "board with a bed opened",
    dark: true,
    account: "shelter",
    open: async ({ reader }) => {
      await board(reader);
      await reader.open(await href(reader, "a.bed-free"));
      await reader.page.locator("#shown summary").first().click();
    },
  },
  {
    name: "board with a guest opened",
    account: "caseworker2",
    open: async ({ reader }) => {
      await board(reader);
      await reader.open(await href(reader, "a.bed-occupied"));
    },
  },
  { name: "board to the help desk", account: "helpdesk", open: async ({ reader }) => void (await board(reader)) },
  { name: "emergency list", account: "shelter", open: async ({ reader }) => reader.open(`${await board(reader)}/print`) },
  { name: "who was in a shelter", account: "shelter", open: async ({ reader }) => reader.open(`${await board(reader)}/occupancy`) },
  { name: "rooms and beds", account: "shelter", open: async ({ reader }) => reader.open(`${await board(reader)}/arrange`) },
  { name: "new shelter", account: "admin", open: at(() => "/shelters/new") },
  { name: "finding a place", dark: true, open: at(({ number }) => `/cases/${number}/place`) },
  {
    name: "queue with a transfer opened",
    dark: true,
    account: "supervisor1",
    open: async ({ reader, colleague }) => {
      const number = await colleague.register({ family_name: familyName().cyrillic });
      await colleague.asksFor(number);
      await reader.open("/queue");
      await reader.page.locator("tbody tr").filter({ hasText: number }).locator("a.row-link").first().click();
      await expect(reader.page.locator("#shown")).toContainText(number);
    },
  },
  { name: "referring", dark: true, account: "caseworker2", open: at(({ number }) => `/cases/${number}/refer`) },
  {
    name: "referring with problems",
    dark: true,
    account: "caseworker2",
    open: async ({ reader, number, language }) => {
      await reader.open(`/cases/${number}/refer`);
      await reader.page.locator("#until").fill("2020-01-01");
      await reader.page.getByRole("button", { name: say(language, "transitions.refer_now"), exact: true }).click();
      await expect(reader.page.locator("#error-until")).toBeVisible();
    },
  },
  { name: "referring without consent", account: "supervisor1", open: at(({ number }) => `/cases/${number}/refer`) },
  {
    name: "queue with a referral opened by its sender",
    dark: true,
    account: "caseworker2",
    open: async ({ reader, districts }) => {
      const number = await referred(reader, districts.there);
      await reader.open("/queue");
      await openRow(reader.page, number);
    },
  },
  {
    name: "queue with a referral opened by the service",
    dark: true,
    open: async ({ reader, stranger, districts, language }) => {
      const number = await referred(await stranger(), districts.here);
      await reader.open("/queue");
      await openRow(reader.page, number);
      await reader.page.locator("#shown summary").filter({ hasText: say(language, "transitions.refuse") }).click();
    },
  },
  {
    name: "queue with a referral that the service works on",
    open: async ({ reader, stranger, districts, language }) => {
      const number = await shared(await stranger(), reader, districts.here);
      await reader.open("/queue");
      await openRow(reader.page, number);
      await reader.page.locator("#shown summary").filter({ hasText: say(language, "transitions.complete") }).click();
    },
  },
  {
    name: "shared case",
    dark: true,
    open: async ({ reader, stranger, districts, language }) => {
      const number = await shared(await stranger(), reader, districts.here);
      await reader.open(`/cases/${number}`);
      await expect(reader.page.locator(".notice-info")).toContainText(say(language, "transitions.purpose_housing"));
    },
  },
  {
    name: "shared case on paper",
    open: async ({ reader, stranger, districts }) => {
      const number = await shared(await stranger(), reader, districts.here);
      await reader.open(`/cases/${number}/print`);
    },
  },
  {
    name: "shared cases",
    open: async ({ reader, stranger, districts }) => {
      const number = await shared(await stranger(), reader, districts.here);
      await reader.open("/cases?whose=shared");
      await expect(reader.page.locator("tbody tr").filter({ hasText: number })).toBeVisible();
    },
  },
  { name: "no shared cases", account: "shelter", open: at(() => "/cases?whose=shared") },
  {
    name: "asking for a case, with problems",
    dark: true,
    open: async ({ reader, language }) => {
      await reader.open("/queue?request=open");
      await reader.page.locator("#number").fill("222-2222-2");
      await reader.page.locator("#reason").fill("–");
      await reader.page.getByRole("button", { name: say(language, "transitions.request_now"), exact: true }).click();
      await expect(reader.page.locator("#error-number")).toBeVisible();
    },
  },
  {
    name: "queue with a request opened by the owner",
    dark: true,
    account: "caseworker2",
    open: async ({ reader, stranger, language }) => {
      const number = await reader.register({ family_name: familyName().cyrillic });
      await (await stranger()).requests(number);
      await reader.open("/queue");
      await openRow(reader.page, number);
      await reader.page.locator("#shown summary").filter({ hasText: say(language, "transitions.decline") }).click();
    },
  },
  {
    name: "queue with a request opened by whoever asked",
    open: async ({ reader, stranger }) => {
      const number = await (await stranger()).register({ family_name: familyName().cyrillic });
      await reader.requests(number);
      await reader.open("/queue");
      await openRow(reader.page, number);
    },
  },
  {
    name: "path with referrals and requests",
    account: "caseworker2",
    open: async ({ reader, stranger, districts }) => {
      const number = await referred(reader, districts.there);
      await (await stranger()).takes("accept", number);
      await (await stranger()).requests(number);
      await reader.open(`/cases/${number}/path`);
    },
  },
  { name: "empty queue", account: "caseworker2", open: at(() => "/queue") },
  { name: "assigning", account: "supervisor1", open: at(({ number }) => `/cases/assign?case=${number}`) },
  { name: "assigning nothing", account: "supervisor1", open: at(() => "/cases/assign") },
  { name: "inbox", dark: true, account: "supervisor1", open: at(() => "/inbox") },
  { name: "empty inbox", account: "shelter", open: at(() => "/inbox") },
  { name: "notification settings", open: at(() => "/settings/notifications") },
  { name: "stage", dark: true, account: "caseworker2", open: at(({ number }) => `/cases/${number}/stage`) },
  {
    name: "approval",
    account: "supervisor1",
    open: async ({ reader, colleague, number }) => {
      await colleague.asksForApproval(number);
      await reader.open("/queue");
      await reader.page.locator("tbody tr").filter({ hasText: number }).locator("a.row-link").first().click();
      await expect(reader.page.locator("#comment")).toBeVisible();
    },
  },
  { name: "without consent", open: at(({ number }) => `/cases/${number}/transfer`), account: "supervisor1" },
  { name: "shared without consent", account: "officer", open: at(() => "/overrides") },
  { name: "not found", dark: true, status: 404, open: at(() => "/no/such/page") },
  { name: "no such case", status: 404, open: at(() => "/cases/222-2222-2") },
  { name: "no permission", status: 403, account: "shelter", open: at(() => "/persons/register") },
  { name: "home without places", account: "admin", open: at(() => "/") },
];
