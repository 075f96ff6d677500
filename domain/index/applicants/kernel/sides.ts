import { REQUIREMENT_BYTES, REQUIREMENTS, REQUIREMENTS_PER_SORT, SIDES } from "../query-layout";

export const FULL: i32 = 10_000;
export const UNKNOWN: i32 = -1;

/**
 * What a component weighs; nothing when it is unknown, which leaves sums as they are without a branch. Sums of a side are doubles, as in the score, so
 * that any weights round alike.
 */
@inline
export function weightOf(query: u32, place: u32, credit: i32): f64 {
  return select<f64>(side(query, place), 0, credit != UNKNOWN);
}

/** What a side comes to. */
@inline
export function sideOf(points: f64, possible: f64, nothing: f64): i32 {
  return possible == 0 ? <i32>nothing : <i32>Math.floor(points / possible);
}

@inline
export function header(query: u32, place: u32): u32 {
  return load<u32>(query + (place << 2));
}

@inline
export function side(query: u32, place: u32): f64 {
  return load<f64>(query + SIDES + (place << 3));
}

@inline
export function requirementOf(query: u32, sort: u32, nth: u32): u32 {
  return query + REQUIREMENTS + (sort * REQUIREMENTS_PER_SORT + nth) * REQUIREMENT_BYTES;
}
