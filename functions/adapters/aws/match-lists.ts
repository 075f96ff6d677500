import type { PutItemCommandInput, QueryCommandInput } from "@aws-sdk/client-dynamodb";
import type { Clock, MatchList, MatchLists } from "../../ports.ts";
import { fromBytes, fromNumber, fromText, type Item, namesOf, toBytes, toNumber, toText } from "./attributes.ts";
import { type DynamoTable, putIf, queryItems } from "./dynamo-calls.ts";
import { expiryOf } from "./expiry.ts";

export function putRequest(table: string, { packed, ...list }: MatchList): PutItemCommandInput {
  return putUnlessLater(table, list, { packed: toBytes(packed) });
}

/** A removed list leaves its position behind, so that one made earlier, and put late, can't come back. */
export function removeRequest(table: string, list: Omit<MatchList, "packed">, now: number): PutItemCommandInput {
  return putUnlessLater(table, list, expiryOf(now));
}

function putUnlessLater(
  table: string,
  { subject, shard, asOfSeq }: Omit<MatchList, "packed">,
  content: Item,
): PutItemCommandInput {
  return {
    TableName: table,
    Item: { subject: toText(subject), shard: toText(shard), asOfSeq: toNumber(asOfSeq), ...content },
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

export function createMatchLists(table: DynamoTable, clock: Clock): MatchLists {
  return {
    // A condition that fails is no failure: a list made later is there, which is what the caller wants.
    put: async (list) => {
      await putIf(table, putRequest(table.name(), list));
    },
    get: async (subject) => {
      const items = await queryItems(table, getRequest(table.name(), subject));
      return items.filter((item) => item["packed"] !== undefined).map(toMatchList);
    },
    remove: async (subject, shard, asOfSeq) => {
      await putIf(table, removeRequest(table.name(), { subject, shard, asOfSeq }, clock.now()));
    },
  };
}
