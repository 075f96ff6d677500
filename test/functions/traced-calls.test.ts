import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { BatchGetItemCommand, type DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createAwsClients } from "../../functions/adapters/aws/clients.ts";

const ROOT = "1-67f1e2a3-0123456789abcdef01234567";
const PARENT = "53995c3f42cd8ad8";

/** Stands in for the daemon that Lambda runs beside a function. */
let daemon: Socket;

beforeEach(async () => {
  daemon = createSocket("udp4");
  daemon.bind(0, "127.0.0.1");
  await once(daemon, "listening");
  vi.stubEnv("AWS_XRAY_DAEMON_ADDRESS", `127.0.0.1:${daemon.address().port}`);
  vi.stubEnv("_X_AMZN_TRACE_ID", `Root=${ROOT};Parent=${PARENT};Sampled=1`);
  vi.stubEnv("AWS_REGION", "ap-northeast-2");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "nobody");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "nothing");
});
afterEach(() => {
  vi.unstubAllEnvs();
  daemon.close();
});

/** Has a client answered by a function instead of a service. */
function answered(client: Pick<DynamoDBClient, "middlewareStack">, answer: () => unknown): void {
  client.middlewareStack.add(
    () => async () => {
      const output = await answer();
      return { output: output as never, response: undefined };
    },
    { step: "serialize", name: "answer" },
  );
}

async function nextDocument(): Promise<Record<string, unknown>> {
  const [message] = (await once(daemon, "message")) as [Buffer];
  const [header = "", document = ""] = message.toString("utf8").split("\n");
  expect(JSON.parse(header)).toEqual({ format: "json", version: 1 });
  return JSON.parse(document) as Record<string, unknown>;
}

test("a call is a sub-segment of the invocation, with the table and how often it was tried", async () => {
  const { dynamoDb } = createAwsClients();
  answered(dynamoDb, () => ({ $metadata: { httpStatusCode: 200, attempts: 2 } }));
  const written = nextDocument();
  const RequestItems = { applicants: { Keys: [{ applicantId: { S: "applicant-secret" } }] } };
  await dynamoDb.send(new BatchGetItemCommand({ RequestItems }));
  const document = await written;
  expect(document).toMatchObject({
    name: "DynamoDB",
    trace_id: ROOT,
    parent_id: PARENT,
    type: "subsegment",
    namespace: "aws",
    aws: { operation: "BatchGetItem", table_name: "applicants", retries: 1 },
    http: { response: { status: 200 } },
  });
  expect(document["id"]).toMatch(/^[0-9a-f]{16}$/);
  expect(document["end_time"]).toBeGreaterThanOrEqual(Number(document["start_time"]));
  expect(JSON.stringify(document)).not.toContain("applicant-secret");
});

const failing = (name: string, status: number) => () => {
  throw Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
};

test.each([
  ["ThrottlingException", 400, { error: true, throttle: true }],
  ["ValidationException", 400, { error: true }],
  ["InternalServerError", 500, { fault: true }],
])("%s is told", async (name, status, flags) => {
  const { sqs } = createAwsClients();
  answered(sqs as never, failing(name, status));
  const written = nextDocument();
  const QueueUrl = "https://sqs.ap-northeast-2.amazonaws.com/1/ieum-dev-matching.fifo";
  await expect(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "{}" }))).rejects.toThrow(name);
  expect(await written).toMatchObject({
    name: "SQS",
    aws: { operation: "SendMessage", queue_url: QueueUrl },
    ...flags,
  });
});

test("a condition that isn't met is no error", async () => {
  const { dynamoDb } = createAwsClients();
  answered(dynamoDb, failing("ConditionalCheckFailedException", 400));
  const written = nextDocument();
  await expect(dynamoDb.send(new PutItemCommand({ TableName: "openings", Item: {} }))).rejects.toThrow();
  const document = await written;
  expect(Object.keys(document)).not.toContain("error");
  expect(Object.keys(document)).not.toContain("fault");
});

test("what isn't sampled writes nothing", async () => {
  const { dynamoDb } = createAwsClients();
  answered(dynamoDb, () => ({ $metadata: {} }));
  vi.stubEnv("_X_AMZN_TRACE_ID", `Root=${ROOT};Parent=${PARENT};Sampled=0`);
  await dynamoDb.send(new PutItemCommand({ TableName: "openings", Item: {} }));
  vi.stubEnv("_X_AMZN_TRACE_ID", `Root=${ROOT};Parent=${PARENT};Sampled=1`);
  const written = nextDocument();
  await dynamoDb.send(new PutItemCommand({ TableName: "matches", Item: {} }));
  expect(await written).toMatchObject({ aws: { table_name: "matches" } });
});
