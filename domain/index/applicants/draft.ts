import type { ApplicantFacts } from "../../matching/facts.ts";
import { payUnits } from "../../model/primitives.ts";
import { Codes } from "./codes.ts";
import { PackedIds } from "./packed-ids.ts";
import * as at from "./record-layout.ts";

/** Numbers of the districts that stand for no place: setting out from anywhere, and from nowhere. */
export const ANYWHERE = 0;
export const NOWHERE = 1;

/** What records of one index hold in short: codes as numbers, and ids by their shapes. */
export interface Vocabulary {
  readonly ids: PackedIds;
  readonly districts: Codes;
  readonly occupations: Codes;
  readonly languages: Codes;
  /** Highest competency and certificate numbers that were met. */
  competencyMax: number;
  certificateMax: number;
}

export function createVocabulary(): Vocabulary {
  const districts = new Codes();
  // No district is written like this, so the two numbers stay theirs.
  for (const name of ["(anywhere)", "(nowhere)"]) districts.numberOf(name);
  const [occupations, languages] = [new Codes(), new Codes()];
  return { ids: new PackedIds(), districts, occupations, languages, competencyMax: 0, certificateMax: 0 };
}

const LIST_MAX = 255;
const SHORT_LIST_MAX = 15;
/** The largest taxonomies have some 14,000. Times five it stays below the three bytes of what is left out. */
const COMPETENCY_NUMBER_MAX = 200_000;

/** No record has an id of this length: stands for one that none can have. */
const NO_ID_LENGTH = LIST_MAX + 1;

/**
 * A record in the making: filled from facts or from a log record's bytes, then written. A profile that doesn't fit (a wage above four
 * bytes, competencies out of order) isn't packed; the index keeps its facts as they are.
 */
export class Draft {
  readonly vocabulary: Vocabulary;
  /** Number of the log's record that it comes from. */
  seq = 0;
  revision = 0;
  known = 0;
  birth = 0;
  residence = 0;
  payKrw = 0;
  payUnit = 0;
  hoursMin = 0;
  hoursMax = 0;
  commuteMinutes = 0;
  kinds = 0;
  types = 0;
  shifts = 0;
  education = 0;
  consent = 0;
  idLength = 0;
  idHash = 0;
  spells = 0;
  occupations = 0;
  districts = 0;
  languages = 0;
  certificates = 0;
  competencies = 0;
  competencyBytes = 0;
  /** Every code of the record, put together: above 255, some take two bytes. */
  #codes = 0;
  /** The id as it is, and packed. */
  readonly #text = new Uint8Array(LIST_MAX);
  readonly id = new Uint8Array(LIST_MAX);
  readonly spellCodes = new Uint16Array(LIST_MAX);
  readonly spellMonths = new Uint16Array(LIST_MAX);
  readonly occupationCodes = new Uint16Array(SHORT_LIST_MAX);
  readonly districtCodes = new Uint16Array(SHORT_LIST_MAX);
  readonly languageSkills = new Uint16Array(SHORT_LIST_MAX);
  readonly certificateNumbers = new Uint16Array(LIST_MAX);
  readonly competencyStream = new Uint8Array(LIST_MAX * 4);
  #fits = true;
  #lastCompetency = -1;

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** Whether everything put in so far fits a packed record. */
  get fits(): boolean {
    return this.#fits;
  }

  /** Whether the record's codes take two bytes. */
  get isWide(): boolean {
    return this.#codes > 255;
  }

  get bytes(): number {
    const codes = 1 + this.spells + this.occupations + this.districts + this.certificates;
    const others = this.spells * at.MONTHS_BYTES + this.languages * at.LANGUAGE_BYTES;
    return at.HEAD_BYTES + (this.isWide ? codes * 2 : codes) + others + this.idLength + this.competencyBytes;
  }

  /** Bytes in front of the record for its revision. */
  get revisionBytes(): number {
    return this.revision < at.LONG_REVISION ? 0 : 4;
  }

  restart(): void {
    this.#fits = true;
    this.#lastCompetency = -1;
    this.known = this.birth = this.residence = this.payKrw = this.payUnit = this.hoursMin = this.hoursMax = 0;
    this.commuteMinutes = this.kinds = this.types = this.shifts = this.education = this.consent = 0;
    this.spells = this.occupations = this.districts = this.languages = this.certificates = 0;
    this.competencies = this.competencyBytes = this.#codes = 0;
  }

  /** A whole number that has a place up to `most`; 0 and no fit where it hasn't. */
  bounded(value: number, most: number): number {
    if (Number.isInteger(value) && value >= 0 && value <= most) return value;
    this.#fits = false;
    return 0;
  }

  /** A code's number, once there is room for it. */
  code(number: number | undefined): number {
    if (number === undefined) {
      this.#fits = false;
      return 0;
    }
    this.#codes |= number;
    return number;
  }

  /** The next free place of a list of so many, or −1 when it is full. */
  #place(taken: number, most: number): number {
    if (taken < most) return taken;
    this.#fits = false;
    return -1;
  }

  addCompetency(number: number, level: number): void {
    const isInOrder = number > this.#lastCompetency && number <= COMPETENCY_NUMBER_MAX && Number.isInteger(number);
    if (!isInOrder || this.#place(this.competencies, LIST_MAX) < 0) {
      this.#fits = false;
      return;
    }
    const figure = (number - this.#lastCompetency - 1) * at.LEVELS_HELD + this.bounded(level - 1, at.LEVELS_HELD - 1);
    this.competencyBytes = writeCompetency(this.competencyStream, this.competencyBytes, figure);
    this.#lastCompetency = number;
    this.competencies++;
    if (number > this.vocabulary.competencyMax) this.vocabulary.competencyMax = number;
  }

  addCertificate(number: number): void {
    const place = this.#place(this.certificates, LIST_MAX);
    if (place < 0) return;
    this.certificateNumbers[place] = this.code(this.bounded(number, 65_535));
    this.certificates++;
    if (number > this.vocabulary.certificateMax) this.vocabulary.certificateMax = number;
  }

  addSpell(occupation: number | undefined, months: number): void {
    const place = this.#place(this.spells, at.SPELLS_MAX);
    if (place < 0) return;
    this.spellCodes[place] = this.code(occupation);
    this.spellMonths[place] = this.bounded(months, 65_535);
    this.spells++;
  }

  addOccupation(occupation: number | undefined): void {
    const place = this.#place(this.occupations, SHORT_LIST_MAX);
    if (place < 0) return;
    this.occupationCodes[place] = this.code(occupation);
    this.occupations++;
  }

  addDistrict(district: number | undefined): void {
    const place = this.#place(this.districts, SHORT_LIST_MAX);
    if (place < 0) return;
    this.districtCodes[place] = this.code(district);
    this.districts++;
  }

  addLanguage(language: number | undefined, level: number): void {
    const place = this.#place(this.languages, SHORT_LIST_MAX);
    if (place < 0) return;
    if (language === undefined) this.#fits = false;
    this.languageSkills[place] = this.bounded(language ?? 0, 255) | (this.bounded(level, 255) << 8);
    this.languages++;
  }

  /** Takes note of competencies that have been written to the stream: how many, in how many bytes, the highest number, and whether all levels have a place. */
  noteCompetencies(count: number, bytes: number, highest: number, haveLevels: boolean): void {
    if (count > LIST_MAX || highest > COMPETENCY_NUMBER_MAX || !haveLevels) {
      this.#fits = false;
      return;
    }
    this.competencies = count;
    this.competencyBytes = bytes;
    if (highest > this.vocabulary.competencyMax) this.vocabulary.competencyMax = highest;
  }

  setId(applicantId: string, isToBeKept: boolean): void {
    const { length } = applicantId;
    const text = this.#text;
    let units = 0;
    for (let index = 0; index < length && index < LIST_MAX; index++) {
      const unit = applicantId.charCodeAt(index);
      units |= unit;
      text[index] = unit;
    }
    if (units > 127) {
      this.#fits = false;
      this.idLength = NO_ID_LENGTH;
    } else this.copyId(text, 0, length, isToBeKept);
  }

  readId(): string {
    return this.vocabulary.ids.unpack(this.id, 0, this.idLength);
  }

  /** Takes over an id of ASCII bytes. */
  copyId(bytes: Uint8Array, start: number, length: number, isToBeKept: boolean): void {
    if (length < 1 || length > LIST_MAX) {
      this.#fits = false;
      this.idLength = NO_ID_LENGTH;
      return;
    }
    this.idLength = this.vocabulary.ids.pack(bytes, start, length, this.id, isToBeKept);
    this.idHash = hashOf(this.id, 0, this.idLength);
  }
}

/** Figures from here on take four bytes. */
const FOUR_BYTES_FROM = at.TWO_BYTES_FROM + (at.FOUR_BYTES - at.TWO_BYTES_FROM) * 256;

/** Writes a competency's figure, see record-layout.ts, and returns where the next one goes. */
export function writeCompetency(stream: Uint8Array, end: number, figure: number): number {
  if (figure >= FOUR_BYTES_FROM) {
    stream[end] = at.FOUR_BYTES;
    for (let byte = 0; byte < 3; byte++) stream[end + 1 + byte] = figure >> (byte * 8);
    return end + 4;
  }
  // One in five takes two bytes, which can't be foreseen: both are written, and what is right is reckoned.
  const above = figure - at.TWO_BYTES_FROM;
  const isShort = above >> 31;
  const high = at.TWO_BYTES_FROM + (above >> 8);
  stream[end] = (figure & isShort) | (high & ~isShort);
  stream[end + 1] = above;
  return end + 2 + isShort;
}

/** FNV-1a (Fowler, Noll, Vo), mixed as MurmurHash3 ends (Appleby), because few bytes leave its high bits poor. */
export function hashOf(bytes: Uint8Array, start: number, length: number): number {
  let hash = 0x811c_9dc5;
  for (let index = start; index < start + length; index++) {
    hash = Math.imul(hash ^ (bytes[index] as number), 0x0100_0193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return hash ^ (hash >>> 16);
}

/** Fills a draft from facts and the number of the log's record. */
export function draftFacts(draft: Draft, facts: ApplicantFacts, seq: number): void {
  const { districts, occupations, languages } = draft.vocabulary;
  draft.restart();
  draft.seq = draft.bounded(seq, 0xffff_ffff);
  draft.setId(facts.applicantId, true);
  draft.revision = draft.bounded(facts.revision, 0xffff_ffff);
  let known = 0;
  const number = (value: number | undefined, bit: number, most: number): number => {
    if (value === undefined) return 0;
    known |= bit;
    return draft.bounded(value, most);
  };
  if (facts.birthDay !== undefined)
    draft.birth = number(facts.birthDay + at.BIRTH_OFFSET_DAYS, at.KNOWS_BIRTH_DAY, 65_535);
  if (facts.residence !== undefined) {
    known |= at.KNOWS_RESIDENCE;
    draft.residence = draft.code(districts.numberOf(facts.residence));
  }
  if (facts.payMin !== undefined) {
    draft.payKrw = number(facts.payMin.krw, at.KNOWS_PAY_MIN, 0xffff_ffff);
    draft.payUnit = payUnits.indexOf(facts.payMin.unit);
  }
  draft.education = number(facts.education, at.KNOWS_EDUCATION, 7);
  draft.kinds = number(facts.wantedKinds, at.KNOWS_WANTED_KINDS, 511);
  draft.types = number(facts.wantedEmploymentTypes, at.KNOWS_WANTED_EMPLOYMENT_TYPES, 127);
  draft.shifts = number(facts.wantedShifts, at.KNOWS_WANTED_SHIFTS, 15);
  draft.commuteMinutes = number(facts.commuteMinutesMax, at.KNOWS_COMMUTE_MINUTES_MAX, 254);
  draft.hoursMin = number(facts.hoursMin, at.KNOWS_HOURS_MIN, 65_535);
  draft.hoursMax = number(facts.hoursMax, at.KNOWS_HOURS_MAX, 65_535);
  const { alerts, employers, center } = facts.consent;
  draft.consent = (alerts ? 1 : 0) | (employers ? 2 : 0) | (center ? 4 : 0);
  if (facts.competencies !== undefined) {
    known |= at.KNOWS_COMPETENCIES;
    for (const held of facts.competencies) draft.addCompetency(held.number, held.level);
  }
  if (facts.certificates !== undefined) {
    known |= at.KNOWS_CERTIFICATES;
    for (const certificate of facts.certificates) draft.addCertificate(certificate);
  }
  if (facts.experience !== undefined) {
    known |= at.KNOWS_EXPERIENCE;
    for (const spell of facts.experience) draft.addSpell(occupations.numberOf(spell.occupation), spell.months);
  }
  if (facts.languages !== undefined) {
    known |= at.KNOWS_LANGUAGES;
    for (const { language, level } of facts.languages) draft.addLanguage(languages.numberOf(language), level);
  }
  if (facts.wantedOccupations !== undefined) {
    known |= at.KNOWS_WANTED_OCCUPATIONS;
    for (const occupation of facts.wantedOccupations) draft.addOccupation(occupations.numberOf(occupation));
  }
  if (facts.wantedDistricts !== undefined) {
    known |= at.KNOWS_WANTED_DISTRICTS;
    for (const district of facts.wantedDistricts) draft.addDistrict(districts.numberOf(district));
  }
  draft.known = known;
}
