import { describe, expect, test } from "vitest";
import { InvalidBusResource, type RuleTarget } from "../../../infra/local/bus-resources.ts";
import type { EventBusOptions } from "../../../infra/local/event-bus.ts";
import type { PutEventsEntry } from "../../../infra/local/event-entry.ts";
import { ACCOUNT, aBus, anEntry, aRule, bodies, busArn, queue, REGION, settle } from "./a-bus.ts";

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
