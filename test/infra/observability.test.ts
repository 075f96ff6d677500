import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DELAY_SECONDS_MAX } from "../../functions/adapters/queue-messages.ts";
import { metrics } from "../../functions/runtime/metrics.ts";
import { functionNames, resourceNames } from "../../infra/names.ts";
import { type AlarmKind, runbook } from "../../infra/observability/runbook.ts";
import { idOf, ReadTemplate } from "../fixtures/template.ts";

const template = new ReadTemplate("prod");
const names = resourceNames("prod");
const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly unknown[];
  readonly OKActions: readonly unknown[];
  readonly MetricName?: string;
  readonly Metrics?: readonly unknown[];
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Threshold: number;
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm: number;
  readonly TreatMissingData: string;
}

const alarms = template.of("AWS::CloudWatch::Alarm").map(([, alarm]) => alarm as unknown as AlarmProperties);
const kinds = Object.keys(runbook) as AlarmKind[];

/** The longest kind that a name begins with: `dead-letters-old` begins with `dead-letters`, too. */
function kindOf({ AlarmName }: AlarmProperties): AlarmKind | undefined {
  return kinds
    .filter((kind) => AlarmName.startsWith(`${names.stack}-${kind}-`))
    .toSorted((a, b) => b.length - a.length)[0];
}

const alarmsOf = (kind: AlarmKind) =>
  alarms
    .filter((alarm) => kindOf(alarm) === kind)
    .map(({ AlarmName }) => AlarmName.slice(`${names.stack}-${kind}-`.length));

function alarmNamed(plainName: string): AlarmProperties {
  const found = alarms.find(({ AlarmName }) => AlarmName === `${names.stack}-${plainName}`);
  if (found === undefined) throw new Error(`there is no alarm ${plainName}`);
  return found;
}

const plain = (name: string) => name.slice(names.stack.length + 1);

describe("alarms", () => {
  test("tell whoever is on duty, also when it is over, and where the runbook is", () => {
    expect(alarms.length).toBeGreaterThan(50);
    for (const { AlarmName, AlarmDescription, AlarmActions, OKActions } of alarms) {
      const topics = [...AlarmActions, ...OKActions].map((action) => template.resource(idOf(action)).type);
      expect(topics, AlarmName).toEqual(["AWS::SNS::Topic", "AWS::SNS::Topic"]);
      expect(AlarmDescription, AlarmName).toContain("README, Runbook");
    }
  });

  test("watch depth and age of every dead-letter queue", () => {
    const deadLetterQueues = template
      .of("AWS::SQS::Queue")
      .map(([, { QueueName }]) => String(QueueName))
      .filter((name) => name.includes("-dlq"))
      .map(plain)
      .sort();
    expect(alarmsOf("dead-letters").sort()).toEqual(deadLetterQueues);
    expect(alarmsOf("dead-letters-old").sort()).toEqual(deadLetterQueues);
  });

  test("watch the age of what waits in every other queue, ours or others'", () => {
    const queues = template
      .of("AWS::SQS::Queue")
      .map(([, { QueueName }]) => String(QueueName))
      .filter((name) => !name.includes("-dlq"))
      .map(plain);
    expect([...alarmsOf("work-waits"), ...alarmsOf("others-wait")].sort()).toEqual(queues.sort());
    expect(alarmsOf("others-wait")).toContain("center-west");
    expect(alarmsOf("work-waits")).toContain("matching.fifo");
  });

  test.each(["function-fails", "function-throttled", "function-slow"] as const)(
    "%s is there for every function",
    (kind) => {
      expect(alarmsOf(kind).sort()).toEqual([...functionNames].sort());
    },
  );

  test("watch every table, rule and schedule", () => {
    expect(alarmsOf("table-throttled").sort()).toEqual(Object.values(names.tables).map(plain).sort());
    expect(alarmsOf("rule-fails")).toHaveLength(template.of("AWS::Events::Rule").length);
    expect(alarmsOf("schedule-silent")).toHaveLength(template.of("AWS::Scheduler::Schedule").length);
  });

  test("of a queue in which messages are put off don't go off for that", () => {
    const [webhooks, matching] = [alarmNamed("work-waits-webhooks"), alarmNamed("work-waits-matching.fifo")];
    expect(webhooks.Threshold).toBe(matching.Threshold + DELAY_SECONDS_MAX);
    expect(alarmNamed("work-waits-applicant-messages").Threshold).toBe(webhooks.Threshold);
  });

  test.each(["start-day", "follow-up", "digest"])("of the schedule of %s bear a run that is a minute late", (run) => {
    const { Period, EvaluationPeriods, DatapointsToAlarm, TreatMissingData } = alarmNamed(`schedule-silent-${run}`);
    expect(Period).toBe(3_600);
    expect(DatapointsToAlarm).toBe(EvaluationPeriods);
    // One more than hours between two runs, and one for figures that come late.
    expect(EvaluationPeriods).toBe(run === "digest" ? 3 : 26);
    expect(TreatMissingData).toBe("breaching");
  });

  test("of the front door watch the API and stage that there are", () => {
    const [, api] = template.of("AWS::ApiGateway::RestApi")[0] ?? [];
    const [, stage] = template.of("AWS::ApiGateway::Stage")[0] ?? [];
    expect(alarmNamed("api-fails-api").Dimensions).toEqual([
      { Name: "ApiName", Value: api?.["Name"] },
      { Name: "Stage", Value: stage?.["StageName"] },
    ]);
  });

  test("are each of a kind that has a section in the runbook, and every section has its alarm", () => {
    const section = README.split(/^## /m).find((part) => part.startsWith("Runbook")) ?? "";
    const parts = section.split(/^### /m).slice(1);
    const titles = parts.map((part) => part.split("\n")[0]);
    expect(titles.sort()).toEqual(Object.values(runbook).toSorted());
    for (const part of parts) {
      for (const word of ["**Symptom.**", "**Check.**", "**Action.**"]) expect(part).toContain(word);
    }
    for (const kind of kinds) expect(alarmsOf(kind), kind).not.toEqual([]);
    for (const alarm of alarms) {
      const kind = kindOf(alarm);
      expect(alarm.AlarmDescription).toContain(`"${kind === undefined ? "?" : runbook[kind]}"`);
    }
  });
});

test("every figure of our own that is drawn or watched is one that functions write", () => {
  const body = JSON.stringify([template.of("AWS::CloudWatch::Dashboard"), alarms]).replaceAll("\\", "");
  const found = body.matchAll(/\["Ieum","(?<drawn>\w+)"|"MetricName":"(?<watched>\w+)","Namespace":"Ieum"/g);
  const drawn = [...found].map(({ groups }) => groups?.["drawn"] ?? groups?.["watched"] ?? "");
  expect(drawn.length).toBeGreaterThan(20);
  expect([...new Set(drawn)].filter((name) => !Object.hasOwn(metrics, name))).toEqual([]);
});

test("the README knows how many functions may run at a time", () => {
  const reserved = template
    .of("AWS::Lambda::Function")
    .map(([, fn]) => ({ name: fn["FunctionName"], count: Number(fn["ReservedConcurrentExecutions"]) }));
  const withSending = reserved.reduce((sum, { count }) => sum + count, 0);
  const ofSending = reserved.find(({ name }) => name === names.functions.send)?.count ?? 0;
  expect(README).toContain(`reserved concurrency, ${withSending - ofSending} in all and ${withSending} with sending`);
});
