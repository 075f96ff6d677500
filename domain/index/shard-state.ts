import { BridgeGround } from "../bridge/ground.ts";
import type { OpeningFacts } from "../matching/facts.ts";
import { firstDayObstacle, hasAgeSpan, isInAgeSpan } from "../matching/obstacles.ts";
import { ageOn } from "../model/calendar.ts";
import type { RuleFacts } from "../programme/rule-facts.ts";
import { PackedApplicants } from "./applicants/packed-applicants.ts";
import { ColumnarOpenings } from "./columnar-openings.ts";
import { type LogRecord, recordCompletions, recordKey, recordRevision } from "./log-record.ts";
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
  /** Completions that are in the facts beside the profile of this revision. */
  readonly completions: number;
  readonly type: LogRecord["type"];
  /** Of an opening: the day from which on it has been looking for people. */
  readonly openSince?: number | undefined;
  /** Of a closed opening: the districts that had matches of it. */
  readonly districts?: readonly string[];
  /** Of rules: those that the programme went by when they came. */
  readonly previousRules?: RuleFacts | undefined;
}

/**
 * What one shard's log says, in memory: the indexes, the day, and how far the log has been read. The state depends on the records alone, in
 * the order of their numbers; of two records of one entity the later number counts.
 */
export class ShardState {
  readonly applicants: ApplicantIndex = new PackedApplicants();
  readonly openings: OpeningIndex = new ColumnarOpenings();
  /** The same openings as bridges see them. */
  readonly ground = new BridgeGround();
  readonly #programmes = new ProgrammeOpenings();
  readonly #lastWords = new Map<string, LastWord>();
  #lastSeq = 0;
  #day: number | undefined;
  #previousDay: number | undefined;

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
    const last = this.#lastWords.get(recordKey(record));
    if (last === undefined) return "new";
    if (last.type === "applicant-withdrawn") return record.type === "applicant-withdrawn" ? "same" : "outdated";
    if (record.type === "applicant-withdrawn") return "new";
    const revision = recordRevision(record);
    if (revision === last.revision) {
      const more = recordCompletions(record) - last.completions;
      if (more !== 0) return more > 0 ? "new" : "outdated";
      return last.type === record.type ? "same" : "outdated";
    }
    return revision > last.revision ? "new" : "outdated";
  }

  /** Number of the last record of the entity that a record is about. */
  lastSeqOf(record: LogRecord): number | undefined {
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
    const word = { seq, revision: recordRevision(record), completions: recordCompletions(record), type: record.type };
    const memory = memoryOf(record);
    this.#lastWords.set(key, memory === undefined ? word : { ...word, ...memory });
    const expired = this.#change(record);
    return superseded === undefined ? expired : [superseded, ...expired];
  }

  /** Passes a number that holds no record any more. */
  skip(seq: number): void {
    if (seq <= this.#lastSeq) throw new RangeError(`hole ${seq} comes after record ${this.#lastSeq}`);
    this.#lastSeq = seq;
  }

  /** Bridges see the openings as matching does. */
  #put(opening: OpeningFacts): void {
    this.openings.upsert(opening);
    this.ground.upsert(opening);
  }

  #change(record: LogRecord): number[] {
    switch (record.type) {
      case "applicant":
        this.applicants.upsert(record.facts);
        return [];
      case "opening":
        this.#put(this.#programmes.post(record.facts, this.#day));
        return [];
      case "applicant-withdrawn":
        this.applicants.remove(record.applicantId);
        return [];
      case "opening-closed":
        this.openings.remove(record.openingId);
        this.ground.remove(record.openingId);
        this.#programmes.remove(record.openingId);
        return [];
      case "day":
        return this.#turnDay(record.day, record.previousDay);
      case "programme": {
        const { programmeId } = record.rules;
        const before = this.rulesOf(programmeId);
        this.#programmes.putRules(record.rules);
        for (const opening of this.#programmes.touchedBy(programmeId, before, this.#day)) this.#put(opening);
        return [];
      }
    }
  }

  /** Rules that a programme goes by on the day that the shard stands at. */
  rulesOf(programmeId: string): RuleFacts | undefined {
    return this.#programmes.rulesOn(programmeId, this.#day);
  }

  /** Openings that rules, when they came, made something else of: those that had arrived before a number of the log. */
  touchedBy(record: Extract<LogRecord, { type: "programme" }>, seq: number): OpeningFacts[] {
    const { rules } = record;
    const admits = this.arrivedBefore(seq, "opening");
    // As the log says: when the record is worked on again, the message that brings it knows nothing of it.
    const previousRules = this.#lastWords.get(recordKey(record))?.previousRules;
    const touched = this.#programmes.touchedBy(rules.programmeId, previousRules, this.#day);
    return touched.filter(({ openingId }) => admits?.(openingId) !== false);
  }

  /** Openings that are open now and would not be under new rules of their programme. */
  closedBy(rules: RuleFacts): OpeningFacts[] {
    return this.#programmes.closedBy(rules, this.#day);
  }

  #turnDay(day: number, previousDay: number | undefined): number[] {
    const previous = this.#day;
    this.#day = day;
    this.#previousDay = previousDay;
    const expired = this.#expiringOn(day).flatMap(({ openingId }) => {
      this.openings.remove(openingId);
      this.ground.remove(openingId);
      this.#programmes.remove(openingId);
      const key = `opening#${openingId}`;
      const seq = this.#lastWords.get(key)?.seq;
      this.#lastWords.delete(key);
      return seq ?? [];
    });
    for (const opening of this.#programmes.touchedByDay(previous, day)) this.#put(opening);
    return expired;
  }

  /** Openings whose last day, as they were posted, is before a day: other rules can't bring them back. */
  #expiringOn(day: number): OpeningFacts[] {
    return [...this.openings.values()].filter((opening) => {
      const { validThroughDay } = this.#programmes.postedOf(opening.openingId) ?? opening;
      return validThroughDay !== undefined && validThroughDay < day;
    });
  }

  /**
   * Openings that have now been open for so many days, or as many times as many, and hadn't the day before; longest first. Nothing is due on the first
   * day that the shard knows, and not before an opening is open.
   */
  openForLong(days: number): { readonly opening: OpeningFacts; readonly openDays: number }[] {
    const [day, previous] = [this.#day, this.#previousDay];
    if (day === undefined || previous === undefined) return [];
    const due = [...this.openings.values()].flatMap((opening) => {
      const since = this.#lastWords.get(`opening#${opening.openingId}`)?.openSince;
      const isDue =
        since !== undefined && Math.floor((day - since) / days) > Math.max(0, Math.floor((previous - since) / days));
      return isDue && firstDayObstacle(opening, day) === undefined ? [{ opening, openDays: day - since }] : [];
    });
    return due.sort((a, b) => b.openDays - a.openDays || (a.opening.openingId < b.opening.openingId ? -1 : 1));
  }

  /** Openings that end before a day, by their own last day or because their programme's rules then end them. */
  closingOn(day: number): OpeningFacts[] {
    return [...this.openings.values()].filter((opening) => {
      const posted = this.#programmes.postedOf(opening.openingId);
      if (posted === undefined) return opening.validThroughDay !== undefined && opening.validThroughDay < day;
      return !isOver(opening, this.#day) && isOver(this.#programmes.on(posted, day), day);
    });
  }

  /**
   * Openings that people are told of from today on and weren't the day before, and those that their programme's rules now make something else of. On
   * the first day, all that say from when on.
   */
  openingToday(): OpeningFacts[] {
    const [day, previous] = [this.#day, this.#previousDay ?? Number.NEGATIVE_INFINITY];
    if (day === undefined) return [];
    const touched = new Set(this.#programmes.touchedByDay(this.#previousDay, day).map(({ openingId }) => openingId));
    return [...this.openings.values()].filter(
      ({ openingId, validFromDay }) =>
        touched.has(openingId) || (validFromDay !== undefined && validFromDay > previous && validFromDay <= day),
    );
  }

  /**
   * Applicants who have had a birthday since the day before that brings them inside the age span of a live opening. Without a day
   * before, ages ruled nobody out, so nobody comes in.
   */
  comingOfAgeToday(): string[] {
    const [day, previous] = [this.#day, this.#previousDay];
    if (day === undefined || previous === undefined) return [];
    // Where ages count on a set day, nobody comes of age any more.
    const spans = [...this.openings.values()].filter((one) => hasAgeSpan(one) && one.terms?.ageOnDay === undefined);
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

/** What the shard knew when a record came, beside the record's own news; and of an opening, since when it has been open. */
function memoryOf(record: LogRecord): Pick<LastWord, "districts" | "previousRules" | "openSince"> | undefined {
  if (record.type === "opening-closed") return { districts: record.districts };
  if (record.type === "opening") return { openSince: record.openSince };
  return record.type === "programme" ? { previousRules: record.previousRules } : undefined;
}
