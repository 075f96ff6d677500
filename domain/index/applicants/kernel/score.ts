import {
  D_APPLICANT_WEIGHTS,
  D_NOTHING_ON_APPLICANT,
  D_OPENING_WEIGHTS,
  D_PAY_PER_HOUR,
  D_PAY_PER_MONTH,
  ENDLESS_MINUTES,
  H_BIRTH_HIGH,
  H_BIRTH_LOW,
  H_HAS_OCCUPATION,
  H_HOURS,
  H_KIND,
  H_MINUTES,
  H_PROXIMITIES,
  H_READS_RESIDENCE,
  H_RESIDENCES,
  H_SHIFTS,
  H_SHIFTS_COUNT,
  H_TYPE,
  H_WAY,
  SIDES,
  UNKNOWN_HOURS,
  WAY_ONLINE,
  WAY_UNKNOWN,
} from "../query-layout";
import {
  BIRTH,
  CERTIFICATES,
  COMMUTE_MINUTES,
  HOURS_MAX,
  HOURS_MIN,
  KINDS_AND_TYPES,
  KINDS_BITS,
  KNOWN,
  KNOWS_BIRTH_DAY,
  KNOWS_COMMUTE_MINUTES_MAX,
  KNOWS_HOURS_MAX,
  KNOWS_HOURS_MIN,
  KNOWS_PAY_MIN,
  KNOWS_RESIDENCE,
  KNOWS_WANTED_DISTRICTS,
  KNOWS_WANTED_EMPLOYMENT_TYPES,
  KNOWS_WANTED_KINDS,
  KNOWS_WANTED_SHIFTS,
  HEAD_BYTES,
  LANGUAGE_BYTES,
  LANGUAGES_AT,
  PAY_KRW,
  PAY_PER_DAY,
  PAY_PER_YEAR,
  SHIFTS_AT,
  SMALL_PARTS,
  SPELLS,
  SPELLS_MAX,
  WISHES,
} from "../record-layout";
import { abilitiesOf } from "./abilities";
import { codeAt, codeBytes, openCodes, spellBytes } from "./codes";
import { FULL, header, side, sideOf, UNKNOWN, weightOf } from "./sides";

/** The score of a record, as exact-score.ts works it out; the constants of the formulas are those of the score. */
const NO_SCORE: i32 = -1;
/** Stands for the credit of a component that rules the pair out. */
const OUT: i32 = -2;
const COMMUTE_DEFAULT: u32 = 60;
const COMMUTE_AT_LIMIT: u32 = 5_000;
const PAY_AT_MINIMUM: f64 = 6_000;
const PAY_FULL_PERCENT: f64 = 130;

export let fitsOpening: i32 = 0;
export let fitsApplicant: i32 = 0;

let record: u32 = 0;
let known: u32 = 0;
/** Addresses of the record's lists. */
let spells: u32 = 0;
let occupations: u32 = 0;
let districts: u32 = 0;
let languages: u32 = 0;

/**
 * The score, or −1 when the pair is ruled out, or when it stays below the threshold whatever the competencies bring up to `most` basis
 * points.
 */
export function scoreOf(query: u32, address: u32, most: i32): i32 {
  record = address;
  known = load<u16>(address, KNOWN);
  const wishes = <u32>load<u8>(address, WISHES);
  spells = openCodes(address);
  occupations = spells + (<u32>load<u8>(address, SPELLS) & SPELLS_MAX) * spellBytes;
  districts = occupations + (wishes & 15) * codeBytes;
  languages = districts + (wishes >> 4) * codeBytes;
  fitsApplicant = wishesOf(query);
  if (fitsApplicant < 0 || !isEligible(query)) return NO_SCORE;
  const parts = <u32>load<u16>(address, SMALL_PARTS);
  const certificates = languages + (parts >> LANGUAGES_AT) * LANGUAGE_BYTES;
  const id = certificates + <u32>load<u8>(address, CERTIFICATES) * codeBytes;
  const nearest = nearestOf(query, spells, occupations, spellBytes);
  fitsOpening = abilitiesOf(
    query,
    address,
    known,
    spells,
    occupations,
    languages,
    certificates,
    id,
    nearest,
    most,
    fitsApplicant,
  );
  if (fitsOpening < 0) return NO_SCORE;
  return <i32>Math.floor(Math.sqrt(<f64>fitsOpening * <f64>fitsApplicant));
}

/** The applicant's side, or −1 when one of its components rules the pair out. */
function wishesOf(query: u32): i32 {
  const kindsAndTypes = <u32>load<u16>(record, KINDS_AND_TYPES);
  const parts = <u32>load<u16>(record, SMALL_PARTS);
  if ((known & KNOWS_WANTED_KINDS) != 0 && (kindsAndTypes & header(query, H_KIND)) == 0) return NO_SCORE;
  const commute = commuteCredit(query);
  const pay = payCredit(query, parts & 3);
  const hours = hoursCredit(query);
  const shifts = shiftsCredit(query, (parts >> SHIFTS_AT) & 15);
  const type = typeCredit(query, kindsAndTypes >> KINDS_BITS);
  if (min<i32>(min<i32>(commute, pay), min<i32>(min<i32>(hours, shifts), type)) == OUT) return NO_SCORE;
  const occupation = nearestOf(query, occupations, districts, codeBytes);
  let weight = weightOf(query, D_APPLICANT_WEIGHTS, occupation);
  let points = weight * <f64>occupation;
  let possible = weight;
  weight = weightOf(query, D_APPLICANT_WEIGHTS + 1, commute);
  points += weight * <f64>commute;
  possible += weight;
  weight = weightOf(query, D_APPLICANT_WEIGHTS + 2, pay);
  points += weight * <f64>pay;
  possible += weight;
  weight = weightOf(query, D_APPLICANT_WEIGHTS + 3, hours);
  points += weight * <f64>hours;
  possible += weight;
  weight = weightOf(query, D_APPLICANT_WEIGHTS + 4, shifts);
  points += weight * <f64>shifts;
  possible += weight;
  weight = weightOf(query, D_APPLICANT_WEIGHTS + 5, type);
  points += weight * <f64>type;
  return sideOf(points, possible + weight, side(query, D_NOTHING_ON_APPLICANT));
}

@inline
function payCredit(query: u32, unit: u32): i32 {
  if ((known & KNOWS_PAY_MIN) == 0) return UNKNOWN;
  const offered = side(query, unit <= <u32>PAY_PER_DAY ? D_PAY_PER_HOUR : D_PAY_PER_MONTH);
  if (offered < 0) return UNKNOWN;
  const krw = load<u32>(record, PAY_KRW);
  const least = <f64>(unit == PAY_PER_DAY ? krw / 8 : unit == PAY_PER_YEAR ? krw / 12 : krw);
  if (offered < least) return OUT;
  const full = Math.floor((least * PAY_FULL_PERCENT) / 100);
  if (offered >= full) return FULL;
  return <i32>(PAY_AT_MINIMUM + Math.floor((((<f64>FULL) - PAY_AT_MINIMUM) * (offered - least)) / (full - least)));
}

@inline
function hoursCredit(query: u32): i32 {
  const hours = header(query, H_HOURS);
  if (hours == UNKNOWN_HOURS || (known & (KNOWS_HOURS_MIN | KNOWS_HOURS_MAX)) == 0) return UNKNOWN;
  const most = (known & KNOWS_HOURS_MAX) != 0 ? <u32>load<u16>(record, HOURS_MAX) : hours;
  // An unknown least is stored as 0.
  return hours >= <u32>load<u16>(record, HOURS_MIN) && hours <= most ? FULL : OUT;
}

@inline
function shiftsCredit(query: u32, wanted: u32): i32 {
  const count = header(query, H_SHIFTS_COUNT);
  if (count == 0 || (known & KNOWS_WANTED_SHIFTS) == 0) return UNKNOWN;
  const both = header(query, H_SHIFTS) & wanted;
  return both == 0 ? OUT : (FULL * popcnt(<i32>both)) / <i32>count;
}

@inline
function typeCredit(query: u32, wanted: u32): i32 {
  const type = header(query, H_TYPE);
  if (type == 0 || (known & KNOWS_WANTED_EMPLOYMENT_TYPES) == 0) return UNKNOWN;
  return (wanted & type) == 0 ? OUT : FULL;
}

/** Credit of the way. */
function commuteCredit(query: u32): i32 {
  const way = header(query, H_WAY);
  if (way == WAY_UNKNOWN) return UNKNOWN;
  if (way == WAY_ONLINE) return FULL;
  const wants = (known & KNOWS_WANTED_DISTRICTS) != 0;
  if (!wants && (known & KNOWS_RESIDENCE) == 0) return UNKNOWN;
  const table = header(query, H_MINUTES);
  let minutes: u32 = ENDLESS_MINUTES;
  if (wants) {
    for (let place = districts; place < languages; place += codeBytes) {
      minutes = min<u32>(minutes, load<u16>(table + (codeAt(place) << 1)));
    }
  } else {
    minutes = load<u16>(table + (codeAt(record + HEAD_BYTES) << 1));
  }
  let most: u32 = wants ? 0 : COMMUTE_DEFAULT;
  if ((known & KNOWS_COMMUTE_MINUTES_MAX) != 0) most = load<u8>(record, COMMUTE_MINUTES);
  if (minutes > most) return OUT;
  return minutes == 0 ? FULL : FULL - <i32>((COMMUTE_AT_LIMIT * minutes) / most);
}

/** Best proximity of a list of occupations to the opening's. */
function nearestOf(query: u32, start: u32, end: u32, step: u32): i32 {
  if (start == end || header(query, H_HAS_OCCUPATION) == 0) return UNKNOWN;
  const proximities = header(query, H_PROXIMITIES);
  let best: i32 = 0;
  for (let place = start; place < end; place += step) {
    best = max<i32>(best, load<u16>(proximities + (codeAt(place) << 1)));
  }
  return best;
}

function isEligible(query: u32): bool {
  if ((known & KNOWS_BIRTH_DAY) != 0) {
    const birth = <u32>load<u16>(record, BIRTH);
    if (birth < header(query, H_BIRTH_LOW) || birth >= header(query, H_BIRTH_HIGH)) return false;
  }
  if (header(query, H_READS_RESIDENCE) == 0 || (known & KNOWS_RESIDENCE) == 0) return true;
  return load<u8>(header(query, H_RESIDENCES) + codeAt(record + HEAD_BYTES)) == 1;
}
