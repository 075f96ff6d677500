import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAwsPorts } from "../functions/adapters/aws/aws-ports.ts";
import { createAwsClients } from "../functions/adapters/aws/clients.ts";
import { runService, type Service } from "../infra/local/local-service.ts";
import { artifactOf } from "../infra/taxonomy-in-use.ts";
import { aBody, aJobBody, anApplicant } from "./fixtures/bodies.ts";
import { publishTo } from "./fixtures/publish.ts";
import { ieum } from "./infra/cli/deployment.ts";

/** The operator's commands in the order of a bad week, over the synthesised stack in the twin, every function under its own role. */
let folder: string;
let service: Service;
const denied: string[] = [];

const start = async (name: string, fresh: boolean) => {
  const started = await runService({ dataDir: join(folder, name), fresh, port: 0, tablesPort: 0 });
  started.twin.on("denied", (reason) => denied.push(reason));
  return started;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ieum-operations-"));
  service = await start("first", true);
}, 120_000);

afterAll(async () => {
  await service.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...args: string[]): Promise<Record<string, unknown>> {
  const { code, out, err } = await ieum([...args, "--json"], service.twinFile);
  expect({ code, err }).toMatchObject({ code: 0 });
  return JSON.parse(out.trim().split("\n").at(-1) ?? "{}") as Record<string, unknown>;
}

/** Twice as many go in one call of PutEvents, which takes ten. */
const COUNT = 5;
const numbers = (from: number) => Array.from({ length: COUNT }, (_, at) => from + at);
const { validThrough: _open, ...openEnded } = JSON.parse(aJobBody()).detail.opening;

/** People who want to hear of everything; openings of which no two are the same. */
const people = (from: number) =>
  numbers(from).map((n) => {
    const applicant = anApplicant({ applicantId: `person-${n}`, delivery: { perDayMax: 20, perWeekMax: 100 } });
    return aBody("ApplicantProfileUpdated", { applicant });
  });
const jobs = (from: number) =>
  numbers(from).map((n) => {
    const title = `${openEnded.title} ${n * 7919}호점`;
    return aBody("JobPosted", { opening: { ...openEnded, openingId: `job-${n}`, title, totalJobOpenings: 10 } });
  });

/** Pairs that have been told, by what the people were sent: each message stands in it as often as it was sent. */
async function told(): Promise<string[]> {
  await service.twin.idle();
  const { twin, names } = service;
  const dynamoDb = new DynamoDBClient(twin.clientConfig("dynamodb"));
  const ports = createAwsPorts(() => names.tables.recommendations, { ...createAwsClients(), dynamoDb });
  const pairs: string[] = [];
  for await (const { applicantId, openingId, telling = 1 } of ports.recommendations.each()) {
    pairs.push(`${applicantId} ${openingId} ${telling}`);
  }
  dynamoDb.destroy();
  return pairs.toSorted();
}

/** Messages that wait to be sent to people. */
function messages(): number {
  const { twin, names } = service;
  return twin.counts()[names.queues["applicant-messages"].queue]?.visible ?? 0;
}

/** The twin by a line to its tables that takes so many calls of BatchWriteItem and none after that. */
async function cutAfter(writesMax: number): Promise<{ twinFile: string; close(): void }> {
  const twin = JSON.parse(readFileSync(service.twinFile, "utf8")) as { endpoints: { dynamodb: string } };
  let writes = 0;
  const line = createServer(async (request, response) => {
    const target = String(request.headers["x-amz-target"]);
    if (target.endsWith(".BatchWriteItem") && ++writes > writesMax) {
      response.writeHead(400).end(JSON.stringify({ __type: "com.amazon.coral.validate#ValidationException" }));
      return;
    }
    const { authorization = "" } = request.headers;
    const date = String(request.headers["x-amz-date"]);
    const type = "application/x-amz-json-1.0";
    const headers = { "x-amz-target": target, "content-type": type, authorization, "x-amz-date": date };
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = await fetch(twin.endpoints.dynamodb, {
      method: "POST",
      headers,
      body: Buffer.concat(chunks),
    });
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => line.listen(0, "127.0.0.1", resolve));
  const dynamodb = `http://127.0.0.1:${(line.address() as AddressInfo).port}`;
  const twinFile = join(folder, "cut.json");
  writeFileSync(twinFile, JSON.stringify({ ...twin, endpoints: { ...twin.endpoints, dynamodb } }));
  return { twinFile, close: () => line.close() };
}

describe("an operator", () => {
  test("moves to three shards while people and openings come, and nobody is forgotten", {
    timeout: 180_000,
  }, async () => {
    await publishTo(service, [...people(0), ...jobs(0)]);
    const moving = run("reshard", "--shards", "3", "--rate", "1000");
    for (const body of [...people(COUNT), ...jobs(COUNT)]) await publishTo(service, [body]);
    expect(await moving).toMatchObject({ kind: "switched", move: { current: { generation: 2, shards: 3 } } });
    await service.twin.idle();
    expect(await run("reshard", "remove")).toMatchObject({ kind: "removed" });
    expect(await run("reshard", "status")).toMatchObject({ current: { generation: 2, shards: 3 } });
    // All of them match all: what an index of everybody finds is what was told.
    const { before } = (await run("what-if", "--threshold", "7000")) as { before: { pairs: number } };
    expect(before.pairs).toBe(4 * COUNT * COUNT);
    expect(await told()).toHaveLength(4 * COUNT * COUNT);
  });

  test("replays and rematches everything, and nobody is told anything twice", { timeout: 120_000 }, async () => {
    const before = await told();
    const sent = messages();
    expect(sent).toBeGreaterThan(0);
    expect(await run("replay", "--from", "2020-01-01", "--rate", "1000")).toMatchObject({
      records: expect.any(Number),
    });
    expect(await run("rematch", "--rate", "1000")).toEqual({ name: expect.any(String), records: 4 * COUNT });
    expect(await told()).toEqual(before);
    expect(messages()).toBe(sent);
  });

  test("matches by another threshold without a deployment, and back again", { timeout: 120_000 }, async () => {
    const before = await told();
    const out = await ieum(["what-if", "--threshold", "10000", "--who", "--json"], service.twinFile);
    const changes = out.out
      .trim()
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
    expect(changes).toHaveLength(2 * COUNT);
    expect(changes[0]).toMatchObject({ toldAnew: [], lost: expect.arrayContaining(["person-0"]) });
    // The same taxonomy again, by which everything that is kept is read anew, finds what the shards have.
    const artifact = join(folder, "built-in.taxonomy");
    writeFileSync(artifact, artifactOf(undefined));
    expect(await run("what-if", "--taxonomy", artifact)).toMatchObject({ newAlerts: 0, lostPairs: 0 });
    expect(await run("terms", "set", "--threshold", "10000")).toMatchObject({ set: { thresholdBp: 10_000 } });
    expect((await ieum(["terms", "set", "--threshold", "10000"], service.twinFile)).code).toBe(1);
    const later = 2 * COUNT;
    await publishTo(service, jobs(later).slice(0, 1));
    expect(await told()).toEqual(before);
    expect(await run("why", "person-0", `job-${later}`)).toMatchObject({ isMatch: false, thresholdBp: 10_000 });
    // All of them have said how many messages they want, so that other caps change nothing for anybody.
    expect(await run("what-if", "--per-day", "1", "--per-week", "1")).toMatchObject({
      messages: { people: 0, messages: 0, before: { late: 0 }, after: { late: 0 } },
    });
    expect(await run("terms", "set", "--per-day", "2", "--per-week", "7")).toMatchObject({
      set: { thresholdBp: 10_000, messagesPerDay: 2, messagesPerWeek: 7 },
    });
    expect(await run("terms")).toMatchObject({ caps: { perDayMax: 2, perWeekMax: 7 } });
    expect(await run("terms", "reset")).toMatchObject({ version: 3, set: {} });
    await run("rematch", "--rate", "1000");
    // The one that was posted meanwhile, to everybody, and nothing of the others once more.
    const anew = people(0).length * 2;
    const after = await told();
    expect(after.filter((pair) => !before.includes(pair))).toHaveLength(anew);
    expect(after).toHaveLength(before.length + anew);
  });

  test("backs everything up, restores it elsewhere, and a replay there tells nobody twice", {
    timeout: 240_000,
  }, async () => {
    const before = await told();
    const [one, other] = [join(folder, "one"), join(folder, "other")];
    await run("backup", "--out", one);
    await service.stop();
    service = await start("second", true);
    const cut = await cutAfter(2);
    expect((await ieum(["restore", "--from", one], cut.twinFile)).code).toBe(1);
    cut.close();
    // Half of it is there: neither is another one put over it, nor is it taken for a deployment that could be copied.
    expect((await ieum(["backup", "--out", other], service.twinFile)).err).toContain("broke off");
    await run("restore", "--from", one);
    await service.stop();
    service = await start("second", false);
    await service.twin.idle();
    await run("backup", "--out", other);
    const linesOf = (dir: string, file: string) => readFileSync(join(dir, file), "utf8").split("\n").toSorted();
    const files = readdirSync(one).filter((file) => file.endsWith(".jsonl"));
    expect(files.length).toBeGreaterThan(15);
    for (const file of files) expect(linesOf(other, file), file).toEqual(linesOf(one, file));
    await run("replay", "--from", "2020-01-01", "--rate", "1000");
    expect(await told()).toEqual(before);
    // Into tables that hold somebody nothing is restored.
    const { code, err } = await ieum(["restore", "--from", one], service.twinFile);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("isn't empty") });
  });

  test("no function was denied anything", () => {
    expect(denied).toEqual([]);
  });
});
