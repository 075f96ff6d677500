import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { environmentNames } from "../functions/runtime/environment.ts";
import { allow } from "./allow.ts";
import type { QueueNames, ResourceNames } from "./names.ts";
import { permissions } from "./permissions.ts";
import type { WorkQueue } from "./work-queue.ts";

/** Queues that operators look after, by their short names, in the order of the flow. */
export function operatedQueues({
  queues,
  centers,
}: Pick<ResourceNames, "queues" | "centers">): ReadonlyMap<string, QueueNames> {
  const ofCenters = Object.entries(centers).map(
    ([id, { queue, deadLetterQueue }]) => [`center-${id}`, { queue, deadLetterQueue }] as const,
  );
  return new Map([...Object.entries(queues), ...ofCenters]);
}

/** What the operators' pages are told of them. */
export function operatingEnvironment(names: ResourceNames): Record<string, string> {
  return { [environmentNames.operatedQueues]: JSON.stringify(Object.fromEntries(operatedQueues(names))) };
}

/** What the function may send to without being an operator's. */
const sentToAnyway: ReadonlySet<string> = new Set(permissions.api.sendsTo);

/**
 * Counting what waits, and taking what was set aside back to where it came from, or away for good. A statement a call and not a queue: a role takes 10,240
 * characters, and a city may have many centers.
 */
export function operatingStatements(
  queues: ReadonlyMap<string, Pick<WorkQueue, "queue" | "deadLetterQueue">>,
): readonly PolicyStatement[] {
  const work = [...queues.values()].map(({ queue }) => queue.queueArn);
  const dead = [...queues.values()].map(({ deadLetterQueue }) => deadLetterQueue.queueArn);
  const back = [...queues].flatMap(([name, { queue }]) => (sentToAnyway.has(name) ? [] : queue.queueArn));
  return [
    allow("sqs", ["GetQueueAttributes"], ...work),
    allow("sqs", ["SendMessage"], ...back),
    allow("sqs", ["GetQueueAttributes", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility"], ...dead),
  ];
}
