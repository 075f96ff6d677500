import type { ApplicantStanding } from "../../matching/facts.ts";
import { FORMAT_VERSION, PROGRAMME_FORMAT_VERSION } from "../log-record.ts";
import { asciiOf } from "./codes.ts";
import type { Draft } from "./draft.ts";
import * as at from "./record-layout.ts";

/** Applicants are the first type of record. */
const APPLICANT_TYPE = 0;

/**
 * Fills drafts from the bytes of a shard log's records, without making facts of them first: a shard that starts reads a million. It takes and
 * refuses the same bytes as `decodeRecord`.
 */
export class RecordBytes {
  #bytes = new Uint8Array();
  #position = 0;

  /** Fills a draft from an applicant's record. */
  read(draft: Draft, bytes: Uint8Array): void {
    this.#bytes = bytes as Uint8Array<ArrayBuffer>;
    this.#position = 0;
    const version = this.#number();
    if (version !== FORMAT_VERSION && version !== PROGRAMME_FORMAT_VERSION)
      throw new RangeError("unknown format version of a log record");
    if (this.#number() !== APPLICANT_TYPE) throw new RangeError("the log record isn't an applicant's");
    draft.restart();
    this.#readId(draft);
    draft.revision = draft.bounded(this.#number(), 0xffff_ffff);
    draft.known = this.#readAbilities(draft) | this.#readWishes(draft);
    draft.consent = this.#bit() | (this.#bit() << 1) | (this.#bit() << 2);
    if (version === PROGRAMME_FORMAT_VERSION) draft.standing = this.#readStanding();
    if (this.#position !== bytes.length) throw new RangeError("a log record is followed by more bytes");
  }

  #readStanding(): ApplicantStanding {
    const retirementStage = this.#bit() === 0 ? undefined : this.#number();
    if (this.#bit() === 0) return { retirementStage, programmes: undefined };
    const programmes: string[] = [];
    for (let left = this.#number(); left > 0; left--) {
      const length = this.#number();
      programmes.push(asciiOf(this.#bytes, this.#ascii(length), length));
    }
    return { retirementStage, programmes };
  }

  #readAbilities(draft: Draft): number {
    const { districts, occupations, languages } = draft.vocabulary;
    let known = 0;
    if (this.#bit() === 1) {
      const zigzag = this.#number();
      const day = zigzag % 2 === 0 ? zigzag / 2 : -((zigzag - 1) / 2) - 1;
      draft.birth = draft.bounded(day + at.BIRTH_OFFSET_DAYS, 65_535);
      known |= at.KNOWS_BIRTH_DAY;
    }
    if (this.#bit() === 1) {
      draft.residence = draft.code(this.#code(districts));
      known |= at.KNOWS_RESIDENCE;
    }
    if (this.#bit() === 1) {
      for (let left = this.#number(); left > 0; left--) draft.addCompetency(this.#number(), this.#number());
      known |= at.KNOWS_COMPETENCIES;
    }
    if (this.#bit() === 1) {
      for (let left = this.#number(); left > 0; left--) draft.addCertificate(this.#number());
      known |= at.KNOWS_CERTIFICATES;
    }
    if (this.#bit() === 1) {
      for (let left = this.#number(); left > 0; left--) draft.addSpell(this.#code(occupations), this.#number());
      known |= at.KNOWS_EXPERIENCE;
    }
    if (this.#bit() === 1) {
      for (let left = this.#number(); left > 0; left--) draft.addLanguage(this.#code(languages), this.#number());
      known |= at.KNOWS_LANGUAGES;
    }
    if (this.#bit() === 0) return known;
    draft.education = draft.bounded(this.#number(), 7);
    return known | at.KNOWS_EDUCATION;
  }

  #readWishes(draft: Draft): number {
    const { districts, occupations } = draft.vocabulary;
    let known = 0;
    const optional = (bit: number, most: number): number => {
      if (this.#bit() === 0) return 0;
      known |= bit;
      return draft.bounded(this.#number(), most);
    };
    draft.kinds = optional(at.KNOWS_WANTED_KINDS, 511);
    if (this.#bit() === 1) {
      for (let left = this.#number(); left > 0; left--) draft.addOccupation(this.#code(occupations));
      known |= at.KNOWS_WANTED_OCCUPATIONS;
    }
    if (this.#bit() === 1) {
      for (let left = this.#number(); left > 0; left--) draft.addDistrict(this.#code(districts));
      known |= at.KNOWS_WANTED_DISTRICTS;
    }
    draft.commuteMinutes = optional(at.KNOWS_COMMUTE_MINUTES_MAX, 254);
    if (this.#bit() === 1) {
      draft.payKrw = draft.bounded(this.#number(), 0xffff_ffff);
      draft.payUnit = this.#number();
      if (draft.payUnit > at.PAY_PER_YEAR) throw new RangeError("unknown unit of pay");
      known |= at.KNOWS_PAY_MIN;
    }
    draft.hoursMin = optional(at.KNOWS_HOURS_MIN, 65_535);
    draft.hoursMax = optional(at.KNOWS_HOURS_MAX, 65_535);
    draft.shifts = optional(at.KNOWS_WANTED_SHIFTS, 15);
    draft.types = optional(at.KNOWS_WANTED_EMPLOYMENT_TYPES, 127);
    return known;
  }

  #readId(draft: Draft): void {
    const length = this.#number();
    const start = this.#ascii(length);
    draft.idLength = draft.bounded(length, draft.id.length);
    for (let index = 0; index < draft.idLength; index++) draft.id[index] = this.#bytes[start + index] as number;
  }

  /** Number of the code that comes next. */
  #code(codes: Draft["vocabulary"]["districts"]): number | undefined {
    const length = this.#number();
    const start = this.#ascii(length);
    return codes.numberOfBytes(this.#bytes, start, length);
  }

  /** Passes over so many ASCII bytes and returns where they start. */
  #ascii(length: number): number {
    const start = this.#position;
    this.#position += length;
    if (this.#position > this.#bytes.length) throw new RangeError("the record ends too early");
    for (let index = start; index < this.#position; index++) {
      if ((this.#bytes[index] as number) > 127) throw new RangeError("not ASCII");
    }
    return start;
  }

  #number(): number {
    const bytes = this.#bytes;
    const first = bytes[this.#position] ?? 256;
    if (first < 128) {
      this.#position++;
      return first;
    }
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[this.#position++];
      if (byte === undefined) throw new RangeError("the record ends too early");
      value += (byte & 127) * scale;
      if (value > Number.MAX_SAFE_INTEGER || scale > Number.MAX_SAFE_INTEGER)
        throw new RangeError("a figure is beyond 2⁵³ − 1");
      if (byte === 0 && scale > 1) throw new RangeError("a figure takes more bytes than it needs");
      if (byte < 128) return value;
    }
  }

  #bit(): number {
    const byte = this.#bytes[this.#position++] ?? 2;
    if (byte > 1) throw new RangeError("a truth is neither 0 nor 1, or missing");
    return byte;
  }
}
