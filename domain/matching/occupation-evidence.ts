import { commonKecoDigits } from "../taxonomy/keco.ts";
import { countGrams } from "../taxonomy/name-grams.ts";
import type { Occupation, Taxonomy } from "../taxonomy/taxonomy.ts";

/** What of two occupations makes them near: see taxonomy/proximity.ts, which keeps the sum alone. */
export type NearnessSource =
  | "same-code"
  /** The leading digits of the codes; all there is where one of the two isn't described. */
  | "codes"
  | "competencies"
  | "names"
  /** What the occupations around them have in common, whatever these two have. */
  | "groups";

/** The nearest of somebody's occupations to an opening's. */
export interface OccupationEvidence {
  readonly own: string;
  readonly asked: string;
  /** 0–10,000: the credit of the component. */
  readonly proximityBp: number;
  /** None for strangers. */
  readonly by: readonly NearnessSource[];
  /** Leading digits that the two codes have in common. */
  readonly commonDigits: number;
  /** Codes of competencies that both use, the rarest first, a few of them. */
  readonly sharedCompetencies: readonly string[];
}

const NAMED_MAX = 3;

/** Of equals the one whose code comes first, in whatever order they are given. Undefined when either side is unknown. */
export function occupationEvidence(
  asked: string | undefined,
  own: readonly string[] | undefined,
  taxonomy: Taxonomy,
): OccupationEvidence | undefined {
  if (asked === undefined || own === undefined) return undefined;
  let nearest: { code: string; proximityBp: number } | undefined;
  for (const code of own) {
    const proximityBp = taxonomy.occupationProximity(code, asked);
    const isNearer =
      nearest === undefined ||
      proximityBp > nearest.proximityBp ||
      (proximityBp === nearest.proximityBp && code < nearest.code);
    if (isNearer) nearest = { code, proximityBp };
  }
  if (nearest === undefined) return undefined;
  const { code, proximityBp } = nearest;
  const shared = code === asked ? [] : sharedCompetencies(code, asked, taxonomy);
  return {
    own: code,
    asked,
    proximityBp,
    by: proximityBp === 0 ? [] : sourcesOf(code, asked, shared, taxonomy),
    commonDigits: commonKecoDigits(code, asked),
    sharedCompetencies: shared.slice(0, NAMED_MAX),
  };
}

function sourcesOf(a: string, b: string, shared: readonly string[], taxonomy: Taxonomy): readonly NearnessSource[] {
  if (a === b) return ["same-code"];
  const [one, two] = [taxonomy.occupationByCode(a), taxonomy.occupationByCode(b)];
  if (one === undefined || two === undefined) return ["codes"];
  const sources: readonly (readonly [NearnessSource, boolean])[] = [
    ["codes", commonKecoDigits(a, b) > 0],
    ["competencies", shared.length > 0],
    ["names", haveCommonGram(one, two)],
    ["groups", haveGroupsInCommon(a, b, taxonomy)],
  ];
  const found = sources.flatMap(([source, is]) => (is ? [source] : []));
  // What is left is the likeness of the words, and of the groups above theirs.
  return found.length > 0 ? found : ["groups"];
}

function sharedCompetencies(a: string, b: string, taxonomy: Taxonomy): readonly string[] {
  const ofB = new Set(taxonomy.occupationByCode(b)?.competencies.map(([code]) => code));
  const rarity = (code: string) => taxonomy.rarity(taxonomy.competencyByCode(code)?.number ?? 0);
  const shared = (taxonomy.occupationByCode(a)?.competencies ?? [])
    .map(([code]) => code)
    .filter((code) => ofB.has(code));
  return shared.toSorted((one, two) => rarity(two) - rarity(one) || (one < two ? -1 : 1));
}

function gramsOf({ ko, en, aliases }: Occupation): ReadonlyMap<string, number> {
  const bag = new Map<string, number>();
  for (const name of new Set([ko, en, ...aliases])) countGrams(name, bag);
  return bag;
}

function haveCommonGram(a: Occupation, b: Occupation): boolean {
  const ofB = gramsOf(b);
  return [...gramsOf(a).keys()].some((gram) => ofB.has(gram));
}

/** Whether a competency is used in the groups that both stand in. */
function haveGroupsInCommon(a: string, b: string, taxonomy: Taxonomy): boolean {
  const usedIn = (group: string) =>
    new Set(
      taxonomy.occupations.flatMap(({ code, competencies }) =>
        code.startsWith(group) ? competencies.map(([competency]) => competency) : [],
      ),
    );
  const groupOf = (code: string) => code.slice(0, Math.min(4, code.length - 1));
  const ofB = usedIn(groupOf(b));
  return [...usedIn(groupOf(a))].some((competency) => ofB.has(competency));
}
