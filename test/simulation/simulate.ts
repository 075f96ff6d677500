/**
 * `npm run simulate`: the real functions over memory, on a clock of their own, under faults drawn from one seed after the other. After each seed every
 * guarantee is checked.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { type FaultKind, faultKinds } from "./faults.ts";
import { runSeed, type SeedOptions } from "./run-seed.ts";
import { commandOf, shrink } from "./shrink.ts";
import { simulateSeeds } from "./simulate-seeds.ts";

const HELP = `Simulates the service under faults and checks what it promises.

  npm run simulate                            1,000 seeds
  npm run simulate -- --seeds 10000 --json    one line and nothing else:
      {seeds, events, withdrawals, faults, faultsByKind, violations, seconds}
  npm run simulate -- --from 5001 --workers 2
  npm run simulate -- --seed 17               one seed; when it fails, it is made as small as it can be
  npm run simulate -- --seed 17 --trace       everything that happens in it, the same every time
  npm run simulate -- --seed 17 --faults 3 --without frozen,throttled --drop 4,5
                                              of it, the first 3 faults, none of these kinds, and a story without these happenings

It exits with 1 when a guarantee is broken.`;

const options = {
  seeds: { type: "string", default: "1000" },
  from: { type: "string", default: "1" },
  workers: { type: "string", default: String(availableParallelism()) },
  seed: { type: "string" },
  trace: { type: "boolean", default: false },
  faults: { type: "string" },
  without: { type: "string" },
  drop: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({ options });
  if (values.help) {
    say(HELP);
    return 0;
  }
  if (values.seed !== undefined) {
    const limits: SeedOptions = {
      faultsMax: values.faults === undefined ? undefined : Number(values.faults),
      without: listOf(values.without).map(toKind),
      drop: listOf(values.drop).map(Number),
    };
    return runOne(Number(values.seed), limits, values.trace);
  }
  const report = await simulateSeeds({
    from: Number(values.from),
    seeds: Number(values.seeds),
    workers: Number(values.workers),
  });
  const { failing, ...figures } = report;
  say(JSON.stringify(figures));
  const [first] = failing;
  if (first === undefined) return 0;
  for (const { seed, violations } of failing) {
    process.stderr.write(`seed ${seed}: guarantee ${violations[0]?.guarantee}: ${violations[0]?.text}\n`);
  }
  if (!values.json)
    process.stderr.write(`smallest form of seed ${first.seed}: ${(await shrink(first.seed)).command}\n`);
  return 1;
}

async function runOne(seed: number, limits: SeedOptions, isTraced: boolean): Promise<number> {
  const { violations } = await runSeed(seed, { ...limits, onLine: isTraced ? say : undefined });
  if (violations.length === 0) {
    say(`seed ${seed}: every guarantee holds`);
    return 0;
  }
  for (const { guarantee, text } of violations) say(`seed ${seed}: guarantee ${guarantee}: ${text}`);
  say(`run it again: ${commandOf(seed, limits)}`);
  if (!isTraced) say(`smallest form: ${(await shrink(seed, limits)).command}`);
  return 1;
}

function listOf(text: string | undefined): string[] {
  return text === undefined || text === "" ? [] : text.split(",");
}

function toKind(text: string): FaultKind {
  const kind = faultKinds.find((known) => known === text);
  if (kind === undefined) throw new RangeError(`${text} is no kind of fault; there are ${faultKinds.join(", ")}`);
  return kind;
}

process.exitCode = await main();
