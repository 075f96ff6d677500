import { randomBytes } from "node:crypto";
import { ulid } from "ulid";
import { findUnknownApplicantCode, findUnknownOpeningCode } from "../../domain/model/known-codes.ts";
import { findUnknownRuleCode } from "../../domain/programme/rule-set.ts";
import type { Refusal, RefusalCode } from "../../domain/refusal.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { EventIn, EventInName } from "../../events/catalog.ts";
import { IMPORT_SOURCE, SCHEMA_VERSION } from "../../events/envelope.ts";
import { parseEvent } from "../../events/parse-event.ts";
import { type Cells, type ConversionRules, convert, hashedId } from "./converters.ts";
import type { Mapping } from "./mapping.ts";
import type { UnknownName } from "./named.ts";

/** An event ready to be put on the bus; `detail` is JSON. */
export interface Entry {
  readonly source: string;
  readonly detailType: string;
  readonly detail: string;
}

/** Why a row was refused: the codes of the service, and those of the import itself. */
export type RowRefusalCode =
  | RefusalCode
  | "ROW_MALFORMED"
  | "VALUE_UNREADABLE"
  | "ID_REPEATED"
  | "ID_TAKEN"
  | "SEND_FAILED";

export interface RowRefusal {
  readonly code: RowRefusalCode;
  readonly path: string;
  readonly message: string;
  readonly ground?: Refusal["ground"];
}

export type MappedRow =
  | {
      readonly kind: "mapped";
      readonly entry: Entry;
      readonly event: EventIn;
      /** Names in the row that have no code and that the event has no place for. */
      readonly unknownNames?: readonly UnknownName[];
    }
  | { readonly kind: "refused"; readonly refusal: RowRefusal };

/** What turning rows into events needs beside the rows. */
export interface MappingRules extends ConversionRules {
  readonly mapping: Mapping;
  readonly taxonomy: Taxonomy;
  readonly revision: number;
  /** When the import takes place, RFC 3339 with an offset. */
  readonly occurredAt: string;
}

type Json = Record<string, unknown>;

/** What a row leaves open. Consent is never assumed. */
const openingDefaults = (): Json => ({ kind: "job", place: { mode: "onsite" }, requirements: [] });
const applicantDefaults = (): Json => ({
  language: "ko",
  preferences: {},
  consent: { alerts: false, employers: false, center: false },
});

/**
 * Turns the rows of one file into events, one at a time. A row without an id of its own gets one from its content: the same row of the
 * same file always gets the same one, wherever it stands, and the second of two equal rows another than the first.
 */
export class RowMapper {
  readonly #rules: MappingRules;
  readonly #timesSeen = new Map<string, number>();
  readonly #ids = new Set<string>();

  constructor(rules: MappingRules) {
    this.#rules = rules;
  }

  map(cells: Cells): MappedRow {
    const { mapping } = this.#rules;
    const entityName = mapping.of === "postings" ? "opening" : "applicant";
    const entity: Json = mapping.of === "postings" ? openingDefaults() : applicantDefaults();
    entity["revision"] = this.#rules.revision;
    const unknownNames: UnknownName[] = [];
    for (const field of mapping.fields) {
      const converted = convert(field, cells, this.#rules);
      if (converted.kind !== "unreadable") unknownNames.push(...(converted.unknownNames ?? []));
      if (converted.kind === "unknown") continue;
      const path = `/${entityName}/${field.to.replaceAll(".", "/")}`;
      if (converted.kind === "unreadable") return refused("VALUE_UNREADABLE", path, converted.message);
      put(entity, field.to, converted.value);
    }
    if (mapping.of === "postings") entity["openingId"] ??= this.#idOf(cells);
    const id = entity[`${entityName}Id`];
    if (typeof id === "string" && this.#ids.has(id)) {
      return refused("ID_REPEATED", `/${entityName}/${entityName}Id`, "stands in an earlier row of this file");
    }
    const mapped = check(
      toEntry(eventOf(entityName, entity["kind"]), { [entityName]: entity }, this.#rules.occurredAt),
      this.#rules.taxonomy,
    );
    if (mapped.kind === "mapped" && typeof id === "string") this.#ids.add(id);
    return mapped.kind === "mapped" && unknownNames.length > 0 ? { ...mapped, unknownNames } : mapped;
  }

  #idOf(cells: Cells): string {
    const content = JSON.stringify([...cells]);
    const key = hashedId("opening", content);
    const times = (this.#timesSeen.get(key) ?? 0) + 1;
    this.#timesSeen.set(key, times);
    return times === 1 ? key : hashedId("opening", `${content}#${times}`);
  }
}

function refused(code: RowRefusalCode, path: string, message: string): MappedRow {
  return { kind: "refused", refusal: { code, path, message } };
}

/** Puts a value at a dotted place. Requirements add up, everything else is set. */
function put(entity: Json, to: string, value: unknown): void {
  const keys = to.split(".");
  let inside = entity;
  for (const key of keys.slice(0, -1)) {
    inside[key] ??= {};
    inside = inside[key] as Json;
  }
  const last = keys.at(-1) ?? to;
  inside[last] = to === "requirements" ? [...(inside[last] as unknown[]), ...(value as unknown[])] : value;
}

function eventOf(entityName: "opening" | "applicant", kind: unknown): EventInName {
  if (entityName === "applicant") return "ApplicantProfileUpdated";
  if (kind === "job") return "JobPosted";
  return kind === "internship" ? "InternshipOpened" : "ProgrammeOpened";
}

/** A ULID of now. Ids of events only have to differ. */
export function newEventId(): string {
  return ulid(undefined, () => randomBytes(4).readUInt32BE() / 2 ** 32);
}

function toEntry(name: EventInName, entity: Json, occurredAt: string): Entry {
  const eventId = newEventId();
  const detail = { eventId, occurredAt, correlationId: eventId, schemaVersion: SCHEMA_VERSION, ...entity };
  return { source: IMPORT_SOURCE, detailType: name, detail: JSON.stringify(detail) };
}

/** Checks an event as the service will: the same parser, the same taxonomy. */
export function check(entry: Entry, taxonomy: Taxonomy): MappedRow {
  const body = `{"source":${JSON.stringify(entry.source)},"detail-type":${JSON.stringify(entry.detailType)},"detail":${entry.detail}}`;
  const parsed = parseEvent(body);
  if (parsed.kind === "refused") return { kind: "refused", refusal: parsed.refusal };
  const { event } = parsed;
  const unknownCode =
    event.name === "ApplicantProfileUpdated"
      ? findUnknownApplicantCode(event.detail.applicant, taxonomy)
      : "opening" in event.detail
        ? findUnknownOpeningCode(event.detail.opening, taxonomy)
        : "rules" in event.detail
          ? findUnknownRuleCode(event.detail.rules, taxonomy)
          : undefined;
  if (unknownCode !== undefined) return { kind: "refused", refusal: unknownCode };
  return { kind: "mapped", entry, event };
}
