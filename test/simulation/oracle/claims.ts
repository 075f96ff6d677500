import { type DeliveryTerms, toDeliveryTerms } from "../../../domain/delivery/delivery-terms.ts";
import { type Entry, entryOf, type Mailbox } from "../../../domain/delivery/mailbox.ts";
import { isQuiet, STATUTORY_NIGHT } from "../../../domain/delivery/quiet-hours.ts";
import { nextDigest } from "../../../domain/delivery/timing.ts";
import type { Applicant } from "../../../domain/model/applicant.ts";
import { dayInSeoul, toDayNumber } from "../../../domain/model/calendar.ts";
import type { EntityState } from "../../../functions/adapters/entity-state.ts";
import type { Violation } from "../history.ts";

const DAYS_PER_WEEK = 7;

/** Openings that have been claimed for sending between two states of a mailbox, for the first time. */
function newlyClaimed(before: Mailbox, after: Mailbox): Entry[] {
  return after.entries.filter(({ openingId, pending }) => {
    const claim = pending?.claim;
    return claim?.attempt === 1 && entryOf(before, openingId)?.pending?.claim?.sendId !== claim.sendId;
  });
}

/** Nobody is sent more than the most that any of their profiles of this moment allows, in a day and in any seven days in a row. */
export function checkCaps(
  applicantId: string,
  before: Mailbox,
  after: Mailbox,
  applicants: readonly EntityState[],
): Violation[] {
  const [first] = newlyClaimed(before, after);
  if (first?.pending?.claim === undefined) return [];
  const terms = applicants.flatMap(({ body }) => {
    if (body === undefined) return [];
    const { delivery, consent } = JSON.parse(body) as Applicant;
    return [toDeliveryTerms(delivery, consent.alerts)];
  });
  const today = toDayNumber(dayInSeoul(first.pending.claim.at));
  const days = new Map(
    [...before.sends, ...after.sends].map(({ id, at }) => [id, toDayNumber(dayInSeoul(at))] as const),
  );
  const count = (from: number) => [...days.values()].filter((day) => day >= from && day <= today).length;
  const say = (text: string): Violation[] => [
    { guarantee: 1, text: `${applicantId} is sent more ${text} than agreed` },
  ];
  if (count(today) > Math.max(...terms.map(({ perDayMax }) => perDayMax))) return say("in a day");
  if (count(today - DAYS_PER_WEEK + 1) > Math.max(...terms.map(({ perWeekMax }) => perWeekMax)))
    return say("in a week");
  return [];
}

/** Nothing is sent in hours in which none of somebody's profiles of this moment wants any, nor to whoever wants it gathered before its time. */
export function checkHours(
  applicantId: string,
  before: Mailbox,
  after: Mailbox,
  applicants: readonly EntityState[],
  isNightKept: boolean,
): Violation[] {
  const claimed = after.entries.filter(({ openingId, pending: { claim } = {} }) => {
    const known = entryOf(before, openingId)?.pending?.claim;
    return claim !== undefined && (claim.sendId !== known?.sendId || claim.attempt !== known.attempt);
  });
  const at = claimed[0]?.pending?.claim?.at;
  if (at === undefined) return [];
  const terms = applicants.flatMap(({ body }) => {
    if (body === undefined) return [];
    const { delivery, consent } = JSON.parse(body) as Applicant;
    return [toDeliveryTerms(delivery, consent.alerts)];
  });
  const isUrgent = ({ kind, pending }: Entry, { urgentKinds }: DeliveryTerms) =>
    pending?.purpose !== "withdrawal" && urgentKinds.includes(kind);
  const mayGo = (one: DeliveryTerms) => {
    const night = isNightKept && !claimed.every((entry) => isUrgent(entry, one)) ? [STATUTORY_NIGHT] : [];
    if (isQuiet([...night, ...one.quietTimes], at)) return false;
    return claimed.every(
      (entry) =>
        // What may have left already is no news any more.
        entry.pending?.claim?.attempt !== 1 ||
        one.digest === "immediate" ||
        isUrgent(entry, one) ||
        at >= nextDigest(entry.pending?.since ?? at, one),
    );
  };
  return terms.some(mayGo) ? [] : [{ guarantee: 1, text: `${applicantId} is sent something at an hour not agreed` }];
}

/** Nobody is told of an opening as new who has been told of the same opportunity under another id, or is about to be. */
export function checkTwins(
  applicantId: string,
  before: Mailbox,
  after: Mailbox,
  areTied: (one: string, other: string) => boolean,
): Violation[] {
  const claimed = newlyClaimed(before, after).filter(
    ({ openingId, pending }) =>
      pending?.purpose === "recommendation" && entryOf(before, openingId)?.pending === undefined,
  );
  return claimed.flatMap(({ openingId }) => {
    const twin = before.entries.find(
      ({ openingId: id, told, pending }) =>
        areTied(openingId, id) &&
        !isEnding(entryOf(after, id)) &&
        pending?.purpose !== "withdrawal" &&
        (pending?.claim !== undefined || (told !== undefined && !told.isWithdrawn)),
    );
    return twin === undefined
      ? []
      : [{ guarantee: 1, text: `${applicantId} is told of ${openingId}, which is ${twin.openingId}, told before` }];
  });
}

/** They are told in the same message that the twin is over, which frees what is the same, unless it is held. */
function isEnding({ pending }: Partial<Entry> = {}): boolean {
  return pending?.purpose === "withdrawal" && pending.ending !== "held";
}

/** Longer than a queue takes to give a message up: whoever has claimed something on it has died over it by then. */
const LEASE_MS = 60 * 60 * 1_000;

/** Nobody goes on with what another may be about to send: only whoever works on the same message, and everybody when its time is long over. */
export function checkTakeovers(
  applicantId: string,
  before: Mailbox,
  after: Mailbox,
  workingOn: ReadonlySet<string>,
): Violation[] {
  return after.entries.flatMap(({ openingId, pending }) => {
    const [known, claim] = [entryOf(before, openingId)?.pending?.claim, pending?.claim];
    if (known?.by === undefined || claim === undefined || claim.attempt <= known.attempt) return [];
    if (workingOn.has(known.by) || known.at + LEASE_MS <= claim.at) return [];
    return [{ guarantee: 1, text: `${openingId} is taken from somebody who may be telling ${applicantId} of it` }];
  });
}
