import { describe, expect, test } from "vitest";
import { type AccountSources, drawUp } from "../../../domain/outcomes/account.ts";
import { type LedgerFact, NO_PROGRAMME } from "../../../domain/outcomes/ledger-fact.ts";
import { includesDay, includesPeriod, ledgerPeriod, yearsOf } from "../../../domain/outcomes/period.ts";
import { percentText, rateTenths } from "../../../domain/outcomes/rate.ts";
import type { Figure, LedgerStatement } from "../../../domain/outcomes/statement.ts";
import { districtReport, foundationReport } from "../../fixtures/published-reports.ts";

let facts = 0;
function aFact(fields: Partial<LedgerFact> = {}): LedgerFact {
  return {
    factId: `f-${++facts}`,
    measure: "hired",
    center: "west",
    on: "2026-05-01",
    programmeId: "x",
    kind: "job",
    ...fields,
  };
}

const aFigure = (fields: Partial<Figure> = {}): Figure => ({
  place: "a",
  line: "x",
  measure: "target",
  value: 10,
  ...fields,
});

function aStatement(figures: readonly Figure[], more: Partial<LedgerStatement> = {}): LedgerStatement {
  return {
    center: "west",
    source: "books",
    basis: "books",
    period: "2026",
    revision: 1,
    figures: [...figures],
    ...more,
  };
}

function account(fields: Partial<AccountSources> = {}) {
  return drawUp({ period: "2026", statements: [], facts: [], ...fields });
}

function lineOf(fields: Partial<AccountSources>) {
  const [line] = account(fields).lines;
  if (line === undefined) throw new Error("the account has no line");
  return line;
}

describe("an account", () => {
  test("counts what was recorded, by measure, and tells work from taking part", () => {
    const measures = ["told", "told", "applied", "interviewed", "retained"] as const;
    const line = lineOf({
      facts: [
        ...measures.map((measure) => aFact({ measure })),
        aFact(),
        aFact({ kind: "internship" }),
        aFact({ kind: "training" }),
        aFact({ measure: "certificate" }),
      ],
    });
    expect(line.counted).toMatchObject({ told: 2, applied: 1, interviewed: 1, hired: 3, retained: 1, certificate: 1 });
    expect([line.hires.value, line.participants.value, line.certificates.value]).toEqual([2, 1, 1]);
  });

  test("sets what was counted against the target, half up to one decimal", () => {
    const line = lineOf({ statements: [aStatement([aFigure({ value: 8 })])], facts: [aFact(), aFact(), aFact()] });
    expect(line).toMatchObject({
      target: { value: 8, basis: "books" },
      actual: { value: 3, basis: "counted" },
      rateTenths: 375,
    });
    expect(percentText(rateTenths(1, 16) ?? 0)).toBe("6.3");
    expect(percentText(rateTenths(2_091, 800) ?? 0)).toBe("261.4");
    expect(rateTenths(1, 0)).toBeUndefined();
  });

  test("goes by what is stated where nothing was counted in the period, and says so", () => {
    const statement = aStatement([aFigure(), aFigure({ measure: "actual", value: 9 })], { basis: "report" });
    expect(lineOf({ statements: [statement] })).toMatchObject({
      actual: { value: 9, basis: "report" },
      rateTenths: 900,
    });
  });

  test("takes the books before a report, the whole period before the sum of its parts, and no part twice", () => {
    const quarters = ["2026-Q1", "2026-Q2", "2026-04"].map((period) => aFigure({ period, value: 3 }));
    const report = aStatement([aFigure({ value: 99 })], { basis: "report", source: "report" });
    expect(lineOf({ statements: [report, aStatement(quarters)] }).target).toEqual({ value: 6, basis: "books" });
    expect(lineOf({ statements: [report, aStatement([...quarters, aFigure({ value: 7 })])] }).target?.value).toBe(7);
  });

  test("keeps to its period and its programme", () => {
    const early = aFact({ on: "2025-12-31" });
    const elsewhere = aFact({ programmeId: "y" });
    const { programmeId: _none, ...free } = aFact();
    expect(account({ facts: [early, elsewhere, free, aFact()] }).lines.map(({ line }) => line)).toEqual([
      NO_PROGRAMME,
      "x",
      "y",
    ]);
    expect(account({ facts: [elsewhere, aFact()], programmeId: "x" }).lines.map(({ line }) => line)).toEqual(["x"]);
    expect(account({ statements: [aStatement([aFigure()], { period: "2025" })] }).lines).toEqual([]);
  });

  test("flags a report that says something else than was counted, and none where nothing of that sort was", () => {
    const reported = (line: string, value: number) =>
      aStatement([aFigure({ line, measure: "actual", value })], { source: line, basis: "report" });
    const { contradictions } = account({
      statements: [reported("x", 2), reported("y", 1), reported("z", 0)],
      facts: [aFact(), aFact({ programmeId: "y", measure: "told" })],
    });
    expect(contradictions.map(({ rule, line, stated, against }) => [rule, line, stated.value, against.value])).toEqual([
      ["differs-from-records", "x", 2, 1],
    ]);
  });

  test("takes nobody's being told for a count of anything else, and the books before nothing counted", () => {
    const books = aStatement([
      aFigure({ measure: "actual", value: 9 }),
      aFigure({ measure: "hires", value: 4 }),
      aFigure({ measure: "certificates", value: 3 }),
    ]);
    const told = { statements: [books], facts: [aFact({ measure: "told" })] };
    expect(lineOf(told)).toMatchObject({
      actual: { value: 9, basis: "books" },
      hires: { value: 4, basis: "books" },
      certificates: { value: 3, basis: "books" },
    });
    expect(account(told).contradictions).toEqual([]);
    expect(lineOf({ facts: [aFact({ measure: "told" })] }).actual).toBeUndefined();
  });

  test("of the foundation's year holds its own figures against each other, and nothing against records of another year", () => {
    const { lines, contradictions } = drawUp({ period: "2023", statements: foundationReport, facts: [aFact()] });
    expect(contradictions).toHaveLength(9);
    expect(lines.find(({ line }) => line === "forties")).toMatchObject({
      target: { value: 800 },
      actual: { value: 2_091, basis: "report" },
      rateTenths: 2_614,
      budgetSet: { value: 350_000 },
      budgetSpent: { value: 150_274 },
      budgetRateTenths: 429,
    });
  });

  test("of a term says how much of all its targets is done: 53 of 75 by the rows of 중구's report", () => {
    const { lines } = drawUp({ period: "2022_to_2026", statements: [districtReport], facts: [] });
    expect(lines.find(({ line }) => line === "certificate-courses")).toMatchObject({
      target: { value: 75 },
      completionTenths: 707,
      certificates: { value: 305 },
      participants: { value: 791 },
      budgetSet: { value: 119 },
      budgetSpent: { value: 107 },
      budgetRateTenths: 899,
    });
  });
});

test("an account of a term finds its completion beside a total of all targets", () => {
  const years = [3, 12, 16, 20, 24].map((value, at) => aFigure({ id: `g-${at}`, period: `${2022 + at}`, value }));
  const total = aFigure({ id: "g", value: 75, parts: years.flatMap(({ id }) => id ?? []) });
  const statement = aStatement([total, ...years, aFigure({ measure: "actual", period: "2025", value: 52 })], {
    period: "2022_to_2026",
  });
  expect(drawUp({ period: "2022_to_2026", statements: [statement], facts: [] }).lines[0]?.completionTenths).toBe(693);
});

test("an account has whoever came to a fair in a line of its own, and not among the placements of its programme", () => {
  const atFair = { kind: "job-fair", apart: "fair" };
  const { lines } = account({ facts: [aFact(), aFact(atFair), aFact(atFair)], programmeId: "x" });
  expect(lines.map(({ line, actual }) => [line, actual?.value])).toEqual([
    ["x", 1],
    ["x_fair", 2],
  ]);
});

describe("a period", () => {
  test.each([
    ["2026", "2026-01-01", true],
    ["2026", "2027-01-01", false],
    ["2026-Q1", "2026-03-31", true],
    ["2026-Q1", "2026-04-01", false],
    ["2026-H2", "2026-07-01", true],
    ["2026-02", "2026-02-28", true],
    ["2026-02", "2026-03-01", false],
    ["2022_to_2026", "2024-06-01", true],
    ["2026-11_to_2027-Q1", "2027-03-31", true],
  ])("%s includes %s: %s", (period, day, is) => {
    expect(ledgerPeriod.safeParse(period).success).toBe(true);
    expect(includesDay(period, day)).toBe(is);
  });

  test("includes the periods that lie in it, and touches years", () => {
    expect(includesPeriod("2026", "2026-Q4")).toBe(true);
    expect(includesPeriod("2026-Q4", "2026")).toBe(false);
    expect(yearsOf("2025-Q4_to_2027")).toEqual([2025, 2026, 2027]);
  });

  test.each(["26", "2026-Q5", "2026-00", "2026_to_2025", "2026-01-01", "2022..2026"])("is not %s", (text) => {
    expect(ledgerPeriod.safeParse(text).success).toBe(false);
  });
});
