import type { LogRecord } from "./log-record.ts";

/** What a record is about: of two records with the same key the later one counts. */
export function recordKey(record: LogRecord): string {
  switch (record.type) {
    case "applicant":
      return `applicant#${record.facts.applicantId}`;
    case "applicant-withdrawn":
      return `applicant#${record.applicantId}`;
    case "opening":
      return `opening#${record.facts.openingId}`;
    case "opening-closed":
      return `opening#${record.openingId}`;
    case "day":
      return "day";
    case "programme":
      return `programme#${record.rules.programmeId}#${record.rules.validFromDay}`;
    case "places":
      return `places#${record.programmeId}#${record.of}`;
    case "institution":
      return `institution#${record.institutionId}`;
  }
}

/** Revision of a record's entity; a day's number serves as its revision. */
export function recordRevision(record: LogRecord): number {
  switch (record.type) {
    case "applicant":
    case "opening":
      return record.facts.revision;
    case "applicant-withdrawn":
    case "opening-closed":
    case "places":
    case "institution":
      return record.revision;
    case "day":
      return record.day;
    case "programme":
      return record.rules.revision;
  }
}

/** Completions and parts in programmes that a record's facts have in them: of two records at one revision, the one with more is the later. */
export function recordCompletions(record: LogRecord): number {
  return record.type === "applicant" ? (record.completions ?? 0) : 0;
}
