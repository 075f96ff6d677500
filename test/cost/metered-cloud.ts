import {
  type BatchGetItemCommandInput,
  type BatchWriteItemCommandInput,
  ConditionalCheckFailedException,
  type DeleteItemCommandInput,
  DynamoDBClient,
  type GetItemCommandInput,
  type PutItemCommandInput,
  type QueryCommandInput,
  type ScanCommandInput,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, type PutEventsCommandInput } from "@aws-sdk/client-eventbridge";
import { type SendMessageBatchCommandInput, SQSClient } from "@aws-sdk/client-sqs";
import type { Item } from "../../functions/adapters/aws/attributes.ts";
import { createAwsPorts } from "../../functions/adapters/aws/aws-ports.ts";
import type { AwsClients } from "../../functions/adapters/aws/clients.ts";
import type { Clock, Ports, QueueMessage } from "../../functions/ports.ts";
import type { EnvironmentName } from "../../functions/runtime/environment.ts";
import type { Meter } from "./meter.ts";
import { MeteredTable, project, type TableKeys } from "./metered-table.ts";

/** An event as it was put on the bus. */
export interface PutEvent {
  readonly source: string;
  readonly detailType: string;
  readonly detail: string;
}

/** Queue requests and events are billed by so many bytes. */
const CHUNK_BYTES = 64 * 1_024;

export function chunksOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / CHUNK_BYTES));
}

/** Keys of the tables, as the stack has them; a test compares the two. */
export const tableKeys = {
  applicantsTable: { key: ["applicantId"] },
  openingsTable: { key: ["openingId"], index: ["employerId", "openingId"] },
  programmesTable: { key: ["programmeId", "validFrom"] },
  shardLogTable: { key: ["shard", "seq"] },
  matchesTable: { key: ["subject", "shard"] },
  recommendationsTable: { key: ["applicantId", "openingId"] },
  bridgesTable: { key: ["applicantId", "openingId"] },
  institutionsTable: { key: ["institutionId"] },
  deliveriesTable: { key: ["recommendationId", "channel"] },
  mailboxesTable: { key: ["applicantId"] },
  opportunitiesTable: { key: ["key"] },
  wakeUpsTable: { key: ["hour", "subject"] },
  requestsTable: { key: ["requestId"] },
  followUpsTable: { key: ["applicantId", "entry"], index: ["list", "dueOn"] },
  ledgerTable: { key: ["account", "entry"] },
  casesTable: { key: ["party", "caseId"], index: ["center", "caseId"] },
  quarantineTable: { key: ["day", "quarantineId"], index: ["entityId", "quarantineId"] },
  centerFeedsTable: { key: ["center", "entry"] },
  webhooksTable: { key: ["center", "entry"] },
} as const satisfies Partial<Record<EnvironmentName, TableKeys>>;

const FIFO_URLS: ReadonlySet<string> = new Set(["matchingQueueUrl"]);

/** SQS drops the same message within five minutes. */
const DEDUPLICATION_MS = 5 * 60 * 1_000;

/**
 * Clients of the SDK whose calls end in this process: the adapters that run in AWS build their requests, and each is answered from memory and counted as
 * AWS would bill it.
 */
export class MeteredCloud {
  readonly ports: Ports;
  readonly events: PutEvent[] = [];
  /** Calls so far. */
  calls = 0;
  /** Times that calls were waited for, however many of them at once. */
  rounds = 0;
  readonly #tables = new Map<string, MeteredTable>();
  readonly #queues = new Map<string, QueueMessage[]>();
  readonly #takenAt = new Map<string, number>();
  readonly #clock: Clock;
  readonly #meter: Meter;
  #round: Promise<void> | undefined;

  constructor(clock: Clock, meter: Meter) {
    this.#clock = clock;
    this.#meter = meter;
    for (const [name, keys] of Object.entries(tableKeys)) this.#tables.set(name, new MeteredTable(keys, meter));
    // What leads to a table or a queue is its variable's own name.
    this.ports = createAwsPorts((name) => name, this.#clients(), {
      clock,
      pause: () => Promise.reject(new Error("nothing is left undone here")),
      report: (text) => {
        throw new Error(text);
      },
    });
  }

  /** Bytes of all items and what DynamoDB keeps beside them, by table. */
  storedBytes(): Record<string, number> {
    return Object.fromEntries([...this.#tables].map(([name, table]) => [name, table.storedBytes]));
  }

  /** Takes what lies in a queue, a number of messages at most. */
  take(queueUrl: EnvironmentName, most = Number.POSITIVE_INFINITY): QueueMessage[] {
    return this.#queues.get(queueUrl)?.splice(0, most) ?? [];
  }

  takeEvents(): PutEvent[] {
    return this.events.splice(0);
  }

  #clients(): AwsClients {
    const settings = { region: "ap-northeast-2", credentials: { accessKeyId: "none", secretAccessKey: "none" } };
    const clients = {
      dynamoDb: new DynamoDBClient(settings),
      sqs: new SQSClient(settings),
      eventBridge: new EventBridgeClient(settings),
    };
    const answer = async (command: string | undefined, input: unknown) => {
      this.calls++;
      const output = this.#answer(command, input);
      await this.#nextRound();
      return { response: {}, output: { $metadata: {}, ...output } };
    };
    const step = { step: "initialize", priority: "high", name: "metered" } as const;
    clients.dynamoDb.middlewareStack.add(
      (_next, { commandName }) =>
        ({ input }) =>
          answer(commandName, input),
      step,
    );
    clients.sqs.middlewareStack.add(
      (_next, { commandName }) =>
        ({ input }) =>
          answer(commandName, input),
      step,
    );
    clients.eventBridge.middlewareStack.add(
      (_next, { commandName }) =>
        ({ input }) =>
          answer(commandName, input),
      step,
    );
    return clients;
  }

  /** Answers to calls that are under way together come together. */
  #nextRound(): Promise<void> {
    this.#round ??= new Promise((resolve) => {
      this.rounds++;
      setImmediate(() => {
        this.#round = undefined;
        resolve();
      });
    });
    return this.#round;
  }

  #answer(command: string | undefined, input: unknown): object {
    switch (command) {
      case "GetItemCommand": {
        const { TableName, Key = {}, ConsistentRead = false } = input as GetItemCommandInput;
        return { Item: this.#table(TableName).get(Key, ConsistentRead) };
      }
      case "BatchGetItemCommand":
        return this.#batchGet(input as BatchGetItemCommandInput);
      case "PutItemCommand": {
        const put = input as PutItemCommandInput;
        return orFailed(this.#table(put.TableName).put(put.Item ?? {}, put.ConditionExpression, put));
      }
      case "UpdateItemCommand": {
        const update = input as UpdateItemCommandInput;
        const { Key = {}, UpdateExpression = "", ConditionExpression } = update;
        const done = orFailed(this.#table(update.TableName).update(Key, UpdateExpression, ConditionExpression, update));
        return update.ReturnValues === "ALL_NEW" ? { Attributes: done.after } : {};
      }
      case "DeleteItemCommand": {
        const { TableName, Key = {}, ConditionExpression, ...rest } = input as DeleteItemCommandInput;
        orFailed(this.#table(TableName).write(Key, () => undefined, ConditionExpression, rest));
        return {};
      }
      case "BatchWriteItemCommand":
        return this.#batchWrite(input as BatchWriteItemCommandInput);
      case "QueryCommand": {
        const query = input as QueryCommandInput;
        return this.#table(query.TableName).query(query);
      }
      case "ScanCommand": {
        const { TableName, ConsistentRead = false } = input as ScanCommandInput;
        return { Items: this.#table(TableName).scan(ConsistentRead) };
      }
      case "SendMessageBatchCommand":
        return this.#send(input as SendMessageBatchCommandInput);
      case "PutEventsCommand":
        return this.#putEvents(input as PutEventsCommandInput);
      default:
        throw new Error(`nothing here answers ${command}`);
    }
  }

  #table(name: string | undefined): MeteredTable {
    const table = this.#tables.get(name ?? "");
    if (table === undefined) throw new Error(`there is no table ${name}`);
    return table;
  }

  #batchGet({ RequestItems = {} }: BatchGetItemCommandInput) {
    const Responses = Object.entries(RequestItems).map(([name, { Keys = [], ConsistentRead = false, ...rest }]) => {
      const found = Keys.map((key) => this.#table(name).get(key, ConsistentRead));
      return [name, found.filter(isItem).map((item) => project(item, rest.ProjectionExpression, rest))];
    });
    return { Responses: Object.fromEntries(Responses) };
  }

  #batchWrite({ RequestItems = {} }: BatchWriteItemCommandInput) {
    for (const [name, requests] of Object.entries(RequestItems)) {
      for (const { PutRequest, DeleteRequest } of requests) {
        if (PutRequest?.Item !== undefined) this.#table(name).put(PutRequest.Item, undefined, {});
        else if (DeleteRequest?.Key !== undefined) {
          this.#table(name).write(DeleteRequest.Key, () => undefined, undefined, {});
        }
      }
    }
    return {};
  }

  #send({ QueueUrl = "", Entries = [] }: SendMessageBatchCommandInput) {
    const isFifo = FIFO_URLS.has(QueueUrl);
    const bytes = Entries.reduce((sum, { MessageBody = "" }) => sum + Buffer.byteLength(MessageBody), 0);
    this.#meter.add(isFifo ? "fifo-requests" : "queue-requests", chunksOf(bytes));
    const queue = this.#queues.get(QueueUrl) ?? [];
    this.#queues.set(QueueUrl, queue);
    for (const { MessageBody: body = "", MessageGroupId: groupId, MessageDeduplicationId } of Entries) {
      if (MessageDeduplicationId !== undefined && this.#isRepeated(MessageDeduplicationId)) continue;
      queue.push({
        body,
        ...(groupId === undefined ? {} : { groupId }),
        ...(MessageDeduplicationId === undefined ? {} : { deduplicationId: MessageDeduplicationId }),
      });
    }
    return { Successful: [], Failed: [] };
  }

  #isRepeated(deduplicationId: string): boolean {
    const now = this.#clock.now();
    const before = this.#takenAt.get(deduplicationId);
    if (before !== undefined && now - before < DEDUPLICATION_MS) return true;
    this.#takenAt.set(deduplicationId, now);
    return false;
  }

  #putEvents({ Entries = [] }: PutEventsCommandInput) {
    for (const { Source: source = "", DetailType: detailType = "", Detail: detail = "" } of Entries) {
      this.#meter.add("bus-events", chunksOf(bytesOfEvent({ source, detailType, detail })));
      this.events.push({ source, detailType, detail });
    }
    return { FailedEntryCount: 0 };
  }
}

/** The size that EventBridge bills: source, detail type and detail in UTF-8, and 14 bytes for a time, which none of ours sets. */
export function bytesOfEvent({ source, detailType, detail }: PutEvent): number {
  return Buffer.byteLength(source) + Buffer.byteLength(detailType) + Buffer.byteLength(detail);
}

function isItem(item: Item | undefined): item is Item {
  return item !== undefined;
}

function orFailed<Done extends { readonly holds: boolean }>(done: Done): Done {
  if (done.holds) return done;
  throw new ConditionalCheckFailedException({ message: "The conditional request failed", $metadata: {} });
}
