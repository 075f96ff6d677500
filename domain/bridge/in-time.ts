import type { OpeningFacts } from "../matching/facts.ts";

type Dated = Pick<OpeningFacts, "validThroughDay" | "startsOnDay" | "programme">;

/**
 * Whether a course begins early enough to be of use for an opening: before its activity starts, and while one can still apply. How long a course takes isn't
 * known, so that it is over by then can't be asked; nor is anything asked of days that aren't known.
 */
export function isInTime(course: Dated, opening: Dated): boolean {
  const begins = startOf(course);
  if (begins === undefined) return true;
  const { validThroughDay = begins } = opening;
  const starts = startOf(opening) ?? begins + 1;
  return begins <= validThroughDay && begins < starts;
}

/** First day of the work, the course or the event. */
function startOf({ startsOnDay, programme }: Dated): number | undefined {
  return startsOnDay ?? programme?.startsOnDay;
}
