import { describe, expect, test } from "vitest";
import { drawUp } from "../../../domain/outcomes/account.ts";
import type { LedgerFact } from "../../../domain/outcomes/ledger-fact.ts";

const aSurvey = (id: string, score: number, fields: Partial<LedgerFact> = {}): LedgerFact => ({
  factId: id,
  measure: "surveyed",
  center: "west",
  on: "2026-05-20",
  programmeId: "jung-gu-skills",
  score,
  ...fields,
});

describe("what people thought", () => {
  test("is counted and averaged by programme and by course, rounded half up to a hundredth", () => {
    const facts = [
      aSurvey("1", 485, { courseOpeningId: "barista" }),
      aSurvey("2", 500, { courseOpeningId: "barista" }),
      aSurvey("3", 0, { courseOpeningId: "tea" }),
      aSurvey("4", 450),
    ];
    const [line] = drawUp({ period: "2026", statements: [], facts }).lines;
    expect(line).toMatchObject({
      line: "jung-gu-skills",
      satisfaction: { surveys: 4, meanHundredths: 359 },
      courses: [
        { courseOpeningId: "barista", surveys: 2, meanHundredths: 493 },
        { courseOpeningId: "tea", surveys: 1, meanHundredths: 0 },
      ],
    });
  });

  test("is missing where nobody was asked", () => {
    const { score: _score, ...told } = aSurvey("1", 0);
    const [line] = drawUp({ period: "2026", statements: [], facts: [{ ...told, measure: "told" }] }).lines;
    expect(line?.satisfaction).toBeUndefined();
    expect(line?.courses).toBeUndefined();
  });
});
