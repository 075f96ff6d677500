import type { Cause, Entry, Mailbox } from "../../domain/delivery/mailbox.ts";
import type { Offer, SuppressionReason } from "../../domain/delivery/policy.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import type { Known, Sides } from "./candidates.ts";
import type { Twins } from "./heirs.ts";
import type { Draft } from "./telling.ts";
import type { Wish } from "./work.ts";

/** Both sides as they are, and what else is the same opportunity. */
export interface Circumstances extends Twins {
  readonly sides: Sides;
  /** When they were read, in epoch milliseconds: all is decided as of then. */
  readonly now: number;
}

/** One opening and one person, and what asks about the two. */
export interface Pair {
  readonly applicant: Known;
  /** The opening, or its bridge subject where it is to be told with a course. */
  readonly openingId: string;
  readonly wish: Wish | undefined;
  readonly mailbox: Mailbox;
  readonly circumstances: Circumstances;
  readonly now: number;
  readonly configuration: MatchingConfiguration;
}

/** What one opening is to one person: an offer, or the reason why it is none. */
export interface Weighed {
  readonly openingId: string;
  readonly opening?: Opening;
  readonly draft?: Draft;
  readonly offer?: Offer;
  readonly reason?: SuppressionReason;
}

export function mayClose(wish: Wish | undefined, entry: Entry | undefined): boolean {
  return (wish?.closing ?? endedInDoubt(entry)) !== undefined || entry?.pending?.purpose === "withdrawal";
}

/** What was said to have ended while somebody had died over its new terms: who was told of it before hears so in any case. */
export function endedInDoubt(entry: Entry | undefined): Cause | undefined {
  return entry?.pending?.purpose === "change" && entry.pending.claim?.by === undefined
    ? entry.pending.endedBy
    : undefined;
}

/** The same, or that it doesn't suit them any more. */
export function mayEnd(wish: Wish | undefined, entry: Entry | undefined): boolean {
  return wish?.lost !== undefined || mayClose(wish, entry);
}

/** An end that isn't so any more: what was to be told of it goes, and where nothing was, nothing is said over why the match isn't told. */
export function overtaken(openingId: string, opening: Opening, entry: Entry | undefined): Weighed {
  return { openingId, opening, ...(entry?.pending && { reason: "superseded" }) };
}
