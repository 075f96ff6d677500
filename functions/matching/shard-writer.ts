import { encodeRecord, type LogRecord } from "../../domain/index/log-record.ts";
import { ShardState, type Standing } from "../../domain/index/shard-state.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { ShardLog } from "../ports.ts";
import type { Log } from "../runtime/log.ts";

/** Times that another writer may come first before we give up and let the queue try again: two writers at once are rare and short. */
const TRIES_MAX = 20;

/**
 * The writer of one shard: the log's state in memory, and appends that are fenced by the log itself.
 *
 * An append is a put on "this number is free", and a number is used once: what is superseded leaves a hole that keeps its number taken. So
 * whoever appends has read everything before, and whoever was frozen finds its numbers taken, reads on, and appends at the end. Puts go out one after
 * the other: were a batch's to go out together, a part of them might land, and another writer take a free number in front of a record that was made
 * without knowing of it.
 */
export class ShardWriter {
  readonly shard: string;
  readonly state: ShardState;
  readonly #shardLog: ShardLog;
  readonly #log: Log;
  readonly #taxonomy: Taxonomy;
  #superseded: number[] = [];
  #bytesRead = 0;

  constructor(shard: string, shardLog: ShardLog, taxonomy: Taxonomy, log: Log, state = new ShardState()) {
    this.shard = shard;
    this.#shardLog = shardLog;
    this.#taxonomy = taxonomy;
    this.#log = log;
    this.state = state;
  }

  /** Reads what has been appended since; from an empty state, everything. Gives the bytes of the records that it read. */
  async catchUp(): Promise<number> {
    const isCold = this.state.lastSeq === 0;
    this.#bytesRead = 0;
    for await (const page of this.#shardLog.readAfter(this.shard, this.state.lastSeq)) {
      for (const { seq, record } of page) {
        this.#bytesRead += record?.length ?? 0;
        if (record === undefined) this.state.skip(seq);
        else for (const superseded of this.state.applyBytes(seq, record)) this.#superseded.push(superseded);
      }
    }
    this.#countSizes();
    if (!isCold) return this.#bytesRead;
    this.state.prepare(this.#taxonomy);
    const { applicants, openings, lastSeq } = this.state;
    const about = { shard: this.shard, seq: lastSeq, applicants: applicants.size, openings: openings.size };
    this.#log.info("shard read", about);
    return this.#bytesRead;
  }

  #countSizes(): void {
    const { applicants, openings } = this.state;
    this.#log.count("IndexApplicants", applicants.size);
    this.#log.count("IndexOpenings", openings.size);
  }

  /**
   * Appends records of different entities, each unless the log has the same or something newer, and calls back for each in order: as
   * soon as the state stands at it, and before it stands at the next one. When a put fails as a fault, those before it have landed and it may
   * have: the next `catchUp` reads them, and the same records are appended again to no effect.
   *
   * What is told before a record is appended, and what it remembers of the state, must come from the state that it is appended to: `prepare` does both,
   * and is asked again whenever somebody else has written.
   */
  async append(
    prepare: () => Promise<readonly LogRecord[]>,
    onStanding: (record: LogRecord, standing: Standing) => void,
  ): Promise<void> {
    for (let tries = 0; tries < TRIES_MAX; tries++) {
      const records = await prepare();
      const fresh = records.filter((record) => this.state.standingOf(record) === "new");
      const items = fresh.map((record, index) => ({ seq: this.state.lastSeq + 1 + index, record }));
      if (await this.#putAll(items)) {
        const seqs = new Map(items.map(({ seq, record }) => [record, seq]));
        for (const record of records) {
          const standing = this.state.standingOf(record);
          const seq = seqs.get(record);
          if (seq !== undefined) this.#superseded.push(...this.state.apply(seq, record));
          onStanding(record, standing);
        }
        return;
      }
      // Somebody else has written: what landed of ours is read with theirs, and what didn't is still new.
      await this.catchUp();
    }
    throw new Error(`shard ${this.shard} was written by others ${TRIES_MAX} times in a row`);
  }

  /** Empties records that later ones have made superfluous. Reading copes with them, so a failure is logged and tried again later. */
  async emptySuperseded(): Promise<void> {
    // Oldest first: were a newer one gone before an older one, the older one would be the last word for whoever reads next.
    const seqs = this.#superseded.toSorted((a, b) => a - b);
    if (seqs.length === 0) return;
    try {
      await this.#shardLog.empty(this.shard, seqs);
      this.#superseded = [];
    } catch (error) {
      this.#log.error("superseded records stay in the log", error, { shard: this.shard, records: seqs.length });
    }
  }

  /** Puts items at their numbers, as far as those are free; false when one was taken. */
  async #putAll(items: readonly { seq: number; record: LogRecord }[]): Promise<boolean> {
    for (const { seq, record } of items) {
      if (!(await this.#shardLog.append(this.shard, { seq, record: encodeRecord(record) }))) return false;
    }
    return true;
  }
}
