/**
 * Read by the kernel, too: nothing but whole numbers here, and in the other two layouts.
 *
 * A packed applicant, at an address that is a multiple of four. The head has the same form for everybody; behind it stand, in this order,
 * the lists (two bytes an item; four for a spell of experience: occupation, months), the id, and the competencies.
 *
 * Competencies rise by number, so each is stored as its distance from the one before, times eight, plus its level, in as many groups of
 * seven bits as it needs, low ones first: one byte up to a distance of 15, two up to 2,047.
 *
 * Codes are numbers of the index's `Codes`. What is unknown has its bit of `KNOWN` clear and its bytes zero.
 */
export const REVISION = 0;
export const PAY_KRW = 4;
export const KNOWN = 8;
/** Day number of birth plus `BIRTH_OFFSET_DAYS`. */
export const BIRTH = 10;
export const RESIDENCE = 12;
export const HOURS_MIN = 14;
export const HOURS_MAX = 16;
export const COMMUTE_MINUTES = 18;
export const COMPETENCIES = 19;
/** Nine bits of kinds, seven of employment types. */
export const KINDS_AND_TYPES = 20;
/** Pay unit 2 bits, shifts 4, education 3, consents 3, number of languages 4. */
export const SMALL_PARTS = 22;
export const CERTIFICATES = 24;
export const SPELLS = 25;
/** Number of wanted occupations (low four bits) and wanted districts. */
export const WISHES = 26;
export const ID_LENGTH = 27;
export const HEAD_BYTES = 28;

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
