import type { LogRecord } from "../../domain/index/log-record.ts";
import { toInstitutionDays } from "../../domain/institution/days.ts";
import type { Institution } from "../../domain/institution/institution.ts";

/** What shards know of an institution: the days on which it offers anything. */
export function toInstitutionRecord(institution: Institution): LogRecord {
  const { institutionId, revision } = institution;
  return { type: "institution", institutionId, revision, days: toInstitutionDays(institution) };
}
