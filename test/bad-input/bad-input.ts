/** `npm run bad-input`: hostile and mistaken events, each of which must be accepted, or refused with a code and a path. */
import { readOptions, runBench, wholeNumber } from "../bench/arguments.ts";
import { runBadInput } from "./bad-input-run.ts";

const HELP = `Takes in events as nobody should send them.

  npm run bad-input                                100,000 of them
  npm run bad-input -- --inputs 5000 --seed 3 --json
      {inputs, accepted, refused, byCode, busiestMs, seconds}

Fails at the first that crashes the function, keeps it busy for over 50 ms, leaves a part of its effect, or gets another answer the second time.`;

const options = {
  inputs: { type: "string", default: "100000" },
  seed: { type: "string", default: "20261121" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

async function main(): Promise<number> {
  const values = readOptions(options);
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const startedMs = performance.now();
  const report = await runBadInput(wholeNumber(values, "inputs"), wholeNumber(values, "seed"));
  const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
  process.stdout.write(`${JSON.stringify({ ...report, seconds }, undefined, values.json ? 0 : 2)}\n`);
  return 0;
}

await runBench(main);
