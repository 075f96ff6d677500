import * as z from "zod";

/** How content somebody is, 0–5, with two decimals at the most. */
export const satisfaction = z
  .number()
  .min(0)
  .max(5)
  .refine((value) => Number.isInteger(Math.round(value * 10_000) / 100), "has more than two decimals");

/** In hundredths, so that sums are whole. */
export function toHundredths(value: number): number {
  return Math.round(value * 100);
}
