// What a load took, as JSON: seeded.mjs KIND SIZE SECONDS LOG RSS ANSWERS BYTES
import { readFileSync } from "node:fs";

const [kind, size, seconds, log, rss, answers, bytes] = process.argv.slice(2);
const told = readFileSync(log, "utf8").match(/persons in \d+ s, (\d+) a second/);
console.log(
  JSON.stringify({
    kind,
    persons: Number(size),
    seconds: Number(seconds),
    per_second: Number(told?.[1] ?? 0),
    peak_mb: Math.round(Number(readFileSync(rss, "utf8").trim().split("\n").pop()) / 1024),
    answers: Number(answers) || null,
    database_mb: Math.round(Number(bytes) / 1e6),
  }),
);
