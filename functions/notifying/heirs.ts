import { type Cause, type Entry, entryOf, isOver, type Mailbox } from "../../domain/delivery/mailbox.ts";
import type { Offer } from "../../domain/delivery/policy.ts";
import { isBridgeSubject } from "../../domain/delivery/recommendation.ts";
import { twinsKey } from "../taking-in/twins.ts";
import type { Sides } from "./candidates.ts";
import type { Work } from "./work.ts";

/**
 * Of openings that are the same opportunity a person is told of one, and of its end only when none goes on that they were let in for. So whatever becomes of
 * one of them is looked at for the others as well: nobody else would come back to those.
 */

/** What is the same opportunity, which of it is open where something may have ended for somebody, and who was let in for it. */
export interface Twins {
  readonly twins: ReadonlyMap<string, readonly string[]>;
  readonly openTwins: ReadonlySet<string>;
  readonly invited: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Whether something waits to be told for the first time, or again, and makes room for its twins when it isn't. */
export function mayMakeRoom(entry: Entry | undefined): boolean {
  return entry?.pending !== undefined && entry.pending.purpose !== "withdrawal" && entry.pending.bridge === undefined;
}

/**
 * The openings that somebody was let in for and not told of because another, which has ended for them now or isn't told after all, was the same opportunity,
 * each with what its telling follows from.
 */
export function heirsOf(
  weighed: readonly { readonly openingId: string; readonly offer?: Offer }[],
  applicantId: string,
  mailbox: Mailbox,
  { twins, openTwins, invited }: Twins,
): ReadonlyMap<string, Cause> {
  const asked = new Set(weighed.map(({ openingId }) => openingId));
  const isFree = (id: string) =>
    openTwins.has(id) && !asked.has(id) && entryOf(mailbox, id) === undefined && invited.get(id)?.has(applicantId);
  return new Map(
    weighed.flatMap(({ openingId, offer }) => {
      const entry = entryOf(mailbox, openingId);
      const cause = offer?.cause ?? entry?.pending?.cause;
      // Whom a counsellor holds it back from isn't told of the same opportunity instead.
      const makesRoom = (offer?.about === "closing" && offer.ending !== "held") || mayMakeRoom(entry);
      if (!makesRoom || cause === undefined) return [];
      const free = (twins.get(twinsKey(openingId)) ?? []).filter(isFree);
      return free.map((id) => [id, cause] as const);
    }),
  );
}

/** The openings of which it is said that they have ended for a person. */
export function endedIn({ wishes }: Pick<Work, "wishes">): string[] {
  return [...wishes].flatMap(([subject, { closing, lost, review }]) =>
    isBridgeSubject(subject) || (closing ?? lost ?? review) === undefined ? [] : subject,
  );
}

/** Of some openings those that a person was told of, and not told to be over. */
export function toldAmong(mailbox: Mailbox, openingIds: readonly string[]): string[] {
  return openingIds.filter((id) => {
    const told = entryOf(mailbox, id)?.told;
    return told !== undefined && !isOver(told);
  });
}

/**
 * The openings that somebody was told of, that have closed since, and whose end was not told because the same opportunity went on in one that is said to have
 * ended now, each with what that follows from.
 */
export function outlivedBy(
  work: Pick<Work, "wishes">,
  weighed: readonly { readonly openingId: string }[],
  mailbox: Mailbox,
  { twins, sides }: Twins & { readonly sides: Sides },
): ReadonlyMap<string, Cause> {
  const asked = new Set(weighed.map(({ openingId }) => openingId));
  return new Map(
    endedIn(work).flatMap((openingId) => {
      const { closing, lost, review } = work.wishes.get(openingId) ?? {};
      const cause = closing ?? lost ?? review;
      if (cause === undefined) return [];
      const told = toldAmong(mailbox, twins.get(twinsKey(openingId)) ?? []);
      const over = told.filter((id) => !asked.has(id) && sides.opening(id).kind === "closed");
      return over.map((id) => [id, cause] as const);
    }),
  );
}
