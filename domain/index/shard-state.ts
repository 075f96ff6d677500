import { BridgeGround } from "../bridge/ground.ts";
import type { InstitutionDays } from "../institution/days.ts";
import type { ApplicantFacts, OpeningFacts } from "../matching/facts.ts";
import type { PlaceSpan } from "../programme/places.ts";
import type { RuleFacts } from "../programme/rule-facts.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import { PackedApplicants } from "./applicants/packed-applicants.ts";
import { ColumnarOpenings } from "./columnar-openings.ts";
import { LastWords, type TypedWord, toList } from "./last-words.ts";
import { applicantIdOf, decodeRecord, isApplicantRecord, type LogRecord, type RemakingRecord } from "./log-record.ts";
import type { Admits, ApplicantIndex, OpeningIndex } from "./match-index.ts";
import { type Bounds, boundsBefore, isOver, ProgrammeOpenings, type Taken } from "./programme-openings.ts";
import { recordCompletions, recordRevision } from "./record-key.ts";
import { letIn, type OpenForLong, openForLong, opensOn, type StartedDay } from "./turning-days.ts";

/** How a record stands to what the shard knows of its entity. */
export type Standing =
  /** Nothing as new is in the log: append it. */
  | "new"
  /** This very revision is in the log: what follows from it may still have to be done. */
  | "same"
  /** Something newer is in the log, or the person has left: nothing is to be done. */
  | "outdated";

/**
 * What one shard's log says, in memory: the indexes, the day, and how far the log has been read. The state depends on the records alone, in
 * the order of their numbers. A record counts when it is new to what comes before it: a writer that was frozen may leave what another has appended, or
 * something older, at a number further on, and whoever answered for it may be gone by then.
 */
export class ShardState {
  readonly applicants: ApplicantIndex;
  readonly openings: OpeningIndex = new ColumnarOpenings();
  /** The same openings as bridges see them. */
  readonly ground = new BridgeGround();
  readonly #programmes = new ProgrammeOpenings();
  readonly #lastWords: LastWords;
  #lastSeq = 0;
  /** Every day that has started, with its number: a few hundred a year. */
  readonly #days: StartedDay[] = [];

  constructor(applicants: ApplicantIndex = new PackedApplicants()) {
    this.applicants = applicants;
    this.#lastWords = new LastWords(applicants);
  }

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
    return this.#days.findLast((started) => started.seq <= seq)?.day ?? this.#days[0]?.previousDay;
  }

  /** The start of a day as the log has it; without a day, that of the last one. */
  startOf(day = this.day): StartedDay | undefined {
    return this.#days.findLast((started) => started.day === day);
  }

  standingOf(record: LogRecord): Standing {
    const last = this.#lastWords.on(record);
    if (last === undefined) return "new";
    if (record.type === "day" && this.startOf(record.day) !== undefined) return "same";
    if (last.type === "applicant-withdrawn") return record.type === "applicant-withdrawn" ? "same" : "outdated";
    if (record.type === "applicant-withdrawn") return "new";
    const revision = recordRevision(record);
    if (revision === last.revision) {
      const more = recordCompletions(record) - (last.completions ?? 0);
      if (more !== 0) return more > 0 ? "new" : "outdated";
      return last.type === record.type && !this.#hasExpired(record) ? "same" : "outdated";
    }
    return revision > last.revision ? "new" : "outdated";
  }

  /** Whether an opening that is in the log has been taken out since, because its last day is over. */
  #hasExpired(record: LogRecord): boolean {
    return record.type === "opening" && this.openings.get(record.facts.openingId) === undefined;
  }

  /** Number of the last record of the entity that a record is about; of a day, that of its start. */
  lastSeqOf(record: LogRecord): number | undefined {
    if (record.type === "day") return this.startOf(record.day)?.seq;
    return this.#lastWords.on(record)?.seq;
  }

  /** Of an opening that has closed: the districts that had matches of it, and, where its end is told from here, the event it closed by. */
  closingOf(openingId: string): Pick<TypedWord, "districts" | "causationId"> {
    return this.#lastWords.onOpening(openingId) ?? {};
  }

  /** What the log says of an opening of the index: it has it as it was posted. */
  openingRecord(opening: OpeningFacts): LogRecord {
    return this.#lastWords.openingRecord(this.#programmes.postedOf(opening.openingId) ?? opening);
  }

  applicantRecord(applicant: ApplicantFacts): LogRecord {
    return this.#lastWords.applicantRecord(applicant);
  }

  /**
   * Who had arrived before a number. A pair is met when the later of the two arrives, and again when that is done over: whoever came
   * later still has met, or will meet, it themselves. Undefined when the number is the last: then everybody had.
   */
  arrivedBefore(seq: number, sort: "applicant" | "opening"): Admits | undefined {
    if (seq === this.#lastSeq) return undefined;
    const words = this.#lastWords;
    return (id) => ((sort === "opening" ? words.onOpening(id) : words.onApplicant(id))?.seq ?? 0) < seq;
  }

  /** Applies the record at a number and returns the numbers of the records that it makes superfluous. */
  apply(seq: number, record: LogRecord): readonly number[] {
    this.#expectNext(seq);
    const superfluous = this.standingOf(record) === "new" ? this.#change(seq, record) : [seq];
    this.#lastSeq = seq;
    return superfluous;
  }

  /** The same from the bytes of the log. Damaged ones throw a `RangeError` and change nothing. */
  applyBytes(seq: number, bytes: Uint8Array): readonly number[] {
    if (!isApplicantRecord(bytes)) return this.apply(seq, decodeRecord(bytes));
    this.#expectNext(seq);
    const applicantId = this.#lastWords.areAboutApplicants ? applicantIdOf(bytes) : "";
    const superfluous = this.#lastWords.hasLeft(applicantId) ? seq : this.applicants.upsertRecord(bytes, seq);
    if (superfluous !== seq) this.#lastWords.forgetCompletions(applicantId);
    this.#lastSeq = seq;
    return toList(superfluous);
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
    const words = this.#lastWords;
    switch (record.type) {
      case "applicant":
        return toList(words.note(seq, record, this.applicants.upsert(record.facts, seq)));
      case "applicant-withdrawn":
        return toList(words.note(seq, record, this.applicants.remove(record.applicantId)));
      case "opening":
        this.#put(this.#programmes.post(record.facts, this.day));
        return toList(words.note(seq, record));
      case "opening-closed":
        this.openings.remove(record.openingId);
        this.ground.remove(record.openingId);
        this.#programmes.remove(record.openingId);
        return toList(words.note(seq, record));
      case "programme":
        this.#changeRules(record.rules);
        return toList(words.note(seq, record));
      case "places":
      case "institution":
        this.#boundBy(record);
        return toList(words.note(seq, record));
      case "day":
        words.note(seq, record);
        this.#turnDay({ seq, day: record.day, previousDay: record.previousDay });
        // Days stay in the log: which day it was belongs to what follows from the records between two of them.
        return [];
    }
  }

  /** Bridges see the openings as matching does. */
  #put(opening: OpeningFacts): void {
    this.openings.upsert(opening);
    this.ground.upsert(opening);
  }

  #changeRules(rules: RuleFacts): void {
    const before = this.rulesOf(rules.programmeId);
    this.#programmes.putRules(rules);
    const touched = this.#programmes.touchedBy(rules.programmeId, before, this.day);
    for (const opening of touched) this.#put(opening);
  }

  #boundBy(bounds: Bounds): void {
    const touched = this.remadeByBounds(bounds);
    this.#programmes.putBounds(bounds);
    for (const { after } of touched) this.#put(after);
  }

  /** Openings that places, once they are taken so, or other days of their institution make something else of. */
  remadeByBounds(bounds: Bounds): { readonly before: OpeningFacts; readonly after: OpeningFacts }[] {
    return this.#programmes.boundOtherwise(bounds, this.day).filter(({ after }) => this.#isLive(after.openingId));
  }

  /** Those of them that end for everybody by it. */
  endedByBounds(bounds: Bounds): OpeningFacts[] {
    const remade = this.remadeByBounds(bounds).filter(({ before }) => !isOver(before, this.day));
    return remade.flatMap(({ before, after }) => (isOver(after, this.day) ? before : []));
  }

  /** The days of an institution as far as any are known. */
  daysOf(institutionId: string): InstitutionDays | undefined {
    return this.#programmes.daysOf(institutionId);
  }

  /** How some places of a programme are taken. */
  spansOf({ programmeId, of }: Pick<Taken, "programmeId" | "of">): readonly PlaceSpan[] {
    return this.#programmes.spansOf(programmeId, of);
  }

  /** Openings that places, or the days of an institution, when they came, made something else of: those that had arrived before a number of the log. */
  touchedByBounds(record: Extract<LogRecord, { type: "places" | "institution" }>, seq: number): OpeningFacts[] {
    const admits = this.arrivedBefore(seq, "opening");
    // As the log says, as with rules.
    const { record: last = record } = this.#lastWords.onRemaking(record) ?? {};
    const touched = this.#programmes.boundOtherwise(boundsBefore(last), this.day).map((one) => one.before);
    return touched.filter(({ openingId }) => this.#isLive(openingId) && admits?.(openingId) !== false);
  }

  /** What a new record is to stand in the place of, with its number. */
  replacedBy(record: RemakingRecord): { readonly seq: number; readonly record: RemakingRecord } | undefined {
    return this.#lastWords.onRemaking(record);
  }

  /** Rules that a programme goes by on the day that the shard stands at. */
  rulesOf(programmeId: string): RuleFacts | undefined {
    return this.#programmes.rulesOn(programmeId, this.day);
  }

  /** Openings that rules, when they came, made something else of: those that had arrived before a number of the log. */
  touchedBy(record: Extract<LogRecord, { type: "programme" }>, seq: number): OpeningFacts[] {
    const admits = this.arrivedBefore(seq, "opening");
    // As the log says: when the record is worked on again, the message that brings it knows nothing of it.
    const { previousRules } = this.#lastWords.onRemaking(record)?.record ?? {};
    const touched = this.#programmes.touchedBy(record.rules.programmeId, previousRules, this.day);
    return touched.filter(({ openingId }) => admits?.(openingId) !== false);
  }

  /** Openings that are open now and would not be under new rules of their programme. */
  closedBy(rules: RuleFacts): OpeningFacts[] {
    return this.#programmes.closedBy(rules, this.day);
  }

  /** What expires leaves the index and stays in the log: were its last word forgotten, an earlier revision that comes late would be taken for a new opening. */
  #turnDay(started: StartedDay): void {
    const previous = this.day;
    this.#days.push(started);
    for (const { openingId } of this.#expiringOn(started.day)) {
      this.openings.remove(openingId);
      this.ground.remove(openingId);
      this.#programmes.remove(openingId);
    }
    for (const opening of this.#programmes.touchedByDay(previous, started.day)) this.#put(opening);
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
  openForLong(days: number): OpenForLong[] {
    const { day, previousDay: previous } = this.startOf() ?? {};
    if (day === undefined || previous === undefined) return [];
    const since = ({ openingId }: OpeningFacts) => this.#lastWords.onOpening(openingId)?.openSince;
    return openForLong(this.openings.values(), since, { previous, day }, days);
  }

  /** What the rules of the day make of an opening as it is posted. */
  asOfToday(posted: OpeningFacts): OpeningFacts {
    return this.#programmes.on(posted, this.day);
  }

  /** Openings in the index that new rules of their programme would make something else of, but for some. */
  remadeBy(rules: RuleFacts, except: ReadonlySet<string>) {
    return this.#programmes.remadeBy(rules, this.day).filter(({ after }) => this.#isLive(after.openingId, except));
  }

  /** Openings in the index that the rules of a day that is to come make something else of, but for some. */
  remadeOn(day: number, except: ReadonlySet<string>) {
    return this.#programmes.remadeOn(this.day, day).filter(({ after }) => this.#isLive(after.openingId, except));
  }

  #isLive(openingId: string, except: ReadonlySet<string> = new Set()): boolean {
    return !except.has(openingId) && this.openings.get(openingId) !== undefined;
  }

  /** Of openings that end before a day, those whose own last day isn't over then: their programme's rules end them. */
  endedByRules(ending: readonly OpeningFacts[], day: number): OpeningFacts[] {
    return ending.filter(({ openingId }) => {
      const { validThroughDay } = this.#programmes.postedOf(openingId) ?? { validThroughDay: day - 1 };
      return validThroughDay === undefined || validThroughDay >= day;
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

  /** Openings that open with a day, or that it makes something else of; those that came when it had started were met when they came. */
  openingOn({ seq, day, previousDay }: StartedDay): OpeningFacts[] {
    const touched = this.#programmes.touchedByDay(previousDay, day);
    return opensOn(this.#openingsBefore(seq), touched, { previous: previousDay, day });
  }

  /**
   * Applicants whom a day lets in: who have had a birthday since the day before that brings them inside the age span of a live opening, or whose part in a
   * programme, which ruled a live opening out, is over. Without a day before, neither ruled anybody out, so nobody comes in. Whoever came when the day had
   * started, on either side, was met then.
   */
  letInOn({ seq, day, previousDay: previous }: StartedDay): string[] {
    if (previous === undefined) return [];
    const had = this.arrivedBefore(seq, "applicant");
    return letIn(this.applicants.values(), this.#openingsBefore(seq), { previous, day }).filter(
      (applicantId) => had?.(applicantId) ?? true,
    );
  }
}
