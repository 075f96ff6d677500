import type { BusRule, RuleTarget } from "../../../infra/local/bus-resources.ts";
import type { Clock } from "../../../infra/local/clock.ts";
import { type BusNotice, EventBus, type EventBusOptions } from "../../../infra/local/event-bus.ts";
import type { Origin, Payload } from "../../../infra/local/event-delivery.ts";
import type { PutEventsEntry } from "../../../infra/local/event-entry.ts";

export const ACCOUNT = "000000000000";
export const REGION = "ap-northeast-2";
export const queue = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
export const busArn = (name: string) => `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${name}`;
export const STARTED_MS = Date.parse("2026-03-01T00:00:00Z");
export const DAY_MS = 86_400_000;

/** Time moves only in `advance`, which runs what has come due, in order, letting every promise settle in between. */
export class VirtualClock implements Clock {
  #nowMs = STARTED_MS;
  #timers: { dueMs: number; run: () => void }[] = [];

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { dueMs: this.#nowMs + delayMs, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  async advance(byMs: number): Promise<void> {
    const untilMs = this.#nowMs + byMs;
    for (;;) {
      await settle();
      const next = this.#timers.toSorted((a, b) => a.dueMs - b.dueMs)[0];
      if (next === undefined || next.dueMs > untilMs) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#nowMs = next.dueMs;
      next.run();
    }
    this.#nowMs = untilMs;
  }
}

export const settle = () => new Promise((resolve) => setImmediate(resolve));

export type Delivered = { target: string; payloads: Payload[]; origin: Origin; atMs: number };

export function aBus(options: Partial<EventBusOptions> = {}) {
  const clock = new VirtualClock();
  const delivered: Delivered[] = [];
  const notices: BusNotice[] = [];
  let ids = 0;
  const bus = new EventBus({
    account: ACCOUNT,
    region: REGION,
    buses: ["ieum"],
    clock,
    random: () => 1,
    newId: () => `id-${++ids}`,
    ...options,
    deliver: async (target, payloads, origin) => {
      await options.deliver?.(target, payloads, origin);
      delivered.push({ target: target.Arn, payloads, origin, atMs: clock.now() - STARTED_MS });
    },
  });
  bus.onEvent((notice) => notices.push(notice));
  return { bus, clock, delivered, notices, kinds: () => notices.map((notice) => notice.kind) };
}

export const aRule = (rule: Partial<BusRule> & { target?: Partial<RuleTarget> } = {}): BusRule => {
  const { target, ...rest } = rule;
  return {
    Arn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/ieum/intake`,
    Name: "intake",
    EventBusName: "ieum",
    EventPattern: { "detail-type": ["JobPosted"] },
    Targets: [{ Id: "T0", Arn: queue("intake"), ...target }],
    ...rest,
  };
};

export const anEntry = (entry: Partial<PutEventsEntry> = {}): PutEventsEntry => ({
  Source: "ieum.publisher",
  DetailType: "JobPosted",
  Detail: '{"openingId":"o-1"}',
  EventBusName: "ieum",
  ...entry,
});

export const bodies = (delivered: readonly Delivered[]) =>
  delivered.flatMap(({ payloads }) => payloads.map(({ body }) => JSON.parse(body)));

/** A target that can't be reached a number of times. */
export function failing(times: number, error: () => Error = () => new Error("connection refused")) {
  let left = times;
  return async (target: RuleTarget) => {
    if (target.Arn === queue("intake") && left-- > 0) throw error();
  };
}
