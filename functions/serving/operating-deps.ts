import * as z from "zod";
import type { ShardPlan } from "../../domain/index/shards.ts";
import type { AwsClients } from "../adapters/aws/clients.ts";
import { createDeadLetters } from "../adapters/aws/dead-letters.ts";
import type { DeadLetters } from "../operating-ports.ts";
import type { Ports } from "../ports.ts";
import type { Environment } from "../runtime/environment.ts";

/** What operators' pages need of the world beside the use cases that everybody has. */
export interface OperatingDeps {
  readonly ports: Pick<Ports, "clock" | "shardPlans" | "shardLog" | "queues" | "quarantine"> & {
    readonly deadLetters: DeadLetters;
  };
  /** The shards that the deployment was made with. */
  readonly deployed: ShardPlan;
  /** Short names of the queues, in the order of the flow. */
  readonly queues: readonly string[];
}

const operatedQueues = z.record(z.string(), z.strictObject({ queue: z.string(), deadLetterQueue: z.string() }));

/** Reads which queues there are; all of them are reached beside the one whose address is known. */
export function readOperating(
  environment: Environment,
  ports: Omit<OperatingDeps["ports"], "deadLetters">,
  { sqs }: Pick<AwsClients, "sqs">,
): OperatingDeps {
  const queues = operatedQueues.parse(JSON.parse(environment("operatedQueues")));
  const beside = environment("matchingQueueUrl").replace(/[^/]+$/, "");
  const find = async (name: string) => {
    const known = queues[name];
    if (known === undefined) throw new Error(`there is no queue ${name}`);
    return { queueUrl: `${beside}${known.queue}`, deadLetterQueueUrl: `${beside}${known.deadLetterQueue}` };
  };
  return {
    ports: { ...ports, deadLetters: createDeadLetters(sqs, find) },
    deployed: { generation: Number(environment("generation")), shards: Number(environment("shards")) },
    queues: Object.keys(queues),
  };
}
