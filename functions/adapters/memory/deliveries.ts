import type { Channel, Deliveries, Delivery } from "../../ports.ts";
import { splitIntoCalls, WRITE_LIMITS } from "../batches.ts";
import { requireFewIds } from "../limits.ts";
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
    record: async (deliveries) => {
      for (const call of splitIntoCalls(deliveries, WRITE_LIMITS)) {
        await intercept("deliveries", "record", () => {
          for (const delivery of call) rows.put(delivery.recommendationId, delivery.channel, { ...delivery });
        });
      }
    },
  };
}
