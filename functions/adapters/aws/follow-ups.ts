import {
  type PutItemCommandInput,
  type QueryCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { canonicalJson } from "../../../domain/canonical-json.ts";
import { type FollowUp, type FollowUpAnnouncement, takeFollowUpResult } from "../../../domain/outcomes/follow-up.ts";
import type { FollowUpKey, FollowUpList, FollowUps, ListedFollowUp } from "../../outcome-ports.ts";
import { settled } from "../../runtime/in-groups.ts";
import { fromPlace, placeOf } from "../follow-up-keys.ts";
import { fromText, type Item, namesOf, toText } from "./attributes.ts";
import { batchWriteAll, type DynamoTable, getItem, holds, putIf, queryAll, queryItems } from "./dynamo-calls.ts";

/** The index of follow-ups that somebody waits for, by list and day, keys alone; the stack names it too. */
export const BY_LIST = "byList";

function keyOf(followUp: FollowUpKey): Item {
  return { applicantId: toText(followUp.applicantId), entry: toText(placeOf(followUp)) };
}

/** What changes stands in attributes of its own, so that each change has its own condition. */
export function scheduleRequest(table: string, followUp: FollowUp): PutItemCommandInput {
  const { announced: _announced, results: _results, ...body } = followUp;
  const list: FollowUpList = "scheduled";
  return {
    TableName: table,
    Item: {
      ...keyOf(followUp),
      body: toText(canonicalJson(body)),
      list: toText(list),
      dueOn: toText(followUp.dueOn),
    },
    ConditionExpression: "attribute_not_exists(#applicantId)",
    ExpressionAttributeNames: namesOf("applicantId"),
  };
}

export function announceRequest(
  table: string,
  key: FollowUpKey,
  announcement: FollowUpAnnouncement,
  read: FollowUpAnnouncement | undefined,
): UpdateItemCommandInput {
  const isAsRead = read === undefined ? "attribute_not_exists(#announced)" : "#announced = :read";
  return {
    TableName: table,
    Key: keyOf(key),
    UpdateExpression: "SET #announced = :announced",
    ConditionExpression: `attribute_exists(#applicantId) AND ${isAsRead}`,
    ExpressionAttributeNames: namesOf("applicantId", "announced"),
    ExpressionAttributeValues: {
      ":announced": toText(canonicalJson(announcement)),
      ...(read === undefined ? {} : { ":read": toText(canonicalJson(read)) }),
    },
  };
}

export function moveRequest(table: string, key: FollowUpKey, to: FollowUpList | undefined): UpdateItemCommandInput {
  const from: FollowUpList = "scheduled";
  return {
    TableName: table,
    Key: keyOf(key),
    UpdateExpression: to === undefined ? "REMOVE #list" : "SET #list = :to",
    ConditionExpression: "#list = :from",
    ExpressionAttributeNames: namesOf("list"),
    ExpressionAttributeValues: { ":from": toText(from), ...(to === undefined ? {} : { ":to": toText(to) }) },
  };
}

export function recordRequest(
  table: string,
  key: FollowUpKey,
  before: string | undefined,
  results: FollowUp["results"],
): UpdateItemCommandInput {
  const isUnchanged = before === undefined ? "attribute_not_exists(#results)" : "#results = :before";
  return {
    TableName: table,
    Key: keyOf(key),
    UpdateExpression: "SET #results = :results REMOVE #list",
    ConditionExpression: `attribute_exists(#applicantId) AND ${isUnchanged}`,
    ExpressionAttributeNames: namesOf("applicantId", "results", "list"),
    ExpressionAttributeValues: {
      ":results": toText(canonicalJson(results)),
      ...(before === undefined ? {} : { ":before": toText(before) }),
    },
  };
}

export function listedRequest(table: string, list: FollowUpList, through: string): QueryCommandInput {
  return {
    TableName: table,
    IndexName: BY_LIST,
    KeyConditionExpression: "#list = :list AND #dueOn <= :through",
    ExpressionAttributeNames: namesOf("list", "dueOn"),
    ExpressionAttributeValues: { ":list": toText(list), ":through": toText(through) },
  };
}

export function ofRequest(table: string, applicantId: string): QueryCommandInput {
  return {
    TableName: table,
    KeyConditionExpression: "#applicantId = :applicantId",
    ExpressionAttributeNames: namesOf("applicantId"),
    ExpressionAttributeValues: { ":applicantId": toText(applicantId) },
    ConsistentRead: true,
  };
}

/** All three texts are written by this code alone, in canonical JSON. */
function toFollowUp(item: Item): FollowUp {
  const announced = item["announced"]?.S;
  return {
    ...JSON.parse(fromText(item, "body")),
    ...(announced === undefined ? {} : { announced: JSON.parse(announced) }),
    results: JSON.parse(item["results"]?.S ?? "[]"),
  };
}

function toListed(item: Item): ListedFollowUp {
  const key = fromPlace(fromText(item, "entry"));
  return { applicantId: fromText(item, "applicantId"), ...key, dueOn: fromText(item, "dueOn") };
}

/** Times that somebody else may change a follow-up between a read and the write that follows it. */
const ATTEMPTS_MAX = 10;

export function createFollowUps(table: DynamoTable): FollowUps {
  const itemOf = async (key: FollowUpKey): Promise<Item | undefined> => getItem(table, keyOf(key));
  const ofPerson = (applicantId: string) => queryItems(table, ofRequest(table.name(), applicantId));
  const update = (input: UpdateItemCommandInput) => holds(() => table.client.send(new UpdateItemCommand(input)));

  return {
    schedule: async (followUps) => {
      for (const followUp of followUps) await putIf(table, scheduleRequest(table.name(), followUp));
    },
    listed: async function* (list, through) {
      for await (const item of queryAll(table, listedRequest(table.name(), list, through))) yield toListed(item);
    },
    of: async (applicantId) => (await ofPerson(applicantId)).map(toFollowUp),
    announce: async (key, announcement, read) => {
      await update(announceRequest(table.name(), key, announcement, read));
      const item = await itemOf(key);
      return item && toFollowUp(item);
    },
    move: async (keys, to) => {
      await settled(keys, (key) => update(moveRequest(table.name(), key, to)));
    },
    record: async (key, result) => {
      for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
        const item = await itemOf(key);
        if (item === undefined) return { kind: "unknown" };
        const taken = takeFollowUpResult(toFollowUp(item), result);
        if (taken.kind !== "recorded") return taken;
        if (await update(recordRequest(table.name(), key, item["results"]?.S, taken.results))) return taken;
      }
      throw new Error("a follow-up changes as fast as it is read");
    },
    forget: async (applicantId) => {
      const followUps = (await ofPerson(applicantId)).map(toFollowUp);
      await batchWriteAll(
        table,
        followUps.map((followUp) => ({ DeleteRequest: { Key: keyOf(followUp) } })),
      );
    },
  };
}
