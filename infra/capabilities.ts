import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { EventBus } from "aws-cdk-lib/aws-events";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { type EnvironmentName, environmentNames } from "../functions/runtime/environment.ts";
import { allow } from "./allow.ts";
import type { QueueName, TableName } from "./names.ts";
import type { Permissions, SettingName, TableAction } from "./permissions.ts";
import type { StageSettings } from "./stages.ts";

/** What permissions speak of. */
export interface Resources {
  readonly tables: Readonly<Record<TableName, TableV2>>;
  readonly queues: Readonly<Record<QueueName, Queue>>;
  readonly bus: EventBus;
  readonly settings: StageSettings & Readonly<Record<SettingName, string | number | boolean>>;
}

const tableVariables: Readonly<Record<TableName, EnvironmentName>> = {
  applicants: "applicantsTable",
  openings: "openingsTable",
  programmes: "programmesTable",
  "shard-log": "shardLogTable",
  matches: "matchesTable",
  recommendations: "recommendationsTable",
  bridges: "bridgesTable",
  institutions: "institutionsTable",
  deliveries: "deliveriesTable",
  mailboxes: "mailboxesTable",
  opportunities: "opportunitiesTable",
  "wake-ups": "wakeUpsTable",
  requests: "requestsTable",
  "follow-ups": "followUpsTable",
  ledger: "ledgerTable",
  cases: "casesTable",
  quarantine: "quarantineTable",
  "center-feeds": "centerFeedsTable",
  webhooks: "webhooksTable",
};

const queueVariables: Readonly<Record<Permissions["sendsTo"][number], EnvironmentName>> = {
  matching: "matchingQueueUrl",
  "applicant-alerts": "applicantAlertsQueueUrl",
  "employer-shortlists": "employerShortlistsQueueUrl",
  "applicant-messages": "applicantMessagesQueueUrl",
  webhooks: "webhooksQueueUrl",
};

function tableActions({ tables }: Permissions): [TableName, readonly TableAction[]][] {
  return Object.entries(tables) as [TableName, readonly TableAction[]][];
}

/** The statements of a role that allow what the permissions say and nothing else. */
export function toStatements(permissions: Permissions, { tables, queues, bus }: Resources): PolicyStatement[] {
  return [
    ...tableActions(permissions).map(([name, actions]) => allow("dynamodb", actions, tables[name].tableArn)),
    ...Object.entries(permissions.indexes ?? {}).flatMap(([name, indexes]) =>
      indexes.map((index) => allow("dynamodb", ["Query"], `${tables[name as TableName].tableArn}/index/${index}`)),
    ),
    ...permissions.sendsTo.map((name) => allow("sqs", ["SendMessage"], queues[name].queueArn)),
    ...(permissions.counts ?? []).map((name) => allow("sqs", ["GetQueueAttributes"], queues[name].queueArn)),
    ...(permissions.publishes ? [allow("events", ["PutEvents"], bus.eventBusArn)] : []),
  ];
}

/** The environment of a function that may do what the permissions say. */
export function toEnvironment(permissions: Permissions, resources: Resources): Record<string, string> {
  const { tables, queues, bus, settings } = resources;
  const values: [EnvironmentName, string][] = [
    ...tableActions(permissions).map(([name]): [EnvironmentName, string] => [
      tableVariables[name],
      tables[name].tableName,
    ]),
    ...permissions.sendsTo.map((name): [EnvironmentName, string] => [queueVariables[name], queues[name].queueUrl]),
    ...permissions.settings.map((name): [EnvironmentName, string] => [name, String(settings[name])]),
  ];
  if (permissions.publishes) values.push(["busName", bus.eventBusName]);
  return Object.fromEntries(values.map(([name, value]) => [environmentNames[name], value]));
}
