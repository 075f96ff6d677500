import { postingsOf, type SparseVector } from "./cosine.ts";

/** A query as weights by key; scaled to length 1 unless it is empty. */
export type Query = ReadonlyMap<number, number>;

/** Names as vectors of length 1, or 0 where nothing is known of them, for ranking all of them by the cosine with a query. */
export interface NameSpace {
  /** Adds the query's product with every name, times `factor`, to `sums`: the cosine where the query has length 1. */
  addProducts(query: Query, factor: number, sums: Float64Array): void;
  /** Adds every name's product with the average name, times `factor`, to `sums`: what it has in common with all. */
  addProductsWithAverage(factor: number, sums: Float64Array): void;
  /** Adds a name's vector, times `factor`, to a query. */
  addName(name: number, factor: number, query: Map<number, number>): void;
}

const lengthOf = (weights: Iterable<number>): number => {
  let squares = 0;
  for (const weight of weights) squares += weight * weight;
  return Math.sqrt(squares);
};

/** Gives a query the length 1; one of nothing stays as it is. */
export function toLengthOne(query: Query): Query {
  const length = lengthOf(query.values());
  return length === 0 ? query : new Map(Array.from(query, ([key, weight]) => [key, weight / length]));
}

export function createNameSpace(vectors: readonly SparseVector[]): NameSpace {
  const factors = Float64Array.from(vectors, ({ weights }) => 1 / (lengthOf(weights) || 1));
  const { start, holder, weight } = postingsOf(vectors);
  return {
    addProducts(query, factor, sums) {
      for (const [key, own] of query) {
        const end = start[key + 1] ?? 0;
        for (let i = start[key] ?? end; i < end; i++) {
          const name = holder[i] ?? 0;
          sums[name] = (sums[name] ?? 0) + factor * own * (weight[i] ?? 0) * (factors[name] ?? 0);
        }
      }
    },
    addProductsWithAverage(factor, sums) {
      for (let key = 0; key + 1 < start.length; key++) {
        const begin = start[key] ?? 0;
        const end = start[key + 1] ?? 0;
        let average = 0;
        for (let i = begin; i < end; i++) average += (weight[i] ?? 0) * (factors[holder[i] ?? 0] ?? 0);
        average *= factor / vectors.length;
        for (let i = begin; i < end; i++) {
          const name = holder[i] ?? 0;
          sums[name] = (sums[name] ?? 0) + average * (weight[i] ?? 0) * (factors[name] ?? 0);
        }
      }
    },
    addName(name, factor, query) {
      vectors[name]?.keys.forEach((key, k) => {
        const added = factor * (vectors[name]?.weights[k] ?? 0) * (factors[name] ?? 0);
        query.set(key, (query.get(key) ?? 0) + added);
      });
    },
  };
}
