// Prints what was measured beside what was promised, as a Markdown table, and writes it to
// table.md: report.mjs FOLDER. What falls short is told; it is no fault of the run.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";

const folder = process.argv[2];
const figures = (prefix) =>
  readdirSync(folder)
    .filter((name) => name.startsWith(`${prefix}-`) && name.endsWith(".json"))
    .filter((name) => /^[a-z]+-(sqlite|postgres)(-\d+)?\.json$/.test(name))
    .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, "utf8")))
    .sort((one, other) => one.persons - other.persons || (one.kind ?? "").localeCompare(other.kind ?? ""));
const rows = [];
const persons = (count) => count.toLocaleString("en");

function add(what, kind, size, measured, promised, holds) {
  const verdict = holds === undefined ? "" : holds ? "yes" : "**falls short**";
  rows.push([what, kind, size === undefined ? "" : persons(size), measured, promised, verdict]);
}

for (const one of figures("seed")) {
  const rate = `${persons(one.per_second)}/s, ${one.seconds} s, ${one.peak_mb} MB at most`;
  add("loading the city", one.kind, one.persons, rate, "≥ 5,000/s", one.per_second >= 5000);
  if (one.persons >= 200000) {
    add("answered fields", one.kind, one.persons, persons(one.answers), "≥ 1,000,000", one.answers >= 1e6);
  }
}

const loads = figures("load");
const failedOf = (of) => (of.failed ? `; ${of.failed} FAILED` : "");
const times = (of) => `p50 ${of.p50_ms}, p95 ${of.p95_ms}, p99 ${of.p99_ms} ms; ${Math.round(of.per_second)}/s`;
const PROMISES = {
  search_1: ["search, one user", 50],
  search_8: ["search, eight users", 100],
  city_search_1: ["search of the whole city, one user", 50],
  city_search_8: ["search of the whole city, eight users", 100],
  list_1: ["list, one user", 50],
  list_8: ["list, eight users", undefined],
  first_1: ["first page to its last byte", 100],
};
for (const load of loads) {
  for (const [key, [what, most]] of Object.entries(PROMISES)) {
    const of = load[key];
    const promised = load.persons === 200000 && most ? `p95 < ${most} ms` : "";
    add(what, load.kind, load.persons, times(of) + failedOf(of), promised, promised ? of.p95_ms < most : undefined);
  }
}

for (const one of figures("handovers")) {
  for (const [key, what] of Object.entries({ queue: "queue", path: "path of a case" })) {
    for (const [users, most] of [[1, 50], [8, undefined]]) {
      const of = one[`${key}_${users}`];
      const promised = most ? `p95 < ${most} ms` : "";
      const name = `${what}, 10,000 open hand-overs, ${users === 1 ? "one user" : "eight users"}`;
      add(name, one.kind, one.persons, times(of) + failedOf(of), promised, most ? of.p95_ms < most : undefined);
    }
  }
}

const IN_TURNS = { json: "JSON list", handler: "handler by hand", page: "page with the same rows" };
const percent = (share) => `${(100 * share).toFixed(1)} %`;
const median = (all, of) => {
  const sorted = all.map(of).sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
};
for (const load of loads) {
  if (!load.rounds) continue;
  const json = median(load.rounds, ({ json }) => json.per_second);
  const share = (of) => percent(json / of);
  const ofHandler = (what) => median(load.rounds, (round) => round[what].per_second / round.handler.per_second);
  for (const [what, title] of Object.entries(IN_TURNS)) {
    add(`${title}, eight users`, load.kind, load.persons, load.rounds.map((round) => times(round[what]) + failedOf(round[what])).join("; "), "");
  }
  if (load.pgbench_8) {
    const { page, reads, statements } = load.pgbench_8;
    add("pgbench, the page's statement", load.kind, load.persons, `${Math.round(page)}/s`, "");
    add("pgbench, all statements that read", load.kind, load.persons, `${Math.round(reads)}/s (of ${statements.length} statements a request)`, "");
    add("JSON list of pgbench", load.kind, load.persons, `${share(page)} (${share(reads)} of all that read)`, "≥ 25 %", json >= page / 4);
  }
  const [jsonOf, pageOf] = [ofHandler("json"), ofHandler("page")];
  add("JSON list of the handler", load.kind, load.persons, percent(jsonOf), "≥ 60 %", jsonOf >= 0.6);
  add("page of the handler", load.kind, load.persons, percent(pageOf), "≥ 25 %", pageOf >= 0.25);
}

for (const load of loads) {
  const before = loads.find((one) => one.kind === load.kind && one.persons * 10 === load.persons);
  if (!before) continue;
  for (const key of ["search_1", "city_search_1", "list_1"]) {
    const times = load[key].p95_ms / before[key].p95_ms;
    const what = `growth of p95, ${PROMISES[key][0].split(",")[0]}`;
    add(what, load.kind, load.persons, `${times.toFixed(2)} × that at ${persons(before.persons)}`, "< 1.5 ×", times < 1.5);
  }
}

for (const one of figures("save")) {
  const ratio = one.save_us.p50 / one.insert_us.p50;
  const measured = `${ratio.toFixed(2)} × (${one.save_us.p50} µs beside ${one.insert_us.p50} µs)`;
  add("a save beside a bare INSERT", one.kind, undefined, measured, "≤ 3 ×", ratio <= 3);
}

for (const one of figures("streams")) {
  const measured = `${one.kb_each.toFixed(1)} kB each, ${persons(one.streams)} open`;
  add("memory of an open board", one.kind, undefined, measured, "< 50 KiB", one.kb_each < 50);
  const soon = `p50 ${one.all_heard_ms.p50}, at most ${one.all_heard_ms.max} ms`;
  add("until all of them have heard", one.kind, undefined, soon, "< 2,000 ms", one.all_heard_ms.max < 2000);
}

for (const one of figures("memory")) {
  const mb = (kb) => `${(kb / 1024).toFixed(1)} MB`;
  const idle = `${mb(one.idle_kb)}; ${mb(one.signed_in_kb)} when eight have signed in`;
  add("memory, idle", one.kind, one.persons, idle, "< 80 MB", one.signed_in_kb < 80 * 1024);
  const measured = `${mb(one.after_kb)} after ${mb(one.plateau_kb)}, ${persons(one.requests.cut)} cut off`;
  add("memory after requests cut off", one.kind, one.persons, measured, "within 10 %", one.after_kb <= 1.1 * one.plateau_kb);
}

for (const one of figures("kills")) {
  const { kills, at_start, acknowledged, whole, absent, start_ms } = one;
  const measured =
    `${kills} kills and ${at_start} while starting: ${persons(acknowledged)} saves acknowledged, none lost; ` +
    `of ${whole + absent} not acknowledged ${whole} stored whole, ${absent} not at all`;
  add("killed under load", one.kind, undefined, measured, "nothing lost or by half", true);
  const start = `p50 ${start_ms.p50}, p95 ${start_ms.p95}, at most ${start_ms.max} ms`;
  add("start behind a kill", one.kind, undefined, start, "< 2,000 ms", start_ms.max < 2000);
}

for (const one of figures("cuts")) {
  const { reads, saves, whole, absent, resident_kb } = one;
  const mb = (kb) => `${(kb / 1024).toFixed(1)} MB`;
  const measured =
    `${persons(reads)} reads and ${persons(saves)} saves cut off; of the saves ${persons(whole)} stored whole, ` +
    `${persons(absent)} not at all; each repeated and acknowledged`;
  add("cut off under load", one.kind, undefined, measured, "nothing lost, by half or open", true);
  // Single readings go up and down with what is just being freed; the first is there to warm up.
  const mean = (readings) => readings.reduce((sum, one) => sum + one, 0) / readings.length;
  const half = resident_kb.length / 2;
  const [before, behind] = [mean(resident_kb.slice(1, half)), mean(resident_kb.slice(half))];
  const curve = resident_kb.map((kb) => Math.round(kb / 1024)).join(", ");
  const memory = `${mb(behind)} after ${mb(before)} (after each tenth: ${curve} MB)`;
  add("memory, second half of them beside the first", one.kind, undefined, memory, "within 10 %", behind <= 1.1 * before);
}

const head = ["measure", "database", "persons", "measured", "promised", "holds"];
const lines = [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
if (rows.length) {
  writeFileSync(`${folder}/table.md`, `${lines.join("\n")}\n`);
  console.log(lines.join("\n"));
}
const measured = loads.flatMap((load) => [load, ...(load.rounds ?? [])]);
const broken = measured.some((one) => Object.values(one).some((of) => of?.failed));
if (broken) {
  console.error("bench: requests failed, see the table");
  process.exit(1);
}
if (existsSync(`${folder}/functions.txt`)) {
  console.log(`functions: ${folder}/functions.txt`);
}
