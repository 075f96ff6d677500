/** The figures that functions write, added up as CloudWatch would, for whoever runs the service on this machine. */
import * as z from "zod";
import { isSummed, type Metric, type MetricName, metrics } from "../../functions/runtime/metrics.ts";
import type { Routes } from "./gateway.ts";

/** Where the twin's front door shows them. */
export const METRICS_PATH = "/metrics.json";

export interface Figure {
  readonly function: string;
  readonly metric: MetricName;
  readonly unit: string;
  /** A sum since the start; of ages, sizes and times the latest and the largest. */
  readonly total?: number;
  readonly last?: number;
  readonly max?: number;
  /** The total by what the metric is told apart by. */
  readonly by?: Readonly<Record<string, number>>;
}

/** A line in CloudWatch's Embedded Metric Format, as far as one is read here. */
const embedded = z.looseObject({
  _aws: z.object({
    CloudWatchMetrics: z.array(z.object({ Metrics: z.array(z.object({ Name: z.string() })) })),
  }),
  service: z.string(),
});

interface Counted {
  total: number;
  last: number;
  max: number;
  readonly by: Map<string, number>;
}

export class MetricsBoard {
  readonly #counted = new Map<string, Counted>();

  /** Takes a line of a function's log in; most are none of these. */
  take(line: string): void {
    if (!line.includes('"_aws"')) return;
    const read = embedded.safeParse(parse(line));
    if (!read.success) return;
    const { _aws, service, ...fields } = read.data;
    for (const { Name } of _aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics)) {
      if (!isMetric(Name)) continue;
      const value = Number(fields[Name]);
      const label = labelOf(Name, fields);
      const one = this.#of(service, Name);
      if (label === undefined) {
        one.total += value;
        one.last = value;
        one.max = Math.max(one.max, value);
      } else one.by.set(label, (one.by.get(label) ?? 0) + value);
    }
  }

  figures(): Figure[] {
    return [...this.#counted].map(([key, { total, last, max, by }]) => {
      const [service = "", metric = ""] = key.split(" ");
      const name = metric as MetricName;
      return {
        function: service,
        metric: name,
        unit: metrics[name].unit,
        ...(isSummed(name) ? { total } : { last, max }),
        ...(by.size === 0 ? {} : { by: Object.fromEntries(by) }),
      };
    });
  }

  #of(service: string, name: MetricName): Counted {
    const key = `${service} ${name}`;
    const one = this.#counted.get(key) ?? { total: 0, last: 0, max: 0, by: new Map() };
    this.#counted.set(key, one);
    return one;
  }
}

/** Shows the figures at a path of their own. */
export function metricsRoutes(board: MetricsBoard): Routes {
  return (req, res) => {
    if (req.method !== "GET" || req.url !== METRICS_PATH) return false;
    res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(board.figures()));
    return true;
  };
}

function isMetric(name: string): name is MetricName {
  return Object.hasOwn(metrics, name);
}

/** The value that a line of its own is about; the line of an invocation's sums has none. */
function labelOf(name: MetricName, fields: Readonly<Record<string, unknown>>): string | undefined {
  const metric: Metric = metrics[name];
  const label = metric.by === undefined ? undefined : fields[metric.by];
  return typeof label === "string" ? label : undefined;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
