// Two processes on one database, behind one address, either of which can be killed.
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { Balancer } from "./balancer.ts";

/** What `scripts/test-e2e` tells of the pair: the address that both are reached at, the program, its database. */
const { PAIR_URL, PAIR_SERVER, PAIR_DATABASE_URL, PAIR_OWNER_URL, PAIR_DATA_DIR } = process.env;

const SETTINGS = {
  LANCHID_DEMO: "1",
  LANCHID_PUBLIC_URL: PAIR_URL,
  LANCHID_DATABASE_URL: PAIR_DATABASE_URL,
  LANCHID_MIGRATION_DATABASE_URL: PAIR_OWNER_URL,
  LANCHID_DATA_DIR: PAIR_DATA_DIR,
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

class Process {
  private child?: ChildProcess;

  constructor(readonly port: number) {}

  /** Starts it, and waits until it answers. */
  async start(): Promise<void> {
    const env = { ...process.env, ...SETTINGS, LANCHID_ADDR: `127.0.0.1:${this.port}` };
    const child = spawn(PAIR_SERVER!, ["serve"], { env, cwd: "..", stdio: "ignore" });
    this.child = child;
    while (!(await this.answers())) {
      if (child.exitCode !== null) {
        throw new Error(`a process of the pair ended with ${child.exitCode}`);
      }
      await new Promise((done) => setTimeout(done, 200));
    }
  }

  /** Kills it, as a power cut would; answers when it is gone. */
  async kill(): Promise<void> {
    const child = this.child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    const gone = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await gone;
  }

  private async answers(): Promise<boolean> {
    const answer = fetch(`http://127.0.0.1:${this.port}/health/ready`);
    return answer.then((ready) => ready.ok).catch(() => false);
  }
}

/** Two processes and what stands before them. */
export class Pair {
  private constructor(
    readonly processes: readonly [Process, Process],
    private readonly balancer: Balancer,
  ) {}

  static async start(): Promise<Pair> {
    const [one, other] = [new Process(await freePort()), new Process(await freePort())];
    const pair = new Pair([one, other], new Balancer([one.port, other.port]));
    try {
      // The first one may have a whole city to make.
      await one.start();
      await other.start();
      await pair.balancer.listen(Number(new URL(PAIR_URL!).port));
    } catch (error) {
      await pair.end();
      throw error;
    }
    return pair;
  }

  async end(): Promise<void> {
    this.balancer.close();
    await Promise.all(this.processes.map((process) => process.kill()));
  }
}
