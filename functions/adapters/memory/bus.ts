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
      for (const call of inBatches(entries, PUBLISH_LIMITS, ({ bytes }) => bytes)) {
        await intercept("bus", "publish", () => {
          for (const { detailType, detail } of call)
            published.push({ name: detailType, detail: JSON.parse(detail) } as EventPublished);
        });
      }
    },
  };
}
