/**
 * `npm run bench:exposure -- --json`: how alerts spread over a seeded population with waves, without them, and by fit alone: the share of people who
 * hear of anything, the Gini coefficient of alerts, and the mean score given up. Recommenders that avoid congestion report the same
 * three, under other names, on data of their own: Mashayekhi, Kang, Lijffijt and De Bie, "ReCon: Reducing Congestion in Job Recommendation
 * using Optimal Transport", RecSys 2023 (doi 10.1145/3604915.3608817), and "Scalable Job Recommendation With Lower Congestion Using Optimal Transport",
 * 2024, measure congestion, coverage and Gini of vacancies beside NDCG and recall. Their figures are of other data and can't be set side by side.
 */
import { stages } from "../../infra/stages.ts";
import { readOptions, runBench, wholeNumber } from "./arguments.ts";
import { measureExposure } from "./exposure-run.ts";

const options = {
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
  seed: { type: "string", default: "1" },
  applicants: { type: "string", default: "200000" },
  openings: { type: "string", default: "2000" },
} as const;

const HELP = `Measures how alerts spread over people.

  npm run bench:exposure                    200,000 applicants, 2,000 openings
  npm run bench:exposure -- --applicants 20000 --openings 500 --seed 2
  npm run bench:exposure -- --json          one line and nothing else`;

function main(): number {
  const values = readOptions(options);
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const report = measureExposure({
    applicants: wholeNumber(values, "applicants"),
    openings: wholeNumber(values, "openings"),
    seed: wholeNumber(values, "seed", { least: 0 }),
    thresholdBp: stages.prod.thresholdBp,
  });
  if (values.json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return 0;
  }
  console.log(`${report.applicants} people, ${report.openings} openings`);
  const { withoutWaves, bestFitsOnly, withWaves } = report;
  console.table({ "without waves": withoutWaves, "best fits only": bestFitsOnly, "with waves": withWaves });
  return 0;
}

await runBench(main);
