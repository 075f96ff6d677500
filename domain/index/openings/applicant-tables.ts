import type { ApplicantFacts, OpeningFacts } from "../../matching/facts.ts";
import { COMMUTE_DEFAULT_MINUTES, leastPay } from "../../matching/obstacles.ts";
import { FULL_BP } from "../../matching/requirements.ts";
import { creditOfCommute, creditOfShifts, fullPay, type ScoringRules } from "../../matching/score.ts";
import { shifts } from "../../model/primitives.ts";
import { type LinearMemory, MemoryArray } from "../linear-memory.ts";
import { CompetencyTables } from "./competency-tables.ts";
import { TERMS, TRAIT_SETS, traits } from "./opening-block.ts";
import { ONLINE, type OpeningVocabulary, PLACELESS } from "./opening-vocabulary.ts";
import { fillUnwanted, PLANES } from "./row-planes.ts";
import { HOURS_UNKNOWN, PAY_UNKNOWN } from "./scan-layout.ts";
import { ENDLESS_MINUTES, type TaxonomyTables, type Ways } from "./taxonomy-tables.ts";

/** A mark that rules an opening out. */
export const NOT_WANTED = -1;

const SHIFT_SETS = 1 << shifts.length;

/**
 * What an applicant's profile comes to, as tables over the numbers of the index. Compiled anew for every query into the same arrays; points
 * are credits times weights.
 */
export class ApplicantTables {
  /** Districts within reach, by number, with the points for the way and their weight. */
  readonly reachable: number[] = [];
  readonly commutePoints: number[] = [];
  commuteWeight = 0;
  #shortest = new Int32Array(0);
  /** The planes of rows that are ruled out: so many. */
  readonly unwanted: MemoryArray<Int32Array>;
  unwantedCount = 0;
  /** By an opening's employment type and shifts: points and their weight. What isn't wanted is ruled out by its planes. */
  readonly termPoints: MemoryArray<Float64Array>;
  readonly termWeights: MemoryArray<Float64Array>;
  /** The greatest of the weights. */
  termWeightMost = 0;
  /** By hours of an opening: 0, or `NOT_WANTED`; and their weight where the hours are known: they then earn full credit. */
  readonly hourMarks: MemoryArray<Int32Array>;
  hoursWeight = 0;
  /** The unit in which pay is compared, and from where to where it earns points. */
  payUnit: keyof OpeningFacts["pay"] = "krwPerHour";
  payLeast = 0;
  payFull = 0;
  payWeight = 0;
  /** By number of an occupation: the nearest wish, the nearest spell of experience. The weights are those of known occupations. */
  readonly wantedPoints: MemoryArray<Float64Array>;
  wantedWeight = 0;
  readonly ownPoints: MemoryArray<Float64Array>;
  ownWeight = 0;
  /** By traits of an opening: the most points that its requirements can earn, and their weight. */
  readonly mostPoints: MemoryArray<Float64Array>;
  readonly traitWeights: MemoryArray<Float64Array>;
  readonly competencyWeights: MemoryArray<Float64Array>;
  readonly competencies: CompetencyTables;

  /** What a scan reads stands in a memory. */
  constructor(memory: LinearMemory) {
    this.unwanted = new MemoryArray(memory, Int32Array, PLANES);
    this.termPoints = new MemoryArray(memory, Float64Array, TERMS);
    this.termWeights = new MemoryArray(memory, Float64Array, TERMS);
    this.hourMarks = new MemoryArray(memory, Int32Array, HOURS_UNKNOWN + 1);
    this.wantedPoints = new MemoryArray(memory, Float64Array, 64);
    this.ownPoints = new MemoryArray(memory, Float64Array, 64);
    this.mostPoints = new MemoryArray(memory, Float64Array, TRAIT_SETS);
    this.traitWeights = new MemoryArray(memory, Float64Array, TRAIT_SETS);
    this.competencyWeights = new MemoryArray(memory, Float64Array, TRAIT_SETS);
    this.competencies = new CompetencyTables(memory);
  }

  compile(
    applicant: ApplicantFacts,
    rules: ScoringRules,
    known: TaxonomyTables,
    ways: Ways,
    of: OpeningVocabulary,
  ): void {
    const { weights } = rules;
    this.#compileTerms(applicant, rules);
    this.#compileHours(applicant, weights.applicant.hours);
    this.#compilePay(applicant, weights.applicant.pay);
    this.#compileWay(applicant, weights.applicant.commute, ways, of.districts);
    this.#compileOccupations(applicant, rules, known, of.occupations);
    this.#compileTraits(applicant, rules);
    this.competencies.compile(applicant.competencies, known, of);
  }

  #compileTerms({ wantedShifts, wantedEmploymentTypes }: ApplicantFacts, { weights }: ScoringRules): void {
    const shiftsWeight = wantedShifts === undefined ? 0 : weights.applicant.shifts;
    const typeWeight = wantedEmploymentTypes === undefined ? 0 : weights.applicant["employment-type"];
    this.termWeightMost = shiftsWeight + typeWeight;
    const termPoints = this.termPoints.view;
    const termWeights = this.termWeights.view;
    for (let offered = 0; offered < SHIFT_SETS; offered++) {
      const weight = offered === 0 ? 0 : shiftsWeight;
      const points = weight === 0 ? 0 : weight * creditOfShifts(offered, wantedShifts ?? 0);
      for (let terms = offered; terms < TERMS; terms += SHIFT_SETS) {
        const knownType = terms === offered ? 0 : typeWeight;
        termWeights[terms] = knownType + weight;
        termPoints[terms] = knownType * FULL_BP + points;
      }
    }
  }

  #compileHours(applicant: ApplicantFacts, weight: number): void {
    const { hoursMin, hoursMax, wantedKinds: kinds, wantedEmploymentTypes: types, wantedShifts } = applicant;
    this.hoursWeight = hoursMin === undefined && hoursMax === undefined ? 0 : weight;
    const least = Math.max(0, hoursMin ?? 0);
    const most = Math.min(HOURS_UNKNOWN - 1, hoursMax ?? HOURS_UNKNOWN);
    const wishes = { kinds, types, shifts: wantedShifts, hoursLeast: least, hoursMost: most };
    this.unwantedCount = fillUnwanted(this.unwanted.view, wishes);
    const marks = this.hourMarks.view.fill(NOT_WANTED);
    if (least <= most) marks.fill(0, Math.ceil(least), Math.floor(most) + 1);
    marks[HOURS_UNKNOWN] = 0;
  }

  #compilePay({ payMin }: ApplicantFacts, weight: number): void {
    this.payWeight = payMin === undefined ? 0 : weight;
    const { unit, least } = leastPay(payMin ?? { krw: 0, unit: "HOUR" });
    this.payUnit = unit;
    // No row's pay is above the unknown one, which passes.
    this.payLeast = Math.min(least, PAY_UNKNOWN);
    this.payFull = fullPay(least);
  }

  #compileWay(applicant: ApplicantFacts, weight: number, ways: Ways, districts: readonly string[]): void {
    const { wantedDistricts, residence, commuteMinutesMax } = applicant;
    const from = wantedDistricts ?? (residence === undefined ? undefined : [residence]);
    const minutesMax = commuteMinutesMax ?? (wantedDistricts === undefined ? COMMUTE_DEFAULT_MINUTES : 0);
    this.reachable.length = 0;
    this.commutePoints.length = 0;
    this.commuteWeight = weight;
    const shortest = this.#shortestWays(
      from?.map((code) => ways.from(code, districts)),
      districts.length,
    );
    for (let district = ONLINE + 1; district < districts.length; district++) {
      const minutes = shortest[district] as number;
      if (minutes > minutesMax) continue;
      this.reachable.push(district);
      // −1 marks a way of which nothing is known: it rules nothing out and doesn't count.
      this.commutePoints.push(from === undefined ? -1 : weight * creditOfCommute(minutes, minutesMax));
    }
    this.reachable.push(ONLINE, PLACELESS);
    this.commutePoints.push(weight * FULL_BP, -1);
  }

  /** The shortest of the ways to each district; none at all when it isn't known where they start. */
  #shortestWays(rows: readonly Int32Array[] | undefined, districts: number): Int32Array {
    if (this.#shortest.length < districts) this.#shortest = new Int32Array(districts * 2);
    const shortest = this.#shortest.fill(rows === undefined ? 0 : ENDLESS_MINUTES);
    for (const row of rows ?? []) {
      for (let district = 0; district < districts; district++) {
        const minutes = row[district] as number;
        if (minutes < (shortest[district] as number)) shortest[district] = minutes;
      }
    }
    return shortest;
  }

  #compileOccupations(
    { wantedOccupations = [], experience = [] }: ApplicantFacts,
    { weights }: ScoringRules,
    known: TaxonomyTables,
    occupations: readonly string[],
  ): void {
    const [wanted, own] = [weights.applicant["wanted-occupation"], weights.opening.occupation];
    this.wantedWeight = wantedOccupations.length === 0 ? 0 : wanted;
    this.ownWeight = experience.length === 0 ? 0 : own;
    for (const points of [this.wantedPoints, this.ownPoints]) {
      if (points.view.length < occupations.length) points.enlarge(occupations.length * 2);
    }
    fillBest(
      this.wantedPoints.view,
      wantedOccupations.map((code) => known.pointsFrom(code, wanted, occupations)),
    );
    fillBest(
      this.ownPoints.view,
      experience.map(({ occupation }) => known.pointsFrom(occupation, own, occupations)),
    );
  }

  #compileTraits(applicant: ApplicantFacts, { weights }: ScoringRules): void {
    const { opening } = weights;
    const rest =
      (applicant.experience === undefined ? 0 : traits.experience) |
      (applicant.certificates === undefined ? 0 : traits.certificates) |
      (applicant.languages === undefined ? 0 : traits.languages) |
      (applicant.education === undefined ? 0 : traits.education);
    const competencyWeights = this.competencyWeights.view;
    const traitWeights = this.traitWeights.view;
    const mostPoints = this.mostPoints.view;
    for (let set = 0; set < TRAIT_SETS; set++) {
      const counted = set & rest;
      const asksCompetencies = applicant.competencies !== undefined && (set & traits.competencies) !== 0;
      const stated = (set & traits.inferred) === 0 ? opening.competencies : weights.inferredCompetencies;
      const competencyWeight = asksCompetencies ? stated : 0;
      const weight =
        competencyWeight +
        (counted & traits.experience ? opening.experience : 0) +
        (counted & traits.certificates ? opening.certificates : 0) +
        (counted & traits.languages ? opening.languages : 0) +
        (counted & traits.education ? opening.education : 0);
      competencyWeights[set] = competencyWeight;
      traitWeights[set] = weight;
      mostPoints[set] = weight * FULL_BP;
    }
  }
}

/** Fills in the best points by occupation. */
function fillBest(into: Float64Array, rows: readonly Float64Array[]): void {
  const [first, ...others] = rows;
  if (first === undefined) into.fill(0);
  else into.set(first);
  for (const row of others) {
    for (let occupation = 0; occupation < row.length; occupation++) {
      const most = into[occupation] as number;
      const gained = row[occupation] as number;
      // The greater of the two without a branch, as which it is can't be foreseen.
      const isMore = Number(gained > most);
      into[occupation] = isMore * gained + (1 - isMore) * most;
    }
  }
}
