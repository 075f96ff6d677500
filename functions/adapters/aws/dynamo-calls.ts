import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  paginateQuery,
  paginateScan,
  type QueryCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import { PartialFailure } from "../../runtime/errors.ts";
import { inBatches } from "../../runtime/in-groups.ts";
import { WRITE_LIMITS } from "../batches.ts";
import { type Item, namesOf } from "./attributes.ts";

/** Waits, in milliseconds. Passed in, so that tests don't. */
export type Pause = (ms: number) => Promise<void>;

/** A table, its client, and how to wait between repetitions. The name is read when it is first needed: a function has those of its tables only. */
export interface DynamoTable {
  readonly client: DynamoDBClient;
  readonly pause: Pause;
  readonly name: () => string;
}

/** Calls for what a batch left undone. With the pauses between them they take under a second, then the queue repeats the whole record. */
const BATCH_ATTEMPTS_MAX = 5;

/** The first pause; each later one is twice as long. The service asks for pauses, since what it leaves undone is mostly throttled. */
const BATCH_PAUSE_MS = 50;

function pauseMs(attempt: number): number {
  return BATCH_PAUSE_MS * 2 ** attempt;
}

/** Puts an item if its condition holds, and says whether it did. */
export async function putIf(table: DynamoTable, input: PutItemCommandInput): Promise<boolean> {
  return holds(() => table.client.send(new PutItemCommand(input)));
}

/** Updates an item if its condition holds, and gives the item as it is then; undefined when the condition didn't hold. */
export async function updateIf(table: DynamoTable, input: UpdateItemCommandInput): Promise<Item | undefined> {
  let item: Item | undefined;
  const isDone = await holds(async () => {
    item = (await table.client.send(new UpdateItemCommand(input))).Attributes;
  });
  return isDone ? (item ?? {}) : undefined;
}

/** Reads one item by key, consistently. */
export async function getItem(table: DynamoTable, key: Item): Promise<Item | undefined> {
  const input = { TableName: table.name(), Key: key, ConsistentRead: true };
  return (await table.client.send(new GetItemCommand(input))).Item;
}

/** Whether the condition of a write held. Every other failure stays one. */
export async function holds(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Reads all pages of a query, one at a time and only as far as the caller goes. */
export async function* queryPages(table: DynamoTable, input: QueryCommandInput): AsyncGenerator<readonly Item[]> {
  for await (const { Items = [] } of paginateQuery({ client: table.client }, input)) yield Items;
}

/** Reads a whole table, a page at a time; every item as it is when its page is read. */
export async function* scanPages(table: DynamoTable): AsyncGenerator<readonly Item[]> {
  const input = { TableName: table.name(), ConsistentRead: true };
  for await (const { Items = [] } of paginateScan({ client: table.client }, input)) yield Items;
}

/** Reads the items of all pages of a query, one page at a time and only as far as the caller goes. */
export async function* queryAll(table: DynamoTable, input: QueryCommandInput): AsyncGenerator<Item> {
  for await (const page of queryPages(table, input)) yield* page;
}

/** Reads a whole query, or as many of its items as are wanted. */
export async function queryItems(
  table: DynamoTable,
  input: QueryCommandInput,
  most = Number.POSITIVE_INFINITY,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of queryPages(table, input)) {
    for (const item of page) if (items.length < most) items.push(item);
    if (items.length >= most) break;
  }
  return items;
}

/**
 * Reads up to 100 items by key, consistently and in any order. The service leaves keys unread when the answer would pass 16 MiB or when it
 * throttles: those are asked for again, and `PartialFailure` is thrown when some are left in the end.
 */
export async function batchGet(
  table: DynamoTable,
  keys: readonly Item[],
  attributes?: readonly string[],
): Promise<readonly Item[]> {
  const name = table.name();
  const projection =
    attributes === undefined
      ? {}
      : {
          ProjectionExpression: attributes.map((attribute) => `#${attribute}`).join(", "),
          ExpressionAttributeNames: namesOf(...attributes),
        };
  const items: Item[] = [];
  let unread = [...keys];
  for (let attempt = 0; unread.length > 0 && attempt < BATCH_ATTEMPTS_MAX; attempt++) {
    if (attempt > 0) await table.pause(pauseMs(attempt - 1));
    const RequestItems = { [name]: { Keys: unread, ConsistentRead: true, ...projection } };
    const answer = await table.client.send(new BatchGetItemCommand({ RequestItems }));
    items.push(...(answer.Responses?.[name] ?? []));
    unread = answer.UnprocessedKeys?.[name]?.Keys ?? [];
  }
  if (unread.length > 0) throw new PartialFailure("BatchGetItem", unread.length, keys.length, "UnprocessedKeys");
  return items;
}

/** Writes requests, 25 a call, in order; no two may have the same key. Gives how many were left undone in the end: 0 when all went through. */
export async function batchWrite(table: DynamoTable, requests: readonly WriteRequest[]): Promise<number> {
  let written = 0;
  for (const call of inBatches(requests, WRITE_LIMITS)) {
    const left = await writeCall(table, call);
    written += call.length - left;
    if (left > 0) break;
  }
  return requests.length - written;
}

async function writeCall(table: DynamoTable, call: readonly WriteRequest[]): Promise<number> {
  const name = table.name();
  let undone = [...call];
  for (let attempt = 0; undone.length > 0 && attempt < BATCH_ATTEMPTS_MAX; attempt++) {
    if (attempt > 0) await table.pause(pauseMs(attempt - 1));
    const answer = await table.client.send(new BatchWriteItemCommand({ RequestItems: { [name]: undone } }));
    undone = answer.UnprocessedItems?.[name] ?? [];
  }
  return undone.length;
}

/** Writes requests and throws `PartialFailure` when some were left undone. */
export async function batchWriteAll(table: DynamoTable, requests: readonly WriteRequest[]): Promise<void> {
  const left = await batchWrite(table, requests);
  if (left > 0) throw new PartialFailure("BatchWriteItem", left, requests.length, "UnprocessedItems");
}
