import { FOUR_BYTES, HEAD_BYTES, LEVELS_HELD, MONTHS_BYTES, SPELLS, TWO_BYTES_FROM, WIDE_SHIFT } from "../record-layout";

/** How codes and competencies are read out of a record, see record-layout.ts. */

/** Of the record opened last: bytes of a code, of a spell, and what of two bytes is of a code. */
export let codeBytes: u32 = 1;
export let spellBytes: u32 = 3;
let codeMask: u32 = 255;

/** Opens a record and returns where its spells stand. */
@inline
export function openCodes(record: u32): u32 {
  const isWide = <u32>load<u8>(record, SPELLS) >> WIDE_SHIFT;
  codeBytes = 1 + isWide;
  spellBytes = 1 + isWide + MONTHS_BYTES;
  codeMask = 255 | (-isWide & 0xff00);
  return record + HEAD_BYTES + 1 + isWide;
}

@inline
export function codeAt(place: u32): u32 {
  return <u32>load<u16>(place) & codeMask;
}

/** Stands in the first of two bytes that were read: the figure takes four. */
@inline
export function takesFour(both: u32): bool {
  return (both & 255) == <u32>FOUR_BYTES;
}

/** 1 where the figure takes two bytes of those that were read, 0 where it takes one. */
@inline
export function takesTwo(both: u32): u32 {
  return <u32>((both & 255) >= <u32>TWO_BYTES_FROM);
}

/** The figure of a competency, read without a branch. */
@inline
export function figureOf(both: u32, isLong: u32): u32 {
  const first = both & 255;
  return select<u32>((first << 8) + (both >> 8) - (TWO_BYTES_FROM << 8) + TWO_BYTES_FROM, first, isLong);
}

/** How many numbers are left out before a competency. */
@inline
export function leftOutOf(figure: u32): u32 {
  return figure / LEVELS_HELD;
}

@inline
export function levelOf(figure: u32, leftOut: u32): u32 {
  return 1 + figure - leftOut * LEVELS_HELD;
}
