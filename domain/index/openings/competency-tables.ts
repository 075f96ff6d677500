import { combineCoverage } from "../../matching/coverage.ts";
import type { HeldCompetency } from "../../matching/facts.ts";
import { FULL_BP, isFailedMust } from "../../matching/requirements.ts";
import { importances } from "../../model/requirement.ts";
import type { OpeningBlock } from "./opening-block.ts";
import type { TaxonomyTables } from "./taxonomy-tables.ts";

const LEVEL_MAX = 5;
const MUST = importances.indexOf("must");
const A_MUST = { on: "competency", importance: "must" } as const;

/** A credit that ends the match. */
export const FAILED = -1;

/**
 * What somebody can do, by what may be asked: for each competency and level asked for, the credit; for each competency, whatever of theirs
 * it would use. An opening's coverage is then a few look-ups. Both are what requirements.ts and coverage.ts define.
 */
export class CompetencyTables {
  /** Whether it is known what the person can do. */
  areKnown = false;
  /** Credits at number × 8 + level. */
  #credits = new Int32Array(0);
  /** By number asked for: Σ rarity × relatedness over what is held, the most that this requirement alone can use. */
  #uses = new Float64Array(0);
  /** By number asked for: the first entry of what is held and related, 0 for none; entries hang together by `#next`. */
  #first = new Int32Array(0);
  #next = new Int32Array(256);
  #held = new Int32Array(256);
  #used = new Float64Array(256);
  #entries = 1;
  /** Numbers whose tables aren't empty. */
  readonly #filled: number[] = [];
  #best = new Float64Array(64);
  #heldCount = 0;
  /** Σ rarity over what is held. */
  #whole = 0;
  #known: TaxonomyTables | undefined;

  compile(held: readonly HeldCompetency[] | undefined, known: TaxonomyTables): void {
    this.#clear(known.size);
    this.#known = known;
    this.areKnown = held !== undefined;
    for (const { number, level } of held ?? []) {
      const rarity = known.taxonomy.rarity(number);
      this.#whole += rarity;
      const { wanted, relatedBp } = known.usesOf(number);
      for (let index = 0; index < wanted.length; index++) {
        this.#add(wanted[index] ?? 0, relatedBp[index] ?? 0, level, rarity);
      }
      this.#heldCount++;
    }
    if (this.#best.length < this.#heldCount) this.#best = new Float64Array(this.#heldCount * 2);
  }

  #clear(size: number): void {
    if (this.#first.length < size) {
      this.#credits = new Int32Array(size * 8);
      this.#uses = new Float64Array(size);
      this.#first = new Int32Array(size);
    } else {
      for (const number of this.#filled) {
        this.#credits.fill(0, number * 8, number * 8 + 8);
        this.#uses[number] = 0;
        this.#first[number] = 0;
      }
    }
    this.#filled.length = 0;
    this.#entries = 1;
    this.#heldCount = 0;
    this.#whole = 0;
  }

  #add(wanted: number, relatedBp: number, level: number, rarity: number): void {
    if (this.#first[wanted] === 0) this.#filled.push(wanted);
    for (let asked = 1; asked <= LEVEL_MAX; asked++) {
      const credit = asked <= level ? relatedBp : Math.floor((relatedBp * level) / asked);
      if (credit > (this.#credits[wanted * 8 + asked] ?? 0)) this.#credits[wanted * 8 + asked] = credit;
    }
    if (this.#entries === this.#next.length) this.#enlargeEntries();
    const entry = this.#entries++;
    this.#next[entry] = this.#first[wanted] ?? 0;
    this.#held[entry] = this.#heldCount;
    this.#used[entry] = rarity * relatedBp;
    this.#first[wanted] = entry;
    this.#uses[wanted] = (this.#uses[wanted] ?? 0) + rarity * relatedBp;
  }

  #enlargeEntries(): void {
    const enlarge = <T extends Int32Array | Float64Array>(old: T, larger: T): T => {
      larger.set(old);
      return larger;
    };
    const length = this.#next.length * 2;
    this.#next = enlarge(this.#next, new Int32Array(length));
    this.#held = enlarge(this.#held, new Int32Array(length));
    this.#used = enlarge(this.#used, new Float64Array(length));
  }

  /**
   * Credit of a row's competencies, or `FAILED` when a must isn't met. A row that can't come to `least` whatever of the person it uses gets a
   * credit below it that need not be exact.
   */
  creditOf(block: OpeningBlock, row: number, least: number): number {
    const { words } = block;
    const start = block.starts[row] ?? 0;
    const end = start + (block.competencies[row] ?? 0);
    const weights = this.#known?.requirementWeights ?? new Int32Array(0);
    let points = 0;
    let possible = 0;
    let uses = 0;
    for (let at = start; at < end; at++) {
      const word = words[at] ?? 0;
      const number = word >>> 5;
      // Level and number stand side by side in the word as they do in the table.
      const credit = this.#credits[word >>> 2] ?? 0;
      const importance = word & 3;
      if (importance === MUST && isFailedMust(A_MUST, credit)) return FAILED;
      const weight = weights[number * 4 + importance] ?? 0;
      points += weight * credit;
      possible += weight;
      uses += this.#uses[number] ?? 0;
    }
    const covered = Math.floor(points / possible);
    if (covered === 0 || this.#whole === 0) return 0;
    const mostUsed = Math.min(FULL_BP, Math.floor(uses / this.#whole));
    const most = combineCoverage(covered, mostUsed);
    return most < least ? most : combineCoverage(covered, this.#usedBy(words, start, end));
  }

  /** How much of what the person can do the row uses: of each competency, the best use. */
  #usedBy(words: Int32Array, start: number, end: number): number {
    this.#best.fill(0, 0, this.#heldCount);
    let used = 0;
    for (let at = start; at < end; at++) {
      for (let entry = this.#first[(words[at] ?? 0) >>> 5] ?? 0; entry !== 0; entry = this.#next[entry] ?? 0) {
        const held = this.#held[entry] ?? 0;
        const gain = (this.#used[entry] ?? 0) - (this.#best[held] ?? 0);
        if (gain <= 0) continue;
        this.#best[held] = (this.#best[held] ?? 0) + gain;
        used += gain;
      }
    }
    return Math.floor(used / this.#whole);
  }
}
