/**
 * How long it takes to say why, of the hundred best people of an opening: the very functions that notify calls, from facts to the evidence that
 * is kept. Run it with `node test/bench/reasons.ts`, or hand `timeReasons` an index of another population.
 */
import { canonicalJson } from "../../domain/canonical-json.ts";
import { toEvidence } from "../../domain/delivery/evidence.ts";
import { PackedApplicants } from "../../domain/index/applicants/packed-applicants.ts";
import type { ApplicantIndex } from "../../domain/index/match-index.ts";
import { explainFor } from "../../domain/matching/explain.ts";
import type { ApplicantFacts, OpeningFacts } from "../../domain/matching/facts.ts";
import { defaultWeights, type ScoringRules } from "../../domain/matching/score.ts";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import { mean, percentile, rounded } from "./figures.ts";
import { createPopulation, POPULATION_DAY } from "./population.ts";

/** So many people of an opening are told at once. */
const TOLD = 100;

/** Listed to find a hundred: of some, competencies aren't known, and there is less to say. */
const LISTED = 150;

/** Every score counts: the figure is about a hundred people, however well they fit. */
const LEAST_BP = 1;

const COMPETENCIES_MIN = 10;
const COMPETENCIES_MAX = 25;

/** Openings before the first that counts: they compile what is timed. */
const WARM_UP_OPENINGS = 50;

/** What notify makes of an opening's people: for each the full account, and of it the evidence. */
function tellAll(opening: OpeningFacts, people: readonly ApplicantFacts[], rules: ScoringRules) {
  const explain = explainFor(opening, rules);
  return people.map((applicant) => toEvidence(explain(applicant), opening, applicant, rules.taxonomy));
}

export interface ReasonsReport {
  /** Median of the time for the hundred best of an opening, each opening once; null when none finds a hundred. */
  readonly reasonsMs: number | null;
  /** The same for writing that evidence as the text that is kept with each recommendation. */
  readonly evidenceTextMs: number | null;
  readonly openings: number;
  readonly competenciesPerApplicant: number;
  readonly requirementsPerOpening: number;
}

/** Times accounts and evidence of the hundred best, with ten to 25 competencies each, of every opening that finds so many. */
export function timeReasons(
  index: ApplicantIndex,
  openings: Iterable<OpeningFacts>,
  rules: ScoringRules,
): ReasonsReport {
  const times: number[] = [];
  const textTimes: number[] = [];
  const held: number[] = [];
  const asked: number[] = [];
  let warming = WARM_UP_OPENINGS;
  for (const opening of openings) {
    const { matches } = index.match(opening, rules, { thresholdBp: LEAST_BP, listMax: LISTED });
    const told = matches
      .map(({ facts }) => facts)
      .filter(isWellKnown)
      .slice(0, TOLD);
    if (told.length < TOLD) continue;
    const started = performance.now();
    const evidence = tellAll(opening, told, rules);
    const between = performance.now();
    const texts = evidence.map(canonicalJson);
    const ended = performance.now();
    if (texts.length < TOLD) throw new Error(`not everybody is told of ${opening.openingId}`);
    if (warming-- > 0) continue;
    times.push(between - started);
    textTimes.push(ended - between);
    held.push(mean(told.map(({ competencies = [] }) => competencies.length)));
    asked.push(opening.requirements.length);
  }
  return {
    reasonsMs: medianOf(times),
    evidenceTextMs: medianOf(textTimes),
    openings: times.length,
    competenciesPerApplicant: rounded(mean(held), 1),
    requirementsPerOpening: rounded(mean(asked), 1),
  };
}

function medianOf(times: readonly number[]): number | null {
  return times.length === 0 ? null : rounded(percentile(times, 50));
}

function isWellKnown({ competencies = [] }: ApplicantFacts): boolean {
  return competencies.length >= COMPETENCIES_MIN && competencies.length <= COMPETENCIES_MAX;
}

if (import.meta.main) {
  const population = createPopulation(1);
  const index = new PackedApplicants();
  for (const facts of population.applicants(0, 50_000)) index.upsert(facts);
  const rules = { taxonomy: builtInTaxonomy, weights: defaultWeights, today: POPULATION_DAY };
  process.stdout.write(`${JSON.stringify(timeReasons(index, population.openings(0, 500), rules))}\n`);
}
