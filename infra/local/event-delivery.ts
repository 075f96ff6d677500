/**
 * Deliveries, handed over again and again until they are accepted, dead-lettered or dropped.
 *
 * Structure: a batch is what one rule or schedule has for one target at one time; when a part of it fails, that part
 * goes on as a batch of its own. Invariant: `hand` comes back only when every delivery is settled or waits, and
 * whatever waits is in the journal, if there is one. A dead letter enters the journal before its event leaves it.
 */
import { EVENT_AGE_SECONDS_MAX, RETRY_ATTEMPTS_MAX, type RuleTarget } from "./bus-resources.ts";
import type { Clock } from "./clock.ts";
import { escapeBeyondBmp } from "./json.ts";

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

/** `deadLetterBody` is what a dead-letter queue receives: the event itself, untransformed. */
type Item = { payload: Payload; deadLetterBody: string; journalId?: string };
export type Batch = {
  origin: Origin;
  target: RuleTarget;
  items: readonly Item[];
  acceptedAtMs: number;
  attempts: number;
  /** Set when it is known before the first attempt that nothing can be delivered. */
  failure?: DeliveryFailure;
};

/** One delivery of a batch as plain JSON, so that it can be kept anywhere. */
export type JournalRecord = {
  origin: Origin;
  target: RuleTarget;
  payload: Payload;
  deadLetterBody: string;
  acceptedAtMs: number;
  attempts: number;
};
export type DeliveryJournal = {
  add(id: string, record: JournalRecord): Promise<void> | void;
  remove(id: string): Promise<void> | void;
};

export type ExhaustedCondition = "MaximumRetryAttempts" | "MaximumEventAgeInSeconds";
type About = { origin: string; target: string; eventIds: readonly string[] };
export type DeliveryNotice =
  | (About & { kind: "delivered"; attempts: number })
  | (About & { kind: "retrying"; delayMs: number; error: Error })
  | (About & { kind: "dead-lettered" | "dropped"; error: Error; condition?: ExhaustedCondition })
  | { kind: "fault"; origin: string; error: unknown };

export type DeliveryOptions = {
  deliver: Deliver;
  journal?: DeliveryJournal;
  clock: Clock;
  /** From 0 up to 1, for the jitter of retries. */
  random: () => number;
  newId: () => string;
  notify: (notice: DeliveryNotice) => void;
};

const RETRY_FIRST_MS = 1_000;
/** So that 185 attempts with jitter spread over about the day that the default policy allows. */
const RETRY_LONGEST_MS = 600_000;

export class DeliveryLoop {
  readonly #options: DeliveryOptions;
  readonly #waiting = new Map<Batch, () => void>();
  readonly #running = new Set<Promise<void>>();
  #underWay = 0;
  #stopped = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** How many deliveries are under way or waiting to be tried again. */
  get pending(): number {
    return [...this.#waiting.keys()].reduce((sum, batch) => sum + batch.items.length, this.#underWay);
  }

  /** Throws only when the journal cannot be written. */
  async hand(batches: readonly Batch[]): Promise<void> {
    // Every batch gets its turn before a fault of one of them is passed on.
    const outcomes = await Promise.allSettled(batches.map((batch) => this.#attempt(batch)));
    const fault = outcomes.find((outcome) => outcome.status === "rejected");
    if (fault !== undefined) throw fault.reason;
  }

  /** Takes up what an earlier run left in the journal. */
  async resume(records: Iterable<readonly [id: string, record: JournalRecord]>): Promise<void> {
    const batches = [...records].map(
      ([journalId, { payload, deadLetterBody, ...batch }]): Batch => ({
        ...batch,
        items: [{ payload, deadLetterBody, journalId }],
      }),
    );
    await this.hand(batches);
  }

  /** Ends retries and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const cancel of this.#waiting.values()) cancel();
    await Promise.allSettled(this.#running);
  }

  async #attempt(batch: Batch): Promise<void> {
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
    const failed = items.filter((item) => hasFailed(item, failure));
    const accepted = items.filter((item) => !failed.includes(item));
    if (accepted.length > 0) {
      await this.#forget(accepted);
      this.#options.notify({ kind: "delivered", ...about({ ...batch, items: accepted }), attempts });
    }
    if (failure !== undefined && failed.length > 0) await this.#afterFailure({ ...batch, items: failed }, failure);
  }

  async #afterFailure(batch: Batch, failure: DeliveryFailure): Promise<void> {
    const { MaximumRetryAttempts = RETRY_ATTEMPTS_MAX, MaximumEventAgeInSeconds = EVENT_AGE_SECONDS_MAX } =
      batch.target.RetryPolicy ?? {};
    const leftMs = batch.acceptedAtMs + MaximumEventAgeInSeconds * 1_000 - this.#options.clock.now();
    if (failure.permanent) return this.#bury(batch, failure);
    if (batch.attempts > MaximumRetryAttempts) return this.#bury(batch, failure, "MaximumRetryAttempts");
    if (leftMs <= 0) return this.#bury(batch, failure, "MaximumEventAgeInSeconds");
    const grownMs = Math.min(RETRY_FIRST_MS * 2 ** (batch.attempts - 1), RETRY_LONGEST_MS);
    // Half of the delay is jitter, and the last attempt comes at the deadline instead of after it.
    const delayMs = Math.min(Math.round(grownMs * (0.5 + this.#options.random() / 2)), leftMs);
    const kept = await this.#remember(batch);
    this.#options.notify({ kind: "retrying", ...about(kept), delayMs, error: failure });
    this.#wait(kept, delayMs);
  }

  #wait(batch: Batch, delayMs: number): void {
    if (this.#stopped) return;
    const cancel = this.#options.clock.after(delayMs, () => {
      this.#waiting.delete(batch);
      void this.#attempt(batch).catch((error: unknown) => {
        // Only the journal can fail here. Trying again may deliver twice; giving up could lose the event.
        this.#options.notify({ kind: "fault", origin: batch.origin.arn, error });
        this.#wait(batch, RETRY_LONGEST_MS);
      });
    });
    this.#waiting.set(batch, cancel);
  }

  async #bury(batch: Batch, error: DeliveryFailure, condition?: ExhaustedCondition): Promise<void> {
    const queue = batch.target.DeadLetterConfig?.Arn;
    const kind = queue === undefined ? "dropped" : "dead-lettered";
    this.#options.notify({ kind, ...about(batch), error, ...(condition && { condition }) });
    if (queue !== undefined) {
      const items = batch.items.map(({ payload: { eventId }, deadLetterBody }) => {
        const attributes = deadLetterAttributes(batch, error, eventId, condition);
        return { payload: { eventId, body: deadLetterBody, attributes }, deadLetterBody };
      });
      // The letter is a delivery like any other, with the default policy and no dead-letter queue of its own.
      const target = { Id: `${batch.target.Id ?? "target"}-dead-letter`, Arn: queue };
      await this.#run({ origin: batch.origin, target, items, acceptedAtMs: this.#options.clock.now(), attempts: 1 });
    }
    await this.#forget(batch.items);
  }

  async #remember(batch: Batch): Promise<Batch> {
    const { journal, newId } = this.#options;
    if (journal === undefined) return batch;
    const { items, failure: _, ...rest } = batch;
    const kept: Item[] = [];
    for (const item of items) {
      const { payload, deadLetterBody, journalId = newId() } = item;
      if (item.journalId === undefined) await journal.add(journalId, { ...rest, payload, deadLetterBody });
      kept.push({ ...item, journalId });
    }
    return { ...batch, items: kept };
  }

  async #forget(items: readonly Item[]): Promise<void> {
    for (const { journalId } of items) if (journalId !== undefined) await this.#options.journal?.remove(journalId);
  }
}

/** Both bodies are written so that the local queues take them. */
export function toItem(eventId: string, body: string, deadLetterBody: string): Item {
  return { payload: { eventId, body: escapeBeyondBmp(body) }, deadLetterBody: escapeBeyondBmp(deadLetterBody) };
}

function toFailure(error: unknown): DeliveryFailure {
  if (error instanceof DeliveryFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new DeliveryFailure("ERROR_FROM_TARGET", message, { cause: error });
}

function hasFailed(item: Item, failure: DeliveryFailure | undefined): boolean {
  return failure !== undefined && (failure.eventIds?.has(item.payload.eventId) ?? true);
}

function about({ origin, target, items }: Batch): About {
  return { origin: origin.arn, target: target.Arn, eventIds: items.map((item) => item.payload.eventId) };
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
