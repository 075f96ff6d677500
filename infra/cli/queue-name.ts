import { GetQueueUrlCommand, QueueDoesNotExist } from "@aws-sdk/client-sqs";
import { allResources, type ResourceNames } from "../names.ts";
import { OperatorError } from "./command.ts";
import type { Connection } from "./connection.ts";

/** What an operator types for a queue: its name without the stage in front and without the ending of queues that keep an order. */
export function shortQueueName(names: ResourceNames, name: string): string {
  const withoutStage = name.startsWith(`${names.stack}-`) ? name.slice(names.stack.length + 1) : name;
  return withoutStage.replace(/\.fifo$/, "");
}

/** The stage's queues by their short names, dead-letter queues and centers' queues included. */
export function queuesByShortName(names: ResourceNames): ReadonlyMap<string, string> {
  const queues = allResources(names).filter(({ kind }) => kind === "queue");
  return new Map(queues.map(({ name }) => [shortQueueName(names, name), name]));
}

/** The address of a queue by its full name. */
export async function findQueueUrl({ sqs, where }: Connection, name: string): Promise<string> {
  try {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    if (QueueUrl !== undefined) return QueueUrl;
  } catch (cause) {
    if (!(cause instanceof QueueDoesNotExist)) throw cause;
  }
  throw new OperatorError(`${where} has no queue ${name}: is this stage deployed?`);
}
