import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { EventOut } from "../../events/catalog.ts";
import { openingUnmatched } from "../../events/opening-unmatched.ts";
import { createAwsPorts } from "../../functions/adapters/aws/aws-ports.ts";
import { readEnvironment } from "../../functions/runtime/environment.ts";
import { PartialFailure } from "../../functions/runtime/errors.ts";
import { upTo } from "./harness.ts";

const sqs = mockClient(SQSClient);
const eventBridge = mockClient(EventBridgeClient);

const ports = createAwsPorts(
  readEnvironment({
    MATCHING_QUEUE_URL: "https://queues/matching.fifo",
    APPLICANT_ALERTS_QUEUE_URL: "https://queues/applicant-alerts",
    BUS_NAME: "bus",
  }),
);

const throttled = Object.assign(new Error("slow down"), { name: "ThrottlingException" });

// What stands in for a class of clients stands in for those of other files as well.
afterAll(() => {
  sqs.restore();
  eventBridge.restore();
});
beforeEach(() => {
  sqs.reset();
  eventBridge.reset();
});

describe("what SQS is sent", () => {
  const message = (number: number) => ({ body: `{"n":${number}}`, groupId: "g", deduplicationId: `d${number}` });
  const inputs = () => sqs.commandCalls(SendMessageBatchCommand).map((call) => call.args[0].input);

  test("25 messages go in calls of ten, ten and five, with ids of their places", async () => {
    sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });
    await ports.queues.send("matching", upTo(25).map(message));
    expect(inputs().map(({ QueueUrl }) => QueueUrl)).toEqual(upTo(3).map(() => "https://queues/matching.fifo"));
    expect(inputs().map(({ Entries }) => Entries?.length)).toEqual([10, 10, 5]);
    expect(inputs()[2]?.Entries?.[4]).toEqual({
      Id: "4",
      MessageBody: '{"n":25}',
      MessageGroupId: "g",
      MessageDeduplicationId: "d25",
    });
  });

  test("an emoji goes as two JSON escapes, Korean as it is", async () => {
    sqs.on(SendMessageBatchCommand).resolves({ Successful: [] });
    await ports.queues.send("applicant-alerts", [{ body: '"구직 🧵"' }]);
    expect(inputs()[0]?.Entries).toEqual([{ Id: "0", MessageBody: '"구직 \\ud83e\\uddf5"' }]);
  });

  test("a call is full at 1 MiB, counted after escaping", async () => {
    sqs.on(SendMessageBatchCommand).resolves({ Successful: [] });
    // 4 UTF-8 bytes each as they stand, 12 when escaped: 600 KiB on the wire.
    const body = `"${"🧵".repeat(50 * 1_024)}"`;
    await ports.queues.send("applicant-alerts", [{ body }, { body }]);
    expect(inputs().map(({ Entries }) => Entries?.length)).toEqual([1, 1]);
  });

  test("messages that SQS failed are a partial failure, and no later call is made", async () => {
    const Failed = [
      { Id: "3", SenderFault: false, Code: "InternalError" },
      { Id: "7", SenderFault: false, Code: "InternalError" },
    ];
    sqs.on(SendMessageBatchCommand).resolvesOnce({ Successful: [] }).resolvesOnce({ Successful: [], Failed });
    const failure = await ports.queues.send("matching", upTo(25).map(message)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PartialFailure);
    expect(failure).toMatchObject({
      message: "SendMessageBatch: 7 of 25 entries failed (InternalError)",
      failed: 7,
      of: 25,
    });
    expect(inputs()).toHaveLength(2);
  });

  test("a throttled call passes through as it is", async () => {
    sqs.on(SendMessageBatchCommand).rejects(throttled);
    await expect(ports.queues.send("matching", [message(1)])).rejects.toBe(throttled);
  });
});

describe("what EventBridge is sent", () => {
  const event: EventOut = { name: "OpeningUnmatched", detail: openingUnmatched.sample };
  const inputs = () => eventBridge.commandCalls(PutEventsCommand).map((call) => call.args[0].input);

  test("an entry has the bus, the source, the detail type and the detail as JSON", async () => {
    eventBridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: "e" }] });
    await ports.bus.publish([event]);
    expect(inputs()).toEqual([
      {
        Entries: [
          {
            EventBusName: "bus",
            Source: "ieum.matching",
            DetailType: "OpeningUnmatched",
            Detail: JSON.stringify(openingUnmatched.sample),
          },
        ],
      },
    ]);
  });

  test("entries that EventBridge failed are a partial failure, and no later call is made", async () => {
    eventBridge.on(PutEventsCommand).resolves({
      FailedEntryCount: 1,
      Entries: [{ EventId: "e" }, { ErrorCode: "ThrottlingException", ErrorMessage: "slow down" }],
    });
    const failure = await ports.bus.publish(upTo(12).map(() => event)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PartialFailure);
    expect(failure).toMatchObject({ message: "PutEvents: 3 of 12 entries failed (ThrottlingException)" });
    expect(inputs()).toHaveLength(1);
  });

  test("a throttled call passes through as it is", async () => {
    eventBridge.on(PutEventsCommand).rejects(throttled);
    await expect(ports.bus.publish([event])).rejects.toBe(throttled);
  });
});
