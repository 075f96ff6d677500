import type { ApplicantFacts, OpeningFacts, RequirementFacts } from "./facts.ts";
import { allObstacles, hasAgeSpan, type ObstacleReason, wayTo } from "./obstacles.ts";
import {
  type CompetencyPath,
  competencyCredit,
  FULL_BP,
  isFailedMust,
  requirementCredit,
  UNKNOWN_BP,
} from "./requirements.ts";
import {
  type ApplicantComponent,
  applicantCredits,
  type ComponentCredit,
  combine,
  type OpeningComponent,
  openingCredits,
  type Score,
  type ScoringRules,
  scoreApplicantSide,
  scoreOpeningSide,
} from "./score.ts";

/** A component's share of its side: `points` of `possible`, whole numbers. Unknown components have neither. */
export interface ComponentPoints<C extends string> {
  readonly component: C;
  readonly known: boolean;
  readonly points: number;
  readonly possible: number;
}

/** How a requirement stands: `met` in full, `partly`, `missing`, or `unverified` because nothing is known. */
export interface RequirementEvidence {
  readonly requirement: RequirementFacts;
  readonly status: "met" | "partly" | "missing" | "unverified";
  readonly creditBp: number;
  /** The competency that meets it, when it is one on a competency and one does. */
  readonly path: CompetencyPath | undefined;
}

/** A condition of the opening of which nothing is known: to be asked before anything is promised. */
export type Unverified =
  | { readonly on: "age" }
  | { readonly on: "residence" }
  | { readonly on: "requirement"; readonly requirement: RequirementFacts };

/** Everything there is to say about a pair, also one that doesn't match. */
export interface Explanation extends Score {
  /** The first thing that rules the pair out, if any; the scores are computed all the same. */
  readonly obstacle: ObstacleReason | undefined;
  /** Everything that rules it out. */
  readonly obstacles: readonly ObstacleReason[];
  readonly openingSide: readonly ComponentPoints<OpeningComponent>[];
  readonly applicantSide: readonly ComponentPoints<ApplicantComponent>[];
  readonly requirements: readonly RequirementEvidence[];
  readonly unverified: readonly Unverified[];
  /** Minutes from a wanted district or from home: 0 in a wanted district or online; undefined when unknown or out of range. */
  readonly commuteMinutes: number | undefined;
}

/**
 * Hands out a side's score to its components so that points add up to the score and possible points to 10,000, to the unit: each gets
 * what the running total gains by it. A side of which nothing is known has no points to hand out.
 */
function toPoints<C extends string>(components: readonly ComponentCredit<C>[]): ComponentPoints<C>[] {
  const whole = components.reduce((sum, { creditBp, weight }) => sum + (creditBp === UNKNOWN_BP ? 0 : weight), 0);
  let points = 0;
  let possible = 0;
  return components.map(({ component, creditBp, weight }) => {
    if (creditBp === UNKNOWN_BP) return { component, known: false, points: 0, possible: 0 };
    const before = { points: Math.floor(points / whole), possible: Math.floor(possible / whole) };
    points += weight * creditBp;
    possible += weight * FULL_BP;
    return {
      component,
      known: true,
      points: Math.floor(points / whole) - before.points,
      possible: Math.floor(possible / whole) - before.possible,
    };
  });
}

function toStatus(creditBp: number): RequirementEvidence["status"] {
  if (creditBp === UNKNOWN_BP) return "unverified";
  if (creditBp === 0) return "missing";
  return creditBp === FULL_BP ? "met" : "partly";
}

function unverifiedOf(
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  requirements: readonly RequirementEvidence[],
): Unverified[] {
  const asked: Unverified[] = [];
  if (hasAgeSpan(opening) && applicant.birthDay === undefined) asked.push({ on: "age" });
  if (opening.residence !== undefined && applicant.residence === undefined) asked.push({ on: "residence" });
  for (const { requirement, status } of requirements) {
    if (requirement.importance === "must" && status === "unverified") asked.push({ on: "requirement", requirement });
  }
  return asked;
}

/** The full account of a pair. Its scores are those of `score`, and its points add up to them. */
export function explain(opening: OpeningFacts, applicant: ApplicantFacts, rules: ScoringRules): Explanation {
  const requirements = opening.requirements.map((requirement): RequirementEvidence => {
    const creditBp = requirementCredit(requirement, opening, applicant, rules.taxonomy);
    const path =
      requirement.on === "competency"
        ? competencyCredit(requirement, applicant.competencies, rules.taxonomy).path
        : undefined;
    return { requirement, status: toStatus(creditBp), creditBp, path };
  });
  const credits = requirements.map(({ creditBp }) => creditBp);
  const openingSide = openingCredits(opening, applicant, credits, rules);
  const applicantSide = applicantCredits(opening, applicant, rules);
  const fitsOpening = scoreOpeningSide(opening, openingSide);
  const fitsApplicant = scoreApplicantSide(applicantSide);
  const failed = requirements.some(({ requirement, creditBp }) => isFailedMust(requirement, creditBp));
  const obstacles: ObstacleReason[] = [
    ...allObstacles(opening, applicant, rules.today),
    ...(failed ? (["requirement-not-met"] as const) : []),
  ];
  const minutes = wayTo(opening, applicant)?.minutes;
  return {
    obstacle: obstacles[0],
    obstacles,
    score: combine(fitsOpening, fitsApplicant),
    fitsOpening,
    fitsApplicant,
    openingSide: toPoints(openingSide),
    applicantSide: toPoints(applicantSide),
    requirements,
    unverified: unverifiedOf(opening, applicant, requirements),
    commuteMinutes: minutes === undefined || minutes === Number.POSITIVE_INFINITY ? undefined : minutes,
  };
}
