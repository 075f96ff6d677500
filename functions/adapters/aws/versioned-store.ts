import type { PutItemCommandInput } from "@aws-sdk/client-dynamodb";
import type { VersionedStore } from "../../delivery-ports.ts";
import type { Clock } from "../../ports.ts";
import { requireFewIds } from "../limits.ts";
import { fromNumber, fromText, type Item, namesOf, toNumber, toText } from "./attributes.ts";
import { batchGet, type DynamoTable, putIf } from "./dynamo-calls.ts";
import { expiryOf } from "./expiry.ts";

/** How an id stands in the key of a table. */
export interface VersionedKey {
  /** The partition key: what a first version must not find. */
  readonly attribute: string;
  readonly toKey: (id: string) => Item;
  readonly toId: (item: Item) => string;
  /** Beside each version. */
  readonly beside?: () => Item;
}

/** In a table of their own. */
export const mailboxKey: VersionedKey = {
  attribute: "applicantId",
  toKey: (id) => ({ applicantId: toText(id) }),
  toId: (item) => fromText(item, "applicantId"),
};

/** Far longer than anybody tries the same again. */
const REQUESTS_KEPT_DAYS = 2;

/** What was asked by the API, in a table that lets go of it. */
export function requestKey(clock: Clock): VersionedKey {
  return {
    attribute: "requestId",
    toKey: (id) => ({ requestId: toText(id) }),
    toId: (item) => fromText(item, "requestId"),
    beside: () => expiryOf(clock.now(), REQUESTS_KEPT_DAYS),
  };
}

/** Waves stand beside the match lists: no list has a subject that begins so. */
export const WAVES_PREFIX = "waves#";

export const wavesKey: VersionedKey = {
  attribute: "subject",
  toKey: (id) => ({ subject: toText(`${WAVES_PREFIX}${id}`), shard: toText("all") }),
  toId: (item) => fromText(item, "subject").slice(WAVES_PREFIX.length),
};

/** Beside the deliveries, one item per channel: the id is the delivery's and the channel's, with a space between. */
export const dispatchKey: VersionedKey = {
  attribute: "recommendationId",
  toKey: (id) => {
    const [recommendationId = "", channel = ""] = id.split(" ");
    return { recommendationId: toText(recommendationId), channel: toText(channel) };
  },
  toId: (item) => `${fromText(item, "recommendationId")} ${fromText(item, "channel")}`,
};

/** Beside the logs of the shards: no shard has such a name. */
const besideLogs = (prefix: string): VersionedKey => ({
  attribute: "shard",
  toKey: (id) => ({ shard: toText(`${prefix}#${id}`), seq: toNumber(0) }),
  toId: (item) => fromText(item, "shard").slice(prefix.length + 1),
});

export const shardPlanKey = besideLogs("plan");
export const termsKey = besideLogs("terms");

export function putVersionRequest(
  table: string,
  { attribute, toKey, beside }: VersionedKey,
  id: string,
  version: number,
  body: string,
): PutItemCommandInput {
  const item = {
    TableName: table,
    Item: { ...toKey(id), version: toNumber(version + 1), body: toText(body), ...beside?.() },
  };
  if (version === 0) {
    return {
      ...item,
      ConditionExpression: `attribute_not_exists(#${attribute})`,
      ExpressionAttributeNames: namesOf(attribute),
    };
  }
  return {
    ...item,
    ConditionExpression: "#version = :version",
    ExpressionAttributeNames: namesOf("version"),
    ExpressionAttributeValues: { ":version": toNumber(version) },
  };
}

export function createVersionedStore(table: DynamoTable, key: VersionedKey): VersionedStore {
  return {
    get: async (ids) => {
      requireFewIds(ids);
      const items = await batchGet(table, [...new Set(ids)].map(key.toKey));
      return new Map(
        items.map((item) => [key.toId(item), { version: fromNumber(item, "version"), body: fromText(item, "body") }]),
      );
    },
    put: (id, version, body) => putIf(table, putVersionRequest(table.name(), key, id, version, body)),
  };
}
