import { setTimeout as sleep } from "node:timers/promises";
import type { ShardPlan } from "../../domain/index/shards.ts";
import { createAwsPorts } from "../../functions/adapters/aws/aws-ports.ts";
import { createDeadLetters, type QueueUrls } from "../../functions/adapters/aws/dead-letters.ts";
import type { Pace } from "../../functions/operating/resharding.ts";
import type { DeadLetters } from "../../functions/operating-ports.ts";
import type { Ports } from "../../functions/ports.ts";
import type { QueueNames, ResourceNames } from "../names.ts";
import { stages } from "../stages.ts";
import { OperatorError } from "./command.ts";
import { type Connection, tableEnvironment } from "./connection.ts";
import {
  clockRuns,
  FEED_UNDELIVERED,
  openClockPorts,
  otherDeadLetterQueues,
  withOthers,
} from "./other-dead-letters.ts";
import { findQueueUrl } from "./queue-name.ts";

/** What the use cases of `functions/operating` need, over a connection. */
export type OperatingPorts = Ports & { readonly deadLetters: DeadLetters };

export async function openDesk(connection: Connection): Promise<OperatingPorts> {
  const { names, dynamodb, sqs, events } = connection;
  const matchingQueueUrl = await findQueueUrl(connection, names.queues.matching.queue);
  const tables = tableEnvironment(names);
  const ports = createAwsPorts((name) => (name === "matchingQueueUrl" ? matchingQueueUrl : tables(name)), {
    dynamoDb: dynamodb,
    sqs,
    eventBridge: events,
  });
  return {
    ...ports,
    deadLetters: withOthers(
      createDeadLetters(
        sqs,
        cached((queue) => urlsOf(connection, queue)),
      ),
      clockRuns(() => openClockPorts(connection)),
    ),
  };
}

/** The shards that the deployment was made with. */
export function deployedPlan({ stage }: Connection): ShardPlan {
  const { generation, shards } = stages[stage];
  return { generation, shards };
}

/** Queues whose dead letters can be sent back, by their short names. */
export function redrivableQueues(names: ResourceNames): ReadonlyMap<string, QueueNames> {
  const centers = Object.entries(names.centers).map(([id, queue]) => [`center-${id}`, queue] as const);
  return new Map([...Object.entries(names.queues), ...centers]);
}

async function urlsOf(connection: Connection, queue: string): Promise<QueueUrls> {
  const known = redrivableQueues(connection.names).get(queue);
  if (known !== undefined) {
    const [queueUrl, deadLetterQueueUrl] = await Promise.all([
      findQueueUrl(connection, known.queue),
      findQueueUrl(connection, known.deadLetterQueue),
    ]);
    return { queueUrl, deadLetterQueueUrl };
  }
  const other = otherDeadLetterQueues(connection.names).get(queue);
  if (other === undefined) throw new OperatorError(`${connection.where} has no queue ${queue}`);
  const deadLetterQueueUrl = await findQueueUrl(connection, other);
  if (queue !== FEED_UNDELIVERED) return { queueUrl: deadLetterQueueUrl, deadLetterQueueUrl };
  return { queueUrl: await findQueueUrl(connection, connection.names.queues.feed.queue), deadLetterQueueUrl };
}

function cached<Value>(find: (name: string) => Promise<Value>): (name: string) => Promise<Value> {
  const found = new Map<string, Promise<Value>>();
  return (name) => {
    const value = found.get(name) ?? find(name);
    found.set(name, value);
    return value;
  };
}

const SECOND_MS = 1_000;

/** Lets no more than so many messages a second through, counted from the first one on. */
export function atRate(perSecond: number): Pace {
  const startedAt = Date.now();
  let messages = 0;
  return async (more) => {
    messages += more;
    const aheadMs = (messages / perSecond) * SECOND_MS - (Date.now() - startedAt);
    if (aheadMs > 0) await sleep(aheadMs);
  };
}
