import type { ApplicantFacts, OpeningFacts } from "../matching/facts.ts";
import { type UnknownCondition, unknownConditions } from "../matching/findings.ts";
import { allObstacles, firstDayObstacle, type ObstacleReason } from "../matching/obstacles.ts";
import { fromDayNumber } from "../model/calendar.ts";
import type { RuleVersion } from "../refusal.ts";
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
  "courses-not-completed",
  "programme-step-missing",
] as const satisfies readonly ObstacleReason[];
export type ProgrammeObstacle = (typeof programmeObstacles)[number];

/** Whether somebody may take part in what a programme offers, with the rule set that was gone by. */
export type Eligibility =
  | { readonly kind: "eligible"; readonly rules: RuleVersion }
  /** Everything that the rules find against it, at least one reason. */
  | { readonly kind: "ineligible"; readonly reasons: readonly ProgrammeObstacle[]; readonly rules: RuleVersion }
  /** Nothing is against it, but these have to be asked first. */
  | { readonly kind: "unknown"; readonly ask: readonly UnknownCondition[]; readonly rules: RuleVersion }
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
  const goneBy = { programmeId, validFrom: fromDayNumber(validFromDay), revision };
  const opening = underRules(posted, current, today);
  const found: readonly ObstacleReason[] = allObstacles(opening, applicant, today);
  // An opening that is past a last day of its own isn't closed by the rules.
  const isClosedAnyway = firstDayObstacle(posted, today) === "opening-closed";
  const reasons = programmeObstacles.filter(
    (obstacle) => found.includes(obstacle) && !(obstacle === "opening-closed" && isClosedAnyway),
  );
  if (reasons.length > 0) return { kind: "ineligible", reasons, rules: goneBy };
  const ask = unknownConditions(opening, applicant);
  return ask.length > 0 ? { kind: "unknown", ask, rules: goneBy } : { kind: "eligible", rules: goneBy };
}
