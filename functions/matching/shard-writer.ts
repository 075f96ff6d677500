import { encodeRecord, type LogRecord } from "../../domain/index/log-record.ts";
import { ShardState, type Standing } from "../../domain/index/shard-state.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { LogItem, ShardLog } from "../ports.ts";
import type { Log } from "../runtime/log.ts";

/** Times that another writer may come first before we give up and let the queue try again: two writers at once are rare and short. */
const TRIES_MAX = 20;

/** Records appended at once: a batch of a FIFO queue. */
const APPENDED_MAX = 10;

/**
 * The writer of one shard: the log's state in memory, and appends that are fenced by the log itself.
 *
 * An append is a put on "this number is free", and a number is used once: what is superseded leaves a hole that keeps its number taken. So
 * whoever appends has read everything before, and whoever was frozen finds its numbers taken, reads on, and appends at the end. Puts that go out
 * together may land in part, which leaves free numbers behind others; they lie among the last `APPENDED_MAX`, and whoever reads the log
 * closes them with holes before it goes on.
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
    for (let tries = 0; ; tries++) {
      if (tries === TRIES_MAX) throw new Error(`shard ${this.shard} was changed by others ${TRIES_MAX} times in a row`);
      const tail = await this.#readToTail();
      const free = freeNumbers(this.state.lastSeq, tail);
      if (free.length === 0) {
        for (const item of tail) this.#apply(item);
        break;
      }
      // One of them may be taken after all by now; reading again tells.
      await Promise.all(free.map((seq) => this.#shardLog.append(this.shard, { seq, record: undefined })));
      this.#log.warn("free numbers closed", { shard: this.shard, records: free.length });
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

  /** Reads and applies what is new but for the last few numbers, which it returns: only among those can free ones be filled yet. */
  async #readToTail(): Promise<readonly LogItem[]> {
    let tail: readonly LogItem[] = [];
    for await (const page of this.#shardLog.readAfter(this.shard, this.state.lastSeq)) {
      const read = tail.concat(page);
      const certain = (read.at(-1)?.seq ?? 0) - APPENDED_MAX;
      const end = read.findLastIndex(({ seq }) => seq <= certain) + 1;
      for (let place = 0; place < end; place++) this.#apply(read[place] as LogItem);
      tail = read.slice(end);
    }
    return tail;
  }

  #apply({ seq, record }: LogItem): void {
    this.#bytesRead += record?.length ?? 0;
    if (record === undefined) this.state.skip(seq);
    else for (const superseded of this.state.applyBytes(seq, record)) this.#superseded.push(superseded);
  }

  /**
   * Appends records of different entities, ten at most, each unless the log has the same or something newer, and calls back for each in order: as
   * soon as the state stands at it, and before it stands at the next one. The puts go out together. When one of them fails as a fault
   * the others may have landed: the next `catchUp` reads them, and the same records are appended again to no effect.
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
      if (records.length > APPENDED_MAX) throw new RangeError(`${records.length} records at once are too many`);
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

  /** Puts items at their numbers; false when one of the numbers was taken. Nothing is under way any more when it ends. */
  async #putAll(items: readonly { seq: number; record: LogRecord }[]): Promise<boolean> {
    const puts = items.map(({ seq, record }) =>
      this.#shardLog.append(this.shard, { seq, record: encodeRecord(record) }),
    );
    const settled = await Promise.allSettled(puts);
    const fault = settled.find((put) => put.status === "rejected");
    if (fault !== undefined) throw fault.reason;
    return settled.every((put) => put.status === "fulfilled" && put.value);
  }
}

/** Numbers without an item between what was read and the end of the log, as far as a put may still be under way to them. */
function freeNumbers(lastSeq: number, tail: readonly LogItem[]): number[] {
  const end = tail.at(-1)?.seq ?? lastSeq;
  const taken = new Set(tail.map(({ seq }) => seq));
  const free: number[] = [];
  for (let seq = Math.max(lastSeq, end - APPENDED_MAX) + 1; seq < end; seq++) if (!taken.has(seq)) free.push(seq);
  return free;
}
