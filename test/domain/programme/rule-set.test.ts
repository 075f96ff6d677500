import { describe, expect, test } from "vitest";
import { decodeRecord, encodeRecord } from "../../../domain/index/log-record.ts";
import { explain } from "../../../domain/matching/explain.ts";
import { toReasons } from "../../../domain/matching/reasons.ts";
import { renderMessage } from "../../../domain/matching/render.ts";
import { toDayNumber } from "../../../domain/model/calendar.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import { builtInProgrammes } from "../../../domain/programme/built-in.ts";
import { eligibilityOf } from "../../../domain/programme/eligibility.ts";
import { legalBases } from "../../../domain/programme/legal-basis.ts";
import { ownerOn, type RuleSet, ruleSet, rulesOn } from "../../../domain/programme/rule-set.ts";
import { allEvents, toJsonSchema } from "../../../events/catalog.ts";
import { parseEvent } from "../../../events/parse-event.ts";
import { anApplicant, anEvent } from "../../fixtures/bodies.ts";
import { factsOf, rules as scoring, strangerFacts } from "../../fixtures/facts.ts";
import { anOpeningOf, openingUnder, refusalOf, ruleFactsOf, theRules, verdictOn } from "./rules.ts";

const AGE = "age-outside-programme";
const SEOUL = "11440";

/** Rules with an age span and nothing else. */
const ages = (min: number | undefined, max: number | undefined, reference: NonNullable<RuleSet["age"]>["reference"]) =>
  theRules("skills-development", {
    age: { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }), reference },
  });

const born = (birthDate: string) => ({ birthDate, residence: SEOUL, programmes: [] });

describe("만 나이 under a programme's rules", () => {
  test.each([
    ["the day before the fortieth birthday", "1986-11-22", "2026-11-21", AGE],
    ["the fortieth birthday", "1986-11-21", "2026-11-21", "eligible"],
    ["the last day of being 64", "1961-11-22", "2026-11-21", "eligible"],
    ["the sixty-fifth birthday", "1961-11-21", "2026-11-21", AGE],
    // Born on 29 February: a year older at the start of 1 March in common years.
    ["29 February, in a common year, on 28 February", "1984-02-29", "2025-02-28", "eligible"],
    ["29 February, forty in a leap year, the day before", "1984-02-29", "2024-02-28", AGE],
    ["29 February, forty in a leap year, on the day", "1984-02-29", "2024-02-29", "eligible"],
    ["29 February, 65 in a common year, on 28 February", "1960-02-29", "2025-02-28", "eligible"],
    ["29 February, 65 in a common year, on 1 March", "1960-02-29", "2025-03-01", AGE],
  ])("%s", (_what, birthDate, day, verdict) => {
    expect(verdictOn(ages(40, 64, { on: "matching-day" }), day, born(birthDate))).toBe(verdict);
  });

  test.each([
    ["1955-06-16", "boram", "eligible"],
    ["1955-06-15", "boram", AGE],
    ["1955-06-16", "midlife-internship", AGE],
  ])("67 and 68 part where 64 and 65 don't: born on %s, %s is %s", (birthDate, programme, verdict) => {
    expect(verdictOn(theRules(programme), "2023-06-15", born(birthDate))).toBe(verdict);
  });

  test("counts on a set day, whatever day it is", () => {
    const rules = ages(40, undefined, { on: "day", day: "2026-01-01" });
    expect(verdictOn(rules, "2026-11-21", born("1986-01-01"))).toBe("eligible");
    expect(verdictOn(rules, "2026-11-21", born("1986-01-02"))).toBe(AGE);
  });

  test("counts from the start of the cohort that an opening starts in", () => {
    const { cohorts } = theRules("midlife-internship");
    const rules = { ...ages(40, undefined, { on: "cohort-start" }), cohorts };
    const on = (startsOn: string, birthDate: string) => verdictOn(rules, "2026-05-01", born(birthDate), { startsOn });
    expect(on("2026-06-20", "1986-06-01")).toBe("eligible");
    expect(on("2026-06-20", "1986-06-02")).toBe(AGE);
    // August belongs to both cohorts; the later one counts.
    expect(on("2026-08-15", "1986-08-01")).toBe("eligible");
    expect(on("2026-08-15", "1986-08-02")).toBe(AGE);
  });
});

describe("somebody of whom something isn't known", () => {
  test("is eligible as far as known, with what has to be asked and the version of the rules", () => {
    const rules = theRules("boram", { revision: 7 });
    const posted = factsOf.opening(anOpeningOf(rules));
    const today = toDayNumber("2026-11-21");
    expect(eligibilityOf(posted, strangerFacts(), [ruleFactsOf(rules)], today)).toEqual({
      kind: "unknown",
      ask: ["age", "residence", "programmes"],
      rules: { programmeId: "boram", validFrom: "2023-01-01", revision: 7 },
    });
    expect(eligibilityOf(posted, strangerFacts(), [], today)).toEqual({ kind: "no-rules" });
    expect(eligibilityOf(posted, strangerFacts(), [ruleFactsOf(rules)], toDayNumber("2022-12-31"))).toEqual({
      kind: "no-rules",
    });
  });

  test("is told of everything that the rules find against them, and of no last day that is the opening's own", () => {
    const rules = theRules("boram");
    const posted = factsOf.opening(anOpeningOf(rules, { validThrough: "2026-11-20" }));
    const young = strangerFacts({ birthDate: "2000-01-01", residence: "26110" });
    const on = (day: string) => eligibilityOf(posted, young, [ruleFactsOf(rules)], toDayNumber(day));
    const both = { kind: "ineligible", reasons: [AGE, "residence-outside-programme"] };
    expect(on("2026-11-20")).toMatchObject(both);
    expect(on("2026-11-21")).toMatchObject(both);
    const ended = theRules("boram", { sunset: "2026-11-01" });
    expect(eligibilityOf(posted, young, [ruleFactsOf(ended)], toDayNumber("2026-11-20"))).toMatchObject({
      reasons: ["opening-closed", ...both.reasons],
    });
  });

  test.each([
    ["2026-12-01", [], "eligible"],
    ["2026-11-24", [], "eligible"],
    ["2026-11-23", [], "courses-not-completed"],
    ["2026-11-23", ["boram-basics"], "courses-not-completed"],
    ["2026-11-23", ["boram-required"], "eligible"],
    ["2026-11-22", ["boram-required"], "eligible"],
    ["2026-11-21", ["boram-required"], "courses-not-completed"],
    ["2026-11-21", ["boram-required", "boram-basics"], "eligible"],
    ["2026-11-23", undefined, "unknown"],
    ["2026-11-24", undefined, "eligible"],
  ])(
    "for a start on %s, having completed %j, two days and one day of courses come first: %s",
    (startsOn, courses, verdict) => {
      const rules = theRules("boram");
      const required = { courseId: "boram-required", name: { ko: "필수", en: "Required" }, days: 3 };
      const basics = { courseId: "boram-basics", name: { ko: "소양", en: "Basics" } };
      const changed = { ...rules, courses: { beforeStart: [basics, required], during: [] } };
      const person = {
        birthDate: "1975-01-01",
        residence: SEOUL,
        programmes: [],
        ...(courses && { courses: [...courses] }),
      };
      expect(verdictOn(changed, "2026-11-21", person, { startsOn })).toBe(verdict);
    },
  );

  test("who knows when they retired is eligible, or not, by that", () => {
    const rules = theRules("midage-job-center", { retirementStage: "after" });
    const person = { birthDate: "1970-01-01" };
    expect(verdictOn(rules, "2026-11-21", { ...person, retirementStage: "after" })).toBe("eligible");
    expect(verdictOn(rules, "2026-11-21", person)).toBe("unknown");
    expect(verdictOn(rules, "2026-11-21", { ...person, retirementStage: "before" })).toBe(
      "retirement-stage-outside-programme",
    );
  });
});

describe("rule sets", () => {
  const early = theRules("boram", { validFrom: "2023-01-01" });
  const late = theRules("boram", { validFrom: "2026-01-01" });

  test("are gone by from their first day until the next one's", () => {
    const on = (day: string) => rulesOn([late, early], day)?.validFrom;
    expect([on("2022-12-31"), on("2023-01-01"), on("2025-12-31"), on("2026-01-01")]).toEqual([
      undefined,
      "2023-01-01",
      "2023-01-01",
      "2026-01-01",
    ]);
  });

  test("keep every owner, and say whose it is on a day", () => {
    const { owners } = theRules("community-care-corps");
    expect(["2016-04-27", "2023-12-31", "2024-01-01"].map((day) => ownerOn({ owners }, day))).toEqual([
      undefined,
      "seoul-50plus-foundation",
      "seoul-volunteer-center",
    ]);
  });

  test("pay by the year in which an opening starts: the last one that is listed up to it", () => {
    const pay = [
      { year: 2023, krwPerHour: 9_620 },
      { year: 2025, krwPerHour: 10_030 },
    ];
    const rules = theRules("boram", { pay });
    const at = (krw: number, startsOn: string) =>
      refusalOf(rules, "2026-11-21", { baseSalary: { krw, unit: "HOUR" }, workHours: { perMonth: 57 }, startsOn });
    expect([at(9_620, "2024-12-31"), at(10_030, "2025-01-01"), at(10_030, "2027-01-01")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(at(9_620, "2025-01-01")).toBe("PROGRAMME_PAY_RATE /opening/baseSalary");
  });

  const broken: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ["an age span upside down", { age: { min: 65, max: 64, reference: { on: "matching-day" } } }, "/rules/age/max"],
    ["an age span of nothing", { age: { reference: { on: "matching-day" } } }, "/rules/age"],
    ["an age span that rests on nothing", { legalBasis: ["lifelong-learning"] }, "/rules/legalBasis"],
    ["an age span on jobs", { kinds: ["job"] }, "/rules/age"],
    [
      "ages from cohorts that it hasn't",
      { age: { min: 40, reference: { on: "cohort-start" } } },
      "/rules/age/reference",
    ],
    ["no legal basis", { legalBasis: undefined }, "/rules/legalBasis"],
    ["a legal basis in words", { legalBasis: ["조례"] }, "/rules/legalBasis/0"],
    ["a sunset before it begins", { sunset: "2022-12-31" }, "/rules/sunset"],
    ["an unknown district", { residence: "99" }, "/rules/residence"],
    [
      "a cohort on 29 February",
      { cohorts: [{ name: { ko: "가", en: "a" }, from: "02-29", to: "03-01" }] },
      "/rules/cohorts/0/from",
    ],
    ["owners out of order", { owners: [...theRules("community-care-corps").owners].reverse() }, "/rules/owners/1/from"],
    [
      "a part after one that doesn't come before",
      { parts: [{ partId: "a", sort: "step", name: { ko: "가", en: "a" }, after: "b" }] },
      "/rules/parts/0/after",
    ],
    ["a field that rules don't have", { income: 0 }, "/rules/income"],
  ];
  test.each(broken)("with %s are refused with their path", (_what, changes, path) => {
    const rules = JSON.parse(JSON.stringify({ ...early, ...changes }));
    const parsed = parseEvent(JSON.stringify(anEvent("ProgrammeRulesSet", { rules })));
    expect(parsed).toMatchObject({ kind: "refused", refusal: { path }, about: { entityId: "boram" } });
  });

  test("rest on laws by code, each with its Korean name", () => {
    for (const { lawKo } of Object.values(legalBases)) expect(lawKo).toMatch(/법|법률|조례$/);
    for (const { legalBasis } of builtInProgrammes)
      for (const code of legalBasis) expect(legalBases[code]).toBeDefined();
  });

  test("ask in figures alone what they ask: a rule set in the log carries no words", () => {
    const logged = builtInProgrammes.map((rules) =>
      decodeRecord(encodeRecord({ type: "programme", rules: ruleFactsOf(rules), previousRules: undefined })),
    );
    expect(JSON.stringify(logged)).not.toMatch(/[가-힣]/);
    expect(JSON.stringify(logged)).toContain("boram-required");
    expect(ruleSet.safeParse(early).success).toBe(true);
  });
});

describe("what a recommendation says of a programme", () => {
  const DAY = "2026-11-21";
  const told = (programmeId: string, person = strangerFacts(born("1975-01-01"))) => {
    const rules = theRules(programmeId);
    const opening = openingUnder(rules, DAY);
    const reasons = toReasons(explain(opening, person, scoring), opening, person, scoring.taxonomy);
    return { reasons, words: renderMessage(reasons, anOpeningOf(rules), "ko", scoring.taxonomy).lines };
  };

  test("names the next step where the center comes first, however much else there is to say", () => {
    const line = "바로 신청하지 않고, 센터에 먼저 문의한 뒤 신청합니다.";
    expect(told("midage-job-center").words).toContain(line);
    expect(told("boram").words).not.toContain(line);
    const rules = theRules("midage-job-center");
    const much = renderMessage(
      [
        ...Array.from({ length: 6 }, () => ({ code: "online" }) as const),
        { code: "step-contact-center" },
        ...Array.from({ length: 3 }, () => ({ code: "ask-programmes" }) as const),
      ],
      anOpeningOf(rules),
      "ko",
      scoring.taxonomy,
    );
    expect(much.lines).toContain(line);
    expect(much.lines).toHaveLength(5);
  });

  test("says that courses come first, and asks what isn't known", () => {
    expect(
      told("boram", strangerFacts({ birthDate: "1975-01-01", residence: SEOUL })).reasons.map(({ code }) => code),
    ).toEqual(["step-courses-first", "ask-programmes"]);
  });

  test("names the courses that are still to be done, and none when all are", () => {
    const wordsOf = (courses: readonly string[]) =>
      told("boram", strangerFacts({ birthDate: "1975-01-01", residence: SEOUL, courses: [...courses] })).words.join();
    expect(wordsOf([])).toContain("활동을 시작하기 전에 먼저 ‘소양교육’, ‘사업 필수교육’을 마쳐야 합니다.");
    expect(wordsOf(["boram-required"])).toContain("활동을 시작하기 전에 먼저 ‘소양교육’을 마쳐야 합니다.");
    expect(wordsOf(["boram-required", "boram-basics"])).not.toContain("교육");
  });

  test("names the step that comes first, and the courses for which no time is left", () => {
    const wordsOf = (programmeId: string, fields: Partial<Opening>) => {
      const rules = theRules(programmeId);
      const opening = openingUnder(rules, DAY, fields);
      const person = strangerFacts({ birthDate: "1980-01-01", residence: SEOUL, courses: [] });
      const reasons = toReasons(explain(opening, person, scoring), opening, person, scoring.taxonomy);
      return renderMessage(reasons, anOpeningOf(rules, fields), "ko", scoring.taxonomy).lines.join();
    };
    expect(wordsOf("forties-career-change", { programmePart: "site-practice" })).toContain(
      "‘온라인 학습’을 먼저 마치셔야",
    );
    expect(wordsOf("boram", { startsOn: DAY })).toContain("‘소양교육’, ‘사업 필수교육’을 마쳐야 하는데");
  });

  test("tells ages, residence and retirement in one sentence, and no figure of them", () => {
    const tooOld = told("midlife-internship", strangerFacts(born("1955-01-01"))).words;
    const elsewhere = told("midlife-internship", strangerFacts({ ...born("1975-01-01"), residence: "26110" })).words;
    expect(tooOld[0]).toBe("이 사업의 참여 조건에 맞지 않습니다.");
    expect(elsewhere[0]).toBe(tooOld[0]);
    expect(tooOld.join(" ")).not.toMatch(/\d/);
  });
});

describe("what a psychological diagnosis finds", () => {
  /** Names of fields that would carry it. */
  const SENSITIVE = /psycho|mental|depress|anxi|stress|diagnosisResult|심리|우울|불안/i;

  function namesIn(schema: unknown): string[] {
    if (typeof schema !== "object" || schema === null) return [];
    return Object.entries(schema).flatMap(([key, inner]) => [key, ...namesIn(inner)]);
  }

  test("has no field in any event, so that it can't leave the center's case", () => {
    for (const event of allEvents)
      expect(namesIn(toJsonSchema(event)).filter((name) => SENSITIVE.test(name))).toEqual([]);
  });

  test("can't be sent with a profile, and so can't lower a score", () => {
    for (const field of ["psychologicalResult", "stressLevel", "mentalHealth"]) {
      const applicant = { ...anApplicant(), [field]: 3 };
      const parsed = parseEvent(JSON.stringify(anEvent("ApplicantProfileUpdated", { applicant })));
      expect(parsed).toMatchObject({
        kind: "refused",
        refusal: { code: "SCHEMA_VIOLATION", path: `/applicant/${field}` },
      });
    }
    expect(Object.keys(factsOf.applicant(anApplicant())).filter((name) => SENSITIVE.test(name))).toEqual([]);
  });
});
