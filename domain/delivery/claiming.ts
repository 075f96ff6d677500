import {
  type Cause,
  type Claim,
  type Entry,
  entryOf,
  type Mailbox,
  type Pending,
  withEntry,
  withoutPending,
} from "./mailbox.ts";
import type { Offer, Plan, Send, Situation, SuppressionReason, Verdict } from "./policy.ts";
import { materialChanges } from "./terms.ts";
import { dueOf, freeSlot, opensFor, withSend } from "./timing.ts";

/** Openings in one message: more is not read on a telephone. */
const OPENINGS_PER_MESSAGE_MAX = 10;

/** A claim that is this old is nobody's any more: longer than a queue takes to give a message up. */
export const CLAIM_LEASE_MS = 60 * 60 * 1_000;

export const suppressed = (reason: SuppressionReason): Verdict => ({ kind: "suppressed", reason });

/** There is nothing to be done, or somebody else is at it. */
export const none: Verdict = { kind: "left" };

/** Goes on with what was claimed, claims what is ready, and says when to look again. */
export function dispatch(
  mailbox: Mailbox,
  offers: ReadonlyMap<string, Offer>,
  situation: Situation,
  verdicts: Map<string, Verdict>,
): Plan {
  const wakes: number[] = [];
  const resumed = resume(mailbox, offers, situation, verdicts, wakes);
  const claimed = claimReady(resumed.mailbox, situation, verdicts, wakes);
  return {
    mailbox: claimed.mailbox,
    sends: [...resumed.sends, ...claimed.sends],
    verdicts,
    wakeAt: wakes.length === 0 ? undefined : Math.min(...wakes),
  };
}

type Sending = Pick<Plan, "mailbox" | "sends">;

function resume(
  mailbox: Mailbox,
  offers: ReadonlyMap<string, Offer>,
  situation: Situation,
  verdicts: Map<string, Verdict>,
  wakes: number[],
): Sending {
  const { now, workingOn } = situation;
  const [by = ""] = workingOn;
  const groups = Map.groupBy(
    mailbox.entries.filter(({ pending }) => pending?.claim !== undefined),
    ({ pending }) => pending?.claim?.sendId ?? "",
  );
  let next = mailbox;
  const sends: Send[] = [];
  for (const [sendId, group] of groups) {
    const claim = group[0]?.pending?.claim;
    if (claim === undefined) continue;
    if (!isFree(claim, situation)) {
      wakes.push(claim.at + CLAIM_LEASE_MS);
      for (const { openingId } of group) verdicts.set(openingId, none);
      continue;
    }
    const entries = group.map((entry) => asItStands(entry, offers.get(entry.openingId), situation.ends));
    next = entries.filter((entry, at) => entry !== group[at]).reduce(withEntry, next);
    // Whoever had it may send it yet: by the end of their lease it is known whether what has become of it is to be told.
    const isInDoubt = entries.some(({ pending }) => (pending?.endedBy ?? pending?.changedBy) !== undefined);
    if (isInDoubt && claim.at + CLAIM_LEASE_MS > now) wakes.push(claim.at + CLAIM_LEASE_MS);
    // What somebody died over waits until it holds again.
    if (claim.by === undefined && !entries.some((entry) => isHolding(entry, offers))) continue;
    const opensAt = opensFor(entries, now, situation);
    if (opensAt !== now) {
      if (opensAt !== undefined) wakes.push(opensAt);
      else next = entries.map(givenUp).reduce(withEntry, next);
      const verdict: Verdict =
        opensAt === undefined ? suppressed("always-quiet") : { kind: "waiting", reason: "quiet-hours", until: opensAt };
      for (const { openingId } of entries) verdicts.set(openingId, verdict);
      continue;
    }
    const attempt = claim.attempt + 1;
    const again = entries.map((entry) => claimed(entry, { sendId, by, attempt, at: now }));
    next = again.reduce(withEntry, { ...next, sends: withSend(next.sends, sendId, now) });
    sends.push({ sendId, attempt, entries: again });
    for (const { openingId } of again) verdicts.set(openingId, { kind: "claimed" });
  }
  return { mailbox: next, sends };
}

/**
 * Whether something is claimed that others have left to nobody. They may have done so on the very message by which we come, and be done with it: were we to
 * die, it would not come again.
 */
export function takesUp({ sends }: Pick<Plan, "sends">, before: Mailbox): boolean {
  const claims = sends.flatMap(({ entries }) =>
    entries.flatMap(({ openingId }) => entryOf(before, openingId)?.pending?.claim ?? []),
  );
  return claims.some(({ by }) => by === undefined);
}

/** One who is alive is left to it until the lease is over. */
function isFree({ by, at }: Claim, { now, workingOn }: Situation): boolean {
  return by === undefined || workingOn.has(by) || at + CLAIM_LEASE_MS <= now;
}

/** What tells of an end holds as long as that is one, and all else as long as it isn't. */
function isHolding({ openingId, pending }: Entry, offers: ReadonlyMap<string, Offer>): boolean {
  const offer = offers.get(openingId);
  return offer !== undefined && (offer.about === "closing") === (pending?.purpose === "withdrawal");
}

/**
 * What nobody is known to be sending, with what has become of it since. An end is told as it is by now: under its id it may have left as it was, and
 * then it isn't sent on again. Of anything else it is put down that it has ended, or that its terms are others, for the case that it has left or is
 * about to: whoever knows may die before they can say so.
 */
function asItStands(entry: Entry, offer: Offer | undefined, ends: ReadonlyMap<string, Cause>): Entry {
  const { pending } = entry;
  if (pending === undefined) return entry;
  if (pending.purpose === "withdrawal") {
    if (offer?.about !== "closing" || offer.ending === pending.ending) return entry;
    const { ending: _before, bridge: _of, ...rest } = pending;
    const now = { ...(offer.ending && { ending: offer.ending }), ...(offer.bridge && { bridge: offer.bridge }) };
    return { ...entry, pending: { ...rest, ...now } };
  }
  const { endedBy, changedBy, ...rest } = pending;
  const holds = offer !== undefined && offer.about !== "closing";
  const end = holds ? undefined : (endedBy ?? ends.get(entry.openingId));
  const change = hasChanged(pending, offer) ? (changedBy ?? offer.cause) : undefined;
  if (end === endedBy && change === changedBy) return entry;
  return { ...entry, pending: { ...rest, ...(end && { endedBy: end }), ...(change && { changedBy: change }) } };
}

/** With a course an opening is told once, whatever its terms become. */
function hasChanged(pending: Pending, offer: Offer | undefined): offer is Offer {
  return offer?.about === "match" && materialChanges(pending, offer).length > 0;
}

function claimReady(mailbox: Mailbox, situation: Situation, verdicts: Map<string, Verdict>, wakes: number[]): Sending {
  const { now, workingOn, toSendId } = situation;
  const waiting = mailbox.entries.filter(({ pending }) => pending !== undefined && pending.claim === undefined);
  const ready: Entry[] = [];
  let next = mailbox;
  for (const entry of waiting) {
    const due = dueOf(entry, situation);
    if (due === undefined) {
      verdicts.set(entry.openingId, suppressed("always-quiet"));
      next = withEntry(next, withoutPending(entry));
    } else if (due.at <= now) ready.push(entry);
    else {
      wakes.push(due.at);
      verdicts.set(entry.openingId, { kind: "waiting", reason: due.reason, until: due.at });
    }
  }
  if (ready.length === 0) return { mailbox: next, sends: [] };
  const slot = freeSlot(mailbox, ready, situation);
  if (slot === undefined) {
    for (const entry of ready) {
      verdicts.set(entry.openingId, suppressed("over-cap"));
      next = withEntry(next, withoutPending(entry));
    }
    return { mailbox: next, sends: [] };
  }
  if (slot > now) {
    wakes.push(slot);
    for (const { openingId } of ready) verdicts.set(openingId, { kind: "waiting", reason: "over-cap", until: slot });
    return { mailbox: next, sends: [] };
  }
  const ranked = ready.toSorted(bestFirst);
  for (const entry of ranked.slice(OPENINGS_PER_MESSAGE_MAX)) {
    verdicts.set(entry.openingId, suppressed("digest-full"));
    next = withEntry(next, withoutPending(entry));
  }
  const told = ranked.slice(0, OPENINGS_PER_MESSAGE_MAX);
  const [first] = told;
  if (first?.pending === undefined) return { mailbox: next, sends: [] };
  const sendId = toSendId(
    first.pending.cause,
    told.map(({ openingId, pending }) => `${openingId} ${pending?.telling}`),
  );
  const [by = ""] = workingOn;
  const entries = told.map((entry) => claimed(entry, { sendId, by, attempt: 1, at: now }));
  next = entries.reduce(withEntry, { ...next, sends: withSend(next.sends, sendId, now) });
  for (const { openingId } of entries) verdicts.set(openingId, { kind: "claimed" });
  return { mailbox: next, sends: [{ sendId, attempt: 1, entries }] };
}

/** Claimed by nobody: somebody has died over it, and there is no hour at which it may go out. */
function givenUp({ pending, ...entry }: Entry): Entry {
  if (pending?.claim === undefined) return entry;
  const { by: _nobody, ...claim } = pending.claim;
  return { ...entry, pending: { ...pending, claim } };
}

function claimed(entry: Entry, claim: NonNullable<Pending["claim"]>): Entry {
  return entry.pending === undefined ? entry : { ...entry, pending: { ...entry.pending, claim } };
}

/** What ends comes first, since it is of use only while it is fresh; then changes; then the best fits; then what fits with a course. */
function bestFirst(one: Entry, other: Entry): number {
  const rank = ({ pending }: Entry) => {
    if (pending?.purpose === "withdrawal") return 0;
    return pending?.bridge !== undefined ? 3 : pending?.purpose === "change" ? 1 : 2;
  };
  return (
    rank(one) - rank(other) ||
    (other.pending?.score ?? 0) - (one.pending?.score ?? 0) ||
    (one.openingId < other.openingId ? -1 : 1)
  );
}
