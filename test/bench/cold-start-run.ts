import { encodeRecord, type LogRecord } from "../../domain/index/log-record.ts";
import { ShardState } from "../../domain/index/shard-state.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import { createPopulation } from "./population.ts";

/** What a partition of DynamoDB gives: 3,000 read units a second, of 4 KB each when read consistently (developer guide, "Best practices for partition keys"). */
const READ_UNITS_PER_SECOND = 3_000;
const BYTES_PER_READ_UNIT = 4_096;

/** Names and values of an item's keys, as DynamoDB counts an item's size: shard `1#0`, a number of up to ten digits, and the names. */
const KEY_BYTES = 5 + 3 + 3 + 7 + 6;

export interface ColdStart {
  readonly applicants: number;
  readonly openings: number;
  readonly bytes: number;
  /** By the documented throughput of one partition, from which one shard is read. */
  readonly readSeconds: number;
  /** Processor time to take everything in, by what the records that were drawn took. */
  readonly takingInSeconds: number;
}

export interface ColdStartReport {
  readonly bytesPerApplicant: number;
  readonly bytesPerOpening: number;
  readonly appliedPerSecond: number;
  readonly shards: readonly ColdStart[];
}

/** Measures records of a seeded population as they stand in the log, and what that comes to for shards of several sizes. */
export function measureColdStart(drawn: number, sizes: readonly number[], taxonomy: Taxonomy): ColdStartReport {
  const population = createPopulation(1, taxonomy);
  const toBytes = (record: LogRecord) => encodeRecord(record);
  const applicants = [...population.applicants(0, drawn)].map((facts) => toBytes({ type: "applicant", facts }));
  const openings = [...population.openings(0, drawn / OPENINGS_SHARE)].map((facts) =>
    toBytes({ type: "opening", facts, openSince: 0 }),
  );
  const state = new ShardState();
  const before = process.cpuUsage();
  for (const [at, bytes] of [...openings, ...applicants].entries()) state.applyBytes(at + 1, bytes);
  const { user, system } = process.cpuUsage(before);
  const appliedPerSecond = (applicants.length + openings.length) / ((user + system) / 1e6);
  const bytesPerApplicant = meanOf(applicants) + KEY_BYTES;
  const bytesPerOpening = meanOf(openings) + KEY_BYTES;
  const shards = sizes.map((size) => {
    const posted = Math.round(size / OPENINGS_SHARE);
    const bytes = size * bytesPerApplicant + posted * bytesPerOpening;
    return {
      applicants: size,
      openings: posted,
      bytes: Math.round(bytes),
      readSeconds: bytes / (READ_UNITS_PER_SECOND * BYTES_PER_READ_UNIT),
      takingInSeconds: (size + posted) / appliedPerSecond,
    };
  });
  return { bytesPerApplicant, bytesPerOpening, appliedPerSecond, shards };
}

/** One opening to ten applicants, as in the other measurements. */
const OPENINGS_SHARE = 10;

function meanOf(records: readonly Uint8Array[]): number {
  return records.reduce((sum, { length }) => sum + length, 0) / records.length;
}
