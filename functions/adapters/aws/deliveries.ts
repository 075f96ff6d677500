import type { PutItemCommandInput, WriteRequest } from "@aws-sdk/client-dynamodb";
import { deliveryChannels } from "../../../domain/model/delivery-settings.ts";
import {
  type Channel,
  type Deliveries,
  type Delivery,
  type DeliveryState,
  deliveryStates,
} from "../../delivery-ports.ts";
import { settled } from "../../runtime/in-groups.ts";
import { bySent } from "../delivery-state.ts";
import { DELIVERIES_PER_CALL_MAX, requireFewIds } from "../limits.ts";
import { fromText, type Item, namesOf, toNumber, toText } from "./attributes.ts";
import { batchGet, batchWriteAll, type DynamoTable, putIf } from "./dynamo-calls.ts";

function keyOf(recommendationId: string, channel: Channel): Item {
  return { recommendationId: toText(recommendationId), channel: toText(channel) };
}

function toItem({ recommendationId, channel, state, reason, at, order }: Delivery): Item {
  return {
    ...keyOf(recommendationId, channel),
    state: toText(state),
    at: toNumber(at),
    ...(reason === undefined ? {} : { reason: toText(reason) }),
    ...(order === undefined ? {} : { order: toNumber(order) }),
  };
}

/** Puts of deliveries, the last of each recommendation and channel only: a batch may not name a key twice. */
export function recordRequests(deliveries: readonly Delivery[]): readonly WriteRequest[] {
  const last = new Map(deliveries.map((delivery) => [`${delivery.channel} ${delivery.recommendationId}`, delivery]));
  return [...last.values()].map((delivery) => ({ PutRequest: { Item: toItem(delivery) } }));
}

/** Whoever comes late with a reason why something wasn't sent undoes neither that it was, nor what has been decided since. */
export function recordUnlessSentRequest(table: string, delivery: Delivery): PutItemCommandInput {
  return {
    TableName: table,
    Item: toItem(delivery),
    ConditionExpression:
      "attribute_not_exists(#recommendationId) OR (#state <> :sent AND (attribute_not_exists(#order) OR #order <= :order))",
    ExpressionAttributeNames: namesOf("recommendationId", "state", "order"),
    ExpressionAttributeValues: { ":sent": toText("sent"), ":order": toNumber(delivery.order ?? 0) },
  };
}

function toState(text: string): DeliveryState {
  const state = deliveryStates.find((known) => known === text);
  if (state === undefined) throw new TypeError(`${text} is no state of a delivery`);
  return state;
}

export function createDeliveries(table: DynamoTable): Deliveries {
  return {
    states: async (recommendationIds, channel) => {
      requireFewIds(recommendationIds);
      const keys = [...new Set(recommendationIds)].map((id) => keyOf(id, channel));
      const items = await batchGet(table, keys, ["recommendationId", "state"]);
      return new Map(items.map((item) => [fromText(item, "recommendationId"), toState(fromText(item, "state"))]));
    },
    sentOn: async (recommendationIds) => {
      const distinct = [...new Set(recommendationIds)];
      requireFewIds(distinct, DELIVERIES_PER_CALL_MAX);
      const keys = distinct.flatMap((id) => deliveryChannels.map((channel) => keyOf(id, channel)));
      const items = await batchGet(table, keys, ["recommendationId", "channel", "state"]);
      const sent = items.filter((item) => fromText(item, "state") === "sent");
      const byId = Map.groupBy(sent, (item) => fromText(item, "recommendationId"));
      return new Map(
        [...byId].map(([id, some]) => {
          const channels = new Set(some.map((item) => fromText(item, "channel")));
          return [id, deliveryChannels.filter((channel) => channels.has(channel))];
        }),
      );
    },
    record: async (deliveries) => {
      const { sent, others } = bySent(deliveries);
      await batchWriteAll(table, recordRequests(sent));
      await settled(others, (delivery) => putIf(table, recordUnlessSentRequest(table.name(), delivery)));
    },
  };
}
