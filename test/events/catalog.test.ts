import { describe, expect, test } from "vitest";
import { findUnknownApplicantCode, findUnknownOpeningCode } from "../../domain/model/known-codes.ts";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import {
  allEvents,
  eventsIn,
  eventsOut,
  importsPattern,
  intakePattern,
  producerSources,
  toJsonSchema,
} from "../../events/catalog.ts";
import { type EventDefinition, eventSources, patternOf } from "../../events/envelope.ts";
import { parseEvent } from "../../events/parse-event.ts";
import { anEvent } from "../fixtures/bodies.ts";
import { findViolation } from "../fixtures/json-schema.ts";

const busEvent = ({ source, name, sample }: EventDefinition) => ({ source, "detail-type": name, detail: sample });

describe("the catalogue", () => {
  test.each([...Object.entries(eventsIn), ...Object.entries(eventsOut)])(
    "%s goes by the name of its event",
    (key, event) => {
      expect(event.name).toBe(key);
    },
  );

  test("names differ, and what comes from our own sources goes out and not in", () => {
    expect(new Set(allEvents.map(({ name }) => name)).size).toBe(allEvents.length);
    for (const { source } of Object.values(eventsIn)) expect(producerSources).toContain(source);
    for (const { source } of Object.values(eventsOut)) expect(producerSources).not.toContain(source);
  });

  test("each source of producers goes one way: imports to theirs, all others to intake's; our own go neither", () => {
    const [rule] = intakePattern.source;
    const toIntake = eventSources.filter((source) => !rule?.["anything-but"].includes(source));
    expect([...toIntake, ...importsPattern.source].toSorted()).toEqual(producerSources.toSorted());
  });
});

describe.each(allEvents)("$name", (event) => {
  test("its sample is valid", () => {
    expect(event.detail.safeParse(event.sample).error).toBeUndefined();
  });

  test("its pattern selects its own sample and no other", () => {
    const { source, detailType } = patternOf(event);
    const selected = allEvents.filter((other) => source.includes(other.source) && detailType.includes(other.name));
    expect(selected).toEqual([event]);
  });

  test("its JSON Schema is draft 4, accepts its sample and refuses every other event's", () => {
    const schema = toJsonSchema(event);
    expect(findViolation(schema, busEvent(event))).toBeUndefined();
    for (const other of allEvents) {
      if (other !== event) expect(findViolation(schema, busEvent(other)), other.name).toBeDefined();
    }
    // It goes to the registry as text.
    expect(JSON.parse(JSON.stringify(schema))).toMatchObject({ $schema: "http://json-schema.org/draft-04/schema#" });
  });

  test("its JSON Schema knows every field of the envelope and refuses fields it doesn't know", () => {
    const schema = toJsonSchema(event);
    const detail = event.sample as Record<string, unknown>;
    for (const field of ["eventId", "occurredAt", "correlationId", "schemaVersion"]) {
      const { [field]: _left, ...rest } = detail;
      expect(findViolation(schema, { ...busEvent(event), detail: rest }), field).toBeDefined();
    }
    expect(findViolation(schema, { ...busEvent(event), detail: { ...detail, name: "x" } })).toBeDefined();
  });
});

describe("an event that comes in", () => {
  test.each(Object.values(eventsIn))("the sample of $name is accepted as it is", (event) => {
    expect(parseEvent(JSON.stringify(busEvent(event)))).toEqual({
      kind: "accepted",
      event: { name: event.name, detail: event.sample },
    });
  });

  test("is taken from EventBridge's envelope with all of its own fields", () => {
    const envelope = {
      version: "0",
      id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
      account: "000000000000",
      time: "2026-11-21T00:00:00Z",
      region: "ap-northeast-2",
      resources: [],
    };
    expect(parseEvent(JSON.stringify({ ...envelope, ...anEvent("JobPosted") })).kind).toBe("accepted");
  });

  test.each(Object.values(eventsIn))("$name comes from an import only where a row of a file becomes it", (event) => {
    const parsed = parseEvent(JSON.stringify({ ...busEvent(event), source: "ieum.imports" }));
    const isOfRow = "opening" in event.sample || "applicant" in event.sample;
    expect(parsed).toMatchObject(isOfRow ? { kind: "accepted", isImported: true } : { kind: "refused" });
  });

  test("samples name nothing that the taxonomy lacks", () => {
    for (const { sample } of [eventsIn.JobPosted, eventsIn.InternshipOpened, eventsIn.ProgrammeOpened]) {
      expect(findUnknownOpeningCode(sample.opening, builtInTaxonomy)).toBeUndefined();
    }
    expect(
      findUnknownApplicantCode(eventsIn.ApplicantProfileUpdated.sample.applicant, builtInTaxonomy),
    ).toBeUndefined();
  });
});
