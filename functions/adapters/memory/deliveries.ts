import { deliveryChannels } from "../../../domain/model/delivery-settings.ts";
import type { Channel, Deliveries, Delivery } from "../../ports.ts";
import { inBatches } from "../../runtime/in-groups.ts";
import { WRITE_LIMITS } from "../batches.ts";
import { bySent } from "../delivery-state.ts";
import { DELIVERIES_PER_CALL_MAX, requireFewIds } from "../limits.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

export function createDeliveries(rows: Table<Channel, Delivery>, intercept: Intercept): Deliveries {
  return {
    states: async (recommendationIds, channel) => {
      requireFewIds(recommendationIds);
      if (recommendationIds.length === 0) return new Map();
      return intercept("deliveries", "states", () => {
        const found = recommendationIds.flatMap((id) => rows.get(id, channel) ?? []);
        return new Map(found.map(({ recommendationId, state }) => [recommendationId, state]));
      });
    },
    sentOn: async (recommendationIds) => {
      const distinct = [...new Set(recommendationIds)];
      requireFewIds(distinct, DELIVERIES_PER_CALL_MAX);
      if (distinct.length === 0) return new Map();
      const channelsOf = (id: string) => deliveryChannels.filter((channel) => rows.get(id, channel)?.state === "sent");
      return intercept("deliveries", "sentOn", () => {
        const sent = distinct.map((id) => [id, channelsOf(id)] as const);
        return new Map(sent.filter(([, channels]) => channels.length > 0));
      });
    },
    record: async (deliveries) => {
      const { sent, others } = bySent(deliveries);
      for (const call of inBatches(sent, WRITE_LIMITS)) {
        await intercept("deliveries", "record", () => {
          for (const delivery of call) rows.put(delivery.recommendationId, delivery.channel, { ...delivery });
        });
      }
      for (const delivery of others) {
        await intercept("deliveries", "record", () => {
          const { recommendationId, channel, order = 0 } = delivery;
          const kept = rows.get(recommendationId, channel);
          if (kept?.state !== "sent" && (kept?.order ?? 0) <= order)
            rows.put(recommendationId, channel, { ...delivery });
        });
      }
    },
  };
}
