import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterEach, describe, expect, test } from "vitest";
import type { AccessCheck } from "../../../infra/local/access.ts";
import { openQueues, type Queues, type TwinQueue } from "../../../infra/local/queues.ts";
import type { Resource } from "../../../infra/local/template.ts";

const arn = (name: string): string => `arn:aws:sqs:ap-northeast-2:000000000000:${name}`;

function aQueue(name: string, properties: Record<string, unknown> = {}): Resource {
  const fifo = name.endsWith(".fifo") ? { FifoQueue: true } : {};
  return { logicalId: name, type: "AWS::SQS::Queue", name, arn: arn(name), properties: { ...fifo, ...properties } };
}

type Running = { queues: Queues; client: SQSClient; url: (name: string) => string; server: Server };
const cleanups: (() => Promise<void> | void)[] = [];

async function withQueues(resources: Resource[], access?: AccessCheck, dir?: string): Promise<Running> {
  const server = createServer((req, res) => queues.listener(req, res)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = (name: string): string =>
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/000000000000/${name}`;
  const queues = await openQueues({
    ...(dir === undefined ? {} : { dir }),
    urlOf: url,
    access: access ?? (() => ({ allowed: true })),
  });
  queues.create(resources);
  const client = new SQSClient({
    endpoint: url("").slice(0, -"/000000000000/".length),
    region: "ap-northeast-2",
    credentials: { accessKeyId: "someone", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  cleanups.push(async () => {
    client.destroy();
    server.close();
    server.closeAllConnections();
    await queues.stop();
  });
  return { queues, client, url, server };
}

function queueOf({ queues }: Running, name: string): TwinQueue {
  const queue = queues.byArn(arn(name));
  if (queue === undefined) throw new Error(`no queue ${name}`);
  return queue;
}

async function receive({ client, url }: Running, name: string, max = 10): Promise<Message[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: url(name), MaxNumberOfMessages: max, MessageSystemAttributeNames: ["All"] }),
  );
  return Messages;
}

const bodies = (messages: Message[]): (string | undefined)[] => messages.map((message) => message.Body);
const inGroup = (group: string, ...names: string[]) =>
  names.map((body) => ({ body, groupId: group, deduplicationId: body }));

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

describe("a FIFO queue", () => {
  test("hands out several messages of one group in one receive, in order", async () => {
    const running = await withQueues([aQueue("q.fifo")]);
    queueOf(running, "q.fifo").send(inGroup("g", "a", "b", "c", "d"));
    expect(bodies(await receive(running, "q.fifo", 3))).toEqual(["a", "b", "c"]);
  });

  test("hands out nothing of a group while one of its messages is in flight", async () => {
    const running = await withQueues([aQueue("q.fifo")]);
    queueOf(running, "q.fifo").send([...inGroup("g", "a", "b", "c"), ...inGroup("h", "z")]);
    const first = await receive(running, "q.fifo", 2);
    expect(bodies(first)).toEqual(["a", "b"]);
    expect(bodies(await receive(running, "q.fifo"))).toEqual(["z"]);
    const [a, b] = first;
    const remove = (message: Message | undefined) =>
      running.client.send(
        new DeleteMessageCommand({ QueueUrl: running.url("q.fifo"), ReceiptHandle: message?.ReceiptHandle }),
      );
    await remove(a);
    expect(bodies(await receive(running, "q.fifo"))).toEqual([]);
    await remove(b);
    expect(bodies(await receive(running, "q.fifo"))).toEqual(["c"]);
  });

  test("brings failed messages of a group back before later ones and in their order", async () => {
    const running = await withQueues([aQueue("q.fifo")]);
    const queue = queueOf(running, "q.fifo");
    queue.send(inGroup("g", "a", "b", "c", "d", "e"));
    const [, b, c, d] = queue.receive(4);
    queue.delete([b?.receiptHandle ?? ""]);
    for (const failed of [d, c]) queue.returnAfter([failed?.receiptHandle ?? ""], 0);
    // "a" is still in flight, so the group stays closed although "c" and "d" are visible again.
    expect(queue.receive(10)).toEqual([]);
    queue.returnAll();
    expect(queue.receive(10).map((record) => record.body)).toEqual(["a", "c", "d", "e"]);
  });

  test("moves a message to its dead-letter queue after maxReceiveCount receives and goes on with the next", async () => {
    const redrive = { deadLetterTargetArn: arn("dead.fifo"), maxReceiveCount: 2 };
    const running = await withQueues([aQueue("dead.fifo"), aQueue("q.fifo", { RedrivePolicy: redrive })]);
    const queue = queueOf(running, "q.fifo");
    queue.send(inGroup("g", "poison", "next"));
    for (const attempt of ["1", "2"]) {
      const [poison] = queue.receive(1);
      expect(poison?.attributes["ApproximateReceiveCount"]).toBe(attempt);
      queue.returnAfter([poison?.receiptHandle ?? ""], 0);
    }
    expect(queue.receive(1).map((record) => record.body)).toEqual(["next"]);
    expect(bodies(await receive(running, "dead.fifo"))).toEqual(["poison"]);
  });

  test("takes a deduplication id once", async () => {
    const running = await withQueues([aQueue("q.fifo")]);
    const queue = queueOf(running, "q.fifo");
    queue.send([...inGroup("g", "a"), ...inGroup("g", "a")]);
    expect(queue.counts()).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
  });
});

test("a FIFO queue knows after a restart which deduplication ids its messages have", async () => {
  const dir = mkdtempSync(join(tmpdir(), "queues-"));
  cleanups.push(() => rmSync(dir, { recursive: true, force: true }));
  const first = await withQueues([aQueue("q.fifo")], undefined, dir);
  queueOf(first, "q.fifo").send(inGroup("g", "a"));
  await first.queues.stop();
  const second = await withQueues([aQueue("q.fifo")], undefined, dir);
  queueOf(second, "q.fifo").send(inGroup("g", "a", "b"));
  const received = queueOf(second, "q.fifo").receive(10);
  expect(received.map((record) => record.body)).toEqual(["a", "b"]);
});

describe("a standard queue", () => {
  test("moves a message to its dead-letter queue after maxReceiveCount receives", async () => {
    const redrive = { deadLetterTargetArn: arn("dead"), maxReceiveCount: 2 };
    const running = await withQueues([aQueue("dead"), aQueue("q", { RedrivePolicy: redrive })]);
    const queue = queueOf(running, "q");
    queue.send([{ body: "poison" }]);
    for (const _ of [1, 2]) {
      const received = queue.receive(10);
      expect(received).toHaveLength(1);
      queue.returnAfter(
        received.map(({ receiptHandle }) => receiptHandle),
        0,
      );
    }
    expect(queue.receive(10)).toEqual([]);
    expect(bodies(await receive(running, "dead"))).toEqual(["poison"]);
  });

  test("doesn't count the receives that the death of the process cut off", async () => {
    const redrive = { deadLetterTargetArn: arn("dead"), maxReceiveCount: 2 };
    const running = await withQueues([aQueue("dead"), aQueue("q", { RedrivePolicy: redrive })]);
    const queue = queueOf(running, "q");
    queue.send([{ body: "innocent" }]);
    for (const _ of [1, 2, 3]) {
      expect(queue.receive(10).map(({ attributes }) => attributes["ApproximateReceiveCount"])).toEqual(["1"]);
      queue.returnAll();
    }
  });

  test("takes bodies with characters beyond the basic plane and refuses control characters", async () => {
    const running = await withQueues([aQueue("q")]);
    const send = (body: string) =>
      running.client.send(new SendMessageCommand({ QueueUrl: running.url("q"), MessageBody: body }));
    await send("이음 💡");
    expect(bodies(await receive(running, "q"))).toEqual(["이음 💡"]);
    await expect(send("a\u0001b")).rejects.toThrow("Invalid characters");
  });

  test("makes a message visible at once when its visibility timeout is set to 0, also on disk", async () => {
    const dir = mkdtempSync(join(tmpdir(), "queues-"));
    cleanups.push(() => rmSync(dir, { recursive: true, force: true }));
    const running = await withQueues([aQueue("q")], undefined, dir);
    queueOf(running, "q").send([{ body: "again" }]);
    const [message] = await receive(running, "q");
    const handle = message?.ReceiptHandle;
    await running.client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: running.url("q"), ReceiptHandle: handle, VisibilityTimeout: 0 }),
    );
    expect((await receive(running, "q"))[0]?.Attributes?.["ApproximateReceiveCount"]).toBe("2");
  });
});

test("a call is refused before it has any effect when the caller has no grant, batches by the single action", async () => {
  const asked: string[] = [];
  const access: AccessCheck = (principal, action, resource) => {
    asked.push(`${principal} ${action} ${resource}`);
    return action === "sqs:SendMessage" ? { allowed: false, reason: "no-allow" } : { allowed: true };
  };
  const running = await withQueues([aQueue("q")], access);
  const entries = [{ Id: "1", MessageBody: "x" }];
  await expect(
    running.client.send(new SendMessageBatchCommand({ QueueUrl: running.url("q"), Entries: entries })),
  ).rejects.toMatchObject({
    name: "AccessDenied",
    message: expect.stringContaining("no identity-based policy allows"),
  });
  expect(asked).toEqual([`someone sqs:SendMessage ${arn("q")}`]);
  expect(await receive(running, "q")).toEqual([]);
});

test("every message that was accepted is there after a SIGKILL", async () => {
  const dir = mkdtempSync(join(tmpdir(), "queues-"));
  cleanups.push(() => rmSync(dir, { recursive: true, force: true }));
  const child = spawn(process.execPath, [fileURLToPath(new URL("./send-until-killed.ts", import.meta.url)), dir]);
  let accepted = 0;
  let rest = "";
  child.stdout.on("data", (chunk: Buffer) => {
    rest += chunk.toString();
    accepted += rest.split("\n").length - 1;
    rest = rest.slice(rest.lastIndexOf("\n") + 1);
    if (accepted >= 300) child.kill("SIGKILL");
  });
  const [, signal] = (await once(child, "exit")) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  const running = await withQueues([aQueue("q"), aQueue("q.fifo")], undefined, dir);
  const standard = queueOf(running, "q").counts().visible;
  const fifo = queueOf(running, "q.fifo").counts().visible;
  expect(accepted).toBeGreaterThanOrEqual(300);
  expect(standard + fifo).toBeGreaterThanOrEqual(accepted);
  const first = queueOf(running, "q.fifo").receive(10);
  expect(first.map((record) => record.body)).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
});
