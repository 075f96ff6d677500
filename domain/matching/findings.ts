import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { CompetencyRows } from "./competency-rows.ts";
import { usedCoverage } from "./coverage.ts";
import type { ApplicantFacts, OpeningFacts, RequirementFacts } from "./facts.ts";
import { allObstacles, hasAgeSpan, type ObstacleReason, type Way, wayTo } from "./obstacles.ts";
import { type RequirementEvidence, toRequirementEvidence } from "./requirement-evidence.ts";
import { isFailedMust, UNKNOWN_BP } from "./requirements.ts";

/** What a programme asks about somebody and isn't known. */
export type UnknownCondition = "age" | "residence" | "retirement-stage" | "programmes" | "courses";

/** A condition of the opening of which nothing is known: to be asked before anything is promised. */
export type Unverified =
  | { readonly on: UnknownCondition }
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

/** Findings of a pair. `rows` are those of the opening, for whoever looks at many applicants of one. */
export function findingsOf(
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  { taxonomy, today }: FindingRules,
  rows?: CompetencyRows,
): Findings {
  const held = applicant.competencies;
  const met = held && rows?.of(held);
  const requirements: RequirementEvidence[] = [];
  let failedMusts: RequirementEvidence[] | undefined;
  let place = 0;
  for (const requirement of opening.requirements) {
    const evidence =
      rows !== undefined && met !== undefined && requirement.on === "competency"
        ? rows.evidence(requirement, place++, met)
        : toRequirementEvidence(requirement, opening, applicant, taxonomy);
    requirements.push(evidence);
    if (isFailedMust(requirement, evidence.creditBp)) {
      failedMusts ??= [];
      failedMusts.push(evidence);
    }
  }
  const way = wayTo(opening, applicant);
  const obstacles: ObstacleReason[] = allObstacles(opening, applicant, today, way);
  if (failedMusts !== undefined) obstacles.push("requirement-not-met");
  const usedBp = rows === undefined ? usedBpOf(opening, held, taxonomy) : (met?.usedBp ?? UNKNOWN_BP);
  return {
    obstacles,
    requirements,
    failedMusts: failedMusts ?? NONE,
    unverified: unverifiedOf(opening, applicant, requirements),
    way,
    usedBp: usedBp === UNKNOWN_BP ? undefined : usedBp,
  };
}

function usedBpOf({ requirements }: OpeningFacts, held: ApplicantFacts["competencies"], taxonomy: Taxonomy): number {
  return requirements.some(({ on }) => on === "competency") ? usedCoverage(requirements, held, taxonomy) : UNKNOWN_BP;
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
  for (const on of unknownConditions(opening, applicant)) ask({ on });
  for (const { requirement, status } of requirements) {
    if (requirement.importance === "must" && status === "unverified") ask({ on: "requirement", requirement });
  }
  return asked ?? NONE;
}

/** Conditions of an opening's programme of which nothing is known about somebody. */
export function unknownConditions(opening: OpeningFacts, applicant: ApplicantFacts): readonly UnknownCondition[] {
  const { terms, residence } = opening;
  const { birthDay, standing } = applicant;
  const asked: UnknownCondition[] = [];
  if (birthDay === undefined && hasAgeSpan(opening)) asked.push("age");
  if (residence !== undefined && applicant.residence === undefined) asked.push("residence");
  if (terms === undefined) return asked;
  if (terms.retirementStage !== undefined && standing?.retirementStage === undefined) asked.push("retirement-stage");
  if (terms.excludes.length > 0 && standing?.programmes === undefined) asked.push("programmes");
  if (terms.coursesDue.length > 0 && standing?.courses === undefined) asked.push("courses");
  return asked;
}
