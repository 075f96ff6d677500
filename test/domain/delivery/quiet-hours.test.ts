import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  firstOutside,
  isQuiet,
  minuteOfDay,
  STATUTORY_NIGHT,
  weekdayOf,
} from "../../../domain/delivery/quiet-hours.ts";

/** An instant by the clock of Seoul. */
const at = (text: string) => Date.parse(`${text}+09:00`);

describe("the night of the law", () => {
  test.each([
    ["2026-11-23T20:54:59", false],
    ["2026-11-23T20:55:00", true],
    ["2026-11-23T23:59:59", true],
    ["2026-11-24T00:00:00", true],
    ["2026-11-24T07:59:59", true],
    ["2026-11-24T08:00:00", false],
  ])("at %s is quiet: %s", (text, expected) => {
    expect(isQuiet([STATUTORY_NIGHT], at(text))).toBe(expected);
  });

  test("ends at eight of the next morning, before midnight and after it", () => {
    expect(firstOutside([STATUTORY_NIGHT], at("2026-11-23T22:10:33"))).toBe(at("2026-11-24T08:00:00"));
    expect(firstOutside([STATUTORY_NIGHT], at("2026-11-24T03:10:33"))).toBe(at("2026-11-24T08:00:00"));
    expect(firstOutside([STATUTORY_NIGHT], at("2026-11-24T12:00:07"))).toBe(at("2026-11-24T12:00:07"));
  });
});

describe("own quiet times", () => {
  const saturdayNight = { days: [6], from: 22 * 60, to: 10 * 60 };

  test("over midnight belong to the day on which they begin", () => {
    expect(isQuiet([saturdayNight], at("2026-11-28T23:00:00"))).toBe(true);
    expect(isQuiet([saturdayNight], at("2026-11-29T09:45:00"))).toBe(true);
    expect(isQuiet([saturdayNight], at("2026-11-29T23:00:00"))).toBe(false);
    expect(isQuiet([saturdayNight], at("2026-11-28T09:45:00"))).toBe(false);
  });

  test("that follow one another are waited out together", () => {
    const noon = { days: undefined, from: 8 * 60, to: 13 * 60 };
    expect(firstOutside([STATUTORY_NIGHT, noon], at("2026-11-23T21:00:00"))).toBe(at("2026-11-24T13:00:00"));
  });

  test("that leave nothing of the week have no end", () => {
    const half = { days: undefined, from: 0, to: 12 * 60 };
    const rest = { days: undefined, from: 12 * 60, to: 0 };
    expect(firstOutside([half, rest], at("2026-11-23T21:00:00"))).toBeUndefined();
  });

  test("are over at the instant that is given, and at none before it", () => {
    const span = fc.record({
      days: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), { nil: undefined }),
      from: fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15),
      to: fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15),
    });
    fc.assert(
      fc.property(fc.array(span, { maxLength: 3 }), fc.integer({ min: 0, max: 10_000_000 }), (spans, minutes) => {
        const begin = at("2026-11-23T00:00:00") + minutes * 60_000;
        const end = firstOutside(spans, begin);
        if (end === undefined) return;
        expect(isQuiet(spans, end)).toBe(false);
        for (let between = begin; between < end; between += 7 * 60_000) expect(isQuiet(spans, between)).toBe(true);
      }),
    );
  });
});

test("days and minutes are those of Seoul", () => {
  expect(weekdayOf(at("2026-11-23T00:00:00"))).toBe(1);
  expect(weekdayOf(at("2026-11-29T23:59:59"))).toBe(7);
  expect(minuteOfDay(at("2026-11-23T00:00:00"))).toBe(0);
});
