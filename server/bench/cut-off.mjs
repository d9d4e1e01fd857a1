// Sends many requests for pages, and cuts every second one off at a random moment:
// cut-off.mjs PORT FOLDER COUNT. Prints how many were answered, and how many cut off.
import { readFileSync } from "node:fs";
import { connect } from "node:net";

const [port, folder, count] = process.argv.slice(2);
const lines = (name) => readFileSync(`${folder}/${name}`, "utf8").trim().split("\n");
const paths = [...lines("queries.txt").slice(0, 50), "/cases", "/cases?whose=all&stage=plan"];
const cookies = lines("cookies.txt");
const AT_ONCE = 16;
let sent = 0;
let whole = 0;
let cut = 0;

function one() {
  return new Promise((done) => {
    const number = sent++;
    const aborted = number % 2 === 1;
    const socket = connect(Number(port), "127.0.0.1", () => {
      const path = paths[number % paths.length];
      const cookie = cookies[number % cookies.length];
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\n` +
          "Accept: text/html\r\nConnection: close\r\n\r\n",
      );
      if (aborted) {
        setTimeout(() => socket.destroy(), Math.random() * 12);
      }
    });
    let answered = false;
    socket.on("data", () => (answered = true));
    socket.on("error", () => {});
    socket.on("close", () => {
      if (aborted) cut++;
      else if (answered) whole++;
      done();
    });
  });
}

async function worker() {
  while (sent < Number(count)) await one();
}

const begun = Date.now();
await Promise.all(Array.from({ length: AT_ONCE }, worker));
console.log(JSON.stringify({ whole, cut, seconds: (Date.now() - begun) / 1000 }));
