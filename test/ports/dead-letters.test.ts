import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDeadLetters as overAws } from "../../functions/adapters/aws/dead-letters.ts";
import { createDeadLetters as inMemory } from "../../functions/adapters/memory/dead-letters.ts";
import type { DeadLetter, DeadLetters } from "../../functions/operating-ports.ts";
import { ManualClock } from "./harness.ts";
import { drain, type RealParts, startRealParts } from "./real-parts.ts";

/** A standard queue `plain` and a FIFO queue `ordered`, with their dead-letter queues, and what is set aside and sent back. */
interface Desk {
  readonly deadLetters: DeadLetters;
  bury(queue: string, letter: { body: string; groupId?: string; errorCode?: string }): Promise<void>;
  sentBack(queue: string): Promise<readonly { body: string; groupId?: string }[]>;
}

let parts: RealParts;
let desks = 0;
beforeAll(async () => {
  parts = await startRealParts();
});
afterAll(() => parts.stop());

async function aMemoryDesk(): Promise<Desk> {
  const sent = new Map<string, { body: string; groupId?: string }[]>();
  const deadLetters = inMemory(new ManualClock(), (queue, message) => {
    sent.set(queue, [...(sent.get(queue) ?? []), message]);
  });
  return {
    deadLetters,
    bury: async (queue, letter) => deadLetters.bury(queue, letter),
    sentBack: async (queue) => sent.get(queue) ?? [],
  };
}

async function anAwsDesk(): Promise<Desk> {
  const { sqs } = parts.clients;
  const prefix = `desk-${++desks}`;
  const urls = new Map<string, string>();
  for (const [name, isFifo] of [
    ["plain", false],
    ["ordered", true],
  ] as const) {
    for (const kind of ["", "-dlq"]) {
      const QueueName = `${prefix}-${name}${kind}${isFifo ? ".fifo" : ""}`;
      const Attributes = isFifo ? { FifoQueue: "true" } : {};
      const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
      urls.set(`${name}${kind}`, QueueUrl);
    }
  }
  const urlOf = (name: string) => urls.get(name) ?? "";
  let buried = 0;
  return {
    deadLetters: overAws(sqs, async (queue) => ({ queueUrl: urlOf(queue), deadLetterQueueUrl: urlOf(`${queue}-dlq`) })),
    bury: async (queue, { body, groupId, errorCode }) => {
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: urlOf(`${queue}-dlq`),
          MessageBody: body,
          ...(groupId === undefined ? {} : { MessageGroupId: groupId, MessageDeduplicationId: String(++buried) }),
          ...(errorCode === undefined
            ? {}
            : { MessageAttributes: { ERROR_CODE: { DataType: "String", StringValue: errorCode } } }),
        }),
      );
    },
    sentBack: async (queue) => {
      await sqs.send(new GetQueueAttributesCommand({ QueueUrl: urlOf(queue), AttributeNames: ["All"] }));
      return (await drain(sqs, urlOf(queue))).map(({ body, groupId }) => ({ body, ...(groupId && { groupId }) }));
    },
  };
}

describe.each([
  ["in memory", aMemoryDesk],
  ["over AWS", anAwsDesk],
])("dead letters %s", (_, createDesk) => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await createDesk();
  });
  const bodiesOf = (letters: readonly DeadLetter[]) => letters.map(({ body }) => body).toSorted();

  test("are received with what is known of them, and held", async () => {
    await desk.bury("plain", { body: "1", errorCode: "NO_PERMISSIONS" });
    await desk.bury("plain", { body: "2" });
    const letters = await desk.deadLetters.receive("plain");
    expect(bodiesOf(letters)).toEqual(["1", "2"]);
    expect(letters.find(({ body }) => body === "1")).toMatchObject({ errorCode: "NO_PERMISSIONS" });
    expect(letters.every(({ sentAt }) => sentAt > 0)).toBe(true);
    expect(await desk.deadLetters.receive("plain")).toEqual([]);
    expect((await desk.deadLetters.depth("plain")).dead).toBe(2);
  });

  test("are received again once they are released", async () => {
    await desk.bury("plain", { body: "1" });
    await desk.deadLetters.release("plain", await desk.deadLetters.receive("plain"));
    expect(await desk.deadLetters.receive("plain")).toHaveLength(1);
  });

  test("are sent back and stay until they are removed", async () => {
    for (const body of ["1", "2"]) await desk.bury("plain", { body });
    const letters = await desk.deadLetters.receive("plain");
    expect(await desk.deadLetters.sendBack("plain", letters)).toEqual(letters);
    expect((await desk.deadLetters.depth("plain")).dead).toBe(2);
    await desk.deadLetters.remove("plain", letters);
    expect(await desk.deadLetters.depth("plain")).toMatchObject({ dead: 0 });
    expect((await desk.sentBack("plain")).map(({ body }) => body).toSorted()).toEqual(["1", "2"]);
  });

  test("of a group come in its order, none while another one is held, and go back under their group", async () => {
    for (const body of ["1", "2", "3"]) await desk.bury("ordered", { body, groupId: "g" });
    const seen: string[] = [];
    for (;;) {
      const letters = await desk.deadLetters.receive("ordered");
      if (letters.length === 0) break;
      expect(await desk.deadLetters.receive("ordered")).toEqual([]);
      seen.push(...letters.map(({ body }) => body));
      await desk.deadLetters.remove("ordered", await desk.deadLetters.sendBack("ordered", letters));
    }
    expect(seen).toEqual(["1", "2", "3"]);
    expect(await desk.sentBack("ordered")).toEqual(["1", "2", "3"].map((body) => ({ body, groupId: "g" })));
  });

  test("of a group that are sent back twice are there once", async () => {
    await desk.bury("ordered", { body: "1", groupId: "g" });
    const letters = await desk.deadLetters.receive("ordered");
    await desk.deadLetters.sendBack("ordered", letters);
    await desk.deadLetters.sendBack("ordered", letters);
    expect(await desk.sentBack("ordered")).toHaveLength(1);
  });
});
