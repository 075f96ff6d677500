/**
 * The tables of the twin: dynalite in a thread of its own, on loopback, on disk under a folder or in memory.
 *
 * Durability: LevelDB hands each write to the operating system before it is answered, so a SIGKILL loses nothing that was
 * acknowledged; it does not wait for the disk, so a power cut may lose the last moments.
 */
import { Worker } from "node:worker_threads";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ListTablesCommand,
} from "@aws-sdk/client-dynamodb";
// Loaded by this thread too, though the tables' thread alone works with it: what only a thread has loaded is unloaded when that thread ends, while LevelDB's
// own thread, which nobody can wait for, may still be in the middle of that code. That ended the process by SIGSEGV, once in thirty.
import "classic-level";
import { type AccessRules, OPERATOR } from "./access.ts";
import type { CallWatcher } from "./calls.ts";
import type { AskedFor } from "./decisions.ts";
import { PortInUse } from "./port-in-use.ts";
import { REGION } from "./resource-types.ts";
import { StoreFailed } from "./store-failed.ts";
import type { FromTables, TablesWorkerData, ToTables } from "./tables-worker.ts";
import type { Resource } from "./template.ts";

export type Tables = {
  endpoint: string;
  /** Makes the tables that are not there yet; those that are keep what they hold. */
  create: (resources: Resource[]) => Promise<void>;
  setRules: (rules: AccessRules) => void;
  watch: (principals: Set<string>) => void;
  stop: () => Promise<void>;
};

export type TablesOptions = {
  /** Where the tables are kept; in memory when absent. */
  path?: string;
  host: string;
  /** 0 lets the system choose. */
  port: number;
  onDenied: (reason: string) => void;
  onAsked: (asked: AskedFor) => void;
  onCall: CallWatcher;
};

type Index = { IndexName: string; KeySchema: unknown; Projection: unknown };

/** The parts of a table's definition that dynalite knows; it has no streams, expiry or backups, and the service needs none. */
function toCreateTable({ name, properties }: Resource): CreateTableCommandInput {
  const pick = (key: string): Index[] | undefined =>
    (properties[key] as Index[] | undefined)?.map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    }));
  const global = pick("GlobalSecondaryIndexes");
  const local = pick("LocalSecondaryIndexes");
  return {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: properties["KeySchema"],
    AttributeDefinitions: properties["AttributeDefinitions"],
    ...(global === undefined ? {} : { GlobalSecondaryIndexes: global }),
    ...(local === undefined ? {} : { LocalSecondaryIndexes: local }),
  } as CreateTableCommandInput;
}

async function createMissing(endpoint: string, resources: Resource[]): Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: OPERATOR, secretAccessKey: OPERATOR },
  });
  try {
    const { TableNames = [] } = await client.send(new ListTablesCommand({}));
    const missing = resources.filter(({ name }) => !TableNames.includes(name));
    for (const resource of missing) await client.send(new CreateTableCommand(toCreateTable(resource)));
  } finally {
    client.destroy();
  }
}

/** Nobody waits for a fault of the thread's when it is in use: it is thrown where it ends the process. */
export async function openTables(options: TablesOptions): Promise<Tables> {
  const data: TablesWorkerData = {
    host: options.host,
    port: options.port,
    ...(options.path === undefined ? {} : { path: options.path }),
  };
  const worker = new Worker(new URL("./tables-worker.ts", import.meta.url), { workerData: data, execArgv: [] });
  const post = (message: ToTables): void => worker.postMessage(message);
  const stopped = Promise.withResolvers<void>();
  const listening = Promise.withResolvers<number>();
  let isInUse = false;
  worker.on("error", (cause: Error) => {
    if (isInUse) throw new StoreFailed(options.path ?? "the tables in memory", cause);
    listening.reject(cause);
  });
  worker.on("exit", () => {
    listening.reject(new Error("the tables ended before they could be used"));
    stopped.resolve();
  });
  worker.on("message", (message: FromTables) => {
    switch (message.kind) {
      case "listening":
        listening.resolve(message.port);
        return;
      case "failed":
        listening.reject(message.code === "EADDRINUSE" ? new PortInUse(options.port) : new Error(message.message));
        return;
      case "denied":
        options.onDenied(message.reason);
        return;
      case "asked":
        options.onAsked(message.asked);
        return;
      case "call":
        void Promise.resolve(options.onCall(message.call)).then((verdict) =>
          post({ kind: "verdict", id: message.id, verdict }),
        );
        return;
      case "stopped":
        stopped.resolve();
    }
  });
  const stop = async (): Promise<void> => {
    post({ kind: "stop" });
    await stopped.promise;
    await worker.terminate();
  };
  const port = await listening.promise.catch(async (cause: Error) => {
    await worker.terminate();
    throw cause;
  });
  isInUse = true;
  const endpoint = `http://${options.host}:${port}`;
  return {
    endpoint,
    create: (resources) => createMissing(endpoint, resources),
    setRules: (rules) => post({ kind: "rules", rules }),
    watch: (principals) => post({ kind: "watch", principals }),
    stop,
  };
}
