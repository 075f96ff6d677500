import {
  H_BIRTH_CLASS_HIGH,
  H_BIRTH_CLASS_LOW,
  H_CERTIFICATES_ANY,
  H_CERTIFICATES_LOSS,
  H_CERTIFICATE_MUSTS,
  H_COMPETENCIES_WEIGHT,
  H_HOURS_HIGH,
  H_HOURS_LOW,
  H_KIND_COLUMN,
  H_NEED,
  H_OWN_WEIGHT,
  H_READS_RARITY,
  H_THRESHOLD,
  H_TYPE_COLUMN,
  H_WANTED_WEIGHT,
  H_EACH,
  T_CLASSES,
  T_COVER,
  T_EACH,
  EACH_BYTES,
  T_EDUCATION,
  T_SHIFTS,
  T_WASTE,
} from "../query-layout";
import {
  BLOCK_ROWS,
  C_BIRTH,
  C_CERTIFICATES,
  C_COMMUTE,
  C_GROUPS,
  C_HOURS_MAX,
  C_HOURS_MIN,
  C_KINDS,
  C_OWN,
  C_RARITY,
  C_SHIFTS_EDUCATION,
  C_TYPES,
  C_WANTED,
  REFERENCES_AT,
} from "../row-layout";
import { fitsApplicant, fitsOpening, scoreOf } from "./score";

/**
 * Both passes over a stretch of the work list, in AssemblyScript: sixteen rows at a time for the bounds, then the records of those that are
 * left. The formulas are those of the plain twin (scan.ts, exact-score.ts), over the same layout; what each column and table means stands
 * with the layouts and in bounds.ts.
 */

/** An entry of the work list: address, district, minutes, loss, four bytes each. */
const WORK_BYTES: u32 = 16;
/** A row that is left: its record and its district. */
const SURVIVOR_BYTES: u32 = 8;
/** A finding: record, score, and the sides as two bytes each. */
const FINDING_BYTES: u32 = 12;

/** Records are touched so many ahead, so that several are on their way from memory at once. */
const AHEAD: u32 = 16;

/** Longer ways than a row can say are looked at in the second pass. */
const MINUTES_MAX: u32 = 254;

let touched: u32 = 0;
export let survivorCount: u32 = 0;

@inline
function header(query: u32, place: u32): u32 {
  return load<u32>(query + (place << 2));
}

@inline
function column(address: u32, number: i32): v128 {
  return v128.load(address + number * BLOCK_ROWS);
}

/** Looks up the values of one table's stretch of sixteen; others give 0. */
@inline
function lookUpPart(table: u32, values: v128, from: i32): v128 {
  return i8x16.swizzle(v128.load(table + from), i8x16.sub(values, i8x16.splat(from as i8)));
}

/** Looks up values below 128 in eight tables of sixteen. */
@inline
function lookUp(table: u32, values: v128): v128 {
  const low = v128.or(
    v128.or(i8x16.swizzle(v128.load(table), values), lookUpPart(table, values, 16)),
    v128.or(lookUpPart(table, values, 32), lookUpPart(table, values, 48)),
  );
  const high = v128.or(
    v128.or(lookUpPart(table, values, 64), lookUpPart(table, values, 80)),
    v128.or(lookUpPart(table, values, 96), lookUpPart(table, values, 112)),
  );
  return v128.or(low, high);
}

/** What is missing from 255 times a weight in 256ths, rounded down. */
@inline
function weighed(credit: v128, weight: v128): v128 {
  const missing = v128.not(credit);
  const low = i16x8.shr_u(i16x8.extmul_low_i8x16_u(missing, weight), 8);
  const high = i16x8.shr_u(i16x8.extmul_high_i8x16_u(missing, weight), 8);
  return i8x16.narrow_i16x8_u(low, high);
}

/** Where a × b is at least what is needed. */
@inline
function reaches(a: v128, b: v128, need: v128): v128 {
  const low = i16x8.ge_u(i16x8.extmul_low_i8x16_u(a, b), need);
  const high = i16x8.ge_u(i16x8.extmul_high_i8x16_u(a, b), need);
  return i8x16.narrow_i16x8_s(low, high);
}

/** The root of four products, rounded up. */
@inline
function roots(products: v128): v128 {
  return i32x4.trunc_sat_f32x4_u(f32x4.ceil(f32x4.sqrt(f32x4.convert_i32x4_u(products))));
}

/** Three quarters of half a square, in 255ths of 255: 0.75 ÷ 255 × 2 × 2¹⁵, rounded up. */
const ALONE_Q15: i16 = 193;

/** Three quarters of the square of what is covered, rounded up. */
@inline
function alone(covered: v128): v128 {
  const factor = i16x8.splat(ALONE_Q15);
  const low = i16x8.shr_u(i16x8.extmul_low_i8x16_u(covered, covered), 1);
  const high = i16x8.shr_u(i16x8.extmul_high_i8x16_u(covered, covered), 1);
  const narrowed = i8x16.narrow_i16x8_u(i16x8.q15mulr_sat_s(low, factor), i16x8.q15mulr_sat_s(high, factor));
  return i8x16.add_sat_u(narrowed, i8x16.splat(1));
}

/** Credit of competencies by what is covered and what is used, as `combineCoverage` has it, rounded up. */
@inline
function combined(covered: v128, used: v128): v128 {
  const low = i16x8.extmul_low_i8x16_u(covered, used);
  const high = i16x8.extmul_high_i8x16_u(covered, used);
  const means = i8x16.narrow_i16x8_u(
    i16x8.narrow_i32x4_u(roots(i32x4.extend_low_i16x8_u(low)), roots(i32x4.extend_high_i16x8_u(low))),
    i16x8.narrow_i32x4_u(roots(i32x4.extend_low_i16x8_u(high)), roots(i32x4.extend_high_i16x8_u(high))),
  );
  return i8x16.max_u(means, alone(covered));
}

/** The tables' sum for a byte of groups. */
@inline
function shareOf(tables: u32, rows: u32, byte: i32): v128 {
  const bits = column(rows, C_GROUPS + byte);
  const low = i8x16.swizzle(v128.load(tables + (byte << 5)), v128.and(bits, i8x16.splat(15)));
  const high = i8x16.swizzle(v128.load(tables + (byte << 5) + 16), i8x16.shr_u(bits, 4));
  return i8x16.add_sat_u(low, high);
}

/** Bound of what is covered: the shares of the groups held, added up. */
@inline
function sharesOf(tables: u32, rows: u32): v128 {
  const first = i8x16.add_sat_u(shareOf(tables, rows, 0), shareOf(tables, rows, 1));
  const second = i8x16.add_sat_u(shareOf(tables, rows, 2), shareOf(tables, rows, 3));
  const third = i8x16.add_sat_u(shareOf(tables, rows, 4), shareOf(tables, rows, 5));
  const fourth = i8x16.add_sat_u(shareOf(tables, rows, 6), shareOf(tables, rows, 7));
  return i8x16.add_sat_u(i8x16.add_sat_u(first, second), i8x16.add_sat_u(third, fourth));
}

/** The tables' better for a byte of groups. */
@inline
function bestOf(tables: u32, rows: u32, byte: i32): v128 {
  const bits = column(rows, C_GROUPS + byte);
  const low = i8x16.swizzle(v128.load(tables + (byte << 5)), v128.and(bits, i8x16.splat(15)));
  const high = i8x16.swizzle(v128.load(tables + (byte << 5) + 16), i8x16.shr_u(bits, 4));
  return i8x16.max_u(low, high);
}

/** A closer bound: requirement by requirement, the best group. */
function coveredOneByOne(query: u32, rows: u32, each: u32): v128 {
  let covered = i8x16.splat(0);
  for (let tables = query + T_EACH; tables < query + T_EACH + each * EACH_BYTES; tables += EACH_BYTES) {
    const first = i8x16.max_u(bestOf(tables, rows, 0), bestOf(tables, rows, 1));
    const second = i8x16.max_u(bestOf(tables, rows, 2), bestOf(tables, rows, 3));
    const third = i8x16.max_u(bestOf(tables, rows, 4), bestOf(tables, rows, 5));
    const fourth = i8x16.max_u(bestOf(tables, rows, 6), bestOf(tables, rows, 7));
    covered = i8x16.add_sat_u(covered, i8x16.max_u(i8x16.max_u(first, second), i8x16.max_u(third, fourth)));
  }
  return covered;
}

/** Bound of what is used: the whole less what the groups held waste. */
@inline
function usedOf(query: u32, rows: u32): v128 {
  const wasted = sharesOf(query + T_WASTE, rows);
  const rarity = column(rows, C_RARITY);
  const low = i16x8.shr_u(i16x8.extmul_low_i8x16_u(wasted, rarity), 5);
  const high = i16x8.shr_u(i16x8.extmul_high_i8x16_u(wasted, rarity), 5);
  return v128.not(i8x16.narrow_i16x8_u(low, high));
}

/** Writes the records of a block's rows that may reach the threshold, and returns where the next ones go. */
function survivorsOf(query: u32, block: u32, district: u32, minutes: u32, loss: u32, start: u32): u32 {
  const kind = i8x16.splat(header(query, H_KIND_COLUMN) as i8);
  const type = i8x16.splat(header(query, H_TYPE_COLUMN) as i8);
  const hoursLow = i8x16.splat(header(query, H_HOURS_LOW) as i8);
  const hoursHigh = i8x16.splat(header(query, H_HOURS_HIGH) as i8);
  const way = i8x16.splat((min<u32>(minutes, MINUTES_MAX) >> 1) as i8);
  const birthLow = i8x16.splat(header(query, H_BIRTH_CLASS_LOW) as i8);
  const birthHigh = i8x16.splat(header(query, H_BIRTH_CLASS_HIGH) as i8);
  const need = i16x8.splat(header(query, H_NEED) as i16);
  const wantedWeight = i8x16.splat(header(query, H_WANTED_WEIGHT) as i8);
  const ownWeight = i8x16.splat(header(query, H_OWN_WEIGHT) as i8);
  const competenciesWeight = header(query, H_COMPETENCIES_WEIGHT);
  const any = i8x16.splat(header(query, H_CERTIFICATES_ANY) as i8);
  const anyLoss = i8x16.splat(header(query, H_CERTIFICATES_LOSS) as i8);
  const readsRarity = header(query, H_READS_RARITY) == 1;
  const each = header(query, H_EACH);
  const none = i8x16.splat(0);
  const all = i8x16.splat(-1);
  let end = start;
  for (let row: u32 = 0; row < <u32>BLOCK_ROWS; row += 16) {
    const rows = block + row;
    let passes = i8x16.ne(v128.and(column(rows, C_KINDS), kind), none);
    passes = v128.and(passes, i8x16.ge_u(column(rows, C_HOURS_MAX), hoursHigh));
    passes = v128.and(passes, i8x16.le_u(column(rows, C_HOURS_MIN), hoursLow));
    passes = v128.and(passes, i8x16.ge_u(column(rows, C_COMMUTE), way));
    passes = v128.and(passes, i8x16.ne(v128.and(column(rows, C_TYPES), type), none));
    const birth = column(rows, C_BIRTH);
    const isInSpan = v128.and(i8x16.ge_u(birth, birthLow), i8x16.le_u(birth, birthHigh));
    passes = v128.and(passes, v128.or(isInSpan, i8x16.eq(birth, none)));
    // All bits: unknown, which neither fails nor loses.
    const certificates = column(rows, C_CERTIFICATES);
    const areUnknown = i8x16.eq(certificates, all);
    for (let place: u32 = 0; place < 4; place++) {
      const must = header(query, H_CERTIFICATE_MUSTS + place);
      if (must == 255) break;
      const isHeld = i8x16.ne(v128.and(certificates, i8x16.splat(must as i8)), none);
      passes = v128.and(passes, v128.or(isHeld, areUnknown));
    }
    if (!v128.any_true(passes)) continue;
    const small = column(rows, C_SHIFTS_EDUCATION);
    const first = lookUp(query + T_CLASSES, column(rows, C_WANTED));
    const second = lookUp(query + T_CLASSES, column(rows, C_WANTED + 1));
    const third = lookUp(query + T_CLASSES, column(rows, C_WANTED + 2));
    const wanted = i8x16.max_u(i8x16.max_u(first, second), third);
    let lost = i8x16.add_sat_u(i8x16.splat(loss as i8), weighed(wanted, wantedWeight));
    lost = i8x16.add_sat_u(lost, i8x16.swizzle(v128.load(query, T_SHIFTS), v128.and(small, i8x16.splat(15))));
    const applicant = v128.not(lost);
    const ownFirst = lookUp(query + T_CLASSES, column(rows, C_OWN));
    const own = i8x16.max_u(ownFirst, lookUp(query + T_CLASSES, column(rows, C_OWN + 1)));
    lost = i8x16.swizzle(v128.load(query, T_EDUCATION), i8x16.shr_u(small, 4));
    lost = i8x16.add_sat_u(lost, weighed(own, ownWeight));
    const lacks = v128.andnot(i8x16.eq(v128.and(certificates, any), none), areUnknown);
    lost = i8x16.add_sat_u(lost, v128.and(lacks, anyLoss));
    passes = v128.and(passes, reaches(v128.not(lost), applicant, need));
    if (!v128.any_true(passes)) continue;
    if (competenciesWeight != 0) {
      const weight = i8x16.splat(competenciesWeight as i8);
      const used = readsRarity ? usedOf(query, rows) : all;
      const areOpen = i8x16.eq(column(rows, C_RARITY), none);
      const shared = v128.or(areOpen, combined(sharesOf(query + T_COVER, rows), used));
      const atMost = i8x16.add_sat_u(lost, weighed(shared, weight));
      passes = v128.and(passes, reaches(v128.not(atMost), applicant, need));
      if (each != 0 && v128.any_true(passes)) {
        const single = v128.or(areOpen, combined(coveredOneByOne(query, rows, each), used));
        const closer = i8x16.add_sat_u(lost, weighed(single, weight));
        passes = v128.and(passes, reaches(v128.not(closer), applicant, need));
      }
    }
    const references = block + REFERENCES_AT + (row << 2);
    for (let bits = i8x16.bitmask(passes); bits != 0; bits &= bits - 1) {
      store<u32>(end, load<u32>(references + (ctz(bits) << 2)) << 2);
      store<u32>(end, district, 4);
      end += SURVIVOR_BYTES;
    }
  }
  return end;
}

/**
 * Works off `count` entries of a work list. Survivors are written at one address, at most 64 per entry, findings at another; returns how
 * many findings there are.
 */
export function run(query: u32, work: u32, count: u32, survivors: u32, findings: u32): u32 {
  let end = survivors;
  for (let entry = work; entry < work + count * WORK_BYTES; entry += WORK_BYTES) {
    end = survivorsOf(query, load<u32>(entry), load<u32>(entry, 4), load<u32>(entry, 8), load<u32>(entry, 12), end);
  }
  survivorCount = (end - survivors) / SURVIVOR_BYTES;
  const threshold = header(query, H_THRESHOLD);
  let finding = findings;
  let ahead = survivors;
  for (let survivor = survivors; survivor < end; survivor += SURVIVOR_BYTES) {
    if (survivor == ahead) {
      ahead = min<u32>(end, survivor + AHEAD * SURVIVOR_BYTES);
      for (let next = survivor; next < ahead; next += SURVIVOR_BYTES) {
        touched += <u32>load<u8>(load<u32>(next)) + <u32>load<u8>(load<u32>(next), 64);
      }
    }
    const score = scoreOf(query, load<u32>(survivor), load<u32>(survivor, 4));
    if (score < 0 || <u32>score < threshold) continue;
    store<u32>(finding, load<u32>(survivor));
    store<u32>(finding, score, 4);
    store<u16>(finding, fitsOpening as u16, 8);
    store<u16>(finding, fitsApplicant as u16, 10);
    finding += FINDING_BYTES;
  }
  return (finding - findings) / FINDING_BYTES;
}
