import { describe, expect, test } from "vitest";
import type { Applicant } from "../../../domain/model/applicant.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import { roundUpToTenWon } from "../../../domain/model/pay.ts";
import { builtInProgrammes } from "../../../domain/programme/built-in.ts";
import { findUnknownRuleCode, ruleSet } from "../../../domain/programme/rule-set.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { openingUnder, refusalOf, theRules, verdictOn } from "./rules.ts";

const DAY = "2023-06-15";
const SEOUL = "11440";
const JUNG_GU = "11140";
const SUWON = "41111";

/** Somebody born on a day who lives somewhere and takes part in nothing. */
const person = (birthDate: string, residence = SEOUL, more: Partial<Applicant> = {}): Partial<Applicant> => ({
  birthDate,
  residence,
  programmes: [],
  ...more,
});

/** Forty and sixty-four to the day, and a day short or over. */
const JUST_40 = "1983-06-15";
const ALMOST_40 = "1983-06-16";
const STILL_64 = "1958-06-16";
const JUST_65 = "1958-06-15";

type Row = readonly [
  programmeId: string,
  fits: Partial<Applicant>,
  doesNot: Partial<Applicant>,
  why: string,
  lawful: Partial<Opening>,
  unlawful: Partial<Opening>,
  refusal: string,
];

const hourly = (krw: number, perMonth: number): Partial<Opening> => ({
  baseSalary: { krw, unit: "HOUR" },
  workHours: { perMonth },
});

const AGE = "age-outside-programme";
const RESIDENCE = "residence-outside-programme";
const WRONG_KIND = { kind: "internship" } as const;
const KIND = "PROGRAMME_KIND /opening/kind";

/** Every system of the source documents: somebody who just fits and somebody who just doesn't; an opening that is lawful, and one that isn't. */
const ROWS: readonly Row[] = [
  [
    "midlife-internship",
    person(JUST_40),
    person(ALMOST_40),
    AGE,
    { ...hourly(11_157, 57), startsOn: "2023-06-01" },
    { ...hourly(11_157, 58), startsOn: "2023-06-01" },
    "PROGRAMME_HOURS /opening/workHours",
  ],
  [
    "midlife-internship",
    person(STILL_64),
    person(JUST_65),
    AGE,
    { ...hourly(11_157, 57), startsOn: "2023-10-31" },
    { ...hourly(11_157, 57), startsOn: "2023-11-01" },
    "PROGRAMME_COHORT /opening/startsOn",
  ],
  [
    "midlife-internship",
    person(JUST_40),
    person(JUST_40, SUWON),
    RESIDENCE,
    { baseSalary: { krw: 635_950, unit: "MONTH" }, workHours: { perMonth: 57 } },
    { baseSalary: { krw: 635_960, unit: "MONTH" }, workHours: { perMonth: 57 } },
    "PROGRAMME_PAY_CAP /opening/baseSalary",
  ],
  [
    "boram",
    person("1955-06-16"),
    person("1955-06-15"),
    AGE,
    { ...hourly(9_620, 57), insurance: ["accident"] },
    { ...hourly(9_620, 57), insurance: ["health"] },
    "PROGRAMME_INSURANCE /opening/insurance",
  ],
  [
    "boram",
    person(JUST_40),
    person(JUST_40, SEOUL, { programmes: ["midlife-internship"] }),
    "takes-part-elsewhere",
    { baseSalary: { krw: 548_340, unit: "MONTH" }, programmePart: "welfare" },
    { baseSalary: { krw: 548_350, unit: "MONTH" }, programmePart: "welfare" },
    "PROGRAMME_PAY_CAP /opening/baseSalary",
  ],
  [
    "digital-ieumdan",
    person(STILL_64),
    person(JUST_65),
    AGE,
    hourly(11_157, 44),
    { ...hourly(11_157, 44), requirements: [] },
    "PROGRAMME_COMPETENCY /opening/requirements",
  ],
  [
    "community-care-corps",
    person(JUST_40),
    person(ALMOST_40),
    AGE,
    { programmePart: "cognitive-care" },
    { programmePart: "chess-club" },
    "PROGRAMME_PART /opening/programmePart",
  ],
  ["pro-bono-corps", person(STILL_64), person(STILL_64, SUWON), RESIDENCE, { kind: "mentoring" }, WRONG_KIND, KIND],
  [
    "forties-career-change",
    person("1973-06-16"),
    person("1973-06-15"),
    AGE,
    { programmePart: "online-course", place: { mode: "online" } },
    { programmePart: "online-course", place: { mode: "onsite", district: SEOUL } },
    "PROGRAMME_MODE /opening/place",
  ],
  ["skills-development", person(JUST_40), person(ALMOST_40), AGE, {}, WRONG_KIND, KIND],
  ["technical-institutes", person(STILL_64), person(JUST_65), AGE, {}, WRONG_KIND, KIND],
  [
    "digital-skills",
    person(STILL_64),
    person(JUST_65),
    AGE,
    { programmePart: "advanced" },
    { programmePart: "expert" },
    "PROGRAMME_PART /opening/programmePart",
  ],
  [
    "company-linked-employment",
    person(JUST_40),
    person(JUST_40, SUWON),
    RESIDENCE,
    { kind: "job-fair", programmePart: "briefing" },
    { kind: "job", programmePart: "briefing" },
    KIND,
  ],
  ["employment-consulting", person(STILL_64), person(JUST_65), AGE, {}, WRONG_KIND, KIND],
  ["life-design-counselling", person(JUST_40), person(ALMOST_40), AGE, { programmePart: "finances" }, WRONG_KIND, KIND],
  ["startup-consulting", person(JUST_40), person(ALMOST_40), AGE, {}, WRONG_KIND, KIND],
  ["startup-space", person(STILL_64), person(JUST_65), AGE, {}, WRONG_KIND, KIND],
  ["jump-up-5060", person(STILL_64), person(STILL_64, SUWON), RESIDENCE, {}, WRONG_KIND, KIND],
  [
    "midage-job-center",
    person(JUST_40, SUWON, { retirementStage: "before" }),
    person(ALMOST_40, SUWON, { retirementStage: "after" }),
    AGE,
    { programmePart: "e-midage", place: { mode: "online" } },
    { programmePart: "e-midage", place: { mode: "blended" } },
    "PROGRAMME_MODE /opening/place",
  ],
  [
    "jung-gu-skills",
    person("2000-01-01", JUNG_GU),
    person("2000-01-01", SEOUL),
    RESIDENCE,
    { programmePart: "barista-2-advanced" },
    { kind: "counselling", programmePart: "barista-2-advanced" },
    KIND,
  ],
  [
    "seoul-learn-portal",
    person(STILL_64),
    person(JUST_65),
    AGE,
    { programmePart: "certificate-course", place: { mode: "online" } },
    { programmePart: "certificate-course", place: { mode: "onsite", district: SEOUL } },
    "PROGRAMME_MODE /opening/place",
  ],
];

describe("the programmes that Ieum brings along", () => {
  test.each(ROWS)("%s takes whoever just fits and nobody who just doesn't", (id, fits, doesNot, why) => {
    const rules = theRules(id);
    expect(verdictOn(rules, DAY, fits)).toBe("eligible");
    expect(verdictOn(rules, DAY, doesNot)).toBe(why);
  });

  test.each(ROWS)(
    "%s takes lawful openings and says why others are refused",
    (id, _fits, _not, _why, lawful, unlawful, refusal) => {
      const rules = theRules(id);
      expect(refusalOf(rules, DAY, lawful)).toBeUndefined();
      expect(refusalOf(rules, DAY, unlawful)).toBe(refusal);
    },
  );

  test("the table has a row for every one of them but the package, which asks nothing of anybody", () => {
    const rows = new Set(ROWS.map(([id]) => id));
    expect(builtInProgrammes.map(({ programmeId }) => programmeId).filter((id) => !rows.has(id))).toEqual([
      "leap-package",
    ]);
  });

  test.each(["1998-06-15", "1940-01-01", "2007-01-01"])(
    "the leap package takes somebody born on %s, wherever they live",
    (birthDate) => {
      expect(verdictOn(theRules("leap-package"), DAY, { birthDate, residence: SUWON })).toBe("eligible");
      expect(verdictOn(theRules("leap-package"), DAY, {})).toBe("eligible");
    },
  );

  test("the leap package goes through every stage for both sides, and is asked for at the center first", () => {
    const { cases, age, apply } = theRules("leap-package");
    expect(cases).toEqual({ sides: ["applicant", "employer"], stages: ["diagnosis", "consulting", "placement"] });
    expect(age).toBeUndefined();
    expect(apply.flow).toBe("contact-first");
  });

  test("each is valid, names nothing that the taxonomy lacks, and has its own id", () => {
    for (const one of builtInProgrammes) {
      expect(ruleSet.safeParse(one).error, one.programmeId).toBeUndefined();
      expect(findUnknownRuleCode(one, builtInTaxonomy)).toBeUndefined();
    }
    expect(new Set(builtInProgrammes.map(({ programmeId }) => programmeId)).size).toBe(builtInProgrammes.length);
  });

  test.each([
    ["midlife-internship", 57, 635_949, 635_950],
    ["boram", 57, 548_340, 548_340],
    ["digital-ieumdan", 44, 490_908, 490_910],
  ])("%s pays its rate for its hours, shown rounded up to ten won", (id, hours, krw, shown) => {
    const { hoursPerMonthMax, pay } = theRules(id);
    expect(hoursPerMonthMax).toBe(hours);
    expect((pay?.[0]?.krwPerHour ?? 0) * hours).toBe(krw);
    expect(pay?.[0]?.krwPerMonthMax).toBe(krw);
    expect(roundUpToTenWon(krw)).toBe(shown);
  });

  test.each([
    ["2023-12-31", 11_157, 635_950],
    ["2024-01-01", 11_436, 651_860],
    ["2025-06-15", 11_779, 671_410],
    ["2026-10-31", 12_121, 690_900],
    ["2027-06-15", 12_121, 690_900],
  ])(
    "an internship that starts on %s pays the living wage of its year, %d won an hour, shown as %d a month",
    (day, rate, shown) => {
      const rules = theRules("midlife-internship");
      const paying = (krw: number, unit: "HOUR" | "MONTH") =>
        refusalOf(rules, day, { baseSalary: { krw, unit }, workHours: { perMonth: 57 } });
      expect(roundUpToTenWon(57 * rate)).toBe(shown);
      expect([paying(rate, "HOUR"), paying(shown, "MONTH")]).toEqual([undefined, undefined]);
      expect(paying(rate - 1, "HOUR")).toBe("PROGRAMME_PAY_RATE /opening/baseSalary");
      expect(paying(rate + 1, "HOUR")).toBe("PROGRAMME_PAY_RATE /opening/baseSalary");
    },
  );

  test("a job of a programme reads no age, a fair of it does", () => {
    const rules = theRules("company-linked-employment");
    expect(verdictOn(rules, DAY, person("2000-01-01"), { kind: "job" })).toBe("eligible");
    expect(verdictOn(rules, DAY, person("2000-01-01"), { kind: "job-fair" })).toBe(AGE);
  });

  test("boram's education stands before the start, and its follow-up during the activity", () => {
    const { courses } = theRules("boram");
    expect(courses?.beforeStart.map(({ name }) => name.ko)).toEqual(["소양교육", "사업 필수교육"]);
    expect(courses?.during.map(({ name }) => name.ko)).toEqual(["사업 역량교육", "보수교육"]);
    expect(theRules("boram").parts?.map(({ name }) => name.ko)).toEqual([
      "복지",
      "교육·보육",
      "문화·예술",
      "안전",
      "환경",
      "경제",
    ]);
    expect(openingUnder(theRules("boram"), DAY).terms?.coursesFirst).toBe(true);
  });

  test("chains and levels stand in their order", () => {
    const order = (id: string) => theRules(id).parts?.map(({ partId, after }) => [after, partId]);
    expect(order("forties-career-change")).toEqual([
      [undefined, "online-course"],
      ["online-course", "site-practice"],
      ["site-practice", "mentoring"],
    ]);
    expect(order("digital-skills")?.map(([, part]) => part)).toEqual(["basic", "practical", "advanced"]);
  });

  test("startup space is for three years, on 146 seats of four campuses", () => {
    const { seats } = theRules("startup-space");
    expect(seats?.yearsMax).toBe(3);
    expect(seats?.sites.map(({ places }) => places)).toEqual([48, 29, 36, 33]);
  });

  test("the fair alone is counted apart", () => {
    const apart = theRules("company-linked-employment").parts?.filter(({ countsApart }) => countsApart);
    expect(apart?.map(({ partId }) => partId)).toEqual(["job-fair"]);
  });

  test("life design counselling covers four areas and sends people on to three bodies", () => {
    const { parts, referrals } = theRules("life-design-counselling");
    expect(parts?.slice(0, 4).map(({ name }) => name.ko)).toEqual(["일", "활동", "관계", "재무"]);
    expect(referrals?.map(({ name }) => name.ko)).toEqual(["국민연금공단", "대한법률구조공단", "보건소"]);
  });

  test.each([
    ["life-design-counselling", "life-career-design", "training", "counselling"],
    ["life-design-counselling", "career-trip", "training", "counselling"],
    ["life-design-counselling", "group-counselling", "counselling", "training"],
    ["startup-consulting", "startup-contest", "startup-support", "training"],
  ] as const)("%s has %s as %s, and not as %s", (id, programmePart, kind, other) => {
    expect(refusalOf(theRules(id), DAY, { programmePart, kind })).toBeUndefined();
    expect(refusalOf(theRules(id), DAY, { programmePart, kind: other })).toBe(KIND);
  });

  test("Jung-gu's courses lead to certificates that the taxonomy knows", () => {
    const certificates = theRules("jung-gu-skills").parts?.flatMap((part) => part.certificates ?? []);
    expect(certificates).toEqual([
      "barista-2",
      "flower-tea-sommelier",
      "home-organiser-2",
      "older-life-support-worker",
    ]);
    expect(theRules("jung-gu-skills").delivery).toEqual(["commissioned", "cooperative", "direct"]);
  });
});
