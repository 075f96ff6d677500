import { COMPETENCY_NUMBER_MAX } from "../applicant-record.ts";
import { APPLICANT_TYPE, FORMAT_VERSION, PARTS_FORMAT_VERSION } from "../record-format.ts";
import { type Codes, DIGITS_MAX } from "./codes.ts";
import { type Draft, writeCompetency } from "./draft.ts";
import * as at from "./record-layout.ts";

/**
 * Fills drafts from the bytes of a shard log's records, without making facts of them first: a shard that starts reads a million. It takes and
 * refuses the same bytes as `decodeRecord`. Lengths and competencies are kept to 32 bits, which compiled code adds and compares fastest.
 */
export class RecordBytes {
  #bytes = new Uint8Array();
  #position = 0;

  /** Fills a draft from the profile in an applicant's record and its number in the log, and returns where the profile ends. */
  read(draft: Draft, bytes: Uint8Array, seq: number): number {
    this.#bytes = bytes as Uint8Array<ArrayBuffer>;
    this.#position = 0;
    const version = this.#number();
    if (version < FORMAT_VERSION || version > PARTS_FORMAT_VERSION)
      throw new RangeError("unknown format version of a log record");
    if (this.#number() !== APPLICANT_TYPE) throw new RangeError("the log record isn't an applicant's");
    draft.restart();
    draft.seq = draft.bounded(seq, 0xffff_ffff);
    const idLength = this.#length();
    draft.copyId(bytes, this.#ascii(idLength), idLength, true);
    draft.revision = draft.bounded(this.#number(), 0xffff_ffff);
    this.#readAbilities(draft);
    this.#readWishes(draft);
    draft.consent = this.#bit() | (this.#bit() << 1) | (this.#bit() << 2);
    return this.#position;
  }

  #readAbilities(draft: Draft): void {
    const { districts, occupations, languages } = draft.vocabulary;
    if (this.#knows(draft, at.KNOWS_BIRTH_DAY)) {
      const zigzag = this.#number();
      // Halved as whole numbers: a fraction's form would get all code compiled anew that meets the draft. No day beyond 32 bits has a place.
      const day = zigzag > 0xffff_ffff ? zigzag : (zigzag >>> 1) ^ -(zigzag & 1);
      draft.birth = draft.bounded(day + at.BIRTH_OFFSET_DAYS, 65_535);
    }
    if (this.#knows(draft, at.KNOWS_RESIDENCE)) draft.residence = draft.code(this.#code(districts));
    if (this.#knows(draft, at.KNOWS_COMPETENCIES)) this.#readCompetencies(draft);
    if (this.#knows(draft, at.KNOWS_CERTIFICATES)) {
      for (let left = this.#length(); left > 0; left--) draft.addCertificate(this.#number());
    }
    if (this.#knows(draft, at.KNOWS_EXPERIENCE)) {
      for (let left = this.#length(); left > 0; left--) draft.addSpell(this.#code(occupations), this.#number());
    }
    if (this.#knows(draft, at.KNOWS_LANGUAGES)) {
      for (let left = this.#length(); left > 0; left--) draft.addLanguage(this.#code(languages), this.#number());
    }
    if (this.#knows(draft, at.KNOWS_EDUCATION)) draft.education = draft.bounded(this.#number(), 7);
  }

  /** Competencies stand in the log as distances from the one before, the first one's from 0; in a record as how many are left out, from −1 on. */
  #readCompetencies(draft: Draft): void {
    const count = this.#length();
    const bytes = this.#bytes;
    const stream = draft.competencyStream;
    let position = this.#position;
    let end = 0;
    let highest = 0;
    let before = 0;
    let haveLevels = true;
    for (let left = count; left > 0; left--) {
      const first = bytes[position] as number;
      const second = bytes[position + 1] as number;
      // Every other one takes two bytes, which could not be foreseen: how many is reckoned, not asked.
      const more = first >> 7;
      let step = ((first & 127) | ((second & -more) << 7)) >> 3;
      position += 1 + more;
      if (more === 1 && !(second > 0 && second < 128)) {
        this.#position = position - 2;
        step = this.#longStep();
        position = this.#position;
      }
      highest += step;
      if (step === 0) throw new RangeError("competencies don't rise by number");
      if (highest > COMPETENCY_NUMBER_MAX) throw new RangeError(`no competency has the number ${highest}`);
      const level = (first & 7) - 1;
      if (level < 0 || level >= at.LEVELS_HELD) haveLevels = false;
      end = writeCompetency(stream, end, (step - before) * at.LEVELS_HELD + level);
      before = 1;
    }
    this.#position = position;
    draft.noteCompetencies(count, end, highest, haveLevels);
  }

  /** Distance to a competency whose figure takes more than two bytes. */
  #longStep(): number {
    const step = Math.floor(this.#longNumber() / 8);
    if (step > COMPETENCY_NUMBER_MAX) throw new RangeError(`no competency has the number ${step}`);
    return step | 0;
  }

  #readWishes(draft: Draft): void {
    const { districts, occupations } = draft.vocabulary;
    draft.kinds = this.#optional(draft, at.KNOWS_WANTED_KINDS, 511);
    if (this.#knows(draft, at.KNOWS_WANTED_OCCUPATIONS)) {
      for (let left = this.#length(); left > 0; left--) draft.addOccupation(this.#code(occupations));
    }
    if (this.#knows(draft, at.KNOWS_WANTED_DISTRICTS)) {
      for (let left = this.#length(); left > 0; left--) draft.addDistrict(this.#code(districts));
    }
    draft.commuteMinutes = this.#optional(draft, at.KNOWS_COMMUTE_MINUTES_MAX, 254);
    if (this.#knows(draft, at.KNOWS_PAY_MIN)) {
      draft.payKrw = draft.bounded(this.#number(), 0xffff_ffff);
      draft.payUnit = this.#number();
      if (draft.payUnit > at.PAY_PER_YEAR) throw new RangeError("unknown unit of pay");
    }
    draft.hoursMin = this.#optional(draft, at.KNOWS_HOURS_MIN, 65_535);
    draft.hoursMax = this.#optional(draft, at.KNOWS_HOURS_MAX, 65_535);
    draft.shifts = this.#optional(draft, at.KNOWS_WANTED_SHIFTS, 15);
    draft.types = this.#optional(draft, at.KNOWS_WANTED_EMPLOYMENT_TYPES, 127);
  }

  /** Whether a field is known; the draft notes it. */
  #knows(draft: Draft, bit: number): boolean {
    if (this.#bit() === 0) return false;
    draft.known |= bit;
    return true;
  }

  #optional(draft: Draft, bit: number, most: number): number {
    return this.#knows(draft, bit) ? draft.bounded(this.#number(), most) : 0;
  }

  /** Number of the code that comes next: nearly always digits that have been met before. */
  #code(codes: Codes): number | undefined {
    const bytes = this.#bytes;
    const length = this.#length();
    const start = this.#position;
    const end = start + length;
    if (length > 0 && length <= DIGITS_MAX && end <= bytes.length) {
      let value = 0;
      let place = start;
      for (; place < end; place++) {
        const digit = (bytes[place] as number) - 48;
        if (digit < 0 || digit > 9) break;
        value = value * 10 + digit;
      }
      const known = place === end ? codes.numberOfDigits(value, length) : undefined;
      if (known !== undefined) {
        this.#position = end;
        return known;
      }
    }
    return codes.numberOfBytes(bytes, this.#ascii(length), length);
  }

  /** Passes over so many ASCII bytes and returns where they start. */
  #ascii(length: number): number {
    const bytes = this.#bytes;
    const start = this.#position;
    const end = start + length;
    if (end > bytes.length) throw new RangeError("the record ends too early");
    for (let index = start; index < end; index++) {
      if ((bytes[index] as number) > 127) throw new RangeError("not ASCII");
    }
    this.#position = end;
    return start;
  }

  /** The length of a list or a text. Each item takes a byte at least. */
  #length(): number {
    const length = this.#number();
    if (length > this.#bytes.length) throw new RangeError("the record ends too early");
    return length | 0;
  }

  #number(): number {
    const bytes = this.#bytes;
    const position = this.#position;
    const first = bytes[position] as number;
    if (first < 128) {
      this.#position = position + 1;
      return first;
    }
    const second = bytes[position + 1] as number;
    if (second < 128 && second > 0) {
      this.#position = position + 2;
      return (first & 127) | (second << 7);
    }
    return this.#longNumber();
  }

  #longNumber(): number {
    const bytes = this.#bytes;
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
    const byte = this.#bytes[this.#position++] as number;
    // Beyond the end there is none, which is neither.
    if (byte === 0 || byte === 1) return byte;
    throw new RangeError("a truth is neither 0 nor 1, or missing");
  }
}
