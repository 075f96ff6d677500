import { monthlyHours } from "../../model/pay.ts";
import { employmentTypes, openingKinds, shifts } from "../../model/primitives.ts";
import { HOURS_UNKNOWN, WORD_ROWS } from "./scan-layout.ts";

/** What an applicant wants, as planes tell it: bits of kinds, employment types and shifts, undefined where nothing is said; and hours a month. */
export interface Wishes {
  readonly kinds: number | undefined;
  readonly types: number | undefined;
  readonly shifts: number | undefined;
  readonly hoursLeast: number;
  readonly hoursMost: number;
}

const SHIFT_SETS = 1 << shifts.length;

/** Hours a month below and above which openings are told apart: those of the weeks that wishes and postings mostly name. */
const HOUR_LIMITS = [8, 10, 15, 20, 25, 30, 35, 40].map((perWeek) => monthlyHours({ perWeek }));

const TYPES_FROM = openingKinds.length;
const SHIFTS_FROM = TYPES_FROM + employmentTypes.length;
const BELOW_FROM = SHIFTS_FROM + SHIFT_SETS;
const ABOVE_FROM = BELOW_FROM + HOUR_LIMITS.length;

/** So many planes there are. The words of the same rows stand side by side. */
export const PLANES = ABOVE_FROM + HOUR_LIMITS.length;

/**
 * The planes in which an opening is: one for its kind, its employment type, its set of shifts, and each limit that its hours are below or
 * above. What isn't known is in none. Terms are bits, 0 for unknown.
 */
export function planesOf(kind: number, type: number, offered: number, hours: number): number[] {
  const planes = [bitNumber(kind)];
  if (type !== 0) planes.push(TYPES_FROM + bitNumber(type));
  if (offered !== 0) planes.push(SHIFTS_FROM + offered);
  if (hours === HOURS_UNKNOWN) return planes;
  for (const [at, limit] of HOUR_LIMITS.entries()) {
    if (hours < limit) planes.push(BELOW_FROM + at);
    if (hours > limit) planes.push(ABOVE_FROM + at);
  }
  return planes;
}

/**
 * Fills in the planes that wishes rule out, and returns how many they are. An opening is in none of them exactly when its kind, its employment type
 * and its shifts are wanted or unknown, and its hours aren't beyond a limit that is: those within it have to be compared still.
 */
export function fillUnwanted(planes: Int32Array, wishes: Wishes): number {
  let count = 0;
  for (let kind = 0; kind < openingKinds.length; kind++) {
    if (wishes.kinds !== undefined && (wishes.kinds & (1 << kind)) === 0) planes[count++] = kind;
  }
  for (let type = 0; type < employmentTypes.length; type++) {
    if (wishes.types !== undefined && (wishes.types & (1 << type)) === 0) planes[count++] = TYPES_FROM + type;
  }
  for (let offered = 1; offered < SHIFT_SETS; offered++) {
    if (wishes.shifts !== undefined && (wishes.shifts & offered) === 0) planes[count++] = SHIFTS_FROM + offered;
  }
  const below = HOUR_LIMITS.findLastIndex((limit) => limit <= wishes.hoursLeast);
  if (below >= 0) planes[count++] = BELOW_FROM + below;
  const above = HOUR_LIMITS.findIndex((limit) => limit >= wishes.hoursMost);
  if (above >= 0) planes[count++] = ABOVE_FROM + above;
  return count;
}

function bitNumber(bit: number): number {
  return 31 - Math.clz32(bit);
}

/** Words of planes that so many rows need: for each thirty-two of them one of every plane. */
export function planeWords(rows: number): number {
  return Math.ceil(rows / WORD_ROWS) * PLANES;
}

/** Puts a row, which must be in none, into planes. */
export function putInPlanes(words: Int32Array, row: number, planes: readonly number[]): void {
  const from = placeOf(row);
  for (const plane of planes) words[from + plane] = (words[from + plane] ?? 0) | (1 << (row % WORD_ROWS));
}

/** Takes the last row out; it stands in the place of another from now on, unless it is that one. */
export function moveInPlanes(words: Int32Array, last: number, to: number): void {
  const [from, into] = [placeOf(last), placeOf(to)];
  for (let plane = 0; plane < PLANES; plane++) {
    const bit = ((words[from + plane] ?? 0) >>> (last % WORD_ROWS)) & 1;
    words[from + plane] = (words[from + plane] ?? 0) & ~(1 << (last % WORD_ROWS));
    if (last === to) continue;
    const others = (words[into + plane] ?? 0) & ~(1 << (to % WORD_ROWS));
    words[into + plane] = others | (bit << (to % WORD_ROWS));
  }
}

function placeOf(row: number): number {
  return Math.floor(row / WORD_ROWS) * PLANES;
}
