import type { SparseVector } from "./cosine.ts";
import { createNameCompany } from "./name-company.ts";
import type { NameMeaning } from "./name-meaning.ts";
import { createNameSpace, type NameSpace, type Query, toLengthOne } from "./name-space.ts";
import { buildSpelling } from "./name-spelling.ts";

/**
 * How alike names are to a text by three views of them: spelling, meaning and the company their words keep.
 *
 * From each name's likeness goes what it has with the average name: one that is alike to all says little by being alike to this
 * one (the views are centred on their mean). Then the names most alike are taken into the question, by the squares of their likeness,
 * and all are ranked by the question so widened: names that are close to what was found.
 */
export interface NameLikeness {
  /** Likeness of every name, 1 for the same in every view; what is less alike than the average name is below 0. */
  of(text: string): Float64Array;
}

interface View {
  readonly space: NameSpace;
  queryOf(text: string): Query;
  readonly share: number;
}

/** Spelling and meaning count alike; company, which knows only what the names say of each other, less. */
const VIEW_SHARES = { spelling: 0.37, meaning: 0.37, company: 0.26 } as const;

/** How many of the names found are taken into a question to widen it. */
const WIDENED_BY_NAMES = 10;
/** How much they weigh together against the question itself. */
const WIDENED_TIMES = 2;

const queryOfVector = ({ keys, weights }: SparseVector): Query =>
  toLengthOne(new Map(keys.map((key, k) => [key, weights[k] ?? 0])));

function viewOf(names: readonly string[], read: (name: string) => SparseVector, share: number): View {
  return { space: createNameSpace(names.map(read)), queryOf: (text) => queryOfVector(read(text)), share };
}

function viewsOf(names: readonly string[], meaning: NameMeaning): readonly View[] {
  return [
    { ...buildSpelling(names), share: VIEW_SHARES.spelling },
    viewOf(names, meaning, VIEW_SHARES.meaning),
    viewOf(names, createNameCompany(names), VIEW_SHARES.company),
  ];
}

export function createNameLikeness(names: readonly string[], meaning: NameMeaning): NameLikeness {
  const views = viewsOf(names, meaning);
  const likenessOf = (queries: readonly Query[], factor: number): Float64Array => {
    const sums = new Float64Array(names.length);
    views.forEach(({ space, share }, view) => {
      space.addProducts(queries[view] ?? new Map(), share * factor, sums);
    });
    return sums;
  };
  const widen = (queries: readonly Map<number, number>[], name: number, factor: number): void => {
    views.forEach(({ space }, view) => {
      const query = queries[view];
      if (query !== undefined) space.addName(name, factor, query);
    });
  };
  const average = new Float64Array(names.length);
  for (const { space, share } of views) space.addProductsWithAverage(share, average);
  const centred = (queries: readonly Query[], factor: number): Float64Array =>
    likenessOf(queries, factor).map((likeness, place) => likeness - (average[place] ?? 0));

  return {
    of(text) {
      const queries = views.map(({ queryOf }) => new Map(queryOf(text)));
      const first = centred(queries, 1);
      const nearest = strongestPlaces(first, WIDENED_BY_NAMES);
      const whole = nearest.reduce((sum, place) => sum + (first[place] ?? 0) ** 2, 0);
      if (whole === 0) return first;
      for (const place of nearest) widen(queries, place, (WIDENED_TIMES * (first[place] ?? 0) ** 2) / whole);
      return centred(queries, 1 / (1 + WIDENED_TIMES));
    },
  };
}

/** Places of the greatest figures over 0, greatest first, of equals the lower place. */
function strongestPlaces(figures: Float64Array, count: number): readonly number[] {
  return Array.from(figures.keys())
    .filter((place) => (figures[place] ?? 0) > 0)
    .sort((a, b) => (figures[b] ?? 0) - (figures[a] ?? 0) || a - b)
    .slice(0, count);
}
