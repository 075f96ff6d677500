import { FULL_BP } from "../../matching/requirements.ts";
import { creditOfPay, scoreApplicantSide } from "../../matching/score.ts";
import type { ApplicantTables } from "./applicant-tables.ts";
import { HOURS_UNKNOWN, OCCUPATION_SHIFT, type OpeningBlock, PAY_UNKNOWN, TRAITS_MASK } from "./opening-block.ts";

/** Bounds are quotients; what is lost in their last bits must not rule anything out. */
const A_LITTLE_LESS = 1 - 1e-9;

/** The applicant's side when nothing of it is known. */
const NOTHING_KNOWN_BP = scoreApplicantSide([]);

/** Least credit of a row whose competencies don't count. */
export const ANY_CREDIT = Number.NEGATIVE_INFINITY;

/**
 * Finds the rows of a block that may come to the threshold, in three passes over ever fewer of them: what rules out by a comparison of
 * numbers, what the applicant's side leaves for the other one, and a bound of the competencies. Each pass writes what it keeps into columns
 * without a branch, as half of those could not be foreseen, and takes its tables out of their objects but once.
 */
export class OpeningScan {
  /** Rows that are left, what the applicant's side of each comes to, and the least credit of competencies that does. */
  rows = new Int32Array(64);
  fitsApplicant = new Float64Array(64);
  leastCredits = new Float64Array(64);

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
    }
    const wanted = this.#keepWanted(block, tables);
    const reaching = this.#keepReaching(block, tables, wayPoints, leastProduct, wanted);
    return tables.competencies.keepEarning(block, this, reaching);
  }

  /** Keeps what nothing rules out. */
  #keepWanted(block: OpeningBlock, { termMarks, hourMarks, payLeast, payUnit }: ApplicantTables): number {
    const { count, terms } = block;
    const { rows } = this;
    const pay = block[payUnit];
    let kept = 0;
    for (let row = 0; row < count; row++) {
      const term = terms[row] as number;
      // Each is negative where it rules the row out: one test for three.
      const mark =
        (termMarks[term & 0xffff] as number) | (hourMarks[term >>> 16] as number) | ((pay[row] as number) - payLeast);
      rows[kept] = row;
      kept += (mark >>> 31) ^ 1;
    }
    return kept;
  }

  /** Keeps what may come to the threshold by all that is known of the applicant's side, and the most that the other can come to. */
  #keepReaching(
    block: OpeningBlock,
    tables: ApplicantTables,
    wayPoints: number,
    leastProduct: number,
    count: number,
  ): number {
    const { terms, descriptions } = block;
    const { rows, fitsApplicant, leastCredits } = this;
    const { termPoints, termWeights, wantedPoints, ownPoints, mostPoints, traitWeights, competencyWeights } = tables;
    const { wantedWeight, ownWeight, payWeight, payLeast, payFull, hoursWeight } = tables;
    const pay = block[tables.payUnit];
    const isWayKnown = wayPoints >= 0;
    const pointsBefore = isWayKnown ? wayPoints : 0;
    const weightBefore = isWayKnown ? tables.commuteWeight : 0;
    let kept = 0;
    for (let place = 0; place < count; place++) {
      const row = rows[place] as number;
      const term = terms[row] as number;
      let points = pointsBefore + (termPoints[term & 0xffff] as number);
      let weight = weightBefore + (termWeights[term & 0xffff] as number);
      if (term >>> 16 !== HOURS_UNKNOWN) {
        points += hoursWeight * FULL_BP;
        weight += hoursWeight;
      }
      const offered = pay[row] as number;
      if (offered !== PAY_UNKNOWN && payWeight !== 0) {
        points += payWeight * creditOfPay(offered, payLeast, payFull);
        weight += payWeight;
      }
      const described = descriptions[row] as number;
      const occupation = described >>> OCCUPATION_SHIFT;
      const set = described & TRAITS_MASK;
      let openingWeight = traitWeights[set] as number;
      if (occupation !== 0) {
        points += wantedPoints[occupation] as number;
        weight += wantedWeight;
        openingWeight += ownWeight;
      }
      if (weight === 0) {
        points = NOTHING_KNOWN_BP;
        weight = 1;
      }
      // A side is its points over its weight; the product of both, even unrounded, must come to the least.
      const needed = leastProduct === 0 ? 0 : ((leastProduct * weight * openingWeight) / points) * A_LITTLE_LESS;
      const spare = (ownPoints[occupation] as number) + (mostPoints[set] as number) - needed;
      const competencyWeight = competencyWeights[set] as number;
      rows[kept] = row;
      fitsApplicant[kept] = points / weight;
      leastCredits[kept] = competencyWeight === 0 ? ANY_CREDIT : FULL_BP - spare / competencyWeight;
      kept += spare < 0 ? 0 : 1;
    }
    for (let place = 0; place < kept; place++) fitsApplicant[place] = Math.floor(fitsApplicant[place] as number);
    return kept;
  }
}
