import {
  A_SHIFTS,
  A_WANTED,
  A_WANTED_CELLS,
  A_WITHOUT_WANTED,
  H_CERTIFICATES_ANY,
  H_CERTIFICATES_LOSS,
  H_CERTIFICATE_MUSTS,
  H_COMPETENCIES_WEIGHT,
  H_KIND_COLUMN,
  H_LOW_HALF,
  H_NEED,
  H_RECENT,
  H_RECENT_SHIFT,
  H_THRESHOLD,
  H_TYPE_COLUMN,
  RECENT_FACTOR,
  SCRATCH,
  T_BIRTH,
  T_EDUCATION,
  T_LEAST_CREDIT,
  T_LEAST_CREDIT_WITHOUT_OWN,
  T_LEAST_HOURS,
  T_LEAST_SIDE,
  T_MOST_HOURS,
  T_OWN,
  T_OWN_CELLS,
  T_WITHOUT_COMPETENCIES,
  T_WITHOUT_OWN,
} from "../query-layout";
import {
  BLOCK_ROWS,
  C_CERTIFICATES,
  C_HOURS,
  C_KINDS,
  C_OWN,
  C_RARITY,
  C_SHIFTS_EDUCATION,
  C_TYPES,
  C_WANTED,
  C_WAY_BIRTH,
  C_SIGNATURE,
  REFERENCES_AT,
  SIGNATURE_BYTES,
} from "../row-layout";
import { byHighHalf, byLowHalf, column, splat, weighed } from "./lanes";
import { fillCredits } from "./credits";
import { fitsApplicant, fitsOpening, scoreOf } from "./score";
import { FULL, header } from "./sides";
import { creditOf } from "./signatures";

/**
 * Both passes over a stretch of the work list, in AssemblyScript: sixteen rows at a time for the bounds, row by row the occupations of
 * those that are left, then the records of those that are left still. The formulas are those of the plain twin (scan.ts, exact-score.ts),
 * over the same layout; what each column and table means stands with the layouts and in bounds.ts.
 *
 * Tried and not kept: touching the next block instead of the one at hand is no better, touching eight blocks at once takes 3 to 11 % longer. Signatures
 * that stand row by row and are looked at for sixteen candidates of any blocks at a time, turned into columns in between, leave a fourth of the
 * lookups and take 3 % less, but the plain twin takes 2 to 6 % longer. Whole cells for the one row of the grid that most near occupations stand in leave
 * 15 % fewer candidates and take 2 % less; finding where packed competencies end by a mask of their high bits takes longer than byte by byte.
 * Unrolling the loop over a signature's bytes, or addresses that are parts of the instruction, changes nothing.
 */

/** An entry of the work list: block, table of ways, loss, the applicant's tables, four bytes each. */
const WORK_BYTES: u32 = 16;
/** A row that is left: the reference of its record, later the address, and the most credit of its competencies. */
const SURVIVOR_BYTES: u32 = 8;
/** All of a side, or of a credit, in bytes. */
const WHOLE: u32 = 255;
/** Stands for occupations that are unknown, see row-classes.ts. */
const UNKNOWN_CELL: u32 = 254;
/** A finding: record, score, and the sides as two bytes each. */
const FINDING_BYTES: u32 = 12;

/** Records are touched so many ahead, so that several are on their way from memory at once; nine in ten end before the last byte touched or in its line. */
const AHEAD: u32 = 32;
const LAST_TOUCHED: u32 = 60;

let touched: u32 = 0;
export let survivorCount: u32 = 0;
export let candidateCount: u32 = 0;

/** Asks for all lines of a block's columns at once: by themselves they would come a few at a time, as the first rows are read. */
@inline
function touchBlock(block: u32): void {
  let sum: u32 = 0;
  for (let line = block; line < block + REFERENCES_AT; line += BLOCK_ROWS) sum += load<u32>(line);
  touched += sum;
}

/** What a cell of occupations loses: the more of its row's and its place's. */
@inline
function byCell(rows: v128, places: v128, cells: v128, low: v128): v128 {
  return i8x16.max_u(
    i8x16.relaxed_swizzle(rows, v128.and(i16x8.shr_u(cells, 4), low)),
    i8x16.relaxed_swizzle(places, v128.and(cells, low)),
  );
}

/** What three columns of cells lose at least. */
@inline
function leastOf(table: u32, rows: u32, number: i32, low: v128): v128 {
  const byRow = v128.load(table);
  const byPlace = v128.load(table, 16);
  const first = byCell(byRow, byPlace, column(rows, number), low);
  const second = byCell(byRow, byPlace, column(rows, number + 1), low);
  return i8x16.min_u(i8x16.min_u(first, second), byCell(byRow, byPlace, column(rows, number + 2), low));
}

/** The same of one row, by whole cells. */
@inline
function leastOfRow(table: u32, row: u32, number: i32): i32 {
  const first = <i32>load<u8>(table + <u32>load<u8>(row + number * BLOCK_ROWS));
  const second = <i32>load<u8>(table + <u32>load<u8>(row + (number + 1) * BLOCK_ROWS));
  const third = <i32>load<u8>(table + <u32>load<u8>(row + (number + 2) * BLOCK_ROWS));
  return min<i32>(min<i32>(first, second), third);
}

/** Where a × b is at least what is needed. */
@inline
function reaches(a: v128, b: v128, need: v128): v128 {
  const low = i16x8.ge_u(i16x8.extmul_low_i8x16_u(a, b), need);
  const high = i16x8.ge_u(i16x8.extmul_high_i8x16_u(a, b), need);
  return i8x16.narrow_i16x8_s(low, high);
}

/** Whether nothing is known of a row's competencies: whoever is known to have none has a rarity. */
@inline
function areCompetenciesUnknown(row: u32): bool {
  let held: u32 = load<u8>(row + C_RARITY * BLOCK_ROWS);
  for (let byte = 0; byte < SIGNATURE_BYTES; byte++) held |= <u32>load<u8>(row + (C_SIGNATURE + byte) * BLOCK_ROWS);
  return held == 0;
}

/**
 * Of a block's rows that are left, keeps those that, by whole cells of occupations, may still come to what is needed. What is kept is stored and what
 * isn't is stored over: a branch would be foreseen half of the time.
 */
@inline
function keepByCells(query: u32, block: u32, tables: u32, left: u64, start: u32): u32 {
  const scratch = query + SCRATCH;
  let kept = start;
  for (; left != 0; left &= left - 1) {
    const nth = <u32>ctz(left);
    const row = block + nth;
    const credit = <u32>load<u8>(scratch + nth, 2 * BLOCK_ROWS);
    const side = <i32>load<u8>(scratch + nth);
    const isWishless = load<u8>(row, C_WANTED * BLOCK_ROWS) == UNKNOWN_CELL;
    const applicant = isWishless
      ? <i32>WHOLE - (((<i32>WHOLE - side) * load<i32>(tables, A_WITHOUT_WANTED)) >> 8)
      : side - leastOfRow(tables + A_WANTED_CELLS, row, C_WANTED);
    const opening = <i32>load<u8>(scratch + nth, BLOCK_ROWS) - leastOfRow(query + T_OWN_CELLS, row, C_OWN);
    const isUnknown = load<u8>(row, C_OWN * BLOCK_ROWS) == UNKNOWN_CELL;
    const leastSide = <i32>load<u8>(query + T_LEAST_SIDE + max<i32>(0, applicant));
    const known = max<i32>(0, opening);
    const rest = (isUnknown ? <i32>load<u8>(query + T_WITHOUT_OWN + known) : known) - leastSide;
    const table = isUnknown ? query + T_LEAST_CREDIT_WITHOUT_OWN : query + T_LEAST_CREDIT;
    let reaches = rest >= 0 && credit >= <u32>load<u8>(table + max<i32>(0, rest));
    let most = min<u32>(FULL, (credit * <u32>FULL) / WHOLE + 1);
    if (load<u8>(row, C_RARITY * BLOCK_ROWS) == 0) {
      most = FULL;
      reaches = areCompetenciesUnknown(row)
        ? <i32>load<u8>(query + T_WITHOUT_COMPETENCIES + known) >= leastSide
        : rest >= 0;
    }
    store<u32>(kept, load<u32>(block + REFERENCES_AT + (nth << 2)));
    store<u32>(kept, most, 4);
    kept += (<u32>(reaches && (applicant | opening) >= 0)) * SURVIVOR_BYTES;
  }
  return kept;
}

/** Leaves out the records that were met of late, and returns where the last one of the others ends. */
function newOf(query: u32, rows: u32, rowsEnd: u32): u32 {
  const table = header(query, H_RECENT);
  const shift = header(query, H_RECENT_SHIFT);
  let end = rows;
  for (let row = rows; row < rowsEnd; row += SURVIVOR_BYTES) {
    const reference = load<u32>(row);
    const recent = table + (((reference * RECENT_FACTOR) >> shift) << 2);
    const isNew = load<u32>(recent) != reference;
    store<u32>(recent, reference);
    store<u32>(end, reference << 2);
    store<u32>(end, load<u32>(row, 4), 4);
    end += (<u32>isNew) * SURVIVOR_BYTES;
  }
  return end;
}

/** Writes the rows of a block that may reach the threshold; returns where the next ones go. */
function survivorsOf(query: u32, block: u32, ways: u32, loss: u32, tables: u32, start: u32): u32 {
  const none = i8x16.splat(0);
  const need = v128.load_splat<u16>(query + (H_NEED << 2));
  const low = splat(query, H_LOW_HALF);
  const weight = header(query, H_COMPETENCIES_WEIGHT);
  const scratch = query + SCRATCH;
  let left: u64 = 0;
  for (let row: u32 = 0; row < <u32>BLOCK_ROWS; row += 16) {
    const rows = block + row;
    const hours = column(rows, C_HOURS);
    const wayAndBirth = column(rows, C_WAY_BIRTH);
    let fails = v128.or(
      i8x16.eq(v128.and(column(rows, C_KINDS), splat(query, H_KIND_COLUMN)), none),
      i8x16.eq(v128.and(column(rows, C_TYPES), splat(query, H_TYPE_COLUMN)), none),
    );
    // All bits: unknown, which neither fails nor loses.
    const certificates = column(rows, C_CERTIFICATES);
    const areUnknown = i8x16.eq(certificates, i8x16.splat(-1));
    for (let place: u32 = 0; place < 4; place++) {
      const must = header(query, H_CERTIFICATE_MUSTS + place);
      if (must == 255) break;
      const isMissing = i8x16.eq(v128.and(certificates, i8x16.splat(must as i8)), none);
      fails = v128.or(fails, v128.andnot(isMissing, areUnknown));
    }
    const times = v128.or(byLowHalf(query + T_LEAST_HOURS, hours, low), byHighHalf(query + T_MOST_HOURS, hours, low));
    fails = v128.or(fails, v128.or(times, byHighHalf(query + T_BIRTH, wayAndBirth, low)));
    if (i8x16.bitmask(fails) == 0xffff) continue;
    const small = column(rows, C_SHIFTS_EDUCATION);
    let lost = i8x16.add_sat_u(i8x16.splat(loss as i8), byLowHalf(ways, wayAndBirth, low));
    lost = i8x16.add_sat_u(lost, byLowHalf(tables + A_SHIFTS, small, low));
    const applicant = v128.not(lost);
    lost = byHighHalf(query + T_EDUCATION, small, low);
    const lacks = v128.andnot(
      i8x16.eq(v128.and(certificates, splat(query, H_CERTIFICATES_ANY)), none),
      areUnknown,
    );
    const opening = v128.not(i8x16.add_sat_u(lost, v128.and(lacks, splat(query, H_CERTIFICATES_LOSS))));
    const wanted = i8x16.sub_sat_u(applicant, leastOf(tables + A_WANTED, rows, C_WANTED, low));
    const own = i8x16.sub_sat_u(opening, leastOf(query + T_OWN, rows, C_OWN, low));
    let passes = v128.andnot(reaches(wanted, own, need), fails);
    if (i8x16.bitmask(passes) == 0) continue;
    let credit = i8x16.splat(-1);
    if (weight != 0) {
      credit = creditOf(query, rows, low);
      const missing = weighed(v128.not(credit), i8x16.splat(weight as i8));
      const may = v128.and(i8x16.ne(credit, none), reaches(wanted, i8x16.sub_sat_u(own, missing), need));
      passes = v128.and(passes, v128.or(i8x16.eq(column(rows, C_RARITY), none), may));
    }
    v128.store(scratch + row, applicant);
    v128.store(scratch + row, opening, BLOCK_ROWS);
    v128.store(scratch + row, credit, 2 * BLOCK_ROWS);
    left |= <u64>i8x16.bitmask(passes) << row;
  }
  candidateCount += <u32>popcnt(left);
  return keepByCells(query, block, tables, left, start);
}

/** Makes what the entries of a query's work list share. */
export function open(query: u32): void {
  fillCredits(query);
}

/**
 * Works off `count` entries of a work list. Survivors are written at one address, at most 64 per entry, findings at another; returns how many
 * findings there are.
 */
export function run(query: u32, work: u32, count: u32, survivors: u32, findings: u32): u32 {
  candidateCount = 0;
  let end = survivors;
  for (let entry = work; entry < work + count * WORK_BYTES; entry += WORK_BYTES) {
    touchBlock(load<u32>(entry));
    end = survivorsOf(query, load<u32>(entry), load<u32>(entry, 4), load<u32>(entry, 8), load<u32>(entry, 12), end);
  }
  end = newOf(query, survivors, end);
  survivorCount = (end - survivors) / SURVIVOR_BYTES;
  const threshold = header(query, H_THRESHOLD);
  let finding = findings;
  let ahead = survivors;
  for (let survivor = survivors; survivor < end; survivor += SURVIVOR_BYTES) {
    if (survivor == ahead) {
      ahead = min<u32>(end, survivor + AHEAD * SURVIVOR_BYTES);
      for (let next = survivor; next < ahead; next += SURVIVOR_BYTES) {
        const record = load<u32>(next);
        touched += <u32>load<u8>(record) + <u32>load<u8>(record, LAST_TOUCHED);
      }
    }
    const score = scoreOf(query, load<u32>(survivor), load<i32>(survivor, 4));
    if (score < 0 || <u32>score < threshold) continue;
    store<u32>(finding, load<u32>(survivor));
    store<u32>(finding, score, 4);
    store<u16>(finding, fitsOpening as u16, 8);
    store<u16>(finding, fitsApplicant as u16, 10);
    finding += FINDING_BYTES;
  }
  return (finding - findings) / FINDING_BYTES;
}
