import type { ApplicantFacts } from "../../matching/facts.ts";
import { isFailedMust, requirementCredit, UNKNOWN_BP } from "../../matching/requirements.ts";
import type { Weights } from "../../matching/score.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import { FAILED } from "./competency-tables.ts";
import type { OpeningBlock } from "./opening-block.ts";
import type { OtherRequirement } from "./opening-vocabulary.ts";

/** In what order the components stand that requirements on other things than competencies belong to. */
const components = ["experience", "certificates", "languages", "education"] as const;
const componentOf: Record<OtherRequirement["on"], number> = {
  experience: 0,
  certificate: 1,
  language: 2,
  education: 3,
};

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
  #weights: Weights | undefined;
  #requirements: readonly OtherRequirement[] = [];
  readonly #points = new Float64Array(components.length);
  readonly #possible = new Float64Array(components.length);
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
    this.#weights = weights;
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
    this.#points.fill(0);
    this.#possible.fill(0);
    for (let at = start; at < end; at++) {
      const number = block.lists[at] ?? 0;
      const credit = this.#creditOf(number);
      if (credit === FAILED) return false;
      if (credit === UNKNOWN_HERE) continue;
      this.#count(number, credit);
    }
    for (let at = 0; at < components.length; at++) {
      const possible = this.#possible[at] ?? 0;
      const component = components[at];
      if (possible === 0 || component === undefined) continue;
      this.points += (this.#weights?.opening[component] ?? 0) * Math.floor((this.#points[at] ?? 0) / possible);
    }
    return true;
  }

  #count(number: number, credit: number): void {
    const requirement = this.#requirements[number];
    if (requirement === undefined) return;
    const at = componentOf[requirement.on];
    const weight = this.#weights?.importance[requirement.importance] ?? 0;
    this.#points[at] = (this.#points[at] ?? 0) + weight * credit;
    this.#possible[at] = (this.#possible[at] ?? 0) + weight;
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
