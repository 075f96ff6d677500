import { kindBit, type OpeningFacts } from "../../matching/facts.ts";
import { FULL_BP } from "../../matching/requirements.ts";
import { creditOfCommute, creditOfPay, creditOfShifts } from "../../matching/score.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import { GROUPS } from "./competency-groups.ts";
import type { Query } from "./query.ts";
import * as q from "./query-layout.ts";
import { BIRTH_OFFSET_DAYS } from "./record-layout.ts";
import * as row from "./row-layout.ts";
import {
  groupOfKey,
  leastPayOfKey,
  PAY_BY_HOUR,
  PAY_BY_MONTH,
  PAY_NONE,
  paySortOf,
  type RowValues,
} from "./row-values.ts";

/** A side in bytes: 255 is all of it. */
const WHOLE = 255;
/** More than the rounding of doubles can amount to here, far less than a 255th. */
const ROUNDING = 1e-9;

/** Lost by rows that are out. */
const OUT = 255;

/** Waste is counted in halves of a rarity, see `SHARE_OF_RARITY`: waste × share ÷ 32 is then in 255ths, rounded down. */
const WASTE_PER_RARITY = 2;

/**
 * The first pass's tables: for every row a bound of each side that no applicant of the row exceeds. A side is at most 1 − L ÷ W, where W is the
 * weight of all components that the opening knows and L what is lost for certain in those that the row knows: leaving an unknown
 * component out of W could only lower it. Losses are rounded down, credits up.
 *
 * Competencies: covered is at most what the groups held could cover, each requirement by its best of each group; used is at most the
 * whole less what each held group wastes at least; both together come to what the score makes of them.
 */
export class Bounds {
  readonly #query: Query;
  readonly #values: RowValues;
  /** Weight of the components known to the opening, per side. */
  #openingWeight = 0;
  #applicantWeight = 0;
  #commuteWeight = 0;
  #payWeight = 0;
  #opening: OpeningFacts | undefined;
  /** By group: least waste of one of its competencies, when nothing of the group is used. */
  #leastWaste: { taxonomy: Taxonomy; end: number; byGroup: Float64Array; members: number[][] } | undefined;

  constructor(query: Query, values: RowValues) {
    this.#query = query;
    this.#values = values;
  }

  compile(opening: OpeningFacts, taxonomy: Taxonomy, thresholdBp: number): void {
    const query = this.#query;
    this.#opening = opening;
    const need = Math.ceil((thresholdBp * thresholdBp * WHOLE * WHOLE) / (FULL_BP * FULL_BP));
    query.setHeader(q.H_NEED, Math.min(need, WHOLE * WHOLE));
    query.setHeader(q.H_KIND_COLUMN, row.kindColumnBit(31 - Math.clz32(kindBit(opening.kind))));
    query.setHeader(q.H_TYPE_COLUMN, opening.employmentType === undefined ? 255 : 1 << opening.employmentType);
    const hours = opening.hours;
    query.setHeader(q.H_HOURS_LOW, hours === undefined ? row.SEVEN_BITS : row.hoursClass(hours));
    query.setHeader(q.H_HOURS_HIGH, hours === undefined ? 0 : row.hoursClass(hours));
    query.setHeader(q.H_BIRTH_CLASS_LOW, row.birthClass(query.header(q.H_BIRTH_LOW) - BIRTH_OFFSET_DAYS));
    query.setHeader(q.H_BIRTH_CLASS_HIGH, row.birthClass(query.header(q.H_BIRTH_HIGH) - 1 - BIRTH_OFFSET_DAYS));
    this.#weigh(opening);
    this.#compileOccupations();
    this.#compileSmall(opening);
    this.#compileCertificates();
    this.#compileGroups(taxonomy);
  }

  #weigh({ occupation, pay, hours, shifts, employmentType }: OpeningFacts): void {
    const query = this.#query;
    const count = (sort: number) => query.header(q.H_COUNTS + sort);
    const opening = (place: number, isKnown: boolean) => (isKnown ? query.side(q.D_OPENING_WEIGHTS + place) : 0);
    const applicant = (place: number, isKnown: boolean) => (isKnown ? query.side(q.D_APPLICANT_WEIGHTS + place) : 0);
    const competencies = opening(0, count(q.SORT_COMPETENCY) > 0);
    const own = opening(1, occupation !== undefined);
    const certificates = opening(3, count(q.SORT_CERTIFICATE) > 0);
    const others =
      opening(2, count(q.SORT_EXPERIENCE) > 0) +
      opening(4, count(q.SORT_LANGUAGE) > 0) +
      opening(5, count(q.SORT_EDUCATION) > 0);
    this.#openingWeight = competencies + own + certificates + others;
    const wanted = applicant(0, occupation !== undefined);
    this.#commuteWeight = applicant(1, query.header(q.H_WAY) !== q.WAY_UNKNOWN);
    this.#payWeight = applicant(2, pay.krwPerHour !== undefined || pay.krwPerMonth !== undefined);
    this.#applicantWeight =
      wanted +
      this.#commuteWeight +
      this.#payWeight +
      applicant(3, hours !== undefined) +
      applicant(4, shifts !== undefined) +
      applicant(5, employmentType !== undefined);
    query.setHeader(q.H_COMPETENCIES_WEIGHT, share(competencies, this.#openingWeight, 256));
    query.setHeader(q.H_OWN_WEIGHT, share(own, this.#openingWeight, 256));
    query.setHeader(q.H_CERTIFICATES_LOSS, share(certificates, this.#openingWeight, WHOLE));
    query.setHeader(q.H_WANTED_WEIGHT, share(wanted, this.#applicantWeight, 256));
  }

  /** What the rows of a block lose on the applicant's side at least, by way and pay; `OUT` when all are out. */
  lossOfBlock(minutes: number, commuteMax: number, minKey: number, maxKey: number): number {
    const opening = this.#opening;
    if (opening === undefined || minutes > commuteMax) return OUT;
    let lost = 0;
    if (this.#commuteWeight > 0 && minutes > 0) {
      lost += this.#commuteWeight * (1 - creditOfCommute(minutes, commuteMax) / FULL_BP);
    }
    const group = groupOfKey(minKey);
    const sort = paySortOf(group);
    // A block that reaches into the next group has rows of any pay.
    if (sort !== PAY_NONE && groupOfKey(maxKey) === group) {
      const offered =
        sort === PAY_BY_HOUR ? opening.pay.krwPerHour : sort === PAY_BY_MONTH ? opening.pay.krwPerMonth : undefined;
      if (offered !== undefined) {
        const least = leastPayOfKey(minKey);
        if (offered < least) return OUT;
        lost += this.#payWeight * (1 - creditOfPay(offered, least) / FULL_BP);
      }
    }
    return Math.min(OUT - 1, share(lost, this.#applicantWeight, WHOLE));
  }

  #compileOccupations(): void {
    const query = this.#query;
    const { u8, u16 } = query.memory;
    const classes = new Uint8Array(row.ANY_CLASS + 1);
    if (query.header(q.H_HAS_OCCUPATION) === 1) {
      const proximities = query.header(q.H_PROXIMITIES) >> 1;
      for (const [number, classNumber] of this.#values.occupationClasses().entries()) {
        const credit = Math.ceil(((u16[proximities + number] ?? 0) * WHOLE) / FULL_BP);
        if (credit > (classes[classNumber] ?? 0)) classes[classNumber] = credit;
      }
    }
    classes[0] = 0;
    classes[row.ANY_CLASS] = WHOLE;
    u8.set(classes, query.address + q.T_CLASSES);
  }

  #compileSmall({ shifts }: OpeningFacts): void {
    const query = this.#query;
    const { u8, u32, f64 } = query.memory;
    const shiftsWeight = query.side(q.D_APPLICANT_WEIGHTS + 4);
    const educations = query.header(q.H_COUNTS + q.SORT_EDUCATION);
    for (let half = 0; half < 16; half++) {
      let lost = 0;
      if (shifts !== undefined) {
        const isOut = (shifts & half) === 0;
        lost = isOut
          ? OUT
          : share(shiftsWeight * (1 - creditOfShifts(shifts, half) / FULL_BP), this.#applicantWeight, WHOLE);
      }
      u8[query.address + q.T_SHIFTS + half] = lost;
      // Education stands in the upper half of its column; 7 is unknown.
      const education = half & 7;
      let [points, possible, isOut] = [0, 0, false];
      for (let nth = 0; nth < educations && education < 7; nth++) {
        const base = query.requirementAddress(q.SORT_EDUCATION, nth);
        const isMet = education >= (u32[(base + q.R_LEVEL) >> 2] ?? 0);
        if (!isMet && (u32[(base + q.R_MUST) >> 2] ?? 0) > 0) isOut = true;
        possible += f64[(base + q.R_WEIGHT) >> 3] ?? 0;
        points += isMet ? (f64[(base + q.R_WEIGHT) >> 3] ?? 0) : 0;
      }
      const weight = query.side(q.D_OPENING_WEIGHTS + 5);
      const missing = possible > 0 ? weight * (1 - points / possible) : 0;
      u8[query.address + q.T_EDUCATION + half] = isOut ? OUT : share(missing, this.#openingWeight, WHOLE);
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

  #compileGroups(taxonomy: Taxonomy): void {
    const query = this.#query;
    const { u8 } = query.memory;
    const grouping = this.#values.grouping;
    const cover = new Float64Array(GROUPS);
    const waste = new Float64Array(GROUPS);
    const count = query.header(q.H_COUNTS + q.SORT_COMPETENCY);
    const readsRarity = grouping?.taxonomy === taxonomy;
    query.setHeader(q.H_READS_RARITY, readsRarity && count > 0 ? 1 : 0);
    query.setHeader(q.H_EACH, 0);
    if (grouping !== undefined && count > 0) this.#weighGroups(taxonomy, cover, waste);
    for (let table = 0; table < 16; table++) {
      for (let half = 0; half < 16; half++) {
        let [covered, wasted] = [0, 0];
        for (let bit = 0; bit < 4; bit++) {
          if (((half >> bit) & 1) === 0) continue;
          covered += cover[table * 4 + bit] ?? 0;
          wasted += waste[table * 4 + bit] ?? 0;
        }
        u8[query.address + q.T_COVER + table * 16 + half] = Math.min(WHOLE, Math.ceil(covered * WHOLE + ROUNDING));
        u8[query.address + q.T_WASTE + table * 16 + half] = Math.min(WHOLE, Math.floor(wasted * WASTE_PER_RARITY));
      }
    }
    this.#widenToBytes(q.T_COVER, q.T_COVER_BYTES);
    this.#widenToBytes(q.T_WASTE, q.T_WASTE_BYTES);
  }

  /** Fills, by group, which part of the whole one of its competencies can cover, and how much rarity one of them wastes at least. */
  #weighGroups(taxonomy: Taxonomy, cover: Float64Array, waste: Float64Array): void {
    const query = this.#query;
    const grouping = this.#values.grouping;
    if (grouping === undefined) return;
    const { u32, f64 } = query.memory;
    const count = query.header(q.H_COUNTS + q.SORT_COMPETENCY);
    let whole = 0;
    for (let nth = 0; nth < count; nth++)
      whole += f64[(query.requirementAddress(q.SORT_COMPETENCY, nth) + q.R_WEIGHT) >> 3] ?? 0;
    const best = new Uint16Array(GROUPS * count);
    const uses = query.header(q.H_USES) >> 2;
    const links = query.header(q.H_LINKS) >> 2;
    const { byGroup, members } = this.#leastWasteOf(taxonomy);
    waste.set(byGroup);
    const touched = new Set<number>();
    for (const number of query.linkedCompetencies) {
      const group = grouping.groupOf(number);
      touched.add(group);
      const linked = u32[uses + number * 2] ?? 0;
      for (let link = linked >>> 8; link < (linked >>> 8) + (linked & 255); link++) {
        const entry = u32[links + link] ?? 0;
        const place = group * count + (entry >>> 16);
        if ((entry & 0xffff) > (best[place] ?? 0)) best[place] = entry & 0xffff;
      }
    }
    this.#widenEach(best, count, whole);
    for (const group of touched) {
      let least = Number.POSITIVE_INFINITY;
      for (const number of members[group] ?? []) {
        const use = u32[uses + number * 2 + 1] ?? 0;
        least = Math.min(least, ((use >>> 16) * (FULL_BP - (use & 0xffff))) / FULL_BP);
      }
      waste[group] = least === Number.POSITIVE_INFINITY ? 0 : least;
      for (let nth = 0; nth < count; nth++) {
        const weight = f64[(query.requirementAddress(q.SORT_COMPETENCY, nth) + q.R_WEIGHT) >> 3] ?? 0;
        cover[group] = (cover[group] ?? 0) + (weight * (best[group * count + nth] ?? 0)) / (FULL_BP * whole);
      }
    }
  }

  /** Tables by requirement: several groups serve one no better than the best of them. */
  #widenEach(best: Uint16Array, count: number, whole: number): void {
    const query = this.#query;
    const { u8, f64 } = query.memory;
    const each = count <= q.EACH_MAX ? count : 0;
    query.setHeader(q.H_EACH, each);
    for (let nth = 0; nth < each; nth++) {
      const weight = f64[(query.requirementAddress(q.SORT_COMPETENCY, nth) + q.R_WEIGHT) >> 3] ?? 0;
      const table = query.address + q.T_EACH + nth * q.EACH_BYTES;
      for (let quarter = 0; quarter < 16; quarter++) {
        u8[table + quarter * 16] = 0;
        for (let half = 1; half < 16; half++) {
          // The best of a set is the better of its lowest member and of the others.
          const bit = 31 - Math.clz32(half & -half);
          const covered = (weight * (best[(quarter * 4 + bit) * count + nth] ?? 0)) / (FULL_BP * whole);
          const others = u8[table + quarter * 16 + (half & (half - 1))] ?? 0;
          u8[table + quarter * 16 + half] = Math.max(others, Math.min(WHOLE, Math.ceil(covered * WHOLE + ROUNDING)));
        }
      }
    }
  }

  #leastWasteOf(taxonomy: Taxonomy): { byGroup: Float64Array; members: number[][] } {
    const end = this.#query.header(q.H_COMPETENCIES_END);
    const known = this.#leastWaste;
    if (known?.taxonomy === taxonomy && known.end === end) return known;
    const members = Array.from({ length: GROUPS }, (): number[] => []);
    const byGroup = new Float64Array(GROUPS).fill(Number.POSITIVE_INFINITY);
    for (let number = 0; number < end; number++) {
      const group = this.#values.grouping?.groupOf(number) ?? 0;
      members[group]?.push(number);
      byGroup[group] = Math.min(byGroup[group] ?? 0, taxonomy.rarity(number));
    }
    for (const [group, least] of byGroup.entries()) if (least === Number.POSITIVE_INFINITY) byGroup[group] = 0;
    this.#leastWaste = { taxonomy, end, byGroup, members };
    return this.#leastWaste;
  }

  #widenToBytes(from: number, to: number): void {
    const { u8 } = this.#query.memory;
    const base = this.#query.address;
    for (let table = 0; table < row.GROUP_BYTES; table++) {
      for (let value = 0; value < 256; value++) {
        const low = u8[base + from + table * 32 + (value & 15)] ?? 0;
        const high = u8[base + from + table * 32 + 16 + (value >> 4)] ?? 0;
        u8[base + to + table * 256 + value] = Math.min(255, low + high);
      }
    }
  }
}

/** Part of a whole in so many parts, rounded down. */
function share(part: number, whole: number, parts: number): number {
  return whole > 0 ? Math.min(255, Math.max(0, Math.floor((part / whole) * parts - ROUNDING))) : 0;
}
