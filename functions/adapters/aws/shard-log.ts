import type { PutItemCommandInput, QueryCommandInput, WriteRequest } from "@aws-sdk/client-dynamodb";
import type { LogItem, ShardLog } from "../../ports.ts";
import { fromBytes, fromNumber, namesOf, toBytes, toNumber, toText } from "./attributes.ts";
import { batchWrite, type DynamoTable, putIf, queryAll } from "./dynamo-calls.ts";

/** Says that something was left undone which does no harm but should be seen. */
export type Report = (text: string) => void;

/** The condition is the fence: of all writers of a number exactly one wins. */
export function appendRequest(table: string, shard: string, { seq, record }: LogItem): PutItemCommandInput {
  return {
    TableName: table,
    Item: { shard: toText(shard), seq: toNumber(seq), record: toBytes(record) },
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

function deletion(shard: string, seq: number): WriteRequest {
  return { DeleteRequest: { Key: { shard: toText(shard), seq: toNumber(seq) } } };
}

export function createShardLog(table: DynamoTable, report: Report): ShardLog {
  return {
    readAfter: async function* (shard, seq) {
      for await (const item of queryAll(table, readAfterRequest(table.name(), shard, seq))) {
        yield { seq: fromNumber(item, "seq"), record: fromBytes(item, "record") };
      }
    },
    append: (shard, item) => putIf(table, appendRequest(table.name(), shard, item)),
    remove: async (shard, seqs) => {
      const distinct = [...new Set(seqs)];
      const left = await batchWrite(
        table,
        distinct.map((seq) => deletion(shard, seq)),
      );
      if (left > 0) report(`shard log ${shard}: ${left} of ${distinct.length} superseded items were not removed`);
    },
  };
}
