/** 10,000 basis points: the cosine of a vector and itself, which rounding may miss by one. */
const FULL_BP = 10_000;

/** A sparse vector: ascending keys (whole numbers) and their whole weights. */
export interface SparseVector {
  readonly keys: readonly number[];
  readonly weights: readonly number[];
}

export function sparseVector(entries: Iterable<readonly [key: number, weight: number]>): SparseVector {
  const sums = new Map<number, number>();
  for (const [key, weight] of entries) sums.set(key, (sums.get(key) ?? 0) + weight);
  const keys = [...sums.keys()].sort((a, b) => a - b);
  return { keys, weights: keys.map((key) => sums.get(key) ?? 0) };
}

export interface Alike {
  readonly other: number;
  /** Cosine in basis points, rounded down. */
  readonly bp: number;
  /** How many keys the two have in common. */
  readonly shared: number;
}

/**
 * Gives, for one vector at a time, its cosine with every vector that shares a key with it. It walks posting lists and so costs what the
 * overlaps cost, not the square of the number of vectors. Sums of whole weights are exact below 2⁵³; the two roots, the product and the
 * quotient are correctly rounded by IEEE 754, so the floor is the same on every machine.
 */
export function cosinesOf(vectors: readonly SparseVector[]): (index: number) => readonly Alike[] {
  const { start, holder, weight } = postingsOf(vectors);
  const roots = Float64Array.from(vectors, ({ weights }) =>
    Math.sqrt(weights.reduce((sum, own) => sum + own * own, 0)),
  );
  const dots = new Float64Array(vectors.length);
  const counts = new Uint32Array(vectors.length);
  const touched = new Uint32Array(vectors.length);
  return (index) => {
    const { keys, weights } = vectors[index] ?? NOTHING;
    let reached = 0;
    for (let k = 0; k < keys.length; k++) {
      const key = keys[k] ?? 0;
      const own = weights[k] ?? 0;
      const end = start[key + 1] ?? 0;
      for (let i = start[key] ?? 0; i < end; i++) {
        const other = holder[i] ?? 0;
        if (counts[other] === 0) touched[reached++] = other;
        dots[other] = (dots[other] ?? 0) + own * (weight[i] ?? 0);
        counts[other] = (counts[other] ?? 0) + 1;
      }
    }
    return Array.from(touched.subarray(0, reached), (other) => {
      const norms = (roots[index] ?? 0) * (roots[other] ?? 0);
      // Keys that every vector has may weigh nothing.
      const bp = norms === 0 ? 0 : Math.min(FULL_BP, Math.floor(((dots[other] ?? 0) * FULL_BP) / norms));
      const shared = counts[other] ?? 0;
      dots[other] = 0;
      counts[other] = 0;
      return { other, bp, shared };
    });
  };
}

const NOTHING: SparseVector = { keys: [], weights: [] };

/** Which vectors hold a key, and by which weight: those of key k lie at start[k] ≤ i < start[k + 1]. */
function postingsOf(vectors: readonly SparseVector[]) {
  const keysEnd = vectors.reduce((end, { keys }) => Math.max(end, (keys.at(-1) ?? -1) + 1), 0);
  const start = new Uint32Array(keysEnd + 2);
  for (const { keys } of vectors) for (const key of keys) start[key + 2] = (start[key + 2] ?? 0) + 1;
  for (let key = 1; key < start.length; key++) start[key] = (start[key] ?? 0) + (start[key - 1] ?? 0);
  const holder = new Uint32Array(start.at(-1) ?? 0);
  const weight = new Float64Array(holder.length);
  // start[k + 1] runs from the beginning of key k to its end, where the next key begins.
  vectors.forEach(({ keys, weights }, index) => {
    keys.forEach((key, k) => {
      const at = start[key + 1] ?? 0;
      holder[at] = index;
      weight[at] = weights[k] ?? 0;
      start[key + 1] = at + 1;
    });
  });
  return { start, holder, weight };
}
