import { combineCoverage } from "../../matching/coverage.ts";
import type { HeldCompetency } from "../../matching/facts.ts";
import { FULL_BP, MUST_COMPETENCY_BP } from "../../matching/requirements.ts";
import { importances } from "../../model/requirement.ts";
import { type LinearMemory, MemoryArray } from "../linear-memory.ts";
import { CODES_PER_COMPETENCY, LEVEL_MAX, type OpeningBlock, weightPlace } from "./opening-block.ts";
import { ANY_CREDIT, type ScanColumns } from "./opening-scan.ts";
import type { OpeningVocabulary } from "./opening-vocabulary.ts";
import { CODE_WORDS, NO_CODES, POINTS_MASK, USE_SHIFT, USE_UNIT_BP } from "./scan-layout.ts";
import type { TaxonomyTables } from "./taxonomy-tables.ts";

const MUST = importances.indexOf("must");
const SHOULD = importances.indexOf("should");
const NICE = importances.indexOf("nice");

/** A bound's lower half counts points in units, so that eight of them fit, each rounded up; its upper half counts uses. */
const POINT_UNITS_MAX = 8_190;
const USE_UNITS_MAX = Math.ceil(FULL_BP / USE_UNIT_BP);

/** More than eight bounds can make up for, and little enough that eight of it fit four bytes. */
const FAILED_BOUND = -250_000_000;

/** Whether so much covered and so much used may come to a credit. */
function mayCome(covered: number, used: number, least: number): boolean {
  return combineCoverage(Math.min(Math.floor(covered), FULL_BP), Math.min(used, FULL_BP)) >= least;
}

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
  /** By code of a requirement: points and uses that it adds at most, or `FAILED_BOUND`. */
  readonly bounds: MemoryArray<Int32Array>;
  /** Codes of `bounds` that are filled in; no requirement has the first ones, which stay 0. */
  #boundsEnd = CODES_PER_COMPETENCY;
  /** Codes at which the bounds of a competency start that aren't empty. */
  readonly #boundStarts: number[] = [];
  pointsPerUnit = 1;

  constructor(memory: LinearMemory) {
    this.bounds = new MemoryArray(memory, Int32Array, CODES_PER_COMPETENCY);
  }

  compile(held: readonly HeldCompetency[] | undefined, known: TaxonomyTables, of: OpeningVocabulary): void {
    this.#clear(known.size);
    this.#known = known;
    this.areKnown = held !== undefined;
    for (const { number, level } of held ?? []) {
      const { wanted, relatedBp, rarity } = known.usesOf(number);
      this.#whole += rarity;
      this.#hold(wanted, relatedBp, level, rarity);
    }
    if (this.#best.length < this.#heldCount) this.#best = new Float64Array(this.#heldCount * 2);
    this.pointsPerUnit = Math.max(1, Math.ceil((known.weightMax * FULL_BP) / POINT_UNITS_MAX));
    this.#compileBounds(of);
  }

  /** What each requirement adds to a bound: what is related to nothing that is held adds nothing, or fails. */
  #compileBounds({ competencyPlaces, codesEnd }: OpeningVocabulary): void {
    this.#clearBounds(codesEnd);
    const weights = this.#known?.requirementWeights ?? new Float64Array(0);
    const usePerUnit = 1 / (this.#whole * USE_UNIT_BP);
    const pointsPerUnit = 1 / this.pointsPerUnit;
    const bounds = this.bounds.view;
    const uses = this.#uses;
    const credits = this.#credits;
    const starts = this.#boundStarts;
    const filled = this.#filled;
    for (let index = 0; index < filled.length; index++) {
      const number = filled[index] as number;
      const competency = competencyPlaces[number] ?? 0;
      if (competency === 0) continue;
      const use = Math.min(USE_UNITS_MAX, Math.floor((uses[number] as number) * usePerUnit) + 1) << USE_SHIFT;
      let code = competency * CODES_PER_COMPETENCY;
      starts.push(code);
      const must = (weights[number * 4 + MUST] as number) * pointsPerUnit;
      const should = (weights[number * 4 + SHOULD] as number) * pointsPerUnit;
      const nice = (weights[number * 4 + NICE] as number) * pointsPerUnit;
      for (let level = 1; level <= LEVEL_MAX; level++, code += importances.length) {
        const credit = credits[number * 8 + level] as number;
        // Points are positive and small, so that the cut is the floor. A loop over the importances would take longer than its body, and whether a
        // must fails can't be foreseen.
        const fails = (credit - MUST_COMPETENCY_BP) >> 31;
        bounds[code + MUST] = (fails & FAILED_BOUND) | (~fails & (use | (((must * credit) | 0) + 1)));
        bounds[code + SHOULD] = use | (((should * credit) | 0) + 1);
        bounds[code + NICE] = use | (((nice * credit) | 0) + 1);
      }
    }
  }

  /** Empties the bounds of the last query, and those of requirements that are new. */
  #clearBounds(codesEnd: number): void {
    const starts = this.#boundStarts;
    if (this.bounds.view.length < codesEnd) {
      this.bounds.enlarge(codesEnd * 2);
      this.#boundsEnd = CODES_PER_COMPETENCY;
    } else {
      for (let index = 0; index < starts.length; index++) this.#emptyBounds(starts[index] as number);
    }
    starts.length = 0;
    for (; this.#boundsEnd < codesEnd; this.#boundsEnd += CODES_PER_COMPETENCY) this.#emptyBounds(this.#boundsEnd);
  }

  /** When nothing related is held, a requirement adds nothing, or a must fails. */
  #emptyBounds(start: number): void {
    const bounds = this.bounds.view;
    for (let code = start; code < start + CODES_PER_COMPETENCY; code += importances.length) {
      bounds[code + MUST] = FAILED_BOUND;
      bounds[code + SHOULD] = 0;
      bounds[code + NICE] = 0;
    }
  }

  /**
   * Keeps the first rows of a scan whose competencies may earn the least credit that does, and returns how many they are. Sums of points and of
   * uses stand side by side in one number, both rounded up, so that one look-up per requirement is all it takes; a must that isn't met makes
   * the sum negative.
   */
  keepEarning({ codes, possible }: OpeningBlock, columns: ScanColumns, count: number): number {
    const rows = columns.rows.view;
    const leastCredits = columns.leastCredits.view;
    const fitsApplicant = columns.fitsApplicant.view;
    const bounds = this.bounds.view;
    const pointsPerUnit = this.pointsPerUnit;
    let kept = 0;
    for (let at = 0; at < count; at++) {
      const row = rows[at] as number;
      const least = leastCredits[at] as number;
      const place = row * CODE_WORDS;
      const one = codes[place] as number;
      if (least !== ANY_CREDIT && (one & 0xffff) !== NO_CODES) {
        const two = codes[place + 1] as number;
        const three = codes[place + 2] as number;
        const four = codes[place + 3] as number;
        const sum =
          (bounds[one & 0xffff] as number) +
          (bounds[one >>> 16] as number) +
          (bounds[two & 0xffff] as number) +
          (bounds[two >>> 16] as number) +
          (bounds[three & 0xffff] as number) +
          (bounds[three >>> 16] as number) +
          (bounds[four & 0xffff] as number) +
          (bounds[four >>> 16] as number);
        // Hardly any row passes all of this, though half pass any part of it: one branch, then, and the exact bound behind it.
        const points = (sum & POINTS_MASK) * pointsPerUnit;
        const used = (sum >>> USE_SHIFT) * USE_UNIT_BP;
        const whole = possible[row] as number;
        const needed = least * whole;
        const mayEarn = Number(least <= 0) | Number(points * used >= least * needed) | Number(points >= needed);
        if ((mayEarn & ((sum >>> 31) ^ 1)) === 0) continue;
        if (least > 0 && !mayCome(points / whole, used, least)) continue;
      }
      rows[kept] = row;
      leastCredits[kept] = least;
      fitsApplicant[kept] = fitsApplicant[at] as number;
      kept++;
    }
    return kept;
  }

  #clear(size: number): void {
    if (this.#first.length < size) {
      this.#credits = new Int32Array(size * 8);
      this.#uses = new Float64Array(size);
      this.#first = new Int32Array(size);
    } else {
      const credits = this.#credits;
      const uses = this.#uses;
      const first = this.#first;
      const filled = this.#filled;
      for (let index = 0; index < filled.length; index++) {
        const number = filled[index] as number;
        for (let place = number * 8; place < number * 8 + 8; place++) credits[place] = 0;
        uses[number] = 0;
        first[number] = 0;
      }
    }
    this.#filled.length = 0;
    this.#entries = 1;
    this.#heldCount = 0;
    this.#whole = 0;
  }

  /** Takes in a competency that is held: what is related to it, and how closely. */
  #hold(wanted: Int32Array, relatedBp: Int32Array, level: number, rarity: number): void {
    while (this.#next.length < this.#entries + wanted.length) this.#enlargeEntries();
    const held = this.#heldCount++;
    const credits = this.#credits;
    const uses = this.#uses;
    const first = this.#first;
    const next = this.#next;
    const allHeld = this.#held;
    const allUsed = this.#used;
    const filled = this.#filled;
    let entry = this.#entries;
    for (let index = 0; index < wanted.length; index++) {
      const number = wanted[index] as number;
      const related = relatedBp[index] as number;
      const used = rarity * related;
      const before = first[number] as number;
      if (before === 0) filled.push(number);
      next[entry] = before;
      allHeld[entry] = held;
      allUsed[entry] = used;
      first[number] = entry++;
      uses[number] = (uses[number] as number) + used;
      for (let asked = 1; asked <= LEVEL_MAX; asked++) {
        const credit = asked <= level ? related : ((related * level) / asked) | 0;
        const place = number * 8 + asked;
        if (credit > (credits[place] as number)) credits[place] = credit;
      }
    }
    this.#entries = entry;
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
   * Credit of the competencies on a list, or `FAILED` when a must isn't met. One that can't come to `least` whatever of the person it uses gets a
   * credit below it that need not be exact.
   */
  creditOf(block: OpeningBlock, list: number, least: number): number {
    const { lists } = block;
    const { start, end } = block.competenciesOf(list);
    const weights = this.#known?.requirementWeights ?? new Float64Array(0);
    const credits = this.#credits;
    const allUses = this.#uses;
    let points = 0;
    let possible = 0;
    let uses = 0;
    for (let at = start; at < end; at++) {
      const word = lists[at] as number;
      // Level and number stand side by side in the word as they do in the table.
      const credit = credits[word >>> 2] as number;
      if ((word & 3) === MUST && credit < MUST_COMPETENCY_BP) return FAILED;
      const weight = weights[weightPlace(word)] as number;
      points += weight * credit;
      possible += weight;
      uses += allUses[word >>> 5] as number;
    }
    const covered = Math.floor(points / possible);
    if (covered === 0 || this.#whole === 0) return 0;
    const mostUsed = Math.min(FULL_BP, Math.floor(uses / this.#whole));
    const most = combineCoverage(covered, mostUsed);
    return most < least ? most : combineCoverage(covered, this.#usedBy(lists, start, end));
  }

  /** How much of what the person can do the row uses: of each competency, the best use. */
  #usedBy(lists: Int32Array, start: number, end: number): number {
    const best = this.#best;
    const next = this.#next;
    const allHeld = this.#held;
    const allUsed = this.#used;
    const first = this.#first;
    for (let held = 0; held < this.#heldCount; held++) best[held] = 0;
    let used = 0;
    for (let at = start; at < end; at++) {
      for (let entry = first[(lists[at] as number) >>> 5] as number; entry !== 0; entry = next[entry] as number) {
        const held = allHeld[entry] as number;
        const gain = (allUsed[entry] as number) - (best[held] as number);
        if (gain <= 0) continue;
        best[held] = allUsed[entry] as number;
        used += gain;
      }
    }
    return Math.floor(used / this.#whole);
  }
}
