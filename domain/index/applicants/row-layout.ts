/**
 * Rows stand in blocks of 64, as columns of bytes: column c of row r is at `block + 64 c + r`. A row says of one applicant, setting out from
 * one district, what can rule the pair out or lower its score; what is unknown is stored as what rules nothing out. Behind the columns
 * stand the addresses of the records, divided by four; 0 marks a free place.
 */
export const BLOCK_ROWS = 64;

/** Kinds wanted; the ninth shares a bit with the eighth. 0 in a free place. */
export const C_KINDS = 0;
/** Wanted shifts (low four bits) and education (7 is unknown). */
export const C_SHIFTS_EDUCATION = 1;
/** Employment types wanted; the highest bit is always set, for openings that don't say theirs. */
export const C_TYPES = 2;
/** A quarter of the monthly hours, least and most. These columns, and the two after them, keep to seven bits, so that four can be compared in one word. */
export const C_HOURS_MIN = 3;
export const C_HOURS_MAX = 4;
/** Class of the day of birth, 0 is unknown. */
export const C_BIRTH = 5;
/** Half of the longest way accepted; the most from anywhere. */
export const C_COMMUTE = 6;
/** A bit per remainder of the certificates' numbers by eight. */
export const C_CERTIFICATES = 7;
/** Classes of up to three wanted occupations and two of one's own. */
export const C_WANTED = 8;
export const WANTED_CLASSES = 3;
export const C_OWN = 11;
export const OWN_CLASSES = 2;
/** What the rarities of the competencies held add up to, as `SHARE_OF_RARITY` divided by it. 0: the competencies are unknown, nothing is lost. */
export const C_RARITY = 13;
/** A bit for each group of competencies of which one is held. */
export const C_GROUPS = 14;
export const GROUP_BYTES = 8;
export const COLUMNS = 22;

export const REFERENCES_AT = COLUMNS * BLOCK_ROWS;
export const BLOCK_BYTES = REFERENCES_AT + BLOCK_ROWS * 4;

/** Classes of occupations: 0 stands for an empty place, the last one for any or unknown. */
export const ANY_CLASS = 127;

/** The most that seven bits hold. */
export const SEVEN_BITS = 127;

/** 256 days each from 1930-01-01 on; whoever is older or younger stands in the first or the last. */
export const BIRTH_CLASS_START = -14_610;
export const BIRTH_CLASS_DAYS = 256;

export const SHARE_OF_RARITY = 4_080;

export function hoursClass(hours: number): number {
  return Math.min(SEVEN_BITS, hours >> 2);
}

export function commuteClass(minutes: number): number {
  return Math.min(SEVEN_BITS, minutes >> 1);
}

export function birthClass(birthDay: number): number {
  const classNumber = 1 + Math.floor((birthDay - BIRTH_CLASS_START) / BIRTH_CLASS_DAYS);
  return Math.min(SEVEN_BITS, Math.max(1, classNumber));
}

/** A kind's bit in its column, by the kind's place. */
export function kindColumnBit(place: number): number {
  return 1 << Math.min(place, 7);
}
