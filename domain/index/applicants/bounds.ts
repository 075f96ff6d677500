import { kindBit, type OpeningFacts } from "../../matching/facts.ts";
import { FULL_BP, SAME_LINE_OF_WORK_BP } from "../../matching/requirements.ts";
import { creditOfPay, creditOfShifts } from "../../matching/score.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import { CompetencyBounds } from "./competency-bounds.ts";
import type { Query } from "./query.ts";
import * as q from "./query-layout.ts";
import { BIRTH_OFFSET_DAYS } from "./record-layout.ts";
import * as classes from "./row-classes.ts";
import type { RowValues } from "./row-values.ts";
import { OUT, ROUNDING, share, WHOLE } from "./shares.ts";
import { type WayLosses, WayTables } from "./way-losses.ts";

/**
 * The first pass's tables: for every row a bound of each side that no applicant of the row exceeds. A side is at most 1 − L ÷ W, where W is the
 * weight of all components that the opening knows and L what is lost for certain in those that the row knows: leaving an unknown
 * component out of W could only lower it. Losses are rounded down, credits up.
 */
export class Bounds {
  readonly #query: Query;
  readonly #values: RowValues;
  readonly #competencies: CompetencyBounds;
  /** Weight of the components known to the opening, per side; of the applicant's with pay and without it. */
  #openingWeight = 0;
  #applicantWeights: readonly [number, number] = [0, 0];
  #payWeight = 0;
  readonly #ways: WayTables;
  /** With pay and without it. */
  #wayLosses: readonly [WayLosses, WayLosses];

  constructor(query: Query, values: RowValues) {
    this.#query = query;
    this.#values = values;
    this.#competencies = new CompetencyBounds(query, values);
    this.#ways = new WayTables(query.memory);
    this.#wayLosses = [this.#ways.of(0), this.#ways.of(0)];
  }

  compile(opening: OpeningFacts, taxonomy: Taxonomy, thresholdBp: number): void {
    const query = this.#query;
    const need = Math.min(Math.ceil((thresholdBp * thresholdBp * WHOLE * WHOLE) / (FULL_BP * FULL_BP)), WHOLE * WHOLE);
    query.setHeader(q.H_NEED, need);
    query.setHeader(q.H_LOW_HALF, 15);
    query.setHeader(q.H_ONE, 1);
    query.setHeader(q.H_STEEP_FROM, q.STEEP_FROM);
    query.setHeader(q.H_KIND_COLUMN, classes.kindColumnBit(31 - Math.clz32(kindBit(opening.kind))));
    query.setHeader(q.H_TYPE_COLUMN, opening.employmentType === undefined ? 255 : 1 << opening.employmentType);
    const [competencies, spells] = this.#weigh(opening);
    this.#compileEducation();
    this.#compileClasses(opening);
    this.#compileCertificates();
    this.#compileRest(need, competencies, spells);
    this.#competencies.compile(taxonomy);
    const own = query.side(q.D_OPENING_WEIGHTS + 1) / this.#openingWeight;
    const beyondLine = this.#lossBeyondLine(opening);
    this.#compileOccupations(own, beyondLine, query.address + q.T_OWN, query.address + q.T_OWN_CELLS);
    for (const [place, whole] of this.#applicantWeights.entries()) {
      // Of an opening that doesn't tell its pay both are the same, and only the second are read.
      if (place === 0 && this.#payWeight === 0) continue;
      const tables = this.applicantTables(place === 0);
      const wanted = opening.occupation === undefined ? 0 : query.side(q.D_APPLICANT_WEIGHTS);
      this.#compileShifts(opening, tables, whole);
      this.#compileOccupations(wanted / whole, 0, tables + q.A_WANTED, tables + q.A_WANTED_CELLS);
      const without = whole > wanted ? Math.floor((256 * whole) / (whole - wanted) - ROUNDING) : 256;
      query.memory.u32[(tables + q.A_WITHOUT_WANTED) >> 2] = without;
    }
  }

  /** Address of the applicant's side's tables, for blocks whose pay is compared or for those where it isn't. */
  applicantTables(comparesPay: boolean): number {
    return this.#query.address + q.T_APPLICANT + (comparesPay ? 0 : q.A_BYTES);
  }

  /** Adds up the sides' weights; returns that of the competencies, and that of what reads one's own occupations. */
  #weigh({ occupation, pay, hours, shifts, employmentType }: OpeningFacts): [number, number] {
    const query = this.#query;
    const count = (sort: number) => query.header(q.H_COUNTS + sort);
    const opening = (place: number, isKnown: boolean) => (isKnown ? query.side(q.D_OPENING_WEIGHTS + place) : 0);
    const applicant = (place: number, isKnown: boolean) => (isKnown ? query.side(q.D_APPLICANT_WEIGHTS + place) : 0);
    const competencies = opening(0, count(q.SORT_COMPETENCY) > 0);
    const certificates = opening(3, count(q.SORT_CERTIFICATE) > 0);
    const spells = opening(1, occupation !== undefined) + opening(2, count(q.SORT_EXPERIENCE) > 0);
    this.#openingWeight =
      competencies +
      certificates +
      spells +
      opening(4, count(q.SORT_LANGUAGE) > 0) +
      opening(5, count(q.SORT_EDUCATION) > 0);
    const commute = applicant(1, query.header(q.H_WAY) !== q.WAY_UNKNOWN);
    this.#payWeight = applicant(2, pay.krwPerHour !== undefined || pay.krwPerMonth !== undefined);
    const withoutPay =
      applicant(0, occupation !== undefined) +
      commute +
      applicant(3, hours !== undefined) +
      applicant(4, shifts !== undefined) +
      applicant(5, employmentType !== undefined);
    const withPay = withoutPay + this.#payWeight;
    this.#applicantWeights = [withPay, withoutPay];
    const ways = (whole: number) => this.#ways.of(whole > 0 ? commute / whole : 0);
    this.#wayLosses = [ways(withPay), ways(withoutPay)];
    query.setHeader(q.H_COMPETENCIES_WEIGHT, Math.floor((share(competencies, this.#openingWeight) * 256) / WHOLE));
    query.setHeader(q.H_CERTIFICATES_LOSS, share(certificates, this.#openingWeight));
    return [competencies, spells];
  }

  /** What is lost by least pay, on the applicant's side; `OUT` below it. It never falls as least pay rises. */
  lossOfPay(offered: number, least: number): number {
    if (offered < least) return OUT;
    return Math.min(
      OUT - 1,
      share(this.#payWeight * (1 - creditOfPay(offered, least) / FULL_BP), this.#applicantWeights[0]),
    );
  }

  /** Address of what a way of so many minutes loses, by the class of the longest one accepted. */
  waysOf(minutes: number, comparesPay: boolean): number {
    return this.#ways.addressOf(this.#wayLosses[comparesPay ? 0 : 1], minutes);
  }

  /**
   * The part of the opening's side that is lost by whoever hasn't worked in the opening's line: requirements of months in it. All of it where one is a
   * must. Who is nearest to the occupation is nearest to the line, so that both losses are those of one occupation.
   */
  #lossBeyondLine({ occupation, requirements }: OpeningFacts): number {
    const query = this.#query;
    const { u32, f64 } = query.memory;
    let [lost, possible, nth] = [0, 0, 0];
    for (const requirement of requirements) {
      if (requirement.on !== "experience") continue;
      const base = query.requirementAddress(q.SORT_EXPERIENCE, nth++);
      const weight = f64[(base + q.R_WEIGHT) >> 3] ?? 0;
      possible += weight;
      if ((requirement.occupation ?? occupation) !== occupation) continue;
      if ((u32[(base + q.R_MUST) >> 2] ?? 0) > 0) return 1;
      lost += weight;
    }
    return lost > 0 ? (query.side(q.D_OPENING_WEIGHTS + 2) / this.#openingWeight) * (lost / possible) : 0;
  }

  /** What cells of occupations lose, of a weight by how near they are and beyond the opening's line. */
  #compileOccupations(weight: number, beyondLine: number, rows: number, cells: number): void {
    const query = this.#query;
    const { u8 } = query.memory;
    const places = rows + classes.CLASSES;
    const isKnown = query.header(q.H_HAS_OCCUPATION) === 1;
    const most = isKnown ? share(weight + beyondLine, 1) : 0;
    u8.fill(most, rows, places + classes.CLASSES);
    u8.fill(most, cells, cells + 256);
    // The last row and the last place stand for all there are, the place before it for what is unknown.
    u8[rows + classes.CLASSES - 1] = u8[places + classes.CLASSES - 1] = u8[places + classes.CLASSES - 2] = 0;
    u8[cells + classes.UNKNOWN_CELL] = u8[cells + classes.ANY_CELL] = 0;
    if (!isKnown) return;
    const nearest = this.#values.nearestCells(query.proximities);
    for (let index = 0; index < nearest.length; index++) {
      const near = nearest[index] as number;
      const cell = near & 255;
      const proximity = near >>> 8;
      const isBeyond = proximity < SAME_LINE_OF_WORK_BP;
      const lost = share(weight * (1 - proximity / FULL_BP) + (isBeyond ? beyondLine : 0), 1);
      if (lost < (u8[rows + (cell >> 4)] as number)) u8[rows + (cell >> 4)] = lost;
      if (lost < (u8[places + (cell & 15)] as number)) u8[places + (cell & 15)] = lost;
      u8[cells + cell] = lost;
    }
    for (let row = 0; row < classes.CLASSES; row++) {
      u8[cells + row * classes.CLASSES + classes.CLASSES - 1] = u8[rows + row] as number;
    }
  }

  #compileShifts({ shifts }: OpeningFacts, tables: number, whole: number): void {
    const query = this.#query;
    const weight = query.side(q.D_APPLICANT_WEIGHTS + 4);
    for (let wanted = 0; wanted < classes.CLASSES; wanted++) {
      let lost = 0;
      if (shifts !== undefined) {
        const missing = weight * (1 - creditOfShifts(shifts, wanted) / FULL_BP);
        lost = (shifts & wanted) === 0 ? OUT : share(missing, whole);
      }
      query.memory.u8[tables + q.A_SHIFTS + wanted] = lost;
    }
  }

  /** Education stands in the upper half of its column; 7 is unknown. */
  #compileEducation(): void {
    const query = this.#query;
    const { u8, u32, f64 } = query.memory;
    const count = query.header(q.H_COUNTS + q.SORT_EDUCATION);
    const weight = query.side(q.D_OPENING_WEIGHTS + 5);
    u8.fill(0, query.address + q.T_EDUCATION, query.address + q.T_EDUCATION + classes.CLASSES);
    for (let education = 0; education < 7 && count > 0; education++) {
      let [points, possible, isOut] = [0, 0, false];
      for (let nth = 0; nth < count; nth++) {
        const base = query.requirementAddress(q.SORT_EDUCATION, nth);
        const isMet = education >= (u32[(base + q.R_LEVEL) >> 2] ?? 0);
        if (!isMet && (u32[(base + q.R_MUST) >> 2] ?? 0) > 0) isOut = true;
        possible += f64[(base + q.R_WEIGHT) >> 3] ?? 0;
        points += isMet ? (f64[(base + q.R_WEIGHT) >> 3] ?? 0) : 0;
      }
      const missing = possible > 0 ? weight * (1 - points / possible) : 0;
      u8[query.address + q.T_EDUCATION + education] = isOut ? OUT : share(missing, this.#openingWeight);
    }
  }

  /** Hours and births rule out and lose nothing otherwise. */
  #compileClasses({ hours }: OpeningFacts): void {
    const query = this.#query;
    const { u8 } = query.memory;
    const last = classes.CLASSES - 1;
    const least = hours === undefined ? last : classes.leastHoursClass(hours);
    const most = hours === undefined ? 0 : classes.mostHoursClass(hours);
    const low = classes.birthClass(query.header(q.H_BIRTH_LOW) - BIRTH_OFFSET_DAYS);
    const high = classes.birthClass(query.header(q.H_BIRTH_HIGH) - 1 - BIRTH_OFFSET_DAYS);
    query.setHeader(q.H_LEAST_HOURS, least);
    query.setHeader(q.H_MOST_HOURS, most);
    query.setHeader(q.H_BIRTH_CLASS_LOW, low);
    query.setHeader(q.H_BIRTH_CLASS_HIGH, high);
    for (let number = 0; number <= last; number++) {
      u8[query.address + q.T_LEAST_HOURS + number] = number > least ? OUT : 0;
      u8[query.address + q.T_MOST_HOURS + number] = number < most ? OUT : 0;
      u8[query.address + q.T_BIRTH + number] = number > 0 && (number < low || number > high) ? OUT : 0;
    }
  }

  #compileCertificates(): void {
    const query = this.#query;
    const { u32 } = query.memory;
    const count = query.header(q.H_COUNTS + q.SORT_CERTIFICATE);
    const masks = new Uint8Array(count);
    for (let number = 0; count > 0 && number <= query.certificateMax; number++) {
      const covers = u32[(query.header(q.H_COVERS) >> 2) + number] ?? 0;
      for (let nth = 0; nth < count; nth++) {
        if ((covers >>> nth) & 1) masks[nth] = (masks[nth] ?? 0) | (1 << (number & 7));
      }
    }
    for (let place = 0; place < q.CERTIFICATE_MUSTS_MAX; place++) query.setHeader(q.H_CERTIFICATE_MUSTS + place, 255);
    let [any, musts] = [count === 0 ? 255 : 0, 0];
    for (const [nth, mask] of masks.entries()) {
      any |= mask;
      const isMust = (u32[(query.requirementAddress(q.SORT_CERTIFICATE, nth) + q.R_MUST) >> 2] ?? 0) > 0;
      if (isMust && musts < q.CERTIFICATE_MUSTS_MAX) query.setHeader(q.H_CERTIFICATE_MUSTS + musts++, mask);
    }
    query.setHeader(q.H_CERTIFICATES_ANY, any);
  }

  /**
   * What is left for the competencies to reach: first of the opening's side by the applicant's, then of their credit by what may be lost. Of who
   * doesn't tell their competencies, or what they have worked as, these components drop out, and the losses weigh more.
   */
  #compileRest(need: number, competencies: number, spells: number): void {
    const { u8 } = this.#query.memory;
    const base = this.#query.address;
    const all = this.#openingWeight;
    for (let value = 0; value <= WHOLE; value++) {
      u8[base + q.T_LEAST_SIDE + value] =
        value === 0 ? Math.min(WHOLE, need) : Math.min(WHOLE, Math.floor(need / value));
      u8[base + q.T_LEAST_CREDIT + value] = leastCredit(value, competencies, all);
      u8[base + q.T_LEAST_CREDIT_WITHOUT_OWN + value] = leastCredit(value, competencies, all - spells);
      u8[base + q.T_WITHOUT_COMPETENCIES + value] = without(value, all, competencies);
      u8[base + q.T_WITHOUT_OWN + value] = without(value, all, spells);
    }
  }
}

/** Least credit that loses no more than so much of a side. */
function leastCredit(rest: number, weight: number, whole: number): number {
  return weight > 0 && whole > 0 ? Math.max(0, Math.ceil(WHOLE - (rest * whole) / weight - ROUNDING)) : 0;
}

/** A side's bound when a part of its weight drops out. */
function without(side: number, whole: number, part: number): number {
  return whole > part ? WHOLE - share((WHOLE - side) / WHOLE, 1 - part / whole) : WHOLE;
}
