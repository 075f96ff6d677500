/** What whoever looks after a killed twin can see of it: what is kept, and what came out of it. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { deliveryKey } from "../../domain/delivery/recommendation.ts";
import { messageToApplicant } from "../../events/messages.ts";
import { createAwsPorts } from "../../functions/adapters/aws/aws-ports.ts";
import type { Ports } from "../../functions/ports.ts";
import { tableEnvironment } from "../../infra/cli/connection.ts";
import { type ResourceNames, resourceNames } from "../../infra/names.ts";
import { DEFAULT_STAGE } from "../../infra/stages.ts";
import type { Ready } from "./living-twin.ts";

export const names: ResourceNames = resourceNames(DEFAULT_STAGE);

/** A call that a kill cuts off fails at once: it is for the producer to put it again. */
const ONCE = { maxAttempts: 1 } as const;

export class Desk {
  readonly events: EventBridgeClient;
  readonly kept: Pick<Ports, "applicants" | "openings" | "shardLog">;
  readonly #dynamoDb: DynamoDBClient;
  readonly #sqs: SQSClient;
  readonly #messagesUrl: string;

  constructor({ clients, outputs }: Ready) {
    this.events = new EventBridgeClient({ ...clients.events, ...ONCE });
    this.#dynamoDb = new DynamoDBClient(clients.dynamodb);
    this.#sqs = new SQSClient({ ...clients.sqs, useQueueUrlAsEndpoint: false });
    this.kept = createAwsPorts(tableEnvironment(names), {
      dynamoDb: this.#dynamoDb,
      sqs: this.#sqs,
      eventBridge: this.events,
    });
    const { queue } = names.queues["applicant-messages"];
    const url = Object.values(outputs).find((output) => output.endsWith(`/${queue}`));
    if (url === undefined) throw new Error("the stack gives no URL of the queue of messages");
    this.#messagesUrl = url;
  }

  /** Takes every message to a person off its queue: what each tells, and under which id. */
  async takeMessages(note: (key: string, messageId: string) => void): Promise<void> {
    for (;;) {
      const { Messages = [] } = await this.#sqs.send(
        new ReceiveMessageCommand({ QueueUrl: this.#messagesUrl, MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return;
      for (const { Body = "" } of Messages) {
        const message = messageToApplicant.parse(JSON.parse(Body));
        const items = "items" in message ? message.items : [message];
        for (const { recommendationId, telling = 1 } of items) {
          note(deliveryKey(recommendationId, telling), message.messageId);
        }
      }
      const Entries = Messages.map(({ ReceiptHandle = "" }, index) => ({ Id: String(index), ReceiptHandle }));
      await this.#sqs.send(new DeleteMessageBatchCommand({ QueueUrl: this.#messagesUrl, Entries }));
    }
  }

  close(): void {
    for (const client of [this.events, this.#dynamoDb, this.#sqs]) client.destroy();
  }
}
