import { FULL_BP } from "../../matching/requirements.ts";
import { PAY_AT_MINIMUM_BP, scoreApplicantSide } from "../../matching/score.ts";
import type { ApplicantTables } from "./applicant-tables.ts";
import { HOURS_UNKNOWN, OCCUPATION_SHIFT, type OpeningBlock, PAY_UNKNOWN, TRAITS_MASK } from "./opening-block.ts";
import { PLANES, WORD_ROWS } from "./row-planes.ts";

/** Bounds are quotients; what is lost in their last bits must not rule anything out. */
const A_LITTLE_LESS = 1 - 1e-9;

/** What a credit for pay rises by, from the least that is accepted to the full one. */
const PAY_RISE_BP = FULL_BP - PAY_AT_MINIMUM_BP;

/** The applicant's side when nothing of it is known. */
const NOTHING_KNOWN_BP = scoreApplicantSide([]);

/** Least credit of a row whose competencies don't count. */
export const ANY_CREDIT = Number.NEGATIVE_INFINITY;

/**
 * Finds the rows of a block that may come to the threshold, in passes over ever fewer of them: what rules out by a comparison of
 * numbers, the occupation, what the applicant's side leaves for the other one, and a bound of the competencies. Each pass writes what it keeps into columns
 * without a branch, as half of those could not be foreseen, and takes its tables out of their objects but once. Quotients are left to the last.
 */
export class OpeningScan {
  /** Rows that are left, what the applicant's side of each comes to, and the least credit of competencies that does. */
  rows = new Int32Array(64);
  fitsApplicant = new Float64Array(64);
  leastCredits = new Float64Array(64);
  /** Points of the applicant's side and their weight, of the rows of the second pass. */
  #points = new Float64Array(64);
  #weights = new Float64Array(64);

  /**
   * Fills the columns and returns how many rows are left. Points for the way are −1 where nothing is known of it. The product of both sides
   * must come to the least.
   */
  run(block: OpeningBlock, tables: ApplicantTables, wayPoints: number, leastProduct: number): number {
    if (this.rows.length < block.count) {
      const size = block.count * 2;
      this.rows = new Int32Array(size);
      this.fitsApplicant = new Float64Array(size);
      this.leastCredits = new Float64Array(size);
      this.#points = new Float64Array(size);
      this.#weights = new Float64Array(size);
    }
    const least = leastProduct * A_LITTLE_LESS;
    const wanted = this.#keepWanted(block, tables);
    const near = this.#keepNear(block, tables, wayPoints, least, wanted);
    const reaching = this.#keepReaching(block, tables, wayPoints, least, near);
    this.#findLeastCredits(block, tables, least, reaching);
    return tables.competencies.keepEarning(block, this, reaching);
  }

  /** Keeps what neither its planes nor its pay rule out. */
  #keepWanted(block: OpeningBlock, { unwanted, unwantedCount, payLeast, payUnit }: ApplicantTables): number {
    const { count } = block;
    const { words } = block.planes;
    const { rows } = this;
    const pay = block[payUnit];
    let kept = 0;
    for (let base = 0, place = 0; base < count; base += WORD_ROWS, place += PLANES) {
      let out = count - base < WORD_ROWS ? -1 << (count - base) : 0;
      for (let index = 0; index < unwantedCount; index++) {
        out |= words[place + (unwanted[index] as number)] as number;
      }
      for (let left = ~out; left !== 0; left &= left - 1) {
        const row = base + 31 - Math.clz32(left & -left);
        rows[kept] = row;
        kept += (((pay[row] as number) - payLeast) >>> 31) ^ 1;
      }
    }
    return kept;
  }

  /**
   * Keeps what may come to the threshold by its occupation, were all else that may be known of the applicant's side, but the way, worth full
   * credit. That alone leaves out three fifths.
   */
  #keepNear(
    { descriptions }: OpeningBlock,
    tables: ApplicantTables,
    wayPoints: number,
    leastProduct: number,
    count: number,
  ): number {
    const { rows } = this;
    const { wantedPoints, ownPoints, mostPoints, traitWeights, ownWeight } = tables;
    const weightBefore = wayPoints >= 0 ? tables.commuteWeight : 0;
    const othersWeight = tables.termWeightMost + tables.hoursWeight + tables.payWeight;
    const pointsMost = Math.max(0, wayPoints) + othersWeight * FULL_BP;
    const leastTimesWeight = leastProduct * (weightBefore + othersWeight + tables.wantedWeight);
    let kept = 0;
    for (let place = 0; place < count; place++) {
      const row = rows[place] as number;
      const described = descriptions[row] as number;
      const occupation = described >>> OCCUPATION_SHIFT;
      const set = described & TRAITS_MASK;
      const most = (ownPoints[occupation] as number) + (mostPoints[set] as number);
      const needed = leastTimesWeight * ((traitWeights[set] as number) + ownWeight);
      rows[kept] = row;
      // Where the occupation is unknown it has no weight either.
      kept += Number((pointsMost + (wantedPoints[occupation] as number)) * most >= needed) | ((occupation - 1) >>> 31);
    }
    return kept;
  }

  /**
   * Keeps what may come to the threshold by all that is known of the applicant's side, and the most that the other can come to. A side is its
   * points over its weight: the product of both, even unrounded, must come to the least.
   */
  #keepReaching(
    block: OpeningBlock,
    tables: ApplicantTables,
    wayPoints: number,
    leastProduct: number,
    count: number,
  ): number {
    const { terms, descriptions } = block;
    const { rows } = this;
    const allPoints = this.#points;
    const allWeights = this.#weights;
    const { hourMarks, termPoints, termWeights, wantedPoints, ownPoints, mostPoints, traitWeights } = tables;
    const { wantedWeight, ownWeight, payWeight, payFull, hoursWeight } = tables;
    const { payLeast } = tables;
    // Nothing lies between the two where the least is nothing; it then earns full credit.
    const payAtLeast = payFull > payLeast ? PAY_AT_MINIMUM_BP : FULL_BP;
    const payRise = payFull > payLeast ? payFull - payLeast : 1;
    const pay = block[tables.payUnit];
    const isWayKnown = wayPoints >= 0;
    const pointsBefore = isWayKnown ? wayPoints : 0;
    const weightBefore = isWayKnown ? tables.commuteWeight : 0;
    let kept = 0;
    for (let place = 0; place < count; place++) {
      const row = rows[place] as number;
      const described = descriptions[row] as number;
      const occupation = described >>> OCCUPATION_SHIFT;
      const set = described & TRAITS_MASK;
      const most = (ownPoints[occupation] as number) + (mostPoints[set] as number);
      let openingWeight = traitWeights[set] as number;
      if (occupation !== 0) openingWeight += ownWeight;
      const term = terms[row] as number;
      const offered = pay[row] as number;
      // 1 where they are known, 0 where they aren't.
      const hours = ((term >>> 16) - HOURS_UNKNOWN) >>> 31;
      const paid = (offered - PAY_UNKNOWN) >>> 31;
      // What creditOfPay gives; the lesser of two numbers would be a branch.
      const above = payFull - payLeast + Number(offered < payFull) * (offered - payFull);
      const payCredit = payAtLeast + Math.floor((above * PAY_RISE_BP) / payRise);
      let points =
        pointsBefore +
        (termPoints[term & 0xffff] as number) +
        hours * hoursWeight * FULL_BP +
        paid * payWeight * payCredit;
      let weight = weightBefore + (termWeights[term & 0xffff] as number) + hours * hoursWeight + paid * payWeight;
      if (occupation !== 0) {
        points += wantedPoints[occupation] as number;
        weight += wantedWeight;
      }
      if (weight === 0) {
        points = NOTHING_KNOWN_BP;
        weight = 1;
      }
      rows[kept] = row;
      allPoints[kept] = points;
      allWeights[kept] = weight;
      // Planes tell hours apart by some limits only.
      const isWithinHours = ((hourMarks[term >>> 16] as number) >>> 31) ^ 1;
      kept += Number(points * most >= leastProduct * weight * openingWeight) & isWithinHours;
    }
    return kept;
  }

  /** Works out the applicant's side of rows, and what it leaves for their competencies to earn. */
  #findLeastCredits(
    { descriptions }: OpeningBlock,
    { ownPoints, ownWeight, mostPoints, traitWeights, competencyWeights }: ApplicantTables,
    leastProduct: number,
    count: number,
  ): void {
    const { rows, fitsApplicant, leastCredits } = this;
    const allPoints = this.#points;
    const allWeights = this.#weights;
    for (let place = 0; place < count; place++) {
      const points = allPoints[place] as number;
      const weight = allWeights[place] as number;
      const described = descriptions[rows[place] as number] as number;
      const occupation = described >>> OCCUPATION_SHIFT;
      const set = described & TRAITS_MASK;
      const openingWeight = (traitWeights[set] as number) + (occupation === 0 ? 0 : ownWeight);
      const needed = leastProduct === 0 ? 0 : (leastProduct * weight * openingWeight) / points;
      const spare = (ownPoints[occupation] as number) + (mostPoints[set] as number) - needed;
      const competencyWeight = competencyWeights[set] as number;
      fitsApplicant[place] = Math.floor(points / weight);
      leastCredits[place] = competencyWeight === 0 ? ANY_CREDIT : FULL_BP - spare / competencyWeight;
    }
  }
}
