import type { SeededRandom } from "../../infra/world/seeded-random.ts";
import type { Faults } from "./faults.ts";

/** A message as a queue holds it. */
interface Held {
  readonly messageId: string;
  readonly body: string;
  readonly groupId: string | undefined;
  /** Epoch milliseconds: what the bus hands over later isn't there before. */
  readonly sentAt: number;
  /** Epoch milliseconds from which on it can be received. */
  visibleAt: number;
  receives: number;
  /** Counts its receives over all redrives: whoever holds an older receipt can't delete it any more. */
  receipt: number;
}

/** A message in the hands of a function. */
export interface Received {
  readonly messageId: string;
  readonly body: string;
  readonly groupId: string | undefined;
  /** Epoch milliseconds. */
  readonly sentAt: number;
  readonly receipt: number;
  /** Whether it is set aside the next time that it comes. */
  readonly isLast: boolean;
}

/** Receives of one message before it moves to the dead-letter queue, as the stack has it. */
const RECEIVES_MAX = 5;

/**
 * A queue as SQS documents it: what is received stays hidden for the visibility timeout and comes back unless it is deleted; after five receives it
 * moves to the dead-letter queue. A FIFO queue hands out a group in order and not before what it handed out is deleted or visible again.
 */
export class SqsQueue {
  readonly name: string;
  readonly deadLetters: Held[] = [];
  readonly #isFifo: boolean;
  readonly #visibilityMs: number;
  readonly #chance: SeededRandom;
  readonly #faults: Faults;
  #held: Held[] = [];
  #count = 0;

  constructor(
    name: string,
    options: { isFifo: boolean; visibilityMs: number },
    { chance, faults }: { chance: SeededRandom; faults: Faults },
  ) {
    this.name = name;
    this.#isFifo = options.isFifo;
    this.#visibilityMs = options.visibilityMs;
    this.#chance = chance;
    this.#faults = faults;
  }

  get size(): number {
    return this.#held.length;
  }

  put(body: string, sentAt: number, groupId?: string): void {
    const messageId = `${this.name}-${this.#count++}`;
    const message = { messageId, body, groupId, sentAt, visibleAt: sentAt, receives: 0, receipt: 0 };
    // The order of a group is that in which its messages come in.
    const at = this.#isFifo ? this.#held.findLastIndex((one) => one.sentAt <= sentAt) + 1 : this.#held.length;
    this.#held.splice(at, 0, message);
  }

  /** Bodies that are waiting or in somebody's hands. */
  bodies(): string[] {
    return this.#held.map(({ body }) => body);
  }

  hasVisible(now: number): boolean {
    if (this.#isFifo) return this.#freeGroups(now).size > 0;
    return this.#held.some(({ visibleAt }) => visibleAt <= now);
  }

  /** When the next message becomes visible; undefined when none will. */
  nextVisibleAt(now: number): number | undefined {
    const times = this.#held.map(({ visibleAt }) => visibleAt).filter((at) => at > now);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Hands out up to a number of messages. */
  receive(now: number, most: number): Received[] {
    const batch = this.#isFifo ? this.#nextOfGroups(now, most) : this.#anyVisible(now, most);
    const taken: Received[] = [];
    for (const message of batch) {
      if (message.receives === RECEIVES_MAX) {
        this.#setAside(message);
        continue;
      }
      message.receives++;
      message.receipt++;
      const isHidden = this.#isFifo || !this.#faults.strikes("received-twice");
      if (isHidden) message.visibleAt = now + this.#visibilityMs;
      const isLast = message.receives === RECEIVES_MAX;
      const { messageId, body, groupId, sentAt, receipt } = message;
      taken.push({ messageId, body, groupId, sentAt, receipt, isLast });
    }
    return taken;
  }

  /** Takes messages off the queue, unless somebody else has received them since, or they have become visible again. */
  delete(messages: readonly Received[], now: number): void {
    for (const { messageId, receipt } of messages) {
      const at = this.#held.findIndex((message) => message.messageId === messageId);
      const message = this.#held[at];
      if (message === undefined || message.receipt !== receipt) continue;
      if (this.#isFifo && message.visibleAt <= now) continue;
      this.#held.splice(at, 1);
    }
  }

  /** Moves what was set aside back to the end of the queue; says how many. */
  redrive(now: number): number {
    const moved = this.deadLetters.splice(0);
    for (const message of moved) this.#held.push({ ...message, receives: 0, visibleAt: now });
    return moved.length;
  }

  #setAside(message: Held): void {
    this.#held.splice(this.#held.indexOf(message), 1);
    this.deadLetters.push(message);
  }

  /** Oldest first, unless a younger one overtakes. */
  #anyVisible(now: number, most: number): Held[] {
    const visible = this.#held.filter(({ visibleAt }) => visibleAt <= now);
    const batch: Held[] = [];
    const count = this.#chance.between(1, most);
    while (batch.length < count && visible.length > 0) {
      const isOvertaken = visible.length > 1 && this.#faults.strikes("overtaken");
      const at = isOvertaken ? this.#chance.between(1, visible.length - 1) : 0;
      batch.push(...visible.splice(at, 1));
    }
    return batch;
  }

  /** Groups with a visible message and none in anybody's hands. */
  #freeGroups(now: number): Set<string> {
    const free = new Set<string>();
    const inHands = new Set<string>();
    for (const { groupId = "", sentAt, visibleAt } of this.#held)
      if (sentAt <= now) (visibleAt <= now ? free : inHands).add(groupId);
    for (const group of inHands) free.delete(group);
    return free;
  }

  #nextOfGroups(now: number, most: number): Held[] {
    const groups = this.#freeGroups(now);
    const count = this.#chance.between(1, most);
    return this.#held.filter(({ groupId = "", sentAt }) => sentAt <= now && groups.has(groupId)).slice(0, count);
  }
}
