import {
  DeleteItemCommand,
  type DeleteItemCommandInput,
  type PutItemCommandInput,
  type QueryCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { MatchList, MatchLists } from "../../ports.ts";
import { fromBytes, fromNumber, fromText, type Item, namesOf, toBytes, toNumber, toText } from "./attributes.ts";
import { type DynamoTable, holds, putIf, queryItems } from "./dynamo-calls.ts";

export function putRequest(table: string, { subject, shard, asOfSeq, packed }: MatchList): PutItemCommandInput {
  return {
    TableName: table,
    Item: { subject: toText(subject), shard: toText(shard), asOfSeq: toNumber(asOfSeq), packed: toBytes(packed) },
    ConditionExpression: "attribute_not_exists(#subject) OR #asOfSeq <= :asOfSeq",
    ExpressionAttributeNames: namesOf("subject", "asOfSeq"),
    ExpressionAttributeValues: { ":asOfSeq": toNumber(asOfSeq) },
  };
}

export function removeRequest(table: string, subject: string, shard: string, asOfSeq: number): DeleteItemCommandInput {
  return {
    TableName: table,
    Key: { subject: toText(subject), shard: toText(shard) },
    ConditionExpression: "attribute_not_exists(#subject) OR #asOfSeq <= :asOfSeq",
    ExpressionAttributeNames: namesOf("subject", "asOfSeq"),
    ExpressionAttributeValues: { ":asOfSeq": toNumber(asOfSeq) },
  };
}

export function getRequest(table: string, subject: string): QueryCommandInput {
  return {
    TableName: table,
    KeyConditionExpression: "#subject = :subject",
    ExpressionAttributeNames: namesOf("subject"),
    ExpressionAttributeValues: { ":subject": toText(subject) },
    ConsistentRead: true,
  };
}

function toMatchList(item: Item): MatchList {
  return {
    subject: fromText(item, "subject"),
    shard: fromText(item, "shard"),
    asOfSeq: fromNumber(item, "asOfSeq"),
    packed: fromBytes(item, "packed"),
  };
}

export function createMatchLists(table: DynamoTable): MatchLists {
  return {
    // A condition that fails is no failure: a list made later is there, which is what the caller wants.
    put: async (list) => {
      await putIf(table, putRequest(table.name(), list));
    },
    get: async (subject) => {
      const items = await queryItems(table, getRequest(table.name(), subject));
      return items.map(toMatchList);
    },
    remove: async (subject, shard, asOfSeq) => {
      const request = new DeleteItemCommand(removeRequest(table.name(), subject, shard, asOfSeq));
      await holds(() => table.client.send(request));
    },
  };
}
