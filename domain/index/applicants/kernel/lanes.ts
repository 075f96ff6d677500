import { BLOCK_ROWS } from "../row-layout";

/** A byte of the header, in every lane. */
@inline
export function splat(query: u32, place: u32): v128 {
  return v128.load_splat<u8>(query + (place << 2));
}

@inline
export function column(address: u32, number: i32): v128 {
  return v128.load(address + number * BLOCK_ROWS);
}

/**
 * Tables of sixteen are looked up by indices below sixteen alone: for these the relaxed instruction, which is faster, does the same everywhere.
 * The mask of the low halves is handed in: a constant would be made anew at every place where it stands, and so would be the one that a shift of
 * bytes needs, where the shift of two bytes at a time needs none.
 */
@inline
export function byLowHalf(table: u32, values: v128, low: v128): v128 {
  return i8x16.relaxed_swizzle(v128.load(table), v128.and(values, low));
}

@inline
export function byHighHalf(table: u32, values: v128, low: v128): v128 {
  return i8x16.relaxed_swizzle(v128.load(table), v128.and(i16x8.shr_u(values, 4), low));
}

/** A byte times a weight in 256ths, rounded down. */
@inline
export function weighed(values: v128, weight: v128): v128 {
  const low = i16x8.shr_u(i16x8.extmul_low_i8x16_u(values, weight), 8);
  const high = i16x8.shr_u(i16x8.extmul_high_i8x16_u(values, weight), 8);
  return i8x16.narrow_i16x8_u(low, high);
}
