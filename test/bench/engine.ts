/**
 * `npm run bench:engine`: the matching engine in memory, without the service around it. A seeded population (population.ts) is taken in from
 * log records, as a shard does when it starts; then openings look for people and people for openings, people change, and everything is asked
 * again. Answers are compared with the plain score over everybody, before and after the changes: any difference makes the run fail.
 *
 * Every event is timed once, after a warm-up; only the slowdown, which is a small difference, is taken from the best of several runs.
 */
import { defaultWeights } from "../../domain/matching/score.ts";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import { stages } from "../../infra/stages.ts";
import { basisPoints, readOptions, runBench, wholeNumber } from "./arguments.ts";
import { runEngine } from "./engine-run.ts";
import { POPULATION_DAY } from "./population.ts";

const HELP = `Measures the matching engine.

  npm run bench:engine                      1,000,000 applicants, 100,000 openings
  npm run bench:engine -- --quick           100,000 applicants, 10,000 openings, under a minute
  npm run bench:engine -- --applicants 10000 --openings 1000 --events 200 --seed 2
  npm run bench:engine -- --threshold 6500  the deployed one is ${stages.prod.thresholdBp}
  npm run bench:engine -- --json            one line and nothing else:
      {applicants, openings, reverse: {p50Ms, p99Ms}, forward: {p50Ms, p99Ms}, fallback: {reverse, forward}, bytesPerApplicant,
       rebuildPerSecond, updateMicros, differences, …}

reverse: one opening, everybody over the threshold and the best 100. forward: one profile, its best 20 openings. fallback: the same without
WebAssembly. It exits with 1 when an answer differs from the plain score's.`;

const options = {
  applicants: { type: "string" },
  openings: { type: "string" },
  quick: { type: "boolean", default: false },
  events: { type: "string", default: "1000" },
  seed: { type: "string", default: "1" },
  threshold: { type: "string", default: String(stages.prod.thresholdBp) },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

async function main(): Promise<number> {
  const values = readOptions(options);
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const report = await runEngine({
    applicants: wholeNumber(values, "applicants", { otherwise: values.quick ? 100_000 : 1_000_000 }),
    openings: wholeNumber(values, "openings", { otherwise: values.quick ? 10_000 : 100_000 }),
    events: wholeNumber(values, "events"),
    seed: wholeNumber(values, "seed", { least: 0 }),
    thresholdBp: basisPoints(values, "threshold"),
    rules: { taxonomy: builtInTaxonomy, weights: defaultWeights, today: POPULATION_DAY },
    say: (text) => void (values.json || process.stderr.write(`${text}\n`)),
  });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  return report.differences === 0 ? 0 : 1;
}

await runBench(main);
