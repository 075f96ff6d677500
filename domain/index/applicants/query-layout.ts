/**
 * An opening as the passes read it, in the index's memory: header, sides, tables. Everything is a whole number or a double that holds one, and every
 * credit is worked out by the same operations in the same order as in the score, so that the same comes out to the last bit.
 *
 * Addresses are counted from the start of the query. Names that begin with H are places in the header, four bytes each.
 */

/** Bounds, first pass. `a × b` below it can't reach the threshold, where a and b are the sides' upper bounds in 255ths. */
export const H_NEED = 0;
export const H_KIND_COLUMN = 1;
export const H_TYPE_COLUMN = 2;
/** Rows with a least above the one, or a most below the other, are out. */
export const H_HOURS_LOW = 3;
export const H_HOURS_HIGH = 4;
export const H_BIRTH_CLASS_LOW = 5;
export const H_BIRTH_CLASS_HIGH = 6;
/** Rows lacking one of these bits of certificates are out. */
export const H_CERTIFICATE_MUSTS = 7;
export const CERTIFICATE_MUSTS_MAX = 4;
/** Rows with none of these bits lose so much. */
export const H_CERTIFICATES_ANY = 12;
export const H_CERTIFICATES_LOSS = 13;
/** Weights in 256ths of their side's. */
export const H_WANTED_WEIGHT = 14;
export const H_OWN_WEIGHT = 15;
export const H_COMPETENCIES_WEIGHT = 16;
/** Whether the rows' rarities are those of this query's taxonomy. */
export const H_READS_RARITY = 17;
/** Requirements looked at one by one; 0 where there are too many. */
export const H_EACH = 18;

/** Facts, second pass. */
export const H_THRESHOLD = 20;
export const H_KIND = 21;
export const H_SHIFTS = 22;
/** Number of shifts; 0 when they are unknown. */
export const H_SHIFTS_COUNT = 23;
/** A bit of employment types; 0 when it is unknown. */
export const H_TYPE = 24;
export const H_HOURS = 25;
export const UNKNOWN_HOURS = 0xffff;
/** Births, as records store them, that lie within the age span. */
export const H_BIRTH_LOW = 26;
export const H_BIRTH_HIGH = 27;
export const H_WAY = 28;
export const WAY_UNKNOWN = 0;
export const WAY_ONLINE = 1;
export const WAY_BY_DISTRICT = 2;
export const H_READS_RESIDENCE = 29;
export const H_HAS_OCCUPATION = 30;
/** Numbers of requirements by sort, and the competencies that the table reaches to. */
export const H_COUNTS = 31;
export const H_COMPETENCIES_END = 36;
/** Addresses of tables. */
export const H_MINUTES = 37;
export const H_RESIDENCES = 38;
export const H_PROXIMITIES = 39;
export const H_LINES = 40;
export const H_COVERS = 41;
export const H_USES = 42;
export const H_LINKS = 43;

/** Weights of the sides' components and what a side comes to when nothing is known: eight bytes each. */
export const SIDES = 256;
export const D_OPENING_WEIGHTS = 0;
export const D_APPLICANT_WEIGHTS = 6;
export const D_NOTHING_ON_OPENING = 12;
export const D_NOTHING_ON_APPLICANT = 13;
/** Pay offered, −1 when it is unknown. */
export const D_PAY_PER_HOUR = 14;
export const D_PAY_PER_MONTH = 15;

/** Tables of sixteen bytes, by half a byte. */
export const T_SHIFTS = 512;
export const T_EDUCATION = 528;
/** Credit of an occupation by its class: eight tables. */
export const T_CLASSES = 560;
/** By halves of the signature's bytes: what is covered at most, and what is surely not used. */
export const T_COVER = 688;
export const T_WASTE = 944;
/** The same by whole bytes, eight tables of 256 each, for the pass without SIMD. */
export const T_COVER_BYTES = 1_200;
export const T_WASTE_BYTES = 3_248;

/** Requirements by sort, in the order of the opening. */
export const REQUIREMENTS = 5_312;
export const REQUIREMENTS_PER_SORT = 50;
export const REQUIREMENT_BYTES = 24;
/** Sorts of requirement. */
export const SORT_COMPETENCY = 0;
export const SORT_CERTIFICATE = 1;
export const SORT_EXPERIENCE = 2;
export const SORT_LANGUAGE = 3;
export const SORT_EDUCATION = 4;
export const SORTS = 5;
/** Within a requirement: level or months, least credit of a must (0 when it is none), weight (a double), language, and the credit as found. */
export const R_LEVEL = 0;
export const R_MUST = 4;
export const R_WEIGHT = 8;
export const R_LANGUAGE = 16;
export const R_CREDIT = 20;

/** By competency requirement, sixteen tables like those of `T_COVER`: what of it is covered at most. */
export const T_EACH = REQUIREMENTS + SORTS * REQUIREMENTS_PER_SORT * REQUIREMENT_BYTES;
export const EACH_MAX = 12;
export const EACH_BYTES = 256;
export const QUERY_BYTES = T_EACH + EACH_MAX * EACH_BYTES;

/** Bits of `lines` and `covers` are numbered by the requirement, so there can't be more of them. */
export const BITS_MAX = 32;

/** A district that can't be reached. */
export const ENDLESS_MINUTES = 0xffff;
