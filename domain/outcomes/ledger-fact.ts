import type { Outcome } from "./life-cycle.ts";

/** What the ledger counts by itself: outcomes, what people have completed or gained on the way, and the steps of their cases. */
export const factMeasures = [
  "told",
  "seen",
  "applied",
  "interviewed",
  "hired",
  "retained",
  "declined",
  "withdrawn",
  "completed",
  "certificate",
  /** What counsellors said of recommendations. */
  "held",
  "overridden",
  "endorsed",
  "released",
  "case-opened",
  "diagnosed",
  "consulted",
  "placed",
  "referred",
  "case-closed",
  "surveyed",
] as const;
export type FactMeasure = (typeof factMeasures)[number];

/** The account of people whom no center looks after. */
export const NO_CENTER = "none";

/** Stands for all centers together. No center may be called so. */
export const ALL_CENTERS = "all";

/**
 * Something that happened once and is counted once. Nobody is named: the id is a hash of what only the history of a recommendation, or the completion
 * itself, tells, and these go when their person leaves; the count stays.
 */
export interface LedgerFact {
  readonly factId: string;
  readonly measure: FactMeasure;
  /** The center that looked after the person then. */
  readonly center: string;
  /** The day in Seoul, `YYYY-MM-DD`. */
  readonly on: string;
  readonly programmeId?: string;
  /** Kind of the opening. */
  readonly kind?: string;
  /** The part of the programme, where whoever takes part in it is counted by itself. */
  readonly apart?: string;
  /** Of an answer to a survey: how content somebody was, in hundredths of 0–5. */
  readonly score?: number;
  /** Of such an answer: the opening of the course that it is about. */
  readonly courseOpeningId?: string;
}

/** The line of what belongs to no programme. */
export const NO_PROGRAMME = "no-programme";

/** The line of an account that a fact counts in: its programme's, or the one of a part that is counted apart from its programme. */
export function lineOf({ programmeId = NO_PROGRAMME, apart }: LedgerFact): string {
  return apart === undefined ? programmeId : `${programmeId}_${apart}`;
}

/** The fact that an outcome is, made of what is kept of it alone: the same whenever it is made. */
export function toFact({ outcome, center, on, programmeId, kind, apart }: Outcome, factId: string): LedgerFact {
  return {
    factId,
    measure: outcome,
    center: center ?? NO_CENTER,
    on,
    ...(programmeId === undefined ? {} : { programmeId }),
    ...(kind === undefined ? {} : { kind }),
    ...(apart === undefined ? {} : { apart }),
  };
}
