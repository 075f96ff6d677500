import { type RuleSet, rulesOn } from "../programme/rule-set.ts";
import { type Refusal, type RefusalCode, refusal } from "../refusal.ts";
import { type CaseStep, stageOf } from "./case-step.ts";

/** The side of a case that its party is on. */
export type CaseSide = "applicant" | "employer";

/**
 * Why a programme's rules on the day of a step know no such step, with the version of the rules: it leads no cases, or none of this side, or not
 * through this stage, or sends nobody on to that body. Paths are those of the event `CaseRecorded`. Undefined when nothing is against it.
 */
export function refuseStep(
  { programmeId, side, step, on }: { programmeId: string; side: CaseSide; step: CaseStep; on: string },
  ruleSets: readonly RuleSet[],
): Refusal | undefined {
  const rules = rulesOn(ruleSets, on);
  if (rules === undefined) {
    return refusal("CASE_OUTSIDE_PROGRAMME", "/programmeId", `${programmeId} has no rules on ${on}`);
  }
  const { validFrom, revision, cases, referrals = [] } = rules;
  const refuse = (code: RefusalCode, path: string, why: string): Refusal => ({
    ...refusal(code, path, `${why}, by the rules of ${programmeId} from ${validFrom}, revision ${revision}`),
    rules: { programmeId, validFrom, revision },
  });
  if (cases === undefined) return refuse("CASE_OUTSIDE_PROGRAMME", "/programmeId", "no cases are led");
  if (!cases.sides.includes(side)) return refuse("CASE_OUTSIDE_PROGRAMME", `/${side}Id`, `no ${side} has a case`);
  const stage = stageOf(step.kind);
  if (stage !== undefined && !cases.stages.includes(stage)) {
    return refuse("CASE_OUTSIDE_PROGRAMME", "/step/kind", `a case has no ${stage}`);
  }
  if (step.kind === "referred" && !referrals.some(({ body }) => body === step.body)) {
    return refuse("UNKNOWN_REFERRAL_BODY", "/step/body", "nobody is sent on to this body");
  }
  return undefined;
}
