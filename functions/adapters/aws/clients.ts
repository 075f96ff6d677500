import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import { traceCalls } from "./traced-calls.ts";

/** One client per service, shared by all calls of a function's environment, so that its connections are kept alive between invocations. */
export interface AwsClients {
  readonly dynamoDb: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly eventBridge: EventBridgeClient;
}

/** Inside a region a connection takes milliseconds: one that takes a second won't come. */
const CONNECTION_TIMEOUT_MS = 1_000;

/** Calls take tens of milliseconds, the largest (1 MiB of messages) some hundreds. With all attempts a call ends within 16 s: functions need more. */
const REQUEST_TIMEOUT_MS = 5_000;

/** A call and two repetitions ride out a lost connection or a short throttling; what lasts longer is the queue's to repeat. */
const ATTEMPTS_MAX = 3;

export const clientSettings = {
  maxAttempts: ATTEMPTS_MAX,
  // The chain that a call goes through is put together once for each sort of call: nothing is added to a client that has made calls.
  cacheMiddleware: true,
  requestHandler: {
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Without this the SDK only writes a warning when the time is over, and goes on waiting.
    throwOnRequestTimeout: true,
  },
} as const;

const TRACE = { step: "initialize", name: "trace" } as const;

/** Clients of the function's own region; an endpoint variable of the SDK (`AWS_ENDPOINT_URL` …) leads them elsewhere. */
export function createAwsClients(): AwsClients {
  const dynamoDb = new DynamoDBClient(clientSettings);
  // The SDK would rather call the host of a queue's URL than the endpoint it is told by a variable.
  const sqs = new SQSClient({ ...clientSettings, useQueueUrlAsEndpoint: false });
  const eventBridge = new EventBridgeClient(clientSettings);
  dynamoDb.middlewareStack.add(traceCalls("DynamoDB"), TRACE);
  sqs.middlewareStack.add(traceCalls("SQS"), TRACE);
  eventBridge.middlewareStack.add(traceCalls("EventBridge"), TRACE);
  return { dynamoDb, sqs, eventBridge };
}
