import {
  H_COVERED_BESIDE,
  H_COVERED_SHARE,
  H_MUST_GROUPS,
  H_READS_RARITY,
  H_RELEVANT,
  LANES,
  T_COVER_HALVES,
  T_LANES,
  T_WASTE,
  T_WASTE_HALVES,
} from "../query-layout";
import { BLOCK_ROWS, C_RARITY, C_SIGNATURE } from "../row-layout";
import { column } from "./lanes";
import { FULL, header } from "./sides";

/** What the signatures of rows say of their competencies: coarsely of sixteen at a time, then of one by itself. */
const WHOLE: u32 = 255;
const COVERED_ALONE_PERCENT: u32 = 75;

/** A quarter, rounded up. */
@inline
function quarter(values: v128): v128 {
  return i8x16.add_sat_u(i8x16.shr_u(values, 2), i8x16.splat(1));
}

/**
 * A coarse bound of the competencies' credit, in 255ths. Instead of the root of what is covered, c, times what is used, u, the least of (c + u) / 2,
 * c / 4 + u and c + u / 4: none is below it. Instead of three quarters of c², two straight lines that meet at one half and aren't below it.
 */
@inline
export function creditOf(query: u32, rows: u32, low: v128): v128 {
  let covered = i8x16.splat(0);
  let wasted = i8x16.splat(0);
  for (let byte = 0; byte < 8; byte++) {
    const bits = column(rows, C_SIGNATURE + byte);
    const first = v128.and(bits, low);
    const second = v128.and(i16x8.shr_u(bits, 4), low);
    const tables = query + (byte << 5);
    covered = i8x16.add_sat_u(covered, i8x16.relaxed_swizzle(v128.load(tables, T_COVER_HALVES), first));
    wasted = i8x16.add_sat_u(wasted, i8x16.relaxed_swizzle(v128.load(tables, T_WASTE_HALVES), first));
    covered = i8x16.add_sat_u(covered, i8x16.relaxed_swizzle(v128.load(tables, T_COVER_HALVES + 16), second));
    wasted = i8x16.add_sat_u(wasted, i8x16.relaxed_swizzle(v128.load(tables, T_WASTE_HALVES + 16), second));
  }
  const rarity = column(rows, C_RARITY);
  const fewer = i16x8.shr_u(i16x8.extmul_low_i8x16_u(wasted, rarity), 5);
  const more = i16x8.shr_u(i16x8.extmul_high_i8x16_u(wasted, rarity), 5);
  const used = v128.not(i8x16.narrow_i16x8_u(fewer, more));
  const either = i8x16.min_u(i8x16.add_sat_u(quarter(covered), used), i8x16.add_sat_u(covered, quarter(used)));
  const both = i8x16.min_u(i8x16.avgr_u(covered, used), either);
  const eighth = i8x16.add_sat_u(i8x16.shr_u(covered, 3), i8x16.splat(1));
  const steep = i8x16.add_sat_u(i8x16.sub_sat_u(covered, i8x16.splat(95)), eighth);
  return i8x16.max_u(both, i8x16.max_u(i8x16.add_sat_u(quarter(covered), eighth), steep));
}

/** Bound of what the groups of a signature cover, in 255ths: lane by lane the best of them, added up. */
@inline
function coveredBy(query: u32, signature: u64): u32 {
  let best = i8x16.splat(0);
  for (let bits = signature & load<u64>(query + (H_RELEVANT << 2)); bits != 0; bits &= bits - 1) {
    best = i8x16.max_u(best, v128.load(query + T_LANES + <u32>ctz(bits) * LANES));
  }
  const sums = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(best));
  const pairs = i32x4.add(sums, v128.shuffle<u32>(sums, sums, 2, 3, 0, 1));
  const sum = i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1);
  const covered = sum * header(query, H_COVERED_SHARE) + header(query, H_COVERED_BESIDE);
  return min<u32>(WHOLE, (covered + 0xffff) >> 16);
}

@inline
function signatureByte(row: u32, byte: i32): u64 {
  return (<u64>load<u8>(row + (C_SIGNATURE + byte) * BLOCK_ROWS)) << (byte << 3);
}

@inline
export function signatureOf(row: u32): u64 {
  const low = signatureByte(row, 0) | signatureByte(row, 1) | signatureByte(row, 2) | signatureByte(row, 3);
  return low | signatureByte(row, 4) | signatureByte(row, 5) | signatureByte(row, 6) | signatureByte(row, 7);
}

/** Bound of what is used: the whole less what the groups held waste. */
@inline
function usedBy(query: u32, signature: u64, rarity: u32): u32 {
  let wasted: u32 = 0;
  let table = query + T_WASTE;
  for (let byte = 0; byte < 8; byte++) {
    wasted += load<u8>(table + (<u32>signature & 255));
    signature >>= 8;
    table += 256;
  }
  const unused = (wasted * rarity) >> 5;
  return unused > WHOLE ? 0 : WHOLE - unused;
}

/** What stands for a credit that isn't enough. */
export const TOO_LITTLE: i32 = -1;

/** The most credit of competencies that a signature may bring, in basis points, where it isn't less than what is needed, in 255ths. */
@inline
export function mostCreditOf(query: u32, signature: u64, rarity: u32, least: u32): i32 {
  const must = load<u64>(query + (H_MUST_GROUPS << 2));
  const another = load<u64>(query + (H_MUST_GROUPS << 2), 8);
  if ((must != 0 && (signature & must) == 0) || (another != 0 && (signature & another) == 0)) return TOO_LITTLE;
  const covered = coveredBy(query, signature);
  const used = header(query, H_READS_RARITY) == 0 ? WHOLE : usedBy(query, signature, rarity);
  const alone = COVERED_ALONE_PERCENT * covered * covered;
  if (alone < 100 * WHOLE * least && covered * used < least * least) return TOO_LITTLE;
  const most = max<f64>(Math.sqrt(<f64>(covered * used)), <f64>alone / <f64>(100 * WHOLE));
  return min<i32>(FULL, <i32>((most * <f64>FULL) / <f64>WHOLE) + 1);
}
