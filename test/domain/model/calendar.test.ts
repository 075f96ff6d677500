import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ageOn, dayInSeoul, fromDayNumber, nextBirthday, toDayNumber } from "../../../domain/model/calendar.ts";
import { LAW } from "../../fixtures/arbitraries.ts";

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(1900, 0, 1) / DAY_MS;
const LAST_DAY = Date.UTC(2199, 11, 31) / DAY_MS;

describe("day numbers", () => {
  test("every day from 1900 to 2199 goes there and back and agrees with the platform's calendar", () => {
    for (let number = FIRST_DAY; number <= LAST_DAY; number++) {
      const day = new Date(number * DAY_MS).toISOString().slice(0, 10);
      if (fromDayNumber(number) !== day || toDayNumber(day) !== number) expect.fail(`${number} is not ${day}`);
    }
  });

  test("days are in the order of their numbers", () => {
    const numbers = fc.integer({ min: FIRST_DAY, max: LAST_DAY });
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(Math.sign(fromDayNumber(a).localeCompare(fromDayNumber(b), "en"))).toBe(Math.sign(a - b));
      }),
      LAW,
    );
  });
});

describe("age", () => {
  test.each([
    ["1971-02-28", "2026-02-27", 54],
    ["1971-02-28", "2026-02-28", 55],
    ["1971-12-31", "2026-12-30", 54],
    ["1971-12-31", "2026-12-31", 55],
    ["1972-01-01", "2026-12-31", 54],
    ["1972-01-01", "2027-01-01", 55],
    // 29 February: a year older from 1 March on in common years, on the day itself in leap years.
    ["1972-02-29", "2026-02-28", 53],
    ["1972-02-29", "2026-03-01", 54],
    ["1972-02-29", "2028-02-28", 55],
    ["1972-02-29", "2028-02-29", 56],
    ["1972-02-29", "2100-02-28", 127],
    ["1972-02-29", "2100-03-01", 128],
    ["2026-11-21", "2026-11-21", 0],
  ])("somebody born on %s is on %s %i years old", (birth, day, age) => {
    expect(ageOn(toDayNumber(birth), toDayNumber(day))).toBe(age);
  });

  test("age never falls as days go by, and rises by at most one a day", () => {
    const births = fc.integer({ min: FIRST_DAY, max: LAST_DAY - 1 });
    fc.assert(
      fc.property(births, fc.nat(45_000), (birth, lived) => {
        const [before, after] = [ageOn(birth, birth + lived), ageOn(birth, birth + lived + 1)];
        expect([0, 1]).toContain(after - before);
      }),
      LAW,
    );
  });

  test("the next birthday is the first day after on which somebody is a year older", () => {
    const births = fc.integer({ min: FIRST_DAY, max: LAST_DAY });
    fc.assert(
      fc.property(births, fc.nat(40_000), (birth, lived) => {
        const day = birth + lived;
        const birthday = nextBirthday(birth, day);
        expect(ageOn(birth, birthday - 1)).toBe(ageOn(birth, day));
        expect(ageOn(birth, birthday)).toBe(ageOn(birth, day) + 1);
      }),
      LAW,
    );
    expect(fromDayNumber(nextBirthday(toDayNumber("1972-02-29"), toDayNumber("2026-02-28")))).toBe("2026-03-01");
    expect(fromDayNumber(nextBirthday(toDayNumber("1972-02-29"), toDayNumber("2027-03-01")))).toBe("2028-02-29");
  });
});

describe("the day in Seoul", () => {
  test.each([
    ["2026-11-20T14:59:59.999Z", "2026-11-20"],
    ["2026-11-20T15:00:00.000Z", "2026-11-21"],
    ["2026-11-21T14:59:59.999Z", "2026-11-21"],
    ["2026-12-31T15:00:00.000Z", "2027-01-01"],
    ["2028-02-28T15:00:00.000Z", "2028-02-29"],
    ["1969-12-31T14:59:59.999Z", "1969-12-31"],
  ])("at %s it is %s", (instant, day) => {
    expect(dayInSeoul(Date.parse(instant))).toBe(day);
  });
});
