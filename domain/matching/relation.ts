import type { Competency, Occupation, Taxonomy } from "../taxonomy/taxonomy.ts";

/** By what one competency stands for another: what a reader can check in the taxonomy, the closest first. */
export type Relation =
  | { readonly by: "same" }
  /** Occupations that use both, at most three, by code. */
  | { readonly by: "occupations"; readonly codes: readonly string[] }
  /** A three-digit group of occupations in which both are used, by different ones. */
  | { readonly by: "occupation-group"; readonly code: string }
  /** One NCS major group. */
  | { readonly by: "field"; readonly group: string }
  /** By nothing of these: by a measure that the taxonomy was built with. */
  | { readonly by: "similarity" };

const OCCUPATIONS_NAMED_MAX = 3;

/** Users of each competency, by its code. Found once for each taxonomy; it goes when the taxonomy goes. */
const usersByTaxonomy = new WeakMap<Taxonomy, ReadonlyMap<string, readonly Occupation[]>>();

function usersIn(taxonomy: Taxonomy): ReadonlyMap<string, readonly Occupation[]> {
  const known = usersByTaxonomy.get(taxonomy);
  if (known !== undefined) return known;
  const users = new Map<string, Occupation[]>();
  for (const occupation of taxonomy.occupations) {
    for (const [code] of occupation.competencies) {
      const list = users.get(code);
      if (list === undefined) users.set(code, [occupation]);
      else list.push(occupation);
    }
  }
  usersByTaxonomy.set(taxonomy, users);
  return users;
}

/** How two competencies are related, by their numbers; symmetric. For showing: the score reads the measure alone. */
export function relationBetween(a: number, b: number, taxonomy: Taxonomy): Relation {
  if (a === b) return { by: "same" };
  const one = taxonomy.competencyByNumber(a);
  const two = taxonomy.competencyByNumber(b);
  if (one === undefined || two === undefined) return { by: "similarity" };
  return byOccupations(one, two, taxonomy) ?? byField(one, two) ?? { by: "similarity" };
}

function byOccupations(one: Competency, two: Competency, taxonomy: Taxonomy): Relation | undefined {
  const users = usersIn(taxonomy);
  const codesOf = ({ code }: Competency) => (users.get(code) ?? []).map((occupation) => occupation.code).toSorted();
  const [ofOne, ofTwo] = [codesOf(one), codesOf(two)];
  const both = ofOne.filter((code) => ofTwo.includes(code));
  if (both.length > 0) return { by: "occupations", codes: both.slice(0, OCCUPATIONS_NAMED_MAX) };
  const groups = new Set(ofTwo.map((code) => code.slice(0, 3)));
  const group = ofOne.map((code) => code.slice(0, 3)).find((code) => groups.has(code));
  return group === undefined ? undefined : { by: "occupation-group", code: group };
}

function byField(one: Competency, two: Competency): Relation | undefined {
  return one.group === two.group ? { by: "field", group: one.group } : undefined;
}
