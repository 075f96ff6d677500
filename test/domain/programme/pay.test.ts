import { describe, expect, test } from "vitest";
import { monthlyHours, roundUpToTenWon } from "../../../domain/model/pay.ts";
import { builtInProgrammes } from "../../../domain/programme/built-in.ts";
import { refuseUnderRules } from "../../../domain/programme/refuse-opening.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { factsOf } from "../../fixtures/facts.ts";
import { anOpeningOf, refusalOf, theRules } from "./rules.ts";

const DAY = "2023-06-15";
const PAID = builtInProgrammes.flatMap(({ programmeId, pay, hoursPerMonthMax }) => {
  const rate = pay?.[0]?.krwPerHour;
  return rate === undefined || hoursPerMonthMax === undefined ? [] : [[programmeId, rate, hoursPerMonthMax] as const];
});

/** Every week that an opening may state. */
const WEEKS = Array.from({ length: 84 }, (_, at) => at + 1);
const HOURS = "PROGRAMME_HOURS /opening/workHours";
const RATE = "PROGRAMME_PAY_RATE /opening/baseSalary";
const CAP = "PROGRAMME_PAY_CAP /opening/baseSalary";

describe.each(PAID)("%s, which pays %d won an hour for %d hours at most", (id, rate, hoursMax) => {
  const rules = theRules(id);
  const at = (krw: number, unit: "HOUR" | "MONTH", workHours: { perWeek: number } | { perMonth: number }) =>
    refusalOf(rules, DAY, { baseSalary: { krw, unit }, workHours });

  test("takes its rate for every week of no more hours, and refuses longer weeks by their hours", () => {
    const found = WEEKS.map((perWeek) => [perWeek, at(rate, "HOUR", { perWeek })]);
    expect(found).toEqual(WEEKS.map((perWeek) => [perWeek, monthlyHours({ perWeek }) > hoursMax ? HOURS : undefined]));
  });

  test("refuses a won more or less an hour in every week of no more hours", () => {
    for (const perWeek of WEEKS.filter((week) => monthlyHours({ perWeek: week }) <= hoursMax)) {
      expect(at(rate + 1, "HOUR", { perWeek }), String(perWeek)).toBe(RATE);
      expect(at(rate - 1, "HOUR", { perWeek }), String(perWeek)).toBe(RATE);
    }
  });

  test("takes a month's pay for its hours as it is printed, and ten won more for none", () => {
    // Of fewer than ten hours, ten won are a won an hour, and can't be told from another rate.
    for (let perMonth = 10; perMonth <= hoursMax; perMonth++) {
      const printed = roundUpToTenWon(rate * perMonth);
      expect(at(printed, "MONTH", { perMonth }), String(perMonth)).toBeUndefined();
      expect([CAP, RATE], String(perMonth)).toContain(at(printed + 10, "MONTH", { perMonth }));
    }
    expect(at(rate * (hoursMax + 1), "HOUR", { perMonth: hoursMax })).toBe(RATE);
  });

  test("says the most that it pays as it is printed", () => {
    const printed = roundUpToTenWon(rate * hoursMax);
    const opening = anOpeningOf(rules, {
      baseSalary: { krw: printed + 10, unit: "MONTH" },
      workHours: { perMonth: hoursMax },
    });
    expect(refuseUnderRules(opening, factsOf.opening(opening), [rules], DAY, builtInTaxonomy)?.message).toContain(
      `(${printed} won)`,
    );
  });
});

test("every programme with a rate has its hours, so that each is tried above", () => {
  expect(PAID.map(([id]) => id)).toEqual(["midlife-internship", "boram", "digital-ieumdan"]);
});
