import type { PutItemCommandInput, QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { legalGround } from "../../../events/event-rejected.ts";
import type { Clock, Quarantine, QuarantinedEvent } from "../../ports.ts";
import { fromNumber, fromText, type Item, namesOf, toNumber, toText } from "./attributes.ts";
import { type DynamoTable, putIf, queryItems } from "./dynamo-calls.ts";

/** The condition keeps the time of the first arrival, by which a day is listed. */
export function putRequest(table: string, event: QuarantinedEvent, arrivedAtMs: number): PutItemCommandInput {
  return {
    TableName: table,
    Item: toItem(event, arrivedAtMs),
    ConditionExpression: "attribute_not_exists(#quarantineId)",
    ExpressionAttributeNames: namesOf("quarantineId"),
  };
}

export function listRequest(table: string, day: string): QueryCommandInput {
  return {
    TableName: table,
    KeyConditionExpression: "#day = :day",
    ExpressionAttributeNames: namesOf("day"),
    ExpressionAttributeValues: { ":day": toText(day) },
    ConsistentRead: true,
  };
}

/** What isn't known stays out: an index doesn't take an attribute without a value. */
function toItem(event: QuarantinedEvent, arrivedAtMs: number): Item {
  return {
    day: toText(event.day),
    quarantineId: toText(event.quarantineId),
    arrivedAt: toNumber(arrivedAtMs),
    code: toText(event.code),
    path: toText(event.path),
    message: toText(event.message),
    bodySha256: toText(event.bodySha256),
    bodyBytes: toNumber(event.bodyBytes),
    ...(event.entityId === undefined ? {} : { entityId: toText(event.entityId) }),
    ...(event.detailType === undefined ? {} : { detailType: toText(event.detailType) }),
    ...(event.ground === undefined ? {} : { ground: toText(JSON.stringify(event.ground)) }),
    ...(event.eventId === undefined ? {} : { eventId: toText(event.eventId) }),
  };
}

function toQuarantinedEvent(item: Item): QuarantinedEvent {
  return {
    day: fromText(item, "day"),
    quarantineId: fromText(item, "quarantineId"),
    code: fromText(item, "code"),
    path: fromText(item, "path"),
    message: fromText(item, "message"),
    bodySha256: fromText(item, "bodySha256"),
    bodyBytes: fromNumber(item, "bodyBytes"),
    entityId: item["entityId"]?.S,
    detailType: item["detailType"]?.S,
    eventId: item["eventId"]?.S,
    ...(item["ground"]?.S === undefined ? {} : { ground: legalGround.parse(JSON.parse(item["ground"].S)) }),
  };
}

export function createQuarantine(table: DynamoTable, clock: Clock): Quarantine {
  return {
    put: async (event) => {
      await putIf(table, putRequest(table.name(), event, clock.now()));
    },
    list: async (day) => {
      const items = await queryItems(table, listRequest(table.name(), day));
      // Within a millisecond the order of ids stays, which is that of the table.
      return items.toSorted((a, b) => fromNumber(a, "arrivedAt") - fromNumber(b, "arrivedAt")).map(toQuarantinedEvent);
    },
  };
}
