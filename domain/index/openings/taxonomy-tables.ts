import { commuteMinutes } from "../../geo/districts.ts";
import { isSameDistrict } from "../../matching/obstacles.ts";
import { FULL_BP } from "../../matching/requirements.ts";
import type { Weights } from "../../matching/score.ts";
import { importances } from "../../model/requirement.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";

/** What one competency that is held is worth where others are asked for. */
export interface CompetencyUses {
  /** Numbers asked for that it is related to, itself among them, and how closely, in basis points. */
  readonly wanted: Int32Array;
  readonly relatedBp: Int32Array;
  readonly rarity: number;
}

/** So many rows of points are kept at most: some 300 occupations at two weights are usual, and ten thousand codes possible. */
const POINT_ROWS_MAX = 2_000;

/**
 * What the taxonomy and the weights say, by number: computed when it is first asked for and kept as long as both stay the same. `size` is one
 * more than the highest competency number that can be asked for.
 */
export class TaxonomyTables {
  readonly taxonomy: Taxonomy;
  readonly weights: Weights;
  readonly size: number;
  /** Weight of a competency requirement at number × 4 + importance. */
  readonly requirementWeights: Float64Array;
  /** The largest of them. */
  readonly weightMax: number;
  readonly #uses: (CompetencyUses | undefined)[] = [];
  readonly #points = new Map<string, Float64Array>();

  constructor(taxonomy: Taxonomy, weights: Weights, competencyMax: number) {
    this.taxonomy = taxonomy;
    this.weights = weights;
    this.size = Math.max(competencyMax, taxonomy.competencies.length) + 1;
    this.requirementWeights = new Float64Array(this.size * 4);
    for (let number = 1; number < this.size; number++) {
      for (const [index, importance] of importances.entries()) {
        this.requirementWeights[number * 4 + index] = weights.importance[importance] * taxonomy.rarity(number);
      }
    }
    this.weightMax = this.requirementWeights.reduce((most, weight) => Math.max(most, weight), 1);
  }

  usesOf(held: number): CompetencyUses {
    const known = this.#uses[held];
    if (known !== undefined) return known;
    const wanted: number[] = [];
    const relatedBp: number[] = [];
    for (let number = 1; number < this.size; number++) {
      const bp = number === held ? FULL_BP : this.taxonomy.relatedness(held, number);
      if (bp === 0) continue;
      wanted.push(number);
      relatedBp.push(bp);
    }
    const uses = {
      wanted: Int32Array.from(wanted),
      relatedBp: Int32Array.from(relatedBp),
      rarity: this.taxonomy.rarity(held),
    };
    while (this.#uses.length <= held) this.#uses.push(undefined);
    this.#uses[held] = uses;
    return uses;
  }

  /** The points that an occupation earns near those of the index, by their numbers, at a weight; the first stands for none. */
  pointsFrom(code: string, weight: number, occupations: readonly string[]): Float64Array {
    const key = `${weight} ${code}`;
    const known = this.#points.get(key);
    if (known !== undefined && known.length >= occupations.length) return known;
    if (this.#points.size >= POINT_ROWS_MAX) this.#points.clear();
    const row = Float64Array.from(occupations, (occupation, number) =>
      number === 0 ? 0 : weight * this.taxonomy.occupationProximity(code, occupation),
    );
    this.#points.set(key, row);
    return row;
  }
}

/** Minutes that can't be computed. */
export const ENDLESS_MINUTES = 0x7fff_ffff;

/** Ways between districts, by the number of the district they lead to. */
export class Ways {
  readonly #minutes = new Map<string, Int32Array>();

  /** Minutes from a district to each of those of the index: 0 within one place, `ENDLESS_MINUTES` when unknown. */
  from(code: string, districts: readonly string[]): Int32Array {
    const known = this.#minutes.get(code);
    if (known !== undefined && known.length >= districts.length) return known;
    const row = Int32Array.from(districts, (district) =>
      isSameDistrict(code, district) ? 0 : (commuteMinutes(code, district) ?? ENDLESS_MINUTES),
    );
    this.#minutes.set(code, row);
    return row;
  }
}
