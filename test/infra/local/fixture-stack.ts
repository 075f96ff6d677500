import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { App, CfnOutput, Duration, Stack } from "aws-cdk-lib";
import { AttributeType, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { EventBus, Rule } from "aws-cdk-lib/aws-events";
import { LambdaFunction, SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { Runtime } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Queue } from "aws-cdk-lib/aws-sqs";

const root = fileURLToPath(new URL("../../../", import.meta.url));

function aFunction(
  stack: Stack,
  id: string,
  entry: string,
  environment: Record<string, string>,
  seconds = 1,
): NodejsFunction {
  return new NodejsFunction(stack, id, {
    entry: fileURLToPath(new URL(`./functions/${entry}.ts`, import.meta.url)),
    runtime: Runtime.NODEJS_24_X,
    projectRoot: root,
    depsLockFilePath: join(root, "package-lock.json"),
    bundling: { externalModules: [] },
    memorySize: 256,
    timeout: Duration.seconds(seconds),
    environment,
  });
}

function aQueue(stack: Stack, id: string, fifo: boolean, receives: number): Queue {
  const common = fifo ? { fifo: true } : {};
  const dead = new Queue(stack, `${id}Dead`, common);
  return new Queue(stack, id, {
    ...common,
    visibilityTimeout: Duration.seconds(12),
    deadLetterQueue: { queue: dead, maxReceiveCount: receives },
  });
}

/** Every kind of part that the service has, once: bus and rules, a standard and a FIFO queue with DLQs, two functions, a table. */
export function synthesiseFixture(): { assemblyDir: string; remove: () => void } {
  const assemblyDir = mkdtempSync(join(tmpdir(), "twin-fixture-"));
  const app = new App({ outdir: assemblyDir, analyticsReporting: false });
  const stack = new Stack(app, "Fixture", { env: { account: "000000000000", region: "ap-northeast-2" } });
  const table = new TableV2(stack, "Orders", {
    partitionKey: { name: "pk", type: AttributeType.STRING },
    sortKey: { name: "sk", type: AttributeType.NUMBER },
    globalSecondaryIndexes: [{ indexName: "by-body", partitionKey: { name: "body", type: AttributeType.STRING } }],
  });
  const intake = aQueue(stack, "Intake", false, 3);
  const matching = aQueue(stack, "Matching", true, 3);
  const forbidden = aQueue(stack, "Forbidden", false, 3);
  const keep = aFunction(stack, "Keep", "keep", { TABLE_NAME: table.tableName, NEXT_URL: matching.queueUrl });
  const apply = aFunction(stack, "Apply", "apply", { TABLE_NAME: table.tableName });
  const intruder = aFunction(stack, "Intruder", "keep", { TABLE_NAME: table.tableName, NEXT_URL: matching.queueUrl });
  table.grantReadWriteData(keep);
  table.grantReadWriteData(apply);
  matching.grantSendMessages(keep);
  keep.addEventSource(new SqsEventSource(intake, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: 2 }));
  apply.addEventSource(
    new SqsEventSource(matching, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: 2 }),
  );
  intruder.addEventSource(
    new SqsEventSource(forbidden, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: 2 }),
  );
  const bus = new EventBus(stack, "Bus", { eventBusName: "orders" });
  const rule = (id: string, detailType: string, target: SqsQueue | LambdaFunction) =>
    new Rule(stack, id, {
      eventBus: bus,
      eventPattern: { source: ["shop"], detailType: [detailType] },
      targets: [target],
    });
  rule("Placed", "OrderPlaced", new SqsQueue(intake));
  rule("Stolen", "OrderStolen", new SqsQueue(forbidden));
  rule("Noted", "OrderNoted", new LambdaFunction(aFunction(stack, "Note", "note", {}, 10)));
  new CfnOutput(stack, "TableName", { value: table.tableName });
  new CfnOutput(stack, "IntakeUrl", { value: intake.queueUrl });
  new CfnOutput(stack, "MatchingUrl", { value: matching.queueUrl });
  app.synth();
  // The repository is "type": "module" and the bundles are CommonJS, so the assembly needs its own say.
  writeFileSync(join(assemblyDir, "package.json"), '{"type":"commonjs"}\n');
  return { assemblyDir, remove: () => rmSync(assemblyDir, { recursive: true, force: true }) };
}
