import type * as z from "zod";
import { ulid } from "../../domain/model/primitives.ts";
import { pointer, type Refusal, refusal } from "../../domain/refusal.ts";
import { SCHEMA_VERSION } from "../../events/envelope.ts";
import type { AboutEvent } from "../../events/parse-event.ts";
import type { QueueName } from "../ports.ts";
import type { QueueRecord } from "./consumer.ts";
import type { Poison } from "./set-aside.ts";

/** A message of ours as it comes off a queue: read, or poison, which no repetition will ever make readable. */
export type ReadMessage<Message> =
  | { readonly kind: "read"; readonly message: Message }
  | { readonly kind: "poison"; readonly poison: Poison };

/**
 * Reads a message off one of our own queues. Throws when a newer version of the code has written it: that is a fault, which passes when
 * this function is deployed, too.
 */
export function readMessage<Schema extends z.ZodType>(
  schema: Schema,
  queue: QueueName,
  record: QueueRecord,
): ReadMessage<z.output<Schema>> {
  const value = parseJson(record.body);
  if (value === undefined) {
    return toPoison(record, refusal("NOT_JSON", "", `a message on the queue ${queue} is not JSON`), undefined);
  }
  const result = schema.safeParse(value);
  if (result.success) return { kind: "read", message: result.data };
  const version = asRecord(value)["schemaVersion"];
  if (typeof version === "number" && Number.isInteger(version) && version > SCHEMA_VERSION) {
    throw new RangeError(
      `a message on the queue ${queue} has the schema version ${version}, ${SCHEMA_VERSION} is known`,
    );
  }
  // The path names fields of the schema alone; a field that it doesn't have may be anything.
  const path = pointer(result.error.issues[0]?.path ?? []);
  return toPoison(
    record,
    refusal("SCHEMA_VIOLATION", path, `a message on the queue ${queue} is not valid under its schema`),
    value,
  );
}

function toPoison(record: QueueRecord, reason: Refusal, value: unknown): { kind: "poison"; poison: Poison } {
  return { kind: "poison", poison: { record, refusal: reason, about: describe(value) } };
}

/** A message is no event: the one that it follows from tells where it came from. */
function describe(value: unknown): AboutEvent {
  const { causationId, correlationId } = asRecord(value);
  return {
    eventId: ulid.safeParse(causationId).data,
    correlationId: ulid.safeParse(correlationId).data,
    detailType: undefined,
    entityId: undefined,
  };
}

/** Undefined when it isn't JSON, which JSON itself can't say. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
