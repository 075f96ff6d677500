/** How the bus hands events to targets: queues directly, functions through the queue of their asynchronous invocations. */
import type { RuleTarget } from "./bus-resources.ts";
import { type Deliver, DeliveryFailure, type Payload } from "./event-delivery.ts";
import { decideResourcePolicy, type PolicyStatement } from "./iam.ts";
import type { TwinQueue } from "./queues.ts";
import type { Resource } from "./template.ts";

export type Receivers = {
  queue: (arn: string) => TwinQueue | undefined;
  asyncQueue: (functionArn: string) => TwinQueue | undefined;
  /** Queues that a rule targets without being allowed to. */
  ungranted: Set<string>;
};

/** A rule may only send to a queue whose own policy lets it; the cloud drops the event otherwise, and says nothing. */
export function findUngranted(rules: Resource[], queuePolicies: Resource[]): string[] {
  const statements = queuePolicies.flatMap(
    ({ properties }) => (properties["PolicyDocument"] as { Statement?: PolicyStatement[] }).Statement ?? [],
  );
  const service = { Service: "events.amazonaws.com" };
  return rules.flatMap((rule) =>
    ((rule.properties["Targets"] ?? []) as RuleTarget[])
      .filter(({ Arn, RoleArn }) => Arn.startsWith("arn:aws:sqs:") && RoleArn === undefined)
      .map(({ Arn }) => Arn)
      .filter((arn) => {
        const context = { "aws:SourceArn": rule.arn };
        return !decideResourcePolicy(statements, service, "sqs:SendMessage", arn, context).allowed;
      }),
  );
}

function send(queue: TwinQueue, target: RuleTarget, payloads: Payload[]): void {
  const groupId = target.SqsParameters?.MessageGroupId;
  queue.send(
    payloads.map(({ eventId, body, attributes }) => ({
      body,
      ...(attributes === undefined ? {} : { attributes }),
      // EventBridge sends to FIFO queues with the event's id, so that its own retry does not send twice.
      ...(groupId === undefined ? {} : { groupId, deduplicationId: eventId }),
    })),
  );
}

export function toDeliver(receivers: Receivers): Deliver {
  return async (target, payloads) => {
    const queue = receivers.queue(target.Arn) ?? receivers.asyncQueue(target.Arn);
    if (queue === undefined) {
      throw new DeliveryFailure("NO_RESOURCE", `${target.Arn} does not exist`, { permanent: true });
    }
    if (receivers.ungranted.has(target.Arn)) {
      const message = `The policy of ${queue.name} does not allow EventBridge to send to it`;
      throw new DeliveryFailure("NO_PERMISSIONS", message, { permanent: true });
    }
    send(queue, target, payloads);
  };
}
