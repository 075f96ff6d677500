import { type RelationKind, type RelationTable, relationKinds } from "./relatedness.ts";

/** Up to here a square table costs at most 4.5 MB, and one load per lookup beats a search several times over. */
const SQUARE_TABLE_COMPETENCIES_MAX = 1_500;

/** Relatedness of two competencies by their numbers, over a table of rows: 10 000 for one and itself, 0 for strangers. */
export function relatednessOver(table: RelationTable, count: number): (a: number, b: number) => number {
  return count > SQUARE_TABLE_COMPETENCIES_MAX ? bySearch(table) : bySquare(table, count);
}

/** Place of a relation in the table, found by halving the row: seven steps in a row of a hundred; undefined when there is none. */
function placeOf({ start, other }: RelationTable, a: number, b: number): number | undefined {
  let low = start[a] ?? 0;
  let high = start[a + 1] ?? 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((other[middle] ?? 0) < b) low = middle + 1;
    else high = middle;
  }
  return low < (start[a + 1] ?? 0) && other[low] === b ? low : undefined;
}

/** Bits a row is signed with: rows of a hundred relations leave nine of ten strangers unsearched for, at 128 bytes a competency. */
const SIGNATURE_BITS = 1_024;
const SIGNATURE_WORDS = SIGNATURE_BITS / 32;

/** One bit for every number in a row, modulo the bits there are: most pairs are strangers and one look says so. */
function signaturesOf({ start, other }: RelationTable): Uint32Array {
  const words = new Uint32Array(start.length * SIGNATURE_WORDS);
  for (let a = 0; a + 1 < start.length; a++) {
    for (let i = start[a] ?? 0; i < (start[a + 1] ?? 0); i++) {
      const bit = (other[i] ?? 0) % SIGNATURE_BITS;
      const word = a * SIGNATURE_WORDS + (bit >>> 5);
      words[word] = (words[word] ?? 0) | (1 << (bit & 31));
    }
  }
  return words;
}

function bySearch(table: RelationTable): (a: number, b: number) => number {
  const signatures = signaturesOf(table);
  return (a, b) => {
    if (a === b) return 10_000;
    const bit = b % SIGNATURE_BITS;
    if (((signatures[a * SIGNATURE_WORDS + (bit >>> 5)] ?? 0) & (1 << (bit & 31))) === 0) return 0;
    const place = placeOf(table, a, b);
    return place === undefined ? 0 : (table.bp[place] ?? 0);
  };
}

/** What relates two competencies; undefined for strangers, and for one and itself. */
export function relationKindOf(table: RelationTable, a: number, b: number): RelationKind | undefined {
  const place = placeOf(table, a, b);
  return place === undefined ? undefined : relationKinds[table.kind[place] ?? 0];
}

function bySquare({ start, other, bp }: RelationTable, count: number): (a: number, b: number) => number {
  const width = count + 1;
  const square = new Uint16Array(width * width);
  for (let a = 0; a < width; a++) {
    for (let i = start[a] ?? 0; i < (start[a + 1] ?? 0); i++) square[a * width + (other[i] ?? 0)] = bp[i] ?? 0;
    square[a * width + a] = 10_000;
  }
  return (a, b) => square[a * width + b] ?? 0;
}

/** One row for showing: strongest first, of equals the lower number. */
export function strongestOf(
  { start, other, bp }: RelationTable,
  number: number,
): readonly { readonly number: number; readonly bp: number }[] {
  const from = start[number] ?? 0;
  const others = other.subarray(from, start[number + 1] ?? from);
  return Array.from(others, (to, i) => ({ number: to, bp: bp[from + i] ?? 0 })).sort(
    (a, b) => b.bp - a.bp || a.number - b.number,
  );
}
