/**
 * `npm run demo:fortnight -- --json`: two simulated weeks of 5,000 people and 3,000 openings, with duplicates, closures, edits, opt-outs and
 * answers, through the real functions over memory on a virtual clock. Prints what people were sent and what of it broke a promise, counted from
 * what arrived; exits with 1 when anything did.
 */
import { readOptions, runBench, wholeNumber } from "../bench/arguments.ts";
import { runFortnight } from "./run.ts";

const options = {
  json: { type: "boolean", default: false },
  seed: { type: "string", default: "1" },
  people: { type: "string", default: "5000" },
  openings: { type: "string", default: "3000" },
} as const;

async function main(): Promise<number> {
  const values = readOptions(options);
  const report = await runFortnight({
    seed: wholeNumber(values, "seed"),
    people: wholeNumber(values, "people"),
    openings: wholeNumber(values, "openings"),
  });
  const violations = report.quietHours + report.overCap + report.afterClosure + report.afterOptOut + report.duplicates;
  if (values.json) console.log(JSON.stringify(report));
  else {
    for (const [name, value] of Object.entries(report)) {
      if (typeof value !== "object") console.log(`${name.padEnd(16)} ${value}`);
    }
    console.log("suppressed");
    for (const [reason, count] of Object.entries(report.suppressed)) console.log(`  ${reason.padEnd(22)} ${count}`);
  }
  if (violations > 0) console.error(`${violations} messages broke a promise`);
  return violations > 0 ? 1 : 0;
}

await runBench(main);
