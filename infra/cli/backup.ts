import { createHash, type Hash } from "node:crypto";
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  paginateScan,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { canonicalJson } from "../../domain/canonical-json.ts";
import { decodeRecord } from "../../domain/index/log-record.ts";
import { tableNames } from "../names.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError } from "./command.ts";
import { type Connection, toPath, withConnection } from "./connection.ts";
import { openTerminal } from "./terminal.ts";

type Item = Record<string, AttributeValue>;

/** Profiles and sealed contacts are in it: for its owner alone. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

const MANIFEST = "backup.json";
const FORMAT = 1;

/** BatchWriteItem takes 25 items. */
const ITEMS_PER_CALL = 25;
const TRIES_MAX = 8;
const FIRST_PAUSE_MS = 50;

/** Says beside the logs of the shards, while a restore is under way, of which backup it is: one that broke off can be told from somebody's data, and goes on. */
const UNDER_WAY: Item = { shard: { S: "restore" }, seq: { N: "0" } };

const manifestFile = z.strictObject({
  format: z.literal(FORMAT),
  stage: z.string(),
  at: z.iso.datetime(),
  /** By plain name of the table. */
  tables: z.record(z.string(), z.strictObject({ items: z.int().min(0), sha256: z.string().length(64) })),
});

export const backup = defineOperatorCommand({
  meta: {
    name: "backup",
    description:
      "Copy all tables to a folder, one file of JSON lines a table. It holds profiles and sealed contacts, so it is readable for its owner alone. Stop producers first, or take the cloud's point-in-time recovery, which is of one instant",
  },
  args: {
    out: { type: "string", required: true, description: "Folder to write to; it must not hold a backup yet" },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const folder = toPath(args.out);
      if (existsSync(join(folder, MANIFEST))) throw new OperatorError(`${args.out} holds a backup already`);
      const half = await underWay(connection);
      if (half !== undefined) throw new OperatorError(`a restore of the backup of ${half} broke off: end it first`);
      mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
      const tables: Record<string, { items: number; sha256: string }> = {};
      for (const table of tableNames) tables[table] = await copyOut(connection, table, fileOf(folder, table));
      const manifest = { format: FORMAT, stage: connection.stage, at: new Date().toISOString(), tables };
      // Last: a folder without it is no backup.
      writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: FILE_MODE });
      const terminal = openTerminal();
      const items = Object.values(tables).reduce((sum, table) => sum + table.items, 0);
      if (args.json) terminal.json({ out: folder, items, tables });
      else terminal.line(`${items} items of ${tableNames.length} tables are in ${args.out}`);
      return EXIT_DONE;
    }),
});

export const restore = defineOperatorCommand({
  meta: {
    name: "restore",
    description:
      "Fill the tables of a fresh deployment from a backup, then restart it, so that no function remembers the shards as they were. One that broke off goes on when it is given again. What was on its way when the backup was made comes again by `replay`",
  },
  args: {
    from: { type: "string", required: true, description: "Folder that `backup` has written" },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const folder = toPath(args.from);
      const manifest = readManifest(folder, args.from);
      // Everything is looked at before anything is written.
      for (const [table, expected] of Object.entries(manifest.tables)) await checkFile(fileOf(folder, table), expected);
      await begin(connection, manifest.at);
      let items = 0;
      for (const table of tableNames) {
        if (manifest.tables[table] !== undefined) items += await copyIn(connection, table, fileOf(folder, table));
      }
      await connection.dynamodb.send(new DeleteItemCommand({ TableName: shardLogOf(connection), Key: UNDER_WAY }));
      const terminal = openTerminal();
      if (args.json) terminal.json({ from: folder, at: manifest.at, items });
      else terminal.line(`${items} items are back, as they were at ${manifest.at}`);
      const how = connection.isTwin ? "stop and start the twin" : "deploy once more with any change of the functions";
      terminal.note(`now ${how}: a function that runs remembers the shards as they were before`);
      return EXIT_DONE;
    }),
});

function fileOf(folder: string, table: string): string {
  return join(folder, `${table}.jsonl`);
}

/** One line an item, its attributes in order, so that the same items give the same lines. Reads are consistent. */
async function copyOut({ dynamodb, names }: Connection, table: (typeof tableNames)[number], path: string) {
  const file = openSync(path, "w", FILE_MODE);
  const hash = createHash("sha256");
  let items = 0;
  try {
    const input = { TableName: names.tables[table], ConsistentRead: true };
    for await (const { Items = [] } of paginateScan({ client: dynamodb }, input)) {
      for (const item of Items) {
        const line = `${canonicalJson(toPlain(item))}\n`;
        writeSync(file, line);
        hash.update(line);
        items++;
      }
    }
  } finally {
    closeSync(file);
  }
  return { items, sha256: hash.digest("hex") };
}

async function copyIn({ dynamodb, names }: Connection, table: (typeof tableNames)[number], path: string) {
  const TableName = names.tables[table];
  let items = 0;
  let call: Item[] = [];
  const write = async () => {
    let requests = call.map((Item) => ({ PutRequest: { Item } }));
    call = [];
    for (let tries = 0; requests.length > 0; tries++) {
      if (tries === TRIES_MAX) throw new OperatorError(`${requests.length} items of ${table} could not be written`);
      if (tries > 0) await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** tries));
      const answer = await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
      requests = (answer.UnprocessedItems?.[TableName] ?? []) as typeof requests;
    }
  };
  for await (const line of linesOf(path)) {
    call.push(fromPlain(JSON.parse(line)));
    items++;
    if (call.length === ITEMS_PER_CALL) await write();
  }
  await write();
  return items;
}

async function* linesOf(path: string): AsyncGenerator<string> {
  yield* createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Number.POSITIVE_INFINITY });
}

function readManifest(folder: string, typed: string): z.infer<typeof manifestFile> {
  try {
    return manifestFile.parse(JSON.parse(readFileSync(join(folder, MANIFEST), "utf8")));
  } catch (cause) {
    throw new OperatorError(`${typed} holds no complete backup`, { cause });
  }
}

async function checkFile(path: string, { sha256 }: { sha256: string }): Promise<void> {
  const hash: Hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (cause) {
    throw new OperatorError(`${path} can't be read`, { cause });
  }
  if (hash.digest("hex") !== sha256) throw new OperatorError(`${path} isn't what was backed up: its checksum differs`);
}

const shardLogOf = ({ names }: Connection): string => names.tables["shard-log"];

/** When the backup was made that is being restored, if one is. */
async function underWay(connection: Connection): Promise<string | undefined> {
  const input = { TableName: shardLogOf(connection), Key: UNDER_WAY, ConsistentRead: true };
  const { Item } = await connection.dynamodb.send(new GetItemCommand(input));
  return Item?.["backup"]?.S;
}

/** Has the tables empty and marked, unless this very backup is half in them. What is written is the same each time, so nothing has to know how far it came. */
async function begin(connection: Connection, at: string): Promise<void> {
  const half = await underWay(connection);
  if (half === at) return;
  if (half !== undefined) throw new OperatorError(`the backup of ${half} is half restored into ${connection.where}`);
  await emptyOfDays(connection);
  const Item = { ...UNDER_WAY, backup: { S: at } };
  await connection.dynamodb.send(new PutItemCommand({ TableName: shardLogOf(connection), Item }));
}

/** Days that have started are all that a fresh deployment has. They go: the backup has its own, under the same numbers. */
async function emptyOfDays(connection: Connection): Promise<void> {
  const { dynamodb, names, where } = connection;
  for (const table of tableNames.filter((name) => name !== "shard-log")) {
    const input = { TableName: names.tables[table], Limit: 1, ConsistentRead: true };
    const { Items = [] } = await dynamodb.send(new ScanCommand(input));
    if (Items.length > 0)
      throw new OperatorError(`the table ${table} of ${where} isn't empty: restore into a fresh one`);
  }
  const days: { shard: AttributeValue; seq: AttributeValue }[] = [];
  const input = { TableName: names.tables["shard-log"], ConsistentRead: true };
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, input)) {
    for (const { shard, seq, record } of Items) {
      const isDay = record?.B !== undefined && decodeRecord(record.B).type === "day";
      if (shard === undefined || seq === undefined || !isDay) {
        throw new OperatorError(`the shards of ${where} aren't empty: restore into a fresh one`);
      }
      days.push({ shard, seq });
    }
  }
  for (const Key of days) await dynamodb.send(new DeleteItemCommand({ TableName: names.tables["shard-log"], Key }));
}

/** Attributes as JSON: bytes, which JSON hasn't, are written in base64. */
function toPlain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString("base64") };
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== "object" || value === null) return value;
  // The members of a set come in any order.
  const sorted = (name: string, one: unknown) => (name === "SS" && Array.isArray(one) ? one.toSorted() : toPlain(one));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, sorted(name, one)]));
}

function fromPlain(item: Record<string, Record<string, unknown>>): Item {
  const entries = Object.entries(item).map(([name, typed]) => {
    const bytes = typed["B"] as { base64: string } | undefined;
    return [name, bytes === undefined ? typed : { B: Buffer.from(bytes.base64, "base64") }];
  });
  return Object.fromEntries(entries) as Item;
}
