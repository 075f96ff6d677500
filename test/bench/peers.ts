/**
 * `npm run bench:peers`: what the same job takes elsewhere. The naive loop over objects, PostgreSQL, DuckDB and SQLite are loaded with the
 * same population as the engine, given the same events in the same run, and must find the same: everybody over the threshold, with the same
 * scores. The databases get tables and indexes made for this, hard constraints as comparisons, the score as whole-number SQL, and for each
 * event the relatedness and proximities that it needs, computed outside of what is timed.
 *
 * The engine and its peers are measured alike: the same events for warming up, then each event once. A slow peer is given fewer events, and is
 * compared over those; the far end is told where there are two hundred.
 *
 * All of it shares one machine: ratios are steadier than milliseconds.
 */
import { defaultWeights } from "../../domain/matching/score.ts";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import { OperatorError } from "../../infra/cli/command.ts";
import { stages } from "../../infra/stages.ts";
import { basisPoints, readOptions, runBench, wholeNumber } from "./arguments.ts";
import { isPeerName, type PeerName, peerNames, runPeers } from "./peers-run.ts";
import { POPULATION_DAY } from "./population.ts";

const HELP = `Measures the matching engine beside what one would use instead.

  npm run bench:peers                       100,000 applicants, 10,000 openings, 200 events each way
  npm run bench:peers -- --million          1,000,000 and 100,000
  npm run bench:peers -- --applicants 20000 --openings 2000 --events 300 --seed 2
  npm run bench:peers -- --peers sqlite,duckdb     of ${peerNames.join(", ")}
  npm run bench:peers -- --json             one line and nothing else:
      {peers: {<peer>: {reverse: {p50Ratio, p99Ratio, events}, forward: {p50Ratio, p99Ratio, events}, differences}}, …}

A ratio is a peer's time over the engine's, over the same events, each timed once after the same warm-up. A peer gets no more events of a
direction after a minute of them; p99Ratio is null below 200 events. PostgreSQL is started in a temporary folder, where it is installed (Debian:
apt-get install postgresql), and left out where it isn't. It exits with 1 when a peer finds something else.`;

const options = {
  applicants: { type: "string" },
  openings: { type: "string" },
  million: { type: "boolean", default: false },
  events: { type: "string", default: "200" },
  peers: { type: "string", default: peerNames.join(",") },
  seed: { type: "string", default: "1" },
  threshold: { type: "string", default: String(stages.prod.thresholdBp) },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

function toPeerNames(list: string): PeerName[] {
  return list.split(",").map((name) => {
    if (!isPeerName(name)) throw new OperatorError(`--peers: ‘${name}’ is none of ${peerNames.join(", ")}`);
    return name;
  });
}

async function main(): Promise<number> {
  const values = readOptions(options);
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const report = await runPeers({
    applicants: wholeNumber(values, "applicants", { otherwise: values.million ? 1_000_000 : 100_000 }),
    openings: wholeNumber(values, "openings", { otherwise: values.million ? 100_000 : 10_000 }),
    events: wholeNumber(values, "events"),
    peers: toPeerNames(values.peers),
    seed: wholeNumber(values, "seed", { least: 0 }),
    thresholdBp: basisPoints(values, "threshold"),
    rules: { taxonomy: builtInTaxonomy, weights: defaultWeights, today: POPULATION_DAY },
    say: (text) => void (values.json || process.stderr.write(`${text}\n`)),
  });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  return Object.values(report.peers).every(({ differences }) => differences === 0) ? 0 : 1;
}

await runBench(main);
