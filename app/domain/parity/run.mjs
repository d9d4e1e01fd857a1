// The WASM side: prints digests, a verdict, or what a change costs.
//
//   node run.mjs MODULE digests FROM COUNT
//   node run.mjs MODULE verdict SEED
//   node run.mjs MODULE bench

import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

// As in src/measure.rs.
const ROUNDS = 3;
const CHANGES = 2000;
const OTHERS = 50;

const [module, command, ...rest] = process.argv.slice(2);
const compiled = await WebAssembly.compile(readFileSync(module));
let engine = begin();

if (command === "digests") {
  const [from, count] = rest.map(BigInt);
  const lines = [];
  for (let seed = from; seed < from + count; seed += 1n) {
    lines.push(`${seed} ${digestOf(seed)}\n`);
  }
  process.stdout.write(lines.join(""));
} else if (command === "verdict") {
  process.stdout.write(verdictOf(BigInt(rest[0])));
} else if (command === "bench") {
  bench();
} else {
  console.error("run.mjs MODULE digests FROM COUNT | verdict SEED | bench");
  process.exitCode = 2;
}

function begin() {
  return new WebAssembly.Instance(compiled, {}).exports;
}

/** The digest as the native side prints it; in its place, why there is none. */
function digestOf(seed) {
  try {
    return BigInt.asUintN(64, engine.digest(seed)).toString(16).padStart(16, "0");
  } catch (error) {
    // What broke off leaves its stack behind.
    engine = begin();
    return String(error);
  }
}

/** The verdict as the native side prints it. */
function verdictOf(seed) {
  const length = engine.verdict(seed);
  return new Uint8Array(engine.memory.buffer, engine.verdict_at(), length);
}

/** A line of JSON for each form: milliseconds. */
function bench() {
  const all = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let shape = 0; ; shape += 1) {
      engine.prepare(shape);
      if (engine.from_scratch() === 0) break;
      all[shape] ??= { change: [], problems: [], from_scratch: [] };
      time(CHANGES, all[shape].change, engine.change);
      time(OTHERS, all[shape].problems, engine.problems);
      time(OTHERS, all[shape].from_scratch, engine.from_scratch);
    }
  }
  for (const times of all) {
    const summaries = Object.entries(times).map(([name, runs]) => [name, summary(runs)]);
    console.log(JSON.stringify(Object.fromEntries(summaries)));
  }
}

/** Milliseconds of so many runs, after a few that only warm up. */
function time(runs, times, work) {
  for (let run = 0; run < runs / 10; run += 1) work();
  for (let run = 0; run < runs; run += 1) {
    const begin = performance.now();
    work();
    times.push(performance.now() - begin);
  }
}

function summary(times) {
  times.sort((one, other) => one - other);
  const at = (percent) => times[Math.floor((times.length * percent) / 100)];
  return { median: at(50), p95: at(95) };
}
