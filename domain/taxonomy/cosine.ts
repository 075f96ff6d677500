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
  const holders = new Map<number, number[]>();
  const holderWeights = new Map<number, number[]>();
  const squares = vectors.map((vector) => vector.weights.reduce((sum, weight) => sum + weight * weight, 0));
  vectors.forEach((vector, index) => {
    vector.keys.forEach((key, i) => {
      const list = holders.get(key) ?? [];
      const weights = holderWeights.get(key) ?? [];
      list.push(index);
      weights.push(vector.weights[i] ?? 0);
      holders.set(key, list);
      holderWeights.set(key, weights);
    });
  });
  const dots = new Float64Array(vectors.length);
  const counts = new Uint32Array(vectors.length);
  return (index) => {
    const touched: number[] = [];
    vectors[index]?.keys.forEach((key, i) => {
      const weight = vectors[index]?.weights[i] ?? 0;
      const weights = holderWeights.get(key) ?? [];
      holders.get(key)?.forEach((other, j) => {
        if (counts[other] === 0) touched.push(other);
        dots[other] = (dots[other] ?? 0) + weight * (weights[j] ?? 0);
        counts[other] = (counts[other] ?? 0) + 1;
      });
    });
    return touched.map((other) => {
      const dot = dots[other] ?? 0;
      const shared = counts[other] ?? 0;
      dots[other] = 0;
      counts[other] = 0;
      const norms = Math.sqrt(squares[index] ?? 0) * Math.sqrt(squares[other] ?? 0);
      // Keys that every vector has may weigh nothing.
      const bp = norms === 0 ? 0 : Math.min(FULL_BP, Math.floor((dot * FULL_BP) / norms));
      return { other, bp, shared };
    });
  };
}
