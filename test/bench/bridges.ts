/**
 * What bridges add to the event of a profile: matches of the profile against all openings, and time beside one such match. Every twentieth opening of
 * the population is a course, which leads to what some other opening asks for and has a seat.
 * `npm run bench:bridges -- --openings 10000 --profiles 500` prints one line of JSON. Times are of one run, side by side.
 */
import { findBridges } from "../../domain/bridge/find-bridges.ts";
import { BridgeGround, isLearnable } from "../../domain/bridge/ground.ts";
import { ColumnarOpenings } from "../../domain/index/columnar-openings.ts";
import type { OpeningIndex } from "../../domain/index/match-index.ts";
import type { OpeningFacts } from "../../domain/matching/facts.ts";
import { defaultWeights } from "../../domain/matching/score.ts";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import { readOptions, runBench, wholeNumber } from "./arguments.ts";
import { createPopulation, POPULATION_DAY, type Population } from "./population.ts";

const HELP = `Measures what bridges add to the event of a profile, in one line of JSON.

  npm run bench:bridges                     10,000 openings, 500 profiles
  npm run bench:bridges -- --openings 2000 --profiles 100`;

const options = {
  openings: { type: "string", default: "10000" },
  profiles: { type: "string", default: "500" },
  json: { type: "boolean", default: true },
  help: { type: "boolean", short: "h", default: false },
} as const;

const COURSE_EVERY = 20;
const THRESHOLD_BP = 6_250;

/** Profiles before the ones that are measured: they compile what is measured. */
const WARMING = 100;

/** An opening's own demand turned into a course that meets it. */
function toCourse(opening: OpeningFacts, wanted: OpeningFacts): OpeningFacts | undefined {
  const ask = wanted.requirements.filter(isLearnable).find(({ importance }) => importance === "must");
  if (ask === undefined) return undefined;
  const leadsTo =
    ask.on === "certificate"
      ? { awards: [ask.number], teaches: [] }
      : { awards: [], teaches: [{ number: ask.number, level: ask.level }] };
  return { ...opening, kind: "training", requirements: [], course: { ...leadsTo, freeSeats: 10 } };
}

const at = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const rounded = (value: number) => Math.round(value * 1_000) / 1_000;

/** Openings and courses as they come in. */
function lay(population: Population, openingCount: number) {
  const index = new ColumnarOpenings();
  const ground = new BridgeGround();
  let courses = 0;
  for (let number = 0; number < openingCount; number++) {
    const drawn = population.opening(number);
    const course = number % COURSE_EVERY === 0 ? toCourse(drawn, population.opening(number + 1)) : undefined;
    if (course !== undefined) courses++;
    index.upsert(course ?? drawn);
    ground.upsert(course ?? drawn);
  }
  return { index, ground, courses };
}

function measure(openingCount: number, profileCount: number) {
  const population = createPopulation(1);
  const { index, ground, courses } = lay(population, openingCount);
  let matches = 0;
  const openings: OpeningIndex = {
    size: index.size,
    get: (id) => index.get(id),
    upsert: (facts) => index.upsert(facts),
    remove: (id) => index.remove(id),
    values: () => index.values(),
    match: (...query) => {
      matches++;
      return index.match(...query);
    },
  };
  const rules = { taxonomy: builtInTaxonomy, weights: defaultWeights, today: POPULATION_DAY };
  const limits = { thresholdBp: THRESHOLD_BP, listMax: 100 };

  const matchMs: number[] = [];
  const bridgeMs: number[] = [];
  const counts: number[] = [];
  let bridged = 0;
  let unlocked = 0;
  for (let number = 0; number < WARMING + profileCount; number++) {
    const applicant = population.applicant(number);
    const start = performance.now();
    index.match(applicant, rules, limits);
    const between = performance.now();
    matches = 0;
    const bridges = findBridges(applicant, { openings, ground, rules, thresholdBp: THRESHOLD_BP });
    const end = performance.now();
    if (number < WARMING) continue;
    matchMs.push(between - start);
    bridgeMs.push(end - between);
    counts.push(matches);
    if (bridges.length > 0) bridged++;
    unlocked += bridges[0]?.unlocked.length ?? 0;
  }

  return {
    openings: openingCount,
    courses,
    groups: [...ground.groups].length,
    profiles: profileCount,
    withBridge: bridged,
    unlockedByTheBest: unlocked,
    matchesAdded: { mean: rounded(mean(counts)), p99: at(counts, 0.99), max: at(counts, 1) },
    matchMs: { p50: rounded(at(matchMs, 0.5)), mean: rounded(mean(matchMs)) },
    addedMs: { p50: rounded(at(bridgeMs, 0.5)), mean: rounded(mean(bridgeMs)), p99: rounded(at(bridgeMs, 0.99)) },
    timesOneMatch: rounded(mean(bridgeMs) / mean(matchMs)),
  };
}

function main(): number {
  const values = readOptions(options);
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const openings = wholeNumber(values, "openings", { least: 2 });
  const report = measure(openings, wholeNumber(values, "profiles"));
  process.stdout.write(`${JSON.stringify(report)}\n`);
  return 0;
}

await runBench(main);
