/**
 * Prices of AWS on demand, in US dollars without tax; nothing that is free for a time or up to an amount is taken off, and no discount for larger amounts.
 *
 * Rows of `priceList` are those of Seoul (ap-northeast-2) in AWS's Price List, as public documents that read it at the dates of the rows quote them. The
 * others are as far as known here: each names the page to look it up on, and where the figure for Seoul was not at hand, the one for Northern Virginia
 * (us-east-1) stands with the factor by which Seoul is dearer for that service, an estimate from rows of which both are known. None was fetched by this
 * project: look them up again before a decision rests on them.
 */
export interface Price {
  readonly service: Service;
  /** For `per` of what is counted, in the region. */
  readonly usd: number;
  readonly per: number;
  readonly unit: string;
  readonly region: "ap-northeast-2" | "us-east-1";
  /** By which Seoul is dearer than the region of the row: 1 for rows of Seoul, and where AWS asks the same everywhere. */
  readonly factor: number;
  readonly source: string;
  /** Year and month from which the figure is known. */
  readonly asOf: string;
}

export const services = [
  "EventBridge",
  "SQS",
  "DynamoDB",
  "Lambda",
  "CloudWatch",
  "X-Ray",
  "API Gateway",
  "WAF",
  "KMS",
  "Secrets Manager",
  "Data transfer",
] as const;

export type Service = (typeof services)[number];

const MILLION = 1_000_000;
const GB = 1_000 ** 3;
/** DynamoDB and CloudWatch bill storage by 2^30 bytes. */
const GIB = 1_024 ** 3;

/** The file of the Price List in which all prices of a service in Seoul stand. */
const priceList = (service: string) =>
  `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${service}/current/ap-northeast-2/index.json`;

const page = (name: string) => `https://aws.amazon.com/${name}/pricing/`;

// biome-ignore format: a price is one line.
export const prices = {
  busEvent: { service: "EventBridge", usd: 1, per: MILLION, unit: "events of 64 KiB put on a bus", region: "us-east-1", factor: 1, source: page("eventbridge"), asOf: "2026-10" },
  queueRequest: { service: "SQS", usd: 0.4, per: MILLION, unit: "requests of 64 KiB on standard queues", region: "ap-northeast-2", factor: 1, source: priceList("AWSQueueService"), asOf: "2026-10" },
  fifoRequest: { service: "SQS", usd: 0.5, per: MILLION, unit: "requests of 64 KiB on FIFO queues", region: "ap-northeast-2", factor: 1, source: priceList("AWSQueueService"), asOf: "2026-10" },
  writeUnit: { service: "DynamoDB", usd: 0.68, per: MILLION, unit: "write request units of 1 KiB", region: "ap-northeast-2", factor: 1, source: priceList("AmazonDynamoDB"), asOf: "2026-06" },
  readUnit: { service: "DynamoDB", usd: 0.1355, per: MILLION, unit: "read request units of 4 KiB", region: "ap-northeast-2", factor: 1, source: priceList("AmazonDynamoDB"), asOf: "2026-06" },
  storedByte: { service: "DynamoDB", usd: 0.25, per: GIB, unit: "bytes kept for a month", region: "us-east-1", factor: 1.085, source: page("dynamodb"), asOf: "2025-06" },
  recoverableByte: { service: "DynamoDB", usd: 0.2, per: GIB, unit: "bytes recoverable to a point in time for a month", region: "us-east-1", factor: 1.085, source: page("dynamodb"), asOf: "2025-06" },
  functionRequest: { service: "Lambda", usd: 0.2, per: MILLION, unit: "requests", region: "ap-northeast-2", factor: 1, source: priceList("AWSLambda"), asOf: "2026-10" },
  functionGbSecond: { service: "Lambda", usd: 0.0000133334, per: 1, unit: "GB-seconds on arm64", region: "ap-northeast-2", factor: 1, source: priceList("AWSLambda"), asOf: "2026-10" },
  logByte: { service: "CloudWatch", usd: 0.76, per: GIB, unit: "bytes of logs taken in", region: "ap-northeast-2", factor: 1, source: priceList("AmazonCloudWatch"), asOf: "2026-10" },
  keptLogByte: { service: "CloudWatch", usd: 0.0314, per: GIB, unit: "bytes of logs kept for a month", region: "ap-northeast-2", factor: 1, source: priceList("AmazonCloudWatch"), asOf: "2026-10" },
  metric: { service: "CloudWatch", usd: 0.3, per: 1, unit: "series of own metrics for a month", region: "ap-northeast-2", factor: 1, source: priceList("AmazonCloudWatch"), asOf: "2026-10" },
  alarm: { service: "CloudWatch", usd: 0.1, per: 1, unit: "metrics watched by alarms for a month", region: "ap-northeast-2", factor: 1, source: priceList("AmazonCloudWatch"), asOf: "2026-10" },
  dashboard: { service: "CloudWatch", usd: 3, per: 1, unit: "dashboards for a month", region: "us-east-1", factor: 1, source: page("cloudwatch"), asOf: "2025-06" },
  trace: { service: "X-Ray", usd: 5, per: MILLION, unit: "traces recorded", region: "us-east-1", factor: 1, source: page("xray"), asOf: "2025-06" },
  apiRequest: { service: "API Gateway", usd: 3.5, per: MILLION, unit: "requests to a REST API", region: "ap-northeast-2", factor: 1, source: page("api-gateway"), asOf: "2025-06" },
  firewall: { service: "WAF", usd: 5, per: 1, unit: "web ACLs for a month", region: "ap-northeast-2", factor: 1, source: priceList("awswaf"), asOf: "2026-10" },
  firewallRule: { service: "WAF", usd: 1, per: 1, unit: "rules for a month", region: "ap-northeast-2", factor: 1, source: priceList("awswaf"), asOf: "2026-10" },
  firewallRequest: { service: "WAF", usd: 0.6, per: MILLION, unit: "requests looked at", region: "ap-northeast-2", factor: 1, source: priceList("awswaf"), asOf: "2026-10" },
  key: { service: "KMS", usd: 1, per: 1, unit: "keys for a month", region: "ap-northeast-2", factor: 1, source: priceList("awskms"), asOf: "2026-10" },
  keyRequest: { service: "KMS", usd: 0.03, per: 10_000, unit: "requests", region: "ap-northeast-2", factor: 1, source: priceList("awskms"), asOf: "2026-10" },
  secret: { service: "Secrets Manager", usd: 0.4, per: 1, unit: "secrets kept for a month", region: "ap-northeast-2", factor: 1, source: priceList("AWSSecretsManager"), asOf: "2026-10" },
  byteOut: { service: "Data transfer", usd: 0.126, per: GB, unit: "bytes to the internet", region: "ap-northeast-2", factor: 1, source: priceList("AWSDataTransfer"), asOf: "2026-10" },
} as const satisfies Record<string, Price>;

export type PriceName = keyof typeof prices;
export type Prices = Readonly<Record<PriceName, Price>>;

/** Hours of an average month, as AWS reckons instances. */
const MONTH_HOURS = 730;

/** Prices of what other designs match with: a machine by the hour, its storage by the GiB and month. */
export interface OtherDesign {
  readonly name: string;
  readonly machines: number;
  readonly machine: string;
  readonly usdPerHour: number;
  readonly storageGib: number;
  readonly usdPerGib: number;
  readonly factor: number;
  readonly source: string;
  readonly asOf: string;
}

// biome-ignore format: a design is one line.
export const otherDesigns: readonly OtherDesign[] = [
  { name: "a search cluster: OpenSearch Service, 3 nodes", machines: 3, machine: "r6g.large.search", usdPerHour: 0.167, storageGib: 300, usdPerGib: 0.122, factor: 1.2, source: page("opensearch-service"), asOf: "2025-06" },
  { name: "a relational database: Aurora PostgreSQL, 2 instances", machines: 2, machine: "db.r7g.large", usdPerHour: 0.333, storageGib: 100, usdPerGib: 0.12, factor: 1, source: priceList("AmazonRDS"), asOf: "2026-10" },
];

export function monthlyUsd({ machines, usdPerHour, storageGib, usdPerGib, factor }: OtherDesign): number {
  return (machines * usdPerHour * MONTH_HOURS + storageGib * usdPerGib) * factor;
}
