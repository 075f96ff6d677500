import type { LegalGround } from "./lawful/ground.ts";

/**
 * Everything that can be wrong with what a producer sends, as stable codes. A code never changes its meaning; the
 * README lists them. `path` is a JSON Pointer (RFC 6901) into the event's detail, "" for the detail as a whole.
 */
export const refusalCodes = [
  "NOT_JSON",
  "TOO_LARGE",
  "TOO_DEEP",
  "DUPLICATE_KEY",
  "FORBIDDEN_KEY",
  "TEXT_NOT_WELL_FORMED",
  "TEXT_CONTROL_CHARACTER",
  "TEXT_NOT_NORMALISED",
  "UNKNOWN_EVENT",
  "VERSION_UNSUPPORTED",
  "SCHEMA_VIOLATION",
  "PERSONAL_DATA_IN_TEXT",
  "UNKNOWN_DISTRICT",
  "UNKNOWN_COMPETENCY",
  "UNKNOWN_CERTIFICATE",
  "UNKNOWN_OCCUPATION",
  "AGE_CONDITION_ON_JOB",
  "AGE_CONDITION_WITHOUT_LEGAL_BASIS",
  "SEX_CONDITION",
  "PERSONAL_ITEM_ASKED",
  "PAY_BELOW_MINIMUM_WAGE",
  "PROGRAMME_KIND",
  "PROGRAMME_PART",
  "PROGRAMME_MODE",
  "PROGRAMME_HOURS",
  "PROGRAMME_PAY_RATE",
  "PROGRAMME_PAY_CAP",
  "PROGRAMME_INSURANCE",
  "PROGRAMME_COHORT",
  "PROGRAMME_COMPETENCY",
  "PROGRAMME_OWNER",
  "PROGRAMME_SUNSET",
  "DATES_OUT_OF_ORDER",
  "DAY_NOT_STARTED",
  "REVISION_CONFLICT",
  "REVISION_SUPERSEDED",
  "ENTITY_WITHDRAWN",
  "UNKNOWN_RECOMMENDATION",
  "OUTCOME_OUT_OF_ORDER",
  "OUTCOME_BEFORE_TOLD",
  "DECLINED_WITHOUT_REASON",
  "UNKNOWN_FOLLOW_UP",
  "UNKNOWN_CENTER",
  "OTHER_CENTER",
  "CASE_OUTSIDE_PROGRAMME",
  "CASE_OF_ANOTHER_CENTER",
  "CASE_STEP_OUT_OF_ORDER",
  "REFERRAL_WITHOUT_CONSENT",
  "UNKNOWN_REFERRAL_BODY",
  "PROGRAMME_STAY_LIMIT",
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

export interface Refusal {
  readonly code: RefusalCode;
  readonly path: string;
  /** A plain English sentence for the producer's developers. Never quotes the offending value: it may be personal. */
  readonly message: string;
  /** For what the law forbids: the clause, and the words or the figure that it forbids. */
  readonly ground?: LegalGround;
  /** For what a programme's rules forbid: the rule set that was gone by. */
  readonly rules?: RuleVersion;
}

/** A version of a programme's rules. */
export interface RuleVersion {
  readonly programmeId: string;
  readonly validFrom: string;
  readonly revision: number;
}

export function refusal(code: RefusalCode, path: string, message: string): Refusal {
  return { code, path, message };
}

/** Keys as schemas have them: letters, with hyphens or underscores. Digits in a key could be the number of a person. */
const PLAIN_KEY = /^[A-Za-z_][A-Za-z_-]{0,59}$/;

/**
 * JSON Pointer of a list of keys and indexes. A key that no schema could have is what a producer invented, and may be personal: it
 * becomes "?". What is left needs no escaping.
 */
export function pointer(keys: readonly PropertyKey[]): string {
  return keys
    .map((key) => (typeof key === "number" || PLAIN_KEY.test(String(key)) ? `/${String(key)}` : "/?"))
    .join("");
}
