import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { CreateQueueCommand } from "@aws-sdk/client-sqs";
import { createAwsPorts } from "../../../functions/adapters/aws/aws-ports.ts";
import { newContactKeys } from "../../../functions/contacts/sealed.ts";
import type { Ports } from "../../../functions/ports.ts";
import type { EnvironmentName } from "../../../functions/runtime/environment.ts";
import { byCenter, byList, type Index, startRealParts, tableInput } from "../../ports/real-parts.ts";

const COMMAND = fileURLToPath(new URL("../../../infra/cli/ieum.ts", import.meta.url));

/** What a run of the command left behind. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs the command as an operator would, in a process of its own. Stdout and stderr are no terminals. Ctrl-C is pressed when the output
 * so far says so.
 */
export async function ieum(
  args: readonly string[],
  twinFile: string,
  input = "",
  interruptAt: (out: string) => boolean = () => false,
): Promise<Run> {
  const { promise, resolve, reject } = Promise.withResolvers<Run>();
  const process_ = spawn(process.execPath, [COMMAND, ...args], {
    env: {
      PATH: process.env["PATH"],
      IEUM_TWIN: twinFile,
      IEUM_CONTACT_PUBLIC_KEY: process.env["IEUM_CONTACT_PUBLIC_KEY"],
      IEUM_CASE_PUBLIC_KEY: process.env["IEUM_CASE_PUBLIC_KEY"],
      IEUM_CASE_PRIVATE_KEY: process.env["IEUM_CASE_PRIVATE_KEY"],
    },
    stdio: "pipe",
  });
  let out = "";
  let err = "";
  process_.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    if (interruptAt(out)) process_.kill("SIGINT");
  });
  process_.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  process_.once("error", reject);
  process_.once("close", (code) => resolve({ code, out, err }));
  // A command that ends without reading its input closes the pipe; that is no fault of the test.
  process_.stdin.on("error", () => {});
  process_.stdin.end(input);
  return promise;
}

const TABLES = {
  applicants: ["applicantId"],
  openings: ["openingId"],
  programmes: ["programmeId", "validFrom"],
  "shard-log": ["shard", "seq"],
  matches: ["subject", "shard"],
  recommendations: ["applicantId", "openingId"],
  bridges: ["applicantId", "openingId"],
  institutions: ["institutionId"],
  deliveries: ["recommendationId", "channel"],
  mailboxes: ["applicantId"],
  opportunities: ["key"],
  "wake-ups": ["hour", "subject"],
  requests: ["requestId"],
  "follow-ups": ["applicantId", "entry"],
  ledger: ["account", "entry"],
  cases: ["party", "caseId"],
  quarantine: ["day", "quarantineId"],
  "center-feeds": ["center", "entry"],
  webhooks: ["center", "entry"],
} as const;

const TABLE_BY_VARIABLE: Partial<Record<EnvironmentName, keyof typeof TABLES>> = {
  applicantsTable: "applicants",
  openingsTable: "openings",
  programmesTable: "programmes",
  recommendationsTable: "recommendations",
  bridgesTable: "bridges",
  institutionsTable: "institutions",
  followUpsTable: "follow-ups",
  ledgerTable: "ledger",
  casesTable: "cases",
  mailboxesTable: "mailboxes",
  quarantineTable: "quarantine",
  centerFeedsTable: "center-feeds",
  webhooksTable: "webhooks",
};

const INDEXES: Readonly<Partial<Record<string, Index>>> = { cases: byCenter, "follow-ups": byList };

/** Tables, queues and a bus on loopback under the names of the stage dev, and the file by which commands find them. */
export async function startDeployment() {
  const parts = await startRealParts();
  const folder = mkdtempSync(join(tmpdir(), "ieum-cli-"));
  const { dynamoDb, sqs, eventBridge } = parts.clients;
  for (const [table, key] of Object.entries(TABLES)) {
    const index = INDEXES[table];
    await dynamoDb.send(new CreateTableCommand(tableInput(`ieum-dev-${table}`, key, index)));
  }
  const createQueue = async (name: string, Attributes: Record<string, string> = {}) => {
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: `ieum-dev-${name}`, Attributes }));
    return QueueUrl;
  };
  const endpointOf = async (client: { config: { endpoint?: (() => Promise<{ port?: number }>) | undefined } }) =>
    `http://127.0.0.1:${(await client.config.endpoint?.())?.port}`;
  const twinFile = join(folder, "twin.json");
  const webhookKeys = newContactKeys();
  const twin = {
    region: "ap-northeast-2",
    endpoints: {
      dynamodb: await endpointOf(dynamoDb),
      sqs: await endpointOf(sqs),
      events: await endpointOf(eventBridge),
    },
    stage: "dev",
    webhookPublicKey: webhookKeys.publicKey,
    accessKeyId: "operator",
    secretAccessKey: "operator",
  };
  writeFileSync(twinFile, JSON.stringify(twin));
  const ports: Ports = createAwsPorts((name) => `ieum-dev-${TABLE_BY_VARIABLE[name] ?? name}`, parts.clients);
  return {
    ports,
    /** Opens the secrets of webhooks that commands have registered. */
    webhookPrivateKey: webhookKeys.privateKey,
    sqs,
    events: parts.events,
    twinFile,
    createQueue,
    /** Writes a file for a command to read and returns its path. */
    file(name: string, content: string | Buffer): string {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    run: (args: readonly string[], input?: string) => ieum(args, twinFile, input),
    async stop() {
      await parts.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

export type Deployment = Awaited<ReturnType<typeof startDeployment>>;
