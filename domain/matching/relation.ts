import type { RelationKind } from "../taxonomy/relatedness.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";

/** By what one competency stands for another, with what a reader can look up in the taxonomy. */
export type Relation =
  | { readonly by: "same" }
  /** `occupations` use both of them: the first three by code. */
  | { readonly by: Extract<RelationKind, "used-together">; readonly occupations: readonly string[] }
  /** `groups` are three-digit groups whose occupations use both, though no one occupation need do so. */
  | { readonly by: Extract<RelationKind, "used-by-siblings">; readonly groups: readonly string[] }
  | { readonly by: Extract<RelationKind, "alike-in-name" | "same-kind"> };

const NAMED_MAX = 3;

/** Three digits name a group of occupations. */
const GROUP_DIGITS = 3;

/** Users of each competency, by its code. Found once for each taxonomy; it goes when the taxonomy goes. */
const usersByTaxonomy = new WeakMap<Taxonomy, ReadonlyMap<string, readonly string[]>>();

function usersIn(taxonomy: Taxonomy): ReadonlyMap<string, readonly string[]> {
  const known = usersByTaxonomy.get(taxonomy);
  if (known !== undefined) return known;
  const users = new Map<string, string[]>();
  for (const occupation of taxonomy.occupations) {
    for (const [code] of occupation.competencies) {
      const list = users.get(code);
      if (list === undefined) users.set(code, [occupation.code]);
      else list.push(occupation.code);
    }
  }
  usersByTaxonomy.set(taxonomy, users);
  return users;
}

/** How two competencies are related, by their numbers; symmetric; undefined for strangers. For showing: the score reads the measure alone. */
export function relationBetween(a: number, b: number, taxonomy: Taxonomy): Relation | undefined {
  if (a === b) return { by: "same" };
  const by = taxonomy.relatedBy(a, b);
  switch (by) {
    case undefined:
      return undefined;
    case "used-together":
      return { by, occupations: sharedOf(a, b, taxonomy, (code) => code) };
    case "used-by-siblings":
      return { by, groups: sharedOf(a, b, taxonomy, (code) => code.slice(0, GROUP_DIGITS)) };
    case "alike-in-name":
    case "same-kind":
      return { by };
  }
}

/** What the users of two competencies have in common, in the order of their codes. */
function sharedOf(a: number, b: number, taxonomy: Taxonomy, keyOf: (code: string) => string): readonly string[] {
  const users = usersIn(taxonomy);
  const keysOf = (number: number) =>
    new Set((users.get(taxonomy.competencyByNumber(number)?.code ?? "") ?? []).map(keyOf));
  const ofB = keysOf(b);
  return [...keysOf(a)]
    .filter((key) => ofB.has(key))
    .toSorted()
    .slice(0, NAMED_MAX);
}
