import {
  PutItemCommand,
  type PutItemCommandInput,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { Contacts, EntityStore, Kept, KeptEntity } from "../../ports.ts";
import { type EntityChange, type EntityState, standsInTheWay } from "../entity-state.ts";
import { requireFewIds } from "../limits.ts";
import { fromNumber, fromText, type Item, namesOf, TRUE, toNumber, toText } from "./attributes.ts";
import { batchGet, type DynamoTable, getItem, holds } from "./dynamo-calls.ts";

/** The key of an entity table. */
export type EntityKey = "applicantId" | "openingId";

/** `standsInTheWay` as a condition: nothing is kept yet, or something older that has not left. */
function condition(key: EntityKey, revision: number) {
  return {
    ConditionExpression: `attribute_not_exists(#${key}) OR (#revision < :revision AND attribute_not_exists(#withdrawn))`,
    ExpressionAttributeNames: namesOf(key, "revision", "withdrawn"),
    ExpressionAttributeValues: { ":revision": toNumber(revision) },
  };
}

/** An update, because it leaves an applicant's contact as it is. */
export function keepRequest(
  table: string,
  key: EntityKey,
  id: string,
  revision: number,
  body: string,
): UpdateItemCommandInput {
  const { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } = condition(key, revision);
  return {
    TableName: table,
    Key: { [key]: toText(id) },
    UpdateExpression: "SET #revision = :revision, #body = :body REMOVE #closed",
    ConditionExpression,
    ExpressionAttributeNames: { ...ExpressionAttributeNames, ...namesOf("body", "closed") },
    ExpressionAttributeValues: { ...ExpressionAttributeValues, ":body": toText(body) },
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

function toState(item: Item): EntityState {
  return {
    revision: fromNumber(item, "revision"),
    body: item["body"]?.S,
    isClosed: item["closed"]?.BOOL === true,
    isWithdrawn: item["withdrawn"]?.BOOL === true,
  };
}

function toKeptEntity(item: Item, key: EntityKey): KeptEntity {
  const { revision, body, isClosed } = toState(item);
  return { id: fromText(item, key), revision, body, isClosed };
}

export function createEntityStore(table: DynamoTable, key: EntityKey): EntityStore {
  /** Reads what stood in the way. A write that was repeated because its answer was lost finds itself and is `already-kept`. */
  const reasonAgainst = async (id: string, change: EntityChange): Promise<Kept> => {
    const item = await getItem(table, { [key]: toText(id) });
    const reason = standsInTheWay(item && toState(item), change);
    if (reason === undefined) throw new Error(`${key} ${id}: the write was refused, but nothing stands in its way`);
    return reason;
  };

  return {
    keep: async (id, revision, body) => {
      const request = new UpdateItemCommand(keepRequest(table.name(), key, id, revision, body));
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
        [key, "revision", "body", "closed"],
      );
      const byId = new Map(items.map((item) => [fromText(item, key), toKeptEntity(item, key)]));
      return distinct.flatMap((id) => byId.get(id) ?? []);
    },
  };
}

/** On the condition that the applicant is known and hasn't left: nothing is kept of anybody else. */
export function putContactRequest(
  table: string,
  applicantId: string,
  sealed: string | undefined,
): UpdateItemCommandInput {
  return {
    TableName: table,
    Key: { applicantId: toText(applicantId) },
    UpdateExpression: sealed === undefined ? "REMOVE #contact" : "SET #contact = :contact",
    ConditionExpression: "attribute_exists(#body) AND attribute_not_exists(#withdrawn)",
    ExpressionAttributeNames: namesOf("contact", "body", "withdrawn"),
    ...(sealed === undefined ? {} : { ExpressionAttributeValues: { ":contact": toText(sealed) } }),
  };
}

/** Contacts stand in the applicants' table, beside what the entity store keeps there. */
export function createContacts(table: DynamoTable): Contacts {
  return {
    put: (applicantId, sealed) =>
      holds(() => table.client.send(new UpdateItemCommand(putContactRequest(table.name(), applicantId, sealed)))),
    get: async (applicantId) => {
      const [item] = await batchGet(table, [{ applicantId: toText(applicantId) }], ["contact"]);
      return item?.["contact"]?.S;
    },
  };
}
