/**
 * `npm run cost`: what a month of the service costs at AWS. Days of it are played at two smaller sizes through the real functions and the adapters of AWS, every
 * request is counted as it is billed, and the counts are grown to the size of the month and priced.
 */
import { readOptions, runBench, wholeNumber } from "../bench/arguments.ts";
import { readDeployment } from "./deployment.ts";
import { ownProcessorMs } from "./metered-service.ts";
import { assumptions, month } from "./month.ts";
import { prices, services } from "./prices.ts";
import { type CostReport, DESIGN_SIZES, measure, SIZES, toReport } from "./report.ts";

const HELP = `npm run cost -- [--json] [--prices] [--small 2000] [--large 8000]

What a month costs at AWS: 100,000 applicants, 1,000 openings and 5,000 profile changes a day, 30 days; and
the same month for 1 and for 10 million applicants.

  --json     the figures as one object
  --prices   the prices and assumptions that it goes by, with source and date
  --small, --large   applicants of the two sizes that are played and counted
  --help     this

How counts grow: each count of each function, by what it follows from, is c * n^e through the two sizes, 0 <= e <= 1
(<= 2 for what hours and days bring), up to the size at which an opening's list of matches is full; from there it grows with
applicants alone. An opening goes to every shard; there is a shard for each 250,000 applicants.`;

const DOLLARS = new Intl.NumberFormat("en", { maximumFractionDigits: 2, minimumFractionDigits: 2 });
const PRECISE = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

function linesOf(report: CostReport): string[] {
  const months = SIZES.flatMap((size) => report.at[size] ?? []);
  const row = (name: string, cells: readonly string[]) =>
    `${name.padEnd(30)}${cells.map((cell) => cell.padStart(16)).join("")}`;
  return [
    row(
      "applicants",
      SIZES.map((size) => WHOLE.format(size)),
    ),
    ...services.map((service) =>
      row(
        service,
        months.map(({ byService }) => DOLLARS.format(byService[service])),
      ),
    ),
    row(
      "US dollars a month",
      months.map(({ perMonthUsd }) => DOLLARS.format(perMonthUsd)),
    ),
    row(
      "by million openings",
      months.map(({ perMillionOpeningsUsd }) => DOLLARS.format(perMillionOpeningsUsd)),
    ),
    row(
      "by million matched pairs",
      months.map(({ perMillionPairsUsd }) => DOLLARS.format(perMillionPairsUsd)),
    ),
    row(
      "by alert",
      months.map(({ perAlertUsd }) => PRECISE.format(perAlertUsd)),
    ),
    row(
      "matched pairs",
      months.map(({ matchedPairs }) => WHOLE.format(matchedPairs)),
    ),
    row(
      "alerts",
      months.map(({ alerts }) => WHOLE.format(alerts)),
    ),
    "",
    ...designLines(report),
    "",
    `Counted at ${report.measuredAt.map((size) => WHOLE.format(size)).join(" and ")} applicants. Lists are full from ${WHOLE.format(report.listsFullAt.opening)} applicants on (openings), ${WHOLE.format(report.listsFullAt.profile)} (profiles).`,
    `${month.openingsPerApplicantDay} openings and ${month.changesPerApplicantDay} profile changes a day and applicant; ${month.days} days. Prices and assumptions: --prices.`,
  ];
}

function designLines({ designs }: CostReport): string[] {
  return DESIGN_SIZES.flatMap((size) => [
    `Matching for ${WHOLE.format(size)} applicants by`,
    ...(designs[size] ?? []).map(
      ({ design, matchingUsd, perMillionPairsUsd, perAlertUsd }) =>
        `  ${design.padEnd(72)} ${DOLLARS.format(matchingUsd).padStart(9)} a month ${PRECISE.format(perMillionPairsUsd).padStart(8)} by million pairs, ${PRECISE.format(perAlertUsd)} by alert with all the rest`,
    ),
  ]);
}

function priceLines(): string[] {
  return [
    ...Object.values(prices).map(
      ({ service, usd, per, unit, region, factor, source, asOf }) =>
        `${service}: ${usd} for ${WHOLE.format(per)} ${unit} (${region}${factor === 1 ? "" : ` times ${factor}`}; ${source}, ${asOf})`,
    ),
    ...Object.entries(assumptions).map(([name, value]) => `assumed: ${name} ${PRECISE.format(value)}`),
  ];
}

async function main(): Promise<number> {
  const values = readOptions({
    json: { type: "boolean", default: false },
    prices: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
    small: { type: "string", default: "2000" },
    large: { type: "string", default: "8000" },
  });
  if (values.help || values.prices) {
    process.stdout.write(`${values.help ? HELP : priceLines().join("\n")}\n`);
    return 0;
  }
  const sizes = [wholeNumber(values, "small", { least: 100 }), wholeNumber(values, "large", { least: 200 })] as const;
  const report = toReport(await measure(sizes, ownProcessorMs), readDeployment(), prices);
  process.stdout.write(`${values.json ? JSON.stringify(report) : linesOf(report).join("\n")}\n`);
  return 0;
}

await runBench(main);
