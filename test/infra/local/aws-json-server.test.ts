import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { EventBridgeClient, ListRulesCommand, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { afterEach, describe, expect, test } from "vitest";
import { type AccessCheck, principalOf } from "../../../infra/local/access.ts";
import { toEventsListener } from "../../../infra/local/aws-json-server.ts";
import { EventBus, type EventBusOptions } from "../../../infra/local/event-bus.ts";
import type { Payload } from "../../../infra/local/event-delivery.ts";
import { AccessDecider } from "../../../infra/local/iam.ts";

const ACCOUNT = "000000000000";
const REGION = "ap-northeast-2";
const BUS_ARN = `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/ieum`;

const open: { server: Server; client: EventBridgeClient }[] = [];
afterEach(async () => {
  for (const { server, client } of open.splice(0)) {
    client.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function anEndpoint(options: { authorize?: AccessCheck; deliver?: EventBusOptions["deliver"] } = {}) {
  const payloads: Payload[] = [];
  const faults: unknown[] = [];
  const bus = new EventBus({
    account: ACCOUNT,
    region: REGION,
    buses: ["ieum"],
    rules: [
      {
        Arn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/ieum/intake`,
        Name: "intake",
        EventBusName: "ieum",
        EventPattern: { source: [{ prefix: "ieum." }] },
        Targets: [{ Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:intake` }],
      },
    ],
    deliver: options.deliver ?? (async (_, delivered) => void payloads.push(...delivered)),
    journal: { add: () => Promise.reject(new Error("disk full")), remove: () => undefined },
  });
  const authorize = options.authorize ?? (() => ({ allowed: true }));
  const server = createServer(toEventsListener({ bus, authorize, onFault: (fault) => faults.push(fault) }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "intake-role", secretAccessKey: "any" };
  const client = new EventBridgeClient({ endpoint, region: REGION, credentials, maxAttempts: 1 });
  open.push({ server, client });
  return { client, endpoint, payloads, faults };
}

const anEntry = {
  Source: "ieum.publisher",
  DetailType: "JobPosted",
  Detail: '{"title":"요양보호사 🎉"}',
  EventBusName: "ieum",
};

describe("the SDK's own client", () => {
  test("puts events, and learns which entry failed", async () => {
    const { client, payloads } = await anEndpoint();
    const Time = new Date("2026-03-01T00:00:00Z");
    const answer = await client.send(
      new PutEventsCommand({
        Entries: [
          { ...anEntry, Time, Resources: ["r"] },
          { ...anEntry, Detail: "no json" },
        ],
      }),
    );
    expect(answer.FailedEntryCount).toBe(1);
    expect(answer.Entries).toEqual([
      { EventId: payloads[0]?.eventId },
      { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." },
    ]);
    expect(JSON.parse(payloads[0]?.body ?? "")).toMatchObject({
      time: "2026-03-01T00:00:00Z",
      resources: ["r"],
      detail: { title: "요양보호사 🎉" },
    });
  });

  test("is told when a request is not valid as a whole", async () => {
    const { client } = await anEndpoint();
    const Entries = Array.from({ length: 11 }, () => anEntry);
    await expect(client.send(new PutEventsCommand({ Entries }))).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("less than or equal to 10"),
      $metadata: { httpStatusCode: 400 },
    });
  });

  test("is told that another operation is unknown", async () => {
    const { client } = await anEndpoint();
    await expect(client.send(new ListRulesCommand({}))).rejects.toMatchObject({ name: "UnknownOperationException" });
  });

  test("is told of a fault as something to try again", async () => {
    const { client, faults } = await anEndpoint({ deliver: () => Promise.reject(new Error("queue away")) });
    await expect(client.send(new PutEventsCommand({ Entries: [anEntry] }))).rejects.toMatchObject({
      name: "InternalFailure",
      $metadata: { httpStatusCode: 500 },
    });
    expect(faults).toMatchObject([{ message: "disk full" }]);
  });
});

describe("access", () => {
  const grant = { Effect: "Allow", Action: "events:PutEvents", Resource: BUS_ARN };
  const deciding = (decider: AccessDecider): AccessCheck => decider.decide.bind(decider);

  test("is decided by the principal that signed, for each bus it puts on", async () => {
    const asked: string[][] = [];
    const authorize: AccessCheck = (...question) => {
      asked.push(question);
      return { allowed: true };
    };
    const { client } = await anEndpoint({ authorize });
    const onDefault = { ...anEntry, EventBusName: undefined };
    await client.send(new PutEventsCommand({ Entries: [anEntry, { ...anEntry, EventBusName: BUS_ARN }, onDefault] }));
    expect(asked).toEqual([
      ["intake-role", "events:PutEvents", BUS_ARN],
      ["intake-role", "events:PutEvents", BUS_ARN.replace("/ieum", "/default")],
    ]);
  });

  test("is granted by a statement", async () => {
    const decider = new AccessDecider(new Map([["intake-role", [grant]]]));
    const { client } = await anEndpoint({ authorize: deciding(decider) });
    expect(await client.send(new PutEventsCommand({ Entries: [anEntry] }))).toMatchObject({ FailedEntryCount: 0 });
    expect(decider.usedStatements()).toEqual([grant]);
  });

  test.each([
    [[], "because no identity-based policy allows the events:PutEvents action"],
    [[grant, { ...grant, Effect: "Deny" }], "with an explicit deny in an identity-based policy"],
  ])("by the statements %j is denied in the service's words", async (statements, why) => {
    const decider = new AccessDecider(new Map([["intake-role", statements]]));
    const { client, payloads } = await anEndpoint({ authorize: deciding(decider) });
    await expect(client.send(new PutEventsCommand({ Entries: [anEntry] }))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: `User: intake-role is not authorized to perform: events:PutEvents on resource: ${BUS_ARN} ${why}`,
      $metadata: { httpStatusCode: 400 },
    });
    expect(payloads).toEqual([]);
  });
});

describe("a request that no client would send", () => {
  const authorization = "AWS4-HMAC-SHA256 Credential=intake-role/20260301/ap-northeast-2/events/aws4_request";
  const target = { "x-amz-target": "AWSEvents.PutEvents" };
  const rows: [string, RequestInit, number, string][] = [
    ["a body that is not JSON", { headers: { authorization, ...target }, body: "{" }, 400, "SerializationException"],
    [
      "entries of a wrong type",
      { headers: { authorization, ...target }, body: '{"Entries":[{"Source":1}]}' },
      400,
      "SerializationException",
    ],
    ["no signature", { headers: target, body: '{"Entries":[{}]}' }, 403, "MissingAuthenticationTokenException"],
    ["no operation", { headers: { authorization }, body: "{}" }, 400, "UnknownOperationException"],
    [
      "an endless body",
      { headers: { authorization, ...target }, body: "x".repeat(3_000_000) },
      413,
      "RequestEntityTooLargeException",
    ],
  ];
  test.each(rows)("with %s is answered with its error", async (_, init, status, type) => {
    const { endpoint } = await anEndpoint();
    const response = await fetch(endpoint, { method: "POST", ...init });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/x-amz-json-1.1");
    expect(await response.json()).toMatchObject({ __type: type });
  });
});

test.each([
  ["AWS4-HMAC-SHA256 Credential=match-role/20260301/x/sqs/aws4_request, SignedHeaders=host", "match-role"],
  ["AWS4-HMAC-SHA256 Credential=", undefined],
  ["Bearer match-role/", undefined],
  [undefined, undefined],
])("the principal of the authorization %j is %j", (authorization, principal) => {
  expect(principalOf({ ...(authorization !== undefined && { authorization }) })).toBe(principal);
});
