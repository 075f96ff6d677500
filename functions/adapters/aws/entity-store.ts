import {
  PutItemCommand,
  type PutItemCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { EntityStore, Kept } from "../../ports.ts";
import {
  type EntityChange,
  type EntityState,
  NO_PROFILE_REVISION,
  standsInTheWay,
  toKeptEntity,
} from "../entity-state.ts";
import { requireFewIds } from "../limits.ts";
import { fromNumber, fromText, type Item, namesOf, TRUE, toNumber, toText } from "./attributes.ts";
import { batchGet, type DynamoTable, getItem, holds, scanPages } from "./dynamo-calls.ts";

/** The key of an entity table. */
export type EntityKey = "applicantId" | "openingId" | "institutionId";

/** `standsInTheWay` as a condition: nothing is kept yet, or something older that has not left. */
function condition(key: EntityKey, revision: number) {
  return {
    ConditionExpression: `attribute_not_exists(#${key}) OR (#revision < :revision AND attribute_not_exists(#withdrawn))`,
    ExpressionAttributeNames: namesOf(key, "revision", "withdrawn"),
    ExpressionAttributeValues: { ":revision": toNumber(revision) },
  };
}

export function keepRequest(
  table: string,
  key: EntityKey,
  id: string,
  revision: number,
  body: string,
  beside: Item = {},
): PutItemCommandInput {
  return {
    TableName: table,
    Item: { [key]: toText(id), revision: toNumber(revision), body: toText(body), ...beside },
    ...condition(key, revision),
  };
}

/** An update, because it leaves the body as it is. */
export function closeRequest(table: string, key: EntityKey, id: string, revision: number): UpdateItemCommandInput {
  const { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } = condition(key, revision);
  return {
    TableName: table,
    Key: { [key]: toText(id) },
    UpdateExpression: "SET #revision = :revision, #closed = :true",
    ConditionExpression,
    ExpressionAttributeNames: { ...ExpressionAttributeNames, ...namesOf("closed") },
    ExpressionAttributeValues: { ...ExpressionAttributeValues, ":true": TRUE },
  };
}

/** Replaces the item whatever it is, but for a withdrawal of the same or a later revision: so withdrawals end the same in any order. */
export function withdrawRequest(table: string, key: EntityKey, id: string, revision: number): PutItemCommandInput {
  return {
    TableName: table,
    Item: { [key]: toText(id), revision: toNumber(revision), withdrawn: TRUE },
    ConditionExpression: "attribute_not_exists(#withdrawn) OR #revision < :revision",
    ExpressionAttributeNames: namesOf("revision", "withdrawn"),
    ExpressionAttributeValues: { ":revision": toNumber(revision) },
  };
}

/** Attributes of what stands beside a profile, each under its key: `completion1`, `completion2`, `completionhired job-1` … */
export const COMPLETION = "completion";

export function toState(item: Item): EntityState {
  const completions = Object.entries(item).flatMap(([name, value]) =>
    name.startsWith(COMPLETION) ? [[name.slice(COMPLETION.length), value.S ?? ""] as const] : [],
  );
  // Completions may come before the profile; nothing else stands in an item without a revision.
  const isBare = item["revision"] === undefined && completions.length > 0;
  return {
    revision: isBare ? NO_PROFILE_REVISION : fromNumber(item, "revision"),
    body: item["body"]?.S,
    isClosed: item["closed"]?.BOOL === true,
    isWithdrawn: item["withdrawn"]?.BOOL === true,
    ...(completions.length === 0 ? {} : { completions: Object.fromEntries(completions) }),
  };
}

/** `toBeside` gives attributes of a body that an index goes by. */
export function createEntityStore(
  table: DynamoTable,
  key: EntityKey,
  toBeside: (body: string) => Item = () => ({}),
): EntityStore {
  /** Reads what stood in the way. A write that was repeated because its answer was lost finds itself and is `already-kept`. */
  const reasonAgainst = async (id: string, change: EntityChange): Promise<Kept> => {
    const item = await getItem(table, { [key]: toText(id) });
    const reason = standsInTheWay(item && toState(item), change);
    if (reason === undefined) throw new Error(`${key} ${id}: the write was refused, but nothing stands in its way`);
    return reason;
  };

  return {
    keep: async (id, revision, body) => {
      const request = new PutItemCommand(keepRequest(table.name(), key, id, revision, body, toBeside(body)));
      if (await holds(() => table.client.send(request))) return { kind: "kept" };
      return reasonAgainst(id, { kind: "keep", revision, body });
    },
    close: async (id, revision) => {
      const request = new UpdateItemCommand(closeRequest(table.name(), key, id, revision));
      if (await holds(() => table.client.send(request))) return { kind: "kept" };
      return reasonAgainst(id, { kind: "close", revision });
    },
    withdraw: async (id, revision) => {
      await holds(() => table.client.send(new PutItemCommand(withdrawRequest(table.name(), key, id, revision))));
    },
    get: async (ids) => {
      requireFewIds(ids);
      const distinct = [...new Set(ids)];
      const items = await batchGet(
        table,
        distinct.map((id) => ({ [key]: toText(id) })),
      );
      const byId = new Map(
        items.map((item) => {
          const id = fromText(item, key);
          return [id, toKeptEntity(id, toState(item))] as const;
        }),
      );
      return distinct.flatMap((id) => byId.get(id) ?? []);
    },
    each: async function* () {
      for await (const items of scanPages(table)) {
        yield items.flatMap((item) => toKeptEntity(fromText(item, key), toState(item)) ?? []);
      }
    },
  };
}
