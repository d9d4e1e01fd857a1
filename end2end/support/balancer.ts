// What stands before several processes: each connection goes to one of them that answers.
import { connect, createServer, type Server, type Socket } from "node:net";

export class Balancer {
  private readonly server: Server;
  private turn = 0;

  constructor(private readonly ports: number[]) {
    this.server = createServer((client) => {
      client.on("error", () => client.destroy());
      this.turn += 1;
      this.pass(client, this.ports.length);
    });
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((done, fail) => {
      this.server.once("error", fail);
      this.server.listen(port, "127.0.0.1", done);
    });
  }

  close(): void {
    this.server.close();
  }

  /** Passes a connection on to the next process, and to another where nobody answers there. */
  private pass(client: Socket, left: number): void {
    if (left === 0) {
      client.destroy();
      return;
    }
    const port = this.ports[(this.turn + left) % this.ports.length]!;
    const server = connect(port, "127.0.0.1");
    const elsewhere = () => this.pass(client, left - 1);
    server.once("error", elsewhere);
    server.once("connect", () => {
      server.off("error", elsewhere);
      join(client, server);
    });
  }
}

/** Joins two connections: where one ends, however it ends, so does the other. */
function join(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on("error", () => to.destroy());
    from.on("close", () => to.destroy());
    from.pipe(to);
  }
}
