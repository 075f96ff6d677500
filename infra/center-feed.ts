import type { EventBus } from "aws-cdk-lib/aws-events";
import { Construct } from "constructs";
import { centerEvents } from "../events/catalog.ts";
import { BusToQueue } from "./bus-to-queue.ts";
import type { Center } from "./centers.ts";
import type { ResourceNames } from "./names.ts";
import { WorkQueue } from "./work-queue.ts";

export interface CenterFeedProps {
  readonly bus: EventBus;
  readonly center: Center;
  readonly names: ResourceNames["centers"][string];
}

/** A center's queue and the rule that fills it: what concerns the center's own districts, and nothing of anybody else's. */
export class CenterFeed extends Construct {
  readonly queue: WorkQueue;

  constructor(scope: Construct, id: string, { bus, center, names }: CenterFeedProps) {
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
      to: this.queue,
    });
  }
}
