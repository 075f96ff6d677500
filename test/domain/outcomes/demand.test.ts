import { expect, test } from "vitest";
import { drawUp } from "../../../domain/outcomes/account.ts";
import { demandGaps, demandOf } from "../../../domain/outcomes/demand.ts";
import type { LedgerStatement } from "../../../domain/outcomes/statement.ts";
import { aCourse } from "../../fixtures/bodies.ts";

const DAY = "2026-11-21";

const aSurvey = (figures: Record<string, number>): LedgerStatement => ({
  center: "downtown",
  source: "demand-survey",
  basis: "books",
  period: "2026",
  revision: 1,
  figures: Object.entries(figures).map(([line, value]) => ({ place: line, line, measure: "demand", value })),
});

test("what is wanted and not offered comes first, by the seats that open courses say they have", () => {
  const demand = demandOf([
    aSurvey({ "barista-2": 30, spreadsheets: 12 }),
    aSurvey({ "flower-tea-sommelier": 9, spreadsheets: 8 }),
  ]);
  const teaches = [{ competency: "spreadsheets", level: 2 }];
  const courses = [
    aCourse({ educationalCredentialAwarded: ["barista-2"], remainingAttendeeCapacity: 25 }),
    aCourse({ openingId: "full", teaches, remainingAttendeeCapacity: 0 }),
    aCourse({ openingId: "unsaid", teaches }),
    aCourse({ openingId: "over", teaches, remainingAttendeeCapacity: 50, validThrough: "2026-11-20" }),
  ];
  expect(demandGaps(demand, courses, DAY)).toEqual([
    { code: "spreadsheets", wanted: 20, courses: 2, seats: 0, missing: 20 },
    { code: "flower-tea-sommelier", wanted: 9, courses: 0, seats: 0, missing: 9 },
    { code: "barista-2", wanted: 30, courses: 1, seats: 25, missing: 5 },
  ]);
});

test("what is wanted is no line of an account", () => {
  expect(drawUp({ period: "2026", statements: [aSurvey({ "barista-2": 30 })], facts: [] }).lines).toEqual([]);
});
