import type { PutItemCommandInput, QueryCommandInput, WriteRequest } from "@aws-sdk/client-dynamodb";
import type { Clock, LogItem, ShardLog } from "../../ports.ts";
import { fromBytes, fromNumber, type Item, namesOf, toBytes, toNumber, toText } from "./attributes.ts";
import { batchWrite, type DynamoTable, putIf, queryPages } from "./dynamo-calls.ts";
import { expiryOf } from "./expiry.ts";

/** Says that something was left undone which does no harm but should be seen. */
export type Report = (text: string) => void;

function toItem(shard: string, { seq, record }: LogItem, now: number): Item {
  const key = { shard: toText(shard), seq: toNumber(seq) };
  return record === undefined ? { ...key, ...expiryOf(now) } : { ...key, record: toBytes(record) };
}

/** The condition is the fence: of all writers of a number exactly one wins. */
export function appendRequest(table: string, shard: string, item: LogItem, now: number): PutItemCommandInput {
  return {
    TableName: table,
    Item: toItem(shard, item, now),
    ConditionExpression: "attribute_not_exists(#shard)",
    ExpressionAttributeNames: namesOf("shard"),
  };
}

export function readAfterRequest(table: string, shard: string, seq: number): QueryCommandInput {
  return {
    TableName: table,
    KeyConditionExpression: "#shard = :shard AND #seq > :seq",
    ExpressionAttributeNames: namesOf("shard", "seq"),
    ExpressionAttributeValues: { ":shard": toText(shard), ":seq": toNumber(seq) },
    ConsistentRead: true,
  };
}

function emptying(shard: string, seq: number, now: number): WriteRequest {
  return { PutRequest: { Item: toItem(shard, { seq, record: undefined }, now) } };
}

function toLogItem(item: Item): LogItem {
  return { seq: fromNumber(item, "seq"), record: item["record"] === undefined ? undefined : fromBytes(item, "record") };
}

export function createShardLog(table: DynamoTable, clock: Clock, report: Report): ShardLog {
  return {
    readAfter: async function* (shard, seq) {
      for await (const page of queryPages(table, readAfterRequest(table.name(), shard, seq))) yield page.map(toLogItem);
    },
    append: (shard, item) => putIf(table, appendRequest(table.name(), shard, item, clock.now())),
    empty: async (shard, seqs) => {
      const distinct = [...new Set(seqs)];
      const left = await batchWrite(
        table,
        distinct.map((seq) => emptying(shard, seq, clock.now())),
      );
      if (left > 0) report(`shard log ${shard}: ${left} of ${distinct.length} superseded items were not emptied`);
    },
  };
}
