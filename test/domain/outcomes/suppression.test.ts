import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  ageBandOf,
  type Dimension,
  dimensions,
  endsQuarter,
  furthest,
  lastQuarterEnd,
  OTHER_OUTCOMES,
  type Subject,
  toResearch,
} from "../../../domain/outcomes/research.ts";
import {
  boundsOf,
  type Counts,
  type PublishedTable,
  SMALL_CELL_BELOW,
  suppress,
  withTotals,
} from "../../../domain/outcomes/suppression.ts";

/** Withheld cells of a published table. */
function withheldOf(published: PublishedTable): { row: number; column: number }[] {
  return published.flatMap((cells, row) =>
    cells.flatMap((cell, column) => (cell === undefined ? [{ row, column }] : [])),
  );
}

/**
 * An attacker who knows nothing of how the cells were chosen: tries every way to fill the withheld cells with whole numbers so that all totals hold, and
 * gives the values that each one can take. Only for small tables.
 */
function attack(published: PublishedTable): Map<string, Set<number>> {
  const holes = withheldOf(published);
  const cells = published.map((row) => [...row]);
  const most = Math.max(...(published.at(-1) ?? []).map((total) => total ?? 0));
  const seen = new Map(holes.map(({ row, column }) => [`${row},${column}`, new Set<number>()]));
  const last = published.length - 1;
  const width = published[0]?.length ?? 0;
  const at = (row: number, column: number) => cells[row]?.[column];
  /** Whether a line can still hold: exactly once it is filled, else not over its total. */
  const lineHolds = (parts: readonly (number | undefined)[], total: number | undefined) => {
    const known = parts.reduce<number>((sum, part) => sum + (part ?? 0), 0);
    if (total === undefined) return true;
    return parts.includes(undefined) ? known <= total : known === total;
  };
  const holds = ({ row, column }: { row: number; column: number }) =>
    lineHolds(
      Array.from({ length: width - 1 }, (_, c) => at(row, c)),
      at(row, width - 1),
    ) &&
    lineHolds(
      Array.from({ length: last }, (_, r) => at(r, column)),
      at(last, column),
    );
  const fill = (index: number): void => {
    const hole = holes[index];
    if (hole === undefined) {
      for (const { row, column } of holes) seen.get(`${row},${column}`)?.add(at(row, column) ?? -1);
      return;
    }
    const row = cells[hole.row];
    if (row === undefined) return;
    for (let value = 0; value <= most; value++) {
      row[hole.column] = value;
      if (holds(hole)) fill(index + 1);
    }
    row[hole.column] = undefined;
  };
  fill(0);
  return seen;
}

/** A table whose columns are large enough to be published, and many of whose cells are small. */
const tables = (rowsMax: number, columnsMax: number, cellMax: number) =>
  fc
    .tuple(fc.integer({ min: 1, max: rowsMax }), fc.integer({ min: 1, max: columnsMax }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(fc.nat(cellMax), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    )
    .filter((counts) => (withTotals(counts).at(-1) ?? []).every((total) => total >= SMALL_CELL_BELOW));

describe("withholding", () => {
  test("leaves a table without small cells as it is", () => {
    const counts = [
      [5, 7],
      [12, 5],
    ];
    expect(suppress(counts)).toEqual(withTotals(counts));
  });

  test("takes others along, so that a small cell isn't what its row or its column lacks", () => {
    const published = suppress([
      [3, 20, 30],
      [40, 50, 60],
      [70, 80, 90],
    ]);
    expect(published[0]?.[0]).toBeUndefined();
    const holes = withheldOf(published);
    expect(holes.filter(({ row }) => row === 0).length).toBeGreaterThan(1);
    expect(holes.filter(({ column }) => column === 0).length).toBeGreaterThan(1);
    for (const values of attack(published).values()) expect(values.size).toBeGreaterThan(SMALL_CELL_BELOW - 1);
  });

  test("isn't fooled by two small cells that can only be nothing", () => {
    // Withheld alone, both would be told by their row's total: 20 = 20 + 0 + 0.
    const published = suppress([
      [20, 0, 0],
      [30, 9, 9],
      [30, 8, 8],
    ]);
    const found = attack(published);
    for (const cell of ["0,1", "0,2"])
      expect([...(found.get(cell) ?? [])]).toEqual(expect.arrayContaining([0, 1, 2, 3, 4]));
  });

  test("refuses a table whose column is small itself", () => {
    expect(() => suppress([[2, 20]])).toThrow(RangeError);
  });

  test("leaves every small cell anything from none to the threshold, whoever tries all ways to fill the table in", () => {
    fc.assert(
      fc.property(tables(3, 2, 12), (counts: Counts) => {
        const published = suppress(counts);
        const truth = withTotals(counts);
        const found = attack(published);
        for (const { row, column } of withheldOf(published)) {
          const value = truth[row]?.[column] ?? 0;
          const possible = found.get(`${row},${column}`) ?? new Set();
          expect(possible.has(value)).toBe(true);
          if (value < SMALL_CELL_BELOW) expect([...possible]).toEqual(expect.arrayContaining([0, 1, 2, 3, 4]));
          expect(possible.size).toBeGreaterThan(1);
        }
      }),
      { seed: 20261122, numRuns: 60 },
    );
  });

  test("withholds every small cell, no total of a column, and nothing that isn't true", () => {
    fc.assert(
      fc.property(tables(12, 6, 40), (counts: Counts) => {
        const published = suppress(counts);
        const truth = withTotals(counts);
        for (const [row, cells] of published.entries()) {
          for (const [column, cell] of cells.entries()) {
            const value = truth[row]?.[column] ?? 0;
            if (cell !== undefined) expect(cell).toBe(value);
            if (row < published.length - 1 && value < SMALL_CELL_BELOW) expect(cell).toBeUndefined();
            if (row === published.length - 1) expect(cell).toBe(value);
          }
        }
      }),
      { seed: 20261122, numRuns: 200 },
    );
  });

  test("reckons with bounds that are those of trying all ways", () => {
    fc.assert(
      fc.property(tables(3, 2, 6), fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }), (counts, chosen) => {
        const truth = withTotals(counts);
        const width = truth[0]?.length ?? 0;
        const isWithheld = (row: number, column: number) =>
          row < truth.length - 1 && chosen[row * width + column] === true;
        const published = truth.map((cells, row) =>
          cells.map((cell, column) => (isWithheld(row, column) ? undefined : cell)),
        );
        const found = attack(published);
        for (const cell of withheldOf(published)) {
          const values = [...(found.get(`${cell.row},${cell.column}`) ?? [])];
          expect(boundsOf(truth, isWithheld, cell)).toEqual({ least: Math.min(...values), most: Math.max(...values) });
        }
      }),
      { seed: 20261122, numRuns: 100 },
    );
  });
});

function people(count: number, fields: Partial<Subject> = {}): Subject[] {
  const one: Subject = {
    district: "11440",
    ageBand: "50-59",
    occupationGroup: "5",
    kind: "job",
    outcome: "told",
    ...fields,
  };
  return Array.from({ length: count }, () => one);
}

describe("an export for research", () => {
  test("says nothing of fewer than five people", () => {
    const few = toResearch(people(4));
    expect(few.persons).toBeUndefined();
    expect(few).toEqual(toResearch([]));
    expect(new Set(few.tables.flatMap(({ cells }) => cells.flat()))).toEqual(new Set([undefined]));
    expect(few.tables.map(({ rows }) => rows)).toEqual(toResearch(people(5)).tables.map(({ rows }) => rows));
    expect(toResearch(people(5)).persons).toBe(5);
  });

  test("puts outcomes together that too few people have, so that all totals of outcomes can be told", () => {
    const outcomesOf = (...subjects: Subject[][]) => toResearch(subjects.flat()).outcomes;
    expect(outcomesOf(people(9), people(2, { outcome: "hired" }), people(3, { outcome: "retained" }))).toEqual([
      OTHER_OUTCOMES,
      "told",
    ]);
    expect(outcomesOf(people(9), people(2, { outcome: "hired" }), people(7, { outcome: "applied" }))).toEqual([
      OTHER_OUTCOMES,
      "told",
    ]);
    expect(outcomesOf(people(9), people(6, { outcome: "hired" }))).toEqual(["hired", "told"]);
  });

  test("has the same totals in each of its tables, and no cell in any that is small or tells a small one", () => {
    const subject = fc.record({
      district: fc.constantFrom("11440", "11380", "11410", "11530"),
      ageBand: fc.constantFrom("40-49", "50-59", "60-69"),
      occupationGroup: fc.constantFrom("0", "5"),
      kind: fc.constantFrom("job", "training"),
      outcome: fc.constantFrom("told", "seen", "applied", "hired", "declined"),
    } satisfies Record<Dimension | "outcome", unknown>);
    fc.assert(
      fc.property(fc.array(subject, { minLength: 5, maxLength: 80 }), (subjects) => {
        const found = toResearch(subjects as Subject[]);
        expect(found?.tables.map(({ by }) => by)).toEqual(dimensions);
        expect(new Set(found?.tables.map(({ cells }) => JSON.stringify(cells.at(-1)))).size).toBe(1);
        for (const { rows, cells } of found?.tables ?? []) {
          const counts = rows.map((name) =>
            (found?.outcomes ?? []).map(
              (outcome) =>
                subjects.filter(
                  (one) =>
                    (Object.values(one) as string[]).includes(name) &&
                    columnOf(one.outcome, found?.outcomes) === outcome,
                ).length,
            ),
          );
          const truth = withTotals(counts);
          const isWithheld = (row: number, column: number) => cells[row]?.[column] === undefined;
          for (const cell of withheldOf(cells)) {
            if ((truth[cell.row]?.[cell.column] ?? 0) >= SMALL_CELL_BELOW) continue;
            const { least, most } = boundsOf(truth, isWithheld, cell);
            expect(least).toBe(0);
            expect(most).toBeGreaterThanOrEqual(SMALL_CELL_BELOW - 1);
          }
          for (const row of cells)
            for (const cell of row) if (cell !== undefined) expect(cell).toBeGreaterThanOrEqual(SMALL_CELL_BELOW);
        }
      }),
      { seed: 20261122, numRuns: 60 },
    );
  });

  test("has the same rows whoever is there, so that none tells that it has somebody", () => {
    const alone = ["11380", "11410", "11440", "11500"].flatMap((district) => people(1, { district }));
    const [with4] = toResearch([...people(100, { district: "11680" }), ...alone])?.tables ?? [];
    const [without] = toResearch(people(104, { district: "11680" }))?.tables ?? [];
    if (with4 === undefined || without === undefined) throw new Error("there is no table");
    expect(with4.rows).toEqual(without.rows);
    const truth = withTotals(
      with4.rows.map((row) => [row === "11680" ? 100 : alone.some(({ district }) => district === row) ? 1 : 0]),
    );
    for (const { district } of alone) {
      const row = with4.rows.indexOf(district);
      const bounds = boundsOf(truth, (r, c) => with4.cells[r]?.[c] === undefined, { row, column: 0 });
      expect(bounds.least).toBe(0);
      expect(bounds.most).toBeGreaterThanOrEqual(SMALL_CELL_BELOW - 1);
    }
  });

  test("counts everybody somewhere, also where no list has them", () => {
    const found = toResearch(people(9, { district: "26110", occupationGroup: "x" }));
    for (const { cells } of found?.tables ?? []) expect(cells.at(-1)).toEqual([9, 9]);
    expect(found?.tables[0]?.cells[found.tables[0].rows.indexOf("elsewhere")]).toEqual([undefined, undefined]);
  });

  test.each([
    ["2026-11-22", "2026-09-30"],
    ["2026-10-01", "2026-09-30"],
    ["2026-09-30", "2026-06-30"],
    ["2027-01-01", "2026-12-31"],
  ])("is on %s one of the quarter up to %s", (day, end) => {
    expect(lastQuarterEnd(day)).toBe(end);
    expect(endsQuarter(end)).toBe(true);
  });

  test("counts somebody where the furthest of their recommendations stands", () => {
    const stages = ["told", "declined", "interviewed", "seen"] as const;
    expect(furthest(stages.map((outcome) => ({ outcome })))).toEqual({ outcome: "interviewed" });
  });

  test.each([
    ["1976-11-22", "50-59"],
    ["1976-11-23", "40-49"],
    [undefined, "unknown"],
  ])("puts somebody born %s into %s on 2026-11-22", (birthDate, band) => {
    expect(ageBandOf(birthDate, "2026-11-22")).toBe(band);
  });
});

function columnOf(outcome: string, outcomes: readonly string[] = []): string {
  return outcomes.includes(outcome) ? outcome : OTHER_OUTCOMES;
}
