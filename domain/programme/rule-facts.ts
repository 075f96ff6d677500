import { currentDistrictCode } from "../geo/districts.ts";
import type { CourseBefore, NameInBoth } from "../matching/standing.ts";
import { toDayNumber } from "../model/calendar.ts";
import { openingKinds, retirementStages } from "../model/primitives.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { RuleSet } from "./rule-set.ts";

/**
 * A rule set as matching needs it: numbers and codes, no text. Facts are what the shard log keeps. Days are day numbers, days of every year
 * are month × 100 + day.
 */
export interface RuleFacts {
  readonly programmeId: string;
  readonly validFromDay: number;
  readonly revision: number;
  /** Bit mask over `openingKinds`. */
  readonly kinds: number;
  readonly ageMin: number | undefined;
  readonly ageMax: number | undefined;
  /** A day number; undefined: the day of matching. */
  readonly ageOn: number | "cohort-start" | undefined;
  readonly residence: string | undefined;
  readonly hoursMax: number | undefined;
  readonly pay: readonly YearlyPay[];
  readonly cohorts: readonly { readonly from: number; readonly to: number }[];
  /** Last day on which somebody is told: the sunset, or the day on which the quota was reached. */
  readonly lastDay: number | undefined;
  readonly excludes: readonly string[];
  /** Index into `retirementStages`. */
  readonly retirementStage: number | undefined;
  readonly contactFirst: boolean;
  readonly coursesFirst: boolean;
  /** Which courses come first; missing for none, and where a record of before they were kept says only that there are some. */
  readonly coursesBefore?: readonly CourseBefore[];
  readonly owners: readonly { readonly owner: string; readonly fromDay: number }[];
  /** Numbers of the competencies that every opening asks for. */
  readonly competencies: readonly number[];
  readonly parts: readonly RulePart[];
  /** Places a year; missing for no limit. */
  readonly quota?: number;
  /** Seats by site; missing for none. */
  readonly sites?: readonly { readonly site: string; readonly places: number }[];
}

export interface RulePart {
  readonly partId: string;
  /** Index into `openingKinds`; undefined: any. */
  readonly kind: number | undefined;
  readonly online: boolean;
  /** The part that comes before it; missing for none. */
  readonly after?: string;
  /** It is a level: missing for whatever is none. */
  readonly isLevel?: true;
  /** Whoever takes part in it takes none of the programme's places. */
  readonly countsApart?: true;
  /** For sentences alone: the shard log leaves it out. */
  readonly name?: NameInBoth;
}

export interface YearlyPay {
  readonly year: number;
  readonly krwPerHour: number | undefined;
  readonly krwPerMonthMax: number | undefined;
}

/** Facts of a rule set. Codes that the taxonomy doesn't know are left out: intake has refused them before. */
export function toRuleFacts(rules: RuleSet, taxonomy: Taxonomy): RuleFacts {
  const { age, residence, yearlyQuota, sunset } = rules;
  const lastDays = [sunset, yearlyQuota?.reachedOn].flatMap((day) => (day === undefined ? [] : [toDayNumber(day)]));
  return {
    programmeId: rules.programmeId,
    validFromDay: toDayNumber(rules.validFrom),
    revision: rules.revision,
    kinds: rules.kinds.reduce((mask, kind) => mask | (1 << openingKinds.indexOf(kind)), 0),
    ageMin: age?.min,
    ageMax: age?.max,
    ageOn: toAgeOn(age?.reference),
    residence: (residence && currentDistrictCode(residence)) ?? residence,
    hoursMax: rules.hoursPerMonthMax,
    pay: (rules.pay ?? []).map(({ year, krwPerHour, krwPerMonthMax }) => ({ year, krwPerHour, krwPerMonthMax })),
    cohorts: (rules.cohorts ?? []).map(({ from, to }) => ({ from: toMonthDay(from), to: toMonthDay(to) })),
    lastDay: lastDays.length === 0 ? undefined : Math.min(...lastDays),
    excludes: rules.excludes ?? [],
    retirementStage: rules.retirementStage === undefined ? undefined : retirementStages.indexOf(rules.retirementStage),
    contactFirst: rules.apply.flow === "contact-first",
    coursesFirst: (rules.courses?.beforeStart.length ?? 0) > 0,
    ...toCoursesBefore(rules),
    owners: rules.owners.map(({ owner, from }) => ({ owner, fromDay: toDayNumber(from) })),
    competencies: (rules.competencies ?? []).flatMap((code) => taxonomy.competencyByCode(code)?.number ?? []),
    parts: (rules.parts ?? []).map(({ partId, kind, online, after, sort, countsApart, name }) => ({
      partId,
      name,
      kind: kind === undefined ? undefined : openingKinds.indexOf(kind),
      online: online === true,
      ...(after === undefined ? {} : { after }),
      ...(after !== undefined && sort === "level" ? { isLevel: true as const } : {}),
      ...(countsApart === true ? { countsApart } : {}),
    })),
    ...(yearlyQuota === undefined ? {} : { quota: yearlyQuota.places }),
    ...(rules.seats === undefined ? {} : { sites: rules.seats.sites.map(({ site, places }) => ({ site, places })) }),
  };
}

function toCoursesBefore({ courses }: RuleSet): Pick<RuleFacts, "coursesBefore"> {
  const before = courses?.beforeStart ?? [];
  if (before.length === 0) return {};
  return { coursesBefore: before.map(({ courseId, days = 1, name }) => ({ courseId, days, name })) };
}

function toAgeOn(reference: NonNullable<RuleSet["age"]>["reference"] | undefined): RuleFacts["ageOn"] {
  switch (reference?.on) {
    case "day":
      return toDayNumber(reference.day);
    case "cohort-start":
      return "cohort-start";
    case "matching-day":
    case undefined:
      return undefined;
  }
}

/** `MM-DD` as month × 100 + day. */
export function toMonthDay(text: string): number {
  return Number(text.slice(0, 2)) * 100 + Number(text.slice(3));
}

/** The rules that a day goes by: the last ones that are valid from it or from a day before. Undefined before the first. */
export function ruleFactsOn(rules: Iterable<RuleFacts>, day: number): RuleFacts | undefined {
  let found: RuleFacts | undefined;
  for (const one of rules) {
    if (one.validFromDay <= day && (found === undefined || one.validFromDay > found.validFromDay)) found = one;
  }
  return found;
}
