import { describe, expect, test } from "vitest";
import {
  type BusRule,
  type BusSchedule,
  InvalidBusResource,
  type RuleTarget,
} from "../../../infra/local/bus-resources.ts";
import type { Clock } from "../../../infra/local/clock.ts";
import { type BusNotice, EventBus, type EventBusOptions } from "../../../infra/local/event-bus.ts";
import { DeliveryFailure, type JournalRecord, type Origin, type Payload } from "../../../infra/local/event-delivery.ts";
import type { PutEventsEntry } from "../../../infra/local/event-entry.ts";

const ACCOUNT = "000000000000";
const REGION = "ap-northeast-2";
const queue = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
const busArn = (name: string) => `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${name}`;
const STARTED_MS = Date.parse("2026-03-01T00:00:00Z");
const DAY_MS = 86_400_000;

/** Time moves only in `advance`, which runs what has come due, in order, letting every promise settle in between. */
class VirtualClock implements Clock {
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

const settle = () => new Promise((resolve) => setImmediate(resolve));

type Delivered = { target: string; payloads: Payload[]; origin: Origin; atMs: number };

function aBus(options: Partial<EventBusOptions> = {}) {
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

const aRule = (rule: Partial<BusRule> & { target?: Partial<RuleTarget> } = {}): BusRule => {
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

const anEntry = (entry: Partial<PutEventsEntry> = {}): PutEventsEntry => ({
  Source: "ieum.publisher",
  DetailType: "JobPosted",
  Detail: '{"openingId":"o-1"}',
  EventBusName: "ieum",
  ...entry,
});

const bodies = (delivered: readonly Delivered[]) =>
  delivered.flatMap(({ payloads }) => payloads.map(({ body }) => JSON.parse(body)));

describe("putting events", () => {
  test("hands a matching event to the rule's target as the standard envelope", async () => {
    const { bus, delivered } = aBus({ rules: [aRule()] });
    const outcome = await bus.putEvents([anEntry({ Time: 1_772_000_000, Resources: ["r-1"] })]);
    expect(outcome).toEqual({ kind: "answered", FailedEntryCount: 0, Entries: [{ EventId: "id-1" }] });
    expect(delivered).toMatchObject([{ target: queue("intake"), origin: { kind: "rule", arn: aRule().Arn } }]);
    expect(bodies(delivered)).toEqual([
      {
        version: "0",
        id: "id-1",
        "detail-type": "JobPosted",
        source: "ieum.publisher",
        account: ACCOUNT,
        time: "2026-02-25T06:13:20Z",
        region: REGION,
        resources: ["r-1"],
        detail: { openingId: "o-1" },
      },
    ]);
  });

  test("hands over events of one call to the same target together, and each rule's on its own", async () => {
    const other = aRule({ Name: "audit", Targets: [{ Arn: queue("audit") }, { Arn: queue("copy") }] });
    const { bus, delivered } = aBus({ rules: [aRule(), other] });
    await bus.putEvents([anEntry(), anEntry({ DetailType: "Other" }), anEntry()]);
    expect(delivered.map(({ target, payloads }) => [target, payloads.map((p) => p.eventId)])).toEqual([
      [queue("intake"), ["id-1", "id-3"]],
      [queue("audit"), ["id-1", "id-3"]],
      [queue("copy"), ["id-1", "id-3"]],
    ]);
  });

  test("answers only when the target has accepted", async () => {
    let accept = () => {};
    const accepting = new Promise<void>((resolve) => {
      accept = resolve;
    });
    const { bus } = aBus({ rules: [aRule()], deliver: () => accepting });
    let isAnswered = false;
    const answer = bus.putEvents([anEntry()]).then(() => {
      isAnswered = true;
    });
    await settle();
    expect(isAnswered).toBe(false);
    accept();
    await answer;
    expect(isAnswered).toBe(true);
  });

  test("keeps buses apart and leaves disabled rules out", async () => {
    const onDefault = aRule({ Name: "default", EventBusName: "default", Targets: [{ Arn: queue("default") }] });
    const disabled = aRule({ Name: "off", State: "DISABLED", Targets: [{ Arn: queue("off") }] });
    const { bus, delivered } = aBus({ rules: [aRule(), onDefault, disabled] });
    await bus.putEvents([anEntry({ EventBusName: busArn("ieum") })]);
    await bus.putEvents([anEntry({ EventBusName: undefined })]);
    expect(delivered.map(({ target }) => target)).toEqual([queue("intake"), queue("default")]);
  });

  test("passes the unchanged event on to another bus, and not in circles", async () => {
    const rules = [
      aRule({ Name: "there", Targets: [{ Arn: busArn("default") }] }),
      aRule({ Name: "back", EventBusName: "default", Targets: [{ Arn: busArn("ieum") }, { Arn: queue("far") }] }),
    ];
    const { bus, delivered } = aBus({ rules });
    await bus.putEvents([anEntry()]);
    expect(delivered.map(({ target, payloads }) => [target, payloads[0]?.eventId])).toEqual([[queue("far"), "id-1"]]);
  });

  test("writes characters beyond the basic plane as escapes that read the same", async () => {
    const { bus, delivered } = aBus({ rules: [aRule()] });
    await bus.putEvents([anEntry({ Detail: '{"title":"채용 🎉 𠮷"}' })]);
    const body = delivered[0]?.payloads[0]?.body ?? "";
    expect(body).toContain("채용 \\ud83c\\udf89 \\ud842\\udfb7");
    expect(JSON.parse(body).detail).toEqual({ title: "채용 🎉 𠮷" });
  });

  test("keeps a member called __proto__ as data", async () => {
    const { bus, delivered } = aBus({ rules: [aRule()] });
    await bus.putEvents([anEntry({ Detail: '{"__proto__":{"admin":true}}' })]);
    expect(delivered[0]?.payloads[0]?.body).toContain('"detail":{"__proto__":{"admin":true}}');
  });
});

describe("an entry that is not valid fails alone", () => {
  const deep = `{"a":${"[".repeat(1_000)}${"]".repeat(1_000)}}`;
  const rows: [string, Partial<PutEventsEntry>, string, RegExp][] = [
    ["no source", { Source: undefined }, "InvalidArgument", /Source is a required argument/],
    ["an empty detail type", { DetailType: "" }, "InvalidArgument", /DetailType is a required argument/],
    ["no detail", { Detail: undefined }, "InvalidArgument", /Detail is a required argument/],
    ["a time beyond all dates", { Time: 1e20 }, "InvalidArgument", /Time is not valid/],
    ["a detail that is not JSON", { Detail: "{" }, "MalformedDetail", /malformed/],
    ["a detail that is no object", { Detail: "[1]" }, "MalformedDetail", /malformed/],
    ["a detail nested too deeply", { Detail: deep }, "MalformedDetail", /malformed/],
    [
      "a detail nested to the bottom",
      { Detail: `{"a":${"[".repeat(90_000)}${"]".repeat(90_000)}}` },
      "MalformedDetail",
      /malformed/,
    ],
    ["a string without end", { Detail: `{"a":"${'\\"'.repeat(100_000)}` }, "MalformedDetail", /malformed/],
    ["a source of the service's own", { Source: "aws.s3" }, "NotAuthorizedForSourceException", /Not authorized/],
    ["an unknown bus", { EventBusName: "nowhere" }, "InvalidArgument", /nowhere does not exist/],
  ];
  test.each(rows)("%s", async (_, entry, code, message) => {
    const { bus, delivered } = aBus({ rules: [aRule()] });
    const outcome = await bus.putEvents([anEntry(entry), anEntry()]);
    expect(outcome).toEqual({
      kind: "answered",
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: code, ErrorMessage: expect.stringMatching(message) }, { EventId: "id-1" }],
    });
    expect(delivered).toHaveLength(1);
  });

  test("brackets inside strings do not count as depth", async () => {
    const { bus } = aBus();
    const Detail = JSON.stringify({ a: `\\"${"[".repeat(2_000)}` });
    expect(await bus.putEvents([anEntry({ Detail })])).toMatchObject({ FailedEntryCount: 0 });
  });
});

describe("a request that is not valid is refused whole", () => {
  const big = JSON.stringify({ text: "가".repeat(30_000) });
  const rows: [string, PutEventsEntry[], RegExp][] = [
    ["no entries", [], /greater than or equal to 1/],
    ["eleven entries", Array.from({ length: 11 }, () => anEntry()), /less than or equal to 10/],
    ["too many bytes", [1, 2, 3].map(() => anEntry({ Detail: big })), /Total size .* over the limit/],
  ];
  test.each(rows)("%s", async (_, entries, message) => {
    const { bus, delivered } = aBus({ rules: [aRule()] });
    const outcome = await bus.putEvents(entries);
    expect(outcome).toEqual({ kind: "invalid-request", message: expect.stringMatching(message) });
    expect(delivered).toEqual([]);
  });

  test("ten entries just under the limit are taken", async () => {
    const { bus } = aBus({ rules: [aRule()] });
    const entries = Array.from({ length: 10 }, () => anEntry({ Detail: JSON.stringify({ a: "x".repeat(26_000) }) }));
    expect(await bus.putEvents(entries)).toMatchObject({ kind: "answered", FailedEntryCount: 0 });
  });
});

describe("what a target receives", () => {
  const detail = { id: "o-1", tags: ["a", "b"], places: [{ gu: "마포" }, { gu: "은평" }], quote: 'say "hi"', n: 5 };
  const rows: [string, Partial<RuleTarget>, string][] = [
    ["a constant", { Input: '{"fixed":  1}' }, '{"fixed":  1}'],
    ["a part", { InputPath: "$.detail.tags" }, '["a","b"]'],
    ["the whole by path", { InputPath: "$.detail.id" }, '"o-1"'],
    ["one element", { InputPath: "$.detail.places[1].gu" }, '"은평"'],
    ["all elements", { InputPath: "$.detail.places[*].gu" }, '["마포","은평"]'],
    ["nothing found", { InputPath: "$.detail.missing.deeper" }, "null"],
  ];
  const templates: [string, string, string][] = [
    ["a JSON template with bare variables", '{"id":<id>,"n":<n>,"t":<tags>}', '{"id":"o-1","n":5,"t":["a","b"]}'],
    ["variables inside quotes", '{"m":"<id> has <n>: <quote>"}', '{"m":"o-1 has 5: say \\"hi\\""}'],
    ["an array inside quotes", '{"m":"<tags>"}', '{"m":"[\\"a\\",\\"b\\"]"}'],
    ["a quoted text", '"<id> is <n>"', '"o-1 is 5"'],
    ["a plain text", "<id> is <n> and <unknown>", "o-1 is 5 and <unknown>"],
    ["one variable alone", "<tags>", '["a","b"]'],
    ["a path that finds nothing", '{"a":<missing>,"b":"<missing>"}', '{"a":"","b":""}'],
    ["the rule's names", '[<aws.events.rule-name>,"<aws.events.rule-arn>"]', `["intake","${aRule().Arn}"]`],
    ["when it came in", "[<aws.events.event.ingestion-time>]", '["2026-03-01T00:00:00Z"]'],
  ];
  const InputPathsMap = {
    id: "$.detail.id",
    n: "$.detail.n",
    tags: "$.detail.tags",
    quote: "$.detail.quote",
    missing: "$.detail.nowhere",
  };
  const all = [
    ...rows,
    ...templates.map(([name, InputTemplate, body]) => [
      name,
      { InputTransformer: { InputPathsMap, InputTemplate } },
      body,
    ]),
  ] as typeof rows;
  test.each(all)("%s", async (_, target, body) => {
    const { bus, delivered } = aBus({ rules: [aRule({ target })] });
    await bus.putEvents([anEntry({ Detail: JSON.stringify(detail) })]);
    expect(delivered[0]?.payloads[0]?.body).toBe(body);
  });

  test("the event with and without its detail", async () => {
    const InputTemplate = '{"whole":<aws.events.event.json>,"envelope":<aws.events.event>}';
    const { bus, delivered } = aBus({ rules: [aRule({ target: { InputTransformer: { InputTemplate } } })] });
    await bus.putEvents([anEntry()]);
    const [{ whole, envelope }] = bodies(delivered);
    expect(whole).toEqual({ ...envelope, detail: { openingId: "o-1" } });
    expect(envelope).not.toHaveProperty("detail");
  });

  test("is a dead letter when the template gives no JSON", async () => {
    const InputTransformer = { InputTemplate: '{"m":"<aws.events.event.json>"}' };
    const target = { InputTransformer, DeadLetterConfig: { Arn: queue("dead") } };
    const { bus, delivered } = aBus({ rules: [aRule({ target })] });
    await bus.putEvents([anEntry()]);
    expect(delivered).toMatchObject([
      { target: queue("dead"), payloads: [{ attributes: { ERROR_CODE: "INVALID_JSON" } }] },
    ]);
  });
});

/** Fails the first `times` deliveries to the intake queue. */
function failing(times: number, error: () => Error = () => new Error("connection refused")) {
  let left = times;
  return async (target: RuleTarget) => {
    if (target.Arn === queue("intake") && left-- > 0) throw error();
  };
}

describe("a delivery that fails", () => {
  test("is tried again with growing delays until it is accepted", async () => {
    const { bus, clock, delivered, notices } = aBus({ rules: [aRule()], deliver: failing(3) });
    expect(await bus.putEvents([anEntry()])).toMatchObject({ FailedEntryCount: 0 });
    expect(bus.pendingDeliveries).toBe(1);
    await clock.advance(60_000);
    expect(delivered).toMatchObject([{ target: queue("intake"), atMs: 1_000 + 2_000 + 4_000 }]);
    expect(notices).toContainEqual(expect.objectContaining({ kind: "delivered", attempts: 4 }));
    expect(bus.pendingDeliveries).toBe(0);
  });

  test("does not hold back the other targets", async () => {
    const { bus, delivered } = aBus({
      rules: [aRule(), aRule({ Name: "audit", Targets: [{ Arn: queue("audit") }] })],
      deliver: failing(1),
    });
    await bus.putEvents([anEntry()]);
    expect(delivered.map(({ target }) => target)).toEqual([queue("audit")]);
  });

  test("is repeated alone when the rest of its batch was accepted", async () => {
    const tried: string[][] = [];
    const { bus, clock } = aBus({
      rules: [aRule()],
      deliver: async (_, payloads) => {
        tried.push(payloads.map((p) => p.eventId));
        if (tried.length === 1) throw new DeliveryFailure("THROTTLING", "slow down", { eventIds: new Set(["id-2"]) });
      },
    });
    await bus.putEvents([anEntry(), anEntry(), anEntry()]);
    await clock.advance(10_000);
    expect(tried).toEqual([["id-1", "id-2", "id-3"], ["id-2"]]);
  });

  const exhausting = { Id: "T0", Arn: queue("intake"), DeadLetterConfig: { Arn: queue("dead") } };

  test("goes to the dead-letter queue when its attempts are used up", async () => {
    const target = {
      ...exhausting,
      RetryPolicy: { MaximumRetryAttempts: 2 },
      Input: '{"transformed":true}',
    };
    const { bus, clock, delivered, kinds } = aBus({ rules: [aRule({ target })], deliver: failing(99) });
    await bus.putEvents([anEntry()]);
    await clock.advance(60_000);
    expect(delivered).toMatchObject([
      {
        target: queue("dead"),
        payloads: [
          {
            attributes: {
              RULE_ARN: aRule().Arn,
              TARGET_ARN: queue("intake"),
              ERROR_CODE: "ERROR_FROM_TARGET",
              ERROR_MESSAGE: "connection refused",
              EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
              RETRY_ATTEMPTS: "2",
            },
          },
        ],
      },
    ]);
    expect(bodies(delivered)).toMatchObject([{ id: "id-1", detail: { openingId: "o-1" } }]);
    expect(kinds()).toEqual(["accepted", "retrying", "retrying", "dead-lettered", "delivered"]);
  });

  test("goes to the dead-letter queue when the event is too old, after a last attempt at that age", async () => {
    const target = { ...exhausting, RetryPolicy: { MaximumEventAgeInSeconds: 60 } };
    const { bus, clock, delivered } = aBus({ rules: [aRule({ target })], deliver: failing(999) });
    await bus.putEvents([anEntry()]);
    await clock.advance(DAY_MS);
    expect(delivered).toMatchObject([{ target: queue("dead"), atMs: 60_000 }]);
    expect(delivered[0]?.payloads[0]?.attributes).toMatchObject({
      EXHAUSTED_RETRY_CONDITION: "MaximumEventAgeInSeconds",
      RETRY_ATTEMPTS: "6",
    });
  });

  test("goes there at once when it can never succeed", async () => {
    const denied = () => new DeliveryFailure("NO_PERMISSIONS", "not allowed", { permanent: true });
    const { bus, delivered } = aBus({ rules: [aRule({ target: exhausting })], deliver: failing(9, denied) });
    await bus.putEvents([anEntry()]);
    const attributes = delivered[0]?.payloads[0]?.attributes;
    expect(attributes).toMatchObject({ ERROR_CODE: "NO_PERMISSIONS", RETRY_ATTEMPTS: "0" });
    expect(attributes).not.toHaveProperty("EXHAUSTED_RETRY_CONDITION");
  });

  test("is dropped, and said to be, when there is no dead-letter queue", async () => {
    const target = { RetryPolicy: { MaximumRetryAttempts: 0 } };
    const { bus, delivered, kinds } = aBus({ rules: [aRule({ target })], deliver: failing(9) });
    await bus.putEvents([anEntry()]);
    expect(delivered).toEqual([]);
    expect(kinds()).toEqual(["accepted", "dropped"]);
    expect(bus.pendingDeliveries).toBe(0);
  });

  test("is tried 185 times within about a day by default", async () => {
    const { bus, clock, notices } = aBus({ rules: [aRule({ target: exhausting })], deliver: failing(9_999) });
    await bus.putEvents([anEntry()]);
    await clock.advance(2 * DAY_MS);
    const retries = notices.filter((notice) => notice.kind === "retrying").length;
    expect(retries).toBeGreaterThan(140);
    expect(retries).toBeLessThanOrEqual(185);
    expect(notices.at(-2)).toMatchObject({ kind: "dead-lettered" });
  });

  test("waits for a dead-letter queue that is away itself", async () => {
    let failuresLeft = 3;
    const target = { ...exhausting, RetryPolicy: { MaximumRetryAttempts: 0 } };
    const { bus, clock, delivered } = aBus({
      rules: [aRule({ target })],
      deliver: async () => {
        if (failuresLeft-- > 0) throw new Error("down");
      },
    });
    await bus.putEvents([anEntry()]);
    await clock.advance(60_000);
    expect(delivered).toMatchObject([{ target: queue("dead"), payloads: [{ attributes: { ERROR_MESSAGE: "down" } }] }]);
  });
});

describe("the journal", () => {
  function aJournal() {
    const records = new Map<string, JournalRecord>();
    const add = (id: string, record: JournalRecord) => {
      if (records.has(id)) throw new Error(`${id} is already in the journal`);
      records.set(id, structuredClone(record));
    };
    const remove = (id: string) => void records.delete(id);
    return { records, journal: { add, remove } };
  }

  test("holds what PutEvents accepted and could not deliver yet, and lets go of it afterwards", async () => {
    const { records, journal } = aJournal();
    const { bus, clock } = aBus({ rules: [aRule()], deliver: failing(2), journal });
    await bus.putEvents([anEntry(), anEntry()]);
    expect([...records.values()].map(({ payload }) => payload.eventId)).toEqual(["id-1", "id-2"]);
    await clock.advance(10_000);
    expect(records.size).toBe(0);
  });

  test("stays empty when everything is delivered at once", async () => {
    const { records, journal } = aJournal();
    const { bus } = aBus({ rules: [aRule()], journal });
    await bus.putEvents([anEntry()]);
    expect(records.size).toBe(0);
  });

  test("lets a new bus finish what a killed one had accepted", async () => {
    const { records, journal } = aJournal();
    const killed = aBus({ rules: [aRule()], deliver: failing(99), journal });
    await killed.bus.putEvents([anEntry()]);
    const { bus, delivered } = aBus({ rules: [aRule()], journal });
    await bus.resume([...records]);
    expect(bodies(delivered)).toMatchObject([{ id: "id-1" }]);
    expect(records.size).toBe(0);
  });

  test("holds a dead letter until its queue has taken it", async () => {
    const { records, journal } = aJournal();
    let isDown = true;
    const target = { DeadLetterConfig: { Arn: queue("dead") }, RetryPolicy: { MaximumRetryAttempts: 1 } };
    const { bus, clock } = aBus({
      rules: [aRule({ target })],
      journal,
      deliver: async () => {
        if (isDown) throw new Error("down");
      },
    });
    await bus.putEvents([anEntry()]);
    expect([...records.values()]).toMatchObject([{ target: { Arn: queue("intake") } }]);
    await clock.advance(1_500);
    expect([...records.values()]).toMatchObject([{ target: { Arn: queue("dead") } }]);
    isDown = false;
    await clock.advance(10_000);
    expect(records.size).toBe(0);
  });

  test("fails the call when it cannot be written", async () => {
    const journal = { add: () => Promise.reject(new Error("disk full")), remove: () => undefined };
    const { bus } = aBus({ rules: [aRule()], deliver: failing(1), journal });
    await expect(bus.putEvents([anEntry()])).rejects.toThrow("disk full");
  });

  test("still holds what was waiting when the bus is stopped", async () => {
    const { records, journal } = aJournal();
    const { bus, clock, delivered } = aBus({ rules: [aRule()], deliver: failing(1), journal });
    await bus.putEvents([anEntry()]);
    await bus.stop();
    await clock.advance(DAY_MS);
    expect(delivered).toEqual([]);
    expect(records.size).toBe(1);
  });
});

describe("a schedule", () => {
  const arn = `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/default/digest`;
  const aSchedule = (schedule: Partial<BusSchedule> = {}): BusSchedule => ({
    Arn: arn,
    Name: "digest",
    ScheduleExpression: "cron(0 18 * * ? *)",
    ScheduleExpressionTimezone: "Asia/Seoul",
    Target: { Arn: queue("digest"), Input: '{"at":"<aws.scheduler.scheduled-time>"}' },
    ...schedule,
  });

  test("of a rule sends the scheduled event once per period", async () => {
    const rule: BusRule = { ...aRule(), EventBusName: "default", ScheduleExpression: "rate(5 minutes)" };
    const { bus, clock, delivered } = aBus({ rules: [rule] });
    bus.start();
    await clock.advance(10 * 60_000);
    expect(bodies(delivered)).toMatchObject([
      { source: "aws.events", "detail-type": "Scheduled Event", time: "2026-03-01T00:05:00Z", resources: [rule.Arn] },
      { time: "2026-03-01T00:10:00Z", detail: {} },
    ]);
  });

  test("fires on the wall clock of its zone with its input", async () => {
    const { bus, clock, delivered } = aBus({ schedules: [aSchedule()] });
    bus.start();
    await clock.advance(2 * DAY_MS);
    expect(bodies(delivered)).toEqual([{ at: "2026-03-01T09:00:00Z" }, { at: "2026-03-02T09:00:00Z" }]);
    expect(delivered[0]?.origin).toMatchObject({ kind: "schedule", arn });
  });

  test("puts an event on a bus, where rules route it", async () => {
    const Target = {
      Arn: busArn("ieum"),
      EventBridgeParameters: { Source: "ieum.clock", DetailType: "DayStarted" },
      Input: '{"at":"<aws.scheduler.scheduled-time>","attempt":"<aws.scheduler.attempt-number>"}',
    };
    const rule = aRule({ EventPattern: { source: ["ieum.clock"], "detail-type": ["DayStarted"] } });
    const { bus, clock, delivered } = aBus({ schedules: [aSchedule({ Target })], rules: [rule] });
    bus.start();
    await clock.advance(DAY_MS);
    expect(bodies(delivered)).toMatchObject([{ detail: { at: "2026-03-01T09:00:00Z", attempt: "1" } }]);
  });

  test("without input sends what the service sends", async () => {
    const { bus, clock, delivered } = aBus({ schedules: [aSchedule({ Target: { Arn: queue("digest") } })] });
    bus.start();
    await clock.advance(DAY_MS);
    expect(bodies(delivered)).toMatchObject([{ source: "aws.scheduler", resources: [arn], detail: "{}" }]);
  });

  test("keeps to its beginning and its end, its rate firing first at the beginning", async () => {
    const { bus, clock, delivered } = aBus({
      schedules: [
        aSchedule({
          ScheduleExpression: "rate(1 hour)",
          StartDate: "2026-03-01T02:30:00Z",
          EndDate: "2026-03-01T04:45:00Z",
        }),
      ],
    });
    bus.start();
    await clock.advance(DAY_MS);
    expect(bodies(delivered).map(({ at }) => at.slice(11, 16))).toEqual(["02:30", "03:30", "04:30"]);
  });

  test("fires once after a long timer, and not before it is due", async () => {
    const schedule = aSchedule({ ScheduleExpression: "at(2026-05-01T00:00:00)", ScheduleExpressionTimezone: "UTC" });
    const { bus, clock, delivered } = aBus({ schedules: [schedule] });
    bus.start();
    await clock.advance(60 * DAY_MS);
    expect(delivered).toEqual([]);
    await clock.advance(60 * DAY_MS);
    expect(bodies(delivered)).toEqual([{ at: "2026-05-01T00:00:00Z" }]);
  });

  test("is dead-lettered with the attributes of the scheduler", async () => {
    const Target = {
      Arn: queue("intake"),
      Input: "{}",
      DeadLetterConfig: { Arn: queue("dead") },
      RetryPolicy: { MaximumRetryAttempts: 0 },
    };
    const { bus, clock, delivered } = aBus({ schedules: [aSchedule({ Target })], deliver: failing(9) });
    bus.start();
    await clock.advance(DAY_MS);
    expect(delivered[0]?.payloads[0]?.attributes).toMatchObject({
      SCHEDULE_ARN: arn,
      SCHEDULED_TIME: "2026-03-01T09:00:00Z",
      EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
    });
  });

  test("is silent when disabled, and after the bus has stopped", async () => {
    const { bus, clock, delivered } = aBus({ schedules: [aSchedule({ State: "DISABLED" }), aSchedule()] });
    bus.start();
    await clock.advance(DAY_MS);
    await bus.stop();
    await clock.advance(5 * DAY_MS);
    expect(delivered).toHaveLength(1);
  });
});

describe("what the service would not take is refused when the bus is built", () => {
  const rows: [string, Partial<EventBusOptions>][] = [
    ["a rule on an unknown bus", { rules: [aRule({ EventBusName: "nowhere" })] }],
    ["a rule on a schedule that is not on the default bus", { rules: [aRule({ ScheduleExpression: "rate(1 day)" })] }],
    ["a target on an unknown bus", { rules: [aRule({ target: { Arn: busArn("nowhere") } })] }],
    ["a target that is neither queue, function nor bus", { rules: [aRule({ target: { Arn: "arn:aws:sns:r:a:t" } })] }],
    ["a FIFO queue without a group", { rules: [aRule({ target: { Arn: queue("matching.fifo") } })] }],
    ["a FIFO dead-letter queue", { rules: [aRule({ target: { DeadLetterConfig: { Arn: queue("dead.fifo") } } })] }],
    ["too many attempts", { rules: [aRule({ target: { RetryPolicy: { MaximumRetryAttempts: 186 } } })] }],
    ["too short an age", { rules: [aRule({ target: { RetryPolicy: { MaximumEventAgeInSeconds: 59 } } })] }],
    ["two kinds of input", { rules: [aRule({ target: { Input: "{}", InputPath: "$" } })] }],
    ["an input that is not JSON", { rules: [aRule({ target: { Input: "{" } })] }],
    ["a path in brackets", { rules: [aRule({ target: { InputPath: "$['detail']" } })] }],
  ];
  test.each(rows)("%s", (_, options) => {
    expect(() => aBus(options)).toThrow(InvalidBusResource);
  });

  test("a rule with neither a pattern nor a schedule", () => {
    const { EventPattern: _, ...rule } = aRule();
    expect(() => aBus({ rules: [rule] })).toThrow(/neither a pattern nor a schedule/);
  });

  test("a malformed pattern, even of a disabled rule", () => {
    const rule = aRule({ State: "DISABLED", EventPattern: { source: [] } });
    expect(() => aBus({ rules: [rule] })).toThrow(/not valid at \$\.source/);
  });
});
