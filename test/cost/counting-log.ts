import type { Log, LogFields } from "../../functions/runtime/log.ts";
import type { MetricName } from "../../functions/runtime/metrics.ts";
import type { Meter } from "./meter.ts";

/** CloudWatch bills each line for so many bytes beside its own. */
const LINE_OVERHEAD_BYTES = 26;

/** Lines of the platform about one invocation, in its JSON format: start and report with the trace. */
const PLATFORM_BYTES = 700;

/** What Powertools writes around the fields of a line, and what a line of metrics has beside their names and values. */
const LINE_FRAME = {
  level: "INFO",
  timestamp: "2026-11-23T00:00:00.000Z",
  service: "notify",
  xray_trace_id: "1-00000000-000000000000000000000000",
};
const METRICS_FRAME_BYTES = 260;
const METRIC_BYTES = 45;

/** A log that keeps no line and counts the bytes that CloudWatch would bill, and how many matches there were. */
export class CountingLog implements Log {
  readonly #meter: Meter;
  readonly #metrics = new Set<MetricName>();

  constructor(meter: Meter) {
    this.#meter = meter;
  }

  info(message: string, fields: LogFields = {}): void {
    const line = JSON.stringify({ ...LINE_FRAME, message, ...fields });
    this.#meter.add("log-bytes", Buffer.byteLength(line) + LINE_OVERHEAD_BYTES);
  }

  warn(message: string, fields?: LogFields): void {
    this.info(message, fields);
  }

  /** Nothing fails in a month that is counted: what does is a bug, and the run is over. */
  error(message: string, cause: unknown): void {
    throw new Error(message, { cause });
  }

  /** Handed on by itself, so it must know whose it is. */
  readonly count = (name: MetricName, value: number, by?: string): void => {
    this.#metrics.add(name);
    if (name === "MatchesFound") this.#meter.add("matched-pairs", value);
    // Each value by which a metric is told apart has a line of its own.
    if (by !== undefined) this.#meter.add("log-bytes", METRICS_FRAME_BYTES + METRIC_BYTES + LINE_OVERHEAD_BYTES);
  };

  /** The end of an invocation. */
  flush(): void {
    const metrics = this.#metrics.size;
    const bytes = metrics === 0 ? 0 : METRICS_FRAME_BYTES + metrics * METRIC_BYTES + LINE_OVERHEAD_BYTES;
    this.#meter.add("log-bytes", bytes + PLATFORM_BYTES);
    this.#metrics.clear();
  }
}
