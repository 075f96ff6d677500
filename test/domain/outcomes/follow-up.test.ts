import { describe, expect, test } from "vitest";
import {
  addMonths,
  type FollowUp,
  type FollowUpResult,
  followUpsOf,
  isAsked,
  takeFollowUpResult,
} from "../../../domain/outcomes/follow-up.ts";

const HIRE = { applicantId: "a", openingId: "o", hiredOn: "2026-11-30", causeId: "cause" };

function aResult(fields: Partial<FollowUpResult> = {}): FollowUpResult {
  return { revision: 1, result: "employed", on: "2027-03-02", ...fields };
}

describe("calendar months after a day", () => {
  test.each([
    ["2026-11-30", 3, "2027-02-28"],
    ["2027-11-30", 3, "2028-02-29"],
    ["2026-11-29", 3, "2027-02-28"],
    ["2026-08-31", 3, "2026-11-30"],
    ["2026-12-31", 6, "2027-06-30"],
    ["2026-10-15", 3, "2027-01-15"],
    ["2028-02-29", 12, "2029-02-28"],
    ["2028-02-29", 24, "2030-02-28"],
    ["2028-02-29", 36, "2031-02-28"],
    ["2024-02-29", 48, "2028-02-29"],
    ["2026-02-28", 6, "2026-08-28"],
    ["2026-12-01", 36, "2029-12-01"],
    ["1999-11-30", 3, "2000-02-29"],
    ["2099-11-30", 3, "2100-02-28"],
  ])("%s and %i months is %s", (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected);
  });
});

describe("follow-ups of a hire", () => {
  test("are five, due 3, 6, 12, 24 and 36 months after it", () => {
    expect(followUpsOf(HIRE).map(({ months, dueOn }) => `${months} ${dueOn}`)).toEqual([
      "3 2027-02-28",
      "6 2027-05-30",
      "12 2027-11-30",
      "24 2028-11-30",
      "36 2029-11-30",
    ]);
  });

  const closed = (months: number, ...results: FollowUpResult[]): FollowUp[] =>
    followUpsOf(HIRE).map((one) => (one.months === months ? { ...one, results } : one));
  const asked = (all: readonly FollowUp[]) => all.filter((one) => isAsked(one, all)).map(({ months }) => months);

  test("are asked until they are closed, and no more once the person is known to have left", () => {
    expect(asked(followUpsOf(HIRE))).toEqual([3, 6, 12, 24, 36]);
    expect(asked(closed(3, aResult()))).toEqual([6, 12, 24, 36]);
    expect(asked(closed(6, aResult({ result: "not-reached" })))).toEqual([3, 12, 24, 36]);
    expect(asked(closed(6, aResult({ result: "left" })))).toEqual([3]);
  });

  test("go by the correction of a result, not by the result", () => {
    const corrected = aResult({ revision: 2, result: "employed" });
    expect(asked(closed(3, aResult({ result: "left" }), corrected))).toEqual([6, 12, 24, 36]);
  });
});

describe("a result", () => {
  const [followUp] = followUpsOf(HIRE);
  if (followUp === undefined) throw new Error("a hire has follow-ups");

  test("is the same whatever order the revisions arrive in", () => {
    const [first, second] = [aResult(), aResult({ revision: 2, result: "left" })];
    for (const order of [
      [first, second],
      [second, first],
      [second, first, second],
    ]) {
      let results: readonly FollowUpResult[] = [];
      for (const wish of order) {
        const taken = takeFollowUpResult({ ...followUp, results }, wish);
        if (taken.kind === "recorded") results = taken.results;
      }
      expect(results).toEqual([first, second]);
    }
  });

  test("may come before its day, but not before the hire", () => {
    expect(takeFollowUpResult(followUp, aResult({ on: "2026-11-30" })).kind).toBe("recorded");
    expect(takeFollowUpResult(followUp, aResult({ on: "2026-11-29" }))).toMatchObject({
      refusal: { code: "DATES_OUT_OF_ORDER", path: "/on" },
    });
  });

  test.each([{ result: "left" }, { satisfaction: 4 }, { on: "2027-03-03" }] as const)(
    "with %j under a revision that is there is a conflict",
    (other) => {
      expect(takeFollowUpResult({ ...followUp, results: [aResult()] }, aResult(other))).toMatchObject({
        refusal: { code: "REVISION_CONFLICT", path: "/revision" },
      });
    },
  );
});
