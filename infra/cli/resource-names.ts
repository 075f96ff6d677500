/** Names of a deployment's resources as the operator's commands need them. */
export interface ResourceNames {
  readonly bus: string;
  /** What every name starts with. */
  readonly prefix: string;
  readonly tables: readonly string[];
}

const TABLES = [
  "applicants",
  "openings",
  "shard-log",
  "matches",
  "recommendations",
  "deliveries",
  "quarantine",
] as const;

export function namesOf(stage: string): ResourceNames {
  const prefix = `ieum-${stage}-`;
  return { bus: `ieum-${stage}`, prefix, tables: TABLES.map((name) => `${prefix}${name}`) };
}

/** Queues that keep order; the service wants their names to end so. */
const FIFO_QUEUES: ReadonlySet<string> = new Set(["matching", "matching-dlq"]);

/** A queue's name from what an operator types: `intake`, `center-west`, or the whole name. */
export function queueNameOf(stage: string, typed: string): string {
  const { prefix } = namesOf(stage);
  const short = typed.startsWith(prefix) ? typed.slice(prefix.length) : typed;
  return `${prefix}${short}${FIFO_QUEUES.has(short) ? ".fifo" : ""}`;
}

/** Least score of a match at a stage, in basis points. */
export function thresholdBpOf(_stage: string): number {
  return 6_000;
}
