import {
  type Need,
  type Occupation,
  type OccupationCompetency,
  type TypicalCompetencies,
  toLevel,
} from "./taxonomy.ts";

/** A group's typical profile is as long as an occupation's. */
const TYPICAL_COMPETENCIES_MAX = 8;

/** The competencies most used among relatives; level is the mean rounded down, need that of most of its users. */
function profileOf(relatives: readonly Occupation[]): readonly OccupationCompetency[] {
  const tallies = new Map<string, { uses: number; levels: number; essential: number }>();
  for (const relative of relatives) {
    for (const [code, level, need] of relative.competencies) {
      const tally = tallies.get(code) ?? { uses: 0, levels: 0, essential: 0 };
      tally.uses++;
      tally.levels += level;
      tally.essential += need === "essential" ? 1 : 0;
      tallies.set(code, tally);
    }
  }
  return [...tallies]
    .sort(([codeA, a], [codeB, b]) => b.uses - a.uses || b.essential - a.essential || (codeA < codeB ? -1 : 1))
    .slice(0, TYPICAL_COMPETENCIES_MAX)
    .map(([code, { uses, levels, essential }]) => {
      const need: Need = essential * 2 > uses ? "essential" : "optional";
      return [code, toLevel(Math.floor(levels / uses)), need] as const;
    });
}

/**
 * As many as an opening may list itself. ESCO describes an occupation by up to 345 competencies; of those, the essential ones come first.
 */
const OWN_COMPETENCIES_MAX = 50;

function ownProfileOf({ competencies }: Occupation): readonly OccupationCompetency[] {
  if (competencies.length <= OWN_COMPETENCIES_MAX) return competencies;
  const having = (wanted: Need) => competencies.filter(([, , need]) => need === wanted);
  return [...having("essential"), ...having("optional")].slice(0, OWN_COMPETENCIES_MAX);
}

/** From the nearest group on: a unit group where a standard has several occupations in one, then three digits, then two. */
const GROUPS = [
  { digits: 4, from: "minor-group" },
  { digits: 3, from: "minor-group" },
  { digits: 2, from: "middle-group" },
] as const;

export function buildTypical(
  occupations: readonly Occupation[],
  byCode: ReadonlyMap<string, Occupation>,
  isOccupationCode: (code: string) => boolean,
): (code: string) => TypicalCompetencies | undefined {
  const known = new Map<string, TypicalCompetencies | undefined>();
  const find = (code: string): TypicalCompetencies | undefined => {
    const occupation = byCode.get(code);
    if (occupation !== undefined) return { from: "occupation", competencies: ownProfileOf(occupation) };
    for (const { digits, from } of GROUPS) {
      const prefix = code.slice(0, digits);
      if (prefix.length < digits) continue;
      const relatives = occupations.filter((other) => other.code.startsWith(prefix));
      if (relatives.length > 0) return { from, competencies: profileOf(relatives) };
    }
    return undefined;
  };
  return (code) => {
    // Known codes are at most ten thousand, or those described, so what is remembered is bounded.
    if (!isOccupationCode(code)) return undefined;
    if (!known.has(code)) known.set(code, find(code));
    return known.get(code);
  };
}
