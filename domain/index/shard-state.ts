import type { OpeningFacts } from "../matching/facts.ts";
import { hasAgeSpan, isInAgeSpan } from "../matching/obstacles.ts";
import { ageOn } from "../model/calendar.ts";
import type { RuleFacts } from "../programme/rule-facts.ts";
import { PackedApplicants } from "./applicants/packed-applicants.ts";
import { ColumnarOpenings } from "./columnar-openings.ts";
import { type LogRecord, recordKey, recordRevision } from "./log-record.ts";
import type { Admits, ApplicantIndex, OpeningIndex } from "./match-index.ts";
import { isOver, ProgrammeOpenings } from "./programme-openings.ts";

/** How a record stands to what the shard knows of its entity. */
export type Standing =
  /** Nothing as new is in the log: append it. */
  | "new"
  /** This very revision is in the log: what follows from it may still have to be done. */
  | "same"
  /** Something newer is in the log, or the person has left: nothing is to be done. */
  | "outdated";

/** Where the last word on an entity stands in the log. */
interface LastWord {
  readonly seq: number;
  readonly revision: number;
  readonly type: LogRecord["type"];
  /** Of a closed opening: the districts that had matches of it. */
  readonly districts?: readonly string[];
  /** Of rules: those that the programme went by when they came. */
  readonly previousRules?: RuleFacts | undefined;
}

/** A day that has started, with its number in the log. */
export interface StartedDay {
  readonly seq: number;
  readonly day: number;
  readonly previousDay: number | undefined;
}

/**
 * What one shard's log says, in memory: the indexes, the day, and how far the log has been read. The state depends on the records alone, in
 * the order of their numbers; of two records of one entity the later number counts.
 */
export class ShardState {
  readonly applicants: ApplicantIndex = new PackedApplicants();
  readonly openings: OpeningIndex = new ColumnarOpenings();
  readonly #programmes = new ProgrammeOpenings();
  readonly #lastWords = new Map<string, LastWord>();
  #lastSeq = 0;
  /** Every day that has started, with its number: a few hundred a year. */
  readonly #days: StartedDay[] = [];

  /** Number of the last record that was applied, or hole that was passed. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** The day in Seoul that the shard stands at, undefined before the first one. */
  get day(): number | undefined {
    return this.#days.at(-1)?.day;
  }

  /**
   * The day that the shard stood at when a number was written. Whatever follows from a record follows on that day, also when it is worked on
   * again weeks later: what has opened and who has come of age since was met when the day turned.
   */
  dayAt(seq: number): number | undefined {
    const last = this.#days.findLast((started) => started.seq <= seq);
    return last === undefined ? this.#days[0]?.previousDay : last.day;
  }

  /** The day that it stood at before. */
  get previousDay(): number | undefined {
    return this.#days.at(-1)?.previousDay;
  }

  /** The start of a day as the log has it; without a day, that of the last one. */
  startOf(day = this.day): StartedDay | undefined {
    return this.#days.findLast((started) => started.day === day);
  }

  standingOf(record: LogRecord): Standing {
    const last = this.#lastWords.get(recordKey(record));
    if (last === undefined) return "new";
    if (record.type === "day" && this.startOf(record.day) !== undefined) return "same";
    if (last.type === "applicant-withdrawn") return record.type === "applicant-withdrawn" ? "same" : "outdated";
    if (record.type === "applicant-withdrawn") return "new";
    const revision = recordRevision(record);
    if (revision === last.revision) return last.type === record.type && !this.#hasExpired(record) ? "same" : "outdated";
    return revision > last.revision ? "new" : "outdated";
  }

  /** Whether an opening that is in the log has been taken out since, because its last day is over. */
  #hasExpired(record: LogRecord): boolean {
    return record.type === "opening" && this.openings.get(record.facts.openingId) === undefined;
  }

  /** Number of the last record of the entity that a record is about; of a day, that of its start. */
  lastSeqOf(record: LogRecord): number | undefined {
    if (record.type === "day") return this.startOf(record.day)?.seq;
    return this.#lastWords.get(recordKey(record))?.seq;
  }

  /** Districts that had matches of an opening when it closed. */
  closedDistricts(openingId: string): readonly string[] {
    return this.#lastWords.get(`opening#${openingId}`)?.districts ?? [];
  }

  /**
   * Who had arrived before a number. A pair is met when the later of the two arrives, and again when that is done over: whoever came
   * later still has met, or will meet, it themselves. Undefined when the number is the last: then everybody had.
   */
  arrivedBefore(seq: number, sort: "applicant" | "opening"): Admits | undefined {
    if (seq === this.#lastSeq) return undefined;
    return (id) => (this.#lastWords.get(`${sort}#${id}`)?.seq ?? 0) < seq;
  }

  /** Applies the record at a number and returns the numbers of the records that it makes superfluous. */
  apply(seq: number, record: LogRecord): number[] {
    if (seq <= this.#lastSeq) throw new RangeError(`record ${seq} comes after record ${this.#lastSeq}`);
    this.#lastSeq = seq;
    const key = recordKey(record);
    const superseded = this.#lastWords.get(key)?.seq;
    const word = { seq, revision: recordRevision(record), type: record.type };
    const memory = memoryOf(record);
    this.#lastWords.set(key, memory === undefined ? word : { ...word, ...memory });
    this.#change(seq, record);
    // Days stay in the log: which day it was belongs to what follows from the records between two of them.
    return superseded === undefined || record.type === "day" ? [] : [superseded];
  }

  /** Passes a number that holds no record any more. */
  skip(seq: number): void {
    if (seq <= this.#lastSeq) throw new RangeError(`hole ${seq} comes after record ${this.#lastSeq}`);
    this.#lastSeq = seq;
  }

  #change(seq: number, record: LogRecord): void {
    switch (record.type) {
      case "applicant":
        this.applicants.upsert(record.facts);
        break;
      case "opening":
        this.openings.upsert(this.#programmes.post(record.facts, this.day));
        break;
      case "applicant-withdrawn":
        this.applicants.remove(record.applicantId);
        break;
      case "opening-closed":
        this.openings.remove(record.openingId);
        this.#programmes.remove(record.openingId);
        break;
      case "day":
        this.#turnDay({ seq, day: record.day, previousDay: record.previousDay });
        break;
      case "programme": {
        const { programmeId } = record.rules;
        const before = this.rulesOf(programmeId);
        this.#programmes.putRules(record.rules);
        for (const opening of this.#programmes.touchedBy(programmeId, before, this.day)) this.openings.upsert(opening);
        break;
      }
    }
  }

  /** Rules that a programme goes by on the day that the shard stands at. */
  rulesOf(programmeId: string): RuleFacts | undefined {
    return this.#programmes.rulesOn(programmeId, this.day);
  }

  /** Openings that rules, when they came, made something else of: those that had arrived before a number of the log. */
  touchedBy(record: Extract<LogRecord, { type: "programme" }>, seq: number): OpeningFacts[] {
    const { rules } = record;
    const admits = this.arrivedBefore(seq, "opening");
    // As the log says: when the record is worked on again, the message that brings it knows nothing of it.
    const previousRules = this.#lastWords.get(recordKey(record))?.previousRules;
    const touched = this.#programmes.touchedBy(rules.programmeId, previousRules, this.day);
    return touched.filter(({ openingId }) => admits?.(openingId) !== false);
  }

  /** Openings that are open now and would not be under new rules of their programme. */
  closedBy(rules: RuleFacts): OpeningFacts[] {
    return this.#programmes.closedBy(rules, this.day);
  }

  /**
   * What expires leaves the index and stays in the log: were its last word forgotten, an earlier revision that comes late would be taken for
   * a new opening.
   */
  #turnDay(started: StartedDay): void {
    const previous = this.day;
    this.#days.push(started);
    for (const { openingId } of this.#expiringOn(started.day)) {
      this.openings.remove(openingId);
      this.#programmes.remove(openingId);
    }
    for (const opening of this.#programmes.touchedByDay(previous, started.day)) this.openings.upsert(opening);
  }

  /** Openings whose last day, as they were posted, is before a day: other rules can't bring them back. */
  #expiringOn(day: number): OpeningFacts[] {
    return [...this.openings.values()].filter((opening) => {
      const { validThroughDay } = this.#programmes.postedOf(opening.openingId) ?? opening;
      return validThroughDay !== undefined && validThroughDay < day;
    });
  }

  /** Openings that end before a day, by their own last day or because their programme's rules then end them. */
  closingOn(day: number): OpeningFacts[] {
    return [...this.openings.values()].filter((opening) => {
      const posted = this.#programmes.postedOf(opening.openingId);
      if (posted === undefined) return opening.validThroughDay !== undefined && opening.validThroughDay < day;
      return !isOver(opening, this.day) && isOver(this.#programmes.on(posted, day), day);
    });
  }

  /** Openings that had come before a number. */
  #openingsBefore(seq: number): OpeningFacts[] {
    const had = this.arrivedBefore(seq, "opening");
    return [...this.openings.values()].filter(({ openingId }) => had?.(openingId) ?? true);
  }

  /**
   * Openings that people are told of from a day on and weren't the day before, and those that their programme's rules then make something else of. On
   * the first day, all that say from when on. Those that came when the day had started were met when they came.
   */
  openingOn({ seq, day, previousDay }: StartedDay): OpeningFacts[] {
    const previous = previousDay ?? Number.NEGATIVE_INFINITY;
    const touched = new Set(this.#programmes.touchedByDay(previousDay, day).map(({ openingId }) => openingId));
    return this.#openingsBefore(seq).filter(
      ({ openingId, validFromDay }) =>
        touched.has(openingId) || (validFromDay !== undefined && validFromDay > previous && validFromDay <= day),
    );
  }

  /**
   * Applicants who, on a day, have had a birthday since the day before that brings them inside the age span of a live opening. Without a day
   * before, ages ruled nobody out, so nobody comes in. Whoever came when the day had started, on either side, was met then.
   */
  comingOfAgeOn({ seq, day, previousDay: previous }: StartedDay): string[] {
    if (previous === undefined) return [];
    // Where ages count on a set day, nobody comes of age any more.
    const spans = this.#openingsBefore(seq).filter((one) => hasAgeSpan(one) && one.terms?.ageOnDay === undefined);
    const had = this.arrivedBefore(seq, "applicant");
    if (spans.length === 0) return [];
    const letsIn = (before: number, now: number) =>
      spans.some((span) => !isInAgeSpan(before, span) && isInAgeSpan(now, span));
    return [...this.applicants.values()]
      .filter(({ birthDay }) => {
        if (birthDay === undefined) return false;
        const [before, now] = [ageOn(birthDay, previous), ageOn(birthDay, day)];
        return before !== now && letsIn(before, now);
      })
      .map(({ applicantId }) => applicantId)
      .filter((applicantId) => had?.(applicantId) ?? true);
  }
}

/** What the shard knew when a record came, beside the record's own news. */
function memoryOf(record: LogRecord): Pick<LastWord, "districts" | "previousRules"> | undefined {
  if (record.type === "opening-closed") return { districts: record.districts };
  return record.type === "programme" ? { previousRules: record.previousRules } : undefined;
}
