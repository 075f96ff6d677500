import type { ColumnReader, ColumnWriter } from "./columns.ts";
import type { RelationTable } from "./relatedness.ts";

/**
 * Relations as an artifact keeps them. Relatedness is symmetric, so only the half above the diagonal is kept: of each competency, how
 * many relations it has to higher numbers, and of these the step to the next number (seven bits a byte, the highest bit says that more
 * follow), the basis points and the kind. That is under half of the table in memory, which reading makes again in one walk.
 */
const STEP_BITS = 7;
const STEP_MASK = 0x7f;
const MORE_BIT = 0x80;

/** Whether each relation stands at both ends, and alike: half of any other table would not give it back. */
function isSymmetric({ start, other, bp, kind }: RelationTable): boolean {
  // Rows are walked by rising number, and so are the places of any one number in the rows of others.
  const next = start.slice();
  for (let a = 0; a + 1 < start.length; a++) {
    for (let i = start[a] ?? 0; i < (start[a + 1] ?? 0); i++) {
      const b = other[i] ?? 0;
      const back = next[b] ?? 0;
      next[b] = back + 1;
      if (back >= (start[b + 1] ?? 0) || other[back] !== a || bp[back] !== bp[i] || kind[back] !== kind[i])
        return false;
    }
  }
  return true;
}

export function writeRelations(out: ColumnWriter, table: RelationTable): void {
  if (!isSymmetric(table)) throw new RangeError("the relations of an artifact have to be symmetric");
  const { start, other, bp, kind } = table;
  const counts = new Uint16Array(Math.max(0, start.length - 1));
  const steps: number[] = [];
  const kept: number[] = [];
  for (let a = 0; a < counts.length; a++) {
    let before = a;
    for (let i = start[a] ?? 0; i < (start[a + 1] ?? 0); i++) {
      const b = other[i] ?? 0;
      if (b < a) continue;
      for (let step = b - before; ; step >>= STEP_BITS) {
        const isLast = step <= STEP_MASK;
        steps.push(isLast ? step : (step & STEP_MASK) | MORE_BIT);
        if (isLast) break;
      }
      before = b;
      kept.push(i);
      counts[a] = (counts[a] ?? 0) + 1;
    }
  }
  out.numbers(counts);
  out.numbers(Uint8Array.from(steps));
  out.numbers(Uint16Array.from(kept, (i) => bp[i] ?? 0));
  out.numbers(Uint8Array.from(kept, (i) => kind[i] ?? 0));
}

/** The higher end of each kept relation, and the length of every whole row. */
function readSteps(counts: Uint16Array, steps: Uint8Array, kept: number) {
  const others = new Uint16Array(kept);
  const lengths = new Uint32Array(counts.length);
  let at = 0;
  let i = 0;
  for (let a = 0; a < counts.length; a++) {
    const end = i + (counts[a] ?? 0);
    let b = a;
    for (; i < end; i++) {
      let step = 0;
      for (let shift = 0; ; shift += STEP_BITS) {
        const byte = steps[at++] ?? 0;
        step |= (byte & STEP_MASK) << shift;
        if ((byte & MORE_BIT) === 0) break;
      }
      b += step;
      others[i] = b;
      lengths[a] = (lengths[a] ?? 0) + 1;
      lengths[b] = (lengths[b] ?? 0) + 1;
    }
  }
  if (i !== kept || at !== steps.length) throw new RangeError("its relations don't fit");
  return { others, lengths };
}

export function readRelations(from: ColumnReader): RelationTable {
  const [counts, steps, halfBp, halfKind] = [from.u16(), from.bytes(), from.u16(), from.bytes()];
  const { others, lengths } = readSteps(counts, steps, halfBp.length);
  const start = new Uint32Array(counts.length + 1);
  for (let a = 0; a < counts.length; a++) start[a + 1] = (start[a] ?? 0) + (lengths[a] ?? 0);
  const size = start[counts.length] ?? 0;
  const table = { start, other: new Uint16Array(size), bp: new Uint16Array(size), kind: new Uint8Array(size) };
  const next = start.slice();
  const put = (a: number, b: number, i: number): void => {
    const place = next[a] ?? 0;
    next[a] = place + 1;
    table.other[place] = b;
    table.bp[place] = halfBp[i] ?? 0;
    table.kind[place] = halfKind[i] ?? 0;
  };
  // Lower numbers come to a row before its own turn and in rising order, so every row comes out in order.
  let i = 0;
  for (let a = 0; a < counts.length; a++) {
    for (const end = i + (counts[a] ?? 0); i < end; i++) {
      put(a, others[i] ?? 0, i);
      put(others[i] ?? 0, a, i);
    }
  }
  return table;
}
