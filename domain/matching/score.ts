import type { Importance } from "../model/requirement.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import { combineCoverage, usedCoverage } from "./coverage.ts";
import { type ApplicantFacts, INFERRED_SOURCE, type OpeningFacts, type RequirementFacts } from "./facts.ts";
import { comparePay, firstObstacle, type ObstacleReason, wayTo } from "./obstacles.ts";
import { FULL_BP, isFailedMust, requirementCredit, UNKNOWN_BP } from "./requirements.ts";

/**
 * The specification of a match. Two sides, each 0–10,000 basis points: how well the person fits the opening, and how well the opening
 * fits the person. The score is their geometric mean, rounded down, so that one side can't buy off the other.
 *
 * A side is the mean of its components, weighted; a component that is unknown on either side drops out and the others' weights make up for
 * it. Of the applicant's side, nothing known counts as half; of the opening's side, less, so that nobody is told of work that nothing says
 * they can do.
 *
 * Everything is a whole number; there is no clock and no chance: the same facts, day, taxonomy and weights give the same score.
 */
export interface Score {
  /** 0–10,000, what the threshold is compared with. */
  readonly score: number;
  readonly fitsOpening: number;
  readonly fitsApplicant: number;
}

/** What fits the opening, in the order in which points are handed out. */
export const openingComponents = [
  "competencies",
  "occupation",
  "experience",
  "certificates",
  "languages",
  "education",
] as const;
export type OpeningComponent = (typeof openingComponents)[number];

/** What fits the applicant. */
export const applicantComponents = [
  "wanted-occupation",
  "commute",
  "pay",
  "hours",
  "shifts",
  "employment-type",
] as const;
export type ApplicantComponent = (typeof applicantComponents)[number];

/** Weights of the components, any positive whole numbers; only their proportions count. */
export interface Weights {
  readonly version: number;
  readonly opening: Readonly<Record<OpeningComponent, number>>;
  readonly applicant: Readonly<Record<ApplicantComponent, number>>;
  /** Weight of the competencies when they were inferred from the occupation. */
  readonly inferredCompetencies: number;
  readonly importance: Readonly<Record<Importance, number>>;
}

export const defaultWeights: Weights = {
  version: 2,
  opening: { competencies: 50, occupation: 45, experience: 10, certificates: 10, languages: 5, education: 5 },
  applicant: { "wanted-occupation": 35, commute: 25, pay: 20, hours: 5, shifts: 10, "employment-type": 5 },
  inferredCompetencies: 25,
  importance: { must: 4, should: 2, nice: 1 },
};

/** What scoring needs beside the pair: the taxonomy, the weights, and the day in Seoul as a day number. */
export interface ScoringRules {
  readonly taxonomy: Taxonomy;
  readonly weights: Weights;
  /** Undefined before the first day has started: dates and ages then rule nothing out. */
  readonly today: number | undefined;
}

/** A side that speaks neither for the pair nor against it: somebody without a wish, an opportunity for anybody. */
const NEUTRAL_BP = 5_000;

/**
 * Of the opening's side, nothing known is less than neutral: nothing says that the person can do the work. With every wish met the
 * pair comes to √(3,000 × 10,000) = 5,477, under the threshold of the deployed stages.
 */
const NOTHING_TO_SHOW_BP = 3_000;

/** Pay at the least accepted earns this much; it rises evenly to full at `PAY_FULL_PERCENT` of it. */
export const PAY_AT_MINIMUM_BP = 6_000;
const PAY_FULL_PERCENT = 130;

/** A way as long as accepted earns half. */
const COMMUTE_AT_LIMIT_BP = 5_000;

/** A component's credit (0–10,000 or `UNKNOWN_BP`) and its weight for this pair. */
export interface ComponentCredit<C extends string> {
  readonly component: C;
  readonly creditBp: number;
  readonly weight: number;
}

/** Components of the opening's side. `means` are those of its requirements' credits; `usedBp` is given where it is at hand. */
export function openingCredits(
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  means: MeanCredits,
  { taxonomy, weights }: ScoringRules,
  usedBp?: number,
): ComponentCredit<OpeningComponent>[] {
  const over = (component: keyof MeanCredits & OpeningComponent) => ({
    component,
    creditBp: means[component],
    weight: weights.opening[component],
  });
  const inferred = opening.requirements.some(({ on, source }) => on === "competency" && source === INFERRED_SOURCE);
  const { competencies: held, experience } = applicant;
  return [
    {
      component: "competencies",
      creditBp:
        means.competencies === UNKNOWN_BP
          ? UNKNOWN_BP
          : combineCoverage(means.competencies, usedBp ?? usedCoverage(opening.requirements, held, taxonomy)),
      weight: inferred ? weights.inferredCompetencies : weights.opening.competencies,
    },
    {
      component: "occupation",
      creditBp: nearestOccupation(opening.occupation, experience, taxonomy),
      weight: weights.opening.occupation,
    },
    over("experience"),
    over("certificates"),
    over("languages"),
    over("education"),
  ];
}

/** Mean credits of the requirements of each sort, 0–10,000 or `UNKNOWN_BP`. */
export type MeanCredits = Readonly<Record<Exclude<OpeningComponent, "occupation">, number>>;

/** Where the requirements of each sort are added up. */
const SUM_OF: Readonly<Record<RequirementFacts["on"], number>> = {
  competency: 0,
  experience: 1,
  certificate: 2,
  "named-certificate": 2,
  language: 3,
  education: 4,
};

/** What a requirement weighs among those of its sort: its importance, times the rarity of a competency. */
export function requirementWeight(requirement: RequirementFacts, taxonomy: Taxonomy, weights: Weights): number {
  const rarity = requirement.on === "competency" ? taxonomy.rarity(requirement.number) : 1;
  return weights.importance[requirement.importance] * rarity;
}

/** Mean credits of the requirements that are known, by sort, weighted by importance and, for competencies, rarity. */
export function meanCredits(
  requirements: readonly RequirementFacts[],
  credits: readonly number[],
  taxonomy: Taxonomy,
  weights: Weights,
): MeanCredits {
  const points = [0, 0, 0, 0, 0];
  const possible = [0, 0, 0, 0, 0];
  for (let index = 0; index < requirements.length; index++) {
    const requirement = requirements[index] as RequirementFacts;
    const creditBp = credits[index] ?? UNKNOWN_BP;
    if (creditBp === UNKNOWN_BP) continue;
    const weight = requirementWeight(requirement, taxonomy, weights);
    const sum = SUM_OF[requirement.on];
    points[sum] = (points[sum] as number) + weight * creditBp;
    possible[sum] = (possible[sum] as number) + weight;
  }
  const mean = (sum: number) =>
    possible[sum] === 0 ? UNKNOWN_BP : Math.floor((points[sum] as number) / (possible[sum] as number));
  return { competencies: mean(0), experience: mean(1), certificates: mean(2), languages: mean(3), education: mean(4) };
}

/** The nearest of occupations, or of spells in some, to the one that is asked for. */
function nearestOccupation(
  asked: string | undefined,
  own: readonly (string | { readonly occupation: string })[] | undefined,
  taxonomy: Taxonomy,
): number {
  if (asked === undefined || own === undefined || own.length === 0) return UNKNOWN_BP;
  let best = 0;
  for (const one of own) {
    const nearBp = taxonomy.occupationProximity(typeof one === "string" ? one : one.occupation, asked);
    if (nearBp > best) best = nearBp;
  }
  return best;
}

/** Components of the applicant's side. `way` is that of the pair, where it is at hand. */
export function applicantCredits(
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  { taxonomy, weights }: ScoringRules,
  way = wayTo(opening, applicant),
): ComponentCredit<ApplicantComponent>[] {
  const of = (component: ApplicantComponent, creditBp: number) => ({
    component,
    creditBp,
    weight: weights.applicant[component],
  });
  return [
    of("wanted-occupation", nearestOccupation(opening.occupation, applicant.wantedOccupations, taxonomy)),
    of("commute", way === undefined ? UNKNOWN_BP : creditOfCommute(way.minutes, way.minutesMax)),
    of("pay", payCredit(opening, applicant)),
    of("hours", hoursCredit(opening, applicant)),
    of("shifts", shiftsCredit(opening, applicant)),
    of("employment-type", employmentTypeCredit(opening, applicant)),
  ];
}

/** Credit of a way of so many minutes; full in a wanted district. */
export function creditOfCommute(minutes: number, minutesMax: number): number {
  if (minutes === 0) return FULL_BP;
  if (minutes > minutesMax) return 0;
  return FULL_BP - Math.floor(((FULL_BP - COMMUTE_AT_LIMIT_BP) * minutes) / minutesMax);
}

function payCredit(opening: OpeningFacts, applicant: ApplicantFacts): number {
  const pay = applicant.payMin && comparePay(opening, applicant.payMin);
  return pay === undefined ? UNKNOWN_BP : creditOfPay(pay.offered, pay.least);
}

/** Pay from which on nobody earns more credit. */
export function fullPay(least: number): number {
  return Math.floor((least * PAY_FULL_PERCENT) / 100);
}

/** Credit of pay, all in one unit, as `comparePay` gives them; `full` is what `fullPay(least)` gives, where it is at hand. */
export function creditOfPay(offered: number, least: number, full = fullPay(least)): number {
  if (offered < least) return 0;
  if (offered >= full) return FULL_BP;
  return PAY_AT_MINIMUM_BP + Math.floor(((FULL_BP - PAY_AT_MINIMUM_BP) * (offered - least)) / (full - least));
}

/** All or nothing. Somebody who named neither a least nor a most has no wish. */
function hoursCredit({ hours }: OpeningFacts, { hoursMin, hoursMax }: ApplicantFacts): number {
  if (hours === undefined || (hoursMin === undefined && hoursMax === undefined)) return UNKNOWN_BP;
  return hours >= (hoursMin ?? 0) && hours <= (hoursMax ?? hours) ? FULL_BP : 0;
}

function employmentTypeCredit({ employmentType }: OpeningFacts, { wantedEmploymentTypes }: ApplicantFacts): number {
  if (employmentType === undefined || wantedEmploymentTypes === undefined) return UNKNOWN_BP;
  return (wantedEmploymentTypes & (1 << employmentType)) === 0 ? 0 : FULL_BP;
}

/** Share of the opening's shifts that the applicant can take. */
function shiftsCredit(opening: OpeningFacts, applicant: ApplicantFacts): number {
  if (opening.shifts === undefined || applicant.wantedShifts === undefined) return UNKNOWN_BP;
  return creditOfShifts(opening.shifts, applicant.wantedShifts);
}

/** Credit of shifts, as bit masks. */
export function creditOfShifts(offered: number, wanted: number): number {
  return Math.floor((FULL_BP * bitCount(offered & wanted)) / bitCount(offered));
}

function bitCount(mask: number): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** The opening's side, 0–10,000. */
export function scoreOpeningSide(
  opening: OpeningFacts,
  components: readonly ComponentCredit<OpeningComponent>[],
): number {
  return meanOfKnown(components) ?? (isForAnybody(opening) ? NEUTRAL_BP : NOTHING_TO_SHOW_BP);
}

/** A fair, a course or a talk that asks for nothing and is about no occupation; work is never for anybody. */
function isForAnybody({ kind, occupation, requirements }: OpeningFacts): boolean {
  return kind !== "job" && kind !== "internship" && occupation === undefined && requirements.length === 0;
}

/** The applicant's side, 0–10,000. */
export function scoreApplicantSide(components: readonly ComponentCredit<ApplicantComponent>[]): number {
  return meanOfKnown(components) ?? NEUTRAL_BP;
}

/** The weighted mean of the known components, rounded down. */
function meanOfKnown(components: readonly ComponentCredit<string>[]): number | undefined {
  let points = 0;
  let possible = 0;
  for (const { creditBp, weight } of components) {
    if (creditBp === UNKNOWN_BP) continue;
    points += weight * creditBp;
    possible += weight;
  }
  return possible === 0 ? undefined : Math.floor(points / possible);
}

/** Geometric mean of two sides, rounded down. Exact: the product is below 2⁵³ and `Math.sqrt` is correctly rounded. */
export function combine(fitsOpening: number, fitsApplicant: number): number {
  return Math.floor(Math.sqrt(fitsOpening * fitsApplicant));
}

/** The score of a pair, or the first thing that rules it out. */
export function score(opening: OpeningFacts, applicant: ApplicantFacts, rules: ScoringRules): Score | ObstacleReason {
  const obstacle = firstObstacle(opening, applicant, rules.today);
  if (obstacle !== undefined) return obstacle;
  const credits: number[] = [];
  for (const requirement of opening.requirements) {
    const creditBp = requirementCredit(requirement, opening, applicant, rules.taxonomy);
    if (isFailedMust(requirement, creditBp)) return "requirement-not-met";
    credits.push(creditBp);
  }
  const means = meanCredits(opening.requirements, credits, rules.taxonomy, rules.weights);
  const fitsOpening = scoreOpeningSide(opening, openingCredits(opening, applicant, means, rules));
  const fitsApplicant = scoreApplicantSide(applicantCredits(opening, applicant, rules));
  return { score: combine(fitsOpening, fitsApplicant), fitsOpening, fitsApplicant };
}
