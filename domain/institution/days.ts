import type { OpeningFacts } from "../matching/facts.ts";
import { toDayNumber } from "../model/calendar.ts";
import type { Institution } from "./institution.ts";

/** The days from which and to which an institution offers anything, as day numbers; undefined is no bound. */
export interface InstitutionDays {
  readonly fromDay: number | undefined;
  readonly throughDay: number | undefined;
}

export function toInstitutionDays({ validFrom, validThrough }: Institution): InstitutionDays {
  return {
    fromDay: validFrom === undefined ? undefined : toDayNumber(validFrom),
    throughDay: validThrough === undefined ? undefined : toDayNumber(validThrough),
  };
}

/** The institution that offers an opening; undefined where it names none. */
export function institutionOf({ programme, institutionId }: OpeningFacts): string | undefined {
  return programme === undefined ? institutionId : programme.institutionId;
}

/** An opening within the days of whoever offers it: nobody can take it up before there is an institution, or after. */
export function withinDays(opening: OpeningFacts, days: InstitutionDays | undefined): OpeningFacts {
  if (days === undefined) return opening;
  return {
    ...opening,
    validFromDay: ofBoth(Math.max, opening.validFromDay, days.fromDay),
    validThroughDay: ofBoth(Math.min, opening.validThroughDay, days.throughDay),
  };
}

/** Of two bounds the narrower one; where there is one alone, that. */
function ofBoth(narrower: (a: number, b: number) => number, a: number | undefined, b: number | undefined) {
  return a === undefined || b === undefined ? (a ?? b) : narrower(a, b);
}
