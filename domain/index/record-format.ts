import type { LogRecord } from "./log-record.ts";
import { hasMoreStanding, hasParts, hasPlaces } from "./programme-record.ts";

/**
 * First byte of a record. Readers know every version that was ever released. In that of programmes an applicant is followed by what programmes ask
 * about them, and an opening by its place in one; whoever has nothing of that is written without.
 */
export const FORMAT_VERSION = 2;
export const PROGRAMME_FORMAT_VERSION = 3;

/** That of programmes, where a person's standing, or an opening's place in one, goes on behind its first version. */
export const STANDING_FORMAT_VERSION = 4;

/** That of persons, where their standing goes on once more. */
export const PARTS_FORMAT_VERSION = 5;

/**
 * Those "with" something are the ones of the same name with more before the same bytes: a profile with completions, an opening with the day that it was posted on
 * and what it leads to, and the end of one with the event that it follows from. So records from before there was either read as they did. Behind
 * "caused" stand the event that rules, places or the days of an institution follow from, and their own type and bytes.
 */
export const recordTypes = [
  "applicant",
  "opening",
  "applicant-withdrawn",
  "opening-closed",
  "day",
  "programme",
  "applicant-with-completions",
  "opening-with-more",
  "programme-with-courses",
  "opening-with-start",
  "programme-with-places",
  "places",
  "institution",
  "opening-with-institution",
  "opening-closed-with-cause",
  "caused",
] as const;

export type StoredRecord = (typeof recordTypes)[number];

/** The type that a record is kept under. */
export function storedType(record: LogRecord): StoredRecord {
  if (record.type === "applicant" && record.completions !== undefined) return "applicant-with-completions";
  if (record.type === "programme") {
    const both = [record.rules, record.previousRules];
    if (both.some((rules) => rules !== undefined && hasPlaces(rules))) return "programme-with-places";
    const hasCourses = both.some((rules) => rules?.coursesBefore !== undefined);
    return hasCourses ? "programme-with-courses" : "programme";
  }
  if (record.type === "opening" && record.facts.institutionId !== undefined) return "opening-with-institution";
  if (record.type === "opening" && record.facts.startsOnDay !== undefined) return "opening-with-start";
  if (record.type === "opening-closed" && record.causationId !== undefined) return "opening-closed-with-cause";
  const hasMore = record.type === "opening" && (record.openSince !== undefined || record.facts.course !== undefined);
  return hasMore ? "opening-with-more" : record.type;
}

/** Second byte of an applicant's record. */
export const APPLICANT_TYPE = recordTypes.indexOf("applicant");

/** The version that a record is kept in. */
export function formatOf(record: LogRecord): number {
  if (record.type === "applicant" && hasParts(record.facts.standing)) return PARTS_FORMAT_VERSION;
  if (record.type === "applicant" && hasMoreStanding(record.facts.standing)) return STANDING_FORMAT_VERSION;
  if (record.type === "opening" && record.facts.programme?.institutionId !== undefined) return STANDING_FORMAT_VERSION;
  const isOfProgramme =
    (record.type === "applicant" && record.facts.standing !== undefined) ||
    (record.type === "opening" && record.facts.programme !== undefined);
  return isOfProgramme ? PROGRAMME_FORMAT_VERSION : FORMAT_VERSION;
}
