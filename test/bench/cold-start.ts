/** `npm run bench:cold`: what a cold start has to read and take in, by measured bytes and documented throughput. */
import { parseArgs } from "node:util";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import { measureColdStart } from "./cold-start-run.ts";

const DRAWN = 20_000;
const SIZES = [50_000, 250_000, 1_000_000];

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const report = measureColdStart(DRAWN, SIZES, builtInTaxonomy);
if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
else {
  const { bytesPerApplicant, bytesPerOpening, appliedPerSecond, shards } = report;
  const told = [
    `${Math.round(bytesPerApplicant)} bytes an applicant, ${Math.round(bytesPerOpening)} an opening`,
    `${Math.round(appliedPerSecond)} records a second of processor time`,
    ...shards.map(
      ({ applicants, openings, bytes, readSeconds, takingInSeconds }) =>
        `${applicants} applicants, ${openings} openings: ${Math.round(bytes / 1e6)} MB, read in ${readSeconds.toFixed(1)} s, taken in in ${takingInSeconds.toFixed(1)} s`,
    ),
  ];
  process.stdout.write(`${told.join("\n")}\n`);
}
