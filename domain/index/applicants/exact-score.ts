import { combineCoverage } from "../../matching/coverage.ts";
import { COMMUTE_DEFAULT_MINUTES } from "../../matching/obstacles.ts";
import { FULL_BP, UNKNOWN_BP } from "../../matching/requirements.ts";
import { combine, creditOfCommute, creditOfPay, creditOfShifts } from "../../matching/score.ts";
import type { Query } from "./query.ts";
import * as q from "./query-layout.ts";
import * as at from "./record-layout.ts";
import { leastPay } from "./row-values.ts";

// Constants of this module are folded into the compiled code, those of another are read each time.
const {
  BIRTH,
  CERTIFICATES,
  COMMUTE_MINUTES,
  COMPETENCIES,
  EDUCATION_AT,
  HEAD_BYTES,
  HOURS_MAX,
  HOURS_MIN,
  ID_LENGTH,
  KINDS_AND_TYPES,
  KINDS_BITS,
  KNOWN,
  KNOWS_BIRTH_DAY,
  KNOWS_CERTIFICATES,
  KNOWS_COMMUTE_MINUTES_MAX,
  KNOWS_COMPETENCIES,
  KNOWS_EDUCATION,
  KNOWS_EXPERIENCE,
  KNOWS_HOURS_MAX,
  KNOWS_HOURS_MIN,
  KNOWS_LANGUAGES,
  KNOWS_PAY_MIN,
  KNOWS_RESIDENCE,
  KNOWS_WANTED_DISTRICTS,
  KNOWS_WANTED_EMPLOYMENT_TYPES,
  KNOWS_WANTED_KINDS,
  KNOWS_WANTED_SHIFTS,
  LANGUAGES_AT,
  PAY_KRW,
  PAY_PER_DAY,
  RESIDENCE,
  SHIFTS_AT,
  SMALL_PARTS,
  SPELLS,
  WISHES,
} = at;
const {
  D_APPLICANT_WEIGHTS,
  D_NOTHING_ON_APPLICANT,
  D_NOTHING_ON_OPENING,
  D_OPENING_WEIGHTS,
  D_PAY_PER_HOUR,
  D_PAY_PER_MONTH,
  ENDLESS_MINUTES,
  H_BIRTH_HIGH,
  H_BIRTH_LOW,
  H_COUNTS,
  H_COVERS,
  H_HAS_OCCUPATION,
  H_HOURS,
  H_KIND,
  H_LINES,
  H_LINKS,
  H_MINUTES,
  H_PROXIMITIES,
  H_READS_RESIDENCE,
  H_RESIDENCES,
  H_SHIFTS,
  H_SHIFTS_COUNT,
  H_TYPE,
  H_USES,
  H_WAY,
  REQUIREMENT_BYTES,
  R_CREDIT,
  R_LANGUAGE,
  R_LEVEL,
  R_MUST,
  R_WEIGHT,
  SORT_CERTIFICATE,
  SORT_COMPETENCY,
  SORT_EDUCATION,
  SORT_EXPERIENCE,
  SORT_LANGUAGE,
  UNKNOWN_HOURS,
  WAY_ONLINE,
  WAY_UNKNOWN,
} = q;

/** What no score is: the pair is ruled out, or the row isn't the one by which the applicant is met. */
export const NO_SCORE = -1;

/**
 * The score of a packed record for the opening of a query: the second pass in TypeScript. It follows the score's formulas sum by sum; what
 * a taxonomy says comes from the query's tables.
 */
export class ExactScore {
  readonly #query: Query;
  fitsOpening = 0;
  fitsApplicant = 0;
  #u8: Uint8Array = new Uint8Array();
  #u16: Uint16Array = new Uint16Array();
  #u32: Uint32Array = new Uint32Array();
  #f64: Float64Array = new Float64Array();
  #known = 0;
  /** Places of the record's lists, in two bytes. */
  #spellsAt = 0;
  #occupationsAt = 0;
  #districtsAt = 0;
  #languagesAt = 0;
  #certificatesAt = 0;
  #idAt = 0;
  /** Sums of a side while its components are gone through. */
  #points = 0;
  #possible = 0;

  constructor(query: Query) {
    this.#query = query;
  }

  /** Takes up the views; to be called before scoring whenever memory may have grown. */
  open(): void {
    const { u8, u16, u32, f64 } = this.#query.memory;
    this.#u8 = u8;
    this.#u16 = u16;
    this.#u32 = u32;
    this.#f64 = f64;
  }

  /** The score, or `NO_SCORE`; `district` is where the row that led here sets out from. */
  scoreOf(address: number, district: number): number {
    const known = this.#u16[(address + KNOWN) >> 1] as number;
    this.#known = known;
    this.#findLists(address);
    this.#points = 0;
    this.#possible = 0;
    // The applicant's side rules out most, and cheapest.
    if (!this.#addWishes(address, district)) return NO_SCORE;
    const nothing = this.#query.side(D_NOTHING_ON_APPLICANT);
    this.fitsApplicant = this.#possible === 0 ? nothing : Math.floor(this.#points / this.#possible);
    if (!this.#isEligible(address)) return NO_SCORE;
    this.#points = 0;
    this.#possible = 0;
    if (!this.#addAbilities(address)) return NO_SCORE;
    const unknown = this.#query.side(D_NOTHING_ON_OPENING);
    this.fitsOpening = this.#possible === 0 ? unknown : Math.floor(this.#points / this.#possible);
    return combine(this.fitsOpening, this.fitsApplicant);
  }

  #findLists(address: number): void {
    const wishes = this.#u8[address + WISHES] as number;
    this.#spellsAt = (address + HEAD_BYTES) >> 1;
    this.#occupationsAt = this.#spellsAt + (this.#u8[address + SPELLS] as number) * 2;
    this.#districtsAt = this.#occupationsAt + (wishes & 15);
    this.#languagesAt = this.#districtsAt + (wishes >> 4);
    this.#certificatesAt = this.#languagesAt + ((this.#u16[(address + SMALL_PARTS) >> 1] as number) >> LANGUAGES_AT);
    this.#idAt = (this.#certificatesAt + (this.#u8[address + CERTIFICATES] as number)) * 2;
  }

  #add(creditBp: number, weight: number): void {
    if (creditBp === UNKNOWN_BP) return;
    this.#points += weight * creditBp;
    this.#possible += weight;
  }

  #weight(place: number): number {
    return this.#query.side(place);
  }

  /** Components of the applicant's side; false when one rules the pair out. */
  #addWishes(address: number, district: number): boolean {
    const query = this.#query;
    const kindsAndTypes = this.#u16[(address + KINDS_AND_TYPES) >> 1] as number;
    const parts = this.#u16[(address + SMALL_PARTS) >> 1] as number;

    if ((this.#known & KNOWS_WANTED_KINDS) !== 0 && (kindsAndTypes & query.header(H_KIND)) === 0) return false;
    const wished = (this.#u8[address + WISHES] as number) & 15;
    this.#add(this.#nearest(this.#occupationsAt, 1, wished), this.#weight(D_APPLICANT_WEIGHTS));
    const commute = this.#commuteCredit(address, district);
    if (commute === NO_SCORE) return false;
    this.#add(commute - 1, this.#weight(D_APPLICANT_WEIGHTS + 1));
    if ((this.#known & KNOWS_PAY_MIN) !== 0) {
      const unit = parts & 3;
      const offered = query.side(unit <= PAY_PER_DAY ? D_PAY_PER_HOUR : D_PAY_PER_MONTH);
      if (offered >= 0) {
        const least = leastPay(this.#u32[(address + PAY_KRW) >> 2] as number, unit);
        if (offered < least) return false;
        this.#add(creditOfPay(offered, least), this.#weight(D_APPLICANT_WEIGHTS + 2));
      }
    }
    return this.#addTimes(address, parts, kindsAndTypes >> KINDS_BITS);
  }

  #addTimes(address: number, parts: number, types: number): boolean {
    const query = this.#query;

    const hours = query.header(H_HOURS);
    if (hours !== UNKNOWN_HOURS && (this.#known & (KNOWS_HOURS_MIN | KNOWS_HOURS_MAX)) !== 0) {
      const most = (this.#known & KNOWS_HOURS_MAX) === 0 ? hours : (this.#u16[(address + HOURS_MAX) >> 1] as number);
      // An unknown least is stored as 0.
      if (hours < (this.#u16[(address + HOURS_MIN) >> 1] as number) || hours > most) return false;
      this.#add(FULL_BP, this.#weight(D_APPLICANT_WEIGHTS + 3));
    }
    if (query.header(H_SHIFTS_COUNT) !== 0 && (this.#known & KNOWS_WANTED_SHIFTS) !== 0) {
      const [offered, wanted] = [query.header(H_SHIFTS), (parts >> SHIFTS_AT) & 15];
      if ((offered & wanted) === 0) return false;
      this.#add(creditOfShifts(offered, wanted), this.#weight(D_APPLICANT_WEIGHTS + 4));
    }
    const type = query.header(H_TYPE);
    if (type !== 0 && (this.#known & KNOWS_WANTED_EMPLOYMENT_TYPES) !== 0) {
      if ((types & type) === 0) return false;
      this.#add(FULL_BP, this.#weight(D_APPLICANT_WEIGHTS + 5));
    }
    return true;
  }

  /**
   * Credit of the way plus one, 0 when it is unknown; `NO_SCORE` when it is too far, or when a row from another district stands for the
   * applicant: of the wanted districts, the first among the nearest does.
   */
  #commuteCredit(address: number, district: number): number {
    const query = this.#query;
    const minutesAt = query.header(H_MINUTES) >> 1;

    const wants = (this.#known & KNOWS_WANTED_DISTRICTS) !== 0;
    let minutes: number = ENDLESS_MINUTES;
    if (wants) {
      let first = this.#languagesAt === this.#districtsAt ? district : -1;
      for (let place = this.#districtsAt; place < this.#languagesAt; place++) {
        const from = this.#u16[place] as number;
        const way = this.#u16[minutesAt + from] as number;
        if (first >= 0 && way >= minutes) continue;
        minutes = way;
        first = from;
      }
      if (first !== district) return NO_SCORE;
    } else {
      minutes = this.#u16[minutesAt + district] as number;
    }
    const way = query.header(H_WAY);
    if (way === WAY_UNKNOWN) return 0;
    if (way === WAY_ONLINE) return FULL_BP + 1;
    if (!wants && (this.#known & KNOWS_RESIDENCE) === 0) return 0;
    let most = wants ? 0 : COMMUTE_DEFAULT_MINUTES;
    if ((this.#known & KNOWS_COMMUTE_MINUTES_MAX) !== 0) most = this.#u8[address + COMMUTE_MINUTES] as number;
    return minutes > most ? NO_SCORE : creditOfCommute(minutes, most) + 1;
  }

  /** Best proximity of a list of occupations to the opening's. */
  #nearest(place: number, step: number, length: number): number {
    if (length === 0 || this.#query.header(H_HAS_OCCUPATION) === 0) return UNKNOWN_BP;
    const proximities = this.#query.header(H_PROXIMITIES) >> 1;
    let best = 0;
    for (let index = 0; index < length; index++) {
      const bp = this.#u16[proximities + (this.#u16[place + index * step] as number)] as number;
      if (bp > best) best = bp;
    }
    return best;
  }

  #isEligible(address: number): boolean {
    const query = this.#query;

    if ((this.#known & KNOWS_BIRTH_DAY) !== 0) {
      const birth = this.#u16[(address + BIRTH) >> 1] as number;
      if (birth < query.header(H_BIRTH_LOW) || birth >= query.header(H_BIRTH_HIGH)) return false;
    }
    if (query.header(H_READS_RESIDENCE) === 0 || (this.#known & KNOWS_RESIDENCE) === 0) return true;
    return this.#u8[query.header(H_RESIDENCES) + (this.#u16[(address + RESIDENCE) >> 1] as number)] === 1;
  }

  /** Components of the opening's side; false when a must isn't met. */
  #addAbilities(address: number): boolean {
    const known = this.#known;
    if (!this.#addSort(SORT_COMPETENCY, known & KNOWS_COMPETENCIES, address, 0)) return false;
    const spells = (this.#occupationsAt - this.#spellsAt) >> 1;
    this.#add(this.#nearest(this.#spellsAt, 2, spells), this.#weight(D_OPENING_WEIGHTS + 1));
    return (
      this.#addSort(SORT_EXPERIENCE, known & KNOWS_EXPERIENCE, address, 2) &&
      this.#addSort(SORT_CERTIFICATE, known & KNOWS_CERTIFICATES, address, 3) &&
      this.#addSort(SORT_LANGUAGE, known & KNOWS_LANGUAGES, address, 4) &&
      this.#addSort(SORT_EDUCATION, known & KNOWS_EDUCATION, address, 5)
    );
  }

  /** The component of the requirements of one sort: the weighted mean of their credits. */
  #addSort(sort: number, isKnown: number, address: number, component: number): boolean {
    const count = this.#query.header(H_COUNTS + sort);
    if (count === 0 || isKnown === 0) return true;
    const first = this.#query.requirementAddress(sort, 0);
    const end = first + count * REQUIREMENT_BYTES;
    const used = sort === SORT_COMPETENCY ? this.#findCompetencyCredits(address, first, end) : 0;
    const covered = sort === SORT_CERTIFICATE ? this.#coveredCertificates() : 0;
    let points = 0;
    let possible = 0;
    for (let base = first, nth = 0; base < end; base += REQUIREMENT_BYTES, nth++) {
      const level = this.#u32[(base + R_LEVEL) >> 2] as number;
      let creditBp = 0;
      if (sort === SORT_COMPETENCY) creditBp = this.#u32[(base + R_CREDIT) >> 2] as number;
      else if (sort === SORT_CERTIFICATE) creditBp = ((covered >>> nth) & 1) * FULL_BP;
      else if (sort === SORT_EXPERIENCE) creditBp = this.#experienceCredit(nth, level);
      else if (sort === SORT_LANGUAGE) creditBp = this.#languageCredit(base, level);
      else creditBp = this.#educationOf(address) >= level ? FULL_BP : 0;
      if (creditBp < (this.#u32[(base + R_MUST) >> 2] as number)) return false;
      const weight = this.#f64[(base + R_WEIGHT) >> 3] as number;
      points += weight * creditBp;
      possible += weight;
    }
    if (possible === 0) return true;
    const meanBp = Math.floor(points / possible);
    const creditBp = sort === SORT_COMPETENCY ? combineCoverage(meanBp, used) : meanBp;
    this.#add(creditBp, this.#weight(D_OPENING_WEIGHTS + component));
    return true;
  }

  /** Writes the credit of each competency requirement, and returns how much of what is held is used. */
  #findCompetencyCredits(address: number, first: number, end: number): number {
    const u8 = this.#u8;
    const u32 = this.#u32;
    for (let base = first; base < end; base += REQUIREMENT_BYTES) u32[(base + R_CREDIT) >> 2] = 0;
    const uses = this.#query.header(H_USES) >> 2;
    const links = this.#query.header(H_LINKS) >> 2;
    let byte = this.#idAt + (u8[address + ID_LENGTH] as number);
    let number = 0;
    let used = 0;
    let whole = 0;
    for (let left = u8[address + COMPETENCIES] as number; left > 0; left--) {
      let group = u8[byte++] as number;
      let value = group & 127;
      for (let shift = 7; group >= 128; shift += 7) {
        group = u8[byte++] as number;
        value |= (group & 127) << shift;
      }
      number += value >> 3;
      const linked = u32[uses + number * 2] as number;
      const use = u32[uses + number * 2 + 1] as number;
      whole += use >>> 16;
      if (linked === 0) continue;
      used += (use >>> 16) * (use & 0xffff);
      const level = value & 7;
      const stop = links + (linked >>> 8) + (linked & 255);
      for (let link = links + (linked >>> 8); link < stop; link++) {
        const entry = u32[link] as number;
        const base = (first + (entry >>> 16) * REQUIREMENT_BYTES) >> 2;
        const wanted = u32[base + R_LEVEL / 4] as number;
        const relatedBp = entry & 0xffff;
        const creditBp = level >= wanted ? relatedBp : Math.floor((relatedBp * level) / wanted);
        if (creditBp > (u32[base + R_CREDIT / 4] as number)) u32[base + R_CREDIT / 4] = creditBp;
      }
    }
    return whole === 0 ? 0 : Math.floor(used / whole);
  }

  #coveredCertificates(): number {
    const covers = this.#query.header(H_COVERS) >> 2;
    let covered = 0;
    for (let place = this.#certificatesAt; place < this.#idAt >> 1; place++) {
      covered |= this.#u32[covers + (this.#u16[place] as number)] as number;
    }
    return covered;
  }

  #experienceCredit(nth: number, wanted: number): number {
    const lines = this.#query.header(H_LINES) >> 2;
    let months = 0;
    for (let place = this.#spellsAt; place < this.#occupationsAt; place += 2) {
      const isInLine = ((this.#u32[lines + (this.#u16[place] as number)] as number) >>> nth) & 1;
      if (isInLine === 1) months += this.#u16[place + 1] as number;
    }
    return Math.floor((FULL_BP * Math.min(months, wanted)) / wanted);
  }

  #languageCredit(base: number, wanted: number): number {
    const language = this.#u32[(base + R_LANGUAGE) >> 2] as number;
    let best = -1;
    for (let place = this.#languagesAt; place < this.#certificatesAt; place++) {
      const skill = this.#u16[place] as number;
      if ((skill & 255) === language && skill >> 8 > best) best = skill >> 8;
    }
    return Math.floor((FULL_BP * (Math.min(best, wanted) + 1)) / (wanted + 1));
  }

  #educationOf(address: number): number {
    return ((this.#u16[(address + SMALL_PARTS) >> 1] as number) >> EDUCATION_AT) & 7;
  }
}
