import { FULL_BP } from "../../matching/requirements.ts";
import { PAY_AT_MINIMUM_BP, scoreApplicantSide } from "../../matching/score.ts";
import type { ApplicantTables } from "./applicant-tables.ts";
import type { OpeningBlock } from "./opening-block.ts";
import { ANY_CREDIT, type OpeningScan, type ScanColumns } from "./opening-scan.ts";
import { PLANES } from "./row-planes.ts";
import {
  HOURS_SHIFT,
  HOURS_UNKNOWN,
  OCCUPATION_SHIFT,
  PAY_UNKNOWN,
  TERMS_MASK,
  TRAITS_MASK,
  WORD_ROWS,
} from "./scan-layout.ts";

/** Bounds are quotients; what is lost in their last bits must not rule anything out. */
export const A_LITTLE_LESS = 1 - 1e-9;

/** What a credit for pay rises by, from the least that is accepted to the full one. */
export const PAY_RISE_BP = FULL_BP - PAY_AT_MINIMUM_BP;

/** The applicant's side when nothing of it is known. */
export const NOTHING_KNOWN_BP = scoreApplicantSide([]);

/** What the least pay earns, and from there to full credit. Nothing lies between the two where the least is nothing; it then earns full credit. */
export function creditsOfPay({ payFull, payLeast }: ApplicantTables): {
  readonly atLeastBp: number;
  readonly rise: number;
} {
  return payFull > payLeast
    ? { atLeastBp: PAY_AT_MINIMUM_BP, rise: payFull - payLeast }
    : { atLeastBp: FULL_BP, rise: 1 };
}

/**
 * Finds the rows of a block that may come to the threshold, in passes over ever fewer of them: what rules out by a comparison of
 * numbers, the occupation, what the applicant's side leaves for the other one, and a bound of the competencies. Each pass writes what it keeps into columns
 * without a branch, as half of those could not be foreseen, and takes its tables out of their objects but once. Quotients are left to the last.
 */
export class PlainScan implements OpeningScan {
  readonly #columns: ScanColumns;
  #tables: ApplicantTables | undefined;
  #leastProduct = 0;

  constructor(columns: ScanColumns) {
    this.#columns = columns;
  }

  open(tables: ApplicantTables, leastProduct: number): void {
    this.#tables = tables;
    this.#leastProduct = leastProduct * A_LITTLE_LESS;
  }

  run(block: OpeningBlock, wayPoints: number): number {
    const tables = this.#tables;
    if (tables === undefined) return 0;
    const least = this.#leastProduct;
    const wanted = this.#keepWanted(block, tables);
    const near = this.#keepNear(block, tables, wayPoints, least, wanted);
    const reaching = this.#keepReaching(block, tables, wayPoints, least, near);
    this.#findLeastCredits(block, tables, least, reaching);
    return tables.competencies.keepEarning(block, this.#columns, reaching);
  }

  /** Keeps what neither its planes nor its pay rule out. */
  #keepWanted(block: OpeningBlock, { unwanted: table, unwantedCount, payLeast, payUnit }: ApplicantTables): number {
    const { count, planes: words } = block;
    const rows = this.#columns.rows.view;
    const unwanted = table.view;
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
    const rows = this.#columns.rows.view;
    const { ownWeight } = tables;
    const { wantedPoints, ownPoints, mostPoints, traitWeights } = viewsOf(tables);
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
    const rows = this.#columns.rows.view;
    const allPoints = this.#columns.points.view;
    const allWeights = this.#columns.weights.view;
    const { hourMarks, termPoints, termWeights, wantedPoints, ownPoints, mostPoints, traitWeights } = viewsOf(tables);
    const { wantedWeight, ownWeight, payWeight, payFull, payLeast, hoursWeight } = tables;
    const { atLeastBp: payAtLeast, rise: payRise } = creditsOfPay(tables);
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
      const hours = ((term >>> HOURS_SHIFT) - HOURS_UNKNOWN) >>> 31;
      const paid = (offered - PAY_UNKNOWN) >>> 31;
      // What creditOfPay gives; the lesser of two numbers would be a branch.
      const above = payFull - payLeast + Number(offered < payFull) * (offered - payFull);
      const payCredit = payAtLeast + Math.floor((above * PAY_RISE_BP) / payRise);
      let points =
        pointsBefore +
        (termPoints[term & TERMS_MASK] as number) +
        hours * hoursWeight * FULL_BP +
        paid * payWeight * payCredit;
      let weight = weightBefore + (termWeights[term & TERMS_MASK] as number) + hours * hoursWeight + paid * payWeight;
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
      const isWithinHours = ((hourMarks[term >>> HOURS_SHIFT] as number) >>> 31) ^ 1;
      kept += Number(points * most >= leastProduct * weight * openingWeight) & isWithinHours;
    }
    return kept;
  }

  /** Works out the applicant's side of rows, and what it leaves for their competencies to earn. */
  #findLeastCredits(
    { descriptions }: OpeningBlock,
    tables: ApplicantTables,
    leastProduct: number,
    count: number,
  ): void {
    const { ownWeight } = tables;
    const { ownPoints, mostPoints, traitWeights, competencyWeights } = viewsOf(tables);
    const rows = this.#columns.rows.view;
    const fitsApplicant = this.#columns.fitsApplicant.view;
    const leastCredits = this.#columns.leastCredits.view;
    const allPoints = this.#columns.points.view;
    const allWeights = this.#columns.weights.view;
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

/** The tables as they stand in the memory at this moment. */
function viewsOf(tables: ApplicantTables) {
  return {
    hourMarks: tables.hourMarks.view,
    termPoints: tables.termPoints.view,
    termWeights: tables.termWeights.view,
    wantedPoints: tables.wantedPoints.view,
    ownPoints: tables.ownPoints.view,
    mostPoints: tables.mostPoints.view,
    traitWeights: tables.traitWeights.view,
    competencyWeights: tables.competencyWeights.view,
  };
}
