import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { CreateQueueCommand, DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import { BY_CENTER } from "../../functions/adapters/aws/cases.ts";
import { type AwsClients, clientSettings } from "../../functions/adapters/aws/clients.ts";
import { BY_LIST } from "../../functions/adapters/aws/follow-ups.ts";
import { BY_EMPLOYER } from "../../functions/adapters/aws/opening-store.ts";
import type { QueueMessage } from "../../functions/ports.ts";
import type { EnvironmentName } from "../../functions/runtime/environment.ts";
import type { ArrivedEvent } from "./harness.ts";

const LOOPBACK = "127.0.0.1";

/** dynalite is plain CommonJS without types. */
const dynalite: (options: { createTableMs: number }) => Server = createRequire(import.meta.url)("dynalite");

/** An event as it arrived, with the bus it was sent to. */
interface BusEvent extends ArrivedEvent {
  readonly bus: string;
}

/** DynamoDB, SQS and EventBridge on loopback, each on a free port. */
export interface RealParts {
  readonly clients: AwsClients;
  readonly events: readonly BusEvent[];
  /** Where SQS listens. */
  readonly sqsEndpoint: string;
  stop(): Promise<void>;
}

/** The key of each table, partition first. `seq` is a number, all others are text. */
const TABLES: readonly (readonly [variable: EnvironmentName, ...key: readonly string[]])[] = [
  ["applicantsTable", "applicantId"],
  ["openingsTable", "openingId"],
  ["programmesTable", "programmeId", "validFrom"],
  ["shardLogTable", "shard", "seq"],
  ["matchesTable", "subject", "shard"],
  ["recommendationsTable", "applicantId", "openingId"],
  ["bridgesTable", "applicantId", "openingId"],
  ["institutionsTable", "institutionId"],
  ["deliveriesTable", "recommendationId", "channel"],
  ["mailboxesTable", "applicantId"],
  ["opportunitiesTable", "key"],
  ["wakeUpsTable", "hour", "subject"],
  ["requestsTable", "requestId"],
  ["followUpsTable", "applicantId", "entry"],
  ["ledgerTable", "account", "entry"],
  ["casesTable", "party", "caseId"],
  ["quarantineTable", "day", "quarantineId"],
  ["centerFeedsTable", "center", "entry"],
  ["webhooksTable", "center", "entry"],
];

const QUEUES: readonly EnvironmentName[] = [
  "matchingQueueUrl",
  "applicantAlertsQueueUrl",
  "employerShortlistsQueueUrl",
  "applicantMessagesQueueUrl",
  "webhooksQueueUrl",
];

export async function startRealParts(): Promise<RealParts> {
  const tables = dynalite({ createTableMs: 0 });
  const queues = buildApp({ logger: false });
  const events: BusEvent[] = [];
  const bus = createBusServer(events);
  await queues.listen({ host: LOOPBACK, port: 0 });
  const [tablesPort, busPort] = [await listen(tables), await listen(bus)];
  const queuesPort = (queues.server.address() as AddressInfo).port;
  const endpoint = (port: number) => `http://${LOOPBACK}:${port}`;
  const settings = (port: number) => ({
    ...clientSettings,
    endpoint: endpoint(port),
    region: "ap-northeast-2",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const clients = {
    dynamoDb: new DynamoDBClient(settings(tablesPort)),
    sqs: new SQSClient(settings(queuesPort)),
    eventBridge: new EventBridgeClient(settings(busPort)),
  };
  return {
    clients,
    events,
    sqsEndpoint: endpoint(queuesPort),
    stop: async () => {
      for (const client of Object.values(clients)) client.destroy();
      await Promise.all([close(tables), close(bus), queues.close()]);
    },
  };
}

/** Creates empty tables and queues of one name, and gives the variables that lead to them. */
export async function createResources(
  { dynamoDb, sqs }: AwsClients,
  name: string,
): Promise<ReadonlyMap<EnvironmentName, string>> {
  const created = new Map<EnvironmentName, string>([["busName", name]]);
  for (const [variable, ...key] of TABLES) {
    const TableName = `${name}-${variable}`;
    await dynamoDb.send(new CreateTableCommand(tableInput(TableName, key, INDEXES[variable])));
    created.set(variable, TableName);
  }
  for (const variable of QUEUES) {
    const isFifo = variable === "matchingQueueUrl";
    const QueueName = `${name}-${variable}${isFifo ? ".fifo" : ""}`;
    const Attributes = isFifo ? { FifoQueue: "true" } : {};
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    created.set(variable, QueueUrl);
  }
  return created;
}

/** A table with its key, partition first, and the index that the service has on it, keys alone. */
export function tableInput(TableName: string, key: readonly string[], index?: Index): CreateTableCommandInput {
  const schema = (names: readonly string[]) =>
    names.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? ("HASH" as const) : ("RANGE" as const) }));
  const Projection = { ProjectionType: "KEYS_ONLY" as const };
  return {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: schema(key),
    ...(index && { GlobalSecondaryIndexes: [{ IndexName: index.name, KeySchema: schema(index.key), Projection }] }),
    AttributeDefinitions: [...new Set([...key, ...(index?.key ?? [])])].map((AttributeName) => ({
      AttributeName,
      AttributeType: AttributeName === "seq" ? "N" : "S",
    })),
  };
}

export interface Index {
  readonly name: string;
  readonly key: readonly string[];
}

const byEmployer: Index = { name: BY_EMPLOYER, key: ["employerId", "openingId"] };
export const byCenter: Index = { name: BY_CENTER, key: ["center", "caseId"] };
export const byList: Index = { name: BY_LIST, key: ["list", "dueOn"] };

const INDEXES: Readonly<Partial<Record<EnvironmentName, Index>>> = {
  openingsTable: byEmployer,
  followUpsTable: byList,
  casesTable: byCenter,
};

/** Receives and deletes until a queue is empty. One message of a FIFO group comes at a time. */
export async function drain(client: SQSClient, QueueUrl: string): Promise<readonly QueueMessage[]> {
  const drained: QueueMessage[] = [];
  while (true) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ["All"] }),
    );
    if (Messages.length === 0) return drained;
    for (const { Body: body = "", Attributes = {} } of Messages) {
      const { MessageGroupId: groupId, MessageDeduplicationId: deduplicationId } = Attributes;
      drained.push({
        body,
        ...(groupId === undefined ? {} : { groupId }),
        ...(deduplicationId === undefined ? {} : { deduplicationId }),
      });
    }
    const Entries = Messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}

/** As much of EventBridge as PutEvents needs: takes entries and remembers them. */
function createBusServer(events: BusEvent[]): Server {
  return createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { Entries } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as {
      Entries: readonly { EventBusName: string; Source: string; DetailType: string; Detail: string }[];
    };
    for (const { EventBusName: bus, Source: source, DetailType: detailType, Detail } of Entries) {
      events.push({ bus, source, detailType, detail: JSON.parse(Detail) });
    }
    response.setHeader("content-type", "application/x-amz-json-1.1");
    response.end(JSON.stringify({ FailedEntryCount: 0, Entries: Entries.map((_, at) => ({ EventId: String(at) })) }));
  });
}

async function listen(server: Server): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(0, LOOPBACK, resolve);
  await promise;
  return (server.address() as AddressInfo).port;
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
}
