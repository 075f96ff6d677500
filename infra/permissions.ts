import { BY_LIST } from "../functions/adapters/aws/follow-ups.ts";
import { BY_EMPLOYER } from "../functions/adapters/aws/opening-store.ts";
import type { EnvironmentName } from "../functions/runtime/environment.ts";
import type { FunctionName, QueueName, TableName } from "./names.ts";

/** Calls that a function may make on a table. */
export type TableAction =
  | "GetItem"
  | "BatchGetItem"
  | "Query"
  | "PutItem"
  | "UpdateItem"
  | "DeleteItem"
  | "BatchWriteItem";

/** Settings that are not the name of a resource. */
export type SettingName = Extract<
  EnvironmentName,
  "shards" | "generation" | "thresholdBp" | "nightQuiet" | "centerDistricts" | "allowsLoopbackWebhooks"
>;

/**
 * All that a function may do, beside reading the queue that it is invoked from and writing its own log. Its environment follows from the
 * same list: a function is told of the tables and queues that it may use and of no others.
 */
export interface Permissions {
  readonly tables: Readonly<Partial<Record<TableName, readonly TableAction[]>>>;
  /** Indexes of tables that it may query. */
  readonly indexes?: Readonly<Partial<Record<TableName, readonly string[]>>>;
  readonly sendsTo: readonly Exclude<QueueName, "intake" | "imports" | "feed">[];
  /** Of these queues it may ask how much waits in them. */
  readonly counts?: readonly Permissions["sendsTo"][number][];
  readonly publishes: boolean;
  readonly settings: readonly SettingName[];
  /** Whether it goes by the taxonomy, and so has an artifact of it beside its code where one is deployed. */
  readonly readsTaxonomy: boolean;
}

export const permissions: Readonly<Record<FunctionName, Permissions>> = {
  intake: {
    tables: {
      mailboxes: ["BatchGetItem", "PutItem"],
      opportunities: ["UpdateItem", "BatchGetItem"],
      applicants: ["PutItem", "GetItem", "UpdateItem", "BatchGetItem"],
      openings: ["PutItem", "GetItem", "UpdateItem", "BatchGetItem"],
      institutions: ["PutItem", "GetItem"],
      programmes: ["PutItem", "GetItem", "Query"],
      "shard-log": ["BatchGetItem"],
      recommendations: ["UpdateItem", "GetItem", "Query", "BatchWriteItem"],
      bridges: ["Query", "BatchWriteItem"],
      "wake-ups": ["BatchWriteItem"],
      "follow-ups": ["PutItem", "GetItem", "Query", "UpdateItem", "BatchWriteItem"],
      ledger: ["PutItem", "GetItem", "Query"],
      cases: ["GetItem", "UpdateItem", "Query", "BatchWriteItem"],
      quarantine: ["PutItem"],
    },
    sendsTo: ["matching", "applicant-alerts"],
    counts: ["matching", "applicant-alerts"],
    publishes: true,
    settings: ["shards", "generation", "thresholdBp", "centerDistricts"],
    readsTaxonomy: true,
  },
  match: {
    tables: {
      "shard-log": ["Query", "PutItem", "BatchWriteItem", "BatchGetItem"],
      matches: ["PutItem"],
      quarantine: ["PutItem"],
    },
    sendsTo: ["matching", "applicant-alerts", "employer-shortlists"],
    publishes: true,
    settings: ["thresholdBp"],
    readsTaxonomy: true,
  },
  notify: {
    tables: {
      applicants: ["BatchGetItem"],
      openings: ["BatchGetItem"],
      "shard-log": ["BatchGetItem"],
      recommendations: ["PutItem", "GetItem", "BatchGetItem", "UpdateItem", "Query", "DeleteItem", "BatchWriteItem"],
      deliveries: ["BatchGetItem", "PutItem", "BatchWriteItem"],
      mailboxes: ["BatchGetItem", "PutItem"],
      matches: ["BatchGetItem", "PutItem"],
      opportunities: ["BatchGetItem"],
      ledger: ["Query"],
      "wake-ups": ["BatchWriteItem"],
      institutions: ["BatchGetItem"],
      bridges: ["PutItem", "GetItem", "UpdateItem", "Query", "DeleteItem", "BatchWriteItem"],
      "follow-ups": ["Query", "BatchWriteItem"],
      cases: ["Query", "BatchWriteItem"],
      programmes: ["Query"],
      quarantine: ["PutItem"],
    },
    sendsTo: ["applicant-messages"],
    publishes: true,
    settings: ["thresholdBp", "nightQuiet"],
    readsTaxonomy: true,
  },
  digest: {
    tables: { "wake-ups": ["Query"] },
    sendsTo: ["applicant-alerts"],
    publishes: false,
    settings: [],
    readsTaxonomy: false,
  },
  feed: {
    tables: { "center-feeds": ["Query", "GetItem", "PutItem"], quarantine: ["PutItem"] },
    sendsTo: ["webhooks"],
    publishes: true,
    settings: [],
    readsTaxonomy: false,
  },
  webhook: {
    tables: { "center-feeds": ["Query"], webhooks: ["Query", "PutItem"], quarantine: ["PutItem"] },
    sendsTo: ["webhooks"],
    publishes: true,
    settings: ["allowsLoopbackWebhooks"],
    readsTaxonomy: false,
  },
  "start-day": { tables: {}, sendsTo: [], publishes: true, settings: [], readsTaxonomy: false },
  "follow-up": {
    tables: {
      applicants: ["BatchGetItem"],
      "follow-ups": ["GetItem", "Query", "UpdateItem", "BatchWriteItem"],
    },
    indexes: { "follow-ups": [BY_LIST] },
    sendsTo: [],
    publishes: true,
    settings: ["centerDistricts"],
    readsTaxonomy: false,
  },
  api: {
    tables: {
      applicants: ["BatchGetItem"],
      openings: ["BatchGetItem"],
      programmes: ["Query"],
      "shard-log": ["Query", "BatchGetItem"],
      recommendations: ["BatchGetItem", "Query"],
      bridges: ["BatchGetItem", "Query"],
      "follow-ups": ["Query"],
      ledger: ["Query"],
      mailboxes: ["BatchGetItem"],
      quarantine: ["Query", "PutItem"],
      "center-feeds": ["Query", "GetItem"],
      requests: ["BatchGetItem", "PutItem"],
    },
    indexes: { openings: [BY_EMPLOYER], "follow-ups": [BY_LIST] },
    // Past days are matched again from the operators' pages.
    sendsTo: ["matching"],
    // What people write goes the way of every other event.
    publishes: true,
    settings: ["shards", "generation", "thresholdBp", "nightQuiet", "centerDistricts"],
    readsTaxonomy: true,
  },
  send: {
    tables: {
      applicants: ["BatchGetItem"],
      openings: ["BatchGetItem"],
      mailboxes: ["BatchGetItem"],
      deliveries: ["BatchGetItem", "PutItem"],
      quarantine: ["PutItem"],
    },
    // What is to wait for the morning goes back to where it came from.
    sendsTo: ["applicant-messages"],
    publishes: true,
    settings: ["nightQuiet"],
    readsTaxonomy: false,
  },
};
