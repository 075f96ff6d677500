import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Template } from "aws-cdk-lib/assertions";
import { createApp } from "../../infra/app.ts";
import { IeumStack } from "../../infra/ieum-stack.ts";
import { resourceNames } from "../../infra/names.ts";
import { neededSecrets } from "../../infra/needed-secrets.ts";

/** What the stack of production has that is paid for or decides what is. */
export interface Deployment {
  readonly memoryMb: Readonly<Record<string, number>>;
  readonly tables: number;
  /** Queues that a function polls. */
  readonly polledQueues: number;
  readonly polledFifoQueues: number;
  readonly alarms: number;
  readonly dashboards: number;
  readonly keys: number;
  /** Secrets that the template refers to. */
  readonly secrets: number;
  readonly firewalls: number;
  readonly firewallRules: number;
}

const STAGE = "prod";

/** Synthesises the stack without bundles, and reads it. */
export function readDeployment(): Deployment {
  const outdir = mkdtempSync(join(tmpdir(), "ieum-cost-"));
  try {
    const app = createApp({ outdir, context: { "aws:cdk:bundling-stacks": [] } });
    const stack = new IeumStack(app, "Ieum", { stage: STAGE, env: { region: "ap-northeast-2" } });
    return fromTemplate(Template.fromStack(stack));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function fromTemplate(template: Template): Deployment {
  const of = (type: string): Record<string, unknown>[] =>
    Object.values(template.findResources(type)).map(({ Properties }) => Properties ?? {});
  const byName = new Map(of("AWS::Lambda::Function").map(({ FunctionName, MemorySize }) => [FunctionName, MemorySize]));
  const { functions } = resourceNames(STAGE);
  const memory = Object.entries(functions).flatMap(([name, full]) => {
    const megabytes = byName.get(full);
    return megabytes === undefined ? [] : [[name, Number(megabytes)] as const];
  });
  const polled = of("AWS::Lambda::EventSourceMapping");
  const queues = template.findResources("AWS::SQS::Queue");
  const fifo = polled.filter(({ EventSourceArn }) => {
    const [queue] = (EventSourceArn as { readonly "Fn::GetAtt": readonly string[] })["Fn::GetAtt"];
    return queues[queue ?? ""]?.["Properties"]?.FifoQueue === true;
  }).length;
  const firewalls = of("AWS::WAFv2::WebACL");
  return {
    memoryMb: Object.fromEntries(memory),
    tables: of("AWS::DynamoDB::GlobalTable").length,
    polledQueues: polled.length - fifo,
    polledFifoQueues: fifo,
    alarms: of("AWS::CloudWatch::Alarm").reduce((sum, alarm) => sum + watchedMetrics(alarm), 0),
    dashboards: of("AWS::CloudWatch::Dashboard").length,
    keys: of("AWS::KMS::Key").length,
    secrets: neededSecrets(JSON.stringify(template.toJSON())).length,
    firewalls: firewalls.length,
    firewallRules: firewalls.reduce((sum, { Rules }) => sum + (Array.isArray(Rules) ? Rules.length : 0), 0),
  };
}

/** An alarm is paid for by each metric that it looks at. */
function watchedMetrics({ Metrics }: Record<string, unknown>): number {
  if (!Array.isArray(Metrics)) return 1;
  return Metrics.filter((one) => one !== null && typeof one === "object" && "MetricStat" in one).length;
}
