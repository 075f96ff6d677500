import { type Item, toNumber } from "./attributes.ts";

/** A week: far longer than a function can be frozen in the middle of a call, short enough that what is left behind stays little. */
const PLACES_KEPT_DAYS = 7;

const DAY_SECONDS = 24 * 60 * 60;

/**
 * The attribute by which a table lets go of what has had its time; the stack names it too. The service deletes such items some
 * time after, at no cost.
 */
export function expiryOf(nowMs: number, keptDays: number = PLACES_KEPT_DAYS): Item {
  return { expiresAt: toNumber(Math.floor(nowMs / 1_000) + keptDays * DAY_SECONDS) };
}
