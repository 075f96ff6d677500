/**
 * Read by the kernel, too: nothing but whole numbers here, and in the other two layouts.
 *
 * A packed applicant, at an address that is a multiple of four. The head has the same form for everybody; behind it stand, byte by byte and in this
 * order, the district of residence, the lists, the id (packed-ids.ts), and the competencies. In front of it stands the number of the log's record that it
 * comes from, and in front of that a revision that is too large for its byte.
 *
 * Codes are numbers of the index's `Codes`, which counts what is met first: nearly everywhere a byte holds one. A record in which one takes two has two
 * for all of them, and says so. A spell of experience is an occupation and two bytes of months, a language a byte and its level another.
 *
 * Competencies rise by number from −1 on, so each is stored as how many numbers are left out, times five, plus its level less one. That is one
 * byte below `TWO_BYTES_FROM`, which is up to 42 left out; otherwise what is above it, high byte first and the high byte raised by
 * `TWO_BYTES_FROM`, up to 2,039 left out; and behind `FOUR_BYTES`, three bytes, low ones first.
 *
 * What is unknown has its bit of `KNOWN` clear and its bytes zero.
 */
export const PAY_KRW = 0;
export const KNOWN = 4;
/** Day number of birth plus `BIRTH_OFFSET_DAYS`. */
export const BIRTH = 6;
export const HOURS_MIN = 8;
export const HOURS_MAX = 10;
/** Nine bits of kinds, seven of employment types. */
export const KINDS_AND_TYPES = 12;
/** Pay unit 2 bits, shifts 4, education 3, consents 3, number of languages 4. */
export const SMALL_PARTS = 14;
export const COMMUTE_MINUTES = 16;
export const COMPETENCIES = 17;
export const CERTIFICATES = 18;
/** Number of spells (low seven bits), and whether codes take two bytes. */
export const SPELLS = 19;
/** Number of wanted occupations (low four bits) and wanted districts. */
export const WISHES = 20;
export const ID_LENGTH = 21;
/** The revision where it is below `LONG_REVISION`. */
export const REVISION = 22;
/** Here stands the district of residence. */
export const HEAD_BYTES = 23;

/** A revision that stands in front of the record. */
export const LONG_REVISION = 255;

export const WIDE_SHIFT = 7;
export const SPELLS_MAX = 127;
export const MONTHS_BYTES = 2;
export const LANGUAGE_BYTES = 2;

export const LEVELS_HELD = 5;
export const TWO_BYTES_FROM = 216;
export const FOUR_BYTES = 255;

export const KINDS_BITS = 9;
export const SHIFTS_AT = 2;
export const EDUCATION_AT = 6;
export const CONSENT_AT = 9;
export const LANGUAGES_AT = 12;

/** 1900-01-01 is day −25,567; two bytes reach to 2079. */
export const BIRTH_OFFSET_DAYS = 25_567;

/** Bits of `KNOWN`. */
export const KNOWS_BIRTH_DAY = 1;
export const KNOWS_RESIDENCE = 2;
export const KNOWS_COMPETENCIES = 4;
export const KNOWS_CERTIFICATES = 8;
export const KNOWS_EXPERIENCE = 16;
export const KNOWS_LANGUAGES = 32;
export const KNOWS_EDUCATION = 64;
export const KNOWS_WANTED_KINDS = 128;
export const KNOWS_WANTED_OCCUPATIONS = 256;
export const KNOWS_WANTED_DISTRICTS = 512;
export const KNOWS_COMMUTE_MINUTES_MAX = 1_024;
export const KNOWS_PAY_MIN = 2_048;
export const KNOWS_HOURS_MIN = 4_096;
export const KNOWS_HOURS_MAX = 8_192;
export const KNOWS_WANTED_SHIFTS = 16_384;
export const KNOWS_WANTED_EMPLOYMENT_TYPES = 32_768;

/** Order of the units in the record's two bits, the log's too: hour, day, month, year. */
export const PAY_PER_DAY = 1;
export const PAY_PER_MONTH = 2;
export const PAY_PER_YEAR = 3;
