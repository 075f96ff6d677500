import { type DeadLetter, type DeadLetters, HELD_SECONDS, LETTERS_PER_CALL_MAX } from "../../operating-ports.ts";
import type { Clock } from "../../ports.ts";

/** Within five minutes of a message being taken, SQS drops another one with its deduplication id. */
const DEDUPLICATION_MS = 5 * 60 * 1_000;

/** A letter that a memory queue has set aside. */
interface Held {
  readonly letter: Omit<DeadLetter, "receipt">;
  visibleAt: number;
  receives: number;
}

/** Queues of plain memory as dead letters see them. */
export interface MemoryDeadLetters extends DeadLetters {
  /** Sets a message aside, as a queue does after the last receive. */
  bury(queue: string, letter: { readonly body: string; readonly groupId?: string; readonly errorCode?: string }): void;
}

/**
 * Dead letters in memory; `put` brings what is sent back to where it goes, and `left` counts what a queue still has. A queue keeps an order when its letters
 * have groups.
 */
export function createDeadLetters(
  clock: Clock,
  put: (queue: string, message: { readonly body: string; readonly groupId?: string }) => void,
  left: (queue: string) => number = () => 0,
): MemoryDeadLetters {
  const queues = new Map<string, Held[]>();
  const sentAt = new Map<string, number>();
  let buried = 0;
  const of = (queue: string): Held[] => {
    const held = queues.get(queue) ?? [];
    queues.set(queue, held);
    return held;
  };
  /** The letter that a receipt is of, unless somebody has received it since. */
  const find = (queue: string, { messageId, receipt }: DeadLetter) =>
    of(queue).find((held) => held.letter.messageId === messageId && receiptOf(held) === receipt);

  return {
    bury: (queue, { body, groupId, errorCode }) => {
      of(queue).push({
        letter: {
          messageId: `dead-${++buried}`,
          body,
          ...(groupId === undefined ? {} : { groupId }),
          sentAt: clock.now(),
          ...(errorCode === undefined ? {} : { errorCode }),
        },
        visibleAt: 0,
        receives: 0,
      });
    },
    depth: async (queue) => ({ waiting: left(queue), inFlight: 0, delayed: 0, dead: of(queue).length }),
    receive: async (queue) => {
      const now = clock.now();
      const busy = new Set(
        of(queue).flatMap(({ letter, visibleAt }) => (visibleAt > now ? (letter.groupId ?? []) : [])),
      );
      const free = of(queue).filter(
        ({ letter, visibleAt }) => visibleAt <= now && (letter.groupId === undefined || !busy.has(letter.groupId)),
      );
      return free.slice(0, LETTERS_PER_CALL_MAX).map((held) => {
        held.receives++;
        held.visibleAt = now + HELD_SECONDS * 1_000;
        return { ...held.letter, receipt: receiptOf(held) };
      });
    },
    sendBack: async (queue, letters) => {
      for (const { messageId, body, groupId } of letters) {
        const now = clock.now();
        const isTwice =
          groupId !== undefined && now - (sentAt.get(messageId) ?? Number.NEGATIVE_INFINITY) < DEDUPLICATION_MS;
        if (isTwice) continue;
        sentAt.set(messageId, now);
        put(queue, { body, ...(groupId === undefined ? {} : { groupId }) });
      }
      return letters;
    },
    remove: async (queue, letters) => {
      for (const letter of letters) {
        const held = find(queue, letter);
        if (held !== undefined) of(queue).splice(of(queue).indexOf(held), 1);
      }
    },
    release: async (queue, letters) => {
      for (const letter of letters) {
        const held = find(queue, letter);
        if (held !== undefined) held.visibleAt = 0;
      }
    },
  };
}

function receiptOf({ letter, receives }: Held): string {
  return `${letter.messageId} ${receives}`;
}
