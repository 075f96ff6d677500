import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteReader, ByteWriter } from "../../../domain/index/byte-stream.ts";
import {
  decodeRecord,
  encodeRecord,
  type LogRecord,
  recordKey,
  recordRevision,
} from "../../../domain/index/log-record.ts";
import type { InstitutionDays } from "../../../domain/institution/days.ts";
import type { PlaceSpan } from "../../../domain/programme/places.ts";
import { applicants, LAW, opaqueIds, openings, revisions } from "../../fixtures/arbitraries.ts";
import { factsOf } from "../../fixtures/facts.ts";

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
      fc.record({ type: fc.constant("day" as const), day, previousDay: fc.option(day, { nil: undefined }) }),
      fc.record(
        {
          type: fc.constant("places" as const),
          programmeId: opaqueIds("p"),
          of: fc.constantFrom("year#2026" as const, "site#campus-north" as const),
          revision: revisions(),
          spans: spans(day),
          previousSpans: spans(day),
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

const anApplicantRecord: Extract<LogRecord, { type: "applicant" }> = {
  type: "applicant",
  facts: {
    applicantId: "applicant-1042",
    revision: 3,
    birthDay: 423,
    residence: "11440",
    competencies: [
      { number: 303, level: 3 },
      { number: 308, level: 5 },
    ],
    certificates: [47],
    experience: [{ occupation: "5317", months: 26 }],
    languages: [{ language: "ko", level: 5 }],
    education: 2,
    wantedKinds: 0b11,
    wantedOccupations: ["5317", "53"],
    wantedDistricts: ["11440", "11410"],
    commuteMinutesMax: 40,
    payMin: { krw: 11_000, unit: "HOUR" },
    hoursMin: undefined,
    hoursMax: 130,
    wantedShifts: 0b1001,
    wantedEmploymentTypes: undefined,
    consent: { alerts: true, employers: false, center: true },
  },
};

const anOpeningRecord: Extract<LogRecord, { type: "opening" }> = {
  type: "opening",
  facts: {
    openingId: "intern-guro-office-3",
    revision: 2_147_483_647,
    kind: "internship",
    occupation: "0299",
    online: false,
    district: "11530",
    pay: { krwPerHour: 11_157, krwPerMonth: 635_949 },
    hours: 57,
    shifts: 0b1,
    employmentType: 4,
    requirements: [
      { on: "competency", importance: "should", number: 303, level: 3, source: -1 },
      { on: "certificate", importance: "must", number: 47, source: 0 },
      { on: "named-certificate", importance: "nice", source: 1 },
      { on: "experience", importance: "should", occupation: undefined, months: 12, source: 2 },
      { on: "language", importance: "nice", language: "en", level: 2, source: 3 },
      { on: "education", importance: "must", level: 2, source: 4 },
    ],
    ageMin: 40,
    ageMax: 64,
    residence: "11",
    places: 2,
    validFromDay: undefined,
    validThroughDay: 20_797,
  },
};

/** The same two with what programmes add. */
const aStandingApplicantRecord: LogRecord = {
  type: "applicant",
  facts: { ...anApplicantRecord.facts, standing: { retirementStage: 1, programmes: ["boram"] } },
};

/** And with what their later versions hold. */
const aTakingPartRecord: LogRecord = {
  type: "applicant",
  facts: {
    ...anApplicantRecord.facts,
    standing: {
      retirementStage: undefined,
      programmes: undefined,
      courses: ["boram-basics"],
      participations: [
        { programmeId: "boram", throughDay: 20_788 },
        { programmeId: "boram", throughDay: undefined },
      ],
    },
  },
};

const aStartingOpeningRecord: LogRecord = { type: "opening", facts: { ...anOpeningRecord.facts, startsOnDay: 20_788 } };

const aProgrammeOpeningRecord: LogRecord = {
  type: "opening",
  facts: {
    ...anOpeningRecord.facts,
    programme: { programmeId: "boram", employerId: "campus-north", part: undefined, startsOnDay: 20_788 },
  },
};

const aRulesRecord: Extract<LogRecord, { type: "programme" }> = {
  type: "programme",
  rules: {
    programmeId: "boram",
    validFromDay: 19_358,
    revision: 2,
    kinds: 4,
    ageMin: 40,
    ageMax: 67,
    ageOn: "cohort-start",
    residence: "11",
    hoursMax: 57,
    pay: [{ year: 2023, krwPerHour: 9_620, krwPerMonthMax: 548_340 }],
    cohorts: [{ from: 601, to: 831 }],
    lastDay: 20_788,
    excludes: ["boram"],
    retirementStage: 1,
    contactFirst: true,
    coursesFirst: false,
    owners: [{ owner: "campus-north", fromDay: 16_919 }],
    competencies: [80],
    parts: [{ partId: "welfare", kind: undefined, online: false }],
  },
  previousRules: undefined,
};

const aRulesWithCoursesRecord: LogRecord = {
  ...aRulesRecord,
  rules: { ...aRulesRecord.rules, coursesFirst: true, coursesBefore: [{ courseId: "boram-basics", days: 3 }] },
  previousRules: aRulesRecord.rules,
};

const aCompletingRecord: LogRecord = {
  type: "applicant",
  facts: {
    ...anApplicantRecord.facts,
    standing: {
      retirementStage: undefined,
      programmes: undefined,
      parts: [{ programmeId: "digital-skills", part: "basic" }],
    },
  },
};

const aCampusOpeningRecord: LogRecord = {
  type: "opening",
  facts: {
    ...anOpeningRecord.facts,
    programme: {
      programmeId: "boram",
      employerId: "campus-north",
      part: undefined,
      startsOnDay: 20_788,
      institutionId: "campus-north",
    },
  },
};

const aRulesWithPlacesRecord: LogRecord = {
  ...aRulesRecord,
  rules: {
    ...aRulesRecord.rules,
    parts: [
      { partId: "basic", kind: undefined, online: false },
      { partId: "practical", kind: undefined, online: false, after: "basic", isLevel: true },
      { partId: "fair", kind: 7, online: false, countsApart: true },
    ],
    quota: 3_238,
    sites: [{ site: "campus-north", places: 33 }],
  },
};

const aPlacesRecord: LogRecord = {
  type: "places",
  programmeId: "startup-space",
  of: "site#campus-north",
  revision: 7,
  spans: [{ fromDay: 20_788, untilDay: 21_884, people: 1 }],
  previousSpans: [],
};

const anInstitutionRecord: LogRecord = {
  type: "institution",
  institutionId: "campus-east",
  revision: 2,
  days: { fromDay: 19_828, throughDay: undefined },
  previousDays: { fromDay: undefined, throughDay: -1 },
};

const anOfferedOpeningRecord: LogRecord = {
  ...anOpeningRecord,
  facts: { ...anOpeningRecord.facts, institutionId: "campus-east" },
};

/** What the log holds in format 2, and in formats 3 to 5 for what programmes add; format 1 was never released. It changes only together with the version in the first byte. */
const KEPT: readonly (readonly [LogRecord, string])[] = [
  [
    anApplicantRecord,
    "02000e6170706c6963616e742d313034320301ce06010531313434300102fb122d01012f010104353331371a0101026b6f0501020103010204353331370235330102053131343430053131343130012801f8550000018201010900010001",
  ],
  [
    anOpeningRecord,
    "020114696e7465726e2d6775726f2d6f66666963652d33ffffffff0701010430323939000105313135333001955701ade82601390101010406000101af02030100002f020202030104000c04020602656e02050008020128014001023131020001fac402",
  ],
  [{ type: "applicant-withdrawn", applicantId: "a-1", revision: 300 }, "020203612d31ac02"],
  [{ type: "opening-closed", openingId: "o-1", revision: 2, districts: ["11440"] }, "0203036f2d310201053131343430"],
  [{ type: "day", day: -1, previousDay: undefined }, "02040100"],
  [{ type: "day", day: 20_778, previousDay: 20_777 }, "0204d4c40201d2c402"],
  [
    aStandingApplicantRecord,
    "03000e6170706c6963616e742d313034320301ce06010531313434300102fb122d01012f010104353331371a0101026b6f0501020103010204353331370235330102053131343430053131343130012801f8550000018201010900010001010101" +
      "0105626f72616d",
  ],
  [
    aProgrammeOpeningRecord,
    "030114696e7465726e2d6775726f2d6f66666963652d33ffffffff0701010430323939000105313135333001955701ade82601390101010406000101af02030100002f020202030104000c04020602656e02050008020128014001023131020001fac402" +
      "05626f72616d0c63616d7075732d6e6f7274680001e8c402",
  ],
  [
    aRulesRecord,
    "020505626f72616dbcae020204012801430201023131013901e70f01944b01f4bb2101d904bf0601e8c4020105626f72616d01010100010c63616d7075732d6e6f727468ae88020150010777656c66617265000000",
  ],
  [
    aTakingPartRecord,
    "04000e6170706c6963616e742d313034320301ce06010531313434300102fb122d01012f010104353331371a0101026b6f0501020103010204353331370235330102053131343430053131343130012801f8550000018201010900010001000001010c626f72616d2d6261736963730205626f72616d01e8c40205626f72616d00",
  ],
  [
    aStartingOpeningRecord,
    "0209e8c402000014696e7465726e2d6775726f2d6f66666963652d33ffffffff0701010430323939000105313135333001955701ade82601390101010406000101af02030100002f020202030104000c04020602656e02050008020128014001023131020001fac402",
  ],
  [
    aRulesWithCoursesRecord,
    "020805626f72616dbcae020204012801430201023131013901e70f01944b01f4bb2101d904bf0601e8c4020105626f72616d01010101010c63616d7075732d6e6f727468ae88020150010777656c6661726500000105626f72616dbcae020204012801430201023131013901e70f01944b01f4bb2101d904bf0601e8c4020105626f72616d01010100010c63616d7075732d6e6f727468ae88020150010777656c666172650000010c626f72616d2d6261736963730300",
  ],
  [
    aCompletingRecord,
    "05000e6170706c6963616e742d313034320301ce06010531313434300102fb122d01012f010104353331371a0101026b6f0501020103010204353331370235330102053131343430053131343130012801f855000001820101090001000100000000010e6469676974616c2d736b696c6c73056261736963",
  ],
  [
    aCampusOpeningRecord,
    "040114696e7465726e2d6775726f2d6f66666963652d33ffffffff0701010430323939000105313135333001955701ade82601390101010406000101af02030100002f020202030104000c04020602656e02050008020128014001023131020001fac40205626f72616d0c63616d7075732d6e6f7274680001e8c4020c63616d7075732d6e6f727468",
  ],
  [
    aRulesWithPlacesRecord,
    "020a05626f72616dbcae020204012801430201023131013901e70f01944b01f4bb2101d904bf0601e8c4020105626f72616d01010100010c63616d7075732d6e6f727468ae880201500305626173696300000970726163746963616c00000466616972010700000001a61901010c63616d7075732d6e6f72746821000000010562617369630100000001",
  ],
  [aPlacesRecord, "020b0d737461727475702d737061636511736974652363616d7075732d6e6f7274680701e8c402f8d502010100"],
  [anInstitutionRecord, "020c0b63616d7075732d656173740201e8b5020001000101"],
  [
    anOfferedOpeningRecord,
    "020d0b63616d7075732d6561737400000014696e7465726e2d6775726f2d6f66666963652d33ffffffff0701010430323939000105313135333001955701ade82601390101010406000101af02030100002f020202030104000c04020602656e02050008020128014001023131020001fac402",
  ],
];

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

describe("bytes", () => {
  test("whole numbers of either sign come back to the last unit", () => {
    const safe = fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, -1, 127, 128, Number.MAX_SAFE_INTEGER));
    fc.assert(
      fc.property(safe, (value) => {
        const out = new ByteWriter();
        // Adding 0 makes a negative zero an ordinary one.
        const small = Math.trunc(value / 2) + 0;
        out.signed(small);
        out.number(Math.abs(value));
        const from = new ByteReader(out.bytes());
        expect([from.signed(), from.number(), from.isAtEnd]).toEqual([small, Math.abs(value), true]);
      }),
      LAW,
    );
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])("%d is no number to write", (value) => {
    expect(() => new ByteWriter().number(value)).toThrow(RangeError);
  });

  test("text beyond ASCII is no code to write", () => {
    expect(() => new ByteWriter().ascii("마포")).toThrow(RangeError);
  });
});
