import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
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
