/** The whole service on this machine: synthesise the stack, run it as a twin, say where it is, and start the day. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { OPT_OUT_PATH } from "../../functions/contacts/opt-out-link.ts";
import { newContactKeys, publicKeyOf } from "../../functions/contacts/sealed.ts";
import { synthesise } from "../app.ts";
import { OPT_OUT_PAGE_VARIABLE } from "../mail.ts";
import { type ResourceNames, resourceNames } from "../names.ts";
import { DEFAULT_STAGE } from "../stages.ts";
import { chosenTaxonomyFile, taxonomyOf } from "../taxonomy-in-use.ts";
import { WEBHOOK_KEY_VARIABLE } from "../webhook-key.ts";
import { developmentKeys } from "./development-keys.ts";
import { MetricsBoard, metricsRoutes } from "./metrics-board.ts";
import { requireFreePorts } from "./port-in-use.ts";
import type { Twin } from "./running-twin.ts";
import { type ExampleActor, signInPage } from "./sign-in-page.ts";
import { HOST, startTwin } from "./twin.ts";
import { lockData } from "./twin-lock.ts";

/** Where data, lock and synthesised stack are kept by default; `npm start` finds its state there again. */
export const DATA_DIR = fileURLToPath(new URL("../../.ieum", import.meta.url));

/** Ports of `npm start`: fixed, so that a bookmark and another shell find them again. */
export const PORT = 4610;
export const TABLES_PORT = 4611;
/** Of the API and the pages. */
export const API_PORT = 4612;

export interface ServiceOptions {
  readonly dataDir: string;
  /** Forget everything that was kept. */
  readonly fresh: boolean;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly tablesPort: number;
  readonly apiPort?: number;
  /** Who can be chosen at the sign-in page beside the centers. */
  readonly examples?: readonly ExampleActor[];
  /** How long a failed message stays away; the queue's visibility timeout when absent, as in the cloud. */
  readonly retryDelayMs?: number;
  /** Told of each step with the milliseconds it took. */
  readonly onStep?: (step: "synthesised" | "ready", milliseconds: number) => void;
}

export interface Service {
  readonly twin: Twin;
  readonly names: ResourceNames;
  /** What commands read to find the twin; IEUM_TWIN names it. */
  readonly twinFile: string;
  /** There while a seed isn't complete. It goes with the state that it tells about. */
  readonly seedingFile: string;
  stop(): Promise<void>;
}

/** Runs the service until `stop`. The day that it is in Seoul has started when this resolves. */
export async function runService(options: ServiceOptions): Promise<Service> {
  const { dataDir, port, tablesPort, apiPort = 0, retryDelayMs, onStep } = options;
  const names = resourceNames(DEFAULT_STAGE);
  const twinFile = join(dataDir, "twin.json");
  const stateDir = join(dataDir, "state");
  if (!options.fresh) requireSameTaxonomy(stateDir);
  // The twin takes both once the stack is synthesised, which takes seconds; and whoever holds the lock is still using what `fresh` deletes.
  lockData(stateDir)();
  await requireFreePorts(HOST, [port, tablesPort, apiPort]);
  if (options.fresh) rmSync(stateDir, { recursive: true, force: true });
  mkdirSync(stateDir, { recursive: true });
  writeFileSync(join(stateDir, TAXONOMY_FILE), taxonomyHere());

  const assemblyDir = join(dataDir, "cdk.out");
  let since = performance.now();
  const webhookKey = keepWebhookKey(stateDir);
  const keys = await developmentKeys(dataDir);
  const synthesiseHere = () => synthesise(assemblyDir, DEFAULT_STAGE, { developmentKey: keys.publicKey });
  withVariable(WEBHOOK_KEY_VARIABLE, webhookKey, () =>
    withVariable(OPT_OUT_PAGE_VARIABLE, optOutPageHere(options), synthesiseHere),
  );
  onStep?.("synthesised", Math.round(performance.now() - since));

  since = performance.now();
  const board = new MetricsBoard();
  const twin = await startTwin({
    assemblyDir,
    dataDir: stateDir,
    port,
    tablesPort,
    apiPort,
    apiRoutes: signInPage(keys, options.examples ?? []),
    ...(retryDelayMs === undefined ? {} : { retryDelayMs }),
    routes: metricsRoutes(board),
  });
  twin.on("log", (_name, line) => board.take(line));
  writeTwinFile(twinFile, twin, publicKeyOf(webhookKey));
  const stop = async () => {
    rmSync(twinFile, { force: true });
    await twin.stop();
  };
  try {
    const day = await twin.invoke(names.functions["start-day"], {});
    if (day.kind === "error") throw new Error(`the day could not be started: ${day.error.errorMessage}`);
    // A twin that was off at six has missed the schedule; what is due waits for the next run, which may as well be now.
    const due = await twin.invoke(names.functions["follow-up"], {});
    if (due.kind === "error") throw new Error(`nobody could be told what is due: ${due.error.errorMessage}`);
  } catch (error) {
    await stop();
    throw error;
  }
  onStep?.("ready", Math.round(performance.now() - since));
  return { twin, names, twinFile, seedingFile: join(stateDir, "seeding"), stop };
}

/** Says by which taxonomy what is kept was made. */
const TAXONOMY_FILE = "taxonomy";

/** The built-in taxonomy only ever appends, so all its versions are one. */
const BUILT_IN = "built-in";

function taxonomyHere(): string {
  const file = chosenTaxonomyFile();
  return file === undefined ? BUILT_IN : taxonomyOf(file).version;
}

/** What is kept refers to competencies by their numbers, which another taxonomy gives to others. */
function requireSameTaxonomy(stateDir: string): void {
  const path = join(stateDir, TAXONOMY_FILE);
  const before = existsSync(path) ? readFileSync(path, "utf8") : BUILT_IN;
  const now = taxonomyHere();
  const isAnythingKept = existsSync(join(stateDir, "tables"));
  if (before !== now && isAnythingKept) {
    throw new Error(`what is kept goes by the taxonomy ${before}, not ${now}: name that one, or start with --fresh`);
  }
}

/** Where links of e-mails lead: the page of this very twin, if its port is known before it runs. */
function optOutPageHere({ apiPort = 0 }: ServiceOptions): string {
  const given = process.env[OPT_OUT_PAGE_VARIABLE] ?? "";
  return given === "" && apiPort !== 0 ? `http://${HOST}:${apiPort}${OPT_OUT_PATH}` : given;
}

/** The key that opens webhooks' secrets: the environment's, or one of the twin's own, which stays as long as what it has sealed. */
function keepWebhookKey(stateDir: string): string {
  const given = process.env[WEBHOOK_KEY_VARIABLE] ?? "";
  if (given !== "") return given;
  const path = join(stateDir, "webhook-key");
  if (!existsSync(path)) writeFileSync(path, newContactKeys().privateKey, { mode: 0o600 });
  return readFileSync(path, "utf8");
}

/** Two services of one process have keys of their own. */
function withVariable(name: string, value: string, act: () => void): void {
  const before = process.env[name];
  process.env[name] = value;
  try {
    act();
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
}

function writeTwinFile(path: string, twin: Twin, webhookPublicKey: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const { region, credentials } = twin.clientConfig("dynamodb");
  writeFileSync(
    path,
    `${JSON.stringify({ region, endpoints: twin.endpoints, api: twin.apiUrl, stage: DEFAULT_STAGE, taxonomy: chosenTaxonomyFile(), webhookPublicKey, ...credentials })}\n`,
  );
}

/** Whether nothing has ever been kept. */
export async function isEmpty({ twin, names }: Service): Promise<boolean> {
  const client = new DynamoDBClient(twin.clientConfig("dynamodb"));
  try {
    for (const TableName of [names.tables.applicants, names.tables.openings]) {
      const { Items = [] } = await client.send(new ScanCommand({ TableName, Limit: 1 }));
      if (Items.length > 0) return false;
    }
    return true;
  } finally {
    client.destroy();
  }
}
