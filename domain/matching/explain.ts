import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import { CompetencyRows } from "./competency-rows.ts";
import { type CompetencyUse, competencyUse } from "./coverage.ts";
import type { ApplicantFacts, HeldCompetency, OpeningFacts } from "./facts.ts";
import { type Findings, findingsOf } from "./findings.ts";
import type { ObstacleReason } from "./obstacles.ts";
import { type OccupationEvidence, occupationEvidence } from "./occupation-evidence.ts";
import { FULL_BP, UNKNOWN_BP } from "./requirements.ts";
import {
  type ApplicantComponent,
  applicantCredits,
  type ComponentCredit,
  combine,
  meanCredits,
  type OpeningComponent,
  openingCredits,
  requirementWeight,
  type Score,
  type ScoringRules,
  scoreApplicantSide,
  scoreOpeningSide,
} from "./score.ts";

/** Stands in a side's account for all its components when nothing is known of any of them. */
export const NOTHING_KNOWN = "nothing-known";

/** A component's share of its side: `points` of `possible`, whole numbers. Unknown components have neither. */
export interface ComponentPoints<C extends string> {
  readonly component: C | typeof NOTHING_KNOWN;
  readonly known: boolean;
  readonly points: number;
  readonly possible: number;
}

/** The competencies of a pair from both ends: see coverage.ts. Their component's points come from the two figures together. */
export interface CompetencyAccount {
  /** How much of what the opening asks for the person covers, 0–10,000. */
  readonly coveredBp: number;
  /** How much of what the person can do the opening would use, 0–10,000. */
  readonly usedBp: number;
  /** What the opening would use each competency of the person for, by rising number. */
  readonly uses: readonly (HeldCompetency & CompetencyUse)[];
}

/** Everything there is to say about a pair, also one that doesn't match. */
export interface Explanation extends Score, Findings {
  /** The first thing that rules the pair out, if any; the scores are computed all the same. */
  readonly obstacle: ObstacleReason | undefined;
  readonly openingSide: readonly ComponentPoints<OpeningComponent>[];
  readonly applicantSide: readonly ComponentPoints<ApplicantComponent>[];
  /** Undefined when either side's competencies are unknown. */
  readonly competencies: CompetencyAccount | undefined;
  /** What the points of either occupation component come from. */
  readonly occupations: {
    /** The nearest that the person has worked in; undefined when either side's is unknown. */
    readonly own: OccupationEvidence | undefined;
    /** The nearest that the person wants. */
    readonly wanted: OccupationEvidence | undefined;
  };
  /** What each of `requirements` weighs among those of its sort: those that are known make up the sort's mean credit. */
  readonly requirementWeights: readonly number[];
  /** Minutes from a wanted district or from home: 0 in a wanted district or online; undefined when unknown or out of range. */
  readonly commuteMinutes: number | undefined;
}

/**
 * Hands out a side's score to its components so that points add up to the score and possible points to 10,000, to the unit: each gets
 * what the running total gains by it. A side of which nothing is known has a part of its own for what it scores all the same.
 */
function toPoints<C extends string>(components: readonly ComponentCredit<C>[], total: number): ComponentPoints<C>[] {
  let whole = 0;
  for (const { creditBp, weight } of components) if (creditBp !== UNKNOWN_BP) whole += weight;
  let sum = 0;
  let sumPossible = 0;
  let pointsBefore = 0;
  let possibleBefore = 0;
  const parts: ComponentPoints<C>[] = [];
  for (const { component, creditBp, weight } of components) {
    if (creditBp === UNKNOWN_BP) {
      parts.push({ component, known: false, points: 0, possible: 0 });
      continue;
    }
    sum += weight * creditBp;
    sumPossible += weight * FULL_BP;
    const points = Math.floor(sum / whole);
    const possible = Math.floor(sumPossible / whole);
    parts.push({ component, known: true, points: points - pointsBefore, possible: possible - possibleBefore });
    pointsBefore = points;
    possibleBefore = possible;
  }
  if (whole === 0) parts.push({ component: NOTHING_KNOWN, known: true, points: total, possible: FULL_BP });
  return parts;
}

/** The full account of a pair. Its scores are those of `score`, and its points add up to them. */
export function explain(opening: OpeningFacts, applicant: ApplicantFacts, rules: ScoringRules): Explanation {
  return accountOf(opening, applicant, rules, undefined);
}

/** The accounts of one opening for any number of applicants: those of `explain`, at a fraction of the work for each. */
export function explainFor(opening: OpeningFacts, rules: ScoringRules): (applicant: ApplicantFacts) => Explanation {
  const { taxonomy } = rules;
  const rows = new CompetencyRows(opening.requirements, taxonomy);
  const tabled = {
    ...rules,
    taxonomy: { ...taxonomy, occupationProximity: proximityTo(opening.occupation, taxonomy) },
  };
  return (applicant) => accountOf(opening, applicant, tabled, rows);
}

/** The taxonomy's proximity, which keeps what it says of one occupation: people of one opening have had the same few. */
function proximityTo(occupation: string | undefined, taxonomy: Taxonomy): Taxonomy["occupationProximity"] {
  const known = new Map<string, number>();
  return (a, b) => {
    if (b !== occupation) return taxonomy.occupationProximity(a, b);
    const kept = known.get(a);
    if (kept !== undefined) return kept;
    const proximityBp = taxonomy.occupationProximity(a, b);
    known.set(a, proximityBp);
    return proximityBp;
  };
}

function accountOf(
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  rules: ScoringRules,
  rows: CompetencyRows | undefined,
): Explanation {
  const findings = findingsOf(opening, applicant, rules, rows);
  const credits: number[] = [];
  for (const { creditBp } of findings.requirements) credits.push(creditBp);
  const means = meanCredits(opening.requirements, credits, rules.taxonomy, rules.weights);
  const openingSide = openingCredits(opening, applicant, means, rules, findings.usedBp);
  return new Account(opening, applicant, rules, findings, means.competencies, openingSide);
}

/** What hardly anybody looks at, of the hundreds whom an opening is explained for, is worked out when it is asked for. */
class Account implements Explanation {
  readonly score: number;
  readonly fitsOpening: number;
  readonly fitsApplicant: number;
  readonly obstacle: ObstacleReason | undefined;
  readonly obstacles: Explanation["obstacles"];
  readonly openingSide: readonly ComponentPoints<OpeningComponent>[];
  readonly applicantSide: readonly ComponentPoints<ApplicantComponent>[];
  readonly competencies: CompetencyAccount | undefined;
  readonly requirements: Explanation["requirements"];
  readonly failedMusts: Explanation["failedMusts"];
  readonly unverified: Explanation["unverified"];
  readonly way: Explanation["way"];
  readonly usedBp: number | undefined;
  readonly commuteMinutes: number | undefined;
  readonly #opening: OpeningFacts;
  readonly #applicant: ApplicantFacts;
  readonly #rules: ScoringRules;

  constructor(
    opening: OpeningFacts,
    applicant: ApplicantFacts,
    rules: ScoringRules,
    { obstacles, requirements, failedMusts, unverified, way, usedBp }: Findings,
    coveredBp: number,
    openingSide: readonly ComponentCredit<OpeningComponent>[],
  ) {
    const applicantSide = applicantCredits(opening, applicant, rules, way);
    this.fitsOpening = scoreOpeningSide(opening, openingSide);
    this.fitsApplicant = scoreApplicantSide(applicantSide);
    this.score = combine(this.fitsOpening, this.fitsApplicant);
    this.obstacle = obstacles[0];
    this.obstacles = obstacles;
    this.openingSide = toPoints(openingSide, this.fitsOpening);
    this.applicantSide = toPoints(applicantSide, this.fitsApplicant);
    const held = usedBp === undefined ? undefined : applicant.competencies;
    this.competencies = held && new Competencies(coveredBp, usedBp ?? 0, opening, held, rules.taxonomy);
    this.requirements = requirements;
    this.failedMusts = failedMusts;
    this.unverified = unverified;
    this.way = way;
    this.usedBp = usedBp;
    this.commuteMinutes = way === undefined || way.minutes === Number.POSITIVE_INFINITY ? undefined : way.minutes;
    this.#opening = opening;
    this.#applicant = applicant;
    this.#rules = rules;
  }

  get occupations(): Explanation["occupations"] {
    const { occupation } = this.#opening;
    const { experience, wantedOccupations } = this.#applicant;
    const own = experience?.map((spell) => spell.occupation);
    return {
      own: occupationEvidence(occupation, own, this.#rules.taxonomy),
      wanted: occupationEvidence(occupation, wantedOccupations, this.#rules.taxonomy),
    };
  }

  get requirementWeights(): readonly number[] {
    const { taxonomy, weights } = this.#rules;
    return this.#opening.requirements.map((requirement) => requirementWeight(requirement, taxonomy, weights));
  }
}

class Competencies implements CompetencyAccount {
  readonly coveredBp: number;
  readonly usedBp: number;
  readonly #requirements: OpeningFacts["requirements"];
  readonly #held: readonly HeldCompetency[];
  readonly #taxonomy: Taxonomy;

  constructor(
    coveredBp: number,
    usedBp: number,
    { requirements }: OpeningFacts,
    held: readonly HeldCompetency[],
    taxonomy: Taxonomy,
  ) {
    this.coveredBp = coveredBp;
    this.usedBp = usedBp;
    this.#requirements = requirements;
    this.#held = held;
    this.#taxonomy = taxonomy;
  }

  get uses(): CompetencyAccount["uses"] {
    return this.#held.map(({ number, level }) => {
      const { usedBp, wanted } = competencyUse(number, this.#requirements, this.#taxonomy);
      return { number, level, usedBp, wanted };
    });
  }
}
