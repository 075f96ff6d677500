import * as z from "zod";
import { instant, ulid } from "../domain/model/primitives.ts";

/** Largest event, in UTF-8 bytes of the whole EventBridge envelope: far below the service's limit, and one read of SQS carries ten. */
export const EVENT_BYTES_MAX = 64 * 1_024;

/** Version of every event's detail so far. A change that breaks a consumer gets the next number and an upcaster. */
export const SCHEMA_VERSION = 1;

/** What every event's detail starts with. */
export const envelope = {
  /** The event's own id, a ULID; the same event sent twice keeps it. */
  eventId: ulid,
  /** When it happened, by the producer's clock. Data only: nothing is ordered by it. */
  occurredAt: instant,
  /** Shared by everything that follows from one first event. */
  correlationId: ulid,
  /** The event that this one follows from. */
  causationId: ulid.optional(),
  schemaVersion: z.literal(SCHEMA_VERSION),
} as const;

export interface Envelope {
  readonly eventId: string;
  readonly occurredAt: string;
  readonly correlationId: string;
  readonly causationId?: string | undefined;
  readonly schemaVersion: typeof SCHEMA_VERSION;
}

/**
 * One object per event, from which the producer, the rule and the consumer take what they need: they can't disagree.
 * `detail` is a strict schema; `sample` is valid under it and never changes once it is released.
 */
export interface EventDefinition<Name extends string = string, Detail extends z.ZodType = z.ZodType> {
  readonly name: Name;
  /** EventBridge `source`: who says so. */
  readonly source: Exclude<EventSource, typeof IMPORT_SOURCE>;
  readonly detail: Detail;
  readonly sample: z.input<Detail>;
}

/** Whoever brings many at once says so by this source instead of the event's own: they go a way of their own, and let everybody else's go first. */
export const IMPORT_SOURCE = "ieum.imports";

/** Sources on the bus. `ieum.matching`, `ieum.intake` and `ieum.aftercare` are ours; what comes from the others goes to intake. */
export const eventSources = [
  "ieum.openings",
  "ieum.applicants",
  "ieum.outcomes",
  "ieum.completions",
  "ieum.institutions",
  "ieum.calendar",
  "ieum.programmes",
  "ieum.cases",
  IMPORT_SOURCE,
  "ieum.matching",
  "ieum.intake",
  "ieum.aftercare",
] as const;
export type EventSource = (typeof eventSources)[number];

export function defineEvent<Name extends string, Detail extends z.ZodType>(
  definition: EventDefinition<Name, Detail>,
): EventDefinition<Name, Detail> {
  return definition;
}

/** EventBridge pattern that selects one event, optionally only those whose detail matches. */
export function patternOf(event: EventDefinition, detail?: Record<string, readonly (string | number)[]>) {
  return {
    source: [event.source],
    detailType: [event.name],
    ...(detail === undefined ? {} : { detail: detail as Record<string, string[]> }),
  };
}

/** Marks a closed list to which values will be added without a new version: consumers have to cope with ones they don't know. */
export function growing<T extends z.ZodType>(list: T): T {
  return list.meta({ "x-grows": true });
}
