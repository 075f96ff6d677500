import type { EventBus } from "aws-cdk-lib/aws-events";
import { Construct } from "constructs";
import { followUpDue } from "../events/follow-up-due.ts";
import { matchesFound } from "../events/matches-found.ts";
import { matchesWithdrawn } from "../events/matches-withdrawn.ts";
import { openingUnmatched } from "../events/opening-unmatched.ts";
import { BusToQueue } from "./bus-to-queue.ts";
import type { Center } from "./centers.ts";
import type { ResourceNames } from "./names.ts";
import { WorkQueue } from "./work-queue.ts";

/** Events that a center gets of its districts. All of them carry `district`. */
const CENTER_EVENTS = [matchesFound, matchesWithdrawn, openingUnmatched, followUpDue];

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
        source: [...new Set(CENTER_EVENTS.map(({ source }) => source))],
        detailType: CENTER_EVENTS.map(({ name }) => name),
        detail: { district: [...center.serves] },
      },
      to: this.queue,
    });
  }
}
