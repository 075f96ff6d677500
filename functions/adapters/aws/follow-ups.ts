import {
  type PutItemCommandInput,
  type QueryCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import { canonicalJson } from "../../../domain/canonical-json.ts";
import { type FollowUp, type FollowUpAnnouncement, takeFollowUpResult } from "../../../domain/outcomes/follow-up.ts";
import type { FollowUpKey, FollowUpList, FollowUps, ListedFollowUp } from "../../outcome-ports.ts";
import { entryOf, fromEntry, lastEntryOf, partitionOf, placeOf } from "../follow-up-lists.ts";
import { fromText, type Item, namesOf, toText } from "./attributes.ts";
import { batchWriteAll, type DynamoTable, getItem, holds, putIf, queryAll, queryItems } from "./dynamo-calls.ts";

const LISTS: readonly FollowUpList[] = ["scheduled", "due"];

function keyOf(followUp: FollowUpKey): Item {
  return { list: toText(partitionOf(followUp.applicantId)), entry: toText(placeOf(followUp)) };
}

function pointerOf(list: FollowUpList, listed: ListedFollowUp): Item {
  return { list: toText(list), entry: toText(entryOf(listed)) };
}

/** What changes stands in attributes of its own, so that each change has its own condition. */
export function scheduleRequest(table: string, followUp: FollowUp): PutItemCommandInput {
  const { announced: _announced, results: _results, ...body } = followUp;
  return {
    TableName: table,
    Item: { ...keyOf(followUp), body: toText(canonicalJson(body)) },
    ConditionExpression: "attribute_not_exists(#list)",
    ExpressionAttributeNames: namesOf("list"),
  };
}

export function announceRequest(
  table: string,
  key: FollowUpKey,
  announcement: FollowUpAnnouncement,
): UpdateItemCommandInput {
  return {
    TableName: table,
    Key: keyOf(key),
    UpdateExpression: "SET #announced = :announced",
    ConditionExpression: "attribute_exists(#list) AND attribute_not_exists(#announced)",
    ExpressionAttributeNames: namesOf("list", "announced"),
    ExpressionAttributeValues: { ":announced": toText(canonicalJson(announcement)) },
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
    UpdateExpression: "SET #results = :results",
    ConditionExpression: `attribute_exists(#list) AND ${isUnchanged}`,
    ExpressionAttributeNames: namesOf("list", "results"),
    ExpressionAttributeValues: {
      ":results": toText(canonicalJson(results)),
      ...(before === undefined ? {} : { ":before": toText(before) }),
    },
  };
}

export function listedRequest(table: string, list: FollowUpList, through: string): QueryCommandInput {
  return {
    TableName: table,
    KeyConditionExpression: "#list = :list AND #entry <= :last",
    ExpressionAttributeNames: namesOf("list", "entry"),
    ExpressionAttributeValues: { ":list": toText(list), ":last": toText(lastEntryOf(through)) },
    ConsistentRead: true,
  };
}

export function ofRequest(table: string, applicantId: string): QueryCommandInput {
  return {
    TableName: table,
    KeyConditionExpression: "#list = :list",
    ExpressionAttributeNames: namesOf("list"),
    ExpressionAttributeValues: { ":list": toText(partitionOf(applicantId)) },
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

function toPut(list: FollowUpList, listed: ListedFollowUp): WriteRequest {
  return { PutRequest: { Item: pointerOf(list, listed) } };
}

function toDelete(list: FollowUpList, listed: ListedFollowUp): WriteRequest {
  return { DeleteRequest: { Key: pointerOf(list, listed) } };
}

/** A batch may not name a key twice. */
function distinct(listed: readonly ListedFollowUp[]): readonly ListedFollowUp[] {
  return [...new Map(listed.map((one) => [entryOf(one), one])).values()];
}

/** Times that somebody else may change a follow-up between a read and the write that follows it. */
const ATTEMPTS_MAX = 10;

export function createFollowUps(table: DynamoTable): FollowUps {
  const read = async (key: FollowUpKey): Promise<Item | undefined> => getItem(table, keyOf(key));

  return {
    // First the follow-up, then what points to it: whoever forgets a person finds both by the first.
    schedule: async (followUps) => {
      const open: FollowUp[] = [];
      for (const followUp of followUps) {
        const isNew = await putIf(table, scheduleRequest(table.name(), followUp));
        const item = isNew ? undefined : await read(followUp);
        const kept = item === undefined ? followUp : toFollowUp(item);
        if (kept.announced === undefined && kept.results.length === 0) open.push(kept);
      }
      await batchWriteAll(
        table,
        open.map((followUp) => toPut("scheduled", followUp)),
      );
    },
    listed: async function* (list, through) {
      for await (const item of queryAll(table, listedRequest(table.name(), list, through))) {
        yield fromEntry(fromText(item, "entry"));
      }
    },
    of: async (applicantId) => (await queryItems(table, ofRequest(table.name(), applicantId))).map(toFollowUp),
    announce: async (listed, announcement) => {
      const request = announceRequest(table.name(), listed, announcement);
      await holds(() => table.client.send(new UpdateItemCommand(request)));
      const item = await read(listed);
      if (item === undefined) return undefined;
      await batchWriteAll(table, [toPut("due", listed)]);
      return toFollowUp(item);
    },
    settle: (listed) =>
      batchWriteAll(
        table,
        distinct(listed).map((one) => toDelete("scheduled", one)),
      ),
    record: async (key, result) => {
      for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
        const item = await read(key);
        if (item === undefined) return { kind: "unknown" };
        const followUp = toFollowUp(item);
        const taken = takeFollowUpResult(followUp, result);
        if (taken.kind === "refused") return taken;
        if (taken.kind === "recorded") {
          const request = recordRequest(table.name(), key, item["results"]?.S, taken.results);
          if (!(await holds(() => table.client.send(new UpdateItemCommand(request))))) continue;
        }
        await batchWriteAll(
          table,
          LISTS.map((list) => toDelete(list, followUp)),
        );
        return taken;
      }
      throw new Error("a follow-up changes as fast as it is read");
    },
    remove: async (followUps) => {
      const those = distinct(followUps);
      await batchWriteAll(
        table,
        those.flatMap((one) => LISTS.map((list) => toDelete(list, one))),
      );
      await batchWriteAll(
        table,
        those.map((one) => ({ DeleteRequest: { Key: keyOf(one) } })),
      );
    },
  };
}
