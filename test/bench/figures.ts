/** The value that so many of a hundred don't exceed (nearest rank). 0 of none. */
export function percentile(values: Iterable<number>, percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1))] ?? 0;
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Rounded to so many digits after the point: figures are read by people. */
export function rounded(value: number, digits = 3): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}

export interface Latency {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export function latencyOf(milliseconds: readonly number[]): Latency {
  return { p50Ms: rounded(percentile(milliseconds, 50), 4), p99Ms: rounded(percentile(milliseconds, 99), 4) };
}

/** How many times as long a peer took over the same events, at the median and at the far end; null when there are too few events for one. */
export interface Ratios {
  readonly p50Ratio: number;
  readonly p99Ratio: number | null;
}

/** Of fewer, the far end is one or two events, and those are the ones that something else came in between. */
const FAR_END_EVENTS_MIN = 200;

/**
 * Ratios of a peer's times to ours, over the events that both were given, in the same order. A peer that is slow is given fewer events: those of
 * ours beyond them don't count.
 */
export function ratiosOf(peerMs: readonly number[], oursMs: readonly number[]): Ratios {
  const same = oursMs.slice(0, peerMs.length);
  if (same.length < peerMs.length) throw new RangeError("a peer was given events that we weren't");
  const ratioAt = (percent: number) => {
    const ours = percentile(same, percent);
    return ours === 0 ? 0 : rounded(percentile(peerMs, percent) / ours, 1);
  };
  return { p50Ratio: ratioAt(50), p99Ratio: same.length < FAR_END_EVENTS_MIN ? null : ratioAt(99) };
}
