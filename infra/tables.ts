import { RemovalPolicy } from "aws-cdk-lib";
import {
  type Attribute,
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  ProjectionType,
  TableEncryptionV2,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import type { Key } from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";
import { BY_CENTER } from "../functions/adapters/aws/cases.ts";
import { BY_LIST } from "../functions/adapters/aws/follow-ups.ts";
import { BY_EMPLOYER } from "../functions/adapters/aws/opening-store.ts";
import { type TableName, tableNames } from "./names.ts";
import type { StageSettings } from "./stages.ts";

interface Keys {
  readonly partitionKey: Attribute;
  readonly sortKey?: Attribute;
  readonly globalSecondaryIndexes?: GlobalSecondaryIndexPropsV2[];
  /** The attribute by which items expire: of what has had its time. */
  readonly timeToLiveAttribute?: "expiresAt";
}

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });
const number = (name: string): Attribute => ({ name, type: AttributeType.NUMBER });

const keys: Readonly<Record<TableName, Keys>> = {
  applicants: { partitionKey: text("applicantId") },
  openings: {
    partitionKey: text("openingId"),
    // For an employer's own list: ids alone, whoever wants more reads the items.
    globalSecondaryIndexes: [
      {
        indexName: BY_EMPLOYER,
        partitionKey: text("employerId"),
        sortKey: text("openingId"),
        projectionType: ProjectionType.KEYS_ONLY,
      },
    ],
  },
  programmes: { partitionKey: text("programmeId"), sortKey: text("validFrom") },
  "shard-log": { partitionKey: text("shard"), sortKey: number("seq"), timeToLiveAttribute: "expiresAt" },
  matches: { partitionKey: text("subject"), sortKey: text("shard"), timeToLiveAttribute: "expiresAt" },
  recommendations: { partitionKey: text("applicantId"), sortKey: text("openingId") },
  bridges: { partitionKey: text("applicantId"), sortKey: text("openingId") },
  institutions: { partitionKey: text("institutionId") },
  deliveries: { partitionKey: text("recommendationId"), sortKey: text("channel") },
  mailboxes: { partitionKey: text("applicantId") },
  opportunities: { partitionKey: text("key") },
  "wake-ups": { partitionKey: text("hour"), sortKey: text("subject") },
  requests: { partitionKey: text("requestId"), timeToLiveAttribute: "expiresAt" },
  "follow-ups": {
    partitionKey: text("applicantId"),
    sortKey: text("entry"),
    globalSecondaryIndexes: [
      {
        indexName: BY_LIST,
        partitionKey: text("list"),
        sortKey: text("dueOn"),
        projectionType: ProjectionType.KEYS_ONLY,
      },
    ],
  },
  ledger: { partitionKey: text("account"), sortKey: text("entry") },
  cases: {
    partitionKey: text("party"),
    sortKey: text("caseId"),
    globalSecondaryIndexes: [
      {
        indexName: BY_CENTER,
        partitionKey: text("center"),
        sortKey: text("caseId"),
        projectionType: ProjectionType.KEYS_ONLY,
      },
    ],
  },
  "center-feeds": { partitionKey: text("center"), sortKey: text("entry"), timeToLiveAttribute: "expiresAt" },
  webhooks: { partitionKey: text("center"), sortKey: text("entry"), timeToLiveAttribute: "expiresAt" },
  quarantine: {
    partitionKey: text("day"),
    sortKey: text("quarantineId"),
    // Finds what was set aside of somebody who leaves. The keys are enough: whoever wants more reads the item itself, consistently.
    globalSecondaryIndexes: [
      { indexName: "byEntity", partitionKey: text("entityId"), projectionType: ProjectionType.KEYS_ONLY },
    ],
  },
};

export interface TablesProps {
  readonly names: Readonly<Record<TableName, string>>;
  readonly settings: StageSettings;
  readonly key: Key;
}

/** The tables: encrypted by a key of the service's own, paid by the request, recoverable to any second of the last 35 days, and not to be deleted where real people are in them. */
export class Tables extends Construct {
  readonly byName: Readonly<Record<TableName, TableV2>>;

  constructor(scope: Construct, id: string, { names, settings, key }: TablesProps) {
    super(scope, id);
    const toTable = (name: TableName) =>
      new TableV2(this, name, {
        tableName: names[name],
        ...keys[name],
        billing: Billing.onDemand(),
        encryption: TableEncryptionV2.customerManagedKey(key),
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: settings.keepsData,
        removalPolicy: settings.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      });
    this.byName = Object.fromEntries(tableNames.map((name) => [name, toTable(name)])) as Record<TableName, TableV2>;
  }
}
