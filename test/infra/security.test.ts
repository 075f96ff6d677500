import { describe, expect, test } from "vitest";
import { centers } from "../../infra/centers.ts";
import { resourceNames, tableNames } from "../../infra/names.ts";
import {
  aFullStack,
  asList,
  DEVELOPMENT_CONTACT_KEY,
  idOf,
  type Properties,
  ReadTemplate,
  type Statement,
} from "../fixtures/template.ts";

/** What no rule pack looks at. */
const prod = new ReadTemplate("prod");
const dev = new ReadTemplate("dev");
const names = resourceNames("prod");

const queues = new Map(prod.of("AWS::SQS::Queue"));
const functions = prod.of("AWS::Lambda::Function").map(([, fn]) => [String(fn["FunctionName"]), fn] as const);
const mappings = prod.of("AWS::Lambda::EventSourceMapping");
const functionOf = (mapping: Properties) => prod.resource(idOf(mapping["FunctionName"])).properties;

describe("tables where people are real", () => {
  const tables = prod.of("AWS::DynamoDB::GlobalTable");

  test("are all there are", () => {
    expect(tables.map(([, { TableName }]) => TableName).sort()).toEqual(
      tableNames.map((name) => names.tables[name]).sort(),
    );
  });

  test.each(tables)("%s can be brought back to any second and is not deleted by anybody's mistake", (id, table) => {
    const [replica] = table["Replicas"] as Properties[];
    expect(replica?.["PointInTimeRecoverySpecification"]).toEqual({ PointInTimeRecoveryEnabled: true });
    expect(replica?.["DeletionProtectionEnabled"]).toBe(true);
    const resources = JSON.parse(prod.text).Resources as Record<string, { DeletionPolicy: string }>;
    expect(resources[id]).toMatchObject({ DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
  });

  test.each(tables)("%s is encrypted by the service's own key", (_, { SSESpecification, Replicas }) => {
    expect(SSESpecification).toEqual({ SSEEnabled: true, SSEType: "KMS" });
    const [replica] = Replicas as { SSESpecification: { KMSMasterKeyId: unknown } }[];
    const [, alias] = prod.of("AWS::KMS::Alias").find(([, { AliasName }]) => AliasName === names.keys.tables) ?? [];
    expect(idOf(replica?.SSESpecification.KMSMasterKeyId)).toBe(idOf(alias?.["TargetKeyId"]));
  });
});

describe("keys", () => {
  const keys = prod.of("AWS::KMS::Key");
  const keyOf = (alias: string) => {
    const [, found] = prod.of("AWS::KMS::Alias").find(([, { AliasName }]) => AliasName === alias) ?? [];
    return prod.resource(idOf(found?.["TargetKeyId"])).properties;
  };
  const statementsOf = (key: Properties) => (key["KeyPolicy"] as { Statement: Statement[] }).Statement;

  test.each(keys)("%s is turned over every year", (_, key) => {
    expect(key["EnableKeyRotation"]).toBe(true);
  });

  test("to secrets decrypt for the functions that are told secrets, and for nobody else, administrators included", () => {
    const opening = statementsOf(keyOf(names.keys.secrets)).filter(({ Action }) =>
      asList(Action).some((action) => /^kms:(?:Decrypt|ReEncrypt.*|\*)$/.test(action)),
    );
    const roles = opening.flatMap(({ Principal }) => asList((Principal as { AWS: unknown }).AWS)).map(idOf);
    const told = functions.filter(([, { KmsKeyArn }]) => KmsKeyArn !== undefined);
    expect(roles.sort()).toEqual(told.map(([, { Role }]) => idOf(Role)).sort());
    expect(told.map(([name]) => name).sort()).toEqual([
      names.functions.api,
      names.functions.send,
      names.functions.webhook,
    ]);
  });

  test("to tables open nothing but through DynamoDB", () => {
    const opening = statementsOf(keyOf(names.keys.tables)).filter(({ Action }) =>
      asList(Action).includes("kms:Decrypt"),
    );
    expect(opening).toHaveLength(1);
    expect(opening[0]?.Condition).toEqual({
      StringEquals: {
        "kms:CallerAccount": { Ref: "AWS::AccountId" },
        "kms:ViaService": "dynamodb.ap-northeast-2.amazonaws.com",
      },
    });
  });

  test("to logs and alarms serve CloudWatch of this account alone", () => {
    const services = statementsOf(keyOf(names.keys.operations)).filter(({ Principal }) =>
      JSON.stringify(Principal).includes("Service"),
    );
    expect(services).toHaveLength(2);
    for (const { Condition } of services) expect(JSON.stringify(Condition)).toContain("AWS::AccountId");
  });
});

describe("secrets", () => {
  const SECRET = /KEY|SECRET|PASSWORD|TOKEN/;

  test.each(functions)("%s is told of secrets only by reference, and keeps them under the key of secrets", (_, fn) => {
    const { Variables = {} } = (fn["Environment"] ?? {}) as { Variables?: Record<string, unknown> };
    const secrets = Object.entries(Variables).filter(([name]) => SECRET.test(name));
    for (const [name, value] of secrets) expect(JSON.stringify(value), name).toContain("{{resolve:secretsmanager:");
    expect(fn["KmsKeyArn"] !== undefined).toBe(secrets.length > 0);
  });

  test("stand nowhere in the template", () => {
    expect(prod.text).not.toContain("a development");
    expect(prod.text).not.toContain(DEVELOPMENT_CONTACT_KEY);
    expect(dev.text).toContain(DEVELOPMENT_CONTACT_KEY);
  });
});

describe("functions", () => {
  test.each(functions)("%s has a bound, is traced, and writes an encrypted log of 90 days", (_, fn) => {
    expect(fn["ReservedConcurrentExecutions"]).toBeGreaterThan(0);
    expect(fn["TracingConfig"]).toEqual({ Mode: "Active" });
    const log = prod.resource(idOf((fn["LoggingConfig"] as { LogGroup: unknown }).LogGroup)).properties;
    expect(log["RetentionInDays"]).toBe(90);
    expect(prod.resource(idOf(log["KmsKeyId"])).type).toBe("AWS::KMS::Key");
  });

  test.each(mappings)(
    "%s and others of its function start no more than may run, and it says which messages failed",
    (_, mapping) => {
      expect(mapping["FunctionResponseTypes"]).toEqual(["ReportBatchItemFailures"]);
      const started = mappings
        .filter(([, other]) => functionOf(other) === functionOf(mapping))
        .map(([, { ScalingConfig }]) => (ScalingConfig as { MaximumConcurrency: number }).MaximumConcurrency);
      expect(functionOf(mapping)["ReservedConcurrentExecutions"]).toBe(started.reduce((sum, count) => sum + count));
    },
  );

  test.each(mappings)("%s drops nothing by a filter, and hides messages for six timeouts", (_, mapping) => {
    expect(mapping["FilterCriteria"]).toBeUndefined();
    const queue = queues.get(idOf(mapping["EventSourceArn"]));
    expect(queue?.["VisibilityTimeout"]).toBe(6 * Number(functionOf(mapping)["Timeout"]));
  });
});

/** The kind of resource that a grant speaks of: `AWS::SQS::Queue` is a queue. */
function kindOf(resource: unknown): string {
  if (resource === "*") return "anything";
  if (JSON.stringify(resource).includes("/index/")) return "Index";
  const { type } = prod.resource(idOf(resource));
  return type === "AWS::DynamoDB::GlobalTable" ? "Table" : (type.split("::").at(-1) ?? type);
}

test("functions may do these things to things of these kinds, and nothing else", async () => {
  const granted = functions.map(([name, { Role }]) => {
    const pairs = prod
      .statementsOf(Role)
      .flatMap(({ Action, Resource }) =>
        asList(Action).flatMap((action) => asList(Resource).map((resource) => `  ${kindOf(resource)} ${action}`)),
      );
    return [name.replace(`${names.stack}-`, ""), ...[...new Set(pairs)].sort()].join("\n");
  });
  // A function more, or a new kind of call, is looked at before it is written down: `npx vitest run test/infra/security.test.ts -u`.
  await expect(`${granted.sort().join("\n")}\n`).toMatchFileSnapshot("granted.txt");
});

describe("what others may do", () => {
  const policiesOf = (template: ReadTemplate) =>
    template.of("AWS::SQS::QueuePolicy").map(([, policy]) => ({
      queue: String(template.resource(idOf(asList(policy["Queues"])[0])).properties["QueueName"]),
      statements: (policy["PolicyDocument"] as { Statement: Statement[] }).Statement,
    }));

  test("with queues is nothing without a condition, and nothing that doesn't come over TLS", () => {
    for (const { queue, statements } of policiesOf(prod)) {
      const [deny, ...allows] = statements;
      expect(deny, queue).toMatchObject({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } });
      for (const allow of allows) {
        expect(allow.Principal, queue).toEqual({ Service: "events.amazonaws.com" });
        expect(idOf(allow.Condition?.["ArnEquals"]?.["aws:SourceArn"]), queue).not.toBe("");
      }
    }
  });

  test("with the topic of alarms is to be CloudWatch of this account, or to come over TLS", () => {
    const [[, policy] = ["", {}]] = prod.of("AWS::SNS::TopicPolicy");
    const { Statement: statements } = policy["PolicyDocument"] as { Statement: Statement[] };
    expect(statements.map(({ Effect, Principal }) => [Effect, Principal])).toEqual([
      ["Deny", "*"],
      ["Allow", { Service: "cloudwatch.amazonaws.com" }],
    ]);
    expect(statements[1]?.Condition).toEqual({ StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } });
  });

  test("a center's own account reads its queue, and no other queue, and writes to none", () => {
    const account = "123456789012";
    const template = new ReadTemplate(
      "prod",
      centers.map((center) => (center.id === "west" ? { ...center, account } : center)),
    );
    const given = policiesOf(template).flatMap(({ queue, statements }) =>
      statements
        .filter((statement) => JSON.stringify(statement).includes(account))
        .map(({ Action, Effect }) => ({ queue, Action: asList(Action).toSorted(), Effect })),
    );
    expect(given).toEqual([
      {
        queue: names.centers["west"]?.queue,
        Effect: "Allow",
        Action: [
          "sqs:ChangeMessageVisibility",
          "sqs:DeleteMessage",
          "sqs:GetQueueAttributes",
          "sqs:GetQueueUrl",
          "sqs:ReceiveMessage",
        ],
      },
    ]);
    expect(() => aFullStack("prod", [{ ...centers[0], account: "123" } as (typeof centers)[0]])).toThrow(
      "twelve digits",
    );
  });
});
