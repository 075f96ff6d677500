import type { EventPublished } from "../../../events/catalog.ts";
import type { Bus } from "../../ports.ts";
import { inBatches } from "../../runtime/in-groups.ts";
import { PUBLISH_LIMITS } from "../batches.ts";
import { toEntries } from "../event-entries.ts";
import type { Intercept } from "./intercept.ts";

export function createBus(published: EventPublished[], intercept: Intercept): Bus {
  return {
    publish: async (events) => {
      const entries = toEntries(events);
      const sized = events.map((event, at) => ({ event: structuredClone(event), bytes: entries[at]?.bytes ?? 0 }));
      for (const call of inBatches(sized, PUBLISH_LIMITS, ({ bytes }) => bytes)) {
        await intercept("bus", "publish", () => {
          published.push(...call.map(({ event }) => event));
        });
      }
    },
  };
}
