import { describe, expect, test } from "vitest";
import type { Contradiction } from "../../../domain/outcomes/contradiction.ts";
import { findContradictions } from "../../../domain/outcomes/contradictions.ts";
import {
  type Figure,
  type FigureTable,
  type LedgerStatement,
  ledgerStatement,
} from "../../../domain/outcomes/statement.ts";
import { districtReport, foundationReport } from "../../fixtures/published-reports.ts";

const toLine = ({ rule, line, measure, period, stated, against }: Contradiction) =>
  `${rule} · ${line} ${measure} ${period} · ${stated.value} ${stated.place} · ${against.value} ${against.place}`;

describe("published reports", () => {
  test.each([...foundationReport, districtReport])("$source is a statement that an event can carry", (statement) => {
    expect(ledgerStatement.safeParse(statement).error).toBeUndefined();
  });

  /** Each of them was found by hand in the report as well. */
  test("the foundation's contradicts itself in these figures and in no other of its 250", () => {
    expect(findContradictions(foundationReport).map(toLine).sort()).toEqual(
      [
        // 사회공헌일자리: 3,415 people in the summary, 3,678 on the page, and 113 % both times.
        "stated-differently · civic-roles actual 2023 · 3678 civic-roles · 3415 summary",
        "rate-differs · civic-roles rate 2023 · 113 summary · 105.5 (3415) / (3238)",
        // 40대: 2,091 of 800.
        "rate-differs · forties rate 2023 · 382 summary · 261.4 (2091) / (800)",
        "rate-differs · volunteers rate 2023 · 103 summary · 102 (1061) / (1040)",
        // What is needed, and the budget lines below it.
        "total-differs-from-parts · volunteers budget-needed 2023 · 205345 programme-page · 160390 143390 + 17000",
        "total-differs-from-parts · startup budget-needed 2023 · 286004 programme-page · 328198 162194 + 166004",
        // The line of all spending stands twice in the appendix.
        "stated-differently · all budget-spent 2023 · 23387991 appendix-first-page · 21144768 appendix-second-page",
        "stated-differently · research-projects budget-spent 2023 · 191902 programme-page · 183589 appendix",
        // Set so that the shares add up to 100.
        "rate-differs · field-management share 2023 · 14 budget-page · 13.9 (3936695) / (28318280)",
      ].sort(),
    );
    const figures = foundationReport.reduce((count, statement) => count + statement.figures.length, 0);
    expect(figures).toBe(250);
  });

  test("중구's contradicts itself in these figures and in no other", () => {
    const term = "2022_to_2026";
    expect(findContradictions([districtReport]).map(toLine).sort()).toEqual(
      [
        `total-differs-from-parts · certificate-courses programmes ${term} · 52 results · 53 3 + 13 + 16 + 21`,
        `total-differs-from-parts · certificate-courses participants ${term} · 791 results · 835 138 + 208 + 225 + 264`,
        "columns-shifted · certificate-courses budget-set 2022 · 119 money · 20 119 = 20 + 50 + 30 + 19",
        `total-differs-from-parts · certificate-courses-own budget-set ${term} · 105 money · 119 20 + 50 + 30 + 19`,
        `total-differs-from-parts · certificate-courses budget-spent ${term} · 107 money · 95 8 + 50 + 30 + 7`,
        `total-differs-from-parts · certificate-courses-own budget-spent ${term} · 93 money · 95 8 + 50 + 30 + 7`,
      ].sort(),
    );
  });

  test("69.3 % is 52 of what is promised for all five years, and would be wrong as a rate up to now", () => {
    const completion = districtReport.figures.find(({ measure }) => measure === "completion");
    if (completion?.of === undefined) throw new Error("the report states a completion");
    const soFar = { ...completion, of: { ...completion.of, whole: completion.of.whole.slice(0, 4) } };
    const asRateSoFar = {
      ...districtReport,
      figures: districtReport.figures.map((one) => (one === completion ? soFar : one)),
    };
    const added = findContradictions([asRateSoFar]).filter(({ measure }) => measure === "completion");
    expect(added.map(toLine)).toEqual([
      "rate-differs · certificate-courses completion 2022_to_2026 · 69.3 goals · 102 (52) / (3 + 12 + 16 + 20)",
    ]);
  });
});

function aStatement(figures: readonly Figure[], more: Partial<LedgerStatement> = {}): LedgerStatement {
  return {
    center: "west",
    source: "report",
    basis: "report",
    period: "2026",
    revision: 1,
    figures: [...figures],
    ...more,
  };
}

const aFigure = (fields: Partial<Figure> = {}): Figure => ({
  place: "a",
  line: "x",
  measure: "actual",
  value: 10,
  ...fields,
});
const rulesOf = (...statements: readonly LedgerStatement[]) => findContradictions(statements).map(({ rule }) => rule);

describe("each rule", () => {
  test.each([
    ["people, exactly", "participants", 30, []],
    ["people, one off", "participants", 31, ["total-differs-from-parts"]],
    ["rounded money, one off", "budget-set", 31, []],
    ["rounded money, two off", "budget-set", 32, ["total-differs-from-parts"]],
  ] as const)("a total of %s", (_, measure, value, rules) => {
    const parts = [10, 20].map((part, at) => aFigure({ id: `p-${at}`, line: `p-${at}`, measure, value: part }));
    expect(rulesOf(aStatement([aFigure({ measure, value, parts: ["p-0", "p-1"] }), ...parts]))).toEqual(rules);
  });

  test.each([
    // 1,061 of 1,040 is 102.019…, 10,028 of 11,200 is 89.535…, 3,678 of 3,238 is 113.588…
    [1_061, 1_040, 102, undefined, true],
    [1_061, 1_040, 103, undefined, false],
    [1_061, 1_040, 102, 1, true],
    [10_028, 11_200, 90, undefined, true],
    [10_028, 11_200, 89, undefined, true],
    [10_028, 11_200, 88, undefined, false],
    [10_028, 11_200, 89.5, undefined, true],
    [10_028, 11_200, 89.6, undefined, false],
    [3_678, 3_238, 113, undefined, true],
    [3_678, 3_238, 114, undefined, true],
    [3_678, 3_238, 113.59, undefined, true],
    [2_091, 800, 382, undefined, false],
    [2_091, 800, 261, undefined, true],
    [52, 75, 69.3, undefined, true],
  ])("a rate of %i of %i printed as %d with %s decimals holds: %s", (actual, target, value, decimals, holds) => {
    const rate = aFigure({ measure: "rate", value, ...(decimals === undefined ? {} : { decimals }) });
    const figures = [aFigure({ value: actual }), aFigure({ measure: "target", value: target }), rate];
    expect(rulesOf(aStatement(figures))).toEqual(holds ? [] : ["rate-differs"]);
  });

  test("money in thousands is that in won, rounded; a total of n rounded rows may be off by half as many thousands", () => {
    const money = (value: number, more: Partial<Figure> = {}) => aFigure({ measure: "budget-set", value, ...more });
    const thousands = (...figures: Figure[]) => aStatement(figures, { source: "thousands", unit: 1_000 });
    const won = (value: number) => aStatement([money(value)], { source: "won", unit: 1 });
    expect(rulesOf(thousands(money(350)), won(350_400))).toEqual([]);
    expect(rulesOf(thousands(money(350)), won(352_000))).toEqual(["stated-differently"]);
    const rows = [10, 10, 10, 10].map((value, at) => money(value, { id: `r-${at}`, line: `r-${at}` }));
    const total = (value: number) => money(value, { parts: rows.flatMap(({ id }) => id ?? []) });
    expect(rulesOf(thousands(total(42), ...rows))).toEqual([]);
    expect(rulesOf(thousands(total(43), ...rows))).toEqual(["total-differs-from-parts"]);
    expect(ledgerStatement.safeParse(aStatement([money(1_000_000_000_000)], { unit: 100_000_000 })).success).toBe(
      false,
    );
  });

  test("halves can't come to more than their year, nor spending to more than what was set, nor hires than participants", () => {
    const halves = ["2026-H1", "2026-H2"].map((period) => aFigure({ period, value: 50 }));
    expect(rulesOf(aStatement([aFigure({ period: "2026", value: 60 }), ...halves]))).toEqual(["parts-above-whole"]);
    expect(rulesOf(aStatement([aFigure({ period: "2026", value: 100 }), ...halves]))).toEqual([]);
    for (const [part, whole] of [
      ["budget-spent", "budget-set"],
      ["hires", "participants"],
    ] as const) {
      const of = (value: number) => [aFigure({ measure: part, value }), aFigure({ measure: whole, value: 50 })];
      expect(rulesOf(aStatement(of(60)))).toEqual(["above-its-bound"]);
      expect(rulesOf(aStatement(of(50)))).toEqual([]);
    }
  });

  test("a rate of which nothing is stated can't be wrong", () => {
    expect(rulesOf(aStatement([aFigure({ measure: "rate", value: 113 })]))).toEqual([]);
  });

  test("a completion is of all targets of its term", () => {
    const years = ["2025", "2026", "2027"].map((period) => aFigure({ measure: "target", period, value: 10 }));
    const done = ["2025", "2026"].map((period) => aFigure({ period, value: 9 }));
    const completion = (value: number) => aFigure({ measure: "completion", value });
    const term = { period: "2025_to_2027" };
    expect(rulesOf(aStatement([...years, ...done, completion(60)], term))).toEqual([]);
    expect(rulesOf(aStatement([...years, ...done, completion(90)], term))).toEqual(["rate-differs"]);
  });

  test("a completion is of a table's years, and not of its total too", () => {
    const goals: FigureTable = {
      place: "goals",
      columns: ["total", "2022", "2023", "2024", "2025", "2026"],
      rows: [{ id: "goal", line: "x", measure: "target", cells: [75, 3, 12, 16, 20, 24] }],
    };
    const term = { period: "2022_to_2026", tables: [goals] };
    const done = aFigure({ value: 52 });
    expect(rulesOf(aStatement([done, aFigure({ measure: "completion", value: 69.3 })], term))).toEqual([]);
    expect(rulesOf(aStatement([done, aFigure({ measure: "completion", value: 34.7 })], term))).toEqual([
      "rate-differs",
    ]);
    const half = aFigure({ measure: "target", period: "2026-H1", value: 10 });
    const withHalf = [done, half, aFigure({ measure: "completion", value: 69.3 })];
    expect(rulesOf(aStatement(withHalf, term))).toEqual([]);
  });

  test("a figure in two places, or in two sources, is held against itself; of another period, line or measure it isn't", () => {
    const other = aFigure({ place: "b", value: 11 });
    expect(rulesOf(aStatement([aFigure(), other]))).toEqual(["stated-differently"]);
    expect(rulesOf(aStatement([aFigure()]), aStatement([other], { source: "another" }))).toEqual([
      "stated-differently",
    ]);
    for (const fields of [{ period: "2025" }, { line: "y" }, { measure: "participants" }] as const) {
      expect(rulesOf(aStatement([aFigure(), { ...other, ...fields }]))).toEqual([]);
    }
  });

  test("a figure in three places with two values is one contradiction", () => {
    const figures = [10, 11, 11].map((value, at) => aFigure({ place: `place-${at}`, value }));
    expect(rulesOf(aStatement(figures))).toEqual(["stated-differently"]);
  });
});

describe("a table", () => {
  const aTable = (columns: readonly string[], ...rows: readonly (readonly (number | null)[])[]): FigureTable => ({
    place: "table",
    columns: [...columns],
    rows: rows.map((cells, at) => ({ id: `row-${at}`, line: `line-${at}`, measure: "budget-set", cells: [...cells] })),
  });
  const YEARS = ["total", "2023", "2024", "2025"];

  test.each([
    ["as it should be", [[60, 10, 20, 30]], []],
    ["with a wrong total", [[70, 10, 20, 30]], ["total-differs-from-parts"]],
    ["with shifted columns", [[null, 50, 20, 30]], ["columns-shifted"]],
    [
      "with shifted columns and a wrong total in another row",
      [
        [null, 50, 20, 30],
        [null, 60, 20, 30],
      ],
      ["columns-shifted", "total-differs-from-parts"],
    ],
    ["without a total", [[null, 50, 20, 31]], []],
    ["with a cell that is empty", [[null, 50, 50, null]], []],
    ["of nothing", [[null, 0, 0, 0]], []],
  ] as const)("%s", (_, rows, rules) => {
    const statement = aStatement([], { period: "2023_to_2025", tables: [aTable(YEARS, ...rows)] });
    expect(ledgerStatement.safeParse(statement).error).toBeUndefined();
    expect(rulesOf(statement)).toEqual(rules);
  });

  test("whose first year happens to be the sum of the others isn't shifted where it has no column for totals", () => {
    const table = aTable(["2023", "2024", "2025"], [50, 20, 30]);
    expect(rulesOf(aStatement([], { period: "2023_to_2025", tables: [table] }))).toEqual([]);
  });
});

describe("a statement", () => {
  test.each([
    ["of nobody", { center: undefined }],
    ["of a center and a programme", { programmeId: "p" }],
    ["that says nothing", { figures: [] }],
    ["with a total of what isn't there", { figures: [aFigure({ parts: ["nowhere"] })] }],
    ["with two figures of one id", { figures: [aFigure({ id: "a" }), aFigure({ id: "a", line: "y" })] }],
    ["with half a person", { figures: [aFigure({ value: 0.5 })] }],
    ["with a rate that is a sum", { figures: [aFigure({ id: "a" }), aFigure({ measure: "rate", parts: ["a"] })] }],
    ["with a share of nothing", { figures: [aFigure({ measure: "share" })] }],
    ["of a period that ends before it begins", { period: "2026_to_2022" }],
    ["of no period", { period: "2026-13" }],
    ["with a telephone number for a line", { figures: [aFigure({ line: "010-1234-5678" })] }],
  ])("%s is refused", (_, fields) => {
    expect(ledgerStatement.safeParse({ ...aStatement([aFigure()]), ...fields }).success).toBe(false);
    expect(ledgerStatement.safeParse(aStatement([aFigure()])).success).toBe(true);
  });
});
