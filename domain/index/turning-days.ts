import type { ApplicantFacts, OpeningFacts } from "../matching/facts.ts";
import { firstDayObstacle, hasAgeSpan, isGoingOn, isInAgeSpan } from "../matching/obstacles.ts";
import { ageOn } from "../model/calendar.ts";

/** A day that has started, with its number in the log. */
export interface StartedDay {
  readonly seq: number;
  readonly day: number;
  readonly previousDay: number | undefined;
}

/** Two days, of which the later has just started. */
interface Turn {
  readonly previous: number;
  readonly day: number;
}

/**
 * Openings that people are told of from a day on and weren't the day before, and those that their programme's rules then make something else of. On the first day, all
 * that say from when on.
 */
export function opensOn(
  openings: readonly OpeningFacts[],
  touched: readonly OpeningFacts[],
  { previous = Number.NEGATIVE_INFINITY, day }: { readonly previous: number | undefined; readonly day: number },
): OpeningFacts[] {
  const ids = new Set(touched.map(({ openingId }) => openingId));
  return openings.filter(
    ({ openingId, validFromDay }) =>
      ids.has(openingId) || (validFromDay !== undefined && validFromDay > previous && validFromDay <= day),
  );
}

/** Who is let in by the turn of a day, of all applicants: by a birthday, or because what kept them out is over. */
export function letIn(
  applicants: Iterable<ApplicantFacts>,
  live: readonly OpeningFacts[],
  { previous, day }: Turn,
): string[] {
  // Where ages count on a set day, nobody comes of age any more.
  const spans = live.filter((one) => hasAgeSpan(one) && one.terms?.ageOnDay === undefined);
  const excluded = new Set(live.flatMap(({ terms }) => terms?.excludes ?? []));
  if (spans.length === 0 && excluded.size === 0) return [];
  const letsIn = (before: number, now: number) =>
    spans.some((span) => !isInAgeSpan(before, span) && isInAgeSpan(now, span));
  return [...applicants]
    .filter(({ birthDay, standing }) => {
      const isFree = standing?.participations?.some(
        (one) => excluded.has(one.programmeId) && isGoingOn(one, previous) && !isGoingOn(one, day),
      );
      if (isFree === true) return true;
      if (birthDay === undefined) return false;
      const [before, now] = [ageOn(birthDay, previous), ageOn(birthDay, day)];
      return before !== now && letsIn(before, now);
    })
    .map(({ applicantId }) => applicantId);
}

/** An opening, and the days that it has been open for. */
export interface OpenForLong {
  readonly opening: OpeningFacts;
  readonly openDays: number;
}

/** Openings that have now been open for so many days, or as many times as many, and hadn't the day before; longest first. */
export function openForLong(
  openings: Iterable<OpeningFacts>,
  openSince: (opening: OpeningFacts) => number | undefined,
  { previous, day }: Turn,
  days: number,
): OpenForLong[] {
  const due = [...openings].flatMap((opening) => {
    const since = openSince(opening);
    const isDue =
      since !== undefined && Math.floor((day - since) / days) > Math.max(0, Math.floor((previous - since) / days));
    return isDue && firstDayObstacle(opening, day) === undefined ? [{ opening, openDays: day - since }] : [];
  });
  return due.sort((a, b) => b.openDays - a.openDays || (a.opening.openingId < b.opening.openingId ? -1 : 1));
}
