import { buildCertificateCover } from "./grades.ts";
import { isKecoCode } from "./keco.ts";
import { buildProximities, proximityByCode } from "./proximity.ts";
import { buildRelations, type RelationTable } from "./relatedness.ts";

/** 1 knows of it · 2 does it with help · 3 does it alone · 4 does it well and shows others · 5 is asked by experts. */
export type Level = 1 | 2 | 3 | 4 | 5;

export type Need = "essential" | "optional";

export interface Competency {
  /** Dense from 1 and only appended, so that typed arrays can be indexed by it and stored numbers keep their meaning. */
  readonly number: number;
  readonly code: string;
  readonly ko: string;
  readonly en: string;
  /** NCS major group, "01" to "24". */
  readonly group: string;
}

export type OccupationCompetency = readonly [code: string, level: Level, need: Need];

export interface Occupation {
  readonly number: number;
  /** KECO 2025, four digits. */
  readonly code: string;
  readonly ko: string;
  readonly en: string;
  /** Other names as postings write them. */
  readonly aliases: readonly string[];
  readonly competencies: readonly OccupationCompetency[];
}

export interface Certificate {
  readonly number: number;
  readonly code: string;
  readonly ko: string;
  readonly en: string;
  readonly aliases: readonly string[];
  readonly attests: readonly (readonly [code: string, level: Level])[];
}

/** What a taxonomy is made of, before anything is computed from it. */
export interface TaxonomyParts {
  readonly version: string;
  readonly competencies: readonly Competency[];
  readonly occupations: readonly Occupation[];
  readonly certificates: readonly Certificate[];
}

export interface TypicalCompetencies {
  /** Where they come from: the occupation itself, or its relatives in the three- or two-digit group. */
  readonly from: "occupation" | "minor-group" | "middle-group";
  readonly competencies: readonly OccupationCompetency[];
}

export interface Taxonomy extends TaxonomyParts {
  competencyByCode(code: string): Competency | undefined;
  competencyByNumber(number: number): Competency | undefined;
  occupationByCode(code: string): Occupation | undefined;
  certificateByCode(code: string): Certificate | undefined;
  certificateByNumber(number: number): Certificate | undefined;
  /** Whether a certificate that is held serves where another is asked for, by their numbers: see grades.ts. */
  certificateCovers(held: number, wanted: number): boolean;
  /** Basis points 0–10 000 by competency numbers; symmetric; 10 000 for a competency and itself; see relatedness.ts. */
  relatedness(a: number, b: number): number;
  /** The competencies related to one, strongest first, as (number, basis points). For showing, not for scoring. */
  relatedTo(number: number): readonly { readonly number: number; readonly bp: number }[];
  /** Weight 1 (in every other occupation) to 8 (in one of 128 or fewer), by competency number. */
  rarity(number: number): number;
  /** Basis points 0–10 000 by KECO codes; symmetric; by their codes alone where one isn't described here. */
  occupationProximity(a: string, b: string): number;
  /** What a posting of this occupation asks for when it says nothing itself; undefined for a code that isn't KECO's. */
  typicalCompetencies(occupationCode: string): TypicalCompetencies | undefined;
}

const RARITY_MAX = 8;

/** 1 + ⌊log2(occupations / uses)⌋, at most 8: a competency used half as often weighs one more. */
function rarityOf(uses: number, occupations: number): number {
  let weight = 1;
  for (let uses2 = uses * 2; weight < RARITY_MAX && uses2 <= occupations; uses2 *= 2) weight++;
  return uses === 0 ? RARITY_MAX : weight;
}

function buildRarities(parts: TaxonomyParts, byCode: ReadonlyMap<string, Competency>): Uint8Array {
  const uses = new Uint32Array(parts.competencies.length + 1);
  for (const occupation of parts.occupations) {
    for (const [code] of occupation.competencies) {
      const number = byCode.get(code)?.number;
      if (number !== undefined) uses[number] = (uses[number] ?? 0) + 1;
    }
  }
  return Uint8Array.from(uses, (count) => rarityOf(count, parts.occupations.length));
}

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

/** A whole number as a level, brought into 1–5. */
export function toLevel(value: number): Level {
  if (value <= 1) return 1;
  if (value >= 5) return 5;
  return value === 2 ? 2 : value === 3 ? 3 : 4;
}

function buildTypical(
  occupations: readonly Occupation[],
  byCode: ReadonlyMap<string, Occupation>,
): (code: string) => TypicalCompetencies | undefined {
  const known = new Map<string, TypicalCompetencies | undefined>();
  const relativesOf = (prefix: string): readonly Occupation[] =>
    occupations.filter((occupation) => occupation.code.startsWith(prefix));
  const find = (code: string): TypicalCompetencies | undefined => {
    const occupation = byCode.get(code);
    if (occupation !== undefined) return { from: "occupation", competencies: occupation.competencies };
    if (code.length < 2 || !isKecoCode(code)) return undefined;
    const minor = code.length >= 3 ? relativesOf(code.slice(0, 3)) : [];
    if (minor.length > 0) return { from: "minor-group", competencies: profileOf(minor) };
    const middle = relativesOf(code.slice(0, 2));
    return middle.length > 0 ? { from: "middle-group", competencies: profileOf(middle) } : undefined;
  };
  return (code) => {
    // There are at most ten thousand codes that pass isKecoCode, so what is remembered is bounded.
    if (!isKecoCode(code)) return undefined;
    if (!known.has(code)) known.set(code, find(code));
    return known.get(code);
  };
}

/** Up to here a square table costs at most 4.5 MB, and one load per lookup beats a scan several times over. */
const SQUARE_TABLE_COMPETENCIES_MAX = 1_500;

function relatednessOver({ start, other, bp }: RelationTable, count: number): (a: number, b: number) => number {
  if (count > SQUARE_TABLE_COMPETENCIES_MAX) {
    return (a, b) => {
      if (a === b) return 10_000;
      const end = start[a + 1] ?? 0;
      for (let i = start[a] ?? 0; i < end; i++) if (other[i] === b) return bp[i] ?? 0;
      return 0;
    };
  }
  const width = count + 1;
  const table = new Uint16Array(width * width);
  for (let a = 0; a < width; a++) {
    for (let i = start[a] ?? 0; i < (start[a + 1] ?? 0); i++) table[a * width + (other[i] ?? 0)] = bp[i] ?? 0;
    table[a * width + a] = 10_000;
  }
  return (a, b) => table[a * width + b] ?? 0;
}

/**
 * Makes a taxonomy from its parts. Numbers must be dense from 1 in the order given and references known: `checkTaxonomy`
 * names what isn't, and a taxonomy that breaks this is a fault of whoever built it, so it is thrown here.
 */
export function createTaxonomy(parts: TaxonomyParts): Taxonomy {
  parts.competencies.forEach((competency, index) => {
    if (competency.number !== index + 1)
      throw new RangeError(`competency ${competency.code} is not number ${index + 1}`);
  });
  const competencies = new Map(parts.competencies.map((competency) => [competency.code, competency]));
  const occupations = new Map(parts.occupations.map((occupation) => [occupation.code, occupation]));
  const certificates = new Map(parts.certificates.map((certificate) => [certificate.code, certificate]));
  const positions = new Map(parts.occupations.map((occupation, index) => [occupation.code, index]));
  const relations = buildRelations(parts.competencies, parts.occupations);
  const rarities = buildRarities(parts, competencies);
  const rarity = (number: number): number => rarities[number] ?? RARITY_MAX;
  const proximities = buildProximities(parts.occupations, (code) => {
    const number = competencies.get(code)?.number ?? 0;
    return { number, rarity: rarity(number) };
  });
  const width = parts.occupations.length;
  return {
    ...parts,
    competencyByCode: (code) => competencies.get(code),
    competencyByNumber: (number) => parts.competencies[number - 1],
    occupationByCode: (code) => occupations.get(code),
    certificateByCode: (code) => certificates.get(code),
    certificateByNumber: (number) => parts.certificates[number - 1],
    certificateCovers: buildCertificateCover(parts.certificates),
    relatedness: relatednessOver(relations, parts.competencies.length),
    relatedTo(number) {
      const from = relations.start[number] ?? 0;
      const others = relations.other.subarray(from, relations.start[number + 1] ?? from);
      return Array.from(others, (to, i) => ({ number: to, bp: relations.bp[from + i] ?? 0 }));
    },
    rarity,
    occupationProximity(a, b) {
      const row = positions.get(a);
      const column = positions.get(b);
      if (row === undefined || column === undefined) return proximityByCode(a, b);
      return proximities[row * width + column] ?? 0;
    },
    typicalCompetencies: buildTypical(parts.occupations, occupations),
  };
}
