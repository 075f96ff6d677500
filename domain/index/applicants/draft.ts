import type { ApplicantFacts } from "../../matching/facts.ts";
import { payUnits } from "../../model/primitives.ts";
import { asciiOf, Codes } from "./codes.ts";
import * as at from "./record-layout.ts";

/** Numbers of the districts that stand for no place: setting out from anywhere, and from nowhere. */
export const ANYWHERE = 0;
export const NOWHERE = 1;

/** The codes that records of one index hold as numbers. */
export interface Vocabulary {
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
  return { districts, occupations: new Codes(), languages: new Codes(), competencyMax: 0, certificateMax: 0 };
}

const LIST_MAX = 255;
const SHORT_LIST_MAX = 15;
/** Above it a competency would take four bytes; the largest taxonomies have some 14,000. */
const COMPETENCY_NUMBER_MAX = 200_000;

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

  get bytes(): number {
    const items = this.spells * 2 + this.occupations + this.districts + this.languages + this.certificates;
    return at.HEAD_BYTES + items * 2 + this.idLength + this.competencyBytes;
  }

  restart(): void {
    this.#fits = true;
    this.#lastCompetency = -1;
    this.known = this.birth = this.residence = this.payKrw = this.payUnit = this.hoursMin = this.hoursMax = 0;
    this.commuteMinutes = this.kinds = this.types = this.shifts = this.education = this.consent = 0;
    this.spells = this.occupations = this.districts = this.languages = this.certificates = 0;
    this.competencies = this.competencyBytes = 0;
  }

  refuse(): void {
    this.#fits = false;
  }

  /** A whole number that has a place up to `most`; 0 and no fit where it hasn't. */
  bounded(value: number, most: number): number {
    if (Number.isInteger(value) && value >= 0 && value <= most) return value;
    this.#fits = false;
    return 0;
  }

  /** A code's number, once there is room for it. */
  code(number: number | undefined): number {
    if (number === undefined) this.#fits = false;
    return number ?? 0;
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
    let rest = (number - Math.max(this.#lastCompetency, 0)) * 8 + this.bounded(level, 7);
    this.#lastCompetency = number;
    this.competencies++;
    for (; rest >= 128; rest >>= 7) this.competencyStream[this.competencyBytes++] = (rest & 127) | 128;
    this.competencyStream[this.competencyBytes++] = rest;
    if (number > this.vocabulary.competencyMax) this.vocabulary.competencyMax = number;
  }

  addCertificate(number: number): void {
    const place = this.#place(this.certificates, LIST_MAX);
    if (place < 0) return;
    this.certificateNumbers[place] = this.bounded(number, 65_535);
    this.certificates++;
    if (number > this.vocabulary.certificateMax) this.vocabulary.certificateMax = number;
  }

  addSpell(occupation: number | undefined, months: number): void {
    const place = this.#place(this.spells, LIST_MAX);
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
    this.languageSkills[place] = this.bounded(this.code(language), 255) | (this.bounded(level, 255) << 8);
    this.languages++;
  }

  /** Takes over the competencies of a log record: as many as are said, in the very bytes that a record has, the highest number last. */
  copyCompetencies(bytes: Uint8Array, start: number, end: number, count: number, highest: number): void {
    if (count > LIST_MAX || highest > COMPETENCY_NUMBER_MAX) {
      this.#fits = false;
      return;
    }
    const stream = this.competencyStream;
    for (let index = start; index < end; index++) stream[index - start] = bytes[index] as number;
    this.competencies = count;
    this.competencyBytes = end - start;
    if (highest > this.vocabulary.competencyMax) this.vocabulary.competencyMax = highest;
  }

  setId(applicantId: string): void {
    this.idLength = this.bounded(applicantId.length, LIST_MAX);
    for (let index = 0; index < this.idLength; index++) {
      const unit = applicantId.charCodeAt(index);
      if (unit > 127) this.#fits = false;
      this.id[index] = unit;
    }
    this.idHash = hashOf(this.id, 0, this.idLength);
  }

  readId(): string {
    return asciiOf(this.id, 0, this.idLength);
  }

  /** Takes over an id of ASCII bytes. */
  copyId(bytes: Uint8Array, start: number, length: number): void {
    const { id } = this;
    this.idLength = this.bounded(length, LIST_MAX);
    for (let index = 0; index < this.idLength; index++) id[index] = bytes[start + index] as number;
    this.idHash = hashOf(id, 0, this.idLength);
  }
}

/** FNV-1a (Fowler, Noll, Vo), mixed once more because its high bits are poor for short ids. */
export function hashOf(bytes: Uint8Array, start: number, length: number): number {
  let hash = 0x811c_9dc5;
  for (let index = start; index < start + length; index++) {
    hash = Math.imul(hash ^ (bytes[index] as number), 0x0100_0193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
  return hash ^ (hash >>> 13);
}

/** Fills a draft from facts and the number of the log's record. */
export function draftFacts(draft: Draft, facts: ApplicantFacts, seq: number): void {
  const { districts, occupations, languages } = draft.vocabulary;
  draft.restart();
  draft.seq = draft.bounded(seq, 0xffff_ffff);
  draft.setId(facts.applicantId);
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
