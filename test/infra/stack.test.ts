import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Template } from "aws-cdk-lib/assertions";
import { afterAll, describe, expect, test } from "vitest";
import { allEvents, toJsonSchema } from "../../events/catalog.ts";
import { createApp } from "../../infra/app.ts";
import { type Center, centers, districtsByCenter } from "../../infra/centers.ts";
import { hasSignIn } from "../../infra/identity.ts";
import { IeumStack } from "../../infra/ieum-stack.ts";
import { chosenMail, type Mail, mailEnvironment } from "../../infra/mail.ts";
import {
  allResources,
  type FunctionName,
  type NamedResource,
  resourceNames,
  type TableName,
  tableNames,
} from "../../infra/names.ts";
import type { Stage } from "../../infra/stages.ts";
import { DEVELOPMENT_CONTACT_KEY } from "../fixtures/template.ts";

interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

const DAY_SECONDS = 86_400;
const folders: string[] = [];

/** The template without bundles: nothing here depends on the code of the functions. */
function aTemplate(stage: Stage = "dev", itsCenters: readonly Center[] = centers, mail?: Mail): Template {
  const outdir = mkdtempSync(join(tmpdir(), "ieum-stack-"));
  folders.push(outdir);
  const app = createApp({ outdir, context: { "aws:cdk:bundling-stacks": [] } });
  return Template.fromStack(
    new IeumStack(app, "Ieum", { stage, centers: itsCenters, mail, env: { region: "ap-northeast-2" } }),
  );
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const template = aTemplate();
const names = resourceNames("dev");
const CENTER_DISTRICTS = JSON.stringify(districtsByCenter());

function propertiesOf(type: string, of: Template = template): [id: string, properties: Record<string, unknown>][] {
  return Object.entries(of.findResources(type)).map(([id, resource]) => [id, resource["Properties"] ?? {}]);
}

/** The properties of the resource of a type whose name, as given by one property, is this. */
function named(type: string, property: string, name: string): Record<string, unknown> {
  const [, properties] = propertiesOf(type).find(([, candidate]) => candidate[property] === name) ?? [];
  if (properties === undefined) throw new Error(`the template has no ${type} with the name ${name}`);
  return properties;
}

/** The logical id that an ARN or a reference in the template speaks of. */
function idOf(value: unknown): string {
  const {
    Ref,
    "Fn::GetAtt": attribute,
    "Fn::Join": joined,
  } = value as { Ref?: string; "Fn::GetAtt"?: [string, string]; "Fn::Join"?: [string, unknown[]] };
  // An index of a table is its ARN and what follows.
  const [table, index] = joined?.[1] ?? [];
  const isIndex = typeof index === "string" && /^\/index\/\w+$/.test(index);
  return Ref ?? attribute?.[0] ?? (isIndex ? idOf(table) : "");
}

const asList = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

const queues = new Map(propertiesOf("AWS::SQS::Queue"));
const isDeadLetterQueue = (id: string): boolean => /-dlq(?:\.fifo)?$/.test(String(queues.get(id)?.["QueueName"]));
const sourceQueues = [...queues].filter(([id]) => !isDeadLetterQueue(id));
const deadLetterQueues = [...queues].filter(([id]) => isDeadLetterQueue(id));

function statementsOf(type: string): Statement[] {
  return propertiesOf(type).flatMap(([, properties]) => {
    const inline = (properties["Policies"] ?? []) as { PolicyDocument: { Statement: Statement[] } }[];
    const own = properties["PolicyDocument"] as { Statement: Statement[] } | undefined;
    return [...inline.flatMap(({ PolicyDocument }) => PolicyDocument.Statement), ...(own?.Statement ?? [])];
  });
}

describe("queues", () => {
  test.each(sourceQueues)("%s gives up a message to a dead-letter queue of its own kind", (_, properties) => {
    const { deadLetterTargetArn, maxReceiveCount } = properties["RedrivePolicy"] as Record<string, unknown>;
    const target = idOf(deadLetterTargetArn);
    expect(isDeadLetterQueue(target)).toBe(true);
    expect(queues.get(target)?.["FifoQueue"]).toBe(properties["FifoQueue"]);
    expect(maxReceiveCount).toBe(5);
  });

  test("no two queues share a dead-letter queue", () => {
    const targets = sourceQueues.map(([, { RedrivePolicy }]) =>
      idOf((RedrivePolicy as { deadLetterTargetArn: unknown }).deadLetterTargetArn),
    );
    expect(new Set(targets).size).toBe(sourceQueues.length);
  });

  test.each(deadLetterQueues)("%s keeps what failed for 14 days and passes it on to nobody", (_, properties) => {
    expect(properties["MessageRetentionPeriod"]).toBe(14 * DAY_SECONDS);
    expect(properties["RedrivePolicy"]).toBeUndefined();
  });

  test.each(sourceQueues)("%s keeps a message for four days or more", (_, properties) => {
    expect(properties["MessageRetentionPeriod"]).toBeGreaterThanOrEqual(4 * DAY_SECONDS);
  });

  test.each([...queues])("%s is encrypted by SQS", (_, properties) => {
    expect(properties["SqsManagedSseEnabled"]).toBe(true);
  });

  test.each([...queues.keys()])("%s refuses what doesn't come over TLS", (id) => {
    const policies = propertiesOf("AWS::SQS::QueuePolicy").filter(([, { Queues }]) => idOf(asList(Queues)[0]) === id);
    const statements = policies.flatMap(
      ([, { PolicyDocument }]) => (PolicyDocument as { Statement: Statement[] }).Statement,
    );
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: "Deny",
        Action: "sqs:*",
        Principal: { AWS: "*" },
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    );
  });

  test("only the matching queue and the one of the feeds keep an order, within each group and at each group's own pace", () => {
    const ordered = sourceQueues.filter(([, { FifoQueue }]) => FifoQueue === true);
    expect(ordered.map(([, properties]) => properties)).toEqual([
      expect.objectContaining({
        QueueName: "ieum-dev-matching.fifo",
        ContentBasedDeduplication: false,
        DeduplicationScope: "messageGroup",
        FifoThroughputLimit: "perMessageGroupId",
      }),
      // Fed by EventBridge, which gives no deduplication ids.
      expect.objectContaining({
        QueueName: "ieum-dev-feed.fifo",
        ContentBasedDeduplication: true,
        DeduplicationScope: "messageGroup",
        FifoThroughputLimit: "perMessageGroupId",
      }),
    ]);
  });

  test("nobody may send to a queue but EventBridge, and that for one rule at a time", () => {
    const allowed = statementsOf("AWS::SQS::QueuePolicy").filter(({ Effect }) => Effect === "Allow");
    expect(allowed.length).toBeGreaterThan(0);
    const rules = propertiesOf("AWS::Events::Rule").map(([id]) => id);
    for (const { Principal, Condition } of allowed) {
      expect(Principal).toEqual({ Service: "events.amazonaws.com" });
      expect(rules).toContain(idOf(Condition?.["ArnEquals"]?.["aws:SourceArn"]));
    }
  });
});

describe("rules", () => {
  const rules = propertiesOf("AWS::Events::Rule");

  test.each(rules)("%s tries for a day and then leaves the event in a dead-letter queue", (_, rule) => {
    for (const target of rule["Targets"] as Record<string, unknown>[]) {
      const queue = queues.get(idOf(target["Arn"]));
      const { Arn } = target["DeadLetterConfig"] as { Arn: unknown };
      if (queue?.["FifoQueue"] === true) {
        // EventBridge takes no FIFO queue for what it can't deliver.
        expect(queues.get(idOf(Arn))?.["QueueName"]).toBe(names.feedUndeliveredQueue);
      } else {
        const redrive = queue?.["RedrivePolicy"] as { deadLetterTargetArn: unknown };
        expect({ Arn }).toEqual({ Arn: redrive.deadLetterTargetArn });
      }
      expect(target["RetryPolicy"]).toEqual({ MaximumEventAgeInSeconds: DAY_SECONDS, MaximumRetryAttempts: 185 });
    }
  });

  test("everything that is neither our own nor imported goes to intake, known or not", () => {
    const intake = named("AWS::Events::Rule", "Name", names.rules.intake);
    expect(intake["EventPattern"]).toEqual({
      source: [{ "anything-but": ["ieum.matching", "ieum.intake", "ieum.aftercare", "ieum.imports"] }],
    });
  });

  test("what is imported goes to a queue of its own and not to intake's", () => {
    const imports = named("AWS::Events::Rule", "Name", names.rules.imports);
    expect(imports["EventPattern"]).toEqual({ source: ["ieum.imports"] });
    const targets = imports["Targets"] as { Arn: unknown }[];
    expect(targets.map(({ Arn }) => queues.get(idOf(Arn))?.["QueueName"])).toEqual([names.queues.imports.queue]);
  });

  test.each(centers)("$id gets the matches of its own districts and no others", ({ id, serves }) => {
    const rule = named("AWS::Events::Rule", "Name", names.centers[id]?.rule ?? id);
    expect(rule["EventPattern"]).toEqual({
      source: ["ieum.matching", "ieum.aftercare"],
      "detail-type": [
        "MatchesFound",
        "MatchesWithdrawn",
        "MatchesLost",
        "OpeningUnmatched",
        "FollowUpDue",
        "ReviewRequested",
      ],
      detail: { district: serves },
    });
    const targets = rule["Targets"] as { Arn: unknown; SqsParameters?: unknown }[];
    expect(targets.map(({ Arn, SqsParameters }) => [queues.get(idOf(Arn))?.["QueueName"], SqsParameters])).toEqual([
      [`ieum-dev-center-${id}`, undefined],
      ["ieum-dev-feed.fifo", { MessageGroupId: id }],
    ]);
  });

  test("a center more is one queue, its dead-letter queue and one rule more", () => {
    const one: Center = {
      id: "new",
      ko: "새 센터",
      en: "New",
      telephone: "02-000-0000",
      campus: "11710",
      serves: ["11710"],
      functions: [],
    };
    const more = aTemplate("dev", [...centers, one]);
    const count = (type: string, of: Template): number => propertiesOf(type, of).length;
    expect(count("AWS::SQS::Queue", more)).toBe(count("AWS::SQS::Queue", template) + 2);
    expect(count("AWS::Events::Rule", more)).toBe(count("AWS::Events::Rule", template) + 1);
    // Functions stay as they are, but for being told which districts are whose, whom people call, and which queues there are.
    const bare = (of: Template) =>
      propertiesOf("AWS::Lambda::Function", of).map(([id, { Environment, ...rest }]) => {
        const { Variables } = Environment as { Variables: Record<string, unknown> };
        const told = new Set(["CENTER_DISTRICTS", "CENTERS_TO_CALL", "OPERATED_QUEUES"]);
        const variables = Object.fromEntries(Object.entries(Variables).filter(([name]) => !told.has(name)));
        return [id, rest, variables];
      });
    expect(bare(more)).toEqual(bare(template));
  });

  test("follow-ups are announced every morning in Seoul, before centers open", () => {
    const schedule = named("AWS::Scheduler::Schedule", "Name", names.schedules.followUp);
    expect(schedule).toMatchObject({
      ScheduleExpression: "cron(0 6 * * ? *)",
      ScheduleExpressionTimezone: "Asia/Seoul",
      Target: { Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}' },
    });
    const target = schedule["Target"] as { DeadLetterConfig: { Arn: unknown } };
    expect(queues.get(idOf(target.DeadLetterConfig.Arn))?.["QueueName"]).toBe(names.followUpDeadLetterQueue);
  });

  test("the day starts at midnight in Seoul, told which midnight was meant", () => {
    const schedule = named("AWS::Scheduler::Schedule", "Name", names.schedules.startDay);
    expect(schedule).toMatchObject({
      ScheduleExpression: "cron(0 0 * * ? *)",
      ScheduleExpressionTimezone: "Asia/Seoul",
      Target: {
        Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}',
        RetryPolicy: { MaximumEventAgeInSeconds: DAY_SECONDS, MaximumRetryAttempts: 185 },
      },
    });
    const target = schedule["Target"] as { DeadLetterConfig: { Arn: unknown } };
    expect(queues.get(idOf(target.DeadLetterConfig.Arn))?.["QueueName"]).toBe(names.startDayDeadLetterQueue);
  });
});

describe("tables", () => {
  const replicaOf = (table: Record<string, unknown>): Record<string, unknown> =>
    (table["Replicas"] as Record<string, unknown>[])[0] ?? {};

  test.each(propertiesOf("AWS::DynamoDB::GlobalTable"))(
    "%s is recoverable, encrypted and paid by the request",
    (_, table) => {
      expect(table["BillingMode"]).toBe("PAY_PER_REQUEST");
      expect(table["SSESpecification"]).toEqual({ SSEEnabled: true, SSEType: "KMS" });
      expect(table["Replicas"]).toHaveLength(1);
      expect(replicaOf(table)["PointInTimeRecoverySpecification"]).toEqual({ PointInTimeRecoveryEnabled: true });
    },
  );

  test.each([
    ["dev", false, "Delete"],
    ["prod", true, "Retain"],
  ] as const)("of %s are protected from deletion: %s", (stage, isProtected, policy) => {
    const tables = Object.values(aTemplate(stage).findResources("AWS::DynamoDB::GlobalTable"));
    expect(tables).toHaveLength(tableNames.length);
    for (const table of tables) {
      expect(replicaOf(table["Properties"])["DeletionProtectionEnabled"]).toBe(isProtected);
      expect(table["DeletionPolicy"]).toBe(policy);
      expect(table["UpdateReplacePolicy"]).toBe(policy);
    }
  });

  test.each([
    ["applicants", "applicantId S"],
    ["openings", "openingId S"],
    ["programmes", "programmeId S, validFrom S"],
    ["shard-log", "shard S, seq N"],
    ["matches", "subject S, shard S"],
    ["recommendations", "applicantId S, openingId S"],
    ["bridges", "applicantId S, openingId S"],
    ["institutions", "institutionId S"],
    ["deliveries", "recommendationId S, channel S"],
    ["follow-ups", "list S, entry S"],
    ["ledger", "account S, entry S"],
    ["cases", "party S, entry S"],
    ["quarantine", "day S, quarantineId S"],
    ["center-feeds", "center S, entry S"],
    ["webhooks", "center S, entry S"],
    ["requests", "requestId S"],
  ] as const)("%s is keyed by %s", (name, expected) => {
    const table = named("AWS::DynamoDB::GlobalTable", "TableName", names.tables[name]);
    const { KeySchema, AttributeDefinitions } = table as {
      KeySchema: { AttributeName: string }[];
      AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
    };
    const typeOf = (key: string): string | undefined =>
      AttributeDefinitions.find(({ AttributeName }) => AttributeName === key)?.AttributeType;
    expect(KeySchema.map(({ AttributeName }) => `${AttributeName} ${typeOf(AttributeName)}`).join(", ")).toBe(expected);
  });
});

/** What a function does without being told where: it writes its log, and is fed from its queue. */
const OF_ITS_OWN = /^(logs:|xray:|sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes)$)/;

describe("functions", () => {
  const functions = propertiesOf("AWS::Lambda::Function");
  const roles = new Map(propertiesOf("AWS::IAM::Role"));
  const mappings = propertiesOf("AWS::Lambda::EventSourceMapping");

  test.each(functions)("%s runs on Node 24 and arm64 and writes JSON to a log of its own for 90 days", (_, fn) => {
    expect(fn["Runtime"]).toBe("nodejs24.x");
    expect(fn["Architectures"]).toEqual(["arm64"]);
    const { LogFormat, LogGroup } = fn["LoggingConfig"] as { LogFormat: string; LogGroup: unknown };
    expect(LogFormat).toBe("JSON");
    const log = propertiesOf("AWS::Logs::LogGroup").find(([id]) => id === idOf(LogGroup))?.[1];
    expect(log).toMatchObject({ LogGroupName: `/aws/lambda/${fn["FunctionName"]}`, RetentionInDays: 90 });
  });

  test.each(mappings)("%s reports failures message by message, has a limit and filters nothing away", (_, mapping) => {
    expect(mapping["FunctionResponseTypes"]).toEqual(["ReportBatchItemFailures"]);
    expect(mapping["ScalingConfig"]).toEqual({ MaximumConcurrency: expect.any(Number) });
    const isOfImports = queues.get(idOf(mapping["EventSourceArn"]))?.["QueueName"] === names.queues.imports.queue;
    expect(mapping["BatchSize"]).toBe(isOfImports ? 5 : 10);
    expect(mapping["FilterCriteria"]).toBeUndefined();
  });

  test.each(mappings)("%s hides a message for six times as long as its function may run", (_, mapping) => {
    const { Timeout } = new Map(functions).get(idOf(mapping["FunctionName"])) as { Timeout: number };
    const visibility = queues.get(idOf(mapping["EventSourceArn"]))?.["VisibilityTimeout"];
    expect(visibility).toBeGreaterThanOrEqual(6 * Timeout);
  });

  test("each of these functions reacts to one queue, and intake to that of imports too", () => {
    const pairs = mappings.map(([, { EventSourceArn, FunctionName }]) => [
      queues.get(idOf(EventSourceArn))?.["QueueName"],
      new Map(functions).get(idOf(FunctionName))?.["FunctionName"],
    ]);
    expect(pairs).toEqual([
      ["ieum-dev-intake", "ieum-dev-intake"],
      ["ieum-dev-imports", "ieum-dev-intake"],
      ["ieum-dev-matching.fifo", "ieum-dev-match"],
      ["ieum-dev-applicant-alerts", "ieum-dev-notify"],
      ["ieum-dev-feed.fifo", "ieum-dev-feed"],
      ["ieum-dev-webhooks", "ieum-dev-webhook"],
    ]);
  });

  test("no role may do everything, or something to everything but write traces, which have no place of their own", () => {
    expect(propertiesOf("AWS::IAM::Policy")).toEqual([]);
    const statements = statementsOf("AWS::IAM::Role");
    expect(statements.length).toBeGreaterThan(0);
    for (const { Action, Resource } of statements) {
      expect(asList(Action).filter((action) => action.includes("*"))).toEqual([]);
      if (asList(Action).every((action) => action.startsWith("xray:Put"))) continue;
      for (const resource of asList(Resource)) expect(idOf(resource)).not.toBe("");
    }
  });

  /** What a function may do on a table, by the actions' names. */
  function actionsOn(table: TableName, name: FunctionName): string[] {
    const fn = named("AWS::Lambda::Function", "FunctionName", names.functions[name]);
    const { Policies } = roles.get(idOf(fn["Role"])) as { Policies: { PolicyDocument: { Statement: Statement[] } }[] };
    const [tableId] =
      propertiesOf("AWS::DynamoDB::GlobalTable").find(([, { TableName }]) => TableName === names.tables[table]) ?? [];
    return Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Resource }) => asList(Resource).some((resource) => idOf(resource) === tableId))
      .flatMap(({ Action }) => asList(Action))
      .map((action) => action.replace("dynamodb:", ""))
      .sort();
  }

  test.each([
    ["intake", "recommendations", ["BatchWriteItem", "GetItem", "Query", "UpdateItem"]],
    ["intake", "follow-ups", ["BatchWriteItem", "GetItem", "PutItem", "Query", "UpdateItem"]],
    ["intake", "ledger", ["GetItem", "PutItem", "Query"]],
    ["intake", "cases", ["BatchWriteItem", "GetItem", "Query", "UpdateItem"]],
    ["notify", "ledger", ["Query"]],
    ["follow-up", "follow-ups", ["BatchWriteItem", "GetItem", "Query", "UpdateItem"]],
    ["intake", "quarantine", ["PutItem"]],
    ["match", "quarantine", ["PutItem"]],
    ["notify", "quarantine", ["PutItem"]],
    [
      "notify",
      "recommendations",
      ["BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"],
    ],
    ["digest", "wake-ups", ["Query"]],
    ["api", "applicants", ["BatchGetItem"]],
    ["api", "openings", ["BatchGetItem", "Query"]],
    ["api", "shard-log", ["BatchGetItem", "Query"]],
    ["api", "mailboxes", ["BatchGetItem"]],
    ["api", "recommendations", ["BatchGetItem", "Query"]],
    ["api", "requests", ["BatchGetItem", "PutItem"]],
    ["api", "deliveries", []],
    ["api", "webhooks", []],
  ] as const)("%s may do on %s what it does there and no more: %j", (name, table, actions) => {
    expect(actionsOn(table, name)).toEqual(actions);
  });

  test.each(functions)("%s shares its role with nobody and takes no managed policy", (_, fn) => {
    const role = idOf(fn["Role"]);
    expect(functions.filter(([, other]) => idOf(other["Role"]) === role)).toHaveLength(1);
    expect(roles.get(role)?.["ManagedPolicyArns"]).toBeUndefined();
  });

  test.each(functions)("%s is told of the tables, queues and bus that it may use and of no others", (_, fn) => {
    const { Policies } = roles.get(idOf(fn["Role"])) as { Policies: { PolicyDocument: { Statement: Statement[] } }[] };
    const deadLetters = idOf((fn["DeadLetterConfig"] as { TargetArn: unknown } | undefined)?.TargetArn ?? {});
    const granted = Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Action }) => !asList(Action).every((action) => OF_ITS_OWN.test(action)))
      .flatMap(({ Resource }) => asList(Resource).map(idOf))
      .filter((resource) => resource !== deadLetters);
    const { Variables } = fn["Environment"] as { Variables: Record<string, unknown> };
    const told = Object.values(Variables)
      .filter((value) => typeof value === "object")
      .map(idOf);
    // The queues that operators look after are told by name, all in one variable.
    const operated = JSON.parse(String(Variables["OPERATED_QUEUES"] ?? "{}")) as Record<string, Record<string, string>>;
    const byName = new Set(Object.values(operated).flatMap((one) => Object.values(one)));
    const toldByName = [...queues].flatMap(([id, { QueueName }]) => (byName.has(String(QueueName)) ? id : []));
    expect([...new Set([...told, ...toldByName])].sort()).toEqual([...new Set(granted)].sort());
  });

  test.each([
    ["digest", {}],
    ["intake", { SHARDS: "1", GENERATION: "1", THRESHOLD_BP: "6250", TAXONOMY_FILE: "taxonomy", CENTER_DISTRICTS }],
    ["match", { THRESHOLD_BP: "6250", TAXONOMY_FILE: "taxonomy" }],
    ["notify", { THRESHOLD_BP: "6250", NIGHT_QUIET: "none", TAXONOMY_FILE: "taxonomy" }],
    ["feed", {}],
    ["webhook", { ALLOWS_LOOPBACK_WEBHOOKS: "true" }],
    ["start-day", {}],
    ["follow-up", { CENTER_DISTRICTS }],
  ] as const)("%s has these settings and no others: %j", (name, settings) => {
    const fn = named("AWS::Lambda::Function", "FunctionName", names.functions[name]);
    const { Variables } = fn["Environment"] as { Variables: Record<string, unknown> };
    const plain = Object.entries(Variables).filter(([, value]) => typeof value === "string");
    expect(Object.fromEntries(plain)).toEqual({ ...settings, NODE_OPTIONS: "--enable-source-maps" });
  });

  test.each([
    ["a day that could not be started", "start-day", names.startDayDeadLetterQueue],
    ["a day on which nobody could be told what is due", "follow-up", names.followUpDeadLetterQueue],
  ] as const)("%s is kept", (_, name, deadLetterQueue) => {
    const fn = named("AWS::Lambda::Function", "FunctionName", names.functions[name]);
    const { TargetArn } = fn["DeadLetterConfig"] as { TargetArn: unknown };
    expect(queues.get(idOf(TargetArn))?.["QueueName"]).toBe(deadLetterQueue);
  });
});

describe("names", () => {
  const kinds: [NamedResource["kind"], string, string][] = [
    ["bus", "AWS::Events::EventBus", "Name"],
    ["table", "AWS::DynamoDB::GlobalTable", "TableName"],
    ["queue", "AWS::SQS::Queue", "QueueName"],
    ["function", "AWS::Lambda::Function", "FunctionName"],
    ["rule", "AWS::Events::Rule", "Name"],
    ["schedule", "AWS::Scheduler::Schedule", "Name"],
  ];

  test.each(kinds)("of every %s are the ones that everybody else reckons with", (kind, type, property) => {
    const inTemplate = propertiesOf(type).map(([, properties]) => properties[property]);
    const expected = allResources(names).filter((resource) => resource.kind === kind);
    expect(inTemplate.sort()).toEqual(expected.map(({ name }) => name).sort());
  });

  test("every queue, table, the bus and the topic of alarms is an output", () => {
    const { ApiUrl: _address, ...outputs } = template.findOutputs("*");
    const referred = Object.values(outputs).map(({ Value }) => idOf(Value));
    const expected = [
      ...queues.keys(),
      ...["AWS::DynamoDB::GlobalTable", "AWS::Events::EventBus", "AWS::SNS::Topic"].flatMap((type) =>
        propertiesOf(type).map(([id]) => id),
      ),
    ];
    expect(referred.sort()).toEqual(expected.sort());
  });
});

describe("messages to people", () => {
  const variables = {
    IEUM_MAIL_HOST: "mail.example.org",
    IEUM_MAIL_FROM: "ieum@example.org",
    IEUM_CONTACT_PRIVATE_KEY: DEVELOPMENT_CONTACT_KEY,
    IEUM_MAIL_PASSWORD: "a development password",
  };
  const sendOf = (of: Template) =>
    propertiesOf("AWS::Lambda::Function", of).find(([, { FunctionName }]) => /-send$/.test(String(FunctionName)))?.[1];

  test("wait for senders outside unless a mail server is named", () => {
    expect(chosenMail("dev", {})).toBeUndefined();
    expect(sendOf(template)).toBeUndefined();
    expect(() => chosenMail("dev", { IEUM_MAIL_HOST: "mail.example.org" })).toThrow("IEUM_MAIL_FROM has to be");
  });

  test("are sent by a function that is told of the mail server, with one connection per message and few at a time", () => {
    const mailing = aTemplate("dev", centers, chosenMail("dev", variables));
    const { Environment = {} } = sendOf(mailing) ?? {};
    const { Variables = {} } = Environment as { Variables?: Record<string, unknown> };
    expect(Variables).toMatchObject({ MAIL_HOST: "mail.example.org", MAIL_PORT: "587", NIGHT_QUIET: "none" });
    expect(JSON.parse(String(Variables["CENTERS_TO_CALL"]))).toHaveLength(centers.length);
    // Lambda allows 4 KB for all variables together.
    expect(Buffer.byteLength(JSON.stringify(Variables))).toBeLessThan(4_096);
    const queue = propertiesOf("AWS::SQS::Queue", mailing).find(
      ([, { QueueName }]) => QueueName === "ieum-dev-applicant-messages",
    )?.[1];
    expect(queue?.["VisibilityTimeout"]).toBe(360);
  });

  test("lead to pages of openings beside the opt-out page, where somebody can sign in to see them", () => {
    const own = "https://api.example/dev/";
    const mail = chosenMail("dev", variables);
    const moved = (optOutPage: string) => chosenMail("dev", { ...variables, IEUM_OPT_OUT_PAGE: optOutPage });
    const pagesOf = (chosen: Mail | undefined, canSignIn: boolean) =>
      chosen && mailEnvironment(chosen, centers, own, canSignIn)["OPENING_PAGES"];
    expect(pagesOf(mail, true)).toBe("https://api.example/dev/my/openings");
    expect(pagesOf(moved("https://ieum.example/opt-out"), true)).toBe("https://ieum.example/my/openings");
    expect(pagesOf(moved("https://elsewhere.example/stop"), true)).toBeUndefined();
    expect(pagesOf(mail, false)).toBeUndefined();
    expect([{}, { clientId: "pages" }, { developmentKey: "{}" }].map(hasSignIn)).toEqual([false, true, true]);
  });

  test("where people are real, the template has no secret, only where each is kept", () => {
    const text = JSON.stringify(aTemplate("prod", centers, chosenMail("prod", variables)).toJSON());
    expect(text).not.toContain("a development");
    expect(text).not.toContain(DEVELOPMENT_CONTACT_KEY);
    for (const field of ["user", "password", "contactPrivateKey", "optOutSecret"]) {
      expect(text).toContain(`{{resolve:secretsmanager:ieum-prod-mail:SecretString:${field}::}}`);
    }
  });

  test("no other function is told of the key to contacts", () => {
    const mailing = aTemplate("dev", centers, chosenMail("dev", variables));
    const told = propertiesOf("AWS::Lambda::Function", mailing).filter(([, fn]) =>
      JSON.stringify(fn).includes(DEVELOPMENT_CONTACT_KEY),
    );
    expect(told.map(([, { FunctionName }]) => FunctionName)).toEqual(["ieum-dev-send"]);
  });
});

test("every event stands in the schema registry as it is checked", () => {
  const documents = propertiesOf("AWS::EventSchemas::Schema").map(([, { SchemaName, Type, Content }]) => ({
    name: SchemaName,
    type: Type,
    content: JSON.parse(String(Content)) as unknown,
  }));
  expect(documents).toEqual(
    allEvents.map((event) => ({
      name: `${event.source}@${event.name}`,
      type: "JSONSchemaDraft4",
      content: JSON.parse(JSON.stringify(toJsonSchema(event))) as unknown,
    })),
  );
});
