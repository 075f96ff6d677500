/**
 * `npm run simulate`: the real functions over memory, on a clock of their own, under faults drawn from one seed after the other. After each seed every
 * guarantee is checked.
 */
import { availableParallelism } from "node:os";
import { OperatorError } from "../../infra/cli/command.ts";
import { readOptions, runBench, wholeNumber } from "../bench/arguments.ts";
import { type FaultKind, faultKinds } from "./faults.ts";
import { loadMutated } from "./mutation.ts";
import { commandOf, mutantNamed } from "./replaying.ts";
import type { SeedOptions } from "./run-seed.ts";
import { simulateSeeds, toldOf } from "./simulate-seeds.ts";

const HELP = `Simulates the service under faults and checks what it promises.

  npm run simulate                            1,000 seeds
  npm run simulate -- --seeds 10000 --json    one line and nothing else:
      {seeds, events, withdrawals, faults, faultsByKind, violations, seconds}
  npm run simulate -- --from 5001 --workers 2
  npm run simulate -- --seed 17               one seed; when it fails, it is made as small as it can be
  npm run simulate -- --seed 17 --trace       everything that happens in it, the same every time
  npm run simulate -- --seed 17 --faults 3 --without frozen,throttled --drop 4,5
                                              of it, the first 3 faults, none of these kinds, and a story without these happenings
  npm run simulate -- --seed 17 --mutant no-tombstone
                                              with one of the faults of simulate:mutants planted in the code

It exits with 1 when a guarantee is broken, and says on standard error in which seeds and how each is run again.`;

const options = {
  seeds: { type: "string", default: "1000" },
  from: { type: "string", default: "1" },
  workers: { type: "string", default: String(availableParallelism()) },
  seed: { type: "string" },
  trace: { type: "boolean", default: false },
  faults: { type: "string" },
  without: { type: "string" },
  drop: { type: "string" },
  mutant: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<number> {
  const values = readOptions(options);
  if (values.help) {
    say(HELP);
    return 0;
  }
  if (values.seed !== undefined) {
    const limits: SeedOptions = {
      faultsMax: values.faults === undefined ? undefined : wholeNumber(values, "faults", { least: 0 }),
      without: listOf(values.without).map(toKind),
      drop: listOf(values.drop).map((drop) => wholeNumber({ drop }, "drop", { least: 0 })),
    };
    return runOne(wholeNumber(values, "seed"), limits, values);
  }
  const ofOne = (["trace", "faults", "without", "drop", "mutant"] as const).find((name) => values[name]);
  if (ofOne !== undefined) throw new OperatorError(`--${ofOne}: is for one seed, with --seed`);
  const report = await simulateSeeds({
    from: wholeNumber(values, "from"),
    seeds: wholeNumber(values, "seeds"),
    workers: wholeNumber(values, "workers"),
  });
  const { failing, ...figures } = report;
  say(JSON.stringify(figures));
  const [first] = failing;
  if (first === undefined) return 0;
  for (const line of toldOf(failing)) process.stderr.write(`${line}\n`);
  if (values.json) return 1;
  const { shrink } = await import("./shrink.ts");
  process.stderr.write(`smallest form of seed ${first.seed}: ${commandOf(first.seed, await shrink(first.seed))}\n`);
  return 1;
}

async function runOne(
  seed: number,
  limits: SeedOptions,
  { trace, mutant }: { readonly trace: boolean; readonly mutant?: string | undefined },
): Promise<number> {
  if (mutant !== undefined) loadMutated(mutantNamed(mutant, "mutant"));
  // Loaded here and not above: the mutant must be in place before.
  const { runSeed } = await import("./run-seed.ts");
  const { violations } = await runSeed(seed, { ...limits, onLine: trace ? say : undefined });
  if (violations.length === 0) {
    say(`seed ${seed}: every guarantee holds`);
    return 0;
  }
  for (const { guarantee, text } of violations) say(`seed ${seed}: guarantee ${guarantee}: ${text}`);
  say(`run it again: ${commandOf(seed, limits, mutant)}`);
  if (trace) return 1;
  const { shrink } = await import("./shrink.ts");
  say(`smallest form: ${commandOf(seed, await shrink(seed, limits), mutant)}`);
  return 1;
}

function listOf(text: string | undefined): string[] {
  return text === undefined || text === "" ? [] : text.split(",");
}

function toKind(text: string): FaultKind {
  const kind = faultKinds.find((known) => known === text);
  if (kind === undefined) throw new OperatorError(`--without: ‘${text}’ is none of ${faultKinds.join(", ")}`);
  return kind;
}

await runBench(main);
