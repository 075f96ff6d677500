import { DescribeTableCommand, paginateScan } from "@aws-sdk/client-dynamodb";
import { paginateListQueues } from "@aws-sdk/client-sqs";
import { countMessages, type QueueCounts } from "../../functions/adapters/aws/queue-counts.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError } from "./command.ts";
import { type Connection, withConnection } from "./connection.ts";
import { shortQueueName } from "./queue-name.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

interface QueueDepth extends QueueCounts {
  readonly queue: string;
}

interface TableCount {
  readonly table: string;
  readonly items: number;
}

export const status = defineOperatorCommand({
  meta: { name: "status", description: "How many messages wait in each queue, and how many items each table holds" },
  args: { ...jsonArg, ...connectionArgs },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const queues = await readQueueDepths(connection);
      if (queues.length === 0) {
        throw new OperatorError(`${connection.where} has no queues of the stage ${connection.stage}: is it deployed?`);
      }
      const tables = await readTableCounts(connection);
      const terminal = openTerminal();
      if (args.json) terminal.json({ queues, tables });
      else print(terminal, connection, queues, tables);
      return EXIT_DONE;
    }),
});

async function readQueueDepths({ sqs, names }: Connection): Promise<readonly QueueDepth[]> {
  const urls: string[] = [];
  for await (const { QueueUrls = [] } of paginateListQueues({ client: sqs }, { QueueNamePrefix: `${names.stack}-` })) {
    urls.push(...QueueUrls);
  }
  return await Promise.all(
    urls.toSorted().map(async (url) => ({
      queue: shortQueueName(names, url.slice(url.lastIndexOf("/") + 1)),
      ...(await countMessages(sqs, url)),
    })),
  );
}

/** The twin's tables are counted; a table in the cloud may be large, so its own figure is taken, which is some hours old. */
async function readTableCounts(connection: Connection): Promise<readonly TableCount[]> {
  const counts: TableCount[] = [];
  for (const [table, name] of Object.entries(connection.names.tables)) {
    counts.push({
      table,
      items: connection.isTwin ? await countItems(connection, name) : await estimateItems(connection, name),
    });
  }
  return counts;
}

async function countItems({ dynamodb }: Connection, TableName: string): Promise<number> {
  let items = 0;
  for await (const { Count = 0 } of paginateScan({ client: dynamodb }, { TableName, Select: "COUNT" })) items += Count;
  return items;
}

async function estimateItems({ dynamodb }: Connection, TableName: string): Promise<number> {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
  return Table?.ItemCount ?? 0;
}

function print(
  terminal: Terminal,
  connection: Connection,
  queues: readonly QueueDepth[],
  tables: readonly TableCount[],
): void {
  const { bold, dim, red } = terminal.colours;
  const width = Math.max(...queues.map(({ queue }) => queue.length), ...tables.map(({ table }) => table.length));
  terminal.line(bold(`queues of ${connection.where}, stage ${connection.stage}`));
  for (const { queue, waiting, inFlight, delayed } of queues) {
    const isDead = queue.includes("-dlq") && waiting > 0;
    const depth = `${waiting} waiting, ${inFlight} in flight${delayed > 0 ? `, ${delayed} delayed` : ""}`;
    terminal.line(`  ${queue.padEnd(width)}  ${isDead ? red(depth) : waiting + inFlight > 0 ? depth : dim(depth)}`);
  }
  terminal.line(bold(connection.isTwin ? "tables" : "tables (as of some hours ago)"));
  for (const { table, items } of tables) terminal.line(`  ${table.padEnd(width)}  ${items} items`);
}
