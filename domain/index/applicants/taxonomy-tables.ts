import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import type { Vocabulary } from "./draft.ts";

/** Competencies related to a wanted one, itself among them, and how closely. */
export interface Relations {
  readonly numbers: Uint32Array;
  readonly bp: Uint16Array;
}

const FULL_BP = 10_000;

/** Rarities share a word with a credit. */
const RARITY_MAX = 65_535;

/** So many openings' worth of columns are kept per taxonomy: every code that occurs in practice. */
const COLUMNS_KEPT_MAX = 4_096;

/**
 * What a taxonomy says of the numbers and codes that an index has met, asked once and kept as columns: by the wanted competency, occupation
 * or certificate. Columns are made anew when the index meets more.
 */
export class TaxonomyTables {
  readonly #taxonomy: Taxonomy;
  readonly #vocabulary: Vocabulary;
  #competencyMax = -1;
  #occupations = -1;
  #certificateMax = -1;
  #rarities: Uint32Array | undefined;
  readonly #relations = new Map<number, Relations>();
  readonly #proximities = new Map<string, Uint16Array>();
  readonly #covers = new Map<number, readonly number[]>();

  constructor(taxonomy: Taxonomy, vocabulary: Vocabulary) {
    this.#taxonomy = taxonomy;
    this.#vocabulary = vocabulary;
  }

  /** Forgets what was made before the index met more. */
  refresh(): void {
    const { competencyMax, certificateMax, occupations } = this.#vocabulary;
    if (competencyMax !== this.#competencyMax || this.#relations.size > COLUMNS_KEPT_MAX) {
      this.#relations.clear();
      this.#rarities = undefined;
    }
    if (occupations.size !== this.#occupations || this.#proximities.size > COLUMNS_KEPT_MAX) this.#proximities.clear();
    if (certificateMax !== this.#certificateMax || this.#covers.size > COLUMNS_KEPT_MAX) this.#covers.clear();
    this.#competencyMax = competencyMax;
    this.#occupations = occupations.size;
    this.#certificateMax = certificateMax;
  }

  /** Rarity by competency number; undefined where one has no place beside a credit, and scores are left to the score. */
  rarities(): Uint32Array | undefined {
    this.#rarities ??= Uint32Array.from({ length: this.#competencyMax + 1 }, (_, number) => {
      const rarity = this.#taxonomy.rarity(number);
      return Number.isInteger(rarity) && rarity >= 0 && rarity <= RARITY_MAX ? rarity : RARITY_MAX + 1;
    });
    return this.#rarities.includes(RARITY_MAX + 1) ? undefined : this.#rarities;
  }

  relationsOf(wanted: number): Relations {
    const known = this.#relations.get(wanted);
    if (known !== undefined) return known;
    const found: number[] = [];
    for (let number = 0; number <= this.#competencyMax; number++) {
      const bp = number === wanted ? FULL_BP : this.#taxonomy.relatedness(number, wanted);
      if (bp !== 0) found.push(number, bp);
    }
    const relations = {
      numbers: Uint32Array.from({ length: found.length / 2 }, (_, index) => found[index * 2] ?? 0),
      bp: Uint16Array.from({ length: found.length / 2 }, (_, index) => found[index * 2 + 1] ?? 0),
    };
    this.#relations.set(wanted, relations);
    return relations;
  }

  /** Proximity to a wanted occupation, by the index's numbers of occupations. */
  proximitiesTo(wanted: string): Uint16Array {
    const known = this.#proximities.get(wanted);
    if (known !== undefined) return known;
    const names = this.#vocabulary.occupations.names();
    const proximities = Uint16Array.from(names, (name) => this.#taxonomy.occupationProximity(name, wanted));
    this.#proximities.set(wanted, proximities);
    return proximities;
  }

  /** Numbers of certificates that serve where one is wanted. */
  coversOf(wanted: number): readonly number[] {
    const known = this.#covers.get(wanted);
    if (known !== undefined) return known;
    const covers: number[] = [];
    for (let held = 0; held <= this.#certificateMax; held++) {
      if (this.#taxonomy.certificateCovers(held, wanted)) covers.push(held);
    }
    this.#covers.set(wanted, covers);
    return covers;
  }
}
