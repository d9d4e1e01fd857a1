import { expect, type BrowserContext, type Page } from "@playwright/test";
import { tookOver } from "./hydration.ts";
import type { Language } from "./words.ts";

/** The password of every demonstration account. */
export const PASSWORD = "lanchid-demo-2026";

/** What is typed into a form: by field, one value or several. */
export type Answers = Record<string, string | string[]>;

/** Somebody who works with the system, in a browser of their own. */
export class Person {
  constructor(
    readonly account: string,
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly baseURL: string,
    private readonly hydrated: boolean,
  ) {}

  /** Chooses the language of the pages that are opened from now on. */
  async speak(language: Language): Promise<void> {
    const cookie = { name: "lanchid_language", value: language, url: this.baseURL };
    await this.context.addCookies([cookie]);
  }

  /** Signs in without the page, and forgets what another test may have left to fill in. */
  async signIn(): Promise<void> {
    const form = { account: this.account, password: PASSWORD };
    const response = await this.context.request.post("/api/users/sign_in", { form });
    expect(response.status(), `${this.account} signs in`).toBe(200);
    await this.context.request.post("/api/forms/discard_draft");
  }

  /** The session ends without the page knowing. */
  async loseSession(): Promise<void> {
    await this.context.clearCookies({ name: "lanchid_session" });
  }

  /** Opens a page and, where our code runs, waits until it has taken over. */
  async open(path: string): Promise<void> {
    await this.page.goto(path);
    if (this.hydrated) {
      await tookOver(this.page);
    }
  }

  /** Registers somebody without the page; answers the case number. */
  async register(answers: Answers): Promise<string> {
    const response = await this.post("/api/cases/register_person", {}, { ...SOMEBODY, ...answers });
    const registered = (await response.json()) as { number: string };
    return registered.number;
  }

  /** Saves answers of a case without the page. */
  async save(number: string, form: string, version: number, answers: Answers): Promise<void> {
    const target = { case: number, form, version: String(version) };
    await this.post("/api/cases/save_answers", target, answers);
  }

  /** Records that the person of a case consents to sharing, without the page. */
  async consents(number: string): Promise<void> {
    await this.save(number, "consents", 0, CONSENT);
  }

  /** Asks for the transfer of a case without the page, to whichever district comes first. */
  async asksFor(number: string): Promise<void> {
    await this.consents(number);
    const plain = { number, to: "1", reason: "Moved", urgency: "soon", "fields[]": "identity/citizenship" };
    await this.post("/api/transitions/ask", plain, {});
  }

  /**
   * Refers the person of a case to the family team of a district, without the page: it sees the
   * citizenship at once, and later the given name and the e-mail address, too.
   */
  async refers(number: string, to: string): Promise<void> {
    await this.consents(number);
    const answered = await this.post("/api/transitions/compose_referral", { number }, {});
    const { services } = (await answered.json()) as { services: Service[] };
    const own = services.filter((one) => one.district.number === Number(to.slice(1)));
    const service = own.find((one) => one.label.en.startsWith("Family"))!;
    const plain = { number, to: service.id, purpose: "housing", reason: "A room for two months", urgency: "soon" };
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const form = new URLSearchParams({ ...plain, until });
    form.append("fields[]", "identity/citizenship");
    for (const granted of ["identity/given_name", "identity/citizenship", "contact/email"]) {
      form.append("granted[]", granted);
    }
    await this.send("/api/transitions/refer", form);
  }

  /** Takes a step of what stands in the queue about a case, without the page. */
  async takes(event: string, number: string): Promise<void> {
    const answered = await this.post("/api/transitions/queue", {}, {});
    const queue = (await answered.json()) as Record<"waiting" | "under_way", { id: string; number: string }[]>;
    const row = [...queue.waiting, ...queue.under_way].find((one) => one.number === number)!;
    await this.post("/api/transitions/step", { id: row.id, event }, {});
  }

  /** Asks another district for a case, without the page. */
  async requests(number: string): Promise<void> {
    await this.post("/api/transitions/request", { number, reason: "She has moved here" }, {});
  }

  /** Forgets what another test may have left of a request. */
  async forgetsRequest(): Promise<void> {
    await this.post("/api/transitions/request", { go: "discard" }, {});
  }

  /** Asks for the assessment of a case to be approved, without the page. */
  async asksForApproval(number: string): Promise<void> {
    const form = { number, kind: "assessment" };
    await this.context.request.post("/api/workflow/ask_approval", { form });
  }

  private async post(path: string, plain: Record<string, string>, answers: Answers) {
    const form = new URLSearchParams(plain);
    for (const [field, value] of Object.entries(answers)) {
      for (const one of [value].flat()) {
        form.append(`answers[${field}][]`, one);
      }
    }
    return this.send(path, form);
  }

  private async send(path: string, form: URLSearchParams) {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const response = await this.context.request.post(path, { headers, data: form.toString() });
    expect(response.status(), await response.text()).toBe(200);
    return response;
  }
}

/** A team that persons can be referred to. */
interface Service {
  id: string;
  district: { number: number };
  label: { en: string };
}

/** Somebody who lets their data go to another district. */
const CONSENT: Answers = {
  consent_giver: "person",
  consent_case_management: "given",
  consent_case_management_how: "spoken",
  consent_case_management_on: "2024-01-02",
  consent_sharing: "given",
  consent_sharing_how: "signed",
  consent_sharing_on: "2024-01-02",
  consent_cash: "not_asked",
  consent_statistics: "not_asked",
};

/** What a registration cannot do without. */
const SOMEBODY: Answers = { given_name: "Олена", sex: "female", citizenship: "ukrainian" };
