import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import type { EventOut } from "../../../events/catalog.ts";
import type { Bus } from "../../ports.ts";
import type { Environment } from "../../runtime/environment.ts";
import { PartialFailure } from "../../runtime/errors.ts";
import { PUBLISH_LIMITS, splitIntoCalls } from "../batches.ts";
import { toEntries } from "../event-entries.ts";

/** The entries of each call. */
export function publishEntries(
  busName: string,
  events: readonly EventOut[],
): readonly (readonly PutEventsRequestEntry[])[] {
  return splitIntoCalls(toEntries(events), PUBLISH_LIMITS, ({ bytes }) => bytes).map((call) =>
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
    publish: async (events) => {
      if (events.length === 0) return;
      let taken = 0;
      for (const call of publishEntries(environment("busName"), events)) {
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
