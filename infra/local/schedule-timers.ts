/** Fires what is due by a schedule, one timer per schedule, on whatever clock there is. */
import type { Clock } from "./clock.ts";
import { nextFire, type Schedule } from "./schedule.ts";

/** `fromMs` is also what a rate counts from. All moments are epoch milliseconds. */
export type Timed = {
  arn: string;
  schedule: Schedule;
  fromMs: number;
  untilMs: number;
  fire: (dueMs: number) => Promise<void>;
};

/** Node's timers overflow beyond 2^31 - 1 ms and fire at once. */
const TIMER_MS_MAX = 2_147_483_647;

export class ScheduleTimers {
  readonly #clock: Clock;
  readonly #onFault: (arn: string, error: unknown) => void;
  readonly #cancels = new Set<() => void>();

  constructor(clock: Clock, onFault: (arn: string, error: unknown) => void) {
    this.#clock = clock;
    this.#onFault = onFault;
  }

  /** Fires at every moment of the schedule that lies after `afterMs`. */
  arm(timed: Timed, afterMs: number): void {
    const dueMs = nextFire(timed.schedule, afterMs, timed.fromMs);
    if (dueMs === undefined || dueMs > timed.untilMs) return;
    const wait = () => {
      const delayMs = Math.min(Math.max(0, dueMs - this.#clock.now()), TIMER_MS_MAX);
      const cancel = this.#clock.after(delayMs, () => {
        this.#cancels.delete(cancel);
        const now = this.#clock.now();
        if (now < dueMs) return wait();
        // After a long sleep of the machine one firing stands for all that were missed.
        this.arm(timed, now);
        void timed.fire(dueMs).catch((error: unknown) => this.#onFault(timed.arn, error));
      });
      this.#cancels.add(cancel);
    };
    wait();
  }

  stop(): void {
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }
}
