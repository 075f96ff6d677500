/** Counts what a run has come to, each figure where it lies in the end: tables by reading them, messages by taking them off their queue. */
import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Waves } from "../../domain/delivery/waves.ts";
import { unpackMatchList } from "../../domain/matching/match-list.ts";
import { messageToApplicant } from "../../events/messages.ts";
import { WAVES_PREFIX } from "../../functions/adapters/aws/versioned-store.ts";
import type { Service } from "./local-service.ts";

export interface Outcome {
  /** Rows or openings that were read. */
  readonly read: number;
  /** Openings that are kept. */
  readonly accepted: number;
  /** Rows that the import refused, and events that intake set aside. */
  readonly refused: number;
  /** Pairs on any match list. */
  readonly matches: number;
  /** Recommendations that are kept, those told with a course among them. */
  readonly recommended: number;
  /** Recommendations for which a message lies in the queue of messages, each counted once. */
  readonly notified: number;
  readonly deadLettered: number;
  /** People for whom there is at least one message. */
  readonly applicantsReached: number;
}

/** Matches that nobody was told of by message, by the reason: they wait, or stay on the match list alone. */
export async function countHeldBack({ twin, names }: Service): Promise<ReadonlyMap<string, number>> {
  const client = new DynamoDBClient(twin.clientConfig("dynamodb"));
  const held = new Map<string, number>();
  const add = (reason: string, pairs: number) => void held.set(reason, (held.get(reason) ?? 0) + pairs);
  try {
    for await (const { Items = [] } of paginateScan({ client }, { TableName: names.tables.deliveries })) {
      for (const { channel, state, reason } of Items) {
        if (channel?.S === "message" && state?.S !== "sent") add(reason?.S ?? "on its way", 1);
      }
    }
    for await (const { Items = [] } of paginateScan({ client }, { TableName: names.tables.matches })) {
      for (const { subject, body } of Items) {
        if (!subject?.S?.startsWith(WAVES_PREFIX)) continue;
        const { waiting } = JSON.parse(body?.S ?? "{}") as Partial<Waves>;
        if (waiting !== undefined && waiting.length > 0) add("next-wave", waiting.length);
      }
    }
    return held;
  } finally {
    client.destroy();
  }
}

export async function countOutcome(service: Service, imported: { read: number; refused: number }): Promise<Outcome> {
  const { twin, names } = service;
  const dynamodb = new DynamoDBClient(twin.clientConfig("dynamodb"));
  const sqs = new SQSClient({ ...twin.clientConfig("sqs"), useQueueUrlAsEndpoint: false });
  try {
    const [openings, recommendations, bridges, quarantined] = await Promise.all([
      countItems(dynamodb, names.tables.openings),
      countItems(dynamodb, names.tables.recommendations),
      countItems(dynamodb, names.tables.bridges),
      countItems(dynamodb, names.tables.quarantine),
    ]);
    const matches = await countMatches(dynamodb, names.tables.matches);
    const told = await takeMessages(sqs, queueUrlOf(service));
    const deadLettered = Object.entries(twin.counts())
      .filter(([name]) => /-dlq(?:\.fifo)?$/.test(name))
      .reduce((sum, [, counts]) => sum + Object.values(counts).reduce((all, count) => all + count, 0), 0);
    return {
      read: imported.read,
      accepted: openings,
      refused: imported.refused + quarantined,
      matches,
      recommended: recommendations + bridges,
      notified: told.recommendations.size,
      deadLettered,
      applicantsReached: told.applicants.size,
    };
  } finally {
    dynamodb.destroy();
    sqs.destroy();
  }
}

function queueUrlOf({ twin, names }: Service): string {
  const url = Object.values(twin.outputs).find((output) =>
    output.endsWith(`/${names.queues["applicant-messages"].queue}`),
  );
  if (url === undefined) throw new Error("the stack gives no URL of the queue of messages");
  return url;
}

async function countItems(client: DynamoDBClient, TableName: string): Promise<number> {
  let items = 0;
  for await (const { Count = 0 } of paginateScan({ client }, { TableName, Select: "COUNT" })) items += Count;
  return items;
}

async function countMatches(client: DynamoDBClient, TableName: string): Promise<number> {
  const pairs = new Set<string>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
    for (const { subject, packed } of Items) {
      // A removed list leaves its place alone.
      if (packed?.B === undefined) continue;
      const [sort, id] = (subject?.S ?? "").split("#");
      for (const match of unpackMatchList(packed.B).matches) {
        pairs.add(sort === "opening" ? `${match.id} ${id}` : `${id} ${match.id}`);
      }
    }
  }
  return pairs.size;
}

async function takeMessages(client: SQSClient, QueueUrl: string) {
  const recommendations = new Set<string>();
  const applicants = new Set<string>();
  for (;;) {
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return { recommendations, applicants };
    for (const { Body = "" } of Messages) {
      const message = messageToApplicant.parse(JSON.parse(Body));
      const items = "items" in message ? message.items : [message];
      for (const { recommendationId } of items) recommendations.add(recommendationId);
      applicants.add(message.applicantId);
    }
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle: ReceiptHandle ?? "",
    }));
    await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
}
