import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import { createAwsPorts } from "../../functions/adapters/aws/aws-ports.ts";
import type { Ports } from "../../functions/ports.ts";
import type { EnvironmentName } from "../../functions/runtime/environment.ts";
import { type ResourceNames, resourceNames, type TableName } from "../names.ts";
import { DEFAULT_STAGE, isStage, type Stage, stages } from "../stages.ts";
import { chosenTaxonomyFile, taxonomyOf } from "../taxonomy-in-use.ts";
import { OperatorError } from "./command.ts";

/** Which deployment a command talks to: the local twin unless a profile or a region is given. */
export interface Deployment {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly stage?: string | undefined;
}

export interface Connection {
  /** For messages: "the local twin", "AWS ap-northeast-2". */
  readonly where: string;
  readonly isTwin: boolean;
  readonly stage: Stage;
  readonly names: ResourceNames;
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly events: EventBridgeClient;
  /** What the functions keep, read through their own adapter. */
  readonly kept: Pick<
    Ports,
    | "openings"
    | "applicants"
    | "contacts"
    | "institutions"
    | "programmes"
    | "terms"
    | "recommendations"
    | "bridges"
    | "followUps"
    | "ledger"
    | "mailboxes"
    | "cases"
    | "quarantine"
    | "centerFeeds"
    | "webhooks"
  >;
  close(): void;
}

/** What the twin writes when it is ready and removes when it stops. */
const twinFile = z.object({
  region: z.string().min(1),
  endpoints: z.object({ dynamodb: z.url(), sqs: z.url(), events: z.url() }),
  stage: z.string().min(1),
  taxonomy: z.string().min(1).optional(),
  webhookPublicKey: z.string().min(1).optional(),
  accessKeyId: z.string().min(1),
  secretAccessKey: z.string().min(1),
});
type TwinFile = z.infer<typeof twinFile>;

/** Beside the project, whatever folder the command was started in; IEUM_TWIN names another twin's file. */
const TWIN_FILE = fileURLToPath(new URL("../../.ieum/twin.json", import.meta.url));

function readTwinFile(path: string): TwinFile {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new OperatorError(
      `no local twin is running (there is no ${path}): start it with \`npm start\`, or name AWS with --profile or --region`,
      { cause },
    );
  }
  try {
    return twinFile.parse(JSON.parse(text));
  } catch (cause) {
    throw new OperatorError(`${path} is not what a twin writes: start the twin anew with \`npm start\``, { cause });
  }
}

/** The twin's file, which IEUM_TWIN may name. */
export const twinPath = (): string => process.env["IEUM_TWIN"] ?? TWIN_FILE;

/**
 * The taxonomy that a deployment goes by: the one that IEUM_TAXONOMY names, or the twin's, or the built-in one. A stack in AWS doesn't say
 * which artifact it was deployed with, so whoever deployed it with one has to name it.
 */
export function deployedTaxonomy({ profile, region }: Deployment): Taxonomy {
  const isTwin = profile === undefined && region === undefined && existsSync(twinPath());
  const file = chosenTaxonomyFile() ?? (isTwin ? readTwinFile(twinPath()).taxonomy : undefined);
  try {
    return taxonomyOf(file);
  } catch (cause) {
    throw new OperatorError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** The key that webhooks' secrets are sealed with: the environment's, or the running twin's. */
export function webhookPublicKey({ isTwin }: Pick<Connection, "isTwin">): string {
  const given = process.env["IEUM_WEBHOOK_PUBLIC_KEY"] ?? "";
  const key = given !== "" ? given : isTwin ? readTwinFile(twinPath()).webhookPublicKey : undefined;
  if (key === undefined)
    throw new OperatorError("IEUM_WEBHOOK_PUBLIC_KEY is not set: `ieum webhook keys` makes a pair");
  return key;
}

/** Connects. Nothing goes over the wire yet. */
export function connect(deployment: Deployment): Connection {
  const { profile, region, stage } = deployment;
  if (profile === undefined && region === undefined) {
    const twin = readTwinFile(twinPath());
    const credentials = { accessKeyId: twin.accessKeyId, secretAccessKey: twin.secretAccessKey };
    const config = (endpoint: string) => ({ region: twin.region, endpoint, credentials });
    return toConnection("the local twin", true, stage ?? twin.stage, {
      dynamodb: new DynamoDBClient(config(twin.endpoints.dynamodb)),
      // The twin's queue URLs name hosts as in the cloud; the calls have to go to its endpoint all the same.
      sqs: new SQSClient({ ...config(twin.endpoints.sqs), useQueueUrlAsEndpoint: false }),
      events: new EventBridgeClient(config(twin.endpoints.events)),
    });
  }
  const config = { ...(profile === undefined ? {} : { profile }), ...(region === undefined ? {} : { region }) };
  const where = ["AWS", profile, region].filter((part) => part !== undefined).join(" ");
  return toConnection(where, false, stage ?? DEFAULT_STAGE, {
    dynamodb: new DynamoDBClient(config),
    sqs: new SQSClient(config),
    events: new EventBridgeClient(config),
  });
}

function toConnection(
  where: string,
  isTwin: boolean,
  stageName: string,
  clients: Pick<Connection, "dynamodb" | "sqs" | "events">,
): Connection {
  if (!isStage(stageName)) {
    throw new OperatorError(`there is no stage ${stageName}; there are: ${Object.keys(stages).join(", ")}`);
  }
  const names = resourceNames(stageName);
  const { dynamodb, sqs, events } = clients;
  return {
    where,
    isTwin,
    stage: stageName,
    names,
    ...clients,
    kept: createAwsPorts(tableEnvironment(names), { dynamoDb: dynamodb, sqs, eventBridge: events }),
    close: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}

const TABLE_BY_VARIABLE = new Map<EnvironmentName, TableName>([
  ["applicantsTable", "applicants"],
  ["openingsTable", "openings"],
  ["programmesTable", "programmes"],
  ["recommendationsTable", "recommendations"],
  ["bridgesTable", "bridges"],
  ["institutionsTable", "institutions"],
  ["followUpsTable", "follow-ups"],
  ["ledgerTable", "ledger"],
  ["casesTable", "cases"],
  ["mailboxesTable", "mailboxes"],
  ["wakeUpsTable", "wake-ups"],
  ["quarantineTable", "quarantine"],
  ["centerFeedsTable", "center-feeds"],
  ["webhooksTable", "webhooks"],
  ["shardLogTable", "shard-log"],
  ["matchesTable", "matches"],
]);

/** The tables by the names that functions know them by. Whatever else an adapter may want is none of a command's business. */
export function tableEnvironment(names: ResourceNames) {
  return (name: EnvironmentName): string => {
    const table = TABLE_BY_VARIABLE.get(name);
    if (table === undefined) throw new Error(`commands don't use ${name}`);
    return names.tables[table];
  };
}

/** Connects, works, and closes whatever comes: open sockets would keep the process alive. */
export async function withConnection<T>(
  deployment: Deployment,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = connect(deployment);
  try {
    return await work(connection);
  } finally {
    connection.close();
  }
}

/** A center by its id, which has to be one of the deployment's. */
export function centerOf({ names, where }: Connection, center: string): string {
  if (Object.hasOwn(names.centers, center)) return center;
  throw new OperatorError(`${where} has no center ${center}; there are: ${Object.keys(names.centers).join(", ")}`);
}

/** A path as the operator typed it. `npm run` moves to the project's folder and says where it was started. */
export function toPath(typed: string): string {
  const startedIn = process.env["npm_lifecycle_event"] === "ieum" ? process.env["INIT_CWD"] : undefined;
  return resolve(startedIn ?? process.cwd(), typed);
}
