/** Time as the bus sees it, so that tests can move it by hand. `after` returns what cancels the timer. */
export type Clock = { now(): number; after(delayMs: number, run: () => void): () => void };

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
