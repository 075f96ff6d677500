/**
 * What a scan of openings reads, as it stands in the memory that a kernel shares: columns of a block, one after the other, and a query. Addresses of
 * tables in the query are counted from the start of the memory.
 */

/** What hours are when an opening doesn't say; no month has as many, nor more than fit below it. */
export const HOURS_UNKNOWN = 1_023;

/** What pay is when an opening doesn't say, or not in that unit; nobody's least is above it. */
export const PAY_UNKNOWN = 0x7fff_ffff;

/** In a row's description the occupation stands above the traits. */
export const OCCUPATION_SHIFT = 8;
export const TRAITS_MASK = 0xff;

/** In a row's terms the hours stand above employment type and shifts. */
export const HOURS_SHIFT = 16;
export const TERMS_MASK = 0xffff;

/** So many competency requirements stand in a row itself: enough for most postings, and read without a loop. Two codes stand in a word. */
export const CODES = 8;
export const CODE_WORDS = 4;

/** In place of the first code: the row's competencies don't fit, so that no bound is to be had of them. */
export const NO_CODES = 0xffff;

/** A bound's lower half counts points, its upper half uses, in units of so many basis points. */
export const POINTS_MASK = 0xffff;
export const USE_SHIFT = 16;
export const USE_UNIT_BP = 32;

/** Columns by number, each a word a row; then the codes, `CODE_WORDS` a row; then the planes, see row-planes.ts. */
export const C_PAY_PER_HOUR = 0;
export const C_PAY_PER_MONTH = 1;
export const C_DESCRIPTIONS = 2;
export const C_TERMS = 3;
export const C_POSSIBLE = 4;
export const C_CODES = 5;
export const ROW_WORDS = C_CODES + CODE_WORDS;

/** Rows that one word of a plane tells of. */
export const WORD_ROWS = 32;

/** Numbers of a query, four bytes each: planes there are, those that rule out, the column of the pay that is compared, and the least pay. */
export const Q_PLANES = 0;
export const Q_UNWANTED_COUNT = 1;
export const Q_UNWANTED = 2;
export const Q_PAY_COLUMN = 3;
export const Q_PAY_LEAST = 4;
/** Addresses of tables. */
export const Q_WANTED_POINTS = 5;
export const Q_OWN_POINTS = 6;
export const Q_MOST_POINTS = 7;
export const Q_TRAIT_WEIGHTS = 8;
export const Q_COMPETENCY_WEIGHTS = 9;
export const Q_TERM_POINTS = 10;
export const Q_TERM_WEIGHTS = 11;
export const Q_HOUR_MARKS = 12;
export const Q_BOUNDS = 13;
/** Addresses of what the scan writes: rows, the applicant's side of each, the least credit; and of points and weights in between. */
export const Q_ROWS = 14;
export const Q_FITS_APPLICANT = 15;
export const Q_LEAST_CREDITS = 16;
export const Q_POINTS = 17;
export const Q_WEIGHTS = 18;
export const Q_NUMBERS = 20;

/** Doubles of a query, after its numbers: weights, what pay comes to, and what both sides must come to together. */
export const D_COMMUTE_WEIGHT = 0;
export const D_TERM_WEIGHT_MOST = 1;
export const D_HOURS_WEIGHT = 2;
export const D_PAY_WEIGHT = 3;
export const D_WANTED_WEIGHT = 4;
export const D_OWN_WEIGHT = 5;
export const D_PAY_FULL = 6;
export const D_PAY_LEAST = 7;
export const D_PAY_AT_LEAST_BP = 8;
export const D_PAY_RISE = 9;
export const D_PAY_RISE_BP = 10;
export const D_FULL_BP = 11;
export const D_NOTHING_KNOWN_BP = 12;
export const D_LEAST_PRODUCT = 13;
export const D_POINTS_PER_UNIT = 14;
export const QUERY_DOUBLES = 15;
