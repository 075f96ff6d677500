import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, type SQSClient } from "@aws-sdk/client-sqs";
import type { QueueMessage, QueueName, Queues } from "../../ports.ts";
import type { Environment, EnvironmentName } from "../../runtime/environment.ts";
import { PartialFailure } from "../../runtime/errors.ts";
import { inBatches } from "../../runtime/in-groups.ts";
import { SEND_LIMITS } from "../batches.ts";
import { bytesOfMessage, toWireMessages } from "../queue-messages.ts";

export const URL_NAMES: Readonly<Record<QueueName, EnvironmentName>> = {
  matching: "matchingQueueUrl",
  "applicant-alerts": "applicantAlertsQueueUrl",
  "employer-shortlists": "employerShortlistsQueueUrl",
  "applicant-messages": "applicantMessagesQueueUrl",
  webhooks: "webhooksQueueUrl",
};

/** The entries of each call. An entry's id is its place in the call: it means nothing outside it. */
export function sendEntries(
  queue: QueueName,
  messages: readonly QueueMessage[],
): readonly (readonly SendMessageBatchRequestEntry[])[] {
  return inBatches(toWireMessages(queue, messages), SEND_LIMITS, bytesOfMessage).map((call) =>
    call.map(({ body, groupId, deduplicationId, delaySeconds }, at) => ({
      Id: String(at),
      MessageBody: body,
      ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
      ...(deduplicationId === undefined ? {} : { MessageDeduplicationId: deduplicationId }),
      ...(delaySeconds === undefined ? {} : { DelaySeconds: delaySeconds }),
    })),
  );
}

export function createQueues(client: SQSClient, environment: Environment): Queues {
  return {
    // One call after the other, because order counts on FIFO queues, and none after a failure: everything is sent again then.
    send: async (queue, messages) => {
      const calls = sendEntries(queue, messages);
      let taken = 0;
      for (const call of calls) {
        const QueueUrl = environment(URL_NAMES[queue]);
        const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries: [...call] }));
        taken += call.length - Failed.length;
        if (Failed.length > 0) {
          const codes = new Set(Failed.map(({ Code }) => Code));
          throw new PartialFailure("SendMessageBatch", messages.length - taken, messages.length, [...codes].join(", "));
        }
      }
    },
  };
}
