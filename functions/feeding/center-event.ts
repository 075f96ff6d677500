import * as z from "zod";
import { pointer, type Refusal, refusal } from "../../domain/refusal.ts";
import { centerEvents } from "../../events/catalog.ts";
import type { BusEvent } from "../../events/contracts/cloud-event.ts";
import type { Envelope } from "../../events/envelope.ts";
import type { QueueRecord } from "../runtime/consumer.ts";

/** What EventBridge puts into a queue, as far as a center's feed keeps it. */
const carried = z.object({ source: z.string(), "detail-type": z.string(), detail: z.unknown() });

/** An event for a center as it came off the queue, or why it is none. */
export type ReadCenterEvent =
  | { readonly kind: "read"; readonly event: BusEvent }
  | { readonly kind: "poison"; readonly refusal: Refusal };

/** Reads an event for a center out of EventBridge's envelope. Only events that a center may see get through. */
export function readCenterEvent({ body }: QueueRecord): ReadCenterEvent {
  const parsed = parseJson(body);
  if (parsed === undefined) return poison(refusal("NOT_JSON", "", "an event for a center is not JSON"));
  const envelope = carried.safeParse(parsed);
  if (!envelope.success) return poison(refusal("SCHEMA_VIOLATION", "", "is not in EventBridge's envelope"));
  const { source, "detail-type": name, detail } = envelope.data;
  const definition = centerEvents.find((event) => event.name === name && event.source === source);
  if (definition === undefined) return poison(refusal("UNKNOWN_EVENT", "", "is no event that a center may see"));
  const { data, error } = definition.detail.safeParse(detail);
  if (error !== undefined) {
    const path = pointer(error.issues[0]?.path ?? []);
    return poison(refusal("SCHEMA_VIOLATION", path, "an event for a center is not valid under its schema"));
  }
  return { kind: "read", event: { source, "detail-type": name, detail: data as Envelope & Record<string, unknown> } };
}

function poison(reason: Refusal): ReadCenterEvent {
  return { kind: "poison", refusal: reason };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
