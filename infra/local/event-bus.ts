/**
 * EventBridge in process: buses, rules, targets with their input, retries and dead letters, and schedules.
 *
 * The promise kept here: `putEvents` answers only when every matched delivery has been accepted by `deliver`, or waits
 * in the retry loop and, if there is a journal, has been written to it. So nothing that was answered is lost by a kill;
 * a kill between a delivery and its journal's removal delivers twice, as the service may.
 *
 * Resources are taken with the property names of CloudFormation, so that a template's plain values fit as they are.
 * What a template asks for and this file does not do is refused when the bus is built, not ignored.
 */
import { randomUUID } from "node:crypto";
import { compilePattern, type EventPattern, type JsonObject, type JsonValue } from "./event-pattern.ts";
import { nextFire, parseSchedule, type Schedule } from "./schedule.ts";

export type RuleTarget = {
  Arn: string;
  Id?: string;
  Input?: string;
  InputPath?: string;
  InputTransformer?: { InputPathsMap?: Readonly<Record<string, string>>; InputTemplate: string };
  SqsParameters?: { MessageGroupId?: string };
  /** EventBridge Scheduler only: how an `Input` becomes an event when the target is a bus. */
  EventBridgeParameters?: { DetailType: string; Source: string };
  RetryPolicy?: { MaximumRetryAttempts?: number; MaximumEventAgeInSeconds?: number };
  DeadLetterConfig?: { Arn?: string };
  RoleArn?: string;
};

export type BusRule = {
  Arn: string;
  Name: string;
  EventBusName?: string;
  State?: string;
  EventPattern?: EventPattern;
  ScheduleExpression?: string;
  Targets?: readonly RuleTarget[];
};

/** An `AWS::Scheduler::Schedule`. A flexible time window is taken as its beginning. */
export type BusSchedule = {
  Arn: string;
  Name: string;
  State?: string;
  ScheduleExpression: string;
  ScheduleExpressionTimezone?: string;
  StartDate?: string;
  EndDate?: string;
  Target: RuleTarget;
};

export type BusEvent = {
  version: "0";
  id: string;
  "detail-type": string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: readonly string[];
  detail: JsonValue;
};

export type PutEventsEntry = {
  Source?: string | undefined;
  DetailType?: string | undefined;
  Detail?: string | undefined;
  EventBusName?: string | undefined;
  Resources?: readonly string[] | undefined;
  /** Epoch seconds, as the wire has it. */
  Time?: number | undefined;
};

export type PutEventsResult = { EventId: string } | { ErrorCode: string; ErrorMessage: string };
export type PutEventsOutcome =
  | { kind: "answered"; FailedEntryCount: number; Entries: readonly PutEventsResult[] }
  | { kind: "invalid-request"; message: string };

/** `attributes` are SQS message attributes of type String; only dead letters have them. */
export type Payload = { eventId: string; body: string; attributes?: Readonly<Record<string, string>> };
/** Where a delivery comes from: a rule, or a schedule with the moment it was due. */
export type Origin = { kind: "rule" | "schedule"; arn: string; scheduledTime?: string };
/** Resolves when the target has accepted all payloads. `origin` is what a queue's policy sees as `aws:SourceArn`. */
export type Deliver = (target: RuleTarget, payloads: Payload[], origin: Origin) => Promise<void>;

/**
 * What `deliver` throws when it knows more than that something went wrong. A permanent failure (a missing permission or
 * resource) is not retried. With `eventIds`, those deliveries failed and the rest was accepted.
 */
export class DeliveryFailure extends Error {
  override readonly name = "DeliveryFailure";
  readonly code: string;
  readonly permanent: boolean;
  readonly eventIds: ReadonlySet<string> | undefined;

  constructor(
    code: string,
    message: string,
    options: ErrorOptions & { permanent?: boolean; eventIds?: ReadonlySet<string> } = {},
  ) {
    super(message, options);
    this.code = code;
    this.permanent = options.permanent ?? false;
    this.eventIds = options.eventIds;
  }
}

/** Plain JSON, so that it can be kept anywhere. */
export type JournalRecord = {
  origin: Origin;
  target: RuleTarget;
  payload: Payload;
  /** What a dead-letter queue receives: the event itself, untransformed. */
  deadLetterBody: string;
  acceptedAtMs: number;
  attempts: number;
};
export type DeliveryJournal = {
  add(id: string, record: JournalRecord): Promise<void> | void;
  remove(id: string): Promise<void> | void;
};

/** `after` returns what cancels the timer. */
export type Clock = { now(): number; after(delayMs: number, run: () => void): () => void };

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

export type ExhaustedCondition = "MaximumRetryAttempts" | "MaximumEventAgeInSeconds";
export type BusNotice =
  | { kind: "accepted"; bus: string; event: BusEvent; rules: readonly string[] }
  | { kind: "fired"; origin: string; scheduledTime: string }
  | { kind: "delivered"; origin: string; target: string; eventIds: readonly string[]; attempts: number }
  | { kind: "retrying"; origin: string; target: string; eventIds: readonly string[]; delayMs: number; error: Error }
  | {
      kind: "dead-lettered" | "dropped";
      origin: string;
      target: string;
      eventIds: readonly string[];
      error: Error;
      condition?: ExhaustedCondition;
    }
  | { kind: "fault"; origin: string; error: unknown };

export type EventBusOptions = {
  account: string;
  region: string;
  /** Names of the buses besides `default`, which always exists. */
  buses?: readonly string[];
  rules?: readonly BusRule[];
  schedules?: readonly BusSchedule[];
  deliver: Deliver;
  journal?: DeliveryJournal;
  clock?: Clock;
  /** From 0 up to 1, for the jitter of retries. */
  random?: () => number;
  newId?: () => string;
};

/** A rule, target or schedule of the template that the service, or this bus, does not take. */
export class InvalidBusResource extends Error {
  override readonly name = "InvalidBusResource";
}

const ENTRIES_MAX = 10;
/** The sum over one request, counted as the service documents it (not the size of the resulting events). */
export const REQUEST_BYTES_MAX = 256 * 1024;
/** What the service counts for an entry's `Time`. */
const TIME_BYTES = 14;
/** The last moment that a JavaScript date can hold; further off there is no ISO text to write. */
const TIME_SECONDS_MAX = 8.64e12;
/** The depth at which Jackson, and so the service, gives up; it also keeps recursion off deep stacks here. */
const DETAIL_DEPTH_MAX = 1_000;

const RETRY_ATTEMPTS_MAX = 185;
const EVENT_AGE_SECONDS_MAX = 86_400;
const EVENT_AGE_SECONDS_MIN = 60;
const RETRY_FIRST_MS = 1_000;
/** So that 185 attempts with jitter spread over about the day that the default policy allows. */
const RETRY_LONGEST_MS = 600_000;
/** Node's timers overflow beyond 2^31 - 1 ms and fire at once. */
const TIMER_MS_MAX = 2_147_483_647;

type CompiledTarget = { target: RuleTarget; bodyOf: (event: BusEvent, receivedAtMs: number) => string };
type CompiledRule = {
  arn: string;
  name: string;
  bus: string;
  matches: (event: JsonValue) => boolean;
  targets: readonly CompiledTarget[];
};
type Timed = {
  arn: string;
  schedule: Schedule;
  fromMs: number;
  untilMs: number;
  fire: (dueMs: number) => Promise<void>;
};

export class EventBus {
  readonly #account: string;
  readonly #region: string;
  readonly #buses: ReadonlySet<string>;
  readonly #rules: readonly CompiledRule[];
  readonly #schedules: readonly BusSchedule[];
  readonly #timedRules: readonly { rule: CompiledRule; schedule: Schedule }[];
  readonly #clock: Clock;
  readonly #newId: () => string;
  readonly #deliveries: DeliveryLoop;
  readonly #listeners = new Set<(notice: BusNotice) => void>();
  readonly #cancels = new Set<() => void>();

  constructor(options: EventBusOptions) {
    this.#account = options.account;
    this.#region = options.region;
    this.#clock = options.clock ?? systemClock;
    this.#newId = options.newId ?? randomUUID;
    this.#buses = new Set(["default", ...(options.buses ?? [])]);
    const { rules = [], schedules = [] } = options;
    for (const rule of rules) assertRule(rule, this.#buses);
    for (const schedule of schedules) assertSchedule(schedule, this.#buses);
    // Disabled rules are compiled too: a pattern that the service would refuse is refused in either state.
    const compiled = rules.map((rule) => ({ rule: compileRule(rule), resource: rule }));
    const enabled = compiled.filter(({ resource }) => resource.State !== "DISABLED");
    this.#rules = enabled.map(({ rule }) => rule);
    this.#timedRules = enabled.flatMap(({ rule, resource: { ScheduleExpression } }) =>
      ScheduleExpression === undefined ? [] : [{ rule, schedule: parseSchedule(ScheduleExpression) }],
    );
    this.#schedules = schedules.filter((schedule) => schedule.State !== "DISABLED");
    this.#deliveries = new DeliveryLoop({
      ...options,
      deliver: (target, payloads, origin) =>
        busNameIn(target.Arn) === undefined
          ? options.deliver(target, payloads, origin)
          : this.#putScheduled(target, payloads),
      clock: this.#clock,
      random: options.random ?? Math.random,
      newId: this.#newId,
      notify: (notice) => this.#notify(notice),
    });
  }

  /** Calls `listener` with everything that flows; returns what ends that. */
  onEvent(listener: (notice: BusNotice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The ARN that access to a bus, given by name or ARN, is decided on; whether or not there is such a bus. */
  arnOf(nameOrArn?: string): string {
    return `arn:aws:events:${this.#region}:${this.#account}:event-bus/${busName(nameOrArn)}`;
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
      const detail = readEntry(entry, this.#buses.has(bus));
      if ("ErrorCode" in detail) {
        results.push(detail);
        continue;
      }
      const event = this.#toEvent(entry, detail.detail);
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
    for (const { rule, schedule } of this.#timedRules) {
      const fire = (dueMs: number) => this.#fireRule(rule, dueMs);
      this.#arm({ arn: rule.arn, schedule, fromMs: startedAtMs, untilMs: Infinity, fire }, startedAtMs);
    }
    for (const resource of this.#schedules) {
      const schedule = parseSchedule(resource.ScheduleExpression, resource.ScheduleExpressionTimezone);
      const fromMs = Math.max(startedAtMs, resource.StartDate === undefined ? 0 : Date.parse(resource.StartDate));
      const untilMs = resource.EndDate === undefined ? Infinity : Date.parse(resource.EndDate);
      const fire = (dueMs: number) => this.#fireSchedule(resource, dueMs);
      // Scheduler's rates fire at once; a rule's first firing comes one period after it was made.
      this.#arm({ arn: resource.Arn, schedule, fromMs, untilMs, fire }, fromMs - 1);
    }
  }

  /** Ends schedules and retries, and waits for what is under way. What waits stays in the journal. */
  async stop(): Promise<void> {
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
    await this.#deliveries.stop();
  }

  #notify(notice: BusNotice): void {
    for (const listener of this.#listeners) listener(notice);
  }

  #toEvent(entry: PutEventsEntry, detail: JsonValue): BusEvent {
    return {
      version: "0",
      id: this.#newId(),
      "detail-type": entry.DetailType ?? "",
      source: entry.Source ?? "",
      account: this.#account,
      time: isoSeconds(entry.Time === undefined ? this.#clock.now() : entry.Time * 1_000),
      region: this.#region,
      resources: entry.Resources ?? [],
      detail,
    };
  }

  /** One batch per rule and target, so that events put together are handed over together. */
  #route(bus: string, events: readonly BusEvent[], via: readonly string[]): Batch[] {
    const rules = this.#rules.filter((rule) => rule.bus === bus);
    const matched = rules.map((rule) => ({ rule, events: events.filter((event) => rule.matches(event)) }));
    for (const event of events) {
      const names = matched.filter((match) => match.events.includes(event)).map((match) => match.rule.name);
      this.#notify({ kind: "accepted", bus, event, rules: names });
    }
    return matched.flatMap(({ rule, events: own }) =>
      own.length === 0 ? [] : rule.targets.flatMap((target) => this.#batches(rule, target, own, [...via, bus])),
    );
  }

  #batches(
    rule: CompiledRule,
    { target, bodyOf }: CompiledTarget,
    events: readonly BusEvent[],
    via: readonly string[],
  ): Batch[] {
    const next = busNameIn(target.Arn);
    // A bus that an event has already been on does not get it again: rules that point at each other would never end.
    if (next !== undefined) return via.includes(next) ? [] : this.#route(next, events, via);
    const acceptedAtMs = this.#clock.now();
    const rest = { origin: { kind: "rule" as const, arn: rule.arn }, target, acceptedAtMs, attempts: 0 };
    const items: Item[] = [];
    const unsound: Item[] = [];
    for (const event of events) {
      const body = bodyOf(event, acceptedAtMs);
      const item = { payload: { eventId: event.id, body }, deadLetterBody: escapeBeyondBmp(JSON.stringify(event)) };
      const isSound = target.InputTransformer === undefined || isSoundInput(target.InputTransformer, body);
      (isSound ? items : unsound).push(item);
    }
    const batches: Batch[] = items.length > 0 ? [{ ...rest, items }] : [];
    if (unsound.length > 0) {
      const failure = new DeliveryFailure("INVALID_JSON", "The input template gives no JSON.", { permanent: true });
      batches.push({ ...rest, items: unsound, failure });
    }
    return batches;
  }

  #arm(timed: Timed, afterMs: number): void {
    const dueMs = nextFire(timed.schedule, afterMs, timed.fromMs);
    if (dueMs === undefined || dueMs > timed.untilMs) return;
    const wait = () => {
      const delayMs = Math.min(Math.max(0, dueMs - this.#clock.now()), TIMER_MS_MAX);
      const cancel = this.#clock.after(delayMs, () => {
        this.#cancels.delete(cancel);
        const now = this.#clock.now();
        if (now < dueMs) return wait();
        // After a long sleep of the machine one firing stands for all that were missed.
        this.#arm(timed, now);
        void timed.fire(dueMs).catch((error: unknown) => {
          this.#notify({ kind: "fault", origin: timed.arn, error });
        });
      });
      this.#cancels.add(cancel);
    };
    wait();
  }

  async #fireRule(rule: CompiledRule, dueMs: number): Promise<void> {
    const entry = { Source: "aws.events", DetailType: "Scheduled Event", Resources: [rule.arn], Time: dueMs / 1_000 };
    const event = this.#toEvent(entry, {});
    this.#notify({ kind: "fired", origin: rule.arn, scheduledTime: event.time });
    await this.#deliveries.hand(rule.targets.flatMap((target) => this.#batches(rule, target, [event], [rule.bus])));
  }

  async #fireSchedule(resource: BusSchedule, dueMs: number): Promise<void> {
    const scheduledTime = isoSeconds(dueMs);
    const entry = { Source: "aws.scheduler", DetailType: "Scheduled Event", Resources: [resource.Arn] };
    const event = this.#toEvent({ ...entry, Time: dueMs / 1_000 }, "{}");
    this.#notify({ kind: "fired", origin: resource.Arn, scheduledTime });
    const body = (resource.Target.Input ?? JSON.stringify(event))
      .replaceAll("<aws.scheduler.schedule-arn>", resource.Arn)
      .replaceAll("<aws.scheduler.scheduled-time>", scheduledTime)
      .replaceAll("<aws.scheduler.execution-id>", event.id);
    const payload = { eventId: event.id, body: escapeBeyondBmp(body) };
    const origin = { kind: "schedule" as const, arn: resource.Arn, scheduledTime };
    const items = [{ payload, deadLetterBody: payload.body }];
    const acceptedAtMs = this.#clock.now();
    await this.#deliveries.hand([{ origin, target: resource.Target, items, acceptedAtMs, attempts: 0 }]);
  }

  async #putScheduled(target: RuleTarget, payloads: readonly Payload[]): Promise<void> {
    const { Source, DetailType } = target.EventBridgeParameters ?? {};
    const EventBusName = target.Arn;
    const outcome = await this.putEvents(
      payloads.map(({ body }) => ({ Source, DetailType, EventBusName, Detail: body })),
    );
    if (outcome.kind === "invalid-request") {
      throw new DeliveryFailure("INVALID_PARAMETER", outcome.message, { permanent: true });
    }
    const refused = outcome.Entries.find((entry) => "ErrorCode" in entry);
    if (refused !== undefined) {
      throw new DeliveryFailure("INVALID_PARAMETER", refused.ErrorMessage, { permanent: true });
    }
  }
}

type Item = { payload: Payload; deadLetterBody: string; journalId?: string };
type Batch = {
  origin: Origin;
  target: RuleTarget;
  items: readonly Item[];
  acceptedAtMs: number;
  attempts: number;
  /** Set when it is known before the first attempt that nothing can be delivered. */
  failure?: DeliveryFailure;
};

type LoopOptions = Required<Pick<EventBusOptions, "deliver" | "clock" | "random" | "newId">> &
  Pick<EventBusOptions, "journal"> & { notify: (notice: BusNotice) => void };

/** Hands deliveries over, and over again, until they are accepted, dead-lettered or dropped. */
class DeliveryLoop {
  readonly #options: LoopOptions;
  readonly #waiting = new Map<Batch, () => void>();
  readonly #running = new Set<Promise<void>>();
  #underWay = 0;
  #stopped = false;

  constructor(options: LoopOptions) {
    this.#options = options;
  }

  get pending(): number {
    return [...this.#waiting.keys()].reduce((sum, batch) => sum + batch.items.length, this.#underWay);
  }

  async hand(batches: readonly Batch[]): Promise<void> {
    // Every batch gets its turn before a fault of one of them is passed on.
    const outcomes = await Promise.allSettled(batches.map((batch) => this.#track(batch)));
    const fault = outcomes.find((outcome) => outcome.status === "rejected");
    if (fault !== undefined) throw fault.reason;
  }

  async resume(records: Iterable<readonly [string, JournalRecord]>): Promise<void> {
    const batches = [...records].map(
      ([journalId, { payload, deadLetterBody, ...batch }]): Batch => ({
        ...batch,
        items: [{ payload, deadLetterBody, journalId }],
      }),
    );
    await this.hand(batches);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const cancel of this.#waiting.values()) cancel();
    await Promise.allSettled(this.#running);
  }

  async #track(batch: Batch): Promise<void> {
    this.#underWay += batch.items.length;
    const run = this.#run({ ...batch, attempts: batch.attempts + 1 }).finally(() => {
      this.#underWay -= batch.items.length;
      this.#running.delete(run);
    });
    this.#running.add(run);
    return run;
  }

  async #run(batch: Batch): Promise<void> {
    const { origin, target, items, attempts } = batch;
    const payloads = items.map(({ payload }) => withAttemptNumber(payload, origin, attempts));
    const failure =
      batch.failure ?? (await this.#options.deliver(target, payloads, origin).then(() => undefined, toFailure));
    const failed = failure === undefined ? [] : items.filter((item) => hasFailed(failure, item));
    const accepted = items.filter((item) => !failed.includes(item));
    if (accepted.length > 0) {
      await this.#forget(accepted);
      const eventIds = accepted.map((item) => item.payload.eventId);
      this.#options.notify({ kind: "delivered", origin: origin.arn, target: target.Arn, eventIds, attempts });
    }
    if (failure !== undefined && failed.length > 0) await this.#afterFailure({ ...batch, items: failed }, failure);
  }

  async #afterFailure(batch: Batch, failure: DeliveryFailure): Promise<void> {
    const policy = batch.target.RetryPolicy ?? {};
    const deadlineMs = batch.acceptedAtMs + (policy.MaximumEventAgeInSeconds ?? EVENT_AGE_SECONDS_MAX) * 1_000;
    const leftMs = deadlineMs - this.#options.clock.now();
    if (failure.permanent) return this.#bury(batch, failure);
    if (batch.attempts > (policy.MaximumRetryAttempts ?? RETRY_ATTEMPTS_MAX)) {
      return this.#bury(batch, failure, "MaximumRetryAttempts");
    }
    if (leftMs <= 0) return this.#bury(batch, failure, "MaximumEventAgeInSeconds");
    const grownMs = Math.min(RETRY_FIRST_MS * 2 ** (batch.attempts - 1), RETRY_LONGEST_MS);
    // Half of the delay is jitter, and the last attempt comes at the deadline instead of after it.
    const delayMs = Math.min(Math.round(grownMs * (0.5 + this.#options.random() / 2)), leftMs);
    const kept = await this.#remember(batch);
    const eventIds = kept.items.map((item) => item.payload.eventId);
    const names = { origin: batch.origin.arn, target: batch.target.Arn };
    this.#options.notify({ kind: "retrying", ...names, eventIds, delayMs, error: failure });
    this.#wait(kept, delayMs);
  }

  #wait(batch: Batch, delayMs: number): void {
    if (this.#stopped) return;
    const cancel = this.#options.clock.after(delayMs, () => {
      this.#waiting.delete(batch);
      void this.#track(batch).catch((error: unknown) => {
        // Only the journal can fail here. Trying again may deliver twice; giving up could lose the event.
        this.#options.notify({ kind: "fault", origin: batch.origin.arn, error });
        this.#wait(batch, RETRY_LONGEST_MS);
      });
    });
    this.#waiting.set(batch, cancel);
  }

  async #bury(batch: Batch, failure: DeliveryFailure, condition?: ExhaustedCondition): Promise<void> {
    const { origin, target, items } = batch;
    const queue = target.DeadLetterConfig?.Arn;
    const eventIds = items.map((item) => item.payload.eventId);
    const kind = queue === undefined ? "dropped" : "dead-lettered";
    const names = { origin: origin.arn, target: target.Arn };
    this.#options.notify({ kind, ...names, eventIds, error: failure, ...(condition && { condition }) });
    if (queue !== undefined) {
      const letters = items.map(({ payload, deadLetterBody }) => ({
        payload: {
          eventId: payload.eventId,
          body: deadLetterBody,
          attributes: deadLetterAttributes(batch, failure, payload.eventId, condition),
        },
        deadLetterBody,
      }));
      // The letter is a delivery like any other, with the default policy and no dead-letter queue of its own.
      const letterTarget = { Id: `${target.Id ?? "target"}-dead-letter`, Arn: queue };
      const acceptedAtMs = this.#options.clock.now();
      await this.#run({ origin, target: letterTarget, items: letters, acceptedAtMs, attempts: 1 });
    }
    await this.#forget(items);
  }

  async #remember(batch: Batch): Promise<Batch> {
    const { journal, newId } = this.#options;
    if (journal === undefined) return batch;
    const { items, failure: _, ...rest } = batch;
    const kept: Item[] = [];
    for (const item of items) {
      const journalId = item.journalId ?? newId();
      const { payload, deadLetterBody } = item;
      if (item.journalId === undefined) await journal.add(journalId, { ...rest, payload, deadLetterBody });
      kept.push({ ...item, journalId });
    }
    return { ...batch, items: kept };
  }

  async #forget(items: readonly Item[]): Promise<void> {
    for (const { journalId } of items) if (journalId !== undefined) await this.#options.journal?.remove(journalId);
  }
}

function toFailure(error: unknown): DeliveryFailure {
  if (error instanceof DeliveryFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new DeliveryFailure("ERROR_FROM_TARGET", message, { cause: error });
}

function hasFailed(failure: DeliveryFailure, item: Item): boolean {
  return failure.eventIds === undefined || failure.eventIds.has(item.payload.eventId);
}

function withAttemptNumber(payload: Payload, origin: Origin, attempts: number): Payload {
  if (origin.kind === "rule") return payload;
  return { ...payload, body: payload.body.replaceAll("<aws.scheduler.attempt-number>", String(attempts)) };
}

function deadLetterAttributes(
  { origin, target, attempts }: Batch,
  failure: DeliveryFailure,
  eventId: string,
  condition: ExhaustedCondition | undefined,
): Record<string, string> {
  const source: Record<string, string> =
    origin.kind === "rule"
      ? { RULE_ARN: origin.arn }
      : {
          SCHEDULE_ARN: origin.arn,
          SCHEDULED_TIME: origin.scheduledTime ?? "",
          EXECUTION_ID: eventId,
          IS_PAYLOAD_TRUNCATED: "false",
        };
  return {
    ...source,
    TARGET_ARN: target.Arn,
    ERROR_CODE: failure.code,
    ERROR_MESSAGE: failure.message,
    ...(condition && { EXHAUSTED_RETRY_CONDITION: condition }),
    RETRY_ATTEMPTS: String(attempts - 1),
  };
}

function refuseRequest(entries: readonly PutEventsEntry[]): string | undefined {
  const constraint = (bound: string) =>
    `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${bound}`;
  if (entries.length === 0) return constraint("greater than or equal to 1");
  if (entries.length > ENTRIES_MAX) return constraint(`less than or equal to ${ENTRIES_MAX}`);
  const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
  return bytes > REQUEST_BYTES_MAX ? "Total size of the entries in the request is over the limit." : undefined;
}

/** The size of an entry as the service counts it. */
export function entryBytes(entry: PutEventsEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  const bytes = texts.reduce((sum, text) => sum + (text === undefined ? 0 : Buffer.byteLength(text)), 0);
  return bytes + (entry.Time === undefined ? 0 : TIME_BYTES);
}

function readEntry(
  entry: PutEventsEntry,
  busExists: boolean,
): { detail: JsonObject } | { ErrorCode: string; ErrorMessage: string } {
  for (const name of ["Source", "DetailType", "Detail"] as const) {
    if (entry[name] === undefined || entry[name] === "") {
      const ErrorMessage = `Parameter ${name} is not valid. Reason: ${name} is a required argument.`;
      return { ErrorCode: "InvalidArgument", ErrorMessage };
    }
  }
  if (entry.Time !== undefined && !(Math.abs(entry.Time) <= TIME_SECONDS_MAX)) {
    return { ErrorCode: "InvalidArgument", ErrorMessage: "Parameter Time is not valid." };
  }
  const detail = parseDetail(entry.Detail ?? "");
  if (detail === undefined) return { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
  if (entry.Source?.startsWith("aws.")) {
    return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: "Not authorized for the source." };
  }
  // The service accepts an event for a bus that does not exist and drops it; here the mistake is to be seen.
  if (!busExists) {
    return { ErrorCode: "InvalidArgument", ErrorMessage: `Event bus ${busName(entry.EventBusName)} does not exist.` };
  }
  return { detail };
}

function parseDetail(text: string): JsonObject | undefined {
  let detail: JsonValue;
  try {
    detail = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isObject(detail) && !isNestedTooDeeply(text) ? detail : undefined;
}

/** Takes JSON only: in other text an endless string would make the search for its end quadratic. */
function isNestedTooDeeply(json: string): boolean {
  let depth = 0;
  for (const [mark] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/g)) {
    if (mark === "[" || mark === "{") depth += 1;
    if (mark === "]" || mark === "}") depth -= 1;
    if (depth > DETAIL_DEPTH_MAX) return true;
  }
  return false;
}

/** The name of a bus given by name or by ARN. */
export function busName(nameOrArn = "default"): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1);
}

function busNameIn(arn: string): string | undefined {
  return /^arn:[^:]+:events:[^:]*:[^:]*:event-bus\/(.+)$/.exec(arn)?.[1];
}

const isoSeconds = (epochMs: number) => new Date(epochMs).toISOString().replace(/\.\d+Z$/, "Z");

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The local queues refuse characters beyond the basic plane (emoji, rare Hanja), which the service takes. In JSON they
 * can only stand inside strings, so writing them as escapes changes nothing for the reader. Other text is left alone.
 */
function escapeBeyondBmp(body: string): string {
  if (!/[\u{10000}-\u{10FFFF}]/u.test(body) || !isJson(body)) return body;
  const toEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16)}`;
  return body.replace(/[\u{10000}-\u{10FFFF}]/gu, (character) => character.replace(/[\uD800-\uDFFF]/g, toEscape));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function compileRule(rule: BusRule): CompiledRule {
  return {
    arn: rule.Arn,
    name: rule.Name,
    bus: busName(rule.EventBusName),
    matches: rule.EventPattern === undefined ? () => false : compilePattern(rule.EventPattern),
    targets: (rule.Targets ?? []).map((target) => ({ target, bodyOf: compileInput(target, rule) })),
  };
}

function assertRule(rule: BusRule, buses: ReadonlySet<string>): void {
  const refuse = (reason: string) => new InvalidBusResource(`Rule ${rule.Name}: ${reason}`);
  const bus = busName(rule.EventBusName);
  if (!buses.has(bus)) throw refuse(`its bus "${bus}" does not exist`);
  if (rule.ScheduleExpression !== undefined) {
    if (bus !== "default") throw refuse("scheduled rules live on the default bus only");
    if (parseSchedule(rule.ScheduleExpression).kind === "at") throw refuse("at(…) belongs to EventBridge Scheduler");
  } else if (rule.EventPattern === undefined) {
    throw refuse("it has neither a pattern nor a schedule");
  }
  for (const target of rule.Targets ?? []) assertTarget(target, buses, refuse);
}

function assertSchedule(schedule: BusSchedule, buses: ReadonlySet<string>): void {
  const refuse = (reason: string) => new InvalidBusResource(`Schedule ${schedule.Name}: ${reason}`);
  parseSchedule(schedule.ScheduleExpression, schedule.ScheduleExpressionTimezone);
  for (const date of [schedule.StartDate, schedule.EndDate]) {
    if (date !== undefined && Number.isNaN(Date.parse(date))) throw refuse(`"${date}" is not a date`);
  }
  const { Target } = schedule;
  assertTarget(Target, buses, refuse);
  if (Target.InputPath !== undefined || Target.InputTransformer !== undefined) throw refuse("only Input is possible");
  if (busNameIn(Target.Arn) !== undefined && !(Target.EventBridgeParameters && Target.Input)) {
    throw refuse("a bus as target needs EventBridgeParameters and Input");
  }
}

function assertTarget(target: RuleTarget, buses: ReadonlySet<string>, refuse: (reason: string) => Error): void {
  const { Arn, RetryPolicy = {}, DeadLetterConfig } = target;
  const bus = busNameIn(Arn);
  const service = /^arn:[^:]+:(sqs|lambda):/.exec(Arn)?.[1];
  if (bus !== undefined && !buses.has(bus)) throw refuse(`target bus "${bus}" does not exist`);
  if (bus === undefined && service === undefined) throw refuse(`target ${Arn} is not a queue, a function or a bus`);
  if (service === "sqs" && Arn.endsWith(".fifo") && !target.SqsParameters?.MessageGroupId) {
    throw refuse(`target ${Arn} is a FIFO queue and needs SqsParameters.MessageGroupId`);
  }
  if (DeadLetterConfig?.Arn?.endsWith(".fifo")) throw refuse("a dead-letter queue must be a standard queue");
  const { MaximumRetryAttempts: attempts = 0, MaximumEventAgeInSeconds: age = EVENT_AGE_SECONDS_MAX } = RetryPolicy;
  if (attempts < 0 || attempts > RETRY_ATTEMPTS_MAX) throw refuse(`MaximumRetryAttempts ${attempts} is out of range`);
  if (age < EVENT_AGE_SECONDS_MIN || age > EVENT_AGE_SECONDS_MAX) {
    throw refuse(`MaximumEventAgeInSeconds ${age} is out of range`);
  }
  if ([target.Input, target.InputPath, target.InputTransformer].filter((input) => input !== undefined).length > 1) {
    throw refuse("only one of Input, InputPath and InputTransformer is possible");
  }
  if (target.Input !== undefined && !isJson(target.Input)) throw refuse("Input is not JSON");
  const paths = [target.InputPath, ...Object.values(target.InputTransformer?.InputPathsMap ?? {})];
  const unreadable = paths.find((path) => path !== undefined && parsePath(path) === undefined);
  if (unreadable !== undefined) throw refuse(`"${unreadable}" is not a JSON path that EventBridge takes`);
}

function compileInput(target: RuleTarget, rule: { Arn: string; Name: string }): CompiledTarget["bodyOf"] {
  const { Input, InputPath, InputTransformer } = target;
  if (Input !== undefined) return () => escapeBeyondBmp(Input);
  if (InputPath !== undefined) {
    const steps = parsePath(InputPath) ?? [];
    return (event) => escapeBeyondBmp(JSON.stringify(valueAt(event, steps) ?? null));
  }
  if (InputTransformer === undefined) return (event) => escapeBeyondBmp(JSON.stringify(event));
  const paths = Object.entries(InputTransformer.InputPathsMap ?? {}).map(
    ([name, path]) => [name, parsePath(path) ?? []] as const,
  );
  return (event, receivedAtMs) => {
    const { detail: _, ...envelope } = event;
    const variables = new Map<string, JsonValue | undefined>([
      ...paths.map(([name, steps]) => [name, valueAt(event, steps)] as const),
      ["aws.events.rule-arn", rule.Arn],
      ["aws.events.rule-name", rule.Name],
      ["aws.events.event", envelope],
      ["aws.events.event.json", event],
      ["aws.events.event.ingestion-time", isoSeconds(receivedAtMs)],
    ]);
    return escapeBeyondBmp(fillTemplate(InputTransformer.InputTemplate, variables));
  };
}

/**
 * Puts values in place of `<variable>`. In a JSON template a value outside quotes becomes JSON (text gains its quotes),
 * one inside quotes becomes text; in a template that is plain text, values are always text. A path that finds nothing
 * leaves an empty string.
 */
function fillTemplate(template: string, variables: ReadonlyMap<string, JsonValue | undefined>): string {
  const isPlainText = isPlainTextTemplate(template);
  const fill = (piece: string, name: string, quoted: boolean) => {
    if (!variables.has(name)) return piece;
    const value = variables.get(name) ?? "";
    if (!quoted && !isPlainText) return JSON.stringify(value);
    const text = typeof value === "string" ? value : JSON.stringify(value);
    // A whole event is documented not to be escaped inside quotes: such a template gives no JSON, here as there.
    return isPlainText || name.startsWith("aws.events.event") ? text : JSON.stringify(text).slice(1, -1);
  };
  const pieces = isPlainText ? [template] : template.split(/("(?:[^"\\]|\\.)*")/s);
  return pieces
    .map((piece, i) => piece.replace(/<([\w.-]+)>/g, (all, name: string) => fill(all, name, i % 2 === 1)))
    .join("");
}

type PathStep = string | number | "*";

const isPlainTextTemplate = (template: string) => !/^\s*(?:[[{"]|<[\w.-]+>\s*$)/.test(template);

const isSoundInput = ({ InputTemplate }: { InputTemplate: string }, body: string) =>
  isPlainTextTemplate(InputTemplate) || isJson(body);

/** `$.detail.items[0].id`, `$.detail.items[*].id`: the part of JSON path that EventBridge reads. */
function parsePath(path: string): readonly PathStep[] | undefined {
  if (!/^\$(?:\.[\w/-]+|\[(?:\d+|\*)\]|\.\*)*$/.test(path)) return undefined;
  return [...path.matchAll(/\.([\w/*-]+)|\[(\d+|\*)\]/g)].map(([, name, index]) =>
    name !== undefined ? name : index === "*" ? "*" : Number(index),
  );
}

function valueAt(value: JsonValue | undefined, [step, ...rest]: readonly PathStep[]): JsonValue | undefined {
  if (step === undefined || value === undefined) return value;
  if (typeof value !== "object" || value === null) return undefined;
  if (step === "*") {
    return Object.values(value).flatMap((element: JsonValue) => valueAt(element, rest) ?? []);
  }
  return Object.hasOwn(value, step) ? valueAt((value as Record<PathStep, JsonValue>)[step], rest) : undefined;
}
