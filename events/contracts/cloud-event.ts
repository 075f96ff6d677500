import { allEvents } from "../catalog.ts";
import type { Envelope } from "../envelope.ts";

/** An event on the bus, as EventBridge carries it. */
export interface BusEvent {
  readonly source: string;
  readonly "detail-type": string;
  readonly detail: Envelope & Readonly<Record<string, unknown>>;
}

/**
 * An event as CloudEvents 1.0.2 has it, in structured JSON (https://github.com/cloudevents/spec, `application/cloudevents+json`). The correlation
 * and the cause are extension attributes, whose names may be of lower-case letters and digits alone.
 */
export interface CloudEvent {
  readonly specversion: "1.0";
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly time: string;
  readonly subject?: string;
  readonly datacontenttype: "application/json";
  readonly correlationid: string;
  readonly causationid?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Stands before an event's name in a CloudEvents type, as the specification advises: a reversed domain, then the name, then the version. */
const TYPE_PREFIX = "ieum";

const sourceOf = (source: string): string => `/${source.replaceAll(".", "/")}`;

/** `ieum.MatchesFound.v1`: a change that breaks consumers gets another type. */
export function cloudEventType(name: string, schemaVersion: number): string {
  return `${TYPE_PREFIX}.${name}.v${schemaVersion}`;
}

/** What an event is about: the one id that its detail names, if it names one. */
function subjectOf(detail: Readonly<Record<string, unknown>>): string | undefined {
  for (const key of ["recommendationId", "openingId", "applicantId", "district"]) {
    const value = detail[key];
    if (typeof value === "string") return value;
  }
  return undefined;
}

/** Turns an event on the bus into a CloudEvent. Nothing is lost: `fromCloudEvent` gives the very same event back. */
export function toCloudEvent(event: BusEvent): CloudEvent {
  const { eventId, occurredAt, correlationId, causationId, schemaVersion, ...data } = event.detail;
  const subject = subjectOf(data);
  return {
    specversion: "1.0",
    id: eventId,
    source: sourceOf(event.source),
    type: cloudEventType(event["detail-type"], schemaVersion),
    time: occurredAt,
    ...(subject === undefined ? {} : { subject }),
    datacontenttype: "application/json",
    correlationid: correlationId,
    ...(causationId === undefined ? {} : { causationid: causationId }),
    data,
  };
}

/** The event on the bus that a CloudEvent stands for, or undefined when its type or source is none of ours. */
export function fromCloudEvent(cloudEvent: CloudEvent): BusEvent | undefined {
  const { id, source, type, time, correlationid, causationid, data } = cloudEvent;
  for (const event of allEvents) {
    const { schemaVersion } = event.sample as Envelope;
    if (cloudEventType(event.name, schemaVersion) !== type || sourceOf(event.source) !== source) continue;
    const detail = {
      eventId: id,
      occurredAt: time,
      correlationId: correlationid,
      ...(causationid === undefined ? {} : { causationId: causationid }),
      schemaVersion,
      ...data,
    };
    return { source: event.source, "detail-type": event.name, detail };
  }
  return undefined;
}
