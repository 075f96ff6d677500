import { toDeliveryTerms } from "../../domain/delivery/delivery-terms.ts";
import { entryOf, hasOptedOut, type Mailbox } from "../../domain/delivery/mailbox.ts";
import { isQuiet, type WeeklySpan } from "../../domain/delivery/quiet-hours.ts";
import { reviewOf, standingOf } from "../../domain/delivery/review.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import { isOpenOn, type Opening } from "../../domain/model/opening.ts";
import type { Latest } from "../notifying/candidates.ts";
import type { TellingToSend } from "./letters.ts";

export type DropReason =
  | "applicant-withdrawn"
  | "unreadable"
  | "consent-withdrawn"
  | "opted-out"
  | "paused"
  | "opening-closed"
  | "course-closed"
  | "open-again"
  | "superseded"
  | "held";

export type Holding =
  | { readonly kind: "holds" }
  /** It is night, or a time that the person wants to be left alone. */
  | { readonly kind: "later" }
  | { readonly kind: "dropped"; readonly reason: DropReason };

/** How things stand at the moment of sending. */
export interface Moment {
  readonly applicant: Latest<Applicant>;
  readonly opening: Latest<Opening>;
  /** The course that it is told with; undefined where it is told without one. */
  readonly course: Latest<Opening> | undefined;
  readonly mailbox: Mailbox;
  readonly now: number;
  readonly night: readonly WeeklySpan[];
}

/**
 * Whether a telling may go out now. A message may have waited since it was decided on, for a mail server that was away or for a redelivery; what has changed
 * in between counts, and most of all what the person has said.
 */
export function toHolding(telling: TellingToSend, moment: Moment): Holding {
  const { applicant, opening, course, mailbox, now, night } = moment;
  if (applicant.kind === "unreadable" || opening.kind === "unreadable") return dropped("unreadable");
  if (applicant.kind !== "here" || mailbox.hasLeft) return dropped("applicant-withdrawn");
  const terms = toDeliveryTerms(applicant.value.delivery, applicant.value.consent.alerts);
  if (!terms.agreed.message.includes(telling.purpose)) return dropped("consent-withdrawn");
  if (hasOptedOut(mailbox, "message", terms.resumedAfterOptOut)) return dropped("opted-out");
  if (terms.pausedUntil !== undefined && dayInSeoul(now) < terms.pausedUntil) return dropped("paused");
  const isEnd = telling.purpose === "withdrawal";
  const { told, pending } = entryOf(mailbox, telling.subject) ?? {};
  // What is about to be told to have ended isn't told any more.
  const isEnding = !isEnd && pending?.purpose === "withdrawal";
  if (isEnding || (told?.telling ?? 0) > telling.telling) return dropped("superseded");
  const isOpen = isOpenNow(opening, now);
  if (isEnd && isOpen && telling.ending === undefined) return dropped("open-again");
  if (!isEnd && !isOpen) return dropped("opening-closed");
  if (!isEnd && course !== undefined && !isOpenNow(course, now)) return dropped("course-closed");
  if (!isEnd && standingOf(reviewOf(mailbox, telling.openingId)) === "blocked") return dropped("held");
  const isUrgent = !isEnd && opening.kind === "here" && terms.urgentKinds.includes(opening.value.kind);
  const quiet = isUrgent ? terms.quietTimes : [...night, ...terms.quietTimes];
  return isQuiet(quiet, now) ? { kind: "later" } : { kind: "holds" };
}

function isOpenNow(latest: Latest<Opening>, now: number): boolean {
  return latest.kind === "here" && isOpenOn(latest.value, dayInSeoul(now));
}

function dropped(reason: DropReason): Holding {
  return { kind: "dropped", reason };
}
