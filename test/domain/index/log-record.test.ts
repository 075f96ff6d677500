import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeRecord, encodeRecord, type LogRecord } from "../../../domain/index/log-record.ts";
import { recordKey, recordRevision } from "../../../domain/index/record-key.ts";
import type { InstitutionDays } from "../../../domain/institution/days.ts";
import type { PlaceSpan } from "../../../domain/programme/places.ts";
import { applicants, LAW, opaqueIds, openings, revisions } from "../../fixtures/arbitraries.ts";
import { factsOf } from "../../fixtures/facts.ts";
import {
  anApplicantRecord,
  anInstitutionRecord,
  anOpeningRecord,
  aPlacesRecord,
  aRulesRecord,
  KEPT,
} from "./kept-log-records.ts";

function records(): fc.Arbitrary<LogRecord> {
  const day = fc.integer({ min: -25_567, max: 84_005 });
  return fc
    .oneof(
      applicants().map((value): LogRecord => ({ type: "applicant", facts: factsOf.applicant(value) })),
      fc
        .tuple(applicants(), fc.integer({ min: 1, max: 100 }))
        .map(
          ([value, completions]): LogRecord => ({ type: "applicant", completions, facts: factsOf.applicant(value) }),
        ),
      openings().map((value): LogRecord => ({ type: "opening", facts: factsOf.opening(value) })),
      fc
        .tuple(openings(), day)
        .map(([value, openSince]): LogRecord => ({ type: "opening", openSince, facts: factsOf.opening(value) })),
      fc.record({
        type: fc.constant("applicant-withdrawn" as const),
        applicantId: opaqueIds("a"),
        revision: revisions(),
      }),
      fc.record({
        type: fc.constant("opening-closed" as const),
        openingId: opaqueIds("o"),
        revision: revisions(),
        districts: fc.array(fc.constantFrom("11440", "41130"), { maxLength: 3 }),
      }),
      fc.record({
        type: fc.constant("opening-closed" as const),
        openingId: opaqueIds("o"),
        revision: revisions(),
        districts: fc.array(fc.constantFrom("11440", "41130"), { maxLength: 3 }),
        causationId: opaqueIds("e"),
      }),
      fc.record({ type: fc.constant("day" as const), day, previousDay: fc.option(day, { nil: undefined }) }),
      fc.record(
        {
          type: fc.constant("places" as const),
          programmeId: opaqueIds("p"),
          of: fc.constantFrom("year#2026" as const, "site#campus-north" as const),
          revision: revisions(),
          spans: spans(day),
          previousSpans: spans(day),
          causationId: opaqueIds("e"),
        },
        { requiredKeys: ["type", "programmeId", "of", "revision", "spans"] },
      ),
      fc.record(
        {
          type: fc.constant("institution" as const),
          institutionId: opaqueIds("i"),
          revision: revisions(),
          days: institutionDays(day),
          previousDays: institutionDays(day),
          causationId: opaqueIds("e"),
        },
        { requiredKeys: ["type", "institutionId", "revision", "days"] },
      ),
    )
    .map((record) => structuredClone(record));
}

function institutionDays(day: fc.Arbitrary<number>): fc.Arbitrary<InstitutionDays> {
  const bound = fc.option(day, { nil: undefined });
  return fc.record({ fromDay: bound, throughDay: bound });
}

function spans(day: fc.Arbitrary<number>): fc.Arbitrary<readonly PlaceSpan[]> {
  return fc.array(fc.record({ fromDay: day, untilDay: day, people: fc.integer({ min: 1, max: 4_000 }) }), {
    maxLength: 3,
  });
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const fromHex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));

describe("a log record", () => {
  test("comes back as it was, from the same bytes each time", () => {
    fc.assert(
      fc.property(records(), (record) => {
        const bytes = encodeRecord(record);
        expect(decodeRecord(bytes)).toStrictEqual(record);
        expect(encodeRecord(decodeRecord(bytes))).toEqual(bytes);
      }),
      LAW,
    );
  });

  test.each(KEPT)("%o is these very bytes", (record, kept) => {
    expect(hex(encodeRecord(record))).toBe(kept);
    expect(decodeRecord(fromHex(kept))).toStrictEqual(record);
  });

  test("cut short anywhere, or followed by anything, it is refused", () => {
    fc.assert(
      fc.property(records(), fc.nat(1_000), fc.nat(255), (record, cut, more) => {
        const bytes = encodeRecord(record);
        expect(() => decodeRecord(bytes.subarray(0, cut % bytes.length))).toThrow(RangeError);
        expect(() => decodeRecord(Uint8Array.of(...bytes, more))).toThrow(RangeError);
      }),
      LAW,
    );
  });

  test("damaged in one byte, it is refused or is the bytes of another record: nothing is guessed", () => {
    let refused = 0;
    fc.assert(
      fc.property(records(), fc.nat(1_000), fc.integer({ min: 1, max: 255 }), (record, place, flip) => {
        const bytes = encodeRecord(record);
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        let read: LogRecord;
        try {
          read = decodeRecord(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          refused++;
          return;
        }
        expect(encodeRecord(read)).toEqual(bytes);
      }),
      LAW,
    );
    expect(refused).toBeGreaterThan(500);
  });

  test("bytes of any kind are refused or are those of a record", () => {
    const likely = fc
      .tuple(fc.nat(4), fc.uint8Array({ maxLength: 60 }))
      .map(([type, rest]) => Uint8Array.of(2, type, ...rest));
    fc.assert(
      fc.property(fc.oneof(likely, fc.uint8Array({ maxLength: 60 })), (bytes) => {
        let read: LogRecord;
        try {
          read = decodeRecord(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          return;
        }
        expect(encodeRecord(read)).toEqual(bytes);
      }),
      LAW,
    );
  });

  test.each([
    ["an unknown version", "01040100"],
    ["a day of the version of programmes", "0304d4c40201d2c402"],
    ["an unknown type", "0206"],
    ["no bytes", ""],
    ["a length beyond any record", "0202ffffffffffffff7f"],
    ["a figure that never ends", `0204${"ff".repeat(2_000)}`],
    ["a figure over 2⁵³ − 1", "0204808080808080801000"],
    ["a figure in more bytes than it needs", "0204800000"],
    ["a truth that is neither 0 nor 1", "02040002"],
    ["a letter that isn't ASCII", "020201c301"],
    ["competencies that don't rise", `0200016101000001020b03${"00".repeat(16)}`],
    ["a competency beyond any number", `02000161010000010180808080800b${"00".repeat(16)}`],
  ])("%s is refused", (_what, text) => {
    expect(() => decodeRecord(fromHex(text))).toThrow(RangeError);
  });

  test("records of one entity share a key, and tell its revision", () => {
    const withdrawn: LogRecord = { type: "applicant-withdrawn", applicantId: "applicant-1042", revision: 4 };
    const closed: LogRecord = { type: "opening-closed", openingId: "intern-guro-office-3", revision: 9, districts: [] };
    const day: LogRecord = { type: "day", day: 20_778, previousDay: undefined };
    expect(recordKey(anApplicantRecord)).toBe(recordKey(withdrawn));
    expect(recordKey(anOpeningRecord)).toBe(recordKey(closed));
    expect(new Set([anApplicantRecord, anOpeningRecord, day].map(recordKey)).size).toBe(3);
    expect([anApplicantRecord, withdrawn, closed, day].map(recordRevision)).toEqual([3, 4, 9, 20_778]);
    expect([recordKey(aPlacesRecord), recordRevision(aPlacesRecord)]).toEqual([
      "places#startup-space#site#campus-north",
      7,
    ]);
    expect([recordKey(anInstitutionRecord), recordRevision(anInstitutionRecord)]).toEqual([
      "institution#campus-east",
      2,
    ]);
    expect([recordKey(aRulesRecord), recordRevision(aRulesRecord)]).toEqual(["programme#boram#19358", 2]);
  });
});

test.each([
  [
    { number: 5, level: 1 },
    { number: 5, level: 2 },
  ],
  [{ number: 5, level: 8 }],
  [{ number: 2 ** 28, level: 1 }],
])(
  "competencies that don't rise, or can't be told from others, are refused when they are written",
  (...competencies) => {
    if (anApplicantRecord.type !== "applicant") throw new Error("it is an applicant's");
    const facts = { ...anApplicantRecord.facts, competencies };
    expect(() => encodeRecord({ type: "applicant", facts })).toThrow(RangeError);
  },
);
