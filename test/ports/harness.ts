import type { Clock, Ports, QueueMessage, QueueName } from "../../functions/ports.ts";

/** An event as it arrived on the bus. */
export interface ArrivedEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
}

/** One adapter over an empty world, and a view of what left it. */
export interface Harness {
  readonly ports: Ports;
  readonly clock: ManualClock;
  /** What arrived in a queue, in order where the queue keeps one. Empties it. */
  receive(queue: QueueName): Promise<readonly QueueMessage[]>;
  /** What arrived on the bus so far. */
  arrived(): readonly ArrivedEvent[];
  /** Calls to services so far. */
  calls(): number;
}

export type CreateHarness = () => Promise<Harness>;

/** A clock that moves when it is told to. */
export class ManualClock implements Clock {
  #ms = 1_795_219_200_000;

  now(): number {
    return this.#ms;
  }

  advance(ms: number): void {
    this.#ms += ms;
  }
}

/** How many calls to services some work takes. */
export async function callsOf(harness: Harness, work: () => Promise<unknown>): Promise<number> {
  const before = harness.calls();
  await work();
  return harness.calls() - before;
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** Everything on some pages. */
export async function collectPages<Item>(pages: AsyncIterable<readonly Item[]>): Promise<readonly Item[]> {
  return (await collect(pages)).flat();
}

/** Numbers from 1 to a count. */
export function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at + 1);
}

export function bytesOf(...bytes: readonly number[]): Uint8Array {
  return Uint8Array.from(bytes);
}
