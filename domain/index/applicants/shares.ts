/** A side in bytes: 255 is all of it. */
export const WHOLE = 255;

/** Lost by rows that are out. */
export const OUT = 255;

/** More than the rounding of doubles can amount to here, far less than a 255th. */
export const ROUNDING = 1e-9;

/** Part of a whole in 255ths, rounded down. */
export function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(WHOLE, Math.max(0, Math.floor((part / whole) * WHOLE - ROUNDING))) : 0;
}
