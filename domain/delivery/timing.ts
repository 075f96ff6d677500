import { dayInSeoul, toDayNumber } from "../model/calendar.ts";
import type { DeliveryTerms, MessageCaps } from "./delivery-terms.ts";
import type { Entry, Mailbox } from "./mailbox.ts";
import type { Situation, WaitReason } from "./policy.ts";
import { firstOutside, instantOf, type WeeklySpan, weekdayOf } from "./quiet-hours.ts";

export const DAYS_PER_WEEK = 7;

function quietSpans(isUrgent: boolean, { terms, night }: Situation): readonly WeeklySpan[] {
  // Who asks to hear of something at night has waived the night of the law; what they say of their own times stays the last word.
  return isUrgent ? terms.quietTimes : [...night, ...terms.quietTimes];
}

function isUrgent({ kind, pending }: Entry, { terms }: Situation): boolean {
  return pending?.purpose !== "withdrawal" && terms.urgentKinds.includes(kind);
}

/** When these may go out together. */
export function opensFor(entries: readonly Entry[], at: number, situation: Situation): number | undefined {
  const areUrgent = entries.every((entry) => isUrgent(entry, situation));
  return firstOutside(quietSpans(areUrgent, situation), at);
}

export function dueOf(entry: Entry, situation: Situation): { at: number; reason: WaitReason } | undefined {
  const { terms, now } = situation;
  const since = entry.pending?.since ?? now;
  const isNow = terms.digest === "immediate" || isUrgent(entry, situation);
  const from = Math.max(isNow ? since : nextDigest(since, terms), now);
  const at = firstOutside(quietSpans(isUrgent(entry, situation), situation), from);
  if (at === undefined) return undefined;
  return { at, reason: isNow ? "quiet-hours" : "digest" };
}

/** The first digest of a person after an instant. */
export function nextDigest(after: number, { digest, digestHour, digestDay }: DeliveryTerms): number {
  const today = toDayNumber(dayInSeoul(after));
  for (let day = today; ; day++) {
    const at = instantOf(day, digestHour);
    if (at > after && (digest !== "weekly" || weekdayOf(at) === digestDay)) return at;
  }
}

/**
 * When a message may go out under both caps: now, or at the hour of the digest of a day that has room. A week is any seven days in a row, so that no
 * week, wherever it is begun, holds more. Undefined when none comes.
 */
export function freeSlot(mailbox: Mailbox, ready: readonly Entry[], situation: Situation): number | undefined {
  const { terms, now } = situation;
  const sent = sendDays(mailbox);
  const today = toDayNumber(dayInSeoul(now));
  if (hasRoom(sent, today, terms)) return now;
  for (let day = today + 1; day <= today + DAYS_PER_WEEK; day++) {
    if (hasRoom(sent, day, terms)) return opensFor(ready, instantOf(day, terms.digestHour), situation);
  }
  return undefined;
}

/** Whether one more message fits into a day, and into the seven days that end with it, beside those sent on some days. */
export function hasRoom(sent: readonly number[], day: number, { perDayMax, perWeekMax }: MessageCaps): boolean {
  return (
    sent.filter((one) => one === day).length < perDayMax &&
    sent.filter((one) => one > day - DAYS_PER_WEEK && one <= day).length < perWeekMax
  );
}

/** The days of the last messages, in the order in which they were sent. */
export function sendDays({ sends }: Pick<Mailbox, "sends">): number[] {
  return sends.map(({ at }) => toDayNumber(dayInSeoul(at))).sort((one, other) => one - other);
}

/** Sends of the last week, which is as far as caps look back. */
export function withSend(sends: Mailbox["sends"], id: string, at: number): Mailbox["sends"] {
  const oldest = toDayNumber(dayInSeoul(at)) - DAYS_PER_WEEK;
  return [...sends.filter((send) => send.id !== id && toDayNumber(dayInSeoul(send.at)) > oldest), { id, at }];
}
