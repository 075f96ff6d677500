import type { EventBus } from "aws-cdk-lib/aws-events";
import { AccountPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { centerEvents } from "../events/catalog.ts";
import { BusToQueue, type Destination, toWorkQueue } from "./bus-to-queue.ts";
import type { Center } from "./centers.ts";
import type { ResourceNames } from "./names.ts";
import { WorkQueue } from "./work-queue.ts";

/** What a consumer does with its queue. It may neither send to it nor empty it. */
const CONSUMING = [
  "sqs:ReceiveMessage",
  "sqs:DeleteMessage",
  "sqs:ChangeMessageVisibility",
  "sqs:GetQueueAttributes",
  "sqs:GetQueueUrl",
];

const ACCOUNT = /^\d{12}$/;

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
    if (center.account !== undefined) this.#letConsume(center.account);
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

  /** Lets a center's own account read its queue; who of the account may do so is for the account itself to say. */
  #letConsume(account: string): void {
    if (!ACCOUNT.test(account)) throw new Error(`${account} is no account of AWS: twelve digits`);
    const { queue } = this.queue;
    const consumer = new AccountPrincipal(account);
    queue.addToResourcePolicy(
      new PolicyStatement({ principals: [consumer], actions: CONSUMING, resources: [queue.queueArn] }),
    );
  }
}
