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
/** Rows lacking one of these bits of certificates are out. */
export const H_CERTIFICATE_MUSTS = 3;
export const CERTIFICATE_MUSTS_MAX = 4;
/** Rows with none of these bits lose so much. */
export const H_CERTIFICATES_ANY = 7;
export const H_CERTIFICATES_LOSS = 8;
/** Whether the rows' rarities are those of this query's taxonomy. */
export const H_READS_RARITY = 9;
/** Weight of the competencies in 256ths of their side. */
export const H_COMPETENCIES_WEIGHT = 10;
/** Slots of which a row must hold every one, unless its competencies are unknown. */
export const H_MUST_SLOTS = 11;
/** The same as the tables of hours and births say, as classes: least hours up to the one, most hours from the other on, births between. */
export const H_LEAST_HOURS = 12;
export const H_MOST_HOURS = 13;
export const H_BIRTH_CLASS_LOW = 14;
export const H_BIRTH_CLASS_HIGH = 15;

/** Facts, second pass. */
export const H_THRESHOLD = 16;
export const H_KIND = 17;
export const H_SHIFTS = 18;
/** Number of shifts; 0 when they are unknown. */
export const H_SHIFTS_COUNT = 19;
/** A bit of employment types; 0 when it is unknown. */
export const H_TYPE = 20;
export const H_HOURS = 21;
export const UNKNOWN_HOURS = 0xffff;
/** Births, as records store them, that lie within the age span. */
export const H_BIRTH_LOW = 22;
export const H_BIRTH_HIGH = 23;
export const H_WAY = 24;
export const WAY_UNKNOWN = 0;
export const WAY_ONLINE = 1;
export const WAY_BY_DISTRICT = 2;
export const H_READS_RESIDENCE = 25;
export const H_HAS_OCCUPATION = 26;
/** Numbers of requirements by sort, and the competencies that the table reaches to. */
export const H_COUNTS = 27;
export const H_COMPETENCIES_END = 32;
/** Addresses of tables. */
export const H_MINUTES = 33;
export const H_RESIDENCES = 34;
export const H_PROXIMITIES = 35;
export const H_LINES = 36;
export const H_COVERS = 37;
export const H_USES = 38;
export const H_LINKS = 39;
/** Fifteen, always: the mask of a byte's low half. */
export const H_LOW_HALF = 40;
/** The kernel's other constants: one, and where the second line of what is covered alone begins, see kernel/signatures.ts. */
export const H_ONE = 45;
export const H_STEEP_FROM = 46;
export const STEEP_FROM = 95;
/**
 * Addresses of what the kernel makes itself: by competency, in eight bytes, what using it adds, its rarity, and its place among those that the opening has
 * a use for; and by place and level its credits.
 */
export const H_PLACES = 41;
export const H_CREDITS = 42;
/** References met of late: who sets out from several districts needn't be scored for each. A reference's place is its product with the factor (Knuth's), shifted. */
export const H_RECENT = 43;
export const H_RECENT_SHIFT = 44;
export const RECENT_FACTOR = 0x9e37_79b1;

/** Weights of the sides' components and what a side comes to when nothing is known: eight bytes each. */
export const SIDES = 256;
export const D_OPENING_WEIGHTS = 0;
export const D_APPLICANT_WEIGHTS = 6;
export const D_NOTHING_ON_OPENING = 12;
export const D_NOTHING_ON_APPLICANT = 13;
/** Pay offered, −1 when it is unknown. */
export const D_PAY_PER_HOUR = 14;
export const D_PAY_PER_MONTH = 15;

/** What is lost of a side, in 255ths, by classes: sixteen bytes each. 255 is out. */
export const T_EDUCATION = 512;
export const T_LEAST_HOURS = 528;
export const T_MOST_HOURS = 544;
export const T_BIRTH = 560;
/** By cells of one's own occupations: sixteen bytes for the rows of the grid, sixteen for the places. */
export const T_OWN = 576;
/** The least bound of the opening's side that reaches the threshold, by that of the applicant's. */
export const T_LEAST_SIDE = 608;
/** The least credit of competencies that does, by what the opening's side may lose still. */
export const T_LEAST_CREDIT = 864;
/** What is covered at most, in 255ths, by the lower and by the upper four slots: the sum of both. */
export const SLOTS = 8;
export const T_COVERED = 1_120;
/** By halves of the signature's bytes: the slots that are held, and what is surely not used, in halves of a rarity. */
export const T_SLOT_HALVES = 1_152;
export const T_WASTE_HALVES = 1_408;
/** Credits of one competency at one level, none to five: a lane of two bytes for each of the first sixteen requirements. */
export const CREDIT_LANES = 16;
export const LEVELS = 6;
/** By whole cells, for one row at a time. */
export const T_OWN_CELLS = 1_664;
/** The opening's side by itself, of those whose competencies or whose own occupations are unknown: components that drop out. */
export const T_WITHOUT_COMPETENCIES = 1_968;
export const T_WITHOUT_OWN = 2_224;
/** As `T_LEAST_CREDIT`, for the latter. */
export const T_LEAST_CREDIT_WITHOUT_OWN = 2_480;
/** Room for the linked competencies of one record: links and level, four bytes each. */
export const LINKED = 2_736;

/** The best credits of a record, and the least that the requirements must come to, in such lanes. */
export const BEST_CREDITS = 4_784;
export const MUST_CREDITS = 4_816;
/** What the competencies' requirements weigh together: a double. */
export const COMPETENCIES_WEIGHT = 4_848;

/**
 * What is lost on the applicant's side: twice, first for blocks whose rows' least pay is compared with the opening's, then for those where it can't be.
 * There the component drops out for everybody, and whatever else is lost weighs more. Addresses are counted from the start of one of the two.
 */
export const T_APPLICANT = 4_864;
export const A_SHIFTS = 0;
/** By cells of wanted occupations, as `T_OWN`. */
export const A_WANTED = 16;
/** What losses grow to, in 256ths, of who doesn't tell what they want to work as. */
export const A_WITHOUT_WANTED = 48;
/** By whole cells. */
export const A_WANTED_CELLS = 64;
export const A_BYTES = 320;

/** Requirements by sort, in the order of the opening. */
export const REQUIREMENTS = 5_504;
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

/** Three times a block's rows, in which the kernel keeps the bounds of the block at hand. */
export const SCRATCH = REQUIREMENTS + SORTS * REQUIREMENTS_PER_SORT * REQUIREMENT_BYTES;

export const QUERY_BYTES = SCRATCH + 3 * 64;

/** Bits of `lines` and `covers` are numbered by the requirement, so there can't be more of them. */
export const BITS_MAX = 32;

/** A district that can't be reached. */
export const ENDLESS_MINUTES = 0xffff;
