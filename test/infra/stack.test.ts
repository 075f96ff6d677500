import type { Template } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { allEvents, toJsonSchema } from "../../events/catalog.ts";
import { type Center, centers } from "../../infra/centers.ts";
import { allResources, type NamedResource, tableNames } from "../../infra/names.ts";
import { asList, idOf, type Statement } from "../fixtures/template.ts";
import { aTemplate, named, names, propertiesOf, queues, statementsOf, template } from "./dev-template.ts";

const DAY_SECONDS = 86_400;

const isDeadLetterQueue = (id: string): boolean => /-dlq(?:\.fifo)?$/.test(String(queues.get(id)?.["QueueName"]));
const sourceQueues = [...queues].filter(([id]) => !isDeadLetterQueue(id));
const deadLetterQueues = [...queues].filter(([id]) => isDeadLetterQueue(id));

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
    ["follow-ups", "applicantId S, entry S"],
    ["ledger", "account S, entry S"],
    ["cases", "party S, caseId S"],
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
