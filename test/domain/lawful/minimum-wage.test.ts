import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findPayBelowMinimum, minimumWageOf } from "../../../domain/lawful/minimum-wage.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import { normalisePay } from "../../../domain/model/pay.ts";
import type { Pay } from "../../../domain/model/primitives.ts";
import { LAW } from "../../fixtures/arbitraries.ts";
import { anOpening } from "../../fixtures/bodies.ts";

const WAGE = { year: 2026, krwPerHour: 10_320 };

/** A job in a trade that every rule applies to, its terms left open but for these. */
function aJob(krw: number, unit: Pay["unit"], fields: Partial<Opening> = {}): Opening {
  const { workHours: _hours, employmentType: _type, ...rest } = anOpening();
  return { ...rest, title: "사무 보조", baseSalary: { krw, unit }, ...fields };
}

const leastOf = (opening: Opening) => findPayBelowMinimum(opening, WAGE)?.krw;
const weekly = (perWeek: number): Partial<Opening> => ({ workHours: { perWeek } });
const monthly = (perMonth: number): Partial<Opening> => ({ workHours: { perMonth } });
const FULL: Partial<Opening> = { employmentType: "FULL_TIME" };

describe("the minimum wage", () => {
  test.each([
    [2023, 9_620, 2_010_580],
    [2024, 9_860, 2_060_740],
    [2025, 10_030, 2_096_270],
    [2026, 10_320, 2_156_880],
  ])("of %s is %s won an hour, and %s a month for 209 hours", (year, krwPerHour, month) => {
    expect(minimumWageOf(year)).toEqual({ year, krwPerHour });
    expect(krwPerHour * 209).toBe(month);
  });

  test("of a year to come is at least the last one known, and of a year long past isn't known", () => {
    expect(minimumWageOf(2199)).toEqual(WAGE);
    expect(minimumWageOf(2019)).toBeUndefined();
  });
});

describe("pay", () => {
  test.each<[what: string, lawful: number, unit: Pay["unit"], terms: Partial<Opening>]>([
    ["an hour", 10_320, "HOUR", {}],
    ["an hour of an internship", 10_320, "HOUR", { kind: "internship" }],
    ["a full month: 209 hours", 2_156_880, "MONTH", FULL],
    ["a month of forty hours a week", 2_156_880, "MONTH", weekly(40)],
    ["a month of twenty hours a week with its holiday: 24 × 365 ÷ 84 hours", 1_076_229, "MONTH", weekly(20)],
    ["a month of fifteen hours a week, the first with a holiday: 18 × 365 ÷ 84 hours", 807_172, "MONTH", weekly(15)],
    ["a month of fourteen hours a week, without one: 14 × 365 ÷ 84 hours", 627_800, "MONTH", weekly(14)],
    ["a month of 52 hours a week, nothing added for overtime: 60 × 365 ÷ 84 hours", 2_690_572, "MONTH", weekly(52)],
    ["a month of 57 hours", 588_240, "MONTH", monthly(57)],
    ["a full year", 25_882_560, "YEAR", FULL],
    ["a day of a full week, of which six days may be worked", 68_800, "DAY", FULL],
    ["a day of fourteen hours a week", 20_640, "DAY", weekly(14)],
    ["a day of 62 hours a month", 20_640, "DAY", monthly(62)],
    [
      "a full month of a guard, whose holiday may be unpaid: 40 × 365 ÷ 84 hours",
      1_793_715,
      "MONTH",
      { ...FULL, title: "아파트 경비원" },
    ],
    ["a full month of a farm hand by code", 1_793_715, "MONTH", { ...FULL, occupation: { code: "9051" } }],
  ])("for %s is refused one won below the least, and not at it", (_what, least, unit, terms) => {
    expect(leastOf(aJob(least, unit, terms))).toBeUndefined();
    expect(leastOf(aJob(least - 1, unit, terms))).toBe(least);
  });

  test("is told with the year, the hourly figure and the unit", () => {
    expect(findPayBelowMinimum(aJob(2_000_000, "MONTH", FULL), WAGE)).toEqual({
      year: 2026,
      krwPerHour: 10_320,
      krw: 2_156_880,
      unit: "MONTH",
    });
  });

  test.each<[what: string, opening: Opening]>([
    ["of nothing stated", (({ baseSalary: _pay, ...rest }) => rest)(aJob(1, "HOUR"))],
    ["of a month whose hours aren't known", aJob(500_000, "MONTH")],
    ["of a month of part time whose hours aren't known", aJob(500_000, "MONTH", { employmentType: "PART_TIME" })],
    ["of a day whose hours aren't known", aJob(40_000, "DAY", { employmentType: "PER_DIEM" })],
    ["of a civic role", aJob(9_620, "HOUR", { kind: "civic-role", ...monthly(57) })],
    ["of a voluntary role", aJob(0, "HOUR", { kind: "volunteer" })],
    ["of training", aJob(316_000, "MONTH", { kind: "training", ...weekly(40) })],
    ["of a contractor", aJob(5_000, "HOUR", { employmentType: "CONTRACTOR" })],
    ["of a household's own help", aJob(9_000, "HOUR", { occupation: { code: "5633" } })],
    ["of a household's own help, by its name", aJob(9_000, "HOUR", { title: "입주 가사도우미" })],
    ["of a household's child minder", aJob(9_000, "HOUR", { title: "입주 베이비시터 구합니다" })],
    ["of a mother's helper at home", aJob(9_000, "HOUR", { occupation: { name: "산후도우미" } })],
    ["of a seaman", aJob(9_000, "HOUR", { title: "어선 선원" })],
    ["of a seaman, in one word with what follows", aJob(9_000, "HOUR", { title: "갑판원모집" })],
  ])("%s is never refused", (_what, opening) => {
    expect(leastOf(opening)).toBeUndefined();
  });

  test.each([
    "입주청소 직원",
    "입주기업 사무 보조",
    "산후조리원 조리원",
    "육아용품 판매",
    "선박부품 조립",
    "어선 부품 판매",
    "가사도우미 파견업체 경리",
    "선원 숙소 청소",
    "우선원 마트 캐셔",
  ])("of %s is that of any other work", (title) => {
    expect(leastOf(aJob(5_000, "HOUR", { title }))).toBe(10_320);
  });

  test("of a wider group of occupations isn't that of the one trade in it", () => {
    for (const code of ["563", "5632"])
      expect(leastOf(aJob(5_000, "HOUR", { occupation: { code } })), code).toBe(10_320);
  });

  test("that comes to the minimum wage or more by the score's own conversion is never refused", () => {
    const terms = fc.record({
      krw: fc.integer({ min: 0, max: 50_000_000 }),
      unit: fc.constantFrom<Pay["unit"]>("HOUR", "MONTH", "YEAR"),
      perWeek: fc.integer({ min: 1, max: 84 }),
    });
    fc.assert(
      fc.property(terms, ({ krw, unit, perWeek }) => {
        const { krwPerHour = 0 } = normalisePay({ krw, unit }, { perWeek });
        fc.pre(krwPerHour >= WAGE.krwPerHour);
        expect(leastOf(aJob(krw, unit, weekly(perWeek)))).toBeUndefined();
      }),
      LAW,
    );
  });
});
