import { commuteMinutes } from "../geo/districts.ts";
import { type Institution, type InstitutionKind, institutionTypes, isValidOn } from "./institution.ts";

export interface NearestInstitution {
  readonly institution: Institution;
  /** Estimated minutes from door to door; see `commuteMinutes`. */
  readonly minutes: number;
}

/**
 * The nearest institution of each type that is there on a day, seen from a district; equally near ones by id. A type is missing when none of
 * it can be reached by a way that is known.
 */
export function nearestOfEachType(
  institutions: readonly Institution[],
  district: string,
  day: string,
): ReadonlyMap<InstitutionKind, NearestInstitution> {
  const nearest = new Map<InstitutionKind, NearestInstitution>();
  const valid = institutions.filter((one) => isValidOn(one, day));
  for (const type of institutionTypes) {
    const ways = valid.flatMap((one) => {
      const minutes = one.type === type ? commuteMinutes(district, one.district) : undefined;
      return minutes === undefined ? [] : [{ institution: one, minutes }];
    });
    const [best] = ways.sort(
      (a, b) => a.minutes - b.minutes || (a.institution.institutionId < b.institution.institutionId ? -1 : 1),
    );
    if (best !== undefined) nearest.set(type, best);
  }
  return nearest;
}
