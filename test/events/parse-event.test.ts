import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eventsIn } from "../../events/catalog.ts";
import { EVENT_BYTES_MAX } from "../../events/envelope.ts";
import { eventRejected } from "../../events/event-rejected.ts";
import { parseEvent } from "../../events/parse-event.ts";
import { LAW } from "../fixtures/arbitraries.ts";
import { aJobBody, anApplicant, anEvent, anOpening, aProfileBody } from "../fixtures/bodies.ts";

function refusalOf(body: string) {
  const parsed = parseEvent(body);
  return parsed.kind === "refused" ? { code: parsed.refusal.code, path: parsed.refusal.path } : parsed.kind;
}

/** The sample of a job as text, with a piece of it replaced: for what no object can say. */
function jobText(piece: string | RegExp, replacement: string): string {
  const text = aJobBody();
  const replaced = text.replace(piece, () => replacement);
  if (replaced === text) throw new Error(`the sample has no ${piece}`);
  return replaced;
}

const skills = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ competency: `skill-${index}`, level: 1 as const }));
const detailOf = (fields: Record<string, unknown>) => JSON.stringify(anEvent("JobPosted", fields));
/** A job whose text takes exactly so many bytes. */
const filledUp = (bytes: number) => aJobBody() + " ".repeat(bytes - Buffer.byteLength(aJobBody()));
const voluntaryBody = JSON.stringify(
  anEvent("ProgrammeOpened", { opening: anOpening({ kind: "volunteer", baseSalary: { krw: 0, unit: "HOUR" } }) }),
);
const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

describe("what can't be taken in is refused with a code and a place", () => {
  test.each<[what: string, body: string, code: string, path: string]>([
    ["nothing", "", "NOT_JSON", ""],
    ["text", "hello", "NOT_JSON", ""],
    ["half an event", aJobBody().slice(0, 100), "NOT_JSON", ""],
    ["an event and more", `${aJobBody()} x`, "NOT_JSON", ""],
    ["a byte order mark", `\ufeff${aJobBody()}`, "NOT_JSON", ""],
    ["a comma too many", jobText('"requirements":[', '"requirements":[,'), "NOT_JSON", ""],
    ["single quotes", "{'source':'ieum.openings'}", "NOT_JSON", ""],
    ["NaN", jobText('"krw":12500', '"krw":NaN'), "NOT_JSON", ""],
    ["brackets that don't pair", '{"a":[}', "NOT_JSON", ""],
    ["a list", "[]", "UNKNOWN_EVENT", ""],
    ["null", "null", "UNKNOWN_EVENT", ""],
    ["a number", "1e400", "UNKNOWN_EVENT", ""],
    ["an unknown event", aJobBody().replace('"JobPosted"', '"JobVanished"'), "UNKNOWN_EVENT", ""],
    ["an event named like a prototype", aJobBody().replace('"JobPosted"', '"constructor"'), "UNKNOWN_EVENT", ""],
    ["an event of ours", JSON.stringify(anEvent("MatchesFound")), "UNKNOWN_EVENT", ""],
    ["the right name from a wrong source", jobText('"ieum.openings"', '"ieum.applicants"'), "UNKNOWN_EVENT", ""],
    ["no detail", '{"source":"ieum.openings","detail-type":"JobPosted"}', "VERSION_UNSUPPORTED", "/schemaVersion"],
    ["no version", jobText('"schemaVersion":1,', ""), "VERSION_UNSUPPORTED", "/schemaVersion"],
    ["version 2", detailOf({ schemaVersion: 2 }), "VERSION_UNSUPPORTED", "/schemaVersion"],
    ["version “1”", detailOf({ schemaVersion: "1" }), "VERSION_UNSUPPORTED", "/schemaVersion"],
    ["no opening", jobText('"opening":', '"opening_":'), "SCHEMA_VIOLATION", "/opening"],
    ["an unknown field", aJobBody({ ...({ salary: 1 } as object) }), "SCHEMA_VIOLATION", "/opening/salary"],
    ["another kind than the event's", aJobBody({ kind: "internship" }), "SCHEMA_VIOLATION", "/opening/kind"],
    ["an event id that is no ULID", detailOf({ eventId: "1" }), "SCHEMA_VIOLATION", "/eventId"],
    ["a time without its offset", detailOf({ occurredAt: "2026-11-21T09:00:00" }), "SCHEMA_VIOLATION", "/occurredAt"],
    ["revision 0", aJobBody({ revision: 0 }), "SCHEMA_VIOLATION", "/opening/revision"],
    ["revision −0", jobText('"revision":1', '"revision":-0'), "SCHEMA_VIOLATION", "/opening/revision"],
    ["revision 1.5", aJobBody({ revision: 1.5 }), "SCHEMA_VIOLATION", "/opening/revision"],
    ["revision 1e400", jobText('"revision":1', '"revision":1e400'), "SCHEMA_VIOLATION", "/opening/revision"],
    [
      "revision 2⁵³ + 1",
      jobText('"revision":1', '"revision":9007199254740993'),
      "SCHEMA_VIOLATION",
      "/opening/revision",
    ],
    ["pay of 2⁵³ + 1", jobText('"krw":12500', '"krw":9007199254740993'), "SCHEMA_VIOLATION", "/opening/baseSalary/krw"],
    ["pay of 1e400", jobText('"krw":12500', '"krw":1e400'), "SCHEMA_VIOLATION", "/opening/baseSalary/krw"],
    ["pay below nothing", jobText('"krw":12500', '"krw":-1'), "SCHEMA_VIOLATION", "/opening/baseSalary/krw"],
    ["30 February", aJobBody({ validThrough: "2026-02-30" }), "SCHEMA_VIOLATION", "/opening/validThrough"],
    [
      "29 February of a common year",
      aProfileBody({ birthDate: "1971-02-29" }),
      "SCHEMA_VIOLATION",
      "/applicant/birthDate",
    ],
    [
      "the last day before the first",
      aJobBody({ validFrom: "2026-12-21" }),
      "DATES_OUT_OF_ORDER",
      "/opening/validThrough",
    ],
    ["an unknown district", aProfileBody({ residence: "99999" }), "UNKNOWN_DISTRICT", "/applicant/residence"],
    [
      "an unknown district to live in",
      aJobBody({ eligibility: { residence: "99999" } }),
      "UNKNOWN_DISTRICT",
      "/opening/eligibility/residence",
    ],
    [
      "an unknown district of several",
      aProfileBody({ preferences: { districts: ["11440", "00000"] } }),
      "UNKNOWN_DISTRICT",
      "/applicant/preferences/districts/1",
    ],
    ["a district by name", aProfileBody({ residence: "마포구" }), "SCHEMA_VIOLATION", "/applicant/residence"],
    [
      "a competency that isn't a code",
      aProfileBody({ competencies: [{ competency: "핸드 드립", level: 1 }] }),
      "SCHEMA_VIOLATION",
      "/applicant/competencies/0/competency",
    ],
    [
      "a level of 6",
      aProfileBody({ competencies: [{ competency: "hand-drip-coffee", level: 6 }] }),
      "SCHEMA_VIOLATION",
      "/applicant/competencies/0/level",
    ],
    ["51 skills", aProfileBody({ competencies: skills(51) }), "SCHEMA_VIOLATION", "/applicant/competencies"],
    ["a million skills", aProfileBody({ competencies: skills(1_000_000) }), "TOO_LARGE", ""],
    ["a text of a mebibyte", aJobBody({ title: "a".repeat(1_048_576) }), "TOO_LARGE", ""],
    ["a byte too many", filledUp(EVENT_BYTES_MAX + 1), "TOO_LARGE", ""],
    [
      "Hangul of few letters and too many bytes",
      aJobBody({ title: "가".repeat(EVENT_BYTES_MAX / 3) }),
      "TOO_LARGE",
      "",
    ],
    ["a long title", aJobBody({ title: "가".repeat(201) }), "SCHEMA_VIOLATION", "/opening/title"],
    ["an empty title", aJobBody({ title: " " }), "SCHEMA_VIOLATION", "/opening/title"],
    ["nesting a hundred thousand deep", nested(100_000), "TOO_LARGE", ""],
    ["nesting as deep as an event is long", nested(EVENT_BYTES_MAX / 2), "TOO_DEEP", "/0".repeat(17)],
    ["nesting that never closes", '{"detail":'.repeat(17), "TOO_DEEP", `${"/detail".repeat(15)}/?`],
    [
      "a prototype as a key",
      jobText('"krw":', '"__proto__":{"x":1},"krw":'),
      "FORBIDDEN_KEY",
      "/opening/baseSalary/__proto__",
    ],
    [
      "a prototype as an escaped key",
      jobText('"krw":', '"\\u005f_proto__":{},"krw":'),
      "FORBIDDEN_KEY",
      "/opening/baseSalary/__proto__",
    ],
    [
      "a constructor as a key",
      jobText('"krw":', '"constructor":{},"krw":'),
      "FORBIDDEN_KEY",
      "/opening/baseSalary/constructor",
    ],
    ["a key that stands twice", jobText('"krw":', '"krw":1,"krw":'), "DUPLICATE_KEY", "/opening/baseSalary/krw"],
    [
      "a key that stands twice, once escaped",
      jobText('"krw":', '"\\u006brw":1,"krw":'),
      "DUPLICATE_KEY",
      "/opening/baseSalary/krw",
    ],
    [
      "a key that stands twice in an item",
      jobText('"on":', '"on":"education","on":'),
      "DUPLICATE_KEY",
      "/opening/requirements/0/on",
    ],
    ["a control character", aJobBody({ title: "카페\u0007" }), "TEXT_CONTROL_CHARACTER", "/opening/title"],
    ["a NUL", aJobBody({ title: "카페\u0000" }), "TEXT_CONTROL_CHARACTER", "/opening/title"],
    ["a C1 control", aJobBody({ title: "카페\u0085" }), "TEXT_CONTROL_CHARACTER", "/opening/title"],
    ["a control character that isn't escaped", jobText("망원동", "망\u0001원동"), "NOT_JSON", ""],
    ["half of a surrogate pair, escaped", jobText("망원동", "\\ud83d"), "TEXT_NOT_WELL_FORMED", "/opening/title"],
    ["half of a surrogate pair", jobText("망원동", "\ud83d"), "TEXT_NOT_WELL_FORMED", "/opening/title"],
    ["text that runs backwards", aJobBody({ title: "카페\u202e" }), "TEXT_CONTROL_CHARACTER", "/opening/title"],
    [
      "a telephone number in the title",
      aJobBody({ title: "문의 010-1234-5678" }),
      "PERSONAL_DATA_IN_TEXT",
      "/opening/title",
    ],
    [
      "a telephone number for an id",
      aProfileBody({ applicantId: "010-1234-5678" }),
      "PERSONAL_DATA_IN_TEXT",
      "/applicant/applicantId",
    ],
    [
      "a telephone number for a competency",
      aProfileBody({ certificates: ["01012345678"] }),
      "PERSONAL_DATA_IN_TEXT",
      "/applicant/certificates/0",
    ],
    [
      "an age condition on a job",
      aJobBody({ eligibility: { ageMin: 40 } }),
      "AGE_CONDITION_ON_JOB",
      "/opening/eligibility",
    ],
    [
      "an age span without its basis",
      JSON.stringify(
        anEvent("InternshipOpened", { opening: anOpening({ kind: "internship", eligibility: { ageMax: 64 } }) }),
      ),
      "AGE_CONDITION_WITHOUT_LEGAL_BASIS",
      "/opening/eligibility/legalBasis",
    ],
  ])("%s", (_what, body, code, path) => {
    expect(refusalOf(body)).toEqual({ code, path });
  });
});

describe("decomposed Hangul", () => {
  test("is refused with its path, since equal texts must be equal bytes", () => {
    const parsed = parseEvent(aJobBody({ title: "망원동 카페".normalize("NFD") }));
    expect(parsed).toMatchObject({
      kind: "refused",
      refusal: { code: "TEXT_NOT_NORMALISED", path: "/opening/title" },
    });
  });
});

describe("what looks odd and is right is taken in", () => {
  test.each([
    ["line ends and tabs in a description", aJobBody({ description: "하나\n둘\t셋\r\n" })],
    ["an emoji", aJobBody({ title: "카페 ☕ 👩‍🍳 모집".replaceAll("\u200d", "") })],
    ["blanks between its parts", JSON.stringify(anEvent("JobPosted"), null, 2)],
    ["exactly as many bytes as are allowed", filledUp(EVENT_BYTES_MAX)],
    ["pay of −0 that is no job's", voluntaryBody.replace('"krw":0', '"krw":-0')],
    ["a figure in another spelling", jobText('"krw":12500', '"krw":1.25e4')],
    ["brackets and quotes inside a text", aJobBody({ title: '[주말] {카페} "바리스타" \\ [[[[[[[[[[[[[[[[[[[[[[' })],
    [
      "the same key in two items",
      aProfileBody({
        experience: [
          { occupation: "5317", months: 1 },
          { occupation: "5317", months: 1 },
        ],
      }),
    ],
  ])("%s", (_what, body) => {
    expect(parseEvent(body).kind).toBe("accepted");
  });
});

describe("a refusal", () => {
  test("tells of the event what is well-formed, and nothing else", () => {
    const opening = { ...anOpening(), revision: 0 };
    const { detail } = anEvent("JobPosted", { opening });
    const parsed = parseEvent(JSON.stringify(anEvent("JobPosted", { opening })));
    expect(parsed).toMatchObject({
      about: {
        eventId: detail.eventId,
        correlationId: detail.correlationId,
        detailType: "JobPosted",
        entityId: "job-mapo-cafe-7",
      },
    });
    const broken = anEvent("JobPosted", { opening: { ...opening, openingId: "010-1234-5678" }, eventId: "김민수" });
    expect(parseEvent(JSON.stringify({ ...broken, "detail-type": "010-1234-5678" }))).toMatchObject({
      about: { eventId: undefined, detailType: undefined, entityId: undefined },
    });
  });

  /** What a careless producer might put anywhere, also into keys. */
  const canaries = ["010-1234-5678", "01012345678", "김민수", "minsu@example.com", "710228-1234567", "7102281234567"];

  test("never repeats what it refuses, be it a value or a key", () => {
    for (const canary of canaries) {
      const bodies = [
        detailOf({ [canary]: 1 }),
        detailOf({ [canary]: canary, opening: canary }),
        aJobBody({ title: canary, kind: canary as "job", [canary]: 1 }),
        aJobBody({ requirements: [{ on: canary as "education", importance: "must", level: "high" }] }),
        aProfileBody({ [canary]: { [canary]: canary } }),
        aProfileBody({ ...anApplicant(), language: canary as "ko" }),
        JSON.stringify({ [canary]: { constructor: { x: 1 } } }),
        JSON.stringify({ ...anEvent("JobPosted"), source: canary, "detail-type": canary }),
        `{"${canary}":1,"${canary}":2}`,
        `{"${canary}":"\\u0007"}`,
        canary,
      ];
      for (const body of bodies) {
        const parsed = parseEvent(body);
        if (parsed.kind === "accepted") expect(body).not.toContain(canary);
        else expect(JSON.stringify(parsed)).not.toContain(canary);
      }
    }
  });

  test("fits into the event that tells of it", () => {
    const keys = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(...canaries, "__proto__", "opening", "detail", "0"),
    );
    const values = fc.jsonValue({ maxDepth: 20 });
    const details = fc.dictionary(keys, values).map((fields) => JSON.stringify(anEvent("JobPosted", fields)));
    const bodies = fc.oneof(
      details,
      fc.dictionary(keys, values).map((fields) => aJobBody(fields)),
      values.map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(bodies, (body) => {
        const parsed = parseEvent(body);
        if (parsed.kind === "accepted") return;
        const { eventId, detailType, entityId } = parsed.about;
        const told = {
          ...eventRejected.sample,
          code: parsed.refusal.code,
          path: parsed.refusal.path,
          rejected: { eventId, detailType, entityId },
        };
        expect(eventRejected.detail.safeParse(told).error).toBeUndefined();
      }),
      LAW,
    );
  });
});

describe("reading an event never throws", () => {
  const reads = (body: string): void => {
    expect(["accepted", "refused"]).toContain(parseEvent(body).kind);
  };

  test("whatever the text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), reads), LAW);
  });

  test("whatever the letters of JSON in whatever order", () => {
    const letters = fc.constantFrom(...'{}[]":,\\u00e9 -+.truefalsn1\ud800가');
    fc.assert(fc.property(fc.string({ unit: letters, maxLength: 200 }), reads), LAW);
  });

  test("whatever one letter of a valid event becomes", () => {
    const samples = Object.values(eventsIn).map(({ source, name, sample }) =>
      JSON.stringify({ source, "detail-type": name, detail: sample }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.nat(5_000),
        fc.string({ unit: "binary", maxLength: 2 }),
        (text, place, put) => {
          const at = place % text.length;
          reads(text.slice(0, at) + put + text.slice(at + 1));
        },
      ),
      LAW,
    );
  });

  test("whatever JSON an event's detail is", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(eventsIn)), fc.jsonValue(), ({ source, name }, detail) => {
        reads(JSON.stringify({ source, "detail-type": name, detail }));
        reads(
          JSON.stringify({
            source,
            "detail-type": name,
            detail: { schemaVersion: 1, opening: detail, applicant: detail },
          }),
        );
      }),
      LAW,
    );
  });
});
