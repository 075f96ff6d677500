import type { ApplicantFacts, OpeningFacts } from "../matching/facts.ts";
import { type UnknownCondition, unknownConditions } from "../matching/findings.ts";
import { allObstacles, type ObstacleReason } from "../matching/obstacles.ts";
import { type RuleFacts, ruleFactsOn } from "./rule-facts.ts";
import { underRules } from "./under-rules.ts";

/** What a programme's rules can find against a pair. */
const programmeObstacles = [
  "opening-closed",
  "opening-outside-programme",
  "age-outside-programme",
  "residence-outside-programme",
  "retirement-stage-outside-programme",
  "takes-part-elsewhere",
] as const satisfies readonly ObstacleReason[];
export type ProgrammeObstacle = (typeof programmeObstacles)[number];

/** The rule set that was gone by: its first day as a day number, and its revision. */
type RulesGoneBy = Pick<RuleFacts, "programmeId" | "validFromDay" | "revision">;

/** Whether somebody may take part in what a programme offers. */
export type Eligibility =
  | { readonly kind: "eligible"; readonly rules: RulesGoneBy }
  | { readonly kind: "ineligible"; readonly reason: ProgrammeObstacle; readonly rules: RulesGoneBy }
  /** Nothing is against it, but these have to be asked first. */
  | { readonly kind: "unknown"; readonly ask: readonly UnknownCondition[]; readonly rules: RulesGoneBy }
  /** The opening belongs to no programme that has rules on that day. */
  | { readonly kind: "no-rules" };

/**
 * Whether somebody may take part in an opening on a day (a day number), by all rules of its programme. By the same checks as matching: there is no
 * second opinion on who may. Wishes and competencies don't count here.
 */
export function eligibilityOf(
  posted: OpeningFacts,
  applicant: ApplicantFacts,
  rules: readonly RuleFacts[],
  today: number,
): Eligibility {
  const current = ruleFactsOn(rules, today);
  if (current === undefined || posted.programme?.programmeId !== current.programmeId) return { kind: "no-rules" };
  const { programmeId, validFromDay, revision } = current;
  const goneBy = { programmeId, validFromDay, revision };
  const opening = underRules(posted, current, today);
  const found: readonly ObstacleReason[] = allObstacles(opening, applicant, today);
  const reason = programmeObstacles.find((obstacle) => found.includes(obstacle));
  if (reason !== undefined) return { kind: "ineligible", reason, rules: goneBy };
  const ask = unknownConditions(opening, applicant);
  return ask.length > 0 ? { kind: "unknown", ask, rules: goneBy } : { kind: "eligible", rules: goneBy };
}
