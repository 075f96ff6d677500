import type * as z from "zod";
import { findUnlawful } from "../domain/lawful/unlawful.ts";
import { dayInSeoul } from "../domain/model/calendar.ts";
import { opaqueId, ulid } from "../domain/model/primitives.ts";
import { pointer, type Refusal, type RefusalCode, refusal, refusalCodes } from "../domain/refusal.ts";
import { type EventIn, type EventInName, eventsIn, sourcesOf } from "./catalog.ts";
import { EVENT_BYTES_MAX, IMPORT_SOURCE, SCHEMA_VERSION } from "./envelope.ts";
import { parseStrictJson } from "./strict-json.ts";

/** What can be told of an event that is refused; each only when it is well-formed, so that nothing personal is passed on. */
export interface AboutEvent {
  readonly eventId: string | undefined;
  readonly correlationId: string | undefined;
  readonly detailType: string | undefined;
  readonly entityId: string | undefined;
}

export type ParsedEvent =
  | {
      readonly kind: "accepted";
      readonly event: EventIn;
      /** Whether it came with many others, and so gives way. */
      readonly isImported?: true;
    }
  | { readonly kind: "refused"; readonly refusal: Refusal; readonly about: AboutEvent };

/**
 * Reads an event as EventBridge hands it to a queue. Never throws: whatever comes is accepted or refused with a code and a path. `today` is the day in
 * Seoul on which it is read, so that an event that says it is old is read by the law of today; without it, the event's own day counts.
 */
export function parseEvent(body: string, today = ""): ParsedEvent {
  const json = parseStrictJson(body, EVENT_BYTES_MAX);
  if (json.kind === "refused") {
    return { kind: "refused", refusal: withoutEnvelope(json.refusal), about: NOTHING_KNOWN };
  }
  const { "detail-type": detailType, source, detail } = asRecord(json.value);
  const refuse = (reason: Refusal): ParsedEvent => ({
    kind: "refused",
    refusal: reason,
    about: describe(detailType, detail),
  });
  if (typeof detailType !== "string" || !Object.hasOwn(eventsIn, detailType)) {
    return refuse(refusal("UNKNOWN_EVENT", "", "is no event that this service takes"));
  }
  const definition = eventsIn[detailType as EventInName];
  const sources = sourcesOf(definition);
  if (sources.every((known) => source !== known)) {
    return refuse(
      refusal("UNKNOWN_EVENT", "", `${definition.name} comes from the source ${sources.join(" or ")} only`),
    );
  }
  if (asRecord(detail)["schemaVersion"] !== SCHEMA_VERSION) {
    return refuse(refusal("VERSION_UNSUPPORTED", "/schemaVersion", `must be ${SCHEMA_VERSION}`));
  }
  const result = definition.detail.safeParse(detail);
  if (!result.success) return refuse(toRefusal(result.error));
  const event = { name: definition.name, detail: result.data } as EventIn;
  const unlawful = refusalByLaw(event, detail, today);
  if (unlawful !== undefined) return refuse(unlawful);
  return { kind: "accepted", event, ...(source === IMPORT_SOURCE ? { isImported: true } : {}) };
}

/** What the law on recruiting forbids in an opening. It isn't part of the schema: what was lawful when it was kept must stay readable. */
function refusalByLaw({ detail }: EventIn, sent: unknown, today: string): Refusal | undefined {
  if (!("opening" in detail)) return undefined;
  const occurredOn = dayInSeoul(Date.parse(detail.occurredAt));
  const found = findUnlawful(detail.opening, occurredOn < today ? today : occurredOn);
  if (found?.ground?.span === undefined) return found;
  // What was found is counted in the trimmed text; the producer has the text that was sent.
  const text = valueAt(sent, found.path);
  const trimmed = typeof text === "string" ? text.length - text.trimStart().length : 0;
  const { start, end, words } = found.ground.span;
  return { ...found, ground: { ...found.ground, span: { start: start + trimmed, end: end + trimmed, words } } };
}

/** The value at a path that we made ourselves, so that nothing in it is escaped. */
function valueAt(value: unknown, path: string): unknown {
  return path
    .split("/")
    .slice(1)
    .reduce<unknown>((inside, key) => (Array.isArray(inside) ? inside[Number(key)] : asRecord(inside)[key]), value);
}

const NOTHING_KNOWN: AboutEvent = {
  eventId: undefined,
  correlationId: undefined,
  detailType: undefined,
  entityId: undefined,
};

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** Paths count from the detail, which is what a producer wrote; the envelope around it is EventBridge's. */
function withoutEnvelope({ code, path, message }: Refusal): Refusal {
  return { code, path: path.replace(/^\/detail(?=\/|$)/, ""), message };
}

function describe(detailType: unknown, detail: unknown): AboutEvent {
  const { eventId, correlationId, opening, applicant, rules, institution, openingId, applicantId } = asRecord(detail);
  const ids = [
    asRecord(opening)["openingId"],
    asRecord(applicant)["applicantId"],
    asRecord(rules)["programmeId"],
    applicantId,
    openingId,
    asRecord(institution)["institutionId"],
  ];
  return {
    eventId: ulid.safeParse(eventId).data,
    correlationId: ulid.safeParse(correlationId).data,
    detailType: typeof detailType === "string" && /^[A-Za-z][A-Za-z-]{0,60}$/.test(detailType) ? detailType : undefined,
    entityId: opaqueId.safeParse(ids.find((id) => opaqueId.safeParse(id).success)).data,
  };
}

/** The first issue as a refusal: a rule of ours names its code itself, everything else is a violation of the schema. */
function toRefusal(error: z.ZodError): Refusal {
  const issue = error.issues[0];
  if (issue === undefined) throw new Error("a failed parse has no issue", { cause: error });
  const own = issue.code === "custom" ? issue.params?.["code"] : undefined;
  const code = refusalCodes.find((known) => known === own) ?? ("SCHEMA_VIOLATION" satisfies RefusalCode);
  // The library's message quotes the key, which may be personal.
  if (issue.code === "unrecognized_keys") {
    return refusal(code, pointer([...issue.path, ...issue.keys.slice(0, 1)]), "is no field of this event");
  }
  const reason = refusal(code, pointer(issue.path), issue.message);
  return AGE_CODES.has(code) ? { ...reason, ground: { clauses: ["고령자고용법 4조의4 1항 1호"] } } : reason;
}

/** Rules of the schema that stand in the law. */
const AGE_CODES: ReadonlySet<RefusalCode> = new Set(["AGE_CONDITION_ON_JOB", "AGE_CONDITION_WITHOUT_LEGAL_BASIS"]);
