import type { Backlog, QueueName } from "../ports.ts";

/** Queues in which what an import leaves stands before whatever comes after it: a shard's records are worked on one after the other. */
const SHARED_QUEUES: readonly QueueName[] = ["matching", "applicant-alerts"];

/** An import rests so many times as long as it worked: it takes a quarter of what its functions could do, and slows down with everybody else. */
export const RESTS_PER_WORK = 3;

/** About as long as a batch of λ match takes. */
export const PAUSE_MS = 100;

/** The longest rest, and the longest wait after it: beside a city that is never quiet an import goes on, slowly. Both together are a third of λ intake's time. */
export const GIVES_WAY_MS_MAX = 5_000;

/**
 * Rests, then waits until nothing waits that others sent. So an import of any size, whose events stay in a queue of their own meanwhile, is ahead
 * of nobody by more than the few records that its functions have at hand. Counts of AWS are approximate and may be some seconds old: the rest bounds
 * what can pile up until they are true.
 */
export async function giveWay(workedMs: number, backlog: Backlog): Promise<void> {
  await backlog.pause(Math.min(workedMs * RESTS_PER_WORK, GIVES_WAY_MS_MAX));
  for (let waitedMs = 0; waitedMs < GIVES_WAY_MS_MAX; waitedMs += PAUSE_MS) {
    const counts = await Promise.all(SHARED_QUEUES.map((queue) => backlog.waiting(queue)));
    if (counts.every((count) => count === 0)) return;
    await backlog.pause(PAUSE_MS);
  }
}
