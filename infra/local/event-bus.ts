/**
 * EventBridge in process: events go in, rules say where they belong, schedules make events of their own.
 *
 * The promise kept here: `putEvents` answers only when every matched delivery has been accepted by `deliver`, or waits
 * in the retry loop and, if there is a journal, has been written to it. So nothing that was answered is lost by a kill;
 * a kill between a delivery and its journal's removal delivers twice, as the service may.
 */
import { randomUUID } from "node:crypto";
import { busArn, busName, busNameIn } from "./bus-name.ts";
import { assertRule, assertSchedule, type BusRule, type BusSchedule, type RuleTarget } from "./bus-resources.ts";
import { type Clock, systemClock } from "./clock.ts";
import {
  type Batch,
  DeliveryFailure,
  DeliveryLoop,
  type DeliveryNotice,
  type DeliveryOptions,
  type JournalRecord,
  type Payload,
  toItem,
} from "./event-delivery.ts";
import {
  type BusEvent,
  isoSeconds,
  type PutEventsEntry,
  type PutEventsOutcome,
  type PutEventsResult,
  readEntry,
  refuseRequest,
  toEvent,
} from "./event-entry.ts";
import { compilePattern } from "./event-pattern.ts";
import { type BodyOf, compileInput } from "./event-target-input.ts";
import type { JsonValue } from "./json.ts";
import { parseSchedule, type Schedule } from "./schedule.ts";
import { ScheduleTimers } from "./schedule-timers.ts";

export type BusNotice =
  | { kind: "accepted"; bus: string; event: BusEvent; rules: readonly string[] }
  | { kind: "fired"; origin: string; scheduledTime: string }
  | DeliveryNotice;

export type EventBusOptions = Pick<DeliveryOptions, "deliver" | "journal"> &
  Partial<Pick<DeliveryOptions, "clock" | "random" | "newId">> & {
    account: string;
    region: string;
    /** Names of the buses besides `default`, which always exists. */
    buses?: readonly string[];
    rules?: readonly BusRule[];
    schedules?: readonly BusSchedule[];
  };

type CompiledRule = {
  arn: string;
  name: string;
  bus: string;
  matches: (event: JsonValue) => boolean;
  schedule: Schedule | undefined;
  targets: readonly CompiledTarget[];
};
type CompiledTarget = { target: RuleTarget; bodyOf: BodyOf };

export class EventBus {
  readonly #place: { account: string; region: string };
  readonly #buses: ReadonlySet<string>;
  readonly #rules: readonly CompiledRule[];
  readonly #schedules: readonly BusSchedule[];
  readonly #clock: Clock;
  readonly #newId: () => string;
  readonly #deliveries: DeliveryLoop;
  readonly #timers: ScheduleTimers;
  readonly #listeners = new Set<(notice: BusNotice) => void>();

  constructor(options: EventBusOptions) {
    const { account, region, buses = [], rules = [], schedules = [] } = options;
    this.#place = { account, region };
    this.#clock = options.clock ?? systemClock;
    this.#newId = options.newId ?? randomUUID;
    this.#buses = new Set(["default", ...buses]);
    for (const rule of rules) assertRule(rule, this.#buses);
    for (const schedule of schedules) assertSchedule(schedule, this.#buses);
    this.#rules = rules.filter(isEnabled).map(compileRule);
    this.#schedules = schedules.filter(isEnabled);
    this.#deliveries = new DeliveryLoop({
      ...options,
      // Only a schedule's target can be a bus here; for rules, routing has gone on to the next bus before.
      deliver: (target, payloads, origin) =>
        busNameIn(target.Arn) === undefined
          ? options.deliver(target, payloads, origin)
          : this.#putScheduled(target, payloads),
      clock: this.#clock,
      random: options.random ?? Math.random,
      newId: this.#newId,
      notify: (notice) => this.#notify(notice),
    });
    this.#timers = new ScheduleTimers(this.#clock, (origin, error) => this.#notify({ kind: "fault", origin, error }));
  }

  /** Calls `listener` with everything that flows; returns what ends that. */
  onEvent(listener: (notice: BusNotice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The ARN that access to a bus, given by name or ARN, is decided on; whether or not there is such a bus. */
  arnOf(nameOrArn?: string): string {
    return busArn(busName(nameOrArn), this.#place);
  }

  /** How many deliveries are under way or waiting to be tried again. */
  get pendingDeliveries(): number {
    return this.#deliveries.pending;
  }

  /** Throws only when the journal cannot be written: then the caller must not take the events as accepted. */
  async putEvents(entries: readonly PutEventsEntry[]): Promise<PutEventsOutcome> {
    const refusal = refuseRequest(entries);
    if (refusal !== undefined) return { kind: "invalid-request", message: refusal };
    const results: PutEventsResult[] = [];
    const accepted = new Map<string, BusEvent[]>();
    for (const entry of entries) {
      const bus = busName(entry.EventBusName);
      const read = readEntry(entry, this.#buses.has(bus));
      if ("ErrorCode" in read) {
        results.push(read);
        continue;
      }
      const event = this.#toEvent(entry, read.detail);
      accepted.set(bus, [...(accepted.get(bus) ?? []), event]);
      results.push({ EventId: event.id });
    }
    await this.#deliveries.hand([...accepted].flatMap(([bus, events]) => this.#route(bus, events, [])));
    const failed = results.filter((result) => "ErrorCode" in result).length;
    return { kind: "answered", FailedEntryCount: failed, Entries: results };
  }

  /** Takes up the deliveries that an earlier run left in the journal. */
  async resume(records: Iterable<readonly [id: string, record: JournalRecord]>): Promise<void> {
    await this.#deliveries.resume(records);
  }

  /** Begins to fire schedules. A firing missed while the twin was down is not made up for. */
  start(): void {
    const startedAtMs = this.#clock.now();
    for (const rule of this.#rules) {
      const { arn, schedule } = rule;
      if (schedule === undefined) continue;
      const fire = (dueMs: number) => this.#fireRule(rule, dueMs);
      this.#timers.arm({ arn, schedule, fromMs: startedAtMs, untilMs: Infinity, fire }, startedAtMs);
    }
    for (const resource of this.#schedules) {
      const schedule = parseSchedule(resource.ScheduleExpression, resource.ScheduleExpressionTimezone);
      const fromMs = Math.max(startedAtMs, resource.StartDate === undefined ? 0 : Date.parse(resource.StartDate));
      const untilMs = resource.EndDate === undefined ? Infinity : Date.parse(resource.EndDate);
      const fire = (dueMs: number) => this.#fireSchedule(resource, dueMs);
      // Scheduler's rates fire at once; a rule's first firing comes one period after it was made.
      this.#timers.arm({ arn: resource.Arn, schedule, fromMs, untilMs, fire }, fromMs - 1);
    }
  }

  /** Ends schedules and retries, and waits for what is under way. What waits stays in the journal. */
  async stop(): Promise<void> {
    this.#timers.stop();
    await this.#deliveries.stop();
  }

  #notify(notice: BusNotice): void {
    for (const listener of this.#listeners) {
      try {
        listener(notice);
      } catch (error) {
        // Whoever only watches must not stop what flows.
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
  }

  #toEvent(entry: Omit<PutEventsEntry, "Detail">, detail: JsonValue): BusEvent {
    return toEvent(entry, detail, { ...this.#place, id: this.#newId(), receivedAtMs: this.#clock.now() });
  }

  /** `via` names the buses that the events have been on before this one. */
  #route(bus: string, events: readonly BusEvent[], via: readonly string[]): Batch[] {
    const rules = this.#rules.filter((rule) => rule.bus === bus);
    const matched = rules.map((rule) => ({ rule, events: events.filter((event) => rule.matches(event)) }));
    for (const event of events) {
      const names = matched.filter((match) => match.events.includes(event)).map((match) => match.rule.name);
      this.#notify({ kind: "accepted", bus, event, rules: names });
    }
    return matched.flatMap(({ rule, events: own }) =>
      own.length === 0 ? [] : this.#toTargets(rule, own, [...via, bus]),
    );
  }

  #toTargets(rule: CompiledRule, events: readonly BusEvent[], via: readonly string[]): Batch[] {
    return rule.targets.flatMap((target) => {
      const next = busNameIn(target.target.Arn);
      if (next === undefined) return toBatches(rule, target, events, this.#clock.now());
      // A bus that an event has been on does not get it again: rules that point at each other would never end.
      return via.includes(next) ? [] : this.#route(next, events, via);
    });
  }

  async #fireRule(rule: CompiledRule, dueMs: number): Promise<void> {
    const entry = { Source: "aws.events", DetailType: "Scheduled Event", Resources: [rule.arn], Time: dueMs / 1_000 };
    const event = this.#toEvent(entry, {});
    this.#notify({ kind: "fired", origin: rule.arn, scheduledTime: event.time });
    await this.#deliveries.hand(this.#toTargets(rule, [event], [rule.bus]));
  }

  async #fireSchedule({ Arn, Target }: BusSchedule, dueMs: number): Promise<void> {
    const scheduledTime = isoSeconds(dueMs);
    const entry = { Source: "aws.scheduler", DetailType: "Scheduled Event", Resources: [Arn], Time: dueMs / 1_000 };
    // Unlike a rule's, the detail of the scheduler's own event is text.
    const event = this.#toEvent(entry, "{}");
    this.#notify({ kind: "fired", origin: Arn, scheduledTime });
    const body = (Target.Input ?? JSON.stringify(event))
      .replaceAll("<aws.scheduler.schedule-arn>", Arn)
      .replaceAll("<aws.scheduler.scheduled-time>", scheduledTime)
      .replaceAll("<aws.scheduler.execution-id>", event.id);
    const origin = { kind: "schedule" as const, arn: Arn, scheduledTime };
    const items = [toItem(event.id, body, body)];
    await this.#deliveries.hand([{ origin, target: Target, items, acceptedAtMs: this.#clock.now(), attempts: 0 }]);
  }

  async #putScheduled(target: RuleTarget, payloads: readonly Payload[]): Promise<void> {
    const { Source, DetailType } = target.EventBridgeParameters ?? {};
    const outcome = await this.putEvents(
      payloads.map(({ body }) => ({ Source, DetailType, EventBusName: target.Arn, Detail: body })),
    );
    const refusal =
      outcome.kind === "invalid-request"
        ? outcome.message
        : outcome.Entries.map((entry) => ("ErrorCode" in entry ? entry.ErrorMessage : undefined)).find(Boolean);
    if (refusal !== undefined) throw new DeliveryFailure("INVALID_PARAMETER", refusal, { permanent: true });
  }
}

const isEnabled = ({ State }: { State?: string }) => State !== "DISABLED";

function compileRule(rule: BusRule): CompiledRule {
  const { EventPattern, ScheduleExpression, Targets = [] } = rule;
  return {
    arn: rule.Arn,
    name: rule.Name,
    bus: busName(rule.EventBusName),
    matches: EventPattern === undefined ? () => false : compilePattern(EventPattern),
    schedule: ScheduleExpression === undefined ? undefined : parseSchedule(ScheduleExpression),
    targets: Targets.map((target) => ({ target, bodyOf: compileInput(target, rule) })),
  };
}

/** Events put together are handed over together; those whose template gives no JSON go apart, as dead letters. */
function toBatches(
  rule: CompiledRule,
  { target, bodyOf }: CompiledTarget,
  events: readonly BusEvent[],
  acceptedAtMs: number,
): Batch[] {
  const rest = { origin: { kind: "rule" as const, arn: rule.arn }, target, acceptedAtMs, attempts: 0 };
  const written = events.map((event) => ({
    id: event.id,
    body: bodyOf(event, acceptedAtMs),
    letter: JSON.stringify(event),
  }));
  const items = written.flatMap(({ id, body, letter }) => (body === undefined ? [] : [toItem(id, body, letter)]));
  const unsound = written.flatMap(({ id, body, letter }) => (body === undefined ? [toItem(id, letter, letter)] : []));
  const batches: Batch[] = items.length > 0 ? [{ ...rest, items }] : [];
  if (unsound.length > 0) {
    const failure = new DeliveryFailure("INVALID_JSON", "The input template gives no JSON.", { permanent: true });
    batches.push({ ...rest, items: unsound, failure });
  }
  return batches;
}
