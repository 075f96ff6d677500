/**
 * Rows stand in blocks of 64. A row says of one applicant, setting out from one district, what can rule the pair out or lower its score;
 * what is unknown is stored as what rules nothing out. First come columns of bytes: column c of row r is at `block + 64 c + r`. Most of them
 * are two classes of four bits, because sixteen values are looked up in one step. Behind them stand the addresses of the records, divided by
 * four; 0 marks a free place.
 *
 * Who copies many rows makes these figures constants of their own module: the compiled code holds those, another's it reads in every round of a loop.
 */
export const BLOCK_ROWS = 64;

/** Kinds wanted; the ninth shares a bit with the eighth. 0 in a free place. */
export const C_KINDS = 0;
/** Employment types wanted; the highest bit is always set, for openings that don't say theirs. */
export const C_TYPES = 1;
/** A bit per remainder of the certificates' numbers by eight. */
export const C_CERTIFICATES = 2;
/** Wanted shifts (low half) and education (7 is unknown). */
export const C_SHIFTS_EDUCATION = 3;
/** Classes of the monthly hours: the least (low half) and the most. */
export const C_HOURS = 4;
/** Classes of the longest way accepted (low half) and of the day of birth. */
export const C_WAY_BIRTH = 5;
/** Cells of up to three wanted occupations and three of one's own; a place too many repeats the first. */
export const C_WANTED = 6;
export const WANTED_CELLS = 3;
export const C_OWN = 9;
export const OWN_CELLS = 3;
/** What the rarities of the competencies held add up to, as `SHARE_OF_RARITY` divided by it, rounded down. 0 without a signature: they are unknown. */
export const C_RARITY = 12;
/** A bit for each group of competencies of which any is held, see competency-groups.ts. */
export const C_SIGNATURE = 13;
export const SIGNATURE_BYTES = 8;
export const GROUPS = SIGNATURE_BYTES * 8;
export const COLUMNS = 21;

export const REFERENCES_AT = COLUMNS * BLOCK_ROWS;
export const BLOCK_BYTES = REFERENCES_AT + BLOCK_ROWS * 4;

export const SHARE_OF_RARITY = 4_080;
