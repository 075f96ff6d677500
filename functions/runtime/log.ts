import { Logger } from "@aws-lambda-powertools/logger";
import { toLoggedError } from "./logged-error.ts";
import type { Count } from "./metrics.ts";

/**
 * What a log line may carry: ids, codes, paths of schemas and counts. Nothing else is written, whoever hands it over and by whichever type, so that no
 * profile, text or contact reaches a log by accident.
 */
const LOGGED = {
  correlationId: "string",
  eventId: "string",
  detailType: "string",
  entityId: "string",
  revision: "number",
  applicantId: "string",
  openingId: "string",
  programmeId: "string",
  quarantineId: "string",
  shard: "string",
  seq: "number",
  outcome: "string",
  code: "string",
  path: "string",
  matches: "number",
  overThreshold: "number",
  told: "number",
  repeated: "number",
  suppressed: "number",
  deferred: "number",
  reason: "string",
  day: "string",
  applicants: "number",
  openings: "number",
  center: "string",
  channel: "string",
  webhookId: "string",
  position: "number",
  status: "number",
  milliseconds: "number",
  messageId: "string",
  records: "number",
  announced: "number",
  waiting: "number",
  settled: "number",
} as const satisfies Record<string, "string" | "number">;

type Logged = typeof LOGGED;

export type LogFields = {
  readonly [Name in keyof Logged]?: (Logged[Name] extends "string" ? string : number) | undefined;
};

/** What a function says of its work: one JSON line per call, and what it counts. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** Of an error by which it is told apart and found is logged, and never what it may quote. */
  error(message: string, error: unknown, fields?: LogFields): void;
  count: Count;
}

/** The log of a function, over Powertools' logger. */
export function createLog(functionName: string, count: Count = () => undefined): Log {
  const logger = new Logger({ serviceName: functionName });
  return {
    count,
    info: (message, fields) => logger.info(message, toLogged(fields)),
    warn: (message, fields) => logger.warn(message, toLogged(fields)),
    error: (message, error, fields) => logger.error(message, { ...toLogged(fields), ...toLoggedError(error) }),
  };
}

/** The fields that may be logged, and of the others how many there were: of what isn't ours even a name may be somebody's. */
function toLogged(fields: LogFields = {}): Record<string, string | number> {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  const logged = given.filter(
    ([name, value]) => Object.hasOwn(LOGGED, name) && typeof value === LOGGED[name as keyof Logged],
  );
  const redacted = given.length - logged.length;
  return { ...Object.fromEntries(logged), ...(redacted === 0 ? {} : { redacted }) };
}

/** A log that keeps nothing: for callers that report in another way. */
export const silentLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  count: () => undefined,
};
