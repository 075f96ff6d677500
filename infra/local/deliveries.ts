/** How the bus hands events to targets: queues directly, functions through the queue of their asynchronous invocations. */
import { DeliveryFailure, type Deliver, type Payload, type RuleTarget } from "./event-bus.ts";
import type { TwinQueue } from "./queues.ts";
import type { PolicyStatement, Resource } from "./template.ts";

export type Receivers = {
  queue: (arn: string) => TwinQueue | undefined;
  asyncQueue: (functionArn: string) => TwinQueue | undefined;
  /** Queues that a rule targets without being allowed to. */
  ungranted: Set<string>;
};

const asList = <T>(value: T | T[] | undefined): T[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

function allows(statement: PolicyStatement, queueArn: string, ruleArn: string): boolean {
  const { Service } = (statement.Principal ?? {}) as { Service?: string | string[] };
  const sources = Object.values(statement.Condition ?? {}).flatMap((test) =>
    asList(test["aws:SourceArn"] as string | string[] | undefined),
  );
  return (
    statement.Effect === "Allow" &&
    asList(Service).includes("events.amazonaws.com") &&
    asList(statement.Action).some((action) => ["sqs:SendMessage", "sqs:*", "*"].includes(action)) &&
    asList(statement.Resource).some((resource) => resource === queueArn || resource === "*") &&
    (sources.length === 0 || sources.includes(ruleArn))
  );
}

/** A rule may only send to a queue whose own policy lets it; the cloud drops the event otherwise, and says nothing. */
export function findUngranted(rules: Resource[], queuePolicies: Resource[]): { ruleName: string; queueArn: string }[] {
  const statements = queuePolicies.flatMap(
    ({ properties }) => (properties["PolicyDocument"] as { Statement?: PolicyStatement[] }).Statement ?? [],
  );
  return rules.flatMap((rule) =>
    asList(rule.properties["Targets"] as RuleTarget[] | undefined)
      .filter(({ Arn, RoleArn }) => Arn.startsWith("arn:aws:sqs:") && RoleArn === undefined)
      .filter(({ Arn }) => !statements.some((statement) => allows(statement, Arn, rule.arn)))
      .map(({ Arn }) => ({ ruleName: rule.name, queueArn: Arn })),
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
