import type { ApplicantFacts, OpeningFacts } from "../../matching/facts.ts";
import { firstDayObstacle, readsStanding, standingObstacle } from "../../matching/obstacles.ts";
import { type ScoringRules, score } from "../../matching/score.ts";
import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import { LinearMemory } from "../linear-memory.ts";
import { decodeRecord, isApplicantRecord, standingAt } from "../log-record.ts";
import type { Admits, ApplicantIndex, LastWord, MatchLimits, MatchResult, PassChoice } from "../match-index.ts";
import { BestMatches } from "../match-index.ts";
import { listBlocks } from "./block-list.ts";
import { Bounds } from "./bounds.ts";
import { createVocabulary, Draft, draftFacts } from "./draft.ts";
import { RecordBytes } from "./draft-bytes.ts";
import { ExactScore } from "./exact-score.ts";
import { kernelPasses } from "./kernel-passes.ts";
import { Query } from "./query.ts";
import { compareRecordIds, readRecord, recordId, recordRevision } from "./record.ts";
import { ID_LENGTH } from "./record-layout.ts";
import { RecordStore } from "./record-store.ts";
import { BLOCK_BYTES } from "./row-layout.ts";
import { RowValues } from "./row-values.ts";
import { BLOCK_MARKS_BYTES, Rows } from "./rows.ts";
import { Scan } from "./scan.ts";
import { bestOf } from "./selection.ts";
import { Standings } from "./standings.ts";
import { Findings, type Passes, WorkList } from "./work.ts";

/** Of an entry in a map: its place there and the headers of key and value. */
const ENTRY_BYTES = 100;

/** An estimate: values as objects take about what they take as text, where names are written out and numbers are short. */
function objectBytes(entries: ReadonlyMap<string, object>): number {
  let bytes = 0;
  for (const [key, value] of entries) bytes += ENTRY_BYTES + key.length + JSON.stringify(value).length;
  return bytes;
}

/**
 * Applicants in packed form. Of each there is one record with everything that is known, and a row for every district of departure with what
 * rules out fast. An opening reads the rows of the districts that it can be reached from: a first pass drops those that break a condition
 * or can't reach the threshold by a bound that is rounded up, a second one scores the records of the rest exactly. The layouts are in
 * row-layout.ts and record-layout.ts, the bounds in bounds.ts.
 *
 * Filling the index from a log costs no sorting: rows are laid out when it is prepared, or when the first opening comes.
 */
export class PackedApplicants implements ApplicantIndex {
  readonly #vocabulary = createVocabulary();
  readonly #memory: LinearMemory;
  readonly #records: RecordStore;
  readonly #values: RowValues;
  readonly #rows: Rows;
  readonly #query: Query;
  readonly #bounds: Bounds;
  readonly #plain: Passes;
  readonly #choice: PassChoice | undefined;
  #kernel: Passes | undefined;
  #passes: Passes;
  readonly #draft: Draft;
  readonly #bytes = new RecordBytes();
  readonly #work = new WorkList();
  readonly #findings = new Findings();
  /** Applicants who don't fit a packed record; the score itself is asked about them. */
  readonly #unpacked = new Map<string, { readonly facts: ApplicantFacts; readonly seq: number }>();
  /** What programmes alone ask about, by applicant: read for those openings alone that look at it, of those found over the threshold. */
  readonly #standings = new Standings();
  #hasRows = false;

  constructor(passes?: PassChoice) {
    this.#choice = passes;
    this.#memory = new LinearMemory(passes === "kernel");
    this.#records = new RecordStore(this.#memory);
    this.#values = new RowValues(this.#memory, this.#vocabulary);
    this.#rows = new Rows(this.#memory, this.#values);
    this.#query = new Query(this.#memory, this.#vocabulary);
    this.#bounds = new Bounds(this.#query, this.#values);
    this.#plain = new Scan(this.#query, new ExactScore(this.#query));
    this.#passes = this.#plain;
    this.#draft = new Draft(this.#vocabulary);
  }

  get size(): number {
    return this.#records.size + this.#unpacked.size;
  }

  get(applicantId: string): ApplicantFacts | undefined {
    const address = this.#find(applicantId);
    return address === 0 ? this.#unpacked.get(applicantId)?.facts : this.#read(address);
  }

  #read(address: number): ApplicantFacts {
    const facts = readRecord(this.#memory, address, this.#vocabulary);
    const standing = this.#standings.get(facts.applicantId);
    return standing === undefined ? facts : { ...facts, standing };
  }

  /**
   * What the index holds, in bytes, by part: what lies in typed arrays is counted, `beside` is an estimate of the few things kept as objects, and
   * `allocated` is the memory of the typed arrays with what is free in it.
   */
  footprint(): Readonly<Record<"records" | "ids" | "rows" | "table" | "beside" | "allocated", number>> {
    let ids = 0;
    for (const address of this.#records.addresses()) ids += this.#memory.u8[address + ID_LENGTH] as number;
    const { records, tables } = this.#records.bytes;
    const rows = this.#rows.blocks * (BLOCK_BYTES + BLOCK_MARKS_BYTES);
    const standings = objectBytes(this.#standings.entries()) + this.#standings.markBytes;
    const beside = standings + objectBytes(this.#unpacked);
    return {
      records: records - ids,
      ids,
      rows,
      table: tables + this.#vocabulary.ids.bytes,
      beside,
      allocated: this.#memory.usedBytes,
    };
  }

  /** What the last match has read: blocks, signatures of rows, and records scored. */
  statistics(): Readonly<Record<"blocks" | "signatures" | "scored", number>> {
    return { blocks: this.#work.length, signatures: this.#passes.candidates, scored: this.#passes.scored };
  }

  *values(): Iterable<ApplicantFacts> {
    for (const address of this.#records.addresses()) yield this.#read(address);
    for (const { facts } of this.#unpacked.values()) yield facts;
  }

  lastWordOn(applicantId: string): LastWord | undefined {
    const address = this.#find(applicantId);
    if (address !== 0) {
      return { seq: this.#records.seqOf(address), revision: recordRevision(this.#memory, address) };
    }
    const unpacked = this.#unpacked.get(applicantId);
    return unpacked && { seq: unpacked.seq, revision: unpacked.facts.revision };
  }

  upsert(facts: ApplicantFacts, seq = 0): number | undefined {
    const replaced = this.remove(facts.applicantId);
    if (facts.standing !== undefined) this.#standings.set(facts.applicantId, facts.standing);
    draftFacts(this.#draft, facts, seq);
    if (this.#draft.fits) this.#add();
    else this.#unpacked.set(facts.applicantId, { facts, seq });
    return replaced;
  }

  upsertRecord(record: Uint8Array, seq = 0): number | undefined {
    if (!isApplicantRecord(record)) return this.#upsertDecoded(record, seq);
    const standing = standingAt(record, this.#bytes.read(this.#draft, record, seq));
    if (!this.#draft.fits) return this.#upsertDecoded(record, seq);
    const address = this.#records.find(this.#draft);
    if (address !== 0 && recordRevision(this.#memory, address) >= this.#draft.revision) return seq;
    const unpacked = this.#unpacked.size === 0 ? undefined : this.#unpacked.get(this.#draft.readId());
    if (unpacked !== undefined && unpacked.facts.revision >= this.#draft.revision) return seq;
    const replaced = this.#dropAt(address) ?? (unpacked && this.#dropUnpacked(unpacked.facts.applicantId));
    if (standing !== undefined) this.#standings.set(this.#draft.readId(), standing);
    // Whoever is new has none.
    else if (replaced !== undefined && this.#standings.size > 0) this.#standings.delete(this.#draft.readId());
    this.#add();
    return replaced;
  }

  /** The slow way, for what is seldom: what doesn't fit. */
  #upsertDecoded(record: Uint8Array, seq: number): number | undefined {
    const decoded = decodeRecord(record);
    if (decoded.type !== "applicant") throw new RangeError("the log record isn't an applicant's");
    const last = this.lastWordOn(decoded.facts.applicantId);
    return last !== undefined && last.revision >= decoded.facts.revision ? seq : this.upsert(decoded.facts, seq);
  }

  /** Takes in the draft, whose id isn't there. */
  #add(): void {
    const address = this.#records.add(this.#draft);
    if (this.#hasRows) this.#rows.insert(address);
  }

  /** Drops the record with the draft's id, and says from which record of the log it came. */
  #drop(): number | undefined {
    return this.#dropAt(this.#records.find(this.#draft));
  }

  #dropAt(address: number): number | undefined {
    if (address === 0) return undefined;
    const seq = this.#records.seqOf(address);
    if (this.#hasRows) this.#rows.remove(address);
    this.#records.remove(this.#draft);
    return seq;
  }

  #dropUnpacked(applicantId: string): number | undefined {
    const seq = this.#unpacked.get(applicantId)?.seq;
    this.#unpacked.delete(applicantId);
    return seq;
  }

  remove(applicantId: string): number | undefined {
    this.#standings.delete(applicantId);
    this.#draft.setId(applicantId, false);
    return this.#drop() ?? this.#dropUnpacked(applicantId);
  }

  prepare(taxonomy: Taxonomy): void {
    this.#records.settle();
    if (!this.#hasRows) this.#layOutRows(taxonomy);
  }

  match(opening: OpeningFacts, rules: ScoringRules, limits: MatchLimits, admits?: Admits): MatchResult<ApplicantFacts> {
    if (!this.#hasRows) this.prepare(rules.taxonomy);
    if (!this.#query.compile(opening, rules, limits.thresholdBp))
      return this.#matchPlainly(opening, rules, limits, admits);
    const findings = this.#findings;
    findings.clear();
    if (firstDayObstacle(opening, rules.today) === undefined) {
      this.#passes = this.#choosePasses();
      this.#bounds.compile(opening, rules.taxonomy, limits.thresholdBp);
      listBlocks(this.#work, this.#rows, this.#bounds, opening, this.#query);
      this.#query.forgetRecent(this.#work.length);
      this.#passes.run(this.#work, findings);
    }
    return bestOf(findings, limits, {
      idOf: (address) => recordId(this.#memory, address, this.#vocabulary.ids),
      compareIds: (a, b) => compareRecordIds(this.#memory, a, b, this.#vocabulary.ids),
      read: (address) => this.#read(address),
      admits: this.#admitsStanding(opening, admits, rules.today),
      others: this.#scoreUnpacked(opening, rules),
    });
  }

  /** Leaves out whom the opening's programme rules out by what stands beside the records. */
  #admitsStanding(opening: OpeningFacts, admits: Admits | undefined, today: number | undefined): Admits | undefined {
    const step = opening.terms?.step;
    // A step is asked of everybody, also of those of whom nothing stands there.
    if ((this.#standings.size === 0 && step === undefined) || !readsStanding(opening)) return admits;
    return (applicantId) => {
      if (admits?.(applicantId) === false) return false;
      const competencies = step?.byLevel === true ? this.get(applicantId)?.competencies : undefined;
      return standingObstacle(opening, this.#standings.get(applicantId), today, competencies) === undefined;
    };
  }

  /** The kernel as soon as the memory can be shared with it, and unless the choice was made. */
  #choosePasses(): Passes {
    const { shared } = this.#memory;
    if (this.#choice === "plain" || shared === undefined) return this.#plain;
    this.#kernel ??= kernelPasses(this.#query, shared);
    if (this.#kernel === undefined && this.#choice === "kernel") throw new Error("WebAssembly with SIMD is missing");
    return this.#kernel ?? this.#plain;
  }

  #layOutRows(taxonomy: Taxonomy): void {
    const addresses = this.#records.allAddresses();
    this.#values.weighBy(taxonomy, addresses);
    this.#rows.build(addresses);
    this.#hasRows = true;
  }

  *#scoreUnpacked(opening: OpeningFacts, rules: ScoringRules) {
    for (const { facts } of this.#unpacked.values()) {
      const verdict = score(opening, facts, rules);
      if (typeof verdict === "object") yield { facts, ...verdict };
    }
  }

  /** The score run over everybody, for an opening that the passes can't hold. */
  #matchPlainly(
    opening: OpeningFacts,
    rules: ScoringRules,
    limits: MatchLimits,
    admits?: Admits,
  ): MatchResult<ApplicantFacts> {
    const best = new BestMatches<ApplicantFacts>(limits, ({ applicantId }) => applicantId);
    for (const facts of this.values()) {
      const verdict = score(opening, facts, rules);
      if (typeof verdict !== "object" || verdict.score < limits.thresholdBp) continue;
      if (admits?.(facts.applicantId) !== false) best.offer({ facts, ...verdict });
    }
    return best.result();
  }

  /** Address of an applicant's record, 0 without one. The draft then holds the id. */
  #find(applicantId: string): number {
    this.#draft.setId(applicantId, false);
    return this.#records.find(this.#draft);
  }
}
