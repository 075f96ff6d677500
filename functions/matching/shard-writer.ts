import { decodeRecord, encodeRecord, type LogRecord } from "../../domain/index/log-record.ts";
import { ShardState, type Standing } from "../../domain/index/shard-state.ts";
import type { ShardLog } from "../ports.ts";
import type { Log } from "../runtime/log.ts";

/** Times that another writer may come first before we give up and let the queue try again: two writers at once are rare and short. */
const TRIES_MAX = 20;

/**
 * The writer of one shard: the log's state in memory, and appends that are fenced by the log itself.
 *
 * An append is a put on "this number is free". That alone would not be enough: numbers of superseded records become free again, so a writer
 * that was frozen could fill such a gap, behind everybody's back. Hence `confirm`: records count as written only once nothing lies
 * beyond them. Whoever finds something beyond has been overtaken, reads it, and appends again at the end; the record at the
 * last number is never removed, so nobody can be overtaken unseen.
 */
export class ShardWriter {
  readonly shard: string;
  readonly state = new ShardState();
  readonly #shardLog: ShardLog;
  readonly #log: Log;
  #superseded: number[] = [];
  /** By number: what we have put and not yet made sure of. */
  readonly #unconfirmed = new Map<number, LogRecord>();
  /** Records of others that were read while something was unconfirmed; and how many of them have been dealt with. */
  #foreign = 0;
  #foreignHandled = 0;

  constructor(shard: string, shardLog: ShardLog, log: Log) {
    this.shard = shard;
    this.#shardLog = shardLog;
    this.#log = log;
  }

  /** Reads what has been appended since; from an empty state, everything. Returns how many records came. */
  async catchUp(): Promise<number> {
    const isCold = this.state.lastSeq === 0;
    let records = 0;
    for await (const { seq, record } of this.#shardLog.readAfter(this.shard, this.state.lastSeq)) {
      this.#superseded.push(...this.state.apply(seq, decodeRecord(record)));
      if (this.#unconfirmed.size > 0 && !this.#unconfirmed.has(seq)) this.#foreign++;
      records++;
    }
    if (isCold) {
      const { applicants, openings, lastSeq } = this.state;
      this.#log.info("shard read", {
        shard: this.shard,
        seq: lastSeq,
        records,
        applicants: applicants.size,
        openings: openings.size,
      });
    }
    return records;
  }

  /**
   * Appends records of different entities, each unless the log has the same or something newer, and calls back for each in order: as soon
   * as the state stands at it, and before it stands at the next one. The puts go out together. When one of them fails as a fault the
   * others may have landed: the next `catchUp` reads them, and the same records are appended again to no effect.
   */
  async append(
    records: readonly LogRecord[],
    onStanding: (record: LogRecord, standing: Standing) => void,
  ): Promise<void> {
    for (let tries = 0; tries < TRIES_MAX; tries++) {
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

  /**
   * Makes sure that no other writer had gone beyond what was appended; see the top of the class. True when one had: what was read
   * from the state before didn't know of the other's records, and the other didn't know of ours.
   */
  async confirm(): Promise<boolean> {
    let isOvertaken = false;
    for (let tries = 0; this.#unconfirmed.size > 0; tries++) {
      if (tries === TRIES_MAX) throw new Error(`shard ${this.shard} was overtaken ${TRIES_MAX} times in a row`);
      await this.catchUp();
      const foreign = this.#foreign;
      if (foreign === this.#foreignHandled) {
        this.#unconfirmed.clear();
        break;
      }
      isOvertaken = true;
      this.#log.warn("overtaken by another writer", { shard: this.shard, records: foreign - this.#foreignHandled });
      for (const [seq, record] of [...this.#unconfirmed]) {
        // A record that somebody has superseded since has nothing to be confirmed; one that we put again is confirmed in its new place.
        while (this.state.lastSeqOf(record) === seq && !(await this.#putAtEnd(record))) await this.catchUp();
        this.#unconfirmed.delete(seq);
      }
      // Only now: had a put failed as a fault, the next `confirm` would have to see that we were overtaken.
      this.#foreignHandled = foreign;
    }
    return isOvertaken;
  }

  /** Removes records that later ones have made superfluous. Reading copes with them, so a failure is logged and tried again later. */
  async removeSuperseded(): Promise<void> {
    // Oldest first: were a newer one gone before an older one, the older one would be the last word for whoever reads next.
    const seqs = this.#superseded.toSorted((a, b) => a - b);
    if (seqs.length === 0) return;
    try {
      await this.#shardLog.remove(this.shard, seqs);
      this.#superseded = [];
    } catch (error) {
      this.#log.error("superseded records stay in the log", error, { shard: this.shard, records: seqs.length });
    }
  }

  /** Puts items at their numbers; false when one of the numbers was taken. */
  async #putAll(items: readonly { seq: number; record: LogRecord }[]): Promise<boolean> {
    const puts = items.map(({ seq, record }) =>
      this.#shardLog.append(this.shard, { seq, record: encodeRecord(record) }),
    );
    const settled = await Promise.allSettled(puts);
    for (const [index, put] of settled.entries()) {
      const item = items[index];
      if (item !== undefined && put.status === "fulfilled" && put.value) {
        this.#unconfirmed.set(item.seq, item.record);
      }
    }
    const fault = settled.find((put) => put.status === "rejected");
    if (fault !== undefined) throw fault.reason;
    return settled.every((put) => put.status === "fulfilled" && put.value);
  }

  async #putAtEnd(record: LogRecord): Promise<boolean> {
    const seq = this.state.lastSeq + 1;
    if (!(await this.#putAll([{ seq, record }]))) return false;
    this.#superseded.push(...this.state.apply(seq, record));
    return true;
  }
}
