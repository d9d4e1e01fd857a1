// Takes the statements of one list request out of PostgreSQL's log, with their values:
// page.sql holds the one that reads the page, reads.sql all that read; statements.json counts.
import { readFileSync, writeFileSync } from "node:fs";

const [log, folder] = process.argv.slice(2);
const text = readFileSync(log, "utf8");
const entries = text.split(/^(?=\d{4}-\d\d-\d\d .*(?:LOG|DETAIL|STATEMENT): )/m);
const statements = [];
// Values follow the statement that was carried out; those of a `parse` or `bind` are of the next.
let current;
for (const entry of entries) {
  const run = entry.match(/LOG: {2}duration: ([\d.]+) ms {2}(?:execute [^:]*|statement): ([\s\S]*)$/);
  if (run) {
    current = { ms: Number(run[1]), sql: run[2].trim(), values: {} };
    statements.push(current);
  } else if (/LOG: /.test(entry)) {
    current = undefined;
  }
  const detail = entry.match(/DETAIL: {2}parameters: ([\s\S]*)$/i);
  if (detail && current) {
    const { values } = current;
    for (const [, name, value] of detail[1].matchAll(/\$(\d+) = (NULL|'(?:[^']|'')*')/g)) {
      values[name] = value;
    }
  }
}
const filled = ({ sql, values }) =>
  sql.replace(/\s+/g, " ").replace(/\$(\d+)\b/g, (whole, name) => values[name] ?? whole) + ";\n";
// The process also looks by the clock for what is to be sealed, sent or ended.
const by_the_clock = /FROM "(audit_\w+|webhook\w*|outbox\w*|transitions)"/;
const reads = statements.filter(({ sql }) => /^(SELECT|WITH)\b/i.test(sql) && !by_the_clock.test(sql));
const of_cases = reads.filter(({ sql }) => /"cases"/.test(sql));
const page = of_cases.find(({ sql }) => /ORDER BY/i.test(sql) && /LIMIT/i.test(sql)) ?? of_cases[0];
if (!page) {
  throw new Error(`no statement reads the list, see ${log}`);
}
writeFileSync(`${folder}/page.sql`, filled(page));
writeFileSync(`${folder}/reads.sql`, reads.map(filled).join(""));
const told = statements.map(({ ms, sql }) => ({ ms, sql: sql.replace(/\s+/g, " ").slice(0, 160) }));
writeFileSync(`${folder}/statements.json`, JSON.stringify(told));
