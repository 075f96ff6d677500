import { REQUIREMENT_BYTES, REQUIREMENTS, REQUIREMENTS_PER_SORT, SIDES } from "../query-layout";

export const FULL: i32 = 10_000;
export const UNKNOWN: i32 = -1;

/** Sums of a side while its components are gone through: doubles, as in the score, so that any weights round alike. */
let points: f64 = 0;
let possible: f64 = 0;

export function openSide(): void {
  points = 0;
  possible = 0;
}

@inline
export function add(credit: i32, weight: f64): void {
  if (credit == UNKNOWN) return;
  points += weight * <f64>credit;
  possible += weight;
}

/** What the side comes to. */
export function closeSide(nothing: f64): i32 {
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
