import type { NoBridge } from "../bridge/offer.ts";
import { dayInSeoul } from "../model/calendar.ts";
import type { OpeningKind } from "../model/primitives.ts";
import type { Barrier } from "../programme/places.ts";
import { CLAIM_LEASE_MS, dispatch, none, suppressed } from "./claiming.ts";
import type { DeliveryTerms } from "./delivery-terms.ts";
import {
  type Cause,
  type Ending,
  type Entry,
  entryOf,
  hasOptedOut,
  isOver,
  type Mailbox,
  type Pending,
  withDoubt,
  withEntry,
  withoutPending,
} from "./mailbox.ts";
import type { WeeklySpan } from "./quiet-hours.ts";
import { type Bridge, openingOf } from "./recommendation.ts";
import { materialChanges, type Terms } from "./terms.ts";

/** Something that somebody may be told, as it stands at this moment. */
export interface Offer {
  /** The opening, or its `bridgeSubject` where it is told with a course. */
  readonly openingId: string;
  readonly kind: OpeningKind;
  /** A match to tell of, an opening to tell of with a course, or the end of an opening. */
  readonly about: "match" | "bridge" | "closing";
  readonly terms: Terms;
  readonly score: number;
  readonly cause: Cause;
  /** The course that a bridge is told with. */
  readonly bridge?: Bridge;
  /** Of a closing: what has ended, where it isn't the opening. */
  readonly ending?: Ending;
  /** Openings that are the same opportunity. */
  readonly twins: readonly string[];
}

export type SuppressionReason =
  | "opening-closed"
  | "applicant-withdrawn"
  | "consent-withdrawn"
  | "opted-out"
  | "paused"
  | "no-longer-a-match"
  | "held"
  | "twin-told"
  | "over-cap"
  | "digest-full"
  | "always-quiet"
  | "superseded"
  | "answered"
  | "unreadable"
  | "course-closed"
  | "institution-not-valid"
  | Barrier
  | NoBridge;

export type WaitReason = "quiet-hours" | "digest" | "over-cap";

/** What is decided on one opening. */
export type Verdict =
  | { readonly kind: "claimed" }
  | { readonly kind: "waiting"; readonly reason: WaitReason; readonly until: number }
  | { readonly kind: "suppressed"; readonly reason: SuppressionReason }
  | { readonly kind: "already-told" }
  /** Somebody else is at it. */
  | { readonly kind: "left" };

/** One message to send: what is told together. */
export interface Send {
  readonly sendId: string;
  readonly attempt: number;
  readonly entries: readonly Entry[];
}

export interface Plan {
  readonly mailbox: Mailbox;
  readonly sends: readonly Send[];
  /** By opening. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** When the mailbox is to be looked at again; undefined when nothing waits in it. */
  readonly wakeAt: number | undefined;
}

/** What a decision depends on, beside the mailbox. */
export interface Situation {
  readonly terms: DeliveryTerms;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The night in which nothing goes out that wasn't asked for; none where no real people are told. */
  readonly night: readonly WeeklySpan[];
  /** Queue messages that this work is on. */
  readonly workingOn: ReadonlySet<string>;
  /** Openings that something has become of: the person has applied, declined or been hired. Only those matter that `isNews`. */
  readonly answered: ReadonlySet<string>;
  /** What waits and has turned out not to hold any more. */
  readonly drops: ReadonlyMap<string, SuppressionReason>;
  /** What is said to have ended, in one way or another, with what that follows from. */
  readonly ends: ReadonlyMap<string, Cause>;
  /** The id of a message, from what it is about. */
  readonly toSendId: (cause: Cause, tellings: readonly string[]) => string;
}

/**
 * Decides what goes out to one person now, what waits, and what is not told: a pure function of what they have agreed to, what they have been sent, what
 * there is, and the time. The mailbox it gives is to be kept, on the condition that nobody has changed it, before anything is sent.
 */
export function planDelivery(mailbox: Mailbox, offers: readonly Offer[], situation: Situation): Plan {
  const verdicts = new Map<string, Verdict>();
  let planned = dropStale(mailbox, situation, verdicts);
  for (const offer of offers) {
    const taken = take(planned, offer, situation);
    planned = taken.mailbox;
    if (taken.verdict !== undefined) verdicts.set(offer.openingId, taken.verdict);
  }
  const plan = dispatch(planned, new Map(offers.map((offer) => [offer.openingId, offer])), situation, verdicts);
  for (const offer of offers) explainTwin(offer, plan.mailbox, verdicts);
  return plan;
}

/** What gave way to a twin that isn't told after all isn't told for the twin's reason. */
function explainTwin({ openingId, twins }: Offer, mailbox: Mailbox, verdicts: Map<string, Verdict>): void {
  if (reasonIn(verdicts.get(openingId)) !== "twin-told" || hasTwin(mailbox, twins)) return;
  const reason = twins.map((twin) => reasonIn(verdicts.get(twin))).find((one) => one !== undefined);
  if (reason !== undefined) verdicts.set(openingId, suppressed(reason));
}

function reasonIn(verdict: Verdict | undefined): SuppressionReason | undefined {
  return verdict?.kind === "suppressed" ? verdict.reason : undefined;
}

function dropStale(mailbox: Mailbox, { drops }: Situation, verdicts: Map<string, Verdict>): Mailbox {
  let left = mailbox;
  for (const entry of mailbox.entries) {
    const reason = drops.get(entry.openingId);
    if (reason === undefined || entry.pending === undefined || entry.pending.claim !== undefined) continue;
    verdicts.set(entry.openingId, { kind: "suppressed", reason });
    left = withEntry(left, withoutPending(entry));
  }
  return left;
}

/** Puts an offer into the mailbox to wait, or says why not. */
function take(mailbox: Mailbox, offer: Offer, situation: Situation): { mailbox: Mailbox; verdict?: Verdict } {
  const { openingId, kind, terms, score } = offer;
  const entry = entryFor(offer, mailbox, situation.now);
  const { pending, told } = entry ?? {};
  if (pending?.claim !== undefined) return { mailbox };
  const purpose = purposeOf(offer, entry, mailbox);
  if (purpose === undefined) {
    if (pending === undefined) return { mailbox, verdict: offer.about === "closing" ? none : { kind: "already-told" } };
    // What waited holds no longer: it has closed, or is again as it was told.
    const reason = offer.about === "closing" ? "opening-closed" : "superseded";
    return { mailbox: withEntry(mailbox, withoutPending(entry as Entry)), verdict: suppressed(reason) };
  }
  const reason = reasonAgainst(mailbox, offer, purpose, situation);
  if (reason !== undefined) {
    const left = entry === undefined ? mailbox : withEntry(mailbox, withoutPending(entry));
    return { mailbox: left, verdict: suppressed(reason) };
  }
  const waiting: Pending = {
    purpose,
    telling: (told?.telling ?? 0) + 1,
    terms,
    score,
    cause: pending?.purpose === purpose ? pending.cause : offer.cause,
    since: pending?.purpose === purpose ? pending.since : situation.now,
    ...(offer.bridge && { bridge: offer.bridge }),
    ...(offer.ending && { ending: offer.ending }),
  };
  return { mailbox: withEntry(mailbox, { openingId, kind, ...(told && { told }), pending: waiting }) };
}

/**
 * What is known of an offer. What is back is told as that, whether or not its end, which somebody has died over, has gone out; and what has ended is told to have,
 * whether or not its new terms have, once nobody can be about to tell of them.
 */
function entryFor({ openingId, about }: Offer, mailbox: Mailbox, now: number): Entry | undefined {
  const entry = entryOf(mailbox, openingId);
  if (entry === undefined || about === "bridge") return entry;
  if (about === "match") return withDoubt(entry, "withdrawal");
  return (entry.pending?.claim?.at ?? now) + CLAIM_LEASE_MS <= now ? withDoubt(entry, "change") : entry;
}

/** Whether there is something to tell of an offer: most of what somebody was told of before is as it was. */
export function isNews(mailbox: Mailbox, offer: Offer, now: number): boolean {
  const entry = entryFor(offer, mailbox, now);
  return entry?.pending?.claim === undefined && purposeOf(offer, entry, mailbox) !== undefined;
}

/** What an offer would be told for; undefined when there is nothing to tell. */
function purposeOf(offer: Offer, entry: Entry | undefined, mailbox: Mailbox): Pending["purpose"] | undefined {
  // With a course an opening is told once, and never after it was told as a match.
  const told =
    entry?.told ?? (offer.about === "bridge" ? entryOf(mailbox, openingOf(offer.openingId))?.told : undefined);
  if (offer.about === "closing") return told === undefined || isOver(told) ? undefined : "withdrawal";
  if (told === undefined) return "recommendation";
  if (offer.about === "bridge") return undefined;
  return told.isWithdrawn || materialChanges(told, offer).length > 0 ? "change" : undefined;
}

function reasonAgainst(
  mailbox: Mailbox,
  offer: Offer,
  purpose: Pending["purpose"],
  { terms, now, answered }: Situation,
): SuppressionReason | undefined {
  if (mailbox.hasLeft) return "applicant-withdrawn";
  if (hasOptedOut(mailbox, "message", terms.resumedAfterOptOut)) return "opted-out";
  if (!terms.agreed.message.includes(purpose)) return "consent-withdrawn";
  if (terms.pausedUntil !== undefined && dayInSeoul(now) < terms.pausedUntil) return "paused";
  if (terms.perDayMax === 0 || terms.perWeekMax === 0) return "over-cap";
  if (answered.has(offer.openingId)) return "answered";
  if (purpose === "recommendation" && hasTwin(mailbox, offer.twins)) return "twin-told";
  return undefined;
}

/** A twin that was told, or is about to be, counts; one that was told to be over, or is about to be, doesn't stand in the way of what is open, unless it is held. */
function hasTwin({ entries }: Mailbox, twins: readonly string[]): boolean {
  if (twins.length === 0) return false;
  return entries.some(
    ({ openingId, told, pending }) =>
      twins.includes(openingId) &&
      !(pending?.purpose === "withdrawal" && pending.ending !== "held") &&
      (pending !== undefined || (told !== undefined && !isOver(told))),
  );
}
