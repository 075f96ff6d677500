/** What AWS bills, as the bill counts it. */
export const billables = [
  /** Events put on the bus, by 64 KiB. */
  "bus-events",
  /** Requests on standard and on FIFO queues, by 64 KiB of what they carry. */
  "queue-requests",
  "fifo-requests",
  /** Units of 1 KiB and of 4 KiB. */
  "write-units",
  "read-units",
  "function-requests",
  /** Time of a whole processor, and time that was waited for answers: both are billed by memory, but they grow differently. */
  "function-working-ms",
  "function-waiting-ms",
  "log-bytes",
] as const;

export type Billable = (typeof billables)[number];

/** Why something was done. Each has its own count a day, and grows in its own way. */
export const causes = ["opening", "profile", "hour", "day"] as const;

export type Cause = (typeof causes)[number];

export const workers = [
  "bus",
  "intake",
  "match",
  "notify",
  "feed",
  "webhook",
  "digest",
  "start-day",
  "others",
] as const;

/** Which function did it; `bus` puts events into queues, `others` are consumers outside the service. */
export type Worker = (typeof workers)[number];

/** What was counted beside: not billed, but what the bill is for. */
export const outcomes = ["matched-pairs", "messages"] as const;

export type Outcome = (typeof outcomes)[number];

/** Counts by cause, worker and what is counted. Everything in a run happens one after the other, so the scope is one for all. */
export class Meter {
  cause: Cause = "day";
  worker: Worker = "others";
  readonly #amounts = new Map<string, number>();

  add(what: Billable | Outcome, amount = 1): void {
    const key = `${this.cause} ${this.worker} ${what}`;
    this.#amounts.set(key, (this.#amounts.get(key) ?? 0) + amount);
  }

  /** Counts something that a worker does, whoever worked before and goes on after it. */
  addFor(worker: Worker, what: Billable, amount = 1): void {
    const before = this.worker;
    this.worker = worker;
    this.add(what, amount);
    this.worker = before;
  }

  amount(cause: Cause, worker: Worker, what: Billable | Outcome): number {
    return this.#amounts.get(`${cause} ${worker} ${what}`) ?? 0;
  }

  reset(): void {
    this.#amounts.clear();
  }
}
