import { type DeliveryChannel, type DeliveryPurpose, deliveryChannels } from "../model/delivery-settings.ts";
import type { OpeningKind } from "../model/primitives.ts";
import type { Bridge } from "./recommendation.ts";
import type { Review } from "./review.ts";
import type { Terms } from "./terms.ts";

/**
 * What one person has been sent, and what waits for them. Every decision to tell somebody is one conditional write of this, so that caps, duplicates
 * and opt-outs hold whoever works at the same time. It has opaque ids and figures alone.
 */
export interface Mailbox {
  /** In order of opening id. */
  readonly entries: readonly Entry[];
  /** Messages of the last days, those on their way included: what caps count. */
  readonly sends: readonly { readonly id: string; readonly at: number }[];
  /** The person's last word on not being told, by its own count: profiles don't touch it. */
  readonly optOut?: OptOut;
  /** What counsellors have said of openings. */
  readonly reviews?: readonly Review[];
  /** The last hour that has come for what waits, in hours since 1970: whoever is put down for it, or an earlier one, isn't looked at any more. */
  readonly wokenHour?: number;
  /** The person has left the service: nothing is kept from then on. */
  readonly hasLeft?: true;
}

export interface OptOut {
  readonly revision: number;
  /** Channels that the person wants nothing on any more. */
  readonly channels: readonly DeliveryChannel[];
  /** Other channels, of which an earlier word said so, with its count. */
  readonly earlier?: Readonly<Partial<Record<DeliveryChannel, number>>>;
}

/** One opening in somebody's mailbox: as it was last told, and what is to be told next. */
export interface Entry {
  /** The opening, or its `bridgeSubject` where it is told with a course. */
  readonly openingId: string;
  readonly kind: OpeningKind;
  readonly told?: Told;
  readonly pending?: Pending;
}

export interface Told {
  /** Counts the tellings of this pair, from 1 on. */
  readonly telling: number;
  readonly terms: Terms;
  readonly score: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The last telling was that the opening is gone. */
  readonly isWithdrawn?: true;
  /**
   * Somebody has died over the last telling: of an end, and what had ended is back, or of new terms, and what they were told of has ended. Nobody knows whether it
   * has gone out, and its number isn't used again.
   */
  readonly isInDoubt?: true;
  /** What has ended, where it isn't the opening. */
  readonly ending?: Ending;
  /** The course that it was told with. */
  readonly bridge?: Bridge;
}

/** What has ended, where it isn't the opening itself. */
export const endings = ["no-longer-a-match", "held", "course-closed"] as const;
export type Ending = (typeof endings)[number];

/** What a telling follows from; its ids are made from this. */
export interface Cause {
  readonly messageId: string;
  readonly correlationId: string;
  readonly causationId: string;
}

/** A telling that waits for its time, or is on its way once it is claimed. */
export interface Pending {
  readonly purpose: DeliveryPurpose;
  readonly telling: number;
  readonly terms: Terms;
  readonly score: number;
  readonly cause: Cause;
  readonly since: number;
  /** The course that it is to be told with. */
  readonly bridge?: Bridge;
  /** Of a withdrawal. */
  readonly ending?: Ending;
  readonly claim?: Claim;
  /** What its end follows from, where that has come while nobody could say whether it had gone out. */
  readonly endedBy?: Cause;
  /** What its new terms follow from, where those have come so: under its id it goes out as it was claimed. Never along with an end. */
  readonly changedBy?: Cause;
}

/** Who is sending it. */
export interface Claim {
  /** The message that it goes out in: the same for all that go together. */
  readonly sendId: string;
  /** The queue message on which somebody works at it. Without one, somebody has died over it, and whoever comes next may go on. */
  readonly by?: string;
  /** Counts those who have gone on where another may have sent it already. */
  readonly attempt: number;
  readonly at: number;
}

export const EMPTY_MAILBOX: Mailbox = { entries: [], sends: [] };

/** What is kept of somebody who has left. */
export const CLOSED_MAILBOX: Mailbox = { entries: [], sends: [], hasLeft: true };

/** Entries kept at most, some 150 bytes each: over a year of the default cap. What was told longest ago goes first. */
const ENTRIES_MAX = 1_000;

/** The mailbox with one entry put in its place; an entry with nothing in it is taken out. */
export function withEntry(mailbox: Mailbox, entry: Entry): Mailbox {
  const others = mailbox.entries.filter(({ openingId }) => openingId !== entry.openingId);
  const isEmpty = entry.told === undefined && entry.pending === undefined;
  const entries = isEmpty ? others : [...others, entry];
  return { ...mailbox, entries: withoutOldest(entries).sort((a, b) => (a.openingId < b.openingId ? -1 : 1)) };
}

function withoutOldest(entries: Entry[]): Entry[] {
  if (entries.length <= ENTRIES_MAX) return entries;
  const age = ({ pending, told }: Entry) => (pending === undefined ? (told?.at ?? 0) : Number.POSITIVE_INFINITY);
  const oldest = entries.reduce((least, entry) => (age(entry) < age(least) ? entry : least));
  return entries.filter((entry) => entry !== oldest);
}

export function entryOf(mailbox: Mailbox, openingId: string): Entry | undefined {
  return mailbox.entries.find((entry) => entry.openingId === openingId);
}

/** The entry without what was to be told. */
export function withoutPending({ openingId, kind, told }: Entry): Entry {
  return { openingId, kind, ...(told === undefined ? {} : { told }) };
}

/** The entry with what is to be told waiting again. */
function unclaimed({ pending: { claim: _given, ...waiting }, ...entry }: Entry & { readonly pending: Pending }): Entry {
  return { ...entry, pending: waiting };
}

/** Whether a person has opted out of a channel and not come back since. */
export function hasOptedOut({ optOut }: Mailbox, channel: DeliveryChannel, resumedAfter: number): boolean {
  return (revisionsOf(optOut)[channel] ?? 0) > resumedAfter;
}

/** The count of the last opt-out; 0 for none. */
export function optOutRevision({ optOut }: Mailbox): number {
  return optOut?.revision ?? 0;
}

function revisionsOf(optOut: OptOut | undefined): Partial<Record<DeliveryChannel, number>> {
  if (optOut === undefined) return {};
  return { ...optOut.earlier, ...Object.fromEntries(optOut.channels.map((channel) => [channel, optOut.revision])) };
}

/** The mailbox with an opt-out: of each channel the latest counts, so that opt-outs end the same in any order and none undoes another. */
export function withOptOut(mailbox: Mailbox, { revision, channels }: Pick<OptOut, "revision" | "channels">): Mailbox {
  if (mailbox.hasLeft) return mailbox;
  const known = revisionsOf(mailbox.optOut);
  if (channels.every((channel) => (known[channel] ?? 0) >= revision)) return mailbox;
  const all = deliveryChannels.flatMap((channel) => {
    const last = Math.max(known[channel] ?? 0, channels.includes(channel) ? revision : 0);
    return last === 0 ? [] : [[channel, last] as const];
  });
  const latest = Math.max(...all.map(([, last]) => last));
  const earlier = all.filter(([, last]) => last < latest);
  return {
    ...mailbox,
    optOut: {
      revision: latest,
      channels: all.flatMap(([channel, last]) => (last === latest ? channel : [])),
      ...(earlier.length > 0 && { earlier: Object.fromEntries(earlier) }),
    },
  };
}

/** How often somebody has been told of something new since an instant: their chances. */
export function chancesSince(mailbox: Mailbox, since: number): number {
  return mailbox.entries.filter(({ told, pending }) => (told?.at ?? pending?.since ?? 0) >= since).length;
}

function toTold({ purpose, telling, terms, score, ending, bridge }: Pending, at: number): Told {
  const isWithdrawn = purpose === "withdrawal" && ({ isWithdrawn: true, ...(ending && { ending }) } as const);
  return { telling, terms, score, at, ...isWithdrawn, ...(bridge && { bridge }) };
}

/** Whether what somebody was told of is known to have been told to be over. */
export function isOver(told: Told | undefined): boolean {
  return told?.isWithdrawn === true && !told.isInDoubt;
}

/** The entry with an end, or new terms, that somebody has died over put down as told, in doubt. */
export function withDoubt(entry: Entry, purpose: "withdrawal" | "change"): Entry {
  const { pending } = entry;
  if (pending?.purpose !== purpose || pending.claim === undefined || pending.claim.by !== undefined) return entry;
  return { ...withoutPending(entry), told: { ...toTold(pending, pending.claim.at), isInDoubt: true } };
}

/** What came of each opening in a message. */
export type SendOutcome = "sent" | "dropped";

/**
 * The mailbox after a message went out, or some of it was dropped at the last moment. What was dropped waits again, to be decided on anew by whoever
 * dropped it or whoever comes after their death, unless an earlier attempt may have sent it: then it stays claimed by nobody, and goes out
 * under its own id when it holds again. Of another attempt nothing changes but that what was sent is sent. What has gone out after all,
 * and ended or changed meanwhile, is to be told so.
 */
export function settle(
  mailbox: Mailbox,
  send: { readonly sendId: string; readonly attempt: number; readonly at: number },
  outcomes: ReadonlyMap<string, SendOutcome>,
): Mailbox {
  let settled = mailbox;
  let isOut = false;
  for (const [openingId, outcome] of outcomes) {
    const entry = entryOf(mailbox, openingId);
    const pending = entry?.pending;
    if (entry === undefined || pending?.claim?.sendId !== send.sendId) continue;
    const { claim } = pending;
    if (outcome === "sent") {
      isOut = true;
      const told = toTold(pending, send.at);
      settled = withEntry(settled, { ...withoutPending(entry), told, ...following(pending, send.at) });
    } else if (claim.attempt === send.attempt) {
      if (claim.attempt === 1) settled = withEntry(settled, unclaimed({ ...entry, pending }));
      else {
        isOut = true;
        const { by: _nobody, ...rest } = claim;
        settled = withEntry(settled, { ...entry, pending: { ...pending, claim: rest } });
      }
    } else isOut = true;
  }
  if (isOut || settled === mailbox) return settled;
  return { ...settled, sends: settled.sends.filter(({ id }) => id !== send.sendId) };
}

/** What is to be told next of what has gone out: as it was told, until it is looked at again. */
function following({ telling, terms, score, endedBy, changedBy }: Pending, since: number): Pick<Entry, "pending"> {
  const cause = endedBy ?? changedBy;
  if (cause === undefined) return {};
  const purpose = endedBy === undefined ? "change" : "withdrawal";
  return { pending: { purpose, telling: telling + 1, terms, score, cause, since } };
}

/** An entry that is being sent, or was sent by somebody who left it at that. */
export type OnItsWay = Entry & { readonly pending: Pending & { readonly claim: Claim } };

export function onTheirWay({ entries }: Mailbox): OnItsWay[] {
  return entries.flatMap(({ pending, ...entry }) =>
    pending?.claim === undefined ? [] : { ...entry, pending: { ...pending, claim: pending.claim } },
  );
}

/**
 * The mailbox with what was claimed and went out put down as told, at the time of its claim. What goes together stays together: of a message of which
 * only a part is known to be out, all goes out again under its id.
 */
export function withSent(mailbox: Mailbox, isSent: (entry: OnItsWay) => boolean): Mailbox {
  const onWay = onTheirWay(mailbox);
  const inDoubt = new Set(onWay.flatMap((entry) => (isSent(entry) ? [] : entry.pending.claim.sendId)));
  return onWay
    .filter(({ pending }) => !inDoubt.has(pending.claim.sendId))
    .reduce(
      (settled, { openingId, pending: { claim } }) => settle(settled, claim, new Map([[openingId, "sent"]])),
      mailbox,
    );
}
