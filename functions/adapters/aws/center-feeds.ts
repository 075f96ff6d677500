import type { PutItemCommandInput, QueryCommandInput } from "@aws-sdk/client-dynamodb";
import type { CenterFeeds, FeedDay, FeedItem } from "../../feed-ports.ts";
import type { Clock } from "../../ports.ts";
import { FEED_KEPT_DAYS } from "../limits.ts";
import { fromNumber, fromText, type Item, namesOf, toNumber, toText } from "./attributes.ts";
import { type DynamoTable, getItem, putIf, queryItems } from "./dynamo-calls.ts";
import { expiryOf } from "./expiry.ts";

/** Digits of a position in a key: keys are compared as text, so all have the same length. */
const POSITION_DIGITS = 12;

const itemEntry = (position: number): string => `item#${String(position).padStart(POSITION_DIGITS, "0")}`;
/** Comes after every item, and before every note. */
const ITEMS_END = "item#~";
const noteEntry = (eventId: string): string => `note#${eventId}`;

function keyOf(center: string, entry: string): Item {
  return { center: toText(center), entry: toText(entry) };
}

/** The condition is the fence: of all writers of a position exactly one wins. */
export function appendRequest(table: string, item: FeedItem): PutItemCommandInput {
  const { center, position, eventId, event, at, soFar } = item;
  return {
    TableName: table,
    Item: {
      ...keyOf(center, itemEntry(position)),
      position: toNumber(position),
      eventId: toText(eventId),
      event: toText(event),
      at: toNumber(at),
      soFar: toText(JSON.stringify(soFar)),
      ...expiryOf(at, FEED_KEPT_DAYS),
    },
    ConditionExpression: "attribute_not_exists(#center)",
    ExpressionAttributeNames: namesOf("center"),
  };
}

export function readRequest(table: string, center: string, after: number, most: number): QueryCommandInput {
  return {
    ...itemsBetween(table, center, itemEntry(after + 1)),
    Limit: most,
  };
}

export function newestRequest(table: string, center: string, most: number): QueryCommandInput {
  return { ...itemsBetween(table, center, itemEntry(0)), ScanIndexForward: false, Limit: most };
}

function itemsBetween(table: string, center: string, from: string): QueryCommandInput {
  return {
    TableName: table,
    KeyConditionExpression: "#center = :center AND #entry BETWEEN :from AND :end",
    ExpressionAttributeNames: namesOf("center", "entry"),
    ExpressionAttributeValues: { ":center": toText(center), ":from": toText(from), ":end": toText(ITEMS_END) },
    ConsistentRead: true,
  };
}

function toFeedItem(item: Item): FeedItem {
  return {
    center: fromText(item, "center"),
    position: fromNumber(item, "position"),
    eventId: fromText(item, "eventId"),
    event: fromText(item, "event"),
    at: fromNumber(item, "at"),
    soFar: JSON.parse(fromText(item, "soFar")) as FeedDay,
  };
}

export function createCenterFeeds(table: DynamoTable, clock: Clock): CenterFeeds {
  return {
    append: (item) => putIf(table, appendRequest(table.name(), item)),
    readAfter: async (center, position, most) => {
      const items = await queryItems(table, readRequest(table.name(), center, position, most), most);
      return items.map(toFeedItem);
    },
    at: async (center, position) => {
      const item = await getItem(table, keyOf(center, itemEntry(position)));
      return item && toFeedItem(item);
    },
    end: async (center) => {
      const [last] = await queryItems(table, newestRequest(table.name(), center, 1), 1);
      return last === undefined ? 0 : fromNumber(last, "position");
    },
    newest: async (center, most) => {
      const items = await queryItems(table, newestRequest(table.name(), center, most), most);
      return items.map(toFeedItem).toReversed();
    },
    note: async (center, eventId) => {
      const Item = { ...keyOf(center, noteEntry(eventId)), ...expiryOf(clock.now(), FEED_KEPT_DAYS) };
      await putIf(table, { TableName: table.name(), Item });
    },
    isNoted: async (center, eventId) => (await getItem(table, keyOf(center, noteEntry(eventId)))) !== undefined,
  };
}
