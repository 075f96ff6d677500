/**
 * Rates in percent, of whole numbers, exactly. Those that are derived are rounded half up to one decimal. A printed one is taken for right when it is
 * the exact one rounded half up, or cut off, at the decimals it is printed with: reports do both, and neither is a contradiction.
 */

/** The rate in tenths of a percent, rounded half up; undefined without a whole. */
export function rateTenths(part: number, whole: number): number | undefined {
  return rounded(part, whole, 1);
}

/** In units of the last decimal. */
function rounded(part: number, whole: number, decimals: number): number | undefined {
  if (whole === 0) return undefined;
  return Number((scaled(part, decimals) * 2n + BigInt(whole)) / (BigInt(whole) * 2n));
}

function scaled(part: number, decimals: number): bigint {
  return BigInt(part) * 100n * 10n ** BigInt(decimals);
}

/** Decimals that a number is written with. */
export function decimalsOf(value: number): number {
  const [, decimals = ""] = String(value).split(".");
  return decimals.length;
}

/** Whether a printed rate is the one of part and whole, rounded or cut off. */
export function agreesWithRate(printed: number, part: number, whole: number, decimals = decimalsOf(printed)): boolean {
  if (whole === 0) return false;
  const units = Math.round(printed * 10 ** decimals);
  return units === rounded(part, whole, decimals) || BigInt(units) === scaled(part, decimals) / BigInt(whole);
}

/** Tenths of a percent as people read them: 1,135 is `113.5`. */
export function percentText(tenths: number): string {
  return `${Math.floor(tenths / 10)}.${tenths % 10}`;
}
