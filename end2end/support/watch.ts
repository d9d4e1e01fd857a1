import type { BrowserContext, ConsoleMessage, Page, Request, Response } from "@playwright/test";
import { expect } from "@playwright/test";

/** What a test may say that it expects to go wrong. */
export interface Expected {
  /** A status of 400 or more that an answer is to have. */
  status?: number;
  /** Whether requests fail because the network is away. */
  offline?: boolean;
  /** Whether our code is loaded and left lying for a while. */
  idle?: boolean;
  /** Whether what is under way breaks off, as its process is killed: the stream, and what is loaded. */
  cutOff?: boolean;
}

/**
 * Watches everything that a browser does during a test, and lets nothing odd pass: a word on the
 * console (hydration warnings and breaches of the content security policy among them), an
 * uncaught error, an answer that is an error, and any request to another host.
 */
export class Watch {
  private readonly origin: string;
  private readonly oddities: string[] = [];
  private readonly statuses = new Map<number, boolean>();
  private offline = false;
  private cutOff = false;
  private idle: boolean;

  constructor(
    baseURL: string,
    private readonly hydrated: boolean,
  ) {
    this.origin = new URL(baseURL).origin;
    // Without JavaScript nobody ever uses what the page tells the browser to load early.
    this.idle = !hydrated;
  }

  /** Lets the given things go wrong. A status that then never comes fails the test as well. */
  expect(expected: Expected): void {
    if (expected.status !== undefined && !this.statuses.has(expected.status)) {
      this.statuses.set(expected.status, false);
    }
    this.offline ||= expected.offline ?? false;
    this.cutOff ||= expected.cutOff ?? false;
    this.idle ||= expected.idle ?? false;
  }

  /** Watches every page of a context. */
  follow(context: BrowserContext): void {
    context.on("console", (message) => this.hear(message));
    context.on("weberror", (error) => this.note(`uncaught: ${error.error().message}`));
    context.on("request", (request) => this.see(request));
    context.on("response", (response) => this.weigh(response));
    context.on("requestfailed", (request) => this.miss(request));
    context.on("page", (page) => {
      page.on("crash", () => this.note("the page crashed"));
    });
  }

  /** Fails the test if anything was odd. */
  mustBeQuiet(): void {
    const missing = [...this.statuses].filter(([, seen]) => !seen).map(([status]) => status);
    expect(this.oddities, "the browser had something to say").toEqual([]);
    expect(missing, "these statuses were expected and never came").toEqual([]);
  }

  private isCutOff(text: string, url: string): boolean {
    const broke = /net::ERR_(INCOMPLETE_CHUNKED_ENCODING|CONNECTION_(RESET|CLOSED)|EMPTY_RESPONSE)/.test(text);
    const under_way = ["/api/v1/live", "/api/shelters/board"];
    return this.cutOff && broke && under_way.includes(new URL(url).pathname);
  }

  private note(oddity: string): void {
    this.oddities.push(oddity);
  }

  private hear(message: ConsoleMessage): void {
    if (!["error", "warning", "assert"].includes(message.type())) {
      return;
    }
    const text = message.text();
    const status = /the server responded with a status of (\d+)/.exec(text)?.[1];
    const expected =
      (status !== undefined && this.statuses.has(Number(status))) ||
      (this.offline && text.includes("net::ERR_INTERNET_DISCONNECTED")) ||
      this.isCutOff(text, message.location().url) ||
      (this.idle && text.includes("was preloaded using link preload but not used"));
    if (!expected) {
      this.note(`console ${message.type()}: ${text} (${message.location().url})`);
    }
  }

  private see(request: Request): void {
    const url = new URL(request.url());
    if (url.origin !== this.origin) {
      this.note(`another host was asked: ${request.url()}`);
    }
  }

  private weigh(response: Response): void {
    const status = response.status();
    if (status < 400) {
      return;
    }
    if (this.statuses.has(status)) {
      this.statuses.set(status, true);
    } else {
      this.note(`${status} ${response.request().method()} ${response.url()}`);
    }
  }

  private miss(request: Request): void {
    const reason = request.failure()?.errorText ?? "";
    // Whoever goes on to the next page gives up what the last one was still loading.
    const given_up = reason === "net::ERR_ABORTED";
    const away = this.offline && reason === "net::ERR_INTERNET_DISCONNECTED";
    // Without JavaScript, Chromium gives this reason for every script that it leaves alone.
    const left_alone = !this.hydrated && reason === "csp";
    const cut_off = this.isCutOff(reason, request.url());
    if (!given_up && !away && !left_alone && !cut_off) {
      this.note(`failed: ${reason} ${request.url()}`);
    }
  }
}

/** Where the page is now: path and query. */
export function place(page: Page): string {
  const url = new URL(page.url());
  return url.pathname + url.search;
}
