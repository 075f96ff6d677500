import type { ApplicantFacts } from "../../matching/facts.ts";
import { isFailedMust, requirementCredit, UNKNOWN_BP } from "../../matching/requirements.ts";
import type { Weights } from "../../matching/score.ts";
import { importances } from "../../model/requirement.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import { FAILED } from "./competency-tables.ts";
import { type OpeningBlock, OTHER_SHIFT, otherComponents } from "./opening-block.ts";
import type { OtherRequirement } from "./opening-vocabulary.ts";

/** Experience is resolved to its line of work before it gets here, so the opening adds nothing. */
const ANY_OPENING = { occupation: undefined } as const;

/** Credits of requirements on other things than competencies: computed when an opening first needs one, once a query. */
export class OtherCredits {
  #credits = new Int32Array(64);
  /** The query that a credit was computed for. */
  #computedFor = new Int32Array(64);
  #query = 0;
  #applicant: ApplicantFacts | undefined;
  #taxonomy: Taxonomy | undefined;
  #requirements: readonly OtherRequirement[] = [];
  /** By number of a component, then by number of an importance. */
  readonly #componentWeights = new Float64Array(otherComponents.length);
  readonly #importanceWeights = new Float64Array(importances.length);
  readonly #points = new Float64Array(otherComponents.length);
  readonly #possible = new Float64Array(otherComponents.length);
  /** Points of the last list that was read: what its components earn, times their weights. */
  points = 0;

  compile(
    applicant: ApplicantFacts,
    taxonomy: Taxonomy,
    weights: Weights,
    requirements: readonly OtherRequirement[],
  ): void {
    this.#applicant = applicant;
    this.#taxonomy = taxonomy;
    for (const [at, component] of otherComponents.entries()) this.#componentWeights[at] = weights.opening[component];
    for (const [at, importance] of importances.entries()) this.#importanceWeights[at] = weights.importance[importance];
    this.#requirements = requirements;
    this.#query = (this.#query + 1) | 0;
    if (this.#credits.length < requirements.length) {
      this.#credits = new Int32Array(requirements.length * 2);
      this.#computedFor = new Int32Array(requirements.length * 2);
      this.#query = 1;
    }
  }

  /** Reads a list; false when one of its musts isn't met. */
  read(block: OpeningBlock, list: number): boolean {
    const { start, end } = block.othersOf(list);
    this.points = 0;
    if (start === end) return true;
    const points = this.#points;
    const possible = this.#possible;
    for (let component = 0; component < otherComponents.length; component++) {
      points[component] = 0;
      possible[component] = 0;
    }
    for (let at = start; at < end; at++) {
      const word = block.lists[at] as number;
      const credit = this.#creditOf(word >>> OTHER_SHIFT);
      if (credit === FAILED) return false;
      if (credit === UNKNOWN_HERE) continue;
      const component = (word >>> 2) & 3;
      const weight = this.#importanceWeights[word & 3] as number;
      points[component] = (points[component] as number) + weight * credit;
      possible[component] = (possible[component] as number) + weight;
    }
    for (let component = 0; component < otherComponents.length; component++) {
      const most = possible[component] as number;
      if (most === 0) continue;
      this.points += (this.#componentWeights[component] as number) * Math.floor((points[component] as number) / most);
    }
    return true;
  }

  #creditOf(number: number): number {
    if (this.#computedFor[number] === this.#query) return this.#credits[number] ?? 0;
    const requirement = this.#requirements[number];
    if (requirement === undefined || this.#applicant === undefined || this.#taxonomy === undefined) return UNKNOWN_HERE;
    const creditBp = requirementCredit(requirement, ANY_OPENING, this.#applicant, this.#taxonomy);
    const credit = isFailedMust(requirement, creditBp) ? FAILED : creditBp === UNKNOWN_BP ? UNKNOWN_HERE : creditBp;
    this.#computedFor[number] = this.#query;
    this.#credits[number] = credit;
    return credit;
  }
}

/** As a credit that is kept: nothing is known. Below `FAILED`, which is as negative as the score's own word for unknown. */
const UNKNOWN_HERE = -2;
