import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import type { EventPublished } from "../../../events/catalog.ts";
import type { Bus, Way } from "../../ports.ts";
import type { Environment } from "../../runtime/environment.ts";
import { PartialFailure } from "../../runtime/errors.ts";
import { inBatches } from "../../runtime/in-groups.ts";
import { PUBLISH_LIMITS } from "../batches.ts";
import { toEntries } from "../event-entries.ts";

/** The entries of each call. */
export function publishEntries(
  busName: string,
  events: readonly EventPublished[],
  way: Way = "own",
): readonly (readonly PutEventsRequestEntry[])[] {
  return inBatches(toEntries(events, way), PUBLISH_LIMITS, ({ bytes }) => bytes).map((call) =>
    call.map(({ source, detailType, detail }) => ({
      EventBusName: busName,
      Source: source,
      DetailType: detailType,
      Detail: detail,
    })),
  );
}

export function createBus(client: EventBridgeClient, environment: Environment): Bus {
  return {
    publish: async (events, way) => {
      if (events.length === 0) return;
      let taken = 0;
      for (const call of publishEntries(environment("busName"), events, way)) {
        const answer = await client.send(new PutEventsCommand({ Entries: [...call] }));
        const failed = answer.FailedEntryCount ?? 0;
        taken += call.length - failed;
        if (failed > 0) {
          const codes = new Set(answer.Entries?.flatMap(({ ErrorCode }) => ErrorCode ?? []));
          throw new PartialFailure("PutEvents", events.length - taken, events.length, [...codes].join(", "));
        }
      }
    },
  };
}
