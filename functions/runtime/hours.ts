/** Hours since 1970: what is put down for one of them is looked at when it has begun. */
const HOUR_MS = 60 * 60 * 1_000;

/** The hour at which something is looked at that is due at an instant: the first full one from it on, never the one that runs. */
export function wakeHour(at: number, now: number): number {
  return Math.max(Math.ceil(at / HOUR_MS), hourOf(now) + 1);
}

export function hourOf(now: number): number {
  return Math.floor(now / HOUR_MS);
}
