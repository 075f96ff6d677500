/**
 * Tables of counts that can be published: small cells are withheld, and so many others with them that no small one can be computed from the totals.
 *
 * A table is rows by columns with totals of both. A cell below the threshold is withheld; zeros too, since a withheld cell must not be told from a
 * zero by being one. Then an attacker is played: whoever has the published cells, knows that counts aren't negative, and knows all totals, can bound each
 * withheld cell. While the bounds of a small cell leave out anything from 0 to the threshold, another cell is withheld that loosens them. Bounds are
 * exact: in a table of two dimensions the most that a cell can grow or shrink is a maximum flow through the other withheld cells (D. Gusfield, "A graph
 * theoretic approach to statistical data security", 1988).
 *
 * The totals of columns and the grand total are never withheld: tables of one export share them, so that nothing is learned from two tables together that
 * isn't learned from each. Whoever makes the tables takes care that these totals are at least the threshold. Totals of rows are cells like any other.
 */

/** Below this a count could be a person whom somebody knows. */
export const SMALL_CELL_BELOW = 5;

/** Rows of counts, all of one length. */
export type Counts = readonly (readonly number[])[];

/** A table with the totals of its rows as the last column and those of its columns as the last row; withheld cells are undefined. */
export type PublishedTable = readonly (readonly (number | undefined)[])[];

/** Counts with the totals of rows as the last column and those of columns as the last row. */
export function withTotals(counts: Counts): number[][] {
  const rows = counts.map((row) => [...row, row.reduce((total, cell) => total + cell, 0)]);
  const columns = rows[0]?.length ?? 1;
  const totals = Array.from({ length: columns }, (_, column) =>
    rows.reduce((total, row) => total + (row[column] ?? 0), 0),
  );
  return [...rows, totals];
}

export function suppress(counts: Counts, threshold = SMALL_CELL_BELOW): PublishedTable {
  const table = withTotals(counts);
  const inner = table.slice(0, -1);
  const totals = table.at(-1) ?? [];
  if (totals.some((total) => total < threshold)) {
    throw new RangeError(`a total of a column is below ${threshold}: put small columns together first`);
  }
  const withheld = inner.map((row) => row.map((cell) => cell < threshold));
  const small = inner.flatMap((row, at) =>
    row.flatMap((cell, column) => (cell < threshold ? [{ row: at, column }] : [])),
  );
  for (;;) {
    const exposed = small.find(
      (cell) => isFirstOfItsSort(inner, withheld, cell.row) && !isProtected(table, withheld, cell, threshold),
    );
    if (exposed === undefined) break;
    const next = cheapest(inner, withheld, exposed);
    if (next === undefined) throw new Error("a small cell is exposed although everything that may be is withheld");
    const row = withheld[next.row];
    if (row !== undefined) row[next.column] = true;
  }
  giveBack(table, withheld);
  return [...inner.map((row, at) => row.map((cell, column) => (withheld[at]?.[column] ? undefined : cell))), totals];
}

/** Shows cells again that could be computed anyway: no other one leans on them. What is small is protected, and never among them. */
function giveBack(table: Counts, withheld: readonly boolean[][]): void {
  for (const [row, cells] of withheld.entries()) {
    for (const [column, is] of cells.entries()) {
      if (!is) continue;
      const { least, most } = boundsOf(table, (r, c) => withheld[r]?.[c] === true, { row, column }, 1);
      if (least === most) cells[column] = false;
    }
  }
}

interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Rows with the same counts and the same cells withheld are as safe as each other; a list with many empty rows is mostly such. */
function isFirstOfItsSort(inner: Counts, withheld: readonly (readonly boolean[])[], row: number): boolean {
  const sortOf = (at: number) => `${inner[at]?.join()} ${withheld[at]?.join()}`;
  const sort = sortOf(row);
  return inner.findIndex((_, at) => sortOf(at) === sort) === row;
}

/** Flows are asked for no more than what protects: few steps each. */
function isProtected(table: Counts, withheld: readonly (readonly boolean[])[], cell: Cell, threshold: number): boolean {
  const { least, most } = boundsOf(table, (row, column) => withheld[row]?.[column] === true, cell, threshold);
  return least === 0 && most >= threshold - 1;
}

/** More than any table holds. */
const UNBOUNDED = 1e12;

/**
 * What somebody can tell of a withheld cell who knows the others: the least and the most that it can be. The table is one with totals, of which the
 * cell is one that isn't in the last row. Bounds further from its value than asked for are given as that far.
 */
export function boundsOf(
  table: Counts,
  isWithheld: (row: number, column: number) => boolean,
  cell: Cell,
  furthest = UNBOUNDED,
): { readonly least: number; readonly most: number } {
  const value = table[cell.row]?.[cell.column] ?? 0;
  const network = new Slack(table, isWithheld, cell);
  // A total of a row counts with the other sign in the network: where it shrinks, its row grows.
  const isTotal = cell.column === (table[cell.row]?.length ?? 0) - 1;
  return isTotal
    ? { least: value - network.grow(Math.min(value, furthest)), most: value + network.shrink(furthest) }
    : { least: value - network.shrink(Math.min(value, furthest)), most: value + network.grow(furthest) };
}

/**
 * By how much withheld cells can change together so that all lines keep their sums. Lines are nodes, withheld cells are edges between their row and their
 * column; a cell that grows carries flow from its row to its column, one that shrinks carries it back, and no further than to zero.
 */
class Slack {
  readonly #rows: number;
  readonly #capacity: number[][];
  readonly #cell: Cell;

  constructor(table: Counts, isWithheld: (row: number, column: number) => boolean, cell: Cell) {
    this.#rows = table.length;
    const columns = table[0]?.length ?? 0;
    const nodes = this.#rows + columns;
    this.#cell = cell;
    this.#capacity = Array.from({ length: nodes }, () => new Array<number>(nodes).fill(0));
    for (const [row, cells] of table.entries()) {
      for (const [column, value] of cells.entries()) {
        if (!isWithheld(row, column) || (row === cell.row && column === cell.column)) continue;
        const isTotal = column === columns - 1;
        const [growing, shrinking] = isTotal ? [value, UNBOUNDED] : [UNBOUNDED, value];
        this.#set(row, this.#rows + column, growing);
        this.#set(this.#rows + column, row, shrinking);
      }
    }
  }

  /** The most that the cell can grow, at most by a limit: what can be led from its column back to its row. */
  grow(limit: number): number {
    return this.#flow(this.#rows + this.#cell.column, this.#cell.row, limit);
  }

  /** The most that the cell can shrink, at most by a limit. */
  shrink(limit: number): number {
    return this.#flow(this.#cell.row, this.#rows + this.#cell.column, limit);
  }

  #set(from: number, to: number, capacity: number): void {
    const row = this.#capacity[from];
    if (row !== undefined) row[to] = capacity;
  }

  /** Maximum flow by shortest augmenting paths (Edmonds and Karp): tables have some dozens of lines. */
  #flow(from: number, to: number, limit: number): number {
    const left = this.#capacity.map((row) => [...row]);
    let total = 0;
    while (total < limit) {
      const path = shortestPath(left, from, to);
      if (path === undefined) break;
      const steps = path.slice(1).map((node, at) => [path[at] ?? from, node] as const);
      const amount = Math.min(limit - total, ...steps.map(([a, b]) => left[a]?.[b] ?? 0));
      for (const [a, b] of steps) {
        add(left, a, b, -amount);
        add(left, b, a, amount);
      }
      total += amount;
    }
    return total;
  }
}

function add(matrix: number[][], from: number, to: number, amount: number): void {
  const row = matrix[from];
  if (row !== undefined) row[to] = (row[to] ?? 0) + amount;
}

function shortestPath(left: readonly (readonly number[])[], from: number, to: number): readonly number[] | undefined {
  const before = new Map<number, number>([[from, from]]);
  const open = [from];
  for (let at = open.shift(); at !== undefined && !before.has(to); at = open.shift()) {
    for (const [next, capacity] of (left[at] ?? []).entries()) {
      if (capacity <= 0 || before.has(next)) continue;
      before.set(next, at);
      open.push(next);
    }
  }
  if (!before.has(to)) return undefined;
  const path = [to];
  for (let node = to; node !== from; ) {
    node = before.get(node) ?? from;
    path.unshift(node);
  }
  return path;
}

/** Totals of rows are worth more to a reader than single cells. */
const TOTAL_COST = 20;

/**
 * The next cell to withhold for an exposed one: of its column first, then of its row, then any; and of those the smallest, since a small count
 * is the least loss. A zero loosens nothing that a larger cell doesn't, and is withheld anyway.
 */
function cheapest(inner: Counts, withheld: readonly (readonly boolean[])[], exposed: Cell): Cell | undefined {
  const last = (inner[0]?.length ?? 1) - 1;
  const open = inner.flatMap((row, at) =>
    row.flatMap((value, column) => {
      if (withheld[at]?.[column]) return [];
      return [{ row: at, column, cost: value * (column === last ? TOTAL_COST : 1) }];
    }),
  );
  const linesOf = [
    open.filter(({ column }) => column === exposed.column && !isCovered(withheld, exposed, "column")),
    open.filter(({ row }) => row === exposed.row && !isCovered(withheld, exposed, "row")),
    open.filter(({ row, column }) => column === exposed.column || row === exposed.row),
    open,
  ];
  const candidates = linesOf.find((line) => line.length > 0) ?? [];
  return candidates.toSorted((a, b) => a.cost - b.cost)[0];
}

/** Whether a line has another withheld cell already. */
function isCovered(withheld: readonly (readonly boolean[])[], { row, column }: Cell, line: "row" | "column"): boolean {
  return line === "row"
    ? (withheld[row] ?? []).some((is, at) => is && at !== column)
    : withheld.some((cells, at) => at !== row && cells[column] === true);
}
