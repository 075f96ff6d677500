import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { createAwsPorts } from "../../functions/adapters/aws/aws-ports.ts";
import { createAwsClients } from "../../functions/adapters/aws/clients.ts";
import type { QueueName } from "../../functions/ports.ts";
import { type EnvironmentName, readEnvironment } from "../../functions/runtime/environment.ts";
import { describePorts } from "./contract.ts";
import { type Harness, ManualClock } from "./harness.ts";
import { createResources, drain, type RealParts, startRealParts } from "./real-parts.ts";

let parts: RealParts;
let worlds = 0;
let calls = 0;

beforeAll(async () => {
  parts = await startRealParts();
  const countCalls = { step: "initialize", name: "countCalls" } as const;
  const count = <Next extends (...args: never[]) => unknown>(next: Next): Next => {
    return ((...args: Parameters<Next>) => {
      calls++;
      return next(...args);
    }) as Next;
  };
  parts.clients.dynamoDb.middlewareStack.add(count, countCalls);
  parts.clients.sqs.middlewareStack.add(count, countCalls);
  parts.clients.eventBridge.middlewareStack.add(count, countCalls);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

afterAll(() => parts.stop());

const URL_VARIABLES: Readonly<Record<QueueName, EnvironmentName>> = {
  matching: "matchingQueueUrl",
  "applicant-alerts": "applicantAlertsQueueUrl",
  "employer-shortlists": "employerShortlistsQueueUrl",
  "applicant-messages": "applicantMessagesQueueUrl",
  webhooks: "webhooksQueueUrl",
};

/** Tables, queues and a bus of its own for each test, in the parts that all share. */
async function createAwsHarness(): Promise<Harness> {
  const name = `world-${++worlds}`;
  const clock = new ManualClock();
  const resources = await createResources(parts.clients, name);
  const environment = (variable: EnvironmentName) => resources.get(variable) ?? "";
  return {
    ports: createAwsPorts(environment, parts.clients, { clock }),
    clock,
    receive: (queue) => drain(parts.clients.sqs, environment(URL_VARIABLES[queue])),
    arrived: () =>
      parts.events
        .filter(({ bus }) => bus === name)
        .map(({ source, detailType, detail }) => ({ source, detailType, detail })),
    calls: () => calls,
  };
}

describePorts("over AWS", createAwsHarness);

describe("the environment over AWS", () => {
  test("a variable is read by the first call that needs it, and its name is told when it is missing", async () => {
    const ports = createAwsPorts(readEnvironment({}), parts.clients);
    await expect(ports.applicants.keep("a", 1, "{}")).rejects.toThrow("APPLICANTS_TABLE");
    await expect(ports.openings.get(["a"])).rejects.toThrow("OPENINGS_TABLE");
    await expect(ports.queues.send("matching", [{ body: "{}", groupId: "g", deduplicationId: "d" }])).rejects.toThrow(
      "MATCHING_QUEUE_URL",
    );
  });

  test("clients call the endpoint that a variable names, whatever host a queue's URL has", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL_SQS", parts.sqsEndpoint);
    vi.stubEnv("AWS_REGION", "ap-northeast-2");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "local");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "local");
    const clients = createAwsClients();
    const resources = await createResources(parts.clients, `world-${++worlds}`);
    const url = new URL(resources.get("applicantAlertsQueueUrl") ?? "");
    url.host = "queues.invalid";
    await createAwsPorts(() => url.href, clients).queues.send("applicant-alerts", [{ body: "{}" }]);
    expect(await drain(parts.clients.sqs, resources.get("applicantAlertsQueueUrl") ?? "")).toEqual([{ body: "{}" }]);
    clients.sqs.destroy();
  });

  test("a table that isn't there is a fault", async () => {
    const ports = createAwsPorts(() => "no-such-table", parts.clients);
    await expect(ports.applicants.keep("a", 1, "{}")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    await expect(ports.shardLog.append("s", { seq: 1, record: new Uint8Array(1) })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });
});
