// Opens boards of shelters as many people do, twenty a user, and prints what a stream costs the
// server in memory, and how long it takes until all of them have heard of a held bed:
// streams.mjs PORT PID COUNT.
import { readFileSync } from "node:fs";
import http from "node:http";

const [port, pid, count] = process.argv.slice(2).map(Number);
const PER_USER = 20;
const PASSWORD = "lanchid-demo-2026";
const agent = new http.Agent({ maxSockets: Infinity });

const resident = () => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

function send(method, path, cookie, form) {
  const body = form === undefined ? undefined : new URLSearchParams(form).toString();
  const headers = { accept: "application/json", origin: `http://127.0.0.1:${port}` };
  if (cookie) headers.cookie = cookie;
  if (body !== undefined) headers["content-type"] = "application/x-www-form-urlencoded";
  return new Promise((done, fail) => {
    const request = http.request({ host: "127.0.0.1", port, path, method, headers, agent }, (answer) => {
      let text = "";
      answer.on("data", (piece) => (text += piece));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, text }));
    });
    request.on("error", fail);
    request.end(body);
  });
}

async function signIn(account) {
  const answer = await send("POST", "/api/users/sign_in", undefined, { account, password: PASSWORD });
  if (answer.status !== 200) throw new Error(`${account}: ${answer.status} ${answer.text}`);
  return answer.headers["set-cookie"].map((cookie) => cookie.split(";")[0]).join("; ");
}

let heard = 0;
function listen(cookie) {
  return new Promise((done, fail) => {
    const headers = { cookie, accept: "text/event-stream" };
    const request = http.request({ host: "127.0.0.1", port, path: "/api/v1/live?shelters=all", headers, agent }, (answer) => {
      if (answer.statusCode !== 200) return fail(new Error(`a stream: ${answer.statusCode}`));
      answer.on("data", (piece) => {
        heard += String(piece).split("event: shelters").length - 1;
      });
      done(request);
    });
    request.on("error", fail);
    request.end();
  });
}

async function untilHeard(wanted, within) {
  const begun = performance.now();
  while (heard < wanted && performance.now() - begun < within) await sleep(5);
  return performance.now() - begun;
}

const NAMES = ["caseworker1", "caseworker2", "supervisor1", "supervisor2", "helpdesk", "shelter"];
const cookies = [];
for (let user = 0; user < Math.ceil(count / PER_USER); user++) {
  const district = String(1 + Math.floor(user / NAMES.length)).padStart(2, "0");
  cookies.push(await signIn(`${NAMES[user % NAMES.length]}.d${district}`));
}
await sleep(2000);
const before = resident();
const streams = [];
for (let stream = 0; stream < count; stream++) {
  streams.push(await listen(cookies[Math.floor(stream / PER_USER)]));
}
await untilHeard(count, 30_000);
await sleep(3000);
const open = resident();
if (heard < count) throw new Error(`only ${heard} of ${count} streams were told how shelters stand`);

const operator = await signIn("shelter.d08");
const list = JSON.parse((await send("POST", "/api/shelters/list", operator, {})).text);
const shelter = list.shelters[0].id;
const board = JSON.parse((await send("POST", "/api/shelters/board", operator, { shelter })).text);
const beds = board.rooms.flatMap((room) => room.beds).filter((bed) => bed.state === "free");
const times = [];
for (const bed of beds.slice(0, 5)) {
  heard = 0;
  const form = { shelter, opened: bed.id, event: "hold", name: "Nagy Őrs" };
  await send("POST", "/api/shelters/act", operator, form);
  times.push(Math.round(await untilHeard(count, 10_000)));
  if (heard < count) throw new Error(`only ${heard} of ${count} streams heard of a held bed`);
}
times.sort((one, other) => one - other);
const figures = { streams: count, before_kb: before, open_kb: open, kb_each: (open - before) / count };
console.log(JSON.stringify({ ...figures, all_heard_ms: { p50: times[2], max: times.at(-1) } }));
for (const stream of streams) stream.destroy();
process.exit(0);
