/** Runs a twin, puts events and items, and says what was accepted, until somebody kills it. */
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { startTwin } from "../../../infra/local/twin.ts";

const [, , assemblyDir = "", dataDir = ""] = process.argv;
const twin = await startTwin({ assemblyDir, dataDir });
const bus = new EventBridgeClient(twin.clientConfig("events"));
const tables = new DynamoDBClient(twin.clientConfig("dynamodb"));

async function putEvents(from: number): Promise<void> {
  const ids = Array.from({ length: 10 }, (_, n) => `order-${from + n}`);
  const Entries = ids.map((id) => ({
    EventBusName: "orders",
    Source: "shop",
    DetailType: "OrderPlaced",
    Detail: JSON.stringify({ id }),
  }));
  await bus.send(new PutEventsCommand({ Entries }));
  for (const id of ids) process.stdout.write(`accepted ${id}\n`);
}

async function putItem(id: string): Promise<void> {
  const Item = { pk: { S: `written#${id}` }, sk: { N: "1" } };
  await tables.send(new PutItemCommand({ TableName: twin.outputs["TableName"] ?? "", Item }));
  process.stdout.write(`written ${id}\n`);
}

for (let round = 0; ; round += 1) await Promise.all([putEvents(round * 10), putItem(String(round))]);
