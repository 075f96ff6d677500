import { centers as allCenters, type Center } from "./centers.ts";
import type { Stage } from "./stages.ts";

/** Resources by their plain name: what stands after `ieum-<stage>-` in the name that they have in the cloud. */
export const tableNames = [
  "applicants",
  "openings",
  "programmes",
  "shard-log",
  "matches",
  "recommendations",
  "bridges",
  "institutions",
  "deliveries",
  "mailboxes",
  "opportunities",
  "wake-ups",
  "requests",
  "follow-ups",
  "ledger",
  "cases",
  "quarantine",
  "center-feeds",
  "webhooks",
] as const;
export type TableName = (typeof tableNames)[number];

/** Queues of the work itself; each center has one more. */
export const queueNames = [
  "intake",
  "imports",
  "matching",
  "applicant-alerts",
  "employer-shortlists",
  "applicant-messages",
  "feed",
  "webhooks",
] as const;
export type QueueName = (typeof queueNames)[number];

export const functionNames = [
  "intake",
  "match",
  "notify",
  "feed",
  "webhook",
  "start-day",
  "follow-up",
  "digest",
  "send",
  "api",
] as const;
export type FunctionName = (typeof functionNames)[number];

/** Only where a mail server is configured: elsewhere its queue waits for senders outside. */
export const optionalFunctionNames: ReadonlySet<FunctionName> = new Set<FunctionName>(["send"]);

/** Queues that keep the order within a group. AWS wants their names to say so. */
export const fifoQueueNames: ReadonlySet<QueueName> = new Set<QueueName>(["matching", "feed"]);

export interface QueueNames {
  readonly queue: string;
  readonly deadLetterQueue: string;
}

export interface ResourceNames {
  readonly stack: string;
  readonly bus: string;
  readonly schemaRegistry: string;
  readonly tables: Readonly<Record<TableName, string>>;
  readonly queues: Readonly<Record<QueueName, QueueNames>>;
  readonly functions: Readonly<Record<FunctionName, string>>;
  /** Aliases of keys. */
  readonly keys: { readonly secrets: string; readonly tables: string; readonly operations: string };
  /** Where alarms are told, and the page on which all figures stand. */
  readonly alarmTopic: string;
  readonly dashboard: string;
  /** By the center's id. */
  readonly centers: Readonly<Record<string, QueueNames & { readonly rule: string }>>;
  readonly rules: { readonly intake: string; readonly imports: string };
  /** Hours in which those who waited could not be woken. */
  readonly digestDeadLetterQueue: string;
  readonly schedules: { readonly startDay: string; readonly followUp: string; readonly digest: string };
  /** Days that could not be started. */
  readonly startDayDeadLetterQueue: string;
  /** Days on which nobody could be told what is due. */
  readonly followUpDeadLetterQueue: string;
  /** What the bus could not put into the queue of the feeds. */
  readonly feedUndeliveredQueue: string;
}

function byName<Name extends string, Value>(
  names: readonly Name[],
  toValue: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, toValue(name)])) as Record<Name, Value>;
}

/** Names of everything that a stage has. Stack, twin and command line all take them from here. */
export function resourceNames(stage: Stage, centers: readonly Center[] = allCenters): ResourceNames {
  const prefix = `ieum-${stage}`;
  const name = (plain: string): string => `${prefix}-${plain}`;
  const queue = (plain: string, suffix = ""): QueueNames => ({
    queue: `${name(plain)}${suffix}`,
    deadLetterQueue: `${name(plain)}-dlq${suffix}`,
  });
  return {
    stack: prefix,
    bus: prefix,
    schemaRegistry: prefix,
    tables: byName(tableNames, name),
    queues: byName(queueNames, (plain) => queue(plain, fifoQueueNames.has(plain) ? ".fifo" : "")),
    functions: byName(functionNames, name),
    keys: {
      secrets: `alias/${name("secrets")}`,
      tables: `alias/${name("tables")}`,
      operations: `alias/${name("operations")}`,
    },
    alarmTopic: name("alarms"),
    dashboard: prefix,
    centers: Object.fromEntries(
      centers.map(({ id }) => [id, { ...queue(`center-${id}`), rule: name(`center-${id}`) }] as const),
    ),
    rules: { intake: name("intake"), imports: name("imports") },
    digestDeadLetterQueue: name("digest-dlq"),
    schedules: { startDay: name("start-day"), followUp: name("follow-up"), digest: name("digest") },
    startDayDeadLetterQueue: name("start-day-dlq"),
    followUpDeadLetterQueue: name("follow-up-dlq"),
    feedUndeliveredQueue: name("feed-undelivered-dlq"),
  };
}

/** A resource's kind, to which its name is unique, and the name. */
export interface NamedResource {
  readonly kind: "bus" | "table" | "queue" | "function" | "rule" | "schedule";
  readonly name: string;
}

/** Every name of a stage, dead-letter queues included, as far as every stage has it. */
export function allResources(names: ResourceNames): readonly NamedResource[] {
  const centers = Object.values(names.centers);
  const queues = [...Object.values(names.queues), ...centers].flatMap(({ queue, deadLetterQueue }) => [
    queue,
    deadLetterQueue,
  ]);
  const toResources = (kind: NamedResource["kind"], list: readonly string[]) => list.map((name) => ({ kind, name }));
  return [
    ...toResources("bus", [names.bus]),
    ...toResources("table", Object.values(names.tables)),
    ...toResources("queue", [
      ...queues,
      names.startDayDeadLetterQueue,
      names.digestDeadLetterQueue,
      names.followUpDeadLetterQueue,
      names.feedUndeliveredQueue,
    ]),
    ...toResources(
      "function",
      functionNames.filter((name) => !optionalFunctionNames.has(name)).map((name) => names.functions[name]),
    ),
    ...toResources("rule", [...Object.values(names.rules), ...centers.map(({ rule }) => rule)]),
    ...toResources("schedule", Object.values(names.schedules)),
  ];
}
