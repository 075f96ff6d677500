import type { Channel, Deliveries, Delivery } from "../../ports.ts";
import { splitIntoCalls, WRITE_LIMITS } from "../batches.ts";
import { requireFewIds } from "../limits.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

export function createDeliveries(rows: Table<Channel, Delivery>, intercept: Intercept): Deliveries {
  return {
    delivered: async (recommendationIds, channel) => {
      requireFewIds(recommendationIds);
      if (recommendationIds.length === 0) return new Set();
      return intercept(
        "deliveries",
        "delivered",
        () => new Set(recommendationIds.filter((id) => rows.get(id, channel) !== undefined)),
      );
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
