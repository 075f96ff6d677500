/** `npm run simulate:mutants`: plants one fault after the other in the code and says after how many seeds the simulation notices. */
import { availableParallelism } from "node:os";
import { readOptions, runBench, wholeNumber } from "../bench/arguments.ts";
import { mutants } from "./mutants.ts";
import { commandOf, mutantNamed } from "./replaying.ts";
import { runWorker, seedsFrom } from "./simulate-seeds.ts";
import type { WorkerReport } from "./simulate-worker.ts";

const HELP = `Plants faults in the code, one at a time, and simulates until one is noticed.

  npm run simulate:mutants
  npm run simulate:mutants -- --json                one line and nothing else: {mutants, caught, seedsToCatch: {name: n}}
  npm run simulate:mutants -- --only stale-overwrite,no-tombstone --seeds 5000

It exits with 1 when one isn't noticed.`;

const options = {
  seeds: { type: "string", default: "5000" },
  only: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** The first seed that fails with a mutant and not without: one that fails anyway says nothing of it. */
async function firstToNotice(mutant: string, last: number): Promise<WorkerReport["failing"][number] | undefined> {
  for (let from = 1; from <= last; ) {
    const { failing } = await runWorker({ next: seedsFrom(from), last, mutant });
    const [first] = failing;
    if (first === undefined) return undefined;
    const plain = await runWorker({ next: seedsFrom(first.seed), last: first.seed });
    if (plain.failing.length === 0) return first;
    from = first.seed + 1;
  }
  return undefined;
}

async function main(): Promise<number> {
  const values = readOptions(options);
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const seedsMax = wholeNumber(values, "seeds");
  const left = values.only?.split(",").map((wanted) => mutantNamed(wanted, "only")) ?? [...mutants];
  const count = left.length;
  const seedsToCatch: Record<string, number> = {};
  const missed: string[] = [];
  const plantNext = async (): Promise<void> => {
    for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
      const { name } = mutant;
      const first = await firstToNotice(name, seedsMax);
      const seeds = first?.seed ?? seedsMax;
      if (first === undefined) missed.push(name);
      else seedsToCatch[name] = seeds;
      const how = first?.violations[0];
      const told =
        how === undefined ? "not noticed" : `guarantee ${how.guarantee}: ${how.text.split("\n")[0]?.slice(0, 120)}`;
      if (values.json) continue;
      process.stderr.write(`${name}: ${seeds} seeds, ${told}\n`);
      if (first !== undefined) process.stderr.write(`  run it again: ${commandOf(first.seed, {}, name)}\n`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, plantNext));
  const sorted = Object.fromEntries(Object.entries(seedsToCatch).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const caught = Object.keys(sorted).length;
  process.stdout.write(`${JSON.stringify({ mutants: count, caught, seedsToCatch: sorted })}\n`);
  return missed.length === 0 ? 0 : 1;
}

await runBench(main);
