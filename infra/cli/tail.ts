import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError, toWholeNumber } from "./command.ts";
import { type Connection, withConnection } from "./connection.ts";
import { findQueueUrl, queuesByShortName, shortQueueName } from "./queue-name.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

const LIMIT_DEFAULT = 10;
const FOLLOW_LIMIT_DEFAULT = 1_000;

/** ReceiveMessage and ChangeMessageVisibilityBatch take ten messages. */
const MESSAGES_PER_CALL_MAX = 10;

/** Held this long so that no message is received twice by one look; renewed at half of it while following. */
const HELD_SECONDS = 30;
const RENEW_MS = (HELD_SECONDS * 1_000) / 2;

/** Long polling while following: an empty answer costs one call in this time, and Ctrl-C waits for it. */
const POLL_SECONDS = 1;

export const tail = defineOperatorCommand({
  meta: {
    name: "tail",
    description:
      "Look at the messages of a queue and put them back. Nothing is deleted, but the service counts each look as a delivery, and consumers wait meanwhile",
  },
  args: {
    queue: {
      type: "positional",
      required: true,
      description: "Queue by its short name: center-west, applicant-messages, intake-dlq",
    },
    limit: {
      type: "string",
      description: `Stop after so many messages (${LIMIT_DEFAULT}; with --follow ${FOLLOW_LIMIT_DEFAULT})`,
    },
    follow: { type: "boolean", description: "Go on until Ctrl-C; not on queues that keep an order", default: false },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const name = queueNameOf(connection, args.queue);
      if (args.follow && name.endsWith(".fifo")) {
        throw new OperatorError(`--follow would hold up everybody behind the first message of ${args.queue}`);
      }
      const limit = toWholeNumber("limit", args.limit, args.follow ? FOLLOW_LIMIT_DEFAULT : LIMIT_DEFAULT);
      const queueUrl = await findQueueUrl(connection, name);
      await look(connection, queueUrl, { limit, follow: args.follow, terminal: openTerminal(), asJson: args.json });
      return EXIT_DONE;
    }),
});

function queueNameOf({ names, where }: Connection, typed: string): string {
  const known = queuesByShortName(names);
  const name = known.get(shortQueueName(names, typed));
  if (name !== undefined) return name;
  throw new OperatorError(`${where} has no queue ${typed}; there are: ${[...known.keys()].toSorted().join(", ")}`);
}

interface Look {
  readonly limit: number;
  readonly follow: boolean;
  readonly terminal: Terminal;
  readonly asJson: boolean;
}

async function look({ sqs }: Connection, QueueUrl: string, { limit, follow, terminal, asJson }: Look): Promise<void> {
  const held = new Map<string, Message>();
  // A call under way is waited for, not aborted: the service would hand messages to it that nobody puts back.
  let isInterrupted = false;
  const onInterrupt = () => {
    isInterrupted = true;
  };
  process.once("SIGINT", onInterrupt);
  const change = (seconds: number) => changeVisibility(sqs, QueueUrl, [...held.values()], seconds);
  // A renewal that fails lets messages appear a second time, which the map of those held notices.
  const renewal = follow ? setInterval(() => void change(HELD_SECONDS).catch(() => {}), RENEW_MS) : undefined;
  let mostDeliveries = 0;
  try {
    while (held.size < limit && !isInterrupted) {
      const messages = await receive(sqs, QueueUrl, Math.min(MESSAGES_PER_CALL_MAX, limit - held.size), follow);
      for (const message of messages) {
        const id = message.MessageId ?? "";
        const isNew = !held.has(id);
        held.set(id, message);
        mostDeliveries = Math.max(mostDeliveries, Number(message.Attributes?.ApproximateReceiveCount ?? 0));
        if (isNew) print(terminal, message, asJson);
      }
      if (messages.length === 0 && !follow) break;
    }
  } finally {
    clearInterval(renewal);
    process.removeListener("SIGINT", onInterrupt);
    await change(0);
  }
  await warnOfRedrive(sqs, QueueUrl, mostDeliveries, terminal);
  if (held.size === 0 && !asJson) terminal.note("the queue shows no message");
}

async function receive(
  sqs: Connection["sqs"],
  QueueUrl: string,
  MaxNumberOfMessages: number,
  follow: boolean,
): Promise<readonly Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages,
      VisibilityTimeout: HELD_SECONDS,
      WaitTimeSeconds: follow ? POLL_SECONDS : 0,
      MessageSystemAttributeNames: ["ApproximateReceiveCount", "SentTimestamp", "MessageGroupId"],
    }),
  );
  return Messages;
}

/** Zero puts messages back at once. Those whose time was over are there already, so entries that fail don't matter. */
async function changeVisibility(
  sqs: Connection["sqs"],
  QueueUrl: string,
  messages: readonly Message[],
  VisibilityTimeout: number,
): Promise<void> {
  for (let from = 0; from < messages.length; from += MESSAGES_PER_CALL_MAX) {
    const Entries = messages
      .slice(from, from + MESSAGES_PER_CALL_MAX)
      .map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle, VisibilityTimeout }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
}

/** Looking counts as delivering. Who looks too often sends a message to the dead-letter queue without its consumer having seen it. */
async function warnOfRedrive(
  sqs: Connection["sqs"],
  QueueUrl: string,
  most: number,
  terminal: Terminal,
): Promise<void> {
  if (most < 2) return;
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["RedrivePolicy"] }));
  const policy = Attributes?.RedrivePolicy;
  if (policy === undefined) return;
  const receivesMax = Number(JSON.parse(policy).maxReceiveCount);
  if (most < receivesMax - 1) return;
  terminal.note(
    terminal.errorColours.yellow(
      `a message was delivered ${most} times; after ${receivesMax} it goes to the dead-letter queue: don't look again before its consumer has`,
    ),
  );
}

function print(terminal: Terminal, message: Message, asJson: boolean): void {
  const body = parse(message.Body ?? "");
  if (!asJson) {
    terminal.line(JSON.stringify(body, undefined, 2));
    return;
  }
  const { SentTimestamp, ApproximateReceiveCount, MessageGroupId } = message.Attributes ?? {};
  terminal.json({
    messageId: message.MessageId,
    sentAt: SentTimestamp === undefined ? undefined : new Date(Number(SentTimestamp)).toISOString(),
    deliveries: Number(ApproximateReceiveCount ?? 0),
    groupId: MessageGroupId,
    body,
  });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
