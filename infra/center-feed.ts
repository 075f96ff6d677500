import type { EventBus } from "aws-cdk-lib/aws-events";
import { Construct } from "constructs";
import { centerEvents } from "../events/catalog.ts";
import { BusToQueue, type Destination, toWorkQueue } from "./bus-to-queue.ts";
import type { Center } from "./centers.ts";
import type { ResourceNames } from "./names.ts";
import { WorkQueue } from "./work-queue.ts";

export interface CenterFeedProps {
  readonly bus: EventBus;
  readonly center: Center;
  readonly names: ResourceNames["centers"][string];
  /** Where the feeds of all centers are written from. */
  readonly feed: Omit<Destination, "groupId">;
}

/** A center's queue and the rule that fills it, and beside it the center's group of the feed: what concerns the center's own districts, and nothing of anybody else's. */
export class CenterFeed extends Construct {
  readonly queue: WorkQueue;

  constructor(scope: Construct, id: string, { bus, center, names, feed }: CenterFeedProps) {
    super(scope, id);
    this.queue = new WorkQueue(this, "Queue", { names });
    new BusToQueue(this, "Matches", {
      bus,
      ruleName: names.rule,
      pattern: {
        source: [...new Set(centerEvents.map(({ source }) => source))],
        detailType: centerEvents.map(({ name }) => name),
        detail: { district: [...center.serves] },
      },
      to: [toWorkQueue(this.queue), { ...feed, groupId: center.id }],
    });
  }
}
