import { describe, expect, test } from "vitest";
import {
  monthlyHours,
  normalisePay,
  paidMonthlyHours,
  roundUpToTenWon,
  type WorkHours,
  weeklyHours,
} from "../../../domain/model/pay.ts";
import type { EmploymentType, Pay } from "../../../domain/model/primitives.ts";

describe("working time", () => {
  test.each<[WorkHours, monthly: number, weekly: number, paid: number]>([
    [{ perWeek: 40 }, 174, 40, 209],
    [{ perWeek: 20 }, 87, 20, 105],
    [{ perWeek: 15 }, 65, 15, 79],
    // Below fifteen hours a week there is no paid weekly holiday (근로기준법 18조 3항).
    [{ perWeek: 14 }, 61, 14, 61],
    [{ perWeek: 1 }, 4, 1, 5],
    // Overtime is paid, but the holiday doesn't grow beyond eight hours: (52 + 8) × 365 / 84.
    [{ perWeek: 52 }, 226, 52, 261],
    // Hours stated for the month are the hours paid.
    [{ perMonth: 57 }, 57, 13, 57],
    [{ perMonth: 1 }, 1, 0, 1],
    [{ perMonth: 365 }, 365, 84, 365],
  ])("%j is %i hours worked in a month, %i in a week, and %i are paid", (hours, monthly, weekly, paid) => {
    expect(monthlyHours(hours)).toBe(monthly);
    expect(weeklyHours(hours)).toBe(weekly);
    expect(paidMonthlyHours(hours)).toBe(paid);
  });
});

describe("pay", () => {
  test.each<
    [
      what: string,
      stated: Pay,
      hours: WorkHours | undefined,
      type: EmploymentType | undefined,
      hour: number | undefined,
      month: number | undefined,
    ]
  >([
    [
      "57 hours of the internship programme",
      { krw: 11_157, unit: "HOUR" },
      { perMonth: 57 },
      "INTERN",
      11_157,
      635_949,
    ],
    ["an hour of a full week", { krw: 10_320, unit: "HOUR" }, { perWeek: 40 }, undefined, 10_320, 2_156_880],
    ["an hour without hours", { krw: 12_000, unit: "HOUR" }, undefined, undefined, 12_000, undefined],
    ["an hour of full-time work", { krw: 10_000, unit: "HOUR" }, undefined, "FULL_TIME", 10_000, 2_090_000],
    ["an hour of part-time work", { krw: 10_000, unit: "HOUR" }, undefined, "PART_TIME", 10_000, undefined],
    [
      "stated hours before assumed ones",
      { krw: 10_000, unit: "HOUR" },
      { perMonth: 100 },
      "FULL_TIME",
      10_000,
      1_000_000,
    ],
    ["a day", { krw: 90_100, unit: "DAY" }, undefined, undefined, 11_262, undefined],
    ["a day with hours", { krw: 88_000, unit: "DAY" }, { perMonth: 40 }, undefined, 11_000, 440_000],
    ["a month of a full week", { krw: 2_090_000, unit: "MONTH" }, { perWeek: 40 }, undefined, 10_000, 2_090_000],
    ["a month without hours", { krw: 2_090_000, unit: "MONTH" }, undefined, undefined, undefined, 2_090_000],
    ["a month of full-time work", { krw: 2_100_000, unit: "MONTH" }, undefined, "FULL_TIME", 10_047, 2_100_000],
    ["a year", { krw: 32_000_000, unit: "YEAR" }, undefined, undefined, undefined, 2_666_666],
    ["a year of full-time work", { krw: 32_000_000, unit: "YEAR" }, undefined, "FULL_TIME", 12_759, 2_666_666],
    ["no pay", { krw: 0, unit: "HOUR" }, { perWeek: 10 }, "VOLUNTEER", 0, 0],
  ])("%s is brought to the hour and the month", (_what, stated, hours, type, krwPerHour, krwPerMonth) => {
    expect(normalisePay(stated, hours, type)).toEqual({ krwPerHour, krwPerMonth });
  });

  test.each([
    [635_949, 635_950],
    [635_950, 635_950],
    [635_941, 635_950],
    [0, 0],
  ])("%i won a month is shown as %i", (krw, shown) => {
    expect(roundUpToTenWon(krw)).toBe(shown);
  });
});
