const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

/**
 * Seconds to wait after each failure, as Standard Webhooks proposes
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md). Together they cover three days: a weekend.
 */
const WAITS_S: readonly number[] = [
  5,
  5 * MINUTE_S,
  30 * MINUTE_S,
  2 * HOUR_S,
  5 * HOUR_S,
  10 * HOUR_S,
  14 * HOUR_S,
  20 * HOUR_S,
  24 * HOUR_S,
];

/** Seconds until the next attempt after so many failures in a row, or undefined when it is time to give up. */
export function waitAfter(failures: number): number | undefined {
  return WAITS_S[failures - 1];
}
