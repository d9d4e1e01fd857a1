// The WASM side: prints digests, or what a change costs.
//
//   node run.mjs MODULE digests FROM COUNT
//   node run.mjs MODULE bench

import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

const [module, command, ...rest] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(module), {});
const { digest, prepare, change, from_scratch } = instance.exports;

if (command === "digests") {
  const [from, count] = rest.map(BigInt);
  const lines = [];
  for (let seed = from; seed < from + count; seed += 1n) {
    lines.push(`${seed} ${digestOf(seed)}`);
  }
  console.log(lines.join("\n"));
} else if (command === "bench") {
  bench();
} else {
  console.error("run.mjs MODULE digests FROM COUNT | bench");
  process.exit(2);
}

/** The digest as the native side prints it. */
function digestOf(seed) {
  try {
    return BigInt.asUintN(64, digest(seed)).toString(16).padStart(16, "0");
  } catch (error) {
    console.error(`seed ${seed}: ${error}`);
    process.exit(1);
  }
}

/** One line of JSON for each shape, as the native side prints it, without names. */
function bench() {
  for (let shape = 0; ; shape += 1) {
    prepare(shape);
    if (from_scratch() === 0) return;
    const line = { change: timed(4000, change), from_scratch: timed(100, from_scratch) };
    console.log(JSON.stringify(line));
  }
}

/** Milliseconds of so many runs; the first tenth only warms up. */
function timed(runs, work) {
  const times = [];
  for (let run = 0; run < runs * 1.1; run += 1) {
    const begin = performance.now();
    work();
    times.push(performance.now() - begin);
  }
  times.splice(0, runs / 10);
  times.sort((one, other) => one - other);
  const at = (percent) => times[Math.floor((times.length * percent) / 100)];
  return { median: at(50), p95: at(95) };
}
