import type { Row } from "./tables.ts";

/** How one database writes what the others write otherwise. Everything is whole numbers that aren't negative, so quotients round down. */
export interface Dialect {
  quotient(dividend: string, divisor: string): string;
  /** A table of numbers inside a query, as a common table expression. */
  inlineTable(name: string, columns: readonly string[], rows: readonly Row[]): string;
  /** The square root, rounded down. */
  root(value: string): string;
  greatest(...values: readonly string[]): string;
  least(...values: readonly string[]): string;
  /** A join whose sides are read in the order in which they stand, where a database lets itself be told. */
  readonly joinInOrder: string;
  /** By an occupation in a column: how near it is to the opening's, of which `bpByOccupation` holds all. */
  near(column: string, occupation: number, bpByOccupation: readonly number[]): string;
  /** Whether somebody (`c`) holds one of some certificates. */
  holdsAny(certificates: readonly number[]): string;
  /** Columns that carry the competencies held from step to step, with a comma in front; none where they stand in a table of their own. */
  readonly heldColumn: string;
  /** A query for `id, number, level` of what those in a table hold. */
  heldBy(table: string): string;
}

/** A table of numbers inside a query, as rows of values. */
export function inlineRows(name: string, columns: readonly string[], rows: readonly Row[]): string {
  const body =
    rows.length === 0
      ? `SELECT ${columns.map(() => "0").join(", ")} WHERE 1 = 0`
      : `VALUES ${rows.map((row) => `(${row.join(",")})`).join(",")}`;
  return `${name}(${columns.join(", ")}) AS (${body})`;
}

/** Numbers column by column, each as one text to parse instead of as many expressions to plan. */
export function columnTexts(columns: readonly string[], rows: readonly Row[]): string[] {
  return columns.map((_, at) => rows.map((row) => row[at]).join(","));
}

/** A list of numbers for `IN`, never empty. */
export function inList(values: readonly number[]): string {
  return `(${values.length === 0 ? "-1" : values.join(",")})`;
}

/** Whole numbers that multiply beyond four bytes. */
export function wide(value: number | string): string {
  return `CAST(${value} AS BIGINT)`;
}

/** A component of a side: an expression for its credit, below 0 where nothing is known, and its weight. */
export interface CreditColumn {
  readonly name: string;
  readonly credit: string;
  readonly weight: number | string;
}

export function creditColumns(columns: readonly CreditColumn[]): string {
  return columns.map(({ name, credit }) => `${credit} AS ${name}`).join(",\n    ");
}

/** Σ weight × credit over what is known, and Σ weight. */
export function sumsOf(columns: readonly CreditColumn[]): { readonly points: string; readonly weight: string } {
  const sum = (term: (column: CreditColumn) => string) =>
    columns.length === 0
      ? "0"
      : `(${columns.map((column) => `CASE WHEN ${column.name} < 0 THEN 0 ELSE ${term(column)} END`).join(" + ")})`;
  return {
    points: sum(({ name, weight }) => `${weight} * ${name}`),
    weight: sum(({ weight }) => String(weight)),
  };
}
