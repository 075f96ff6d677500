import type { OpeningFacts } from "../../../domain/matching/facts.ts";
import type { Applicant } from "../../../domain/model/applicant.ts";
import { toDayNumber } from "../../../domain/model/calendar.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import type { TakingPart } from "../../../domain/model/participation.ts";
import { builtInProgrammes } from "../../../domain/programme/built-in.ts";
import { eligibilityOf } from "../../../domain/programme/eligibility.ts";
import { refuseUnderRules } from "../../../domain/programme/refuse-opening.ts";
import { type RuleFacts, toRuleFacts } from "../../../domain/programme/rule-facts.ts";
import type { RuleSet } from "../../../domain/programme/rule-set.ts";
import { underRules } from "../../../domain/programme/under-rules.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { aBareJob, factsOf, strangerFacts } from "../../fixtures/facts.ts";

type Person = Partial<Applicant & TakingPart>;

/** A built-in programme's rules with some of them changed. */
export function theRules(programmeId: string, changes: Partial<RuleSet> = {}): RuleSet {
  const found = builtInProgrammes.find((one) => one.programmeId === programmeId);
  if (found === undefined) throw new Error(`no programme ${programmeId}`);
  return { ...found, ...changes };
}

export const ruleFactsOf = (rules: RuleSet): RuleFacts => toRuleFacts(rules, builtInTaxonomy);

/** An opening of a programme, of the first of its kinds unless a test says another. */
export function anOpeningOf(rules: RuleSet, fields: Partial<Opening> = {}): Opening {
  const [kind = "training"] = rules.kinds;
  const requirements = (rules.competencies ?? []).map((competency) => ({
    on: "competency" as const,
    importance: "should" as const,
    competency,
    level: 2,
  }));
  const employer = rules.offeredBy === "owner" ? { employerId: rules.owners[0]?.owner ?? "" } : {};
  return aBareJob({
    openingId: "opening-1",
    kind,
    programmeId: rules.programmeId,
    requirements,
    ...employer,
    ...fields,
  });
}

/** An opening as the rules make it on a day. */
export function openingUnder(rules: RuleSet, day: string, fields: Partial<Opening> = {}): OpeningFacts {
  return underRules(factsOf.opening(anOpeningOf(rules, fields)), ruleFactsOf(rules), toDayNumber(day));
}

/** What rules say of somebody on a day, in one word: eligible, unknown, or the reason why not. */
export function verdictOn(rules: RuleSet, day: string, person: Person, fields: Partial<Opening> = {}): string {
  const posted = factsOf.opening(anOpeningOf(rules, fields));
  const verdict = eligibilityOf(posted, strangerFacts(person), [ruleFactsOf(rules)], toDayNumber(day));
  return verdict.kind === "ineligible" ? (verdict.reasons[0] ?? "") : verdict.kind;
}

/** Why an opening can't be posted, as its code and path. */
export function refusalOf(rules: RuleSet, day: string, fields: Partial<Opening>): string | undefined {
  const opening = anOpeningOf(rules, fields);
  const refusal = refuseUnderRules(opening, factsOf.opening(opening), [rules], day, builtInTaxonomy);
  return refusal && `${refusal.code} ${refusal.path}`;
}
