import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applicant } from "../../../domain/model/applicant.ts";
import { findUnknownApplicantCode, findUnknownOpeningCode } from "../../../domain/model/known-codes.ts";
import { isOpenOn, opening } from "../../../domain/model/opening.ts";
import { openingKinds } from "../../../domain/model/primitives.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { applicants, LAW, openings } from "../../fixtures/arbitraries.ts";
import { anApplicant, anOpening } from "../../fixtures/bodies.ts";

/** Code and path of the first issue. */
function firstIssue(value: unknown) {
  const issue = opening.safeParse(value).error?.issues[0];
  return issue && { path: issue.path.join("/"), code: issue.code === "custom" ? issue.params?.["code"] : undefined };
}

describe("an opening", () => {
  test("what the tests draw at random is valid and known to the taxonomy", () => {
    fc.assert(
      fc.property(openings(), (value) => {
        expect(opening.parse(value)).toEqual(value);
        expect(findUnknownOpeningCode(value, builtInTaxonomy)).toBeUndefined();
      }),
      LAW,
    );
  });

  test.each([
    { ageMin: 40 },
    { ageMax: 64 },
    { ageMin: 40, ageMax: 64 },
    { ageMin: 0, legalBasis: "seoul-second-life" as const },
  ])("a job with the age condition %j is refused for that reason", (eligibility) => {
    expect(firstIssue(anOpening({ eligibility }))).toEqual({ path: "eligibility", code: "AGE_CONDITION_ON_JOB" });
  });

  test.each(openingKinds.filter((kind) => kind !== "job"))("the age span of a %s needs its legal basis", (kind) => {
    const eligibility = { ageMin: 40, ageMax: 64 };
    expect(firstIssue(anOpening({ kind, eligibility }))).toEqual({
      path: "eligibility/legalBasis",
      code: "AGE_CONDITION_WITHOUT_LEGAL_BASIS",
    });
    expect(
      firstIssue(anOpening({ kind, eligibility: { ...eligibility, legalBasis: "seoul-second-life" } })),
    ).toBeUndefined();
  });

  test.each(["회사 방침", "x", "조례", ""])("a legal basis in somebody's own words is refused: %j", (legalBasis) => {
    const parsed = opening.safeParse({ ...anOpening({ kind: "internship" }), eligibility: { ageMin: 40, legalBasis } });
    expect(parsed.error?.issues[0]?.path).toEqual(["eligibility", "legalBasis"]);
  });

  test("an age span can't rest on a law that says nothing of ages", () => {
    const eligibility = { ageMin: 40, legalBasis: "lifelong-learning" as const };
    expect(firstIssue(anOpening({ kind: "training", eligibility }))?.code).toBe("AGE_CONDITION_WITHOUT_LEGAL_BASIS");
  });

  test("a job may say where one must live", () => {
    expect(firstIssue(anOpening({ eligibility: { residence: "11" } }))).toBeUndefined();
  });

  test.each([
    ["a district that never was", { residence: "99999" }, "eligibility/residence", "UNKNOWN_DISTRICT"],
    ["a 시도 that never was", { residence: "99" }, "eligibility/residence", "UNKNOWN_DISTRICT"],
    ["three digits", { residence: "114" }, "eligibility/residence", undefined],
    ["no code at all", { residence: "서울" }, "eligibility/residence", undefined],
    [
      "an upside-down span",
      { ageMin: 65, ageMax: 64, legalBasis: "seoul-second-life" as const },
      "eligibility/ageMax",
      undefined,
    ],
  ])("eligibility with %s is refused", (_what, eligibility, path, code) => {
    expect(firstIssue(anOpening({ kind: "internship", eligibility }))).toEqual({ path, code });
  });

  test("its last day isn't before its first", () => {
    expect(firstIssue(anOpening({ validFrom: "2026-12-02", validThrough: "2026-12-01" }))).toEqual({
      path: "validThrough",
      code: "DATES_OUT_OF_ORDER",
    });
    expect(firstIssue(anOpening({ validFrom: "2026-12-01", validThrough: "2026-12-01" }))).toBeUndefined();
  });

  test.each([
    ["occupation", {}],
    ["workHours", {}],
    ["workHours", { perWeek: 20, perMonth: 80 }],
    ["workHours", { perWeek: 85 }],
    ["place", { mode: "online", district: "11440" }],
    ["requirements", Array.from({ length: 51 }, () => ({ on: "education", importance: "nice", level: "high" }))],
    ["requirements", [{ on: "sex", importance: "must", value: "female" }]],
    ["shifts", []],
    ["baseSalary", { krw: -1, unit: "HOUR" }],
    ["baseSalary", { krw: 0.5, unit: "HOUR" }],
    ["photo", "yes"],
  ])("%s can't be %j", (field, value) => {
    expect(opening.safeParse({ ...anOpening(), [field]: value }).success).toBe(false);
  });

  test.each([
    ["2026-12-01", "2026-12-10", "2026-11-30", false],
    ["2026-12-01", "2026-12-10", "2026-12-01", true],
    ["2026-12-01", "2026-12-10", "2026-12-10", true],
    ["2026-12-01", "2026-12-10", "2026-12-11", false],
    [undefined, "2026-12-10", "1999-01-01", true],
    ["2026-12-01", undefined, "2199-12-31", true],
    [undefined, undefined, "2026-12-01", true],
  ])("from %s through %s, on %s: open is %s", (validFrom, validThrough, day, open) => {
    expect(isOpenOn({ validFrom, validThrough }, day)).toBe(open);
  });
});

describe("a profile", () => {
  test("what the tests draw at random is valid and known to the taxonomy", () => {
    fc.assert(
      fc.property(applicants(), (value) => {
        expect(applicant.parse(value)).toEqual(value);
        expect(findUnknownApplicantCode(value, builtInTaxonomy)).toBeUndefined();
      }),
      LAW,
    );
  });

  test.each(["name", "phone", "email", "sex", "maritalStatus", "photo", "origin", "height"])(
    "%s has no place in it",
    (field) => {
      const result = applicant.safeParse({ ...anApplicant(), [field]: "x" });
      expect(result.error?.issues[0]).toMatchObject({ code: "unrecognized_keys", keys: [field] });
    },
  );

  test("a competency listed twice is refused where it stands the second time", () => {
    const held = { competency: "hand-drip-coffee", level: 3 };
    const result = applicant.safeParse(anApplicant({ competencies: [held, { ...held, level: 4 }] }));
    expect(result.error?.issues[0]?.path).toEqual(["competencies", 1, "competency"]);
  });

  test("hours wished for aren't upside down", () => {
    const hours = (least: number, most: number) =>
      applicant.safeParse(anApplicant({ preferences: { hoursPerWeekMin: least, hoursPerWeekMax: most } }));
    expect(hours(20, 20).success).toBe(true);
    expect(hours(21, 20).error?.issues[0]?.path).toEqual(["preferences", "hoursPerWeekMax"]);
  });
});

describe("codes", () => {
  test.each([
    [
      "UNKNOWN_COMPETENCY",
      "/opening/requirements/0/competency",
      { on: "competency", importance: "must", competency: "telepathy", level: 1 },
    ],
    [
      "UNKNOWN_CERTIFICATE",
      "/opening/requirements/0/certificate",
      { on: "certificate", importance: "must", certificate: "barista-9" },
    ],
    [
      "UNKNOWN_OCCUPATION",
      "/opening/requirements/0/occupation",
      { on: "experience", importance: "must", occupation: "999", months: 1 },
    ],
  ] as const)("an opening's first unknown code is %s at %s", (code, path, requirement) => {
    expect(findUnknownOpeningCode(anOpening({ requirements: [requirement] }), builtInTaxonomy)).toMatchObject({
      code,
      path,
    });
  });

  test("an occupation that KECO lacks is unknown, a name without a code never is", () => {
    const unknown = findUnknownOpeningCode(anOpening({ occupation: { code: "9999" } }), builtInTaxonomy);
    expect(unknown).toMatchObject({ code: "UNKNOWN_OCCUPATION", path: "/opening/occupation/code" });
    expect(
      findUnknownOpeningCode(anOpening({ occupation: { name: "반려돌 조련사" } }), builtInTaxonomy),
    ).toBeUndefined();
  });

  test.each([
    [
      "UNKNOWN_COMPETENCY",
      "/applicant/competencies/1/competency",
      {
        competencies: [
          { competency: "hand-drip-coffee", level: 1 },
          { competency: "telepathy", level: 1 },
        ],
      },
    ],
    ["UNKNOWN_CERTIFICATE", "/applicant/certificates/0", { certificates: ["__proto__"] }],
    ["UNKNOWN_OCCUPATION", "/applicant/experience/0/occupation", { experience: [{ occupation: "999", months: 1 }] }],
    ["UNKNOWN_OCCUPATION", "/applicant/preferences/occupations/0", { preferences: { occupations: ["999"] } }],
  ])("a profile's first unknown code is %s at %s", (code, path, fields) => {
    expect(findUnknownApplicantCode(anApplicant(fields), builtInTaxonomy)).toMatchObject({ code, path });
  });
});
