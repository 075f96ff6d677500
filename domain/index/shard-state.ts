import type { OpeningFacts } from "../matching/facts.ts";
import { hasAgeSpan, isInAgeSpan } from "../matching/obstacles.ts";
import { ageOn } from "../model/calendar.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import { PackedApplicants } from "./applicants/packed-applicants.ts";
import { ColumnarOpenings } from "./columnar-openings.ts";
import { applicantIdOf, decodeRecord, isApplicantRecord, type LogRecord, recordRevision } from "./log-record.ts";
import type { Admits, ApplicantIndex, LastWord, OpeningIndex } from "./match-index.ts";

/** How a record stands to what the shard knows of its entity. */
export type Standing =
  /** Nothing as new is in the log: append it. */
  | "new"
  /** This very revision is in the log: what follows from it may still have to be done. */
  | "same"
  /** Something newer is in the log, or the person has left: nothing is to be done. */
  | "outdated";

/** The last word on an entity, and what sort of record it is. */
interface TypedWord extends LastWord {
  readonly type: LogRecord["type"];
  /** Of a closed opening: the districts that had matches of it. */
  readonly districts?: readonly string[];
}

/**
 * What one shard's log says, in memory: the indexes, the day, and how far the log has been read. The state depends on the records alone, in
 * the order of their numbers; of two records of one entity the later number counts.
 *
 * Where the last word on an applicant stands is kept by the index, in the packed record itself: a map of a million ids would take more memory
 * than the index.
 */
export class ShardState {
  readonly applicants: ApplicantIndex;
  readonly openings: OpeningIndex = new ColumnarOpenings();
  readonly #leavings = new Map<string, TypedWord>();
  readonly #openingWords = new Map<string, TypedWord>();
  #dayWord: TypedWord | undefined;
  #lastSeq = 0;
  #day: number | undefined;
  #previousDay: number | undefined;

  constructor(applicants: ApplicantIndex = new PackedApplicants()) {
    this.applicants = applicants;
  }

  /** Number of the last record that was applied, or hole that was passed. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** The day in Seoul that the shard stands at, undefined before the first one. */
  get day(): number | undefined {
    return this.#day;
  }

  /** The day that it stood at before. */
  get previousDay(): number | undefined {
    return this.#previousDay;
  }

  standingOf(record: LogRecord): Standing {
    const last = this.#lastWordOn(record);
    if (last === undefined) return "new";
    if (last.type === "applicant-withdrawn") return record.type === "applicant-withdrawn" ? "same" : "outdated";
    if (record.type === "applicant-withdrawn") return "new";
    const revision = recordRevision(record);
    if (revision === last.revision) return last.type === record.type ? "same" : "outdated";
    return revision > last.revision ? "new" : "outdated";
  }

  /** Number of the last record of the entity that a record is about. */
  lastSeqOf(record: LogRecord): number | undefined {
    return this.#lastWordOn(record)?.seq;
  }

  #lastWordOn(record: LogRecord): TypedWord | undefined {
    switch (record.type) {
      case "applicant":
        return this.#lastWordOnApplicant(record.facts.applicantId);
      case "applicant-withdrawn":
        return this.#lastWordOnApplicant(record.applicantId);
      case "opening":
        return this.#openingWords.get(record.facts.openingId);
      case "opening-closed":
        return this.#openingWords.get(record.openingId);
      case "day":
        return this.#dayWord;
    }
  }

  #lastWordOnApplicant(applicantId: string): TypedWord | undefined {
    const leaving = this.#leavings.get(applicantId);
    if (leaving !== undefined) return leaving;
    const word = this.applicants.lastWordOn(applicantId);
    return word && { ...word, type: "applicant" };
  }

  /** Districts that had matches of an opening when it closed. */
  closedDistricts(openingId: string): readonly string[] {
    return this.#openingWords.get(openingId)?.districts ?? [];
  }

  /**
   * Who had arrived before a number. A pair is met when the later of the two arrives, and again when that is done over: whoever came
   * later still has met, or will meet, it themselves. Undefined when the number is the last: then everybody had.
   */
  arrivedBefore(seq: number, sort: "applicant" | "opening"): Admits | undefined {
    if (seq === this.#lastSeq) return undefined;
    if (sort === "opening") return (id) => (this.#openingWords.get(id)?.seq ?? 0) < seq;
    return (id) => (this.#lastWordOnApplicant(id)?.seq ?? 0) < seq;
  }

  /** Applies the record at a number and returns the numbers of the records that it makes superfluous. */
  apply(seq: number, record: LogRecord): readonly number[] {
    this.#expectNext(seq);
    const superseded = this.#change(seq, record);
    this.#lastSeq = seq;
    return superseded;
  }

  /** The same from the bytes of the log. Damaged ones throw a `RangeError` and change nothing. */
  applyBytes(seq: number, bytes: Uint8Array): readonly number[] {
    if (!isApplicantRecord(bytes)) return this.apply(seq, decodeRecord(bytes));
    this.#expectNext(seq);
    const replaced = this.applicants.upsertRecord(bytes, seq);
    this.#lastSeq = seq;
    if (this.#leavings.size === 0) return toList(replaced);
    return this.#comeBack(applicantIdOf(bytes), replaced);
  }

  /** Passes a number that holds no record any more. */
  skip(seq: number): void {
    this.#expectNext(seq);
    this.#lastSeq = seq;
  }

  /** Ends the reading of a log: does beforehand what else the first match would wait for. */
  prepare(taxonomy: Taxonomy): void {
    this.applicants.prepare(taxonomy);
  }

  #expectNext(seq: number): void {
    if (seq <= this.#lastSeq) throw new RangeError(`number ${seq} comes after number ${this.#lastSeq}`);
  }

  #change(seq: number, record: LogRecord): readonly number[] {
    const word = { seq, revision: recordRevision(record), type: record.type };
    switch (record.type) {
      case "applicant":
        return this.#comeBack(record.facts.applicantId, this.applicants.upsert(record.facts, seq));
      case "opening":
        this.openings.upsert(record.facts);
        return this.#setOpeningWord(record.facts.openingId, word);
      case "applicant-withdrawn": {
        const removed = this.applicants.remove(record.applicantId) ?? this.#leavings.get(record.applicantId)?.seq;
        this.#leavings.set(record.applicantId, word);
        return toList(removed);
      }
      case "opening-closed":
        this.openings.remove(record.openingId);
        return this.#setOpeningWord(record.openingId, { ...word, districts: record.districts });
      case "day": {
        const before = toList(this.#dayWord?.seq);
        this.#dayWord = word;
        return [...before, ...this.#turnDay(record.day, record.previousDay)];
      }
    }
  }

  /** Of two records the later counts, also where the earlier says that somebody has left. No writer appends such a one. */
  #comeBack(applicantId: string, replaced: number | undefined): readonly number[] {
    const left = this.#leavings.get(applicantId)?.seq;
    this.#leavings.delete(applicantId);
    return toList(replaced ?? left);
  }

  #setOpeningWord(openingId: string, word: TypedWord): readonly number[] {
    const superseded = this.#openingWords.get(openingId)?.seq;
    this.#openingWords.set(openingId, word);
    return toList(superseded);
  }

  #turnDay(day: number, previousDay: number | undefined): number[] {
    this.#day = day;
    this.#previousDay = previousDay;
    return this.expiringOn(day).flatMap(({ openingId }) => {
      this.openings.remove(openingId);
      const seq = this.#openingWords.get(openingId)?.seq;
      this.#openingWords.delete(openingId);
      return seq ?? [];
    });
  }

  /** Openings whose last day is before a day. */
  expiringOn(day: number): OpeningFacts[] {
    return [...this.openings.values()].filter(
      ({ validThroughDay }) => validThroughDay !== undefined && validThroughDay < day,
    );
  }

  /** Openings that people are told of from today on and weren't the day before. On the first day, all that say from when on. */
  openingToday(): OpeningFacts[] {
    const [day, previous] = [this.#day, this.#previousDay ?? Number.NEGATIVE_INFINITY];
    if (day === undefined) return [];
    return [...this.openings.values()].filter(
      ({ validFromDay }) => validFromDay !== undefined && validFromDay > previous && validFromDay <= day,
    );
  }

  /**
   * Applicants who have had a birthday since the day before that brings them inside the age span of a live opening. Without a day
   * before, ages ruled nobody out, so nobody comes in.
   */
  comingOfAgeToday(): string[] {
    const [day, previous] = [this.#day, this.#previousDay];
    if (day === undefined || previous === undefined) return [];
    const spans = [...this.openings.values()].filter(hasAgeSpan);
    if (spans.length === 0) return [];
    const letsIn = (before: number, now: number) =>
      spans.some((span) => !isInAgeSpan(before, span) && isInAgeSpan(now, span));
    return [...this.applicants.values()]
      .filter(({ birthDay }) => {
        if (birthDay === undefined) return false;
        const [before, now] = [ageOn(birthDay, previous), ageOn(birthDay, day)];
        return before !== now && letsIn(before, now);
      })
      .map(({ applicantId }) => applicantId);
  }
}

const NOTHING: readonly number[] = [];

function toList(seq: number | undefined): readonly number[] {
  return seq === undefined ? NOTHING : [seq];
}
