import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { type DeadLetter, type DeadLetters, HELD_SECONDS, LETTERS_PER_CALL_MAX } from "../../operating-ports.ts";
import { PartialFailure } from "../../runtime/errors.ts";
import { inGroups } from "../../runtime/in-groups.ts";
import { toWireMessage } from "../queue-messages.ts";
import { countMessages } from "./queue-counts.ts";

/** Where a queue and what was set aside from it are. */
export interface QueueUrls {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** FIFO queues say so in their names. */
const isFifo = (queueUrl: string): boolean => queueUrl.endsWith(".fifo");

function toLetter({
  MessageId = "",
  Body = "",
  Attributes = {},
  MessageAttributes = {},
  ReceiptHandle = "",
}: Message): DeadLetter {
  const errorCode = (MessageAttributes["ERROR_CODE"] ?? MessageAttributes["ErrorCode"])?.StringValue;
  const { MessageGroupId, SentTimestamp } = Attributes;
  return {
    messageId: MessageId,
    body: Body,
    ...(MessageGroupId === undefined ? {} : { groupId: MessageGroupId }),
    sentAt: Number(SentTimestamp ?? 0),
    ...(errorCode === undefined ? {} : { errorCode }),
    receipt: ReceiptHandle,
  };
}

/** Dead letters over SQS; `find` gives where a queue of a short name is. */
export function createDeadLetters(client: SQSClient, find: (queue: string) => Promise<QueueUrls>): DeadLetters {
  return {
    depth: async (queue) => {
      const { queueUrl, deadLetterQueueUrl } = await find(queue);
      const [depth, dead] = await Promise.all([
        countMessages(client, queueUrl),
        countMessages(client, deadLetterQueueUrl),
      ]);
      return { ...depth, dead: dead.waiting + dead.inFlight + dead.delayed };
    },
    receive: async (queue) => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: (await find(queue)).deadLetterQueueUrl,
          MaxNumberOfMessages: LETTERS_PER_CALL_MAX,
          VisibilityTimeout: HELD_SECONDS,
          MessageSystemAttributeNames: ["SentTimestamp", "MessageGroupId"],
          MessageAttributeNames: ["ERROR_CODE", "ErrorCode"],
        }),
      );
      return Messages.map(toLetter);
    },
    sendBack: async (queue, letters) => {
      const { queueUrl } = await find(queue);
      const taken: DeadLetter[] = [];
      for (const call of inGroups(letters, LETTERS_PER_CALL_MAX)) {
        const Entries = call.map((letter, at) => ({
          Id: String(at),
          MessageBody: toWireMessage(letter).body,
          // Not the id that it was first sent under: within five minutes of that the queue would drop it, and it would be lost.
          ...(isFifo(queueUrl)
            ? { MessageGroupId: letter.groupId, MessageDeduplicationId: `redrive-${letter.messageId}` }
            : {}),
        }));
        const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
        const failed = new Set(Failed.map(({ Id }) => Number(Id)));
        taken.push(...call.filter((_, at) => !failed.has(at)));
        if (failed.size > 0) break;
      }
      return taken;
    },
    remove: async (queue, letters) => {
      const QueueUrl = (await find(queue)).deadLetterQueueUrl;
      for (const call of inGroups(letters, LETTERS_PER_CALL_MAX)) {
        const Entries = call.map(({ receipt }, at) => ({ Id: String(at), ReceiptHandle: receipt }));
        const { Failed = [] } = await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
        if (Failed.length > 0) {
          const codes = new Set(Failed.map(({ Code }) => Code));
          throw new PartialFailure("DeleteMessageBatch", Failed.length, call.length, [...codes].join(", "));
        }
      }
    },
    // Those whose time was over are there already, so entries that fail don't matter.
    release: async (queue, letters) => {
      const QueueUrl = (await find(queue)).deadLetterQueueUrl;
      for (const call of inGroups(letters, LETTERS_PER_CALL_MAX)) {
        const Entries = call.map(({ receipt }, at) => ({
          Id: String(at),
          ReceiptHandle: receipt,
          VisibilityTimeout: 0,
        }));
        await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
      }
    },
  };
}
