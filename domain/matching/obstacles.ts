import { allDistricts } from "../geo/catalogue.ts";
import { commuteMinutes } from "../geo/districts.ts";
import { ageOn } from "../model/calendar.ts";
import type { Pay } from "../model/primitives.ts";
import { type ApplicantFacts, kindBit, type OpeningFacts, type ProgrammeTerms } from "./facts.ts";
import type { ApplicantStanding } from "./standing.ts";

/** Why a pair can't match whatever its score. One word per reason everywhere: logs, explanations, figures. */
export type ObstacleReason =
  | "opening-not-yet-open"
  | "opening-closed"
  | "opening-full"
  | "opening-outside-programme"
  | "kind-not-wanted"
  | "place-out-of-reach"
  | "pay-below-minimum"
  | "hours-outside-wish"
  | "shifts-not-wanted"
  | "employment-type-not-wanted"
  | "age-outside-programme"
  | "residence-outside-programme"
  | "retirement-stage-outside-programme"
  | "takes-part-elsewhere"
  | "courses-not-completed"
  | "programme-step-missing"
  | "requirement-not-met";

/** Longest way assumed for somebody who said where they live and nothing about the way: an hour from door to door. */
export const COMMUTE_DEFAULT_MINUTES = 60;

/** How far an opening is, in minutes, and the longest way accepted. Undefined when either side's place is unknown. */
export interface Way {
  /** 0 in a wanted district and for work done online. */
  readonly minutes: number;
  readonly minutesMax: number;
}

/** A city's part of a district's code. */
const CITY_DIGITS = 4;

/** Cities that are divided into 구; their codes are those of their 구 with a zero at the end. */
const DIVIDED_CITIES: ReadonlySet<string> = new Set(
  allDistricts.filter(({ ko }) => ko.includes(" ")).map(({ code }) => `${code.slice(0, CITY_DIGITS)}0`),
);

/**
 * A city without its 구 covers each of them: 성남시 41130 and 분당구 41135 are the same place. The digits alone don't say so: 영동군 43740 and
 * 증평군 43745 are two.
 */
export function isSameDistrict(a: string, b: string): boolean {
  return a === b || (startAlike(a, b) && (DIVIDED_CITIES.has(a) || DIVIDED_CITIES.has(b)));
}

/** Whether two codes begin with the same city; asked about every way, so that no strings are cut. */
function startAlike(a: string, b: string): boolean {
  for (let at = 0; at < CITY_DIGITS; at++) if (a.charCodeAt(at) !== b.charCodeAt(at)) return false;
  return true;
}

/**
 * The way to an opening: the shortest from a wanted district; without wanted districts, from home. A way that can't be computed is
 * endless, so that nobody is sent across the country for want of a figure.
 */
export function wayTo(opening: Pick<OpeningFacts, "online" | "district">, applicant: ApplicantFacts): Way | undefined {
  if (opening.online) return { minutes: 0, minutesMax: applicant.commuteMinutesMax ?? COMMUTE_DEFAULT_MINUTES };
  if (opening.district === undefined) return undefined;
  const { wantedDistricts, residence } = applicant;
  if (wantedDistricts === undefined && residence === undefined) return undefined;
  const from = wantedDistricts ?? (residence === undefined ? [] : [residence]);
  const minutesMax = applicant.commuteMinutesMax ?? (wantedDistricts === undefined ? COMMUTE_DEFAULT_MINUTES : 0);
  let minutes = Number.POSITIVE_INFINITY;
  for (const district of from) {
    if (isSameDistrict(district, opening.district)) return { minutes: 0, minutesMax };
    minutes = Math.min(minutes, commuteMinutes(district, opening.district) ?? Number.POSITIVE_INFINITY);
  }
  return { minutes, minutesMax };
}

/**
 * Pay offered and least pay accepted, in the unit of the wish; undefined when the offer can't be told in it. Both are rounded down, so that
 * 32,000,000 won a year are enough for somebody who wants 32,000,000 won a year.
 */
export function comparePay(opening: OpeningFacts, payMin: Pay): { offered: number; least: number } | undefined {
  const { unit, least } = leastPay(payMin);
  const offered = opening.pay[unit];
  return offered === undefined ? undefined : { offered, least };
}

/** Least pay accepted, in the unit in which an offer is compared with it. */
export function leastPay({ krw, unit }: Pay): { readonly unit: keyof OpeningFacts["pay"]; readonly least: number } {
  switch (unit) {
    case "HOUR":
      return { unit: "krwPerHour", least: krw };
    case "DAY":
      return { unit: "krwPerHour", least: Math.floor(krw / 8) };
    case "MONTH":
      return { unit: "krwPerMonth", least: krw };
    case "YEAR":
      return { unit: "krwPerMonth", least: Math.floor(krw / 12) };
  }
}

export function livesIn(residence: string, area: string): boolean {
  return area.length === 2 ? residence.startsWith(area) : isSameDistrict(residence, area);
}

/** Whether the day, or what it is itself, rules an opening out for everybody. What has no free seat, or is of a programme without a place, is for
 * nobody until it has one again. */
export function firstDayObstacle(
  { validFromDay, validThroughDay, terms, course }: OpeningFacts,
  today: number | undefined,
): "opening-not-yet-open" | "opening-closed" | "opening-outside-programme" | "opening-full" | undefined {
  if (terms?.isLawful === false) return "opening-outside-programme";
  if (today !== undefined && validFromDay !== undefined && today < validFromDay) return "opening-not-yet-open";
  if (today !== undefined && validThroughDay !== undefined && today > validThroughDay) return "opening-closed";
  return course?.freeSeats === 0 || terms?.isFull === true ? "opening-full" : undefined;
}

type PairObstacle = Exclude<ObstacleReason, "requirement-not-met">;

/**
 * One check: what it finds in the way, or undefined. Reads what is known of both; what is unknown rules nothing out. `way` is that of the pair, where
 * it is at hand.
 */
type Check = (
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  today: number | undefined,
  way?: Way,
) => PairObstacle | undefined;

/** All checks, requirements aside, in the order in which they are told. */
const checks: readonly Check[] = [
  (opening, _applicant, today) => firstDayObstacle(opening, today),
  ({ kind }, { wantedKinds }) =>
    wantedKinds !== undefined && (wantedKinds & kindBit(kind)) === 0 ? "kind-not-wanted" : undefined,
  (opening, applicant, _today, way = wayTo(opening, applicant)) => {
    return way !== undefined && way.minutes > way.minutesMax ? "place-out-of-reach" : undefined;
  },
  (opening, { payMin }) => {
    const pay = payMin && comparePay(opening, payMin);
    return pay !== undefined && pay.offered < pay.least ? "pay-below-minimum" : undefined;
  },
  ({ hours }, { hoursMin, hoursMax }) =>
    hours !== undefined && (hours > (hoursMax ?? hours) || hours < (hoursMin ?? hours))
      ? "hours-outside-wish"
      : undefined,
  ({ shifts }, { wantedShifts }) =>
    shifts !== undefined && wantedShifts !== undefined && (shifts & wantedShifts) === 0
      ? "shifts-not-wanted"
      : undefined,
  ({ employmentType }, { wantedEmploymentTypes: wanted }) =>
    employmentType !== undefined && wanted !== undefined && (wanted & (1 << employmentType)) === 0
      ? "employment-type-not-wanted"
      : undefined,
  (opening, { birthDay }, today) => {
    const day = ageDay(opening, today);
    return hasAgeSpan(opening) &&
      birthDay !== undefined &&
      day !== undefined &&
      !isInAgeSpan(ageOn(birthDay, day), opening)
      ? "age-outside-programme"
      : undefined;
  },
  (opening, applicant) =>
    opening.residence !== undefined &&
    applicant.residence !== undefined &&
    !livesIn(applicant.residence, opening.residence)
      ? "residence-outside-programme"
      : undefined,
  (opening, { standing, competencies }, today) => standingObstacle(opening, standing, today, competencies),
];

/**
 * The first thing that rules a pair out, requirements aside, or undefined. `today` is a day number in Seoul, undefined before the first day
 * has started.
 */
export function firstObstacle(
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  today: number | undefined,
): PairObstacle | undefined {
  for (const check of checks) {
    const found = check(opening, applicant, today);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Everything that rules a pair out, in the same order. `way` is that of the pair, where it is at hand. */
export function allObstacles(
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  today: number | undefined,
  way?: Way,
): PairObstacle[] {
  const found: PairObstacle[] = [];
  for (const check of checks) {
    const obstacle = check(opening, applicant, today, way);
    if (obstacle !== undefined) found.push(obstacle);
  }
  return found;
}

/** The day on which ages count for an opening: the one that its programme names, else that of matching. */
export function ageDay({ terms }: OpeningFacts, today: number | undefined): number | undefined {
  return terms?.ageOnDay ?? today;
}

/** Whether an opening asks for what programmes alone ask about somebody. */
export function readsStanding({ terms }: OpeningFacts): boolean {
  if (terms === undefined) return false;
  return (
    terms.retirementStage !== undefined || terms.excludes.length > 0 || terms.coursesDue.length > 0 || asksStep(terms)
  );
}

const asksStep = ({ step }: ProgrammeTerms) => step !== undefined;

type StandingObstacle =
  | "retirement-stage-outside-programme"
  | "takes-part-elsewhere"
  | "courses-not-completed"
  | "programme-step-missing";

/** The first thing that a programme finds in the way of what it alone asks about. `competencies` are read where a level is asked for. */
export function standingObstacle(
  opening: OpeningFacts,
  standing: ApplicantStanding | undefined,
  today: number | undefined,
  competencies: ApplicantFacts["competencies"],
): StandingObstacle | undefined {
  const { terms } = opening;
  if (terms === undefined) return undefined;
  const found = standing && statedObstacle(terms, standing, today);
  return found ?? (lacksStep(opening, standing, competencies) ? "programme-step-missing" : undefined);
}

/** What is known against somebody by what they, or their records, say. */
function statedObstacle(
  terms: ProgrammeTerms,
  standing: ApplicantStanding,
  today: number | undefined,
): StandingObstacle | undefined {
  const { retirementStage: asked, excludes, coursesDue } = terms;
  const { retirementStage, programmes, participations, courses } = standing;
  if (asked !== undefined && retirementStage !== undefined && asked !== retirementStage) {
    return "retirement-stage-outside-programme";
  }
  if (programmes?.some((programme) => excludes.includes(programme)) === true) return "takes-part-elsewhere";
  const takesPart = participations?.some((one) => isGoingOn(one, today) && excludes.includes(one.programmeId));
  if (takesPart === true) return "takes-part-elsewhere";
  const isLate = courses !== undefined && coursesDue.some((course) => !courses.includes(course));
  return isLate ? "courses-not-completed" : undefined;
}

/**
 * Whether the part before an opening's is neither completed nor reached elsewhere: a level is, by whoever holds all that this one teaches one level below, and at the
 * first level at the least. What nobody has recorded hasn't been completed.
 */
function lacksStep(
  { terms, programme, course }: OpeningFacts,
  standing: ApplicantStanding | undefined,
  competencies: ApplicantFacts["competencies"],
): boolean {
  const step = terms?.step;
  if (step === undefined) return false;
  const isCompleted = standing?.parts?.some(
    ({ programmeId, part }) => programmeId === programme?.programmeId && step.enough.includes(part),
  );
  if (isCompleted === true) return false;
  const teaches = course?.teaches ?? [];
  if (!step.byLevel || teaches.length === 0) return true;
  const levels = new Map((competencies ?? []).map(({ number, level }) => [number, level]));
  return teaches.some(({ number, level }) => (levels.get(number) ?? 0) < Math.max(1, level - 1));
}

/** Whether a part in a programme lasts on a day: from when it was recorded to its last day. */
export function isGoingOn(
  { throughDay }: { readonly throughDay: number | undefined },
  day: number | undefined,
): boolean {
  return throughDay === undefined || day === undefined || day <= throughDay;
}

/** Whether an opening reads ages at all. */
export function hasAgeSpan({ ageMin, ageMax }: OpeningFacts): boolean {
  return ageMin !== undefined || ageMax !== undefined;
}

/** Whether an age in full years lies in an opening's span, both ends included. */
export function isInAgeSpan(age: number, { ageMin, ageMax }: Pick<OpeningFacts, "ageMin" | "ageMax">): boolean {
  return age >= (ageMin ?? 0) && age <= (ageMax ?? age);
}
