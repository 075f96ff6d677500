import type { ApplicantFacts, OpeningFacts } from "../matching/facts.ts";
import type { LogRecord, RemakingRecord } from "./log-record.ts";
import type { ApplicantIndex, LastWord } from "./match-index.ts";
import { recordKey, recordRevision } from "./record-key.ts";

/** The last word on an entity, what sort of record it is, and what the shard knew when it came. */
export interface TypedWord extends LastWord {
  readonly type: LogRecord["type"];
  /** Of an applicant: completions that are in the facts beside the profile, when there are any. */
  readonly completions?: number | undefined;
  /** Of an opening: the day from which on it has been looking for people. */
  readonly openSince?: number | undefined;
  /** Of a closed opening: the districts that had matches of it. */
  readonly districts?: readonly string[];
  /** And the event that it closed by. */
  readonly causationId?: string | undefined;
}

/** The last word of those that make something else of openings, as a whole: there are few. */
interface RemakingWord<R = RemakingRecord> extends TypedWord {
  readonly record: R;
}

/**
 * Where the last word on each entity stands in a shard's log. That on an applicant is kept by the index, in the packed record itself: a map of a
 * million ids would take more memory than the index. Here stand those who left, openings, programmes with their places, institutions, and the day.
 */
export class LastWords {
  readonly #applicants: ApplicantIndex;
  readonly #leavings = new Map<string, TypedWord>();
  /** Of the few who have completed anything: how many completions their records have. */
  readonly #completions = new Map<string, number>();
  readonly #openings = new Map<string, TypedWord>();
  readonly #remaking = new Map<string, RemakingWord>();
  #day: TypedWord | undefined;

  constructor(applicants: ApplicantIndex) {
    this.#applicants = applicants;
  }

  /** Whether anything is known here of anybody who looks for work: while nothing is, nobody has to be looked for. */
  get areAboutApplicants(): boolean {
    return this.#leavings.size > 0 || this.#completions.size > 0;
  }

  hasLeft(applicantId: string): boolean {
    return this.#leavings.has(applicantId);
  }

  /** To be called when a record without completions has become the last word on somebody. */
  forgetCompletions(applicantId: string): void {
    this.#completions.delete(applicantId);
  }

  on(record: LogRecord): TypedWord | undefined {
    switch (record.type) {
      case "applicant":
        return this.onApplicant(record.facts.applicantId);
      case "applicant-withdrawn":
        return this.onApplicant(record.applicantId);
      case "opening":
        return this.onOpening(record.facts.openingId);
      case "opening-closed":
        return this.onOpening(record.openingId);
      case "programme":
      case "places":
      case "institution":
        return this.#remaking.get(recordKey(record));
      case "day":
        return this.#day;
    }
  }

  onApplicant(applicantId: string): TypedWord | undefined {
    const leaving = this.#leavings.get(applicantId);
    if (leaving !== undefined) return leaving;
    const word = this.#applicants.lastWordOn(applicantId);
    return word && { ...word, type: "applicant", completions: this.#completions.get(applicantId) };
  }

  onOpening(openingId: string): TypedWord | undefined {
    return this.#openings.get(openingId);
  }

  /** A record of an opening, with what the last word on it has beside its facts. */
  openingRecord(facts: OpeningFacts): LogRecord {
    const { openSince } = this.onOpening(facts.openingId) ?? {};
    return { type: "opening", facts, ...(openSince !== undefined && { openSince }) };
  }

  applicantRecord(facts: ApplicantFacts): LogRecord {
    const { completions } = this.onApplicant(facts.applicantId) ?? {};
    return { type: "applicant", facts, ...(completions !== undefined && { completions }) };
  }

  /** The last record on the same rules, places or days, with its number. */
  onRemaking<R extends RemakingRecord>(record: R): RemakingWord<R> | undefined {
    // The key begins with the type.
    return this.#remaking.get(recordKey(record)) as RemakingWord<R> | undefined;
  }

  /**
   * Notes a record as the last word on what it is about, and gives the number of the one before. What the index says of an applicant has been replaced by
   * now: `replaced` is the number that it had.
   */
  note(seq: number, record: LogRecord, replaced?: number): number | undefined {
    const word = { seq, revision: recordRevision(record), type: record.type };
    switch (record.type) {
      case "applicant":
        if (record.completions === undefined) this.#completions.delete(record.facts.applicantId);
        else this.#completions.set(record.facts.applicantId, record.completions);
        return replaced;
      case "applicant-withdrawn": {
        this.#completions.delete(record.applicantId);
        const left = replace(this.#leavings, record.applicantId, word);
        return replaced ?? left;
      }
      case "opening":
        return replace(this.#openings, record.facts.openingId, { ...word, openSince: record.openSince });
      case "opening-closed":
        return replace(this.#openings, record.openingId, {
          ...word,
          districts: record.districts,
          causationId: record.causationId,
        });
      case "programme":
      case "places":
      case "institution":
        return replace(this.#remaking, recordKey(record), { ...word, record });
      case "day": {
        const before = this.#day?.seq;
        this.#day = word;
        return before;
      }
    }
  }
}

function replace<Word extends TypedWord>(words: Map<string, Word>, key: string, word: Word): number | undefined {
  const before = words.get(key)?.seq;
  words.set(key, word);
  return before;
}

/** The numbers that a record makes superfluous: one at most. */
export function toList(seq: number | undefined): readonly number[] {
  return seq === undefined ? NOTHING : [seq];
}

const NOTHING: readonly number[] = [];
