import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import type { Grades } from "./metrics.ts";

/** A set that can't be measured as it is: the message names the file and, where there is one, the line. */
export class UnusableSet extends Error {
  override readonly name = "UnusableSet";
}

function readText(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), "utf8");
  } catch (cause) {
    throw new UnusableSet(`${file} can't be read in ${folder}`, { cause });
  }
}

/** Rows of tab-separated fields, each as wide as `width`; a quote is a character like any other. */
function parseRows(folder: string, file: string, width: number): string[][] {
  let rows: string[][];
  try {
    rows = parse(readText(folder, file), { delimiter: "\t", quote: false, skip_empty_lines: true, bom: true });
  } catch (cause) {
    if (cause instanceof UnusableSet) throw cause;
    throw new UnusableSet(`${file} is no table: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  const wrong = rows.findIndex((row) => row.length !== width);
  if (wrong !== -1) throw new UnusableSet(`${file}:${wrong + 1} has ${rows[wrong]?.length} fields and not ${width}`);
  return rows;
}

/** Rows below a header that must name exactly these columns in this order. */
export function readTable<C extends string>(
  folder: string,
  file: string,
  columns: readonly C[],
): readonly Readonly<Record<C, string>>[] {
  const [header, ...rows] = parseRows(folder, file, columns.length);
  if (header?.join() !== columns.join()) {
    throw new UnusableSet(`${file} has the columns ${header?.join(", ") ?? "(none)"} and not ${columns.join(", ")}`);
  }
  return rows.map((row) => {
    const fields = columns.map((column, index) => [column, row[index] ?? ""] as const);
    return Object.fromEntries(fields) as Record<C, string>;
  });
}

/** The ids in a column, refusing an empty one and one that stands twice. Rows start on line 2, below the header. */
export function uniqueIds<C extends string>(
  file: string,
  rows: readonly Readonly<Record<C, string>>[],
  column: C,
): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const [index, { [column]: id }] of rows.entries()) {
    if (id === "") throw new UnusableSet(`${file}:${index + 2} has no ${column}`);
    if (seen.has(id)) throw new UnusableSet(`${file}:${index + 2} has ${id} again`);
    seen.add(id);
  }
  return seen;
}

function unknownId(file: string, line: number, id: string): UnusableSet {
  return new UnusableSet(`${file}:${line} names ${id}, which the set doesn't have`);
}

/** Refuses a reference to what isn't among the ids known. */
export function requireKnown<C extends string>(
  file: string,
  rows: readonly Readonly<Record<C, string>>[],
  column: C,
  known: ReadonlySet<string>,
): void {
  for (const [index, { [column]: id }] of rows.entries()) if (!known.has(id)) throw unknownId(file, index + 2, id);
}

/** Labels as TREC writes them, without a header: query, 0, candidate, grade. Grades by candidate, by query. Without any there is no figure. */
export function readLabels(
  folder: string,
  file: string,
  queries: ReadonlySet<string>,
  candidates: ReadonlySet<string>,
): ReadonlyMap<string, Grades> {
  const labels = new Map<string, Map<string, number>>();
  for (const [index, [query = "", , candidate = "", grade = ""]] of parseRows(folder, file, 4).entries()) {
    const unknown = queries.has(query) ? (candidates.has(candidate) ? undefined : candidate) : query;
    if (unknown !== undefined) throw unknownId(file, index + 1, unknown);
    if (!/^\d+$/.test(grade))
      throw new UnusableSet(`${file}:${index + 1} has the grade ${grade}, which is no whole number`);
    const grades = labels.get(query) ?? new Map<string, number>();
    if (grades.has(candidate)) throw new UnusableSet(`${file}:${index + 1} has ${query} and ${candidate} again`);
    labels.set(query, grades.set(candidate, Number(grade)));
  }
  if (labels.size === 0) throw new UnusableSet(`${file} has no labels`);
  const isAnyRelevant = Array.from(labels.values()).some((grades) =>
    Array.from(grades.values()).some((grade) => grade > 0),
  );
  if (!isAnyRelevant) throw new UnusableSet(`${file} has no grade above 0, so there is nothing to measure`);
  return labels;
}
