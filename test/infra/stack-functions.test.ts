import { describe, expect, test } from "vitest";
import { districtsByCenter } from "../../infra/centers.ts";
import type { FunctionName, TableName } from "../../infra/names.ts";
import { asList, idOf, type Statement } from "../fixtures/template.ts";
import { named, names, propertiesOf, queues, statementsOf } from "./dev-template.ts";

const CENTER_DISTRICTS = JSON.stringify(districtsByCenter());

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
    ["follow-up", "follow-ups", ["BatchWriteItem", "GetItem", "Query", "Query", "UpdateItem"]],
    ["notify", "follow-ups", ["BatchWriteItem", "Query"]],
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
