/** What operating the service needs of the world beside what the functions need. */

/** How many messages a queue has; the service's own estimate, which may lag by a minute. */
export interface QueueDepth {
  readonly waiting: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** In its dead-letter queue, seen or not. */
  readonly dead: number;
}

/** A message that could not be handled. */
export interface DeadLetter {
  readonly messageId: string;
  readonly body: string;
  /** The message group, on FIFO queues. */
  readonly groupId?: string;
  /** When it was sent, in epoch milliseconds; on FIFO queues when it was set aside. */
  readonly sentAt: number;
  /** Codes of whoever set it aside, where that was not a queue: `ERROR_CODE` of EventBridge, `ErrorCode` of Lambda. */
  readonly errorCode?: string;
  /** Lets its holder send it back, remove or release it. */
  readonly receipt: string;
}

/** Queues by their short names, and what was set aside from each. */
export interface DeadLetters {
  depth(queue: string): Promise<QueueDepth>;
  /**
   * Dead letters of a queue that nobody holds, ten at most, and holds them for `HELD_SECONDS`. On FIFO queues the oldest of each group, and none of a group
   * of which somebody holds one. Empty when there is none.
   */
  receive(queue: string): Promise<readonly DeadLetter[]>;
  /**
   * Sends letters to the queue that they come from, in order, and gives those that it took. On FIFO queues none is taken after one that wasn't. They stay where
   * they are until they are removed; the same one sent twice within five minutes is one there.
   */
  sendBack(queue: string, letters: readonly DeadLetter[]): Promise<readonly DeadLetter[]>;
  /** Removes letters for good. */
  remove(queue: string, letters: readonly DeadLetter[]): Promise<void>;
  /** Lets letters be received again at once. */
  release(queue: string, letters: readonly DeadLetter[]): Promise<void>;
}

/** Long enough to send ten letters back and remove them, with repetitions; whoever dies in between holds nobody up for longer. */
export const HELD_SECONDS = 120;

/** What one call takes. */
export const LETTERS_PER_CALL_MAX = 10;
