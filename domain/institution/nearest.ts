import { commuteMinutes } from "../geo/districts.ts";
import { isSameDistrict } from "../matching/obstacles.ts";
import { type Institution, type InstitutionKind, institutionTypes, isValidOn } from "./institution.ts";

export interface NearestInstitution {
  readonly institution: Institution;
  /** Estimated minutes from door to door; see `commuteMinutes`. */
  readonly minutes: number;
}

/**
 * Institutions that are there on a day, as somebody from a district is sent to them: first those that look after the district, then those that look after
 * nobody in particular, last those that look after others; each by the way, equally near ones by id. Those to which no way is known are missing.
 */
export function inOrderFor(
  institutions: readonly Institution[],
  district: string,
  day: string,
): readonly NearestInstitution[] {
  const ways = institutions.flatMap((institution) => {
    const minutes = isValidOn(institution, day) ? commuteMinutes(district, institution.district) : undefined;
    return minutes === undefined ? [] : [{ institution, minutes }];
  });
  return ways.toSorted(
    (a, b) =>
      distanceInCare(a.institution, district) - distanceInCare(b.institution, district) ||
      a.minutes - b.minutes ||
      (a.institution.institutionId < b.institution.institutionId ? -1 : 1),
  );
}

function distanceInCare({ jurisdiction }: Institution, district: string): 0 | 1 | 2 {
  if (jurisdiction === undefined) return 1;
  return jurisdiction.some((one) => isSameDistrict(one, district)) ? 0 : 2;
}

/** The first of each type, in that order. A type is missing when none of it can be reached by a way that is known. */
export function nearestOfEachType(
  institutions: readonly Institution[],
  district: string,
  day: string,
): ReadonlyMap<InstitutionKind, NearestInstitution> {
  const inOrder = inOrderFor(institutions, district, day);
  return new Map(
    institutionTypes.flatMap((type) => {
      const first = inOrder.find(({ institution }) => institution.type === type);
      return first === undefined ? [] : [[type, first] as const];
    }),
  );
}
