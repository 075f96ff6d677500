import type { Contradiction } from "./contradiction.ts";
import { cellId, type Figure, type FigureTable, type LedgerStatement, TOTAL_COLUMN } from "./statement.ts";

type Row = FigureTable["rows"][number];

/**
 * The figures of a printed table. Where the table has a column for totals whose cells are empty, and the first figure of a row is the sum of all the
 * others, the figures stand one column too far to the right: that is a contradiction, and all rows are read as they were meant, so that their
 * totals can be held against them. A total is that of all the periods stated.
 */
export function toFigures(
  table: FigureTable,
  { source, period }: Pick<LedgerStatement, "source" | "period">,
): { readonly figures: readonly Figure[]; readonly contradictions: readonly Contradiction[] } {
  const { place, columns, rows } = table;
  const shifted = rows.find((row) => isShifted(columns, row));
  const figures = rows.flatMap((row) => figuresOf(row, columns, place, shifted !== undefined));
  if (shifted === undefined) return { figures, contradictions: [] };
  const [first, ...others] = periodCells(shifted, columns);
  const contradiction: Contradiction = {
    rule: "columns-shifted",
    line: shifted.line,
    measure: shifted.measure,
    period: first?.column ?? period,
    stated: { value: first?.value ?? 0, source, place },
    against: {
      value: others[0]?.value ?? 0,
      source,
      place: `${first?.value} = ${others.map(({ value }) => value).join(" + ")}`,
    },
  };
  return { figures, contradictions: [contradiction] };
}

/** Least periods after the first for a shift to be told from chance: two figures that happen to be equal are no sum. */
const OTHERS_MIN = 2;

function isShifted(columns: readonly string[], row: Row): boolean {
  if (columns[0] !== TOTAL_COLUMN || row.cells.some((cell, at) => (cell === null) !== (at === 0))) return false;
  const [first, ...others] = periodCells(row, columns);
  return first !== undefined && others.length >= OTHERS_MIN && first.value > 0 && first.value === sum(others);
}

function periodCells({ cells }: Row, columns: readonly string[]) {
  return columns.flatMap((column, at) => {
    const value = cells[at];
    return column === TOTAL_COLUMN || value === null || value === undefined ? [] : [{ column, value }];
  });
}

function sum(cells: readonly { readonly value: number }[]): number {
  return cells.reduce((total, { value }) => total + value, 0);
}

function figuresOf(row: Row, columns: readonly string[], place: string, isMoved: boolean): Figure[] {
  const { id, line, measure } = row;
  const cells = isMoved ? [...row.cells.slice(1), null] : row.cells;
  const periods = periodCells({ ...row, cells }, columns).map(
    ({ column, value }): Figure => ({ id: cellId(id, column), place, line, measure, period: column, value }),
  );
  const total = cells[columns.indexOf(TOTAL_COLUMN)];
  if (total === null || total === undefined) return periods;
  const parts = periods.flatMap((figure) => figure.id ?? []);
  return [{ id, place, line, measure, value: total, ...(parts.length === 0 ? {} : { parts }) }, ...periods];
}
