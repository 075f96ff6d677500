import type { Deployment } from "./deployment.ts";
import { type Month, total } from "./growth.ts";
import { type Cause, type Worker, workers } from "./meter.ts";
import { assumptions, month } from "./month.ts";
import { type PriceName, type Prices, type Service, services } from "./prices.ts";

/** How much of what was used, by the price that it is paid at. */
export type Usage = Readonly<Partial<Record<PriceName, number>>>;

export type ByService = Readonly<Record<Service, number>>;

/** Up to this much memory a function has a share of a processor, from there on a whole one. */
const WHOLE_PROCESSOR_MB = 1_769;
const MB_PER_GB = 1_024;
const MS_PER_SECOND = 1_000;
const READ_UNIT_BYTES = 4_096;
const HOURS = 24 * month.days;
const SECONDS = HOURS * 3_600;

/** What events bring: counted, and grown to the size of the month. */
export function usageOfEvents(
  counted: Month,
  { memoryMb }: Deployment,
  only: { readonly of?: readonly Cause[]; readonly by?: readonly Worker[] } = {},
): Usage {
  const sum = (what: Parameters<typeof total>[1]) => total(counted, what, only);
  const gbSeconds = (only.by ?? workers).map((worker) => {
    const scope = { ...only, by: [worker] };
    return gbSecondsOf(
      memoryMb[worker] ?? 0,
      total(counted, "function-working-ms", scope),
      total(counted, "function-waiting-ms", scope),
    );
  });
  const logBytes = sum("log-bytes");
  return {
    busEvent: sum("bus-events"),
    queueRequest: sum("queue-requests"),
    fifoRequest: sum("fifo-requests"),
    writeUnit: sum("write-units"),
    readUnit: sum("read-units"),
    functionRequest: sum("function-requests"),
    functionGbSecond: gbSeconds.reduce((all, one) => all + one, 0),
    logByte: logBytes,
    keptLogByte: logBytes * assumptions.logMonthsKept,
  };
}

/** With less memory than a whole processor has, work takes longer by as much as there is less of it; waiting takes as long. */
function gbSecondsOf(memoryMb: number, workingMs: number, waitingMs: number): number {
  const slowness = Math.max(1, WHOLE_PROCESSOR_MB / Math.max(1, memoryMb));
  return ((workingMs * slowness + waitingMs) / MS_PER_SECOND) * (memoryMb / MB_PER_GB);
}

/** What pages bring: assumed. */
export function usageOfPages({ applicants }: Month, { memoryMb }: Deployment): Usage {
  const views = applicants * assumptions.viewsPerApplicantDay * month.days;
  const logBytes = views * assumptions.logBytesPerView;
  return {
    apiRequest: views,
    firewallRequest: views,
    functionRequest: views,
    functionGbSecond: gbSecondsOf(memoryMb["api"] ?? 0, 0, views * assumptions.viewMs),
    readUnit: views * assumptions.readUnitsPerView,
    logByte: logBytes,
    keptLogByte: logBytes * assumptions.logMonthsKept,
    byteOut: views * assumptions.bytesPerView,
  };
}

/** What is kept, what asks whether there is anything to do, and what reads the index anew. */
export function usageOfStanding(counted: Month, deployment: Deployment, traced: number): Usage {
  const pollsPerQueue = (assumptions.pollersPerQueue * SECONDS) / assumptions.pollSeconds;
  // The first of each second, and some of the others.
  const traces = Math.min(traced, SECONDS) + Math.max(0, traced - SECONDS) * assumptions.tracedShare;
  const standing = {
    storedByte: counted.storedBytes,
    recoverableByte: counted.storedBytes,
    queueRequest: pollsPerQueue * deployment.polledQueues,
    fifoRequest: pollsPerQueue * deployment.polledFifoQueues,
    metric: METRIC_SERIES,
    alarm: deployment.alarms,
    dashboard: deployment.dashboards,
    trace: traces,
    firewall: deployment.firewalls,
    firewallRule: deployment.firewallRules,
    key: deployment.keys,
    secret: deployment.secrets,
    keyRequest: deployment.tables * assumptions.keyRequestsPerTableHour * HOURS,
  };
  return joined(standing, usageOfStarts(counted, deployment, "match"), usageOfStarts(counted, deployment, "api"));
}

/** A function that starts reads the whole log of its shard. */
function usageOfStarts({ shardLogBytes }: Month, { memoryMb }: Deployment, name: "match" | "api"): Usage {
  const bytes = shardLogBytes * assumptions.coldStartsPerDay * month.days;
  return {
    readUnit: bytes / READ_UNIT_BYTES,
    functionGbSecond: gbSecondsOf(memoryMb[name] ?? 0, 0, bytes / assumptions.catchUpBytesPerMs),
  };
}

/** Finding matches, and keeping the index and the lists: what another design would do by its own means. Telling of them is in all. */
export function usageOfMatching(counted: Month, deployment: Deployment): Usage {
  const { writeUnit, readUnit, functionRequest, functionGbSecond } = usageOfEvents(counted, deployment, {
    by: ["match"],
  });
  const byEvents = { writeUnit, readUnit, functionRequest, functionGbSecond };
  return joined(byEvents as Usage, usageOfStarts(counted, deployment, "match"));
}

/** Metrics by function, and some of them by code, reason, channel or outcome besides: about as many series as a month of every sort of event leaves. */
const METRIC_SERIES = 90;

export function joined(...usages: readonly Usage[]): Usage {
  const sum = new Map<PriceName, number>();
  for (const usage of usages) {
    for (const [name, amount] of Object.entries(usage) as [PriceName, number][]) {
      sum.set(name, (sum.get(name) ?? 0) + amount);
    }
  }
  return Object.fromEntries(sum);
}

/** Everything of a month. */
export function usageOf(counted: Month, deployment: Deployment): Usage {
  const events = usageOfEvents(counted, deployment);
  const pages = usageOfPages(counted, deployment);
  const traced = (events.functionRequest ?? 0) + (pages.functionRequest ?? 0);
  return joined(events, pages, usageOfStanding(counted, deployment, traced));
}

export function usdOf(name: PriceName, amount: number, prices: Prices): number {
  const { usd, per, factor } = prices[name];
  return (amount / per) * usd * factor;
}

export function byServiceOf(usage: Usage, prices: Prices): ByService {
  const sums = Object.fromEntries(services.map((service) => [service, 0])) as Record<Service, number>;
  for (const [name, amount] of Object.entries(usage) as [PriceName, number][]) {
    sums[prices[name].service] += usdOf(name, amount, prices);
  }
  return sums;
}

export function sumOf(byService: ByService): number {
  return Object.values(byService).reduce((sum, usd) => sum + usd, 0);
}
