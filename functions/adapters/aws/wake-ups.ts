import type { QueryCommandInput, WriteRequest } from "@aws-sdk/client-dynamodb";
import type { WakeUps } from "../../delivery-ports.ts";
import { fromText, type Item, namesOf, toText } from "./attributes.ts";
import { batchWriteAll, type DynamoTable, queryItems } from "./dynamo-calls.ts";

function keyOf(hour: number, subject: string): Item {
  return { hour: toText(String(hour)), subject: toText(subject) };
}

export function dueRequest(table: string, hour: number): QueryCommandInput {
  return {
    TableName: table,
    KeyConditionExpression: "#hour = :hour",
    ExpressionAttributeNames: namesOf("hour"),
    ExpressionAttributeValues: { ":hour": toText(String(hour)) },
    ConsistentRead: true,
  };
}

export function createWakeUps(table: DynamoTable): WakeUps {
  const writeAll = (subjects: readonly string[], toRequest: (subject: string) => WriteRequest) =>
    batchWriteAll(table, [...new Set(subjects)].map(toRequest));
  return {
    set: (hour, subjects) => writeAll(subjects, (subject) => ({ PutRequest: { Item: keyOf(hour, subject) } })),
    due: async (hour) => {
      const items = await queryItems(table, dueRequest(table.name(), hour));
      return items.map((item) => fromText(item, "subject"));
    },
    clear: (hour, subjects) => writeAll(subjects, (subject) => ({ DeleteRequest: { Key: keyOf(hour, subject) } })),
  };
}
