import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { SQSBatchItemFailure, SQSBatchResponse, SQSEvent } from "aws-lambda";

const tables = new DynamoDBClient({});
const tableName = process.env["TABLE_NAME"] ?? "";
let count = 0;

/** Stops at the first failure and hands back the rest, as a consumer of a FIFO queue has to. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: SQSBatchItemFailure[] = [];
  for (const record of event.Records) {
    const order = JSON.parse(record.body) as { id: string; refuse?: number };
    const attempt = Number(record.attributes.ApproximateReceiveCount);
    if (batchItemFailures.length > 0 || attempt <= (order.refuse ?? 0)) {
      batchItemFailures.push({ itemIdentifier: record.messageId });
      continue;
    }
    count += 1;
    await Promise.all(
      ["applied", "seen"].map((kind) =>
        tables.send(
          new PutItemCommand({
            TableName: tableName,
            Item: { pk: { S: `${kind}#${order.id}` }, sk: { N: "1" }, place: { N: String(count) } },
          }),
        ),
      ),
    );
  }
  return { batchItemFailures };
}
