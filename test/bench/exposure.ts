/**
 * `npm run bench:exposure -- --json`: how alerts spread over a seeded population with waves, without them, and by fit alone: the share of people who
 * hear of anything, the Gini coefficient of alerts, and the mean score given up. Recommenders that avoid congestion report the same
 * three, under other names, on data of their own: Mashayekhi, Kang, Lijffijt and De Bie, "ReCon: Reducing Congestion in Job Recommendation
 * using Optimal Transport", RecSys 2023 (doi 10.1145/3604915.3608817), and "Scalable Job Recommendation With Lower Congestion Using Optimal Transport",
 * 2024, measure congestion, coverage and Gini of vacancies beside NDCG and recall. Their figures are of other data and can't be set side by side.
 */
import { parseArgs } from "node:util";
import { stages } from "../../infra/stages.ts";
import { measureExposure } from "./exposure-run.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    seed: { type: "string", default: "1" },
    applicants: { type: "string", default: "200000" },
    openings: { type: "string", default: "2000" },
  },
});

const report = measureExposure({
  applicants: Number(values.applicants),
  openings: Number(values.openings),
  seed: Number(values.seed),
  thresholdBp: stages.prod.thresholdBp,
});

if (values.json) console.log(JSON.stringify(report));
else {
  console.log(`${report.applicants} people, ${report.openings} openings`);
  const { withoutWaves, bestFitsOnly, withWaves } = report;
  console.table({ "without waves": withoutWaves, "best fits only": bestFitsOnly, "with waves": withWaves });
}
