import type { Drive } from "./drive.ts";
import { type Billable, billables, type Cause, causes, type Outcome, outcomes, type Worker, workers } from "./meter.ts";
import { assumptions, month } from "./month.ts";

/** Counts of a month by worker and by what is counted. */
export type MonthCounts = ReadonlyMap<string, number>;

export interface Month {
  readonly applicants: number;
  readonly openings: number;
  readonly counts: ReadonlyMap<Cause, MonthCounts>;
  /** Bytes kept at its end, and those of the logs of the shards among them. */
  readonly storedBytes: number;
  readonly shardLogBytes: number;
}

/** Two sizes, everything else alike: how counts grow is measured between them. */
export interface Measured {
  readonly small: Drive;
  readonly large: Drive;
  /** The sizes at which lists are full. An opening's, then a profile's. */
  readonly ceilings: Readonly<Record<"opening" | "profile", number>>;
}

const ofDrive = (cause: Cause, worker: Worker, what: Billable | Outcome, { meter, times }: Drive): number =>
  meter.amount(cause, worker, what) / times[cause];

/** Growth is taken for no slower than none and for no faster than this: what hours and days bring grows with people and with what each is told. */
const EXPONENT_MAX: Readonly<Record<Cause, number>> = { opening: 1, profile: 1, hour: 2, day: 2 };

/**
 * How a count grows: `count(n) = c · n^e` through the two measured sizes. What only the large one has grows as fast as may be.
 */
export function exponentOf(small: number, large: number, ratio: number, most: number): number {
  if (large === 0) return 0;
  if (small === 0) return most;
  return Math.min(most, Math.max(0, Math.log(large / small) / Math.log(ratio)));
}

/** The size at which an opening, or a profile, has as many matches as its list takes: matches grow with the size, which is measured, too. */
export function ceilingOf(cause: "opening" | "profile", listMax: number, small: Drive, large: Drive): number {
  const [few, many] = [
    ofDrive(cause, "match", "matched-pairs", small),
    ofDrive(cause, "match", "matched-pairs", large),
  ];
  const exponent = exponentOf(few, many, large.applicants / small.applicants, 1);
  if (many === 0 || exponent === 0) return Number.POSITIVE_INFINITY;
  return Math.max(large.applicants, large.applicants * (listMax / many) ** (1 / exponent));
}

/** What one cause brings at a size: each time that it is there. */
export function countAt(
  applicants: number,
  cause: Cause,
  worker: Worker,
  what: Billable | Outcome,
  { small, large, ceilings }: Measured,
): number {
  const most = ofDrive(cause, worker, what, large);
  const least = ofDrive(cause, worker, what, small);
  const exponent = exponentOf(least, most, large.applicants / small.applicants, EXPONENT_MAX[cause]);
  const grown = (size: number) => most * (size / large.applicants) ** exponent;
  // Everybody is looked at and everybody counted, however full a list is.
  if (what === "function-working-ms" || what === "matched-pairs") return grown(applicants);
  if (cause === "opening" || cause === "profile") return grown(Math.min(applicants, ceilings[cause]));
  // From where lists are full each person brings as much as the next one.
  const full = Math.min(applicants, ceilings.opening);
  return grown(full) * (applicants / full);
}

/** A month of some size. An opening goes to each shard, and has a list on each. */
export function monthAt(applicants: number, measured: Measured): Month {
  const shards = Math.ceil(applicants / assumptions.applicantsPerShard);
  const openings = applicants * month.openingsPerApplicantDay * month.days;
  const times: Readonly<Record<Cause, number>> = {
    opening: openings,
    profile: applicants * month.changesPerApplicantDay * month.days,
    hour: 24 * month.days,
    day: month.days,
  };
  const counts = causes.map((cause) => {
    const entries = workers.flatMap((worker) =>
      [...billables, ...outcomes].map((what) => {
        const isPerShard = cause === "opening" && isDoneByEachShard(worker, what);
        const size = isPerShard ? applicants / shards : applicants;
        const each = countAt(size, cause, worker, what, measured) * (isPerShard ? shards : 1);
        return [`${worker} ${what}`, each * times[cause]] as const;
      }),
    );
    return [cause, new Map(entries.filter(([, amount]) => amount > 0))] as const;
  });
  return { applicants, openings, counts: new Map(counts), ...bytesAt(applicants, measured) };
}

/** Who is told of an opening is decided once, however many shards have found somebody: what they have found is sent and read for each. */
function isDoneByEachShard(worker: Worker, what: Billable | Outcome): boolean {
  if (worker === "intake" || what === "messages") return false;
  return worker !== "notify" || what === "queue-requests" || what === "function-requests";
}

/** What is kept of everybody grows with them; what is added each day as the rest does, up to where lists are full. */
function bytesAt(applicants: number, { small, large, ceilings }: Measured) {
  const perDay = (drive: Drive, table: string) => Math.max(0, drive.addedBytes[table] ?? 0) / drive.times.day;
  let storedBytes = 0;
  for (const [table, bytes] of Object.entries(large.storedBytes)) {
    const [few, many] = [perDay(small, table), perDay(large, table)];
    const exponent = exponentOf(few, many, large.applicants / small.applicants, EXPONENT_MAX.hour);
    const full = Math.min(applicants, ceilings.opening);
    const added = many * (full / large.applicants) ** exponent * (applicants / full);
    const base = Math.max(0, bytes - many * large.times.day) * (applicants / large.applicants);
    storedBytes += base + added * month.days;
  }
  const shardLogBytes = ((large.storedBytes["shardLogTable"] ?? 0) * applicants) / large.applicants;
  return { storedBytes, shardLogBytes };
}

/** A count of a month over some causes and workers; all of them when none are named. */
export function total(
  { counts }: Month,
  what: Billable | Outcome,
  { of = causes, by = workers }: { readonly of?: readonly Cause[]; readonly by?: readonly Worker[] } = {},
): number {
  let sum = 0;
  for (const cause of of) for (const worker of by) sum += counts.get(cause)?.get(`${worker} ${what}`) ?? 0;
  return sum;
}
