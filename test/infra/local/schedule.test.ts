import { describe, expect, test } from "vitest";
import { InvalidSchedule, nextFire, parseSchedule } from "../../../infra/local/schedule.ts";

const at = (iso: string) => Date.parse(iso);
/** The next `count` moments after `after`, as ISO text. */
function fires(expression: string, after: string, count: number, timeZone?: string): string[] {
  const schedule = parseSchedule(expression, timeZone);
  const moments: string[] = [];
  let from: number | undefined = at(after);
  while (from !== undefined && moments.length < count) {
    from = nextFire(schedule, from, at(after));
    if (from !== undefined) moments.push(new Date(from).toISOString().replace(":00.000Z", "Z"));
  }
  return moments;
}

describe("a cron expression fires", () => {
  const rows: [expression: string, after: string, next: string[]][] = [
    ["cron(0 10 * * ? *)", "2026-03-01T09:59Z", ["2026-03-01T10:00Z", "2026-03-02T10:00Z"]],
    ["cron(0 10 * * ? *)", "2026-03-01T10:00Z", ["2026-03-02T10:00Z"]],
    ["cron(0/15 * * * ? *)", "2026-03-01T23:40Z", ["2026-03-01T23:45Z", "2026-03-02T00:00Z", "2026-03-02T00:15Z"]],
    ["cron(*/20 * * * ? *)", "2026-03-01T00:00Z", ["2026-03-01T00:20Z", "2026-03-01T00:40Z"]],
    ["cron(10/20 * * * ? *)", "2026-03-01T00:00Z", ["2026-03-01T00:10Z", "2026-03-01T00:30Z", "2026-03-01T00:50Z"]],
    ["cron(5-20/10 3 * * ? *)", "2026-03-01T00:00Z", ["2026-03-01T03:05Z", "2026-03-01T03:15Z", "2026-03-02T03:05Z"]],
    ["cron(0,30 8-9 * * ? *)", "2026-03-01T08:45Z", ["2026-03-01T09:00Z", "2026-03-01T09:30Z", "2026-03-02T08:00Z"]],
    ["cron(0 18 ? * MON-FRI *)", "2026-03-06T18:00Z", ["2026-03-09T18:00Z"]],
    ["cron(0 18 ? * 2-6 *)", "2026-03-06T18:00Z", ["2026-03-09T18:00Z"]],
    ["cron(0 18 ? * sun,wed *)", "2026-03-05T00:00Z", ["2026-03-08T18:00Z", "2026-03-11T18:00Z"]],
    ["cron(0 8 1 * ? *)", "2026-01-31T00:00Z", ["2026-02-01T08:00Z", "2026-03-01T08:00Z"]],
    ["cron(0 8 31 * ? *)", "2026-01-31T09:00Z", ["2026-03-31T08:00Z", "2026-05-31T08:00Z"]],
    ["cron(0 0 L * ? *)", "2028-02-01T00:00Z", ["2028-02-29T00:00Z", "2028-03-31T00:00Z"]],
    ["cron(0 0 29 FEB ? *)", "2026-01-01T00:00Z", ["2028-02-29T00:00Z", "2032-02-29T00:00Z"]],
    ["cron(0 0 LW * ? *)", "2026-05-01T00:00Z", ["2026-05-29T00:00Z"]],
    ["cron(0 0 3W * ? *)", "2026-05-01T00:00Z", ["2026-05-04T00:00Z"]],
    ["cron(0 0 1W * ? *)", "2026-08-01T00:00Z", ["2026-08-03T00:00Z"]],
    ["cron(0 0 31W * ? *)", "2026-05-01T00:00Z", ["2026-05-29T00:00Z", "2026-07-31T00:00Z"]],
    ["cron(0 9 ? * 2#1 *)", "2026-03-03T00:00Z", ["2026-04-06T09:00Z"]],
    ["cron(0 9 ? * FRI#5 *)", "2026-03-01T00:00Z", ["2026-05-29T09:00Z"]],
    ["cron(0 9 ? * 6L *)", "2026-03-01T00:00Z", ["2026-03-27T09:00Z"]],
    ["cron(0 9 ? * L *)", "2026-03-01T00:00Z", ["2026-03-07T09:00Z"]],
    ["cron(0 0 1 1/6 ? *)", "2026-02-01T00:00Z", ["2026-07-01T00:00Z", "2027-01-01T00:00Z"]],
    ["cron(0 0 1 JAN,JUL ? 2026-2027)", "2026-02-01T00:00Z", ["2026-07-01T00:00Z", "2027-01-01T00:00Z"]],
  ];
  test.each(rows)("%s after %s at %j", (expression, after, next) => {
    expect(fires(expression, after, next.length)).toEqual(next);
  });

  test("never again when its years are over", () => {
    expect(fires("cron(0 0 1 1 ? 2026)", "2026-01-01T00:00Z", 1)).toEqual([]);
  });

  test("never when no month has the day", () => {
    expect(fires("cron(0 0 30 FEB ? *)", "2026-01-01T00:00Z", 1)).toEqual([]);
  });
});

describe("a cron expression in a time zone", () => {
  test("counts days as they are in Seoul", () => {
    expect(fires("cron(0 0 * * ? *)", "2026-02-28T00:00Z", 2, "Asia/Seoul")).toEqual([
      "2026-02-28T15:00Z",
      "2026-03-01T15:00Z",
    ]);
  });

  test("skips a time that does not exist in spring", () => {
    expect(fires("cron(30 2 * * ? *)", "2026-03-07T12:00Z", 1, "America/New_York")).toEqual(["2026-03-09T06:30Z"]);
  });

  test("fires once for a time that exists twice in autumn", () => {
    expect(fires("cron(30 1 * * ? *)", "2026-11-01T00:00Z", 2, "America/New_York")).toEqual([
      "2026-11-01T05:30Z",
      "2026-11-02T06:30Z",
    ]);
  });
});

describe("a rate", () => {
  const anchor = at("2026-03-01T00:00Z");
  test.each([
    ["rate(1 minute)", 60_000],
    ["rate(5 minutes)", 300_000],
    ["rate(12 hours)", 43_200_000],
    ["rate(2 days)", 172_800_000],
  ])("%s fires every %d ms from its anchor", (expression, everyMs) => {
    const schedule = parseSchedule(expression);
    expect(nextFire(schedule, anchor, anchor)).toBe(anchor + everyMs);
    expect(nextFire(schedule, anchor + everyMs - 1, anchor)).toBe(anchor + everyMs);
    expect(nextFire(schedule, anchor + 10.5 * everyMs, anchor)).toBe(anchor + 11 * everyMs);
  });

  test("first fires at its anchor when asked from before it", () => {
    expect(nextFire(parseSchedule("rate(1 hour)"), anchor - 90_000_000, anchor)).toBe(anchor);
  });
});

test("a one-time schedule fires once, on the wall clock of its zone", () => {
  const schedule = parseSchedule("at(2026-03-01T09:00:00)", "Asia/Seoul");
  expect(nextFire(schedule, at("2026-02-28T23:59Z"), 0)).toBe(at("2026-03-01T00:00Z"));
  expect(nextFire(schedule, at("2026-03-01T00:00Z"), 0)).toBeUndefined();
});

describe("an expression that is not valid is refused", () => {
  test.each([
    "",
    "every 5 minutes",
    "rate(0 minutes)",
    "rate(1 minutes)",
    "rate(5 minute)",
    "rate(5 seconds)",
    "rate(-5 minutes)",
    "cron(0 10 * * ?)",
    "cron(0 10 * * * *)",
    "cron(0 10 ? * ? *)",
    "cron(0 10 1 * MON *)",
    "cron(60 10 * * ? *)",
    "cron(0 24 * * ? *)",
    "cron(0 0 0 * ? *)",
    "cron(0 0 * 13 ? *)",
    "cron(0 0 ? * 0 *)",
    "cron(0 0 ? * 8 *)",
    "cron(0 0 ? * MON#6 *)",
    "cron(0 0 ? * FRI-MON *)",
    "cron(0 0 ? * 2/2 *)",
    "cron(0 0 L-3 * ? *)",
    "cron(0/0 0 * * ? *)",
    "cron(0 0 * MARCH ? *)",
    "cron(0 0 * * ? 1969)",
    "cron(, 0 * * ? *)",
    "at(2026-02-30T00:00:00)",
    "at(2026-02-28)",
    "at(2026-02-28T00:00:00Z)",
  ])("%s", (expression) => {
    expect(() => parseSchedule(expression)).toThrow(InvalidSchedule);
  });

  test("and so is an unknown time zone", () => {
    expect(() => parseSchedule("rate(1 day)", "Asia/Gangnam")).toThrow(/unknown time zone "Asia\/Gangnam"/);
  });
});
