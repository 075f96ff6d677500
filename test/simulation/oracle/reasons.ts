import { toDeliveryTerms } from "../../../domain/delivery/delivery-terms.ts";
import { entryOf, hasOptedOut, type Mailbox } from "../../../domain/delivery/mailbox.ts";
import { firstOutside, STATUTORY_NIGHT } from "../../../domain/delivery/quiet-hours.ts";
import { reviewOf, standingOf } from "../../../domain/delivery/review.ts";
import { toApplicantFacts, toOpeningFacts } from "../../../domain/matching/facts.ts";
import type { Applicant } from "../../../domain/model/applicant.ts";
import { dayInSeoul, toDayNumber } from "../../../domain/model/calendar.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import type { EntityState } from "../../../functions/adapters/entity-state.ts";
import type { Recommendation } from "../../../functions/ports.ts";
import { tinyConfiguration } from "../tiny-world.ts";
import { matchOf } from "./rest.ts";

/** What a decision may have seen: everything as it was at any moment since it began. */
export interface Moments {
  readonly applicants: readonly EntityState[];
  readonly openings: readonly EntityState[];
  /** Whether there was a moment at which nothing was kept of one of them yet. */
  readonly wasMissing: { readonly applicant: boolean; readonly opening: boolean };
  readonly twins: readonly { readonly id: string; readonly states: readonly EntityState[] }[];
  readonly mailboxes: readonly Mailbox[];
  /** Whether something is known to have become of an opening that they were told of. */
  readonly hasAnswered: (openingId: string) => boolean;
  /** When whoever decided began, and when they were done, in epoch milliseconds by their clock. */
  readonly since: number;
  readonly now: number;
}

/** Openings in one message, as people are promised. */
export const MESSAGE_MAX = 10;

/** Whether a reason for not telling somebody was true at one of these moments, by a plain look at what was kept. */
export function holdsAgainst(reason: string, openingId: string, moments: Moments): boolean {
  const { applicants, openings, wasMissing, twins, mailboxes, hasAnswered, since, now } = moments;
  const profiles = applicants.flatMap(({ body }) => (body === undefined ? [] : (JSON.parse(body) as Applicant)));
  const terms = profiles.map(({ delivery, consent }) => toDeliveryTerms(delivery, consent.alerts));
  switch (reason) {
    case "opening-closed":
      return wasMissing.opening || openings.some(({ isClosed }) => isClosed);
    case "applicant-withdrawn":
      return wasMissing.applicant || applicants.some(({ isWithdrawn }) => isWithdrawn);
    case "consent-withdrawn":
      return terms.some(({ agreed }) => agreed.message.length < 3);
    case "opted-out":
      return mailboxes.some((mailbox) =>
        terms.some(({ resumedAfterOptOut }) => hasOptedOut(mailbox, "message", resumedAfterOptOut)),
      );
    case "paused":
      return terms.some(({ pausedUntil = "" }) => dayInSeoul(since) < pausedUntil);
    case "no-longer-a-match":
      return profiles.some((profile) => openings.some((opening) => !isMatch(profile, opening, [since, now])));
    case "held":
      return mailboxes.some((mailbox) =>
        isKeptBack(
          mailbox,
          openingId,
          twins.map(({ id }) => id),
        ),
      );
    case "twin-told":
      return twins.some(
        ({ id, states }) =>
          mailboxes.some((mailbox) => entryOf(mailbox, id) !== undefined) ||
          (openings.some(({ isClosed }) => isClosed) && states.some(({ isClosed }) => !isClosed)),
      );
    case "over-cap":
      return terms.some(({ perDayMax, perWeekMax }) => perDayMax === 0 || perWeekMax === 0);
    case "digest-full":
      return mailboxes.some((mailbox) => mailbox.entries.length > MESSAGE_MAX) || mailboxes.some(isFull);
    case "always-quiet":
      return terms.some(({ quietTimes }) => firstOutside([...quietTimes, STATUTORY_NIGHT], now) === undefined);
    case "superseded":
      return openings.some(({ isClosed }) => !isClosed);
    case "answered":
      return hasAnswered(openingId) || applicants.some(({ isWithdrawn }) => isWithdrawn);
    default:
      return false;
  }
}

/** Whether something is kept of what became of an opening that somebody was told of. */
export function isAnswered(all: readonly Recommendation[], applicantId: string, openingId: string): boolean {
  const own = all.find((one) => one.applicantId === applicantId && one.openingId === openingId);
  return own?.history?.some(({ outcome }) => outcome !== "seen") === true;
}

/** Whether a counsellor's word is against an opening: the one on itself, or, where there is none, one on another posting of the same opportunity. */
export function isKeptBack(mailbox: Mailbox, openingId: string, twins: Iterable<string>): boolean {
  const own = reviewOf(mailbox, openingId);
  if (own !== undefined) return standingOf(own) === "blocked";
  return [...twins].some((twin) => standingOf(reviewOf(mailbox, twin)) === "blocked");
}

function isFull(mailbox: Mailbox): boolean {
  return mailbox.entries.filter(({ pending }) => pending !== undefined).length >= MESSAGE_MAX;
}

function isMatch(applicant: Applicant, { body }: EntityState, moments: readonly number[]): boolean {
  if (body === undefined) return false;
  const { taxonomy } = tinyConfiguration;
  const facts = toApplicantFacts(applicant, taxonomy);
  const opening = toOpeningFacts(JSON.parse(body) as Opening, taxonomy);
  const days = moments.map((at) => toDayNumber(dayInSeoul(at)));
  return days.every((today) => matchOf(opening, facts, today) !== undefined);
}
