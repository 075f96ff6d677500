import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TwinCall } from "../../../infra/local/calls.ts";
import type { BatchOutcome } from "../../../infra/local/event-source-mapping.ts";
import type { Twin } from "../../../infra/local/running-twin.ts";
import { startTwin, type TwinOptions } from "../../../infra/local/twin.ts";
import { synthesiseFixture } from "./fixture-stack.ts";

let fixture: ReturnType<typeof synthesiseFixture>;
let twin: Twin;
const cleanups: (() => Promise<void> | void)[] = [];

async function aTwin(options: Partial<TwinOptions> = {}): Promise<Twin> {
  const started = await startTwin({ assemblyDir: fixture.assemblyDir, retryDelayMs: 20, ...options });
  cleanups.push(() => started.stop());
  return started;
}

function aFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), "twin-data-"));
  cleanups.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

type Order = { id: string } & Record<string, unknown>;

async function put(on: Twin, detailType: string, ...orders: Order[]): Promise<void> {
  const client = new EventBridgeClient(on.clientConfig("events"));
  const outcome = await client.send(
    new PutEventsCommand({
      Entries: orders.map((order) => ({
        EventBusName: "orders",
        Source: "shop",
        DetailType: detailType,
        Detail: JSON.stringify(order),
      })),
    }),
  );
  client.destroy();
  expect(outcome.FailedEntryCount).toBe(0);
}

const tableOf = (on: Twin): string => on.outputs["TableName"] ?? "";

async function keysOf(on: Twin, kind: string): Promise<string[]> {
  const client = new DynamoDBClient(on.clientConfig("dynamodb"));
  const { Items = [] } = await client.send(new ScanCommand({ TableName: tableOf(on) }));
  client.destroy();
  const keys = Items.map((item) => item["pk"]?.S ?? "");
  return keys.filter((key) => key.startsWith(`${kind}#`)).map((key) => key.slice(kind.length + 1));
}

async function placeOf(on: Twin, id: string): Promise<number> {
  const client = new DynamoDBClient(on.clientConfig("dynamodb"));
  const Key = { pk: { S: `applied#${id}` }, sk: { N: "1" } };
  const { Item } = await client.send(new GetItemCommand({ TableName: tableOf(on), Key, ConsistentRead: true }));
  client.destroy();
  return Number(Item?.["place"]?.N);
}

const queueNamed = (on: Twin, logicalId: string): string =>
  on.queueNames.find((name) => name.includes(`-${logicalId}`)) ?? "";

async function bodiesIn(on: Twin, queueName: string): Promise<string[]> {
  const client = new SQSClient(on.clientConfig("sqs"));
  const QueueUrl = `${on.endpoints.sqs}/000000000000/${queueName}`;
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  client.destroy();
  return Messages.map((message) => message.Body ?? "");
}

function outcomesOf(on: Twin): BatchOutcome[] {
  const outcomes: BatchOutcome[] = [];
  on.on("invoke", (outcome) => outcomes.push(outcome));
  return outcomes;
}

/** The next lines of a function. They come over a stream of their own, so possibly after the invocation has ended. */
function linesOf(on: Twin, functionName: string, count: number): Promise<string[]> {
  const lines: string[] = [];
  const { promise, resolve } = Promise.withResolvers<string[]>();
  const end = on.on("log", (name, line) => {
    if (name.includes(functionName)) lines.push(line);
    if (lines.length < count) return;
    end();
    resolve(lines);
  });
  return promise;
}

beforeAll(async () => {
  fixture = synthesiseFixture();
  twin = await aTwin();
});

afterAll(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  fixture.remove();
});

describe("an event put on the bus", () => {
  test("flows through rule, queue, function, FIFO queue and function into the table", async () => {
    const ids = Array.from({ length: 10 }, (_, n) => `flow-${n}`);
    await put(twin, "OrderPlaced", ...ids.map((id) => ({ id })));
    await twin.idle();
    const flowed = (keys: string[]) => keys.filter((key) => key.startsWith("flow-")).sort();
    expect(flowed(await keysOf(twin, "kept"))).toEqual(ids);
    expect(flowed(await keysOf(twin, "applied"))).toEqual(ids);
  });

  test("that no rule matches goes nowhere", async () => {
    const outcomes = outcomesOf(twin);
    await put(twin, "OrderForgotten", { id: "forgotten" });
    await twin.idle();
    expect(outcomes).toEqual([]);
  });

  test("reaches a function that is the target of a rule, and is tried three times when that fails", async () => {
    const lines = linesOf(twin, "Note", 4);
    await put(twin, "OrderNoted", { id: "once" });
    await twin.idle();
    await put(twin, "OrderNoted", { id: "thrice", fail: true });
    expect(await lines).toEqual(["noted once", "noted thrice", "noted thrice", "noted thrice"]);
    await twin.idle();
  });
});

describe("a function", () => {
  test("without a grant is denied, changes nothing, and its messages end in the dead-letter queue", async () => {
    const denied: string[] = [];
    twin.on("denied", (reason) => denied.push(reason));
    await put(twin, "OrderStolen", { id: "stolen" });
    await twin.idle();
    expect(denied[0]).toMatch(
      /IntruderServiceRole\S+ is not authorized to perform: dynamodb:PutItem on resource: \S+Orders/,
    );
    expect(await keysOf(twin, "kept")).not.toContain("stolen");
    expect(await bodiesIn(twin, queueNamed(twin, "ForbiddenDead"))).toEqual([expect.stringContaining('"stolen"')]);
  });

  test("that reports one failed message of a batch gets that one again and not the others", async () => {
    const outcomes = outcomesOf(twin);
    await put(twin, "OrderPlaced", { id: "good" }, { id: "bad", fail: true });
    await twin.idle();
    expect(await keysOf(twin, "applied")).toContain("good");
    const kept = outcomes.filter(({ functionName }) => functionName.includes("Keep"));
    expect(kept.map(({ records, failed }) => [records, failed])).toEqual([
      [2, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(await bodiesIn(twin, queueNamed(twin, "IntakeDead"))).toEqual([expect.stringContaining('"bad"')]);
  });

  test("of a FIFO queue gets a failed message again before later ones of its group", async () => {
    await put(twin, "OrderPlaced", { id: "first", group: "one", refuse: 1 });
    await put(twin, "OrderPlaced", { id: "second", group: "one" });
    await twin.idle();
    expect(await placeOf(twin, "first")).toBeLessThan(await placeOf(twin, "second"));
  });

  test("that exits takes its batch back to the queue and a new environment takes over", async () => {
    const outcomes = outcomesOf(twin);
    await put(twin, "OrderPlaced", { id: "crashing", crash: true });
    await twin.idle();
    expect(outcomes.map(({ error }) => error)).toEqual(
      Array.from({ length: 3 }, () => "Runtime.ExitError: Runtime exited with error: exit status 3"),
    );
    await put(twin, "OrderPlaced", { id: "after-crash" });
    await twin.idle();
    expect(await keysOf(twin, "applied")).toContain("after-crash");
  });

  test("that takes longer than its timeout is killed with the documented error", async () => {
    const first = new Promise<BatchOutcome>((resolve) => twin.on("invoke", resolve));
    await put(twin, "OrderPlaced", { id: "hanging", hang: true });
    expect((await first).error).toMatch(
      /^Sandbox\.Timedout: RequestId: \S+ Error: Task timed out after 1\.00 seconds$/,
    );
    await twin.idle();
  });

  test("can be invoked directly, and its error is a value", async () => {
    expect(await twin.invoke("Note", { detail: { id: "direct" } })).toEqual({ kind: "answer", payload: "null" });
    const failed = await twin.invoke("Note", { detail: { id: "direct", fail: true } });
    expect(failed).toMatchObject({
      kind: "error",
      error: { errorType: "TypeError", errorMessage: "direct was told to fail" },
    });
  });

  test("hands its lines to whoever listens, with its name", async () => {
    const lines = linesOf(twin, "Keep", 2);
    await put(twin, "OrderPlaced", { id: "talking", say: "안녕하세요\nsecond line" });
    expect(await lines).toEqual(["안녕하세요", "second line"]);
    await twin.idle();
  });
});

describe("a call of a function", () => {
  test.for(["before", "after"] as const)(
    "can be cut off %s each operation, and redelivery completes the work",
    async (phase) => {
      const calls: string[] = [];
      const broken = new Set<string>();
      const breakOnce = async (name: string, call: TwinCall) => {
        calls.push(call.operation);
        if (call.phase !== phase || broken.has(call.operation)) return "pass";
        broken.add(call.operation);
        await twin.kill(name);
        return "drop";
      };
      const ends = ["Keep", "Apply"].map((name) => twin.watchCalls(name, (call) => breakOnce(name, call)));
      await put(twin, "OrderPlaced", { id: `cut-${phase}` });
      await twin.idle();
      for (const end of ends) end();
      expect([...broken].sort()).toEqual(["PutItem", "SendMessageBatch"]);
      expect(await keysOf(twin, "applied")).toContain(`cut-${phase}`);
    },
  );
});

describe("the doors of the twin", () => {
  const tryConnect = (host: string, port: number): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect({ host, port, timeout: 1_000 });
      const end = (result: string) => {
        socket.destroy();
        resolve(result);
      };
      socket.on("connect", () => end("connected"));
      socket.on("timeout", () => end("nothing"));
      socket.on("error", () => end("nothing"));
    });

  test("open on loopback only", async () => {
    const ports = Object.values(twin.endpoints).map((endpoint) => Number(new URL(endpoint).port));
    const external = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal }) => !internal)
      .map(({ address }) => address);
    // 127.0.0.2 is this machine too, and answers only if something listens on every address.
    for (const host of [...external, "127.0.0.2", "::1"]) {
      for (const port of ports) expect([host, await tryConnect(host, port)]).toEqual([host, "nothing"]);
    }
    for (const port of ports) expect(await tryConnect("127.0.0.1", port)).toBe("connected");
  });

  test("say clearly that their port is taken", async () => {
    const port = Number(new URL(twin.endpoints.sqs).port);
    const tablesPort = Number(new URL(twin.endpoints.dynamodb).port);
    const expected = (taken: number) => ({
      code: "PORT_IN_USE",
      message: expect.stringContaining(`port ${taken} is taken`),
    });
    await expect(aTwin({ port })).rejects.toMatchObject(expected(port));
    await expect(aTwin({ tablesPort })).rejects.toMatchObject(expected(tablesPort));
  });

  test("refuse whoever is neither a role of the template nor the operator", async () => {
    const credentials = { accessKeyId: "stranger", secretAccessKey: "x" };
    const client = new DynamoDBClient({ ...twin.clientConfig("dynamodb"), credentials });
    const item = { pk: { S: "stranger#1" }, sk: { N: "1" } };
    await expect(client.send(new PutItemCommand({ TableName: tableOf(twin), Item: item }))).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
    client.destroy();
    expect(await keysOf(twin, "stranger")).toEqual([]);
  });
});

describe("a twin with a data folder", () => {
  test("refuses a second twin on the same folder, and frees it when it stops", async () => {
    const dataDir = aFolder();
    const first = await aTwin({ dataDir });
    await expect(aTwin({ dataDir })).rejects.toMatchObject({ code: "DATA_IN_USE" });
    await first.stop();
    await aTwin({ dataDir });
  });

  test("keeps tables and queues over a stop", async () => {
    const dataDir = aFolder();
    const first = await aTwin({ dataDir });
    await put(first, "OrderPlaced", { id: "kept" }, { id: "dead", fail: true });
    await first.idle();
    await first.stop();
    const second = await aTwin({ dataDir });
    expect(await keysOf(second, "applied")).toEqual(["kept"]);
    expect(await bodiesIn(second, queueNamed(second, "IntakeDead"))).toEqual([expect.stringContaining('"dead"')]);
  });

  test("applies after a SIGKILL everything that PutEvents had accepted, and holds every acknowledged write", async () => {
    const dataDir = aFolder();
    const script = fileURLToPath(new URL("./put-until-killed.ts", import.meta.url));
    const child = spawn(process.execPath, [script, fixture.assemblyDir, dataDir]);
    const accepted: string[] = [];
    const written: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [kind, id] = line.split(" ");
      if (kind === "accepted") accepted.push(id ?? "");
      if (kind === "written") written.push(id ?? "");
      if (accepted.length >= 300) child.kill("SIGKILL");
    });
    const [, signal] = await once(child, "close");
    expect(signal).toBe("SIGKILL");
    const again = await aTwin({ dataDir });
    await again.idle();
    const applied = new Set(await keysOf(again, "applied"));
    expect(accepted.filter((id) => !applied.has(id))).toEqual([]);
    const held = new Set(await keysOf(again, "written"));
    expect(written.filter((id) => !held.has(id))).toEqual([]);
    expect(written.length).toBeGreaterThan(0);
  });
});

test("stopping kills what does not end in time", async () => {
  const stopping = await aTwin();
  const hanging = new Promise<void>((resolve) => {
    stopping.on("log", () => resolve());
  });
  await put(stopping, "OrderNoted", { id: "slow", hang: true });
  await hanging;
  const outcomes = outcomesOf(stopping);
  await stopping.stop();
  expect(outcomes.map(({ error }) => error)).toEqual(["Runtime.ExitError: Runtime exited with error: signal: killed"]);
});
