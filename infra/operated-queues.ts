import { Stack } from "aws-cdk-lib";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { environmentNames } from "../functions/runtime/environment.ts";
import { allow } from "./allow.ts";
import type { QueueNames, ResourceNames } from "./names.ts";

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

/** Counting what waits, and taking what was set aside back to where it came from, or away for good. */
export function operatingStatements(scope: Construct, names: ResourceNames): readonly PolicyStatement[] {
  const toArn = (resource: string) => Stack.of(scope).formatArn({ service: "sqs", resource });
  const queues = [...operatedQueues(names).values()];
  const work = queues.map(({ queue }) => toArn(queue));
  const dead = queues.map(({ deadLetterQueue }) => toArn(deadLetterQueue));
  return [
    ...work.map((arn) => allow("sqs", ["GetQueueAttributes", "SendMessage"], arn)),
    ...dead.map((arn) =>
      allow("sqs", ["GetQueueAttributes", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility"], arn),
    ),
  ];
}
