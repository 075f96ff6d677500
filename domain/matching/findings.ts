import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import { usedCoverage } from "./coverage.ts";
import type { ApplicantFacts, OpeningFacts, RequirementFacts } from "./facts.ts";
import { allObstacles, hasAgeSpan, type ObstacleReason, type Way, wayTo } from "./obstacles.ts";
import { type RequirementEvidence, toRequirementEvidence } from "./requirement-evidence.ts";
import { isFailedMust, UNKNOWN_BP } from "./requirements.ts";

/** A condition of the opening of which nothing is known: to be asked before anything is promised. */
export type Unverified =
  | { readonly on: "age" }
  | { readonly on: "residence" }
  | { readonly on: "requirement"; readonly requirement: RequirementFacts };

/** What stands for a pair and against it, before any points are counted: all that reasons are made of. */
export interface Findings {
  /** Everything that rules the pair out, in the order in which the score looks for it. */
  readonly obstacles: readonly ObstacleReason[];
  /** How each requirement stands, in the order of the opening. */
  readonly requirements: readonly RequirementEvidence[];
  /** Those of them that rule the pair out. */
  readonly failedMusts: readonly RequirementEvidence[];
  readonly unverified: readonly Unverified[];
  readonly way: Way | undefined;
  /** How much of what the person can do the opening would use, 0–10,000; undefined when either side's competencies are unknown. */
  readonly usedBp: number | undefined;
}

/** What scoring and reasons need beside the pair. */
export interface FindingRules {
  readonly taxonomy: Taxonomy;
  readonly today: number | undefined;
}

const NONE: readonly never[] = [];

export function findingsOf(opening: OpeningFacts, applicant: ApplicantFacts, rules: FindingRules): Findings {
  const { taxonomy, today } = rules;
  const requirements: RequirementEvidence[] = [];
  let failedMusts: RequirementEvidence[] | undefined;
  let asksForCompetency = false;
  for (const requirement of opening.requirements) {
    const evidence = toRequirementEvidence(requirement, opening, applicant, taxonomy);
    requirements.push(evidence);
    if (requirement.on === "competency") asksForCompetency = true;
    if (isFailedMust(requirement, evidence.creditBp)) {
      failedMusts ??= [];
      failedMusts.push(evidence);
    }
  }
  const obstacles: ObstacleReason[] = allObstacles(opening, applicant, today);
  if (failedMusts !== undefined) obstacles.push("requirement-not-met");
  const usedBp = asksForCompetency ? usedCoverage(opening.requirements, applicant.competencies, taxonomy) : UNKNOWN_BP;
  return {
    obstacles,
    requirements,
    failedMusts: failedMusts ?? NONE,
    unverified: unverifiedOf(opening, applicant, requirements),
    way: wayTo(opening, applicant),
    usedBp: usedBp === UNKNOWN_BP ? undefined : usedBp,
  };
}

function unverifiedOf(
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  requirements: readonly RequirementEvidence[],
): readonly Unverified[] {
  let asked: Unverified[] | undefined;
  const ask = (unverified: Unverified) => {
    asked ??= [];
    asked.push(unverified);
  };
  if (hasAgeSpan(opening) && applicant.birthDay === undefined) ask({ on: "age" });
  if (opening.residence !== undefined && applicant.residence === undefined) ask({ on: "residence" });
  for (const { requirement, status } of requirements) {
    if (requirement.importance === "must" && status === "unverified") ask({ on: "requirement", requirement });
  }
  return asked ?? NONE;
}
