import { allDistricts } from "../geo/catalogue.ts";
import { commuteMinutes } from "../geo/districts.ts";
import { ageOn } from "../model/calendar.ts";
import type { Pay } from "../model/primitives.ts";
import { type ApplicantFacts, kindBit, type OpeningFacts } from "./facts.ts";

/** Why a pair can't match whatever its score. One word per reason everywhere: logs, explanations, figures. */
export type ObstacleReason =
  | "opening-not-yet-open"
  | "opening-closed"
  | "kind-not-wanted"
  | "place-out-of-reach"
  | "pay-below-minimum"
  | "hours-outside-wish"
  | "shifts-not-wanted"
  | "employment-type-not-wanted"
  | "age-outside-programme"
  | "residence-outside-programme"
  | "requirement-not-met";

/** Longest way assumed for somebody who said where they live and nothing about the way: an hour from door to door. */
export const COMMUTE_DEFAULT_MINUTES = 60;

/** How far an opening is, in minutes, and the longest way accepted. Undefined when either side's place is unknown. */
export interface Way {
  /** 0 in a wanted district and for work done online. */
  readonly minutes: number;
  readonly minutesMax: number;
}

/** Cities that are divided into 구; their codes are those of their 구 with a zero at the end. */
const DIVIDED_CITIES: ReadonlySet<string> = new Set(
  allDistricts.filter(({ ko }) => ko.includes(" ")).map(({ code }) => `${code.slice(0, 4)}0`),
);

/**
 * A city without its 구 covers each of them: 성남시 41130 and 분당구 41135 are the same place. The digits alone don't say so: 영동군 43740 and
 * 증평군 43745 are two.
 */
export function isSameDistrict(a: string, b: string): boolean {
  return a === b || (a.slice(0, 4) === b.slice(0, 4) && (DIVIDED_CITIES.has(a) || DIVIDED_CITIES.has(b)));
}

/**
 * The way to an opening: the shortest from a wanted district; without wanted districts, from home. A way that can't be computed is
 * endless, so that nobody is sent across the country for want of a figure.
 */
export function wayTo(opening: OpeningFacts, applicant: ApplicantFacts): Way | undefined {
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
  const perHour = payMin.unit === "HOUR" || payMin.unit === "DAY";
  const offered = perHour ? opening.pay.krwPerHour : opening.pay.krwPerMonth;
  if (offered === undefined) return undefined;
  const divisor = payMin.unit === "DAY" ? 8 : payMin.unit === "YEAR" ? 12 : 1;
  return { offered, least: Math.floor(payMin.krw / divisor) };
}

function livesIn(residence: string, area: string): boolean {
  return area.length === 2 ? residence.startsWith(area) : isSameDistrict(residence, area);
}

/** Whether the day rules an opening out for everybody. */
export function firstDayObstacle(
  { validFromDay, validThroughDay }: OpeningFacts,
  today: number | undefined,
): "opening-not-yet-open" | "opening-closed" | undefined {
  if (today === undefined) return undefined;
  if (validFromDay !== undefined && today < validFromDay) return "opening-not-yet-open";
  return validThroughDay !== undefined && today > validThroughDay ? "opening-closed" : undefined;
}

/**
 * The first thing that rules a pair out, requirements aside, or undefined. Reads what is known of both: what is unknown rules nothing
 * out. `today` is a day number in Seoul, undefined before the first day has started.
 */
export function firstObstacle(
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  today: number | undefined,
): Exclude<ObstacleReason, "requirement-not-met"> | undefined {
  const dayObstacle = firstDayObstacle(opening, today);
  if (dayObstacle !== undefined) return dayObstacle;
  if (applicant.wantedKinds !== undefined && (applicant.wantedKinds & kindBit(opening.kind)) === 0) {
    return "kind-not-wanted";
  }
  const way = wayTo(opening, applicant);
  if (way !== undefined && way.minutes > way.minutesMax) return "place-out-of-reach";
  const pay = applicant.payMin && comparePay(opening, applicant.payMin);
  if (pay !== undefined && pay.offered < pay.least) return "pay-below-minimum";
  if (opening.hours !== undefined) {
    if (applicant.hoursMax !== undefined && opening.hours > applicant.hoursMax) return "hours-outside-wish";
    if (applicant.hoursMin !== undefined && opening.hours < applicant.hoursMin) return "hours-outside-wish";
  }
  if (opening.shifts !== undefined && applicant.wantedShifts !== undefined) {
    if ((opening.shifts & applicant.wantedShifts) === 0) return "shifts-not-wanted";
  }
  if (opening.employmentType !== undefined && applicant.wantedEmploymentTypes !== undefined) {
    if ((applicant.wantedEmploymentTypes & (1 << opening.employmentType)) === 0) return "employment-type-not-wanted";
  }
  return programmeObstacle(opening, applicant, today);
}

/** Whether an opening reads ages at all. */
export function hasAgeSpan({ ageMin, ageMax }: OpeningFacts): boolean {
  return ageMin !== undefined || ageMax !== undefined;
}

/** Whether an age in full years lies in an opening's span, both ends included. */
export function isInAgeSpan(age: number, { ageMin, ageMax }: Pick<OpeningFacts, "ageMin" | "ageMax">): boolean {
  return age >= (ageMin ?? 0) && age <= (ageMax ?? age);
}

function programmeObstacle(opening: OpeningFacts, applicant: ApplicantFacts, today: number | undefined) {
  if (hasAgeSpan(opening) && applicant.birthDay !== undefined && today !== undefined) {
    if (!isInAgeSpan(ageOn(applicant.birthDay, today), opening)) return "age-outside-programme";
  }
  if (opening.residence !== undefined && applicant.residence !== undefined) {
    if (!livesIn(applicant.residence, opening.residence)) return "residence-outside-programme";
  }
  return undefined;
}
