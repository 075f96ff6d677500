import { DeleteItemCommand, type PutItemCommandInput, type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { type Webhook, type WebhookAttempt, type Webhooks, webhookFailures } from "../../ports.ts";
import { ATTEMPTS_KEPT_DAYS } from "../limits.ts";
import { fromNumber, fromText, type Item, namesOf, toNumber, toText } from "./attributes.ts";
import { type DynamoTable, getItem, putIf, queryItems } from "./dynamo-calls.ts";
import { expiryOf } from "./expiry.ts";

const HOOKS = "hook#";
const hookEntry = (webhookId: string): string => `${HOOKS}${webhookId}`;
const attemptsOf = (webhookId: string): string => `attempt#${webhookId}#`;

/** Digits of a time in a key: keys are compared as text. */
const TIME_DIGITS = 15;

function keyOf(center: string, entry: string): Item {
  return { center: toText(center), entry: toText(entry) };
}

/** A new webhook has the version 1, and each change the next one: of two who change it at once one finds that it has changed. */
export function putRequest(table: string, webhook: Webhook): PutItemCommandInput {
  const { center, webhookId, version, ...rest } = webhook;
  const item = {
    TableName: table,
    Item: { ...keyOf(center, hookEntry(webhookId)), version: toNumber(version), webhook: toText(JSON.stringify(rest)) },
  };
  return version === 1
    ? { ...item, ConditionExpression: "attribute_not_exists(#center)", ExpressionAttributeNames: namesOf("center") }
    : {
        ...item,
        ConditionExpression: "#version = :before",
        ExpressionAttributeNames: namesOf("version"),
        ExpressionAttributeValues: { ":before": toNumber(version - 1) },
      };
}

export function entriesRequest(table: string, center: string, prefix: string): QueryCommandInput {
  return {
    TableName: table,
    KeyConditionExpression: "#center = :center AND begins_with(#entry, :prefix)",
    ExpressionAttributeNames: namesOf("center", "entry"),
    ExpressionAttributeValues: { ":center": toText(center), ":prefix": toText(prefix) },
    ConsistentRead: true,
  };
}

function toWebhook(item: Item): Webhook {
  return {
    ...(JSON.parse(fromText(item, "webhook")) as Omit<Webhook, "center" | "webhookId" | "version">),
    center: fromText(item, "center"),
    webhookId: fromText(item, "entry").slice(HOOKS.length),
    version: fromNumber(item, "version"),
  };
}

function toAttemptItem(attempt: WebhookAttempt): Item {
  const { center, webhookId, at, position, eventId, isReplay, milliseconds, status, failure } = attempt;
  return {
    ...keyOf(center, `${attemptsOf(webhookId)}${String(at).padStart(TIME_DIGITS, "0")}#${position}`),
    webhookId: toText(webhookId),
    position: toNumber(position),
    eventId: toText(eventId),
    isReplay: { BOOL: isReplay },
    at: toNumber(at),
    milliseconds: toNumber(milliseconds),
    ...(status === undefined ? {} : { status: toNumber(status) }),
    ...(failure === undefined ? {} : { failure: toText(failure) }),
    ...expiryOf(at, ATTEMPTS_KEPT_DAYS),
  };
}

function toAttempt(item: Item): WebhookAttempt {
  const failure = webhookFailures.find((known) => known === item["failure"]?.S);
  return {
    center: fromText(item, "center"),
    webhookId: fromText(item, "webhookId"),
    position: fromNumber(item, "position"),
    eventId: fromText(item, "eventId"),
    isReplay: item["isReplay"]?.BOOL === true,
    at: fromNumber(item, "at"),
    milliseconds: fromNumber(item, "milliseconds"),
    ...(item["status"] === undefined ? {} : { status: fromNumber(item, "status") }),
    ...(failure === undefined ? {} : { failure }),
  };
}

export function createWebhooks(table: DynamoTable): Webhooks {
  return {
    put: (webhook) => putIf(table, putRequest(table.name(), webhook)),
    get: async (center, webhookId) => {
      const item = await getItem(table, keyOf(center, hookEntry(webhookId)));
      return item && toWebhook(item);
    },
    list: async (center) => (await queryItems(table, entriesRequest(table.name(), center, HOOKS))).map(toWebhook),
    remove: async (center, webhookId) => {
      const Key = keyOf(center, hookEntry(webhookId));
      await table.client.send(new DeleteItemCommand({ TableName: table.name(), Key }));
    },
    log: async (attempt) => {
      await putIf(table, { TableName: table.name(), Item: toAttemptItem(attempt) });
    },
    attempts: async (center, webhookId, most) => {
      const request = entriesRequest(table.name(), center, attemptsOf(webhookId));
      const items = await queryItems(table, { ...request, ScanIndexForward: false, Limit: most }, most);
      return items.map(toAttempt);
    },
  };
}
