import type { OpeningFacts, ProgrammeTerms } from "../matching/facts.ts";
import { cohortOf, findBreach, lastDayOfOwner } from "./breach.ts";
import { NO_PLACES_TAKEN, type PlacesTaken, placesBarrier } from "./places.ts";
import type { RuleFacts } from "./rule-facts.ts";

/**
 * An opening as its programme's rules make it on a day: their ages and residence in place of its own, open no longer than they say. Without
 * rules it stays what it is. `today` is undefined before the first day has started: no rules are known to hold then. `taken` says how far the programme's places
 * are taken on that day, for whoever knows.
 */
export function underRules(
  opening: OpeningFacts,
  rules: RuleFacts | undefined,
  today: number | undefined,
  taken: PlacesTaken = NO_PLACES_TAKEN,
): OpeningFacts {
  if (opening.programme === undefined || rules === undefined || today === undefined) return opening;
  const startsOnDay = opening.programme.startsOnDay;
  const cohort = startsOnDay === undefined ? undefined : cohortOf(startsOnDay, rules.cohorts);
  // A job is open to every age, also where a programme places people in it.
  const readsAge = opening.kind !== "job";
  const terms: ProgrammeTerms = {
    validFromDay: rules.validFromDay,
    revision: rules.revision,
    ageOnDay: rules.ageOn === "cohort-start" ? cohort?.firstDay : rules.ageOn,
    excludes: rules.excludes,
    retirementStage: rules.retirementStage,
    contactFirst: rules.contactFirst,
    coursesFirst: rules.coursesFirst,
    coursesBefore: rules.coursesBefore ?? [],
    coursesDue: dueCourses(rules, startsOnDay, today),
    isLawful: findBreach(opening, rules, today) === undefined,
    isFull: placesBarrier(opening.programme, rules, taken) !== undefined,
    ...toStep(opening.programme.part, rules),
  };
  return {
    ...opening,
    ageMin: readsAge ? rules.ageMin : undefined,
    ageMax: readsAge ? rules.ageMax : undefined,
    residence: rules.residence,
    validThroughDay: earliest(opening.validThroughDay, rules.lastDay, cohort?.lastDay, lastDayOfOwner(opening, rules)),
    terms,
  };
}

/** Parts are listed after the ones that they come after. */
function toStep(partId: string | undefined, { parts }: RuleFacts): Pick<ProgrammeTerms, "step"> {
  const part = parts.find((one) => one.partId === partId);
  if (part?.after === undefined) return {};
  const enough = new Set([part.after]);
  for (const { partId: id, after } of parts) if (after !== undefined && enough.has(after)) enough.add(id);
  const name = parts.find(({ partId: id }) => id === part.after)?.name;
  const step = { part: part.after, enough: [...enough], byLevel: part.isLevel === true };
  return { step: name === undefined ? step : { ...step, name } };
}

/**
 * Courses for which no time is left on a day: begun on it, they wouldn't be over before the activity starts. Where no first day is known, there is time.
 * Each is looked at by itself, since who lacks two may be able to take both at once.
 */
function dueCourses(
  { coursesBefore = [] }: RuleFacts,
  startsOnDay: number | undefined,
  today: number,
): ProgrammeTerms["coursesDue"] {
  if (startsOnDay === undefined) return [];
  return coursesBefore.filter(({ days }) => today + days > startsOnDay).map(({ courseId }) => courseId);
}

function earliest(...days: readonly (number | undefined)[]): number | undefined {
  const known = days.filter((day) => day !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** Whether rules make the same of an opening. `a` and `b` come from one opening, so nothing else can differ. */
export function isSameUnderRules(a: OpeningFacts, b: OpeningFacts): boolean {
  return (
    a.ageMin === b.ageMin &&
    a.ageMax === b.ageMax &&
    a.residence === b.residence &&
    a.validFromDay === b.validFromDay &&
    a.validThroughDay === b.validThroughDay &&
    hasSameTerms(a.terms, b.terms)
  );
}

/** The version of the rules doesn't count: rules that say the same of an opening are the same for it. */
function hasSameTerms(a: ProgrammeTerms | undefined, b: ProgrammeTerms | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.ageOnDay === b.ageOnDay &&
    a.excludes.join() === b.excludes.join() &&
    a.retirementStage === b.retirementStage &&
    a.contactFirst === b.contactFirst &&
    a.coursesFirst === b.coursesFirst &&
    idsOf(a.coursesBefore) === idsOf(b.coursesBefore) &&
    a.coursesDue.join() === b.coursesDue.join() &&
    a.isLawful === b.isLawful &&
    a.isFull === b.isFull &&
    a.step?.enough.join() === b.step?.enough.join() &&
    a.step?.byLevel === b.step?.byLevel
  );
}

const idsOf = (courses: ProgrammeTerms["coursesBefore"]) => courses.map(({ courseId }) => courseId).join();
