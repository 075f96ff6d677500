import type { OpeningFacts } from "../matching/facts.ts";
import { fromDayNumber, toDayNumber } from "../model/calendar.ts";
import type { Opening } from "../model/opening.ts";
import { roundUpToTenWon } from "../model/pay.ts";
import { type Refusal, type RefusalCode, refusal } from "../refusal.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import { type Breach, findBreach, payOn } from "./breach.ts";
import { type RuleFacts, toRuleFacts } from "./rule-facts.ts";
import { ownerOn, type RuleSet, rulesOn } from "./rule-set.ts";

const CODES: Readonly<Record<Breach, RefusalCode>> = {
  kind: "PROGRAMME_KIND",
  part: "PROGRAMME_PART",
  mode: "PROGRAMME_MODE",
  hours: "PROGRAMME_HOURS",
  "pay-rate": "PROGRAMME_PAY_RATE",
  "pay-cap": "PROGRAMME_PAY_CAP",
  cohort: "PROGRAMME_COHORT",
  competency: "PROGRAMME_COMPETENCY",
};

const PATHS: Readonly<Record<Breach, string>> = {
  kind: "/opening/kind",
  part: "/opening/programmePart",
  mode: "/opening/place",
  hours: "/opening/workHours",
  "pay-rate": "/opening/baseSalary",
  "pay-cap": "/opening/baseSalary",
  cohort: "/opening/startsOn",
  competency: "/opening/requirements",
};

/**
 * Why an opening can't be posted under its programme, with the path into the event and the version of the rules; undefined when it can, and when
 * the programme has no rules on that day (`YYYY-MM-DD`). `facts` are those of the opening as posted.
 */
export function refuseUnderRules(
  opening: Opening,
  facts: OpeningFacts,
  ruleSets: readonly RuleSet[],
  day: string,
  taxonomy: Taxonomy,
): Refusal | undefined {
  const rules = rulesOn(ruleSets, day);
  if (rules === undefined) return undefined;
  const { programmeId, validFrom, revision } = rules;
  const refuse = (code: RefusalCode, path: string, why: string): Refusal => ({
    ...refusal(code, path, `${why}, by the rules of ${programmeId} from ${validFrom}, revision ${revision}`),
    rules: { programmeId, validFrom, revision },
  });
  const ruleFacts = toRuleFacts(rules, taxonomy);
  const today = toDayNumber(day);
  if (rules.sunset !== undefined && rules.sunset < day) {
    return refuse("PROGRAMME_SUNSET", "/opening/programmeId", `the programme ended on ${rules.sunset}`);
  }
  const foreign = whyForeign(opening.employerId, rules, day);
  if (foreign !== undefined) return refuse("PROGRAMME_OWNER", "/opening/employerId", foreign);
  const breach = findBreach(facts, ruleFacts, today);
  if (breach !== undefined) return refuse(CODES[breach], PATHS[breach], whyBroken(breach, facts, ruleFacts, today));
  // Insurance that isn't spoken of is unknown, like anything else that an opening leaves out; a list without it says that there is none.
  const missing = rules.insurance?.find((one) => opening.insurance !== undefined && !opening.insurance.includes(one));
  if (missing === undefined) return undefined;
  return refuse(
    "PROGRAMME_INSURANCE",
    "/opening/insurance",
    `lists no ${missing} insurance, which this programme asks for`,
  );
}

/** Why a body may not post under a programme on a day: it owns it no more, or not yet, or never where only the owner may. */
function whyForeign(employerId: string, rules: RuleSet, day: string): string | undefined {
  if (ownerOn(rules, day) === employerId) return undefined;
  const own = rules.owners.findLast(({ owner }) => owner === employerId);
  if (own !== undefined && own.from > day) return `the programme belongs to this body from ${own.from} on`;
  if (own !== undefined) return "the programme has passed to another body";
  return rules.offeredBy === "owner" ? "the programme's openings come from the body that owns it" : undefined;
}

function whyBroken(breach: Breach, facts: OpeningFacts, rules: RuleFacts, today: number): string {
  const day = facts.programme?.startsOnDay ?? today;
  const pay = payOn(rules, day);
  // The last year's pay holds until a newer one is entered; whoever is refused by it hears which year's it is.
  const since =
    pay === undefined || pay.year === Number(fromDayNumber(day).slice(0, 4)) ? "" : `, as last set for ${pay.year}`;
  switch (breach) {
    case "kind":
      return "is no kind of opening of this programme";
    case "part":
      return "is no part of this programme";
    case "mode":
      return "is not online, as this part of the programme is";
    case "competency":
      return "lacks a competency that every opening of this programme asks for";
    case "hours":
      return `is more than ${rules.hoursMax} hours a month`;
    case "pay-rate":
      return `is not the ${pay?.krwPerHour} won an hour that the programme pays${since}`;
    case "pay-cap":
      return `is more than the programme pays in a month${pay?.krwPerMonthMax === undefined ? "" : ` (${roundUpToTenWon(pay.krwPerMonthMax)} won)`}${since}`;
    case "cohort":
      return "is in no cohort of this programme";
  }
}
