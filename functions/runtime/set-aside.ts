import { hash } from "node:crypto";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import type { Refusal } from "../../domain/refusal.ts";
import { SCHEMA_VERSION } from "../../events/envelope.ts";
import type { AboutEvent } from "../../events/parse-event.ts";
import type { Ports } from "../ports.ts";
import type { QueueRecord } from "./consumer.ts";
import { deriveUlid } from "./derive-id.ts";
import type { Log } from "./log.ts";

export type SetAsidePorts = Pick<Ports, "clock" | "quarantine" | "bus">;

/** A record that can't ever succeed, with the reason and what can be told of it. */
export interface Poison {
  readonly record: QueueRecord;
  readonly refusal: Refusal;
  readonly about: AboutEvent;
}

/** Sets a record aside: kept in the quarantine first, then told on the bus. Neither carries the body. */
export async function setAside({ record, refusal, about }: Poison, ports: SetAsidePorts, log: Log): Promise<void> {
  const now = ports.clock.now();
  const bodySha256 = hash("sha256", record.body);
  // Two bodies under one event id are two events; the same body again is the same.
  const quarantineId = `${about.eventId ?? "unknown"}-${bodySha256.slice(0, 16)}`;
  await ports.quarantine.put({
    quarantineId,
    day: dayInSeoul(now),
    entityId: about.entityId,
    code: refusal.code,
    path: refusal.path,
    message: refusal.message,
    ...(refusal.ground === undefined ? {} : { ground: refusal.ground }),
    detailType: about.detailType,
    eventId: about.eventId,
    bodySha256,
    bodyBytes: Buffer.byteLength(record.body),
  });
  const causeId = about.eventId ?? deriveUlid("00000000000000000000000000", bodySha256);
  await ports.bus.publish([
    {
      name: "EventRejected",
      detail: {
        eventId: deriveUlid(causeId, `rejected ${bodySha256}`),
        occurredAt: new Date(now).toISOString(),
        correlationId: about.correlationId ?? causeId,
        causationId: about.eventId,
        schemaVersion: SCHEMA_VERSION,
        quarantineId,
        code: refusal.code,
        path: refusal.path,
        ...(refusal.ground === undefined
          ? {}
          : { ground: { ...refusal.ground, clauses: [...refusal.ground.clauses] } }),
        ...(refusal.rules === undefined ? {} : { rules: refusal.rules }),
        rejected: { eventId: about.eventId, detailType: about.detailType, entityId: about.entityId },
      },
    },
  ]);
  log.warn("event set aside", {
    quarantineId,
    eventId: about.eventId,
    correlationId: about.correlationId,
    detailType: about.detailType,
    code: refusal.code,
    path: refusal.path,
  });
}

/** Sets each of these aside, and gives those for which that failed, by message id: they, and no others, are tried again. */
export async function setAllAside(
  poison: readonly Poison[],
  ports: SetAsidePorts,
  log: Log,
): Promise<Map<string, unknown>> {
  const failures = new Map<string, unknown>();
  await Promise.all(
    poison.map(async (one) => {
      try {
        await setAside(one, ports, log);
      } catch (error) {
        failures.set(one.record.messageId, error);
      }
    }),
  );
  return failures;
}
