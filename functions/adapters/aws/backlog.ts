import { GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Backlog } from "../../ports.ts";
import type { Environment } from "../../runtime/environment.ts";
import type { Pause } from "./dynamo-calls.ts";
import { URL_NAMES } from "./queues.ts";

const WAITING = "ApproximateNumberOfMessages";

export function createBacklog(client: SQSClient, environment: Environment, pause: Pause): Backlog {
  return {
    waiting: async (queue) => {
      const QueueUrl = environment(URL_NAMES[queue]);
      const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [WAITING] }));
      return Number(Attributes?.[WAITING] ?? 0);
    },
    pause,
  };
}
