import type { RefusalCode } from "../../domain/refusal.ts";
import { SCHEMA_VERSION } from "../../events/envelope.ts";
import type { SeededRandom } from "../../infra/world/seeded-random.ts";
import type { StrayMessage } from "./poison.ts";
import { FIRST_DAY } from "./tiny-world.ts";

/** An event as a producer puts it on the bus. */
export interface StoryEvent {
  readonly kind: "event";
  readonly body: string;
  /** The one code that it is refused with; undefined when it is valid, and its fate depends on what else has arrived. */
  readonly refusedWith: RefusalCode | undefined;
  readonly isSkewed: boolean;
  /** Whose profile it is, if it is one. */
  readonly about?: string;
}

/** What happens to the service from outside, in this order. */
export type Happening =
  | StoryEvent
  /** A message that none of our functions has written, on one of our own queues. */
  | ({ readonly kind: "stray" } & StrayMessage)
  /** The time until midnight in Seoul passes, when the schedule fires. */
  | { readonly kind: "midnight" }
  /** Somebody moves what was set aside back to its queue. */
  | { readonly kind: "redrive" }
  /** A stretch of the archive is put on the bus again, in another order. */
  | { readonly kind: "replay" }
  /** Some hours pass in which nothing else happens. */
  | { readonly kind: "hours" }
  /** Thirteen days pass, or the rest of them; a dead letter is kept for fourteen. */
  | { readonly kind: "weeks-later"; readonly until?: number }
  /** The schedule of follow-ups fires as on a day so many months later: nobody waits that long. */
  | { readonly kind: "follow-ups"; readonly months: number }
  /** The next version of the code is deployed, function by function. */
  | { readonly kind: "deployment" }
  /** The operator moves everything to another number of shards. */
  | { readonly kind: "reshard"; readonly shards: number };

export interface Story {
  readonly happenings: readonly Happening[];
  readonly shards: number;
  /** Whether centers' feeds are written. */
  readonly isFed: boolean;
  /** Whether nobody is told at night. */
  readonly isNightKept: boolean;
  /** So few that what is told, shown and taken goes out in several parts, of a crowd always. */
  readonly pairsPerMessage: number;
}

/** What the event of a number has beside what it says. Seeds share the ids: no two seeds ever meet. */
export function envelopeOf(number: number) {
  const eventId = `01KB000000${String(number).padStart(16, "0")}`;
  return { eventId, correlationId: eventId, occurredAt: `${FIRST_DAY}T03:00:00Z`, schemaVersion: SCHEMA_VERSION };
}

/** A life put in among what happens: in its order, and at any moment. */
export function strewn(
  happenings: readonly Happening[],
  life: readonly Happening[],
  chance: SeededRandom,
): readonly Happening[] {
  const places = life.map(() => chance.between(1, happenings.length)).toSorted((one, other) => one - other);
  return [
    ...happenings.slice(0, places[0] ?? 0),
    ...life.flatMap((one, at) => [one, ...happenings.slice(places[at], places[at + 1])]),
    ...(life.length === 0 ? happenings : []),
  ];
}

export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at + 1);
}
