import { type Cause, entryOf, type Mailbox } from "../../domain/delivery/mailbox.ts";
import type { Offer } from "../../domain/delivery/policy.ts";
import { twinsKey } from "../taking-in/twins.ts";

/** What is the same opportunity, which of it is open where something may have ended for somebody, and who was let in for it. */
export interface Twins {
  readonly twins: ReadonlyMap<string, readonly string[]>;
  readonly openTwins: ReadonlySet<string>;
  readonly invited: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * The openings that somebody was let in for and not told of because another that has ended for them now was the same opportunity, each with what its telling
 * follows from.
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
      if (offer?.ending !== "no-longer-a-match") return [];
      const free = (twins.get(twinsKey(openingId)) ?? []).filter(isFree);
      return free.map((id) => [id, offer.cause] as const);
    }),
  );
}
