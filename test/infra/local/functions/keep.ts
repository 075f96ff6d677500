import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";

const tables = new DynamoDBClient({});
const queues = new SQSClient({});
const tableName = process.env["TABLE_NAME"] ?? "";
const nextUrl = process.env["NEXT_URL"] ?? "";

/** The body asks for the behaviour a test needs, so that one function serves every test of the twin. */
type Order = { id: string; group?: string; fail?: boolean; say?: string; crash?: boolean; hang?: boolean };

async function keep(record: SQSRecord): Promise<Order> {
  const order = (JSON.parse(record.body) as { detail: Order }).detail;
  if (order.say !== undefined) console.log(order.say);
  if (order.crash === true) process.exit(3);
  if (order.hang === true) await new Promise(() => setInterval(() => undefined, 1000));
  if (order.fail === true) throw new Error(`order ${order.id} was told to fail`);
  await tables
    .send(
      new PutItemCommand({
        TableName: tableName,
        Item: { pk: { S: `kept#${order.id}` }, sk: { N: "1" }, body: { S: record.body } },
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    )
    .catch((cause: Error) => {
      if (cause.name !== "ConditionalCheckFailedException") throw cause;
    });
  return order;
}

export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: SQSBatchItemFailure[] = [];
  const kept: Order[] = [];
  await Promise.all(
    event.Records.map(async (record) => {
      try {
        kept.push(await keep(record));
      } catch (cause) {
        console.error(cause instanceof Error ? cause.message : cause);
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }),
  );
  if (kept.length > 0) {
    const sent = await queues.send(
      new SendMessageBatchCommand({
        QueueUrl: nextUrl,
        Entries: kept.map((order, at) => ({
          Id: String(at),
          MessageBody: JSON.stringify(order),
          MessageGroupId: order.group ?? "0",
          MessageDeduplicationId: order.id,
        })),
      }),
    );
    if ((sent.Failed ?? []).length > 0) throw new Error("some orders were not sent on", { cause: sent.Failed });
  }
  return { batchItemFailures };
}
