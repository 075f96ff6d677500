import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";

/** What a metric counts, and by what it is told apart besides. */
export interface Metric {
  readonly unit: "Count" | "Seconds" | "Milliseconds" | "Bytes";
  /** Values of this are few and none is of a person: each is a series that CloudWatch keeps, and is paid for. */
  readonly by?: "code" | "reason" | "channel" | "outcome";
}

/**
 * All metrics of the service. The first five hold guarantee 2 to account: whatever is taken off the intake queue is accepted, superseded, refused or
 * quarantined, and the four next ones say the same of a shard's queue.
 */
export const metrics = {
  EventsReceived: { unit: "Count" },
  EventsAccepted: { unit: "Count" },
  EventsSuperseded: { unit: "Count" },
  EventsRefused: { unit: "Count", by: "code" },
  EventsQuarantined: { unit: "Count", by: "code" },
  RecordsReceived: { unit: "Count" },
  RecordsApplied: { unit: "Count" },
  RecordsSuperseded: { unit: "Count" },
  RecordsQuarantined: { unit: "Count", by: "code" },
  MatchesFound: { unit: "Count" },
  PairsTold: { unit: "Count" },
  PairsSuppressed: { unit: "Count", by: "reason" },
  PairsDeferred: { unit: "Count", by: "reason" },
  MessagesSent: { unit: "Count", by: "channel" },
  MessagesRepeated: { unit: "Count", by: "channel" },
  MessagesSuppressed: { unit: "Count", by: "reason" },
  FeedEventsWritten: { unit: "Count", by: "outcome" },
  WebhooksTried: { unit: "Count", by: "outcome" },
  WebhooksPaused: { unit: "Count" },
  RecordsFailed: { unit: "Count" },
  OldestUnprocessedAge: { unit: "Seconds" },
  IndexApplicants: { unit: "Count" },
  IndexOpenings: { unit: "Count" },
  CatchUpBytes: { unit: "Bytes" },
  CatchUpTime: { unit: "Milliseconds" },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;

/** Counts something of the work at hand. */
export type Count = (name: MetricName, value: number, by?: string) => void;

export const METRICS_NAMESPACE = "Ieum";

/** What an invocation has counted, written when it ends as lines that CloudWatch reads metrics from (its Embedded Metric Format). */
export interface Counter {
  readonly count: Count;
  flush(): void;
}

interface Counted {
  readonly values: number[];
  readonly by: Map<string, number>;
}

/** The counter of a function. The function's own name tells stages apart. */
export function createCounter(functionName: string): Counter {
  const serviceName = process.env["AWS_LAMBDA_FUNCTION_NAME"] ?? functionName;
  const written = new Metrics({ namespace: METRICS_NAMESPACE, serviceName });
  const counted = new Map<MetricName, Counted>();
  return {
    count: (name, value, by) => {
      const one: Counted = counted.get(name) ?? { values: [], by: new Map() };
      one.values.push(value);
      if (by !== undefined) one.by.set(by, (one.by.get(by) ?? 0) + value);
      counted.set(name, one);
    },
    flush: () => {
      for (const [name, { values, by }] of counted) {
        const metric: Metric = metrics[name];
        // What is counted adds up within an invocation; of ages, sizes and times the largest tells.
        const value = isSummed(name) ? sum(values) : Math.max(...values);
        written.addMetric(name, MetricUnit[metric.unit], value);
        for (const [label, some] of by) {
          const one = written.singleMetric();
          one.addDimension(metric.by ?? "by", label);
          one.addMetric(name, MetricUnit[metric.unit], some);
        }
      }
      counted.clear();
      if (written.hasStoredMetrics()) written.publishStoredMetrics();
    },
  };
}

/** Sizes of an index are no sums: two batches of one shard see the same people. */
const SIZES: ReadonlySet<MetricName> = new Set<MetricName>(["IndexApplicants", "IndexOpenings"]);

/** Whether values of a metric add up, over invocations and functions. */
export function isSummed(name: MetricName): boolean {
  return metrics[name].unit === "Count" && !SIZES.has(name);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
