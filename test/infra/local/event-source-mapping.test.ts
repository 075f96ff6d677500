import { describe, expect, test } from "vitest";
import { EventSourceMapping, failuresOf, type MappedFunction } from "../../../infra/local/event-source-mapping.ts";
import type { SqsRecord } from "../../../infra/local/queues.ts";
import { openQueues } from "../../../infra/local/queues.ts";
import type { Resource } from "../../../infra/local/template.ts";

const aRecord = (messageId: string): SqsRecord => ({
  messageId,
  receiptHandle: messageId,
  body: "",
  attributes: {},
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: "",
  awsRegion: "",
});

describe("the report of a batch", () => {
  const records = ["a", "b"].map(aRecord);
  test.for<[payload: unknown, failed: string[]]>([
    [null, []],
    [{}, []],
    [{ batchItemFailures: null }, []],
    [{ batchItemFailures: [] }, []],
    [{ batchItemFailures: [{ itemIdentifier: "b" }] }, ["b"]],
  ])("%j fails only what it names", ([payload, failed]) => {
    expect(failuresOf(JSON.stringify(payload), records, true)).toEqual({ kind: "some", ids: new Set(failed) });
  });

  test.for<[payload: unknown]>([
    ["text"],
    [{ batchItemFailures: "b" }],
    [{ batchItemFailures: [{}] }],
    [{ batchItemFailures: [{ itemIdentifier: "" }] }],
    [{ batchItemFailures: [{ itemIdentifier: null }] }],
    [{ batchItemFailures: [{ itemIdentifier: "a" }, { itemIdentifier: "unknown" }] }],
    [{ batchItemFailures: [{ wrongKey: "a" }] }],
    [{ batchItemFailures: [null] }],
  ])("%j can't be read and fails all of it", ([payload]) => {
    expect(failuresOf(JSON.stringify(payload), records, true)).toMatchObject({ kind: "all" });
  });

  test("is not looked at when the mapping does not ask for it", () => {
    const payload = JSON.stringify({ batchItemFailures: [{ itemIdentifier: "a" }] });
    expect(failuresOf(payload, records, false)).toEqual({ kind: "some", ids: new Set() });
  });
});

async function aMapping(mapping: Record<string, unknown>, queue: Record<string, unknown> = {}) {
  const queues = await openQueues({ urlOf: (name) => `http://twin/0/${name}`, access: () => ({ allowed: true }) });
  const fifo = queue["FifoQueue"] === true;
  const name = fifo ? "line.fifo" : "line";
  const common = { logicalId: name, name, arn: `arn:aws:sqs:ap-northeast-2:000000000000:${name}` };
  queues.create([{ ...common, type: "AWS::SQS::Queue", properties: queue }]);
  const line = queues.byArn(common.arn);
  if (line === undefined) throw new Error("the queue was not made");
  const batches: string[][] = [];
  const target: MappedFunction = {
    name: "worker",
    timeoutSeconds: 5,
    invoke: async (event) => {
      batches.push((JSON.parse(event) as { Records: SqsRecord[] }).Records.map(({ body }) => body));
      return { kind: "answer", payload: "null" };
    },
  };
  const resource: Resource = {
    ...common,
    logicalId: "Map",
    type: "AWS::Lambda::EventSourceMapping",
    properties: mapping,
  };
  const done = Promise.withResolvers<void>();
  const onBatch = () => {
    if (Object.values(line.counts()).every((count) => count === 0)) done.resolve();
  };
  return {
    mapping: new EventSourceMapping(resource, { queue: line, target, onBatch }),
    line,
    batches,
    done: done.promise,
  };
}

describe("a mapping", () => {
  test.for<[why: string, mapping: Record<string, unknown>, queue: Record<string, unknown>]>([
    ["FilterCriteria deletes", { FilterCriteria: { Filters: [] } }, {}],
    ["is shorter than the timeout of worker", {}, { VisibilityTimeout: 4 }],
    ["BatchSize of a FIFO queue", { BatchSize: 11 }, { FifoQueue: true }],
    ["has no batching window", { MaximumBatchingWindowInSeconds: 1 }, { FifoQueue: true }],
    ["needs a batching window", { BatchSize: 11 }, {}],
    ["MaximumConcurrency is 2 to 1000", { ScalingConfig: { MaximumConcurrency: 1 } }, {}],
  ])("is refused when it could not be deployed or would lose messages: %s", async ([why, mapping, queue]) => {
    await expect(aMapping(mapping, queue)).rejects.toThrow(why);
  });

  test("hands over at most BatchSize messages at once", async () => {
    const { mapping, line, batches, done } = await aMapping({ BatchSize: 3, ScalingConfig: { MaximumConcurrency: 2 } });
    line.send(["a", "b", "c", "d"].map((body) => ({ body })));
    mapping.start();
    await done;
    await mapping.stop();
    expect(batches.map((batch) => batch.length).sort()).toEqual([1, 3]);
    expect(batches.flat().sort()).toEqual(["a", "b", "c", "d"]);
  });

  test("gathers more than ten messages within its window", async () => {
    const { mapping, line, batches, done } = await aMapping({ BatchSize: 25, MaximumBatchingWindowInSeconds: 5 });
    line.send(Array.from({ length: 25 }, (_, n) => ({ body: String(n) })));
    mapping.start();
    await done;
    await mapping.stop();
    expect(batches.flat()).toHaveLength(25);
    expect(Math.max(...batches.map((batch) => batch.length))).toBeGreaterThan(10);
  });

  test("that is disabled takes nothing", async () => {
    const { mapping, line } = await aMapping({ Enabled: false });
    line.send([{ body: "a" }]);
    mapping.start();
    await mapping.stop();
    expect(line.counts().visible).toBe(1);
  });
});
