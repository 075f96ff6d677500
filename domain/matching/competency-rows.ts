import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { HeldCompetency, RequirementFacts } from "./facts.ts";
import { type RequirementEvidence, toStatus } from "./requirement-evidence.ts";
import { FULL_BP, UNKNOWN_BP } from "./requirements.ts";

type Wanted = Extract<RequirementFacts, { on: "competency" }>;

/** What of somebody's competencies an opening has a use for. */
export interface MetCompetencies {
  /** Those related to anything asked for, in their order, and where their rows begin. */
  readonly related: readonly HeldCompetency[];
  readonly starts: readonly number[];
  /** How much of all that is held the opening would use; `UNKNOWN_BP` when it asks for no competency. */
  readonly usedBp: number;
}

/** Rows there is room for at first; doubled whenever they are full. */
const ROWS_AT_FIRST = 64;

/** Behind the places of a row: the greatest of them, and from it on the rarity. */
const SUMMARY = 2;
const RARITY = 1;

/**
 * What one opening makes of competencies, looked up once for as many applicants as there are: a row for every competency that has been met,
 * of how related it is to each one asked for. The figures are those of `competencyCredit` and `usedCoverage`, which remain what they
 * mean; a hundred applicants of one opening hold the same few competencies over and over.
 *
 * A row has one place per requirement on a competency, then the greatest of them, then the rarity of the held one. Rows lie one after
 * another in the order in which they were first met; the first is left empty, so that 0 says "not met yet".
 */
export class CompetencyRows {
  readonly #wanted: readonly number[];
  readonly #taxonomy: Taxonomy;
  /** Where a competency's row begins, by its number. */
  readonly #starts: Uint32Array;
  #rows: Uint16Array;
  #end: number;
  #lastHeld: readonly HeldCompetency[] | undefined;
  #lastMet: MetCompetencies = { related: [], starts: [], usedBp: UNKNOWN_BP };

  constructor(requirements: readonly RequirementFacts[], taxonomy: Taxonomy) {
    const wanted: number[] = [];
    for (const requirement of requirements) if (requirement.on === "competency") wanted.push(requirement.number);
    this.#wanted = wanted;
    this.#taxonomy = taxonomy;
    this.#starts = new Uint32Array(taxonomy.competencies.length + 1);
    this.#end = wanted.length + SUMMARY;
    this.#rows = new Uint16Array(this.#end * ROWS_AT_FIRST);
  }

  /** What somebody's competencies are to the opening; of one person asked for several times, found once. */
  of(held: readonly HeldCompetency[]): MetCompetencies {
    if (held === this.#lastHeld) return this.#lastMet;
    const count = this.#wanted.length;
    const related: HeldCompetency[] = [];
    const starts: number[] = [];
    const allStarts = this.#starts;
    let rows = this.#rows;
    let used = 0;
    let whole = 0;
    for (let index = 0; index < held.length; index++) {
      const own = held[index] as HeldCompetency;
      let start = allStarts[own.number] as number;
      if (start === 0) {
        start = this.#fill(own.number);
        rows = this.#rows;
      }
      const greatest = rows[start + count] as number;
      const rarity = rows[start + count + RARITY] as number;
      whole += rarity;
      if (greatest === 0) continue;
      used += rarity * greatest;
      related.push(own);
      starts.push(start);
    }
    const usedBp = count === 0 ? UNKNOWN_BP : whole === 0 ? 0 : Math.floor(used / whole);
    this.#lastHeld = held;
    this.#lastMet = { related, starts, usedBp };
    return this.#lastMet;
  }

  #fill(own: number): number {
    const start = this.#end;
    const count = this.#wanted.length;
    this.#end += count + SUMMARY;
    if (this.#end > this.#rows.length) {
      const grown = new Uint16Array(this.#rows.length * 2);
      grown.set(this.#rows);
      this.#rows = grown;
    }
    let greatest = 0;
    for (let at = 0; at < count; at++) {
      const wanted = this.#wanted[at] ?? 0;
      // Both ways are the same; this way the few rows of what is wanted are read over and over.
      const relatedBp = own === wanted ? FULL_BP : this.#taxonomy.relatedness(wanted, own);
      this.#rows[start + at] = relatedBp;
      if (relatedBp > greatest) greatest = relatedBp;
    }
    this.#rows[start + count] = greatest;
    this.#rows[start + count + RARITY] = this.#taxonomy.rarity(own);
    this.#starts[own] = start;
    return start;
  }

  /** The best that is held for a requirement, of equals the first. `at` is its place among the requirements on competencies. */
  evidence(requirement: Wanted, at: number, { related: held, starts }: MetCompetencies): RequirementEvidence {
    const rows = this.#rows;
    const { level } = requirement;
    let creditBp = 0;
    let best: HeldCompetency | undefined;
    let relatedBp = 0;
    for (let index = 0; index < starts.length; index++) {
      const related = rows[(starts[index] ?? 0) + at] ?? 0;
      const own = held[index];
      if (related === 0 || own === undefined) continue;
      // At the level asked for, or above, it counts in full.
      const bp = own.level >= level ? related : Math.floor((related * own.level) / level);
      if (bp <= creditBp) continue;
      creditBp = bp;
      best = own;
      relatedBp = related;
    }
    const metBy = best && ({ on: "competency", number: best.number, level: best.level, relatedBp } as const);
    return { requirement, status: toStatus(creditBp), creditBp, metBy };
  }
}
