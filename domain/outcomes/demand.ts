import { isOpenOn, type Opening } from "../model/opening.ts";
import type { LedgerStatement } from "./statement.ts";

/** What people said they want to learn, beside what is offered. */
export interface DemandGap {
  /** Code of a competency or a certificate. */
  readonly code: string;
  /** People who named it. */
  readonly wanted: number;
  /** Courses that lead to it and take applications on the day. */
  readonly courses: number;
  /** Free seats in those, as far as they say. */
  readonly seats: number;
  /** People without a seat: those who want it, less the seats. */
  readonly missing: number;
}

/** Demand as surveys stated it, by code; of several surveys of one period the sum, since each asked others. */
export function demandOf(statements: readonly LedgerStatement[]): ReadonlyMap<string, number> {
  const demand = new Map<string, number>();
  for (const { line, measure, value } of statements.flatMap(({ figures }) => figures)) {
    if (measure === "demand") demand.set(line, (demand.get(line) ?? 0) + value);
  }
  return demand;
}

/** What is wanted and not offered, the largest gap first; equal ones by code. A course that is closed offers nothing, nor one that isn't open on the day. */
export function demandGaps(
  demand: ReadonlyMap<string, number>,
  openCourses: readonly Opening[],
  day: string,
): readonly DemandGap[] {
  const courses = openCourses.filter((one) => one.kind === "training" && isOpenOn(one, day));
  const gaps = [...demand].map(([code, wanted]): DemandGap => {
    const leading = courses.filter(
      ({ teaches = [], educationalCredentialAwarded: awarded = [] }) =>
        awarded.includes(code) || teaches.some(({ competency }) => competency === code),
    );
    const seats = leading.reduce((total, { remainingAttendeeCapacity = 0 }) => total + remainingAttendeeCapacity, 0);
    return { code, wanted, courses: leading.length, seats, missing: Math.max(0, wanted - seats) };
  });
  return gaps.toSorted((a, b) => b.missing - a.missing || (a.code < b.code ? -1 : 1));
}
