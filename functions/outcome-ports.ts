import type { FollowUp, FollowUpAnnouncement, FollowUpRecorded, FollowUpResult } from "../domain/outcomes/follow-up.ts";
import type { LedgerFact } from "../domain/outcomes/ledger-fact.ts";
import type { Kept } from "./ports.ts";

/** Which follow-up is meant. */
export type FollowUpKey = Pick<FollowUp, "applicantId" | "openingId" | "months">;

/** A follow-up on one of the two lists, with the day on which it is due. */
export interface ListedFollowUp extends FollowUpKey {
  readonly dueOn: string;
}

/**
 * Follow-ups of hires, each kept with its person, and gone with them. It is on the list `scheduled` until its center has been told that it is due, then on the
 * list `due` until a result is recorded.
 */
export interface FollowUps {
  /** Schedules follow-ups. One that is there stays as it is. */
  schedule(followUps: readonly FollowUp[]): Promise<void>;
  /** What is on a list up to a day, in order of days. What has changed in the last moments may not show yet. */
  listed(list: FollowUpList, through: string): AsyncIterable<ListedFollowUp>;
  /** All follow-ups of a person, in order of opening and months; read consistently. */
  of(applicantId: string): Promise<readonly FollowUp[]>;
  /**
   * Keeps that a follow-up is due, in the place of the announcement that was read, if there was one, and gives what is kept: another's, when that has come in
   * between. Undefined when the person has taken it along.
   */
  announce(
    key: FollowUpKey,
    announcement: FollowUpAnnouncement,
    read: FollowUpAnnouncement | undefined,
  ): Promise<FollowUp | undefined>;
  /** Moves follow-ups from the list `scheduled` to another one, or to none; those that aren't on it stay where they are. */
  move(keys: readonly FollowUpKey[], to: FollowUpList | undefined): Promise<void>;
  /** Records a result, with which the follow-up is on no list any more. */
  record(key: FollowUpKey, result: FollowUpResult): Promise<FollowUpRecorded | { readonly kind: "unknown" }>;
  /** Removes all follow-ups of a person, if there are any. */
  forget(applicantId: string): Promise<void>;
}

export type FollowUpList = "scheduled" | "due";

/** A statement of a source as it is kept. */
export interface KeptStatement {
  readonly source: string;
  readonly period: string;
  readonly revision: number;
  /** Canonical JSON of the statement. */
  readonly body: string;
}

/** Accounts of centers and programmes: what was stated of them, and what was counted. */
export interface Ledger {
  /** Keeps a statement of an account (`center#<id>` or `programme#<id>`) unless a newer revision, or another body of the same one, is there. */
  enter(account: string, statement: KeptStatement): Promise<Kept>;
  /** Statements of an account, in order of source and period; read consistently. */
  statements(account: string): Promise<readonly KeptStatement[]>;
  /** Counts a fact: the same one twice is one. */
  count(fact: LedgerFact): Promise<void>;
  /** What was counted of a center in a year; read consistently. */
  facts(center: string, year: number): AsyncIterable<LedgerFact>;
}
