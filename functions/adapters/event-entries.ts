import { type EventPublished, eventsPublished } from "../../events/catalog.ts";
import { EVENT_BYTES_MAX, type EventDefinition, IMPORT_SOURCE } from "../../events/envelope.ts";
import type { Way } from "../ports.ts";

/** What EventBridge adds to an event on its way (id, account, time, region, field names), rounded up: it counts to the event's size. */
const ENVELOPE_BYTES_MAX = 512;

/** An event as the bus takes it. */
export interface EventEntry {
  readonly source: string;
  readonly detailType: string;
  /** JSON. */
  readonly detail: string;
  /** UTF-8 bytes that the entry takes of a call, as EventBridge counts them. */
  readonly bytes: number;
}

/**
 * Events as they go out. Throws before any is sent when one of them isn't valid under its own schema or is too large: that is a bug of ours,
 * which consumers must never see.
 */
export function toEntries(events: readonly EventPublished[], way: Way = "own"): readonly EventEntry[] {
  return events.map((event) => toEntry(event, way));
}

function toEntry(event: EventPublished, way: Way): EventEntry {
  const definition: EventDefinition = eventsPublished[event.name];
  const parsed = definition.detail.safeParse(event.detail);
  if (!parsed.success) {
    throw new Error(`${event.name} is not valid under its own schema`, { cause: parsed.error });
  }
  const { name: detailType } = definition;
  const source = way === "import" ? IMPORT_SOURCE : definition.source;
  const detail = JSON.stringify(event.detail);
  const bytes = Buffer.byteLength(source) + Buffer.byteLength(detailType) + Buffer.byteLength(detail);
  if (bytes + ENVELOPE_BYTES_MAX > EVENT_BYTES_MAX) {
    throw new RangeError(`${event.name} has ${bytes} bytes, ${EVENT_BYTES_MAX - ENVELOPE_BYTES_MAX} is the most`);
  }
  return { source, detailType, detail, bytes };
}
