import { sparseVector } from "./cosine.ts";
import { log2InSixteenths } from "./log2.ts";
import { countGrams } from "./name-grams.ts";
import { createNameSpace, type NameSpace, type Query, toLengthOne } from "./name-space.ts";

/** Names by their spelling, and a text as a query among them. */
export interface Spelling {
  readonly space: NameSpace;
  queryOf(text: string): Query;
}

/** Names as bags of character n-grams, weighted by how rare they are among the names (TF-IDF). */
export function buildSpelling(names: readonly string[]): Spelling {
  const documents = names.map((name) => countGrams(name));
  const holders = new Map<string, number>();
  const keys = new Map<string, number>();
  for (const gram of documents.flatMap((grams) => [...grams.keys()])) {
    holders.set(gram, (holders.get(gram) ?? 0) + 1);
    if (!keys.has(gram)) keys.set(gram, keys.size);
  }
  // An n-gram that no name has still dilutes a query, as if one name had it.
  const rarity = (gram: string): number => log2InSixteenths((names.length + 1) / (holders.get(gram) ?? 1));
  const weigh = (grams: ReadonlyMap<string, number>): [number, number][] => {
    let unknown = keys.size;
    return Array.from(grams, ([gram, count]) => [keys.get(gram) ?? unknown++, count * rarity(gram)]);
  };
  return {
    space: createNameSpace(documents.map((grams) => sparseVector(weigh(grams)))),
    queryOf: (text) => toLengthOne(new Map(weigh(countGrams(text)))),
  };
}
