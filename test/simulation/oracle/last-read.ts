import { toDeliveryTerms } from "../../../domain/delivery/delivery-terms.ts";
import type { Applicant } from "../../../domain/model/applicant.ts";
import { dayInSeoul } from "../../../domain/model/calendar.ts";
import type { DeliveryPurpose } from "../../../domain/model/delivery-settings.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import type { EntityState } from "../../../functions/adapters/entity-state.ts";
import type { Violation } from "../history.ts";
import type { Sandbox } from "../sandbox.ts";
import type { Since } from "../since.ts";

/** What a function does between the last read of entities and the send, and nothing else. */
const AFTER_LAST_READ: ReadonlySet<string> = new Set([
  "programmes.of",
  "recommendations.retract",
  "bridges.retract",
  "queues.send",
]);

/** The mailbox is read before the entities. */
const AFTER_MAILBOX_READ: ReadonlySet<string> = new Set([
  ...AFTER_LAST_READ,
  "opportunities.members",
  "applicants.get",
  "openings.get",
]);

/** What is done between the last look at whose hires are to be asked after and telling their centers. */
const AFTER_LAST_LOOK: ReadonlySet<string> = new Set(["followUps.forget", "bus.publish"]);

const CLOCK_SKEW_MS = 5 * 60 * 1_000;

/** Something that a message must not leave after. */
export interface End {
  readonly what: string;
  /** The step in which it ended; undefined when it hasn't. */
  readonly since: number | undefined;
}

/** What must not have ended before a message: what is read with the mailbox, and what is read with the entities, after that. */
export interface Ends {
  readonly afterMailbox: readonly End[];
  readonly afterEntities: readonly End[];
}

/** Guarantee 5: between the last read of what a message depends on and its send a function does nothing else. */
export function checkLastRead(key: string, { afterMailbox, afterEntities }: Ends, sender: Sandbox, step: number) {
  return [
    ...afterMailbox.flatMap((end) => findLate(key, end, AFTER_MAILBOX_READ, sender, step)),
    ...afterEntities.flatMap((end) => findLate(key, end, AFTER_LAST_READ, sender, step)),
  ];
}

/** The same where a center is told that somebody is to be asked after. */
export function checkLastLook(key: string, end: End, sender: Sandbox, step: number): Violation[] {
  return findLate(key, end, AFTER_LAST_LOOK, sender, step);
}

function findLate(
  key: string,
  { what, since }: End,
  free: ReadonlySet<string>,
  { invocation }: Sandbox,
  step: number,
): Violation[] {
  if (since === undefined) return [];
  const late = invocation?.made.find((made) => made.step > since && made.step < step && !free.has(made.call));
  if (late === undefined) return [];
  const text = `${key} was sent though ${what} had ended in step ${since}, before ${late.call} in step ${late.step}`;
  return [{ guarantee: 5, text }];
}

/** The step from which on a course has had no seat, or has been closed. */
export function noSeatSince(states: readonly Since<EntityState>[] = []): number | undefined {
  let since: number | undefined;
  for (const { step, value } of states) {
    const isFree = !value.isClosed && ((JSON.parse(value.body ?? "{}") as Opening).remainingAttendeeCapacity ?? 0) > 0;
    since = isFree ? undefined : (since ?? step);
  }
  return since;
}

/** The step from which on somebody isn't to be shown to the center of a district: they have left it, or all, or don't agree. */
export function hiddenSince(states: readonly Since<EntityState>[], district: string): number | undefined {
  let since: number | undefined;
  for (const { step, value } of states) {
    const { residence, preferences, consent } = JSON.parse(value.body ?? '{"consent":{}}') as Applicant;
    const isShown = consent.center && (residence ?? preferences.districts?.[0]) === district;
    since = isShown ? undefined : (since ?? step);
  }
  return since;
}

/** The step from which on somebody's profile has been against messages of a sort. Clocks differ: on the day a pause ends, both is right. */
export function refusesSince(
  profiles: readonly Since<Applicant>[],
  purpose: DeliveryPurpose,
  now: number,
): number | undefined {
  let since: number | undefined;
  for (const { step, value } of profiles) {
    const { agreed, pausedUntil } = toDeliveryTerms(value.delivery, value.consent.alerts);
    const isPaused = pausedUntil !== undefined && dayInSeoul(now + CLOCK_SKEW_MS) < pausedUntil;
    const refuses = isPaused || !agreed.message.includes(purpose);
    since = refuses ? (since ?? step) : undefined;
  }
  return since;
}
