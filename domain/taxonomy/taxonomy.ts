import { buildCertificateCover } from "./grades.ts";
import { occupationCodesOf } from "./occupation-codes.ts";
import { buildProximities, type ProximityTable, proximityAt, proximityByCode } from "./proximity.ts";
import { buildRelations, type RelationKind, type RelationTable } from "./relatedness.ts";
import { relatednessOver, relationKindOf, strongestOf } from "./relation-lookup.ts";
import { buildTypical } from "./typical.ts";

/** 1 knows of it · 2 does it with help · 3 does it alone · 4 does it well and shows others · 5 is asked by experts. */
export type Level = 1 | 2 | 3 | 4 | 5;

export type Need = "essential" | "optional";

export interface Competency {
  /** Dense from 1 and only appended, so that typed arrays can be indexed by it and stored numbers keep their meaning. */
  readonly number: number;
  readonly code: string;
  readonly ko: string;
  readonly en: string;
  /** NCS major group, "01" to "24", or the widest group of another standard; its own code where the source has no groups. */
  readonly group: string;
  /** Other names, as far as the source has any. */
  readonly aliases?: readonly string[];
}

export type OccupationCompetency = readonly [code: string, level: Level, need: Need];

export interface Occupation {
  readonly number: number;
  /** KECO 2025, four digits; of another standard see occupation-codes.ts. */
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
  /** What occupations are coded by: KECO 2025, also where it isn't said, or a standard of which only the codes given here are known. */
  readonly occupationCodes?: "keco" | "own";
  /** What occupations are called beside their names, for finding them alone: which are near each other doesn't go by it. */
  readonly spoken?: readonly (readonly [code: string, name: string])[];
  /** Which is a kind of which, by their codes, as far as the source says. */
  readonly broader?: { readonly competencies: readonly Broader[]; readonly occupations: readonly Broader[] };
}

export type Broader = readonly [narrower: string, broader: string];

/** What is computed from the parts, once, when the taxonomy is made; an artifact brings it along. */
export interface Computed {
  readonly relations: RelationTable;
  /** By competency number. */
  readonly rarities: Uint8Array;
  readonly proximities: ProximityTable;
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
  /** Why two competencies are related; undefined when they aren't, or are one. */
  relatedBy(a: number, b: number): RelationKind | undefined;
  /** All relations as compressed rows, for whoever builds tables of them: see relatedness.ts. Not to be written to. */
  readonly relations: RelationTable;
  /** The competencies related to one, strongest first, as (number, basis points). For showing, not for scoring. */
  relatedTo(number: number): readonly { readonly number: number; readonly bp: number }[];
  /** Weight 1 (in every other occupation) to 8 (in one of 128 or fewer), by competency number. */
  rarity(number: number): number;
  /** Whether a code is one of an occupation, or of a group of them. */
  isOccupationCode(code: string): boolean;
  /** Basis points 0–10 000 by their codes; symmetric; by the codes alone where one isn't described here. */
  occupationProximity(a: string, b: string): number;
  /** What a posting of this occupation asks for when it says nothing itself; undefined for an unknown code. */
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

/** A whole number as a level, brought into 1–5. */
export function toLevel(value: number): Level {
  if (value <= 1) return 1;
  if (value >= 5) return 5;
  return value === 2 ? 2 : value === 3 ? 3 : 4;
}

/** What `createTaxonomy` would otherwise compute each time: seconds for ten thousand competencies. */
export function computeTaxonomy(parts: TaxonomyParts): Computed {
  const competencies = new Map(parts.competencies.map((competency) => [competency.code, competency]));
  const rarities = buildRarities(parts, competencies);
  const rarity = (number: number): number => rarities[number] ?? RARITY_MAX;
  let proximities: ProximityTable | undefined;
  return {
    relations: buildRelations(parts.competencies, parts.occupations),
    rarities,
    // Not before it is asked for: who reads names only shouldn't wait for it.
    get proximities() {
      proximities ??= buildProximities(parts.occupations, competencies, rarity);
      return proximities;
    },
  };
}

/**
 * Makes a taxonomy from its parts. Numbers must be dense from 1 in the order given and references known: `checkTaxonomy`
 * names what isn't, and a taxonomy that breaks this is a fault of whoever built it, so it is thrown here.
 */
export function createTaxonomy(parts: TaxonomyParts, computed: Computed = computeTaxonomy(parts)): Taxonomy {
  parts.competencies.forEach((competency, index) => {
    if (competency.number !== index + 1)
      throw new RangeError(`competency ${competency.code} is not number ${index + 1}`);
  });
  const competencies = new Map(parts.competencies.map((competency) => [competency.code, competency]));
  const occupations = new Map(parts.occupations.map((occupation) => [occupation.code, occupation]));
  const certificates = new Map(parts.certificates.map((certificate) => [certificate.code, certificate]));
  const positions = new Map(parts.occupations.map((occupation, index) => [occupation.code, index]));
  const { relations, rarities } = computed;
  const isOccupationCode = occupationCodesOf(parts);
  return {
    ...parts,
    competencyByCode: (code) => competencies.get(code),
    competencyByNumber: (number) => parts.competencies[number - 1],
    occupationByCode: (code) => occupations.get(code),
    certificateByCode: (code) => certificates.get(code),
    certificateByNumber: (number) => parts.certificates[number - 1],
    certificateCovers: buildCertificateCover(parts.certificates),
    relatedness: relatednessOver(relations, parts.competencies.length),
    relatedBy: (a, b) => relationKindOf(relations, a, b),
    relations,
    relatedTo: (number) => strongestOf(relations, number),
    rarity: (number) => rarities[number] ?? RARITY_MAX,
    isOccupationCode,
    occupationProximity(a, b) {
      const row = positions.get(a);
      const column = positions.get(b);
      if (row === undefined || column === undefined || row === column) return proximityByCode(a, b);
      return proximityAt(computed.proximities, row, column);
    },
    typicalCompetencies: buildTypical(parts.occupations, occupations, isOccupationCode),
  };
}
