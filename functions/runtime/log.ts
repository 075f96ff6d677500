import { Logger } from "@aws-lambda-powertools/logger";
import type { Count } from "./metrics.ts";

/**
 * What a log line may carry, by name. Anything else doesn't compile, so that no profile, text or contact reaches a log by accident.
 */
export interface LogFields {
  readonly correlationId?: string | undefined;
  readonly eventId?: string | undefined;
  readonly detailType?: string | undefined;
  readonly entityId?: string | undefined;
  readonly revision?: number | undefined;
  readonly applicantId?: string | undefined;
  readonly openingId?: string | undefined;
  readonly programmeId?: string | undefined;
  readonly quarantineId?: string | undefined;
  readonly shard?: string | undefined;
  readonly seq?: number | undefined;
  readonly outcome?: string | undefined;
  readonly code?: string | undefined;
  readonly path?: string | undefined;
  readonly matches?: number | undefined;
  readonly overThreshold?: number | undefined;
  readonly told?: number | undefined;
  readonly repeated?: number | undefined;
  readonly suppressed?: number | undefined;
  readonly deferred?: number | undefined;
  readonly reason?: string | undefined;
  readonly day?: string | undefined;
  readonly applicants?: number | undefined;
  readonly openings?: number | undefined;
  readonly center?: string | undefined;
  readonly channel?: string | undefined;
  readonly webhookId?: string | undefined;
  readonly position?: number | undefined;
  readonly status?: number | undefined;
  readonly milliseconds?: number | undefined;
  readonly messageId?: string | undefined;
  readonly records?: number | undefined;
  readonly failed?: number | undefined;
}

/** What a function says of its work: one JSON line per call, and what it counts. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** An error's name and message are logged, never what it carries besides. */
  error(message: string, error: unknown, fields?: LogFields): void;
  count: Count;
}

/** The log of a function, over Powertools' logger. */
export function createLog(functionName: string, count: Count = () => undefined): Log {
  const logger = new Logger({ serviceName: functionName });
  return {
    count,
    info: (message, fields = {}) => logger.info(message, { ...fields }),
    warn: (message, fields = {}) => logger.warn(message, { ...fields }),
    error: (message, error, fields = {}) =>
      logger.error(message, {
        ...fields,
        errorName: error instanceof Error ? error.name : typeof error,
        errorMessage: error instanceof Error ? error.message : String(error),
      }),
  };
}

/** A log that keeps nothing: for callers that report in another way. */
export const silentLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  count: () => undefined,
};
