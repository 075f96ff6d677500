import { H_MUST_SLOTS, H_ONE, H_STEEP_FROM, T_COVERED, T_SLOT_HALVES, T_WASTE_HALVES } from "../query-layout";
import { C_RARITY, C_SIGNATURE, SIGNATURE_BYTES } from "../row-layout";
import { byHighHalf, byLowHalf, column, splat } from "./lanes";

/** What the signatures of sixteen rows at a time say of their competencies. */

/** A half, rounded up: there is no shift of bytes, and this needs no constant, which would be made anew at every place where it stands. */
@inline
function half(values: v128): v128 {
  return i8x16.avgr_u(values, i8x16.splat(0));
}

/**
 * A bound of the competencies' credit, in 255ths; 0 where a must isn't met. Instead of the root of what is covered, c, times what is used, u, the
 * least of (c + u) / 2, c / 4 + u and c + u / 4: none is below it. Instead of three quarters of c², two straight lines that meet at one half and
 * aren't below it.
 */
@inline
export function creditOf(query: u32, rows: u32, low: v128): v128 {
  let slots = i8x16.splat(0);
  let wasted = i8x16.splat(0);
  for (let byte = 0; byte < SIGNATURE_BYTES; byte++) {
    const bits = column(rows, C_SIGNATURE + byte);
    const first = v128.and(bits, low);
    const second = v128.and(i16x8.shr_u(bits, 4), low);
    const tables = query + (byte << 5);
    slots = v128.or(slots, i8x16.relaxed_swizzle(v128.load(tables, T_SLOT_HALVES), first));
    wasted = i8x16.add_sat_u(wasted, i8x16.relaxed_swizzle(v128.load(tables, T_WASTE_HALVES), first));
    slots = v128.or(slots, i8x16.relaxed_swizzle(v128.load(tables, T_SLOT_HALVES + 16), second));
    wasted = i8x16.add_sat_u(wasted, i8x16.relaxed_swizzle(v128.load(tables, T_WASTE_HALVES + 16), second));
  }
  const covered = i8x16.add_sat_u(
    byLowHalf(query + T_COVERED, slots, low),
    byHighHalf(query + T_COVERED + 16, slots, low),
  );
  const rarity = column(rows, C_RARITY);
  const fewer = i16x8.shr_u(i16x8.extmul_low_i8x16_u(wasted, rarity), 5);
  const more = i16x8.shr_u(i16x8.extmul_high_i8x16_u(wasted, rarity), 5);
  const used = v128.not(i8x16.narrow_i16x8_u(fewer, more));
  const quarter = half(half(covered));
  const either = i8x16.min_u(i8x16.add_sat_u(quarter, used), i8x16.add_sat_u(covered, half(half(used))));
  const both = i8x16.max_u(splat(query, H_ONE), i8x16.min_u(i8x16.avgr_u(covered, used), either));
  const eighth = half(quarter);
  const steep = i8x16.add_sat_u(i8x16.sub_sat_u(covered, splat(query, H_STEEP_FROM)), eighth);
  const alone = i8x16.max_u(i8x16.add_sat_u(quarter, eighth), steep);
  const musts = splat(query, H_MUST_SLOTS);
  return v128.and(i8x16.max_u(both, alone), i8x16.eq(v128.and(slots, musts), musts));
}
