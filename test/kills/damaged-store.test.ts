import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { synthesise } from "../../infra/app.ts";
import { aStandingPerson } from "../bench/twin-world.ts";
import { notKept } from "../fixtures/not-kept.ts";
import { Desk, names } from "./desk.ts";
import { type Folders, LivingTwin } from "./living-twin.ts";
import { Producer, toProfileEvent } from "./producer.ts";

const folder = mkdtempSync(join(tmpdir(), "ieum-damaged-"));
const assemblyDir = join(folder, "cdk.out");
let folders: Folders;
let producer: Producer;

/** What a twin that was killed has left. */
const leftBehind = join(folder, "state");

beforeAll(async () => {
  synthesise(assemblyDir);
  folders = { assemblyDir, dataDir: leftBehind };
  producer = new Producer(names.bus);
  await useTwin(async (twin, desk) => {
    for (let number = 0; number < 20; number++) await putNext(desk);
    await twin.idle();
    // By now it has noted how long its files are.
    await setTimeout(2_500);
  });
});

beforeEach(() => {
  folders = { assemblyDir, dataDir: mkdtempSync(`${leftBehind}-`) };
  cpSync(leftBehind, folders.dataDir, { recursive: true });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function useTwin<T>(work: (twin: LivingTwin, desk: Desk) => Promise<T>, limits?: string): Promise<T> {
  const twin = await LivingTwin.start(folders, limits);
  const desk = new Desk(twin.ready);
  try {
    return await work(twin, desk);
  } finally {
    desk.close();
    await twin.kill();
  }
}

const putNext = (desk: Desk) => producer.put(desk.events, [toProfileEvent(aStandingPerson(producer.accepted.size))]);

/** What a twin says that doesn't start. */
async function refusal(): Promise<string> {
  return await useTwin(async () => "it started").catch((error: Error) => error.message);
}

const missing = async (desk: Desk) =>
  await notKept(
    desk.kept.applicants,
    new Map([...producer.accepted.values()].map(({ id, revision }) => [id, revision])),
  );

test("a torn file of the queues is named, and nothing starts", async () => {
  // What a clean end leaves: everything in the one file.
  await useTwin((twin) => twin.stop());
  const path = join(folders.dataDir, "queues", "fauxqs.db");
  truncateSync(path, readFileSync(path).length - 6_000);
  expect(await refusal()).toContain(`STORE_FAILED: ${join(folders.dataDir, "queues")}`);
});

test("a torn file of the tables is named, and nothing starts", async () => {
  const dir = join(folders.dataDir, "tables");
  const name = readdirSync(dir).find((file) => file.endsWith(".log")) ?? "";
  const bytes = readFileSync(join(dir, name));
  bytes.fill(0xff, bytes.length >> 2, (bytes.length >> 2) + 64);
  writeFileSync(join(dir, name), bytes);
  expect(await refusal()).toMatch(/STORE_FAILED: \S+tables can't be read .*dropping \d+ bytes/);
});

test.each([
  ["tables", /\d+\.log$/],
  ["queues", /\.db-wal$/],
])("of what a kill leaves in %s a file that is cut off is named, and nothing starts", async (folderName, ending) => {
  const dir = join(folders.dataDir, folderName);
  const path = join(dir, readdirSync(dir).find((file) => ending.test(file)) ?? "");
  truncateSync(path, readFileSync(path).length >> 1);
  expect(await refusal()).toContain(`STORE_FAILED: ${path} can't be read or written (it has `);
});

// The last of them: it puts more.
test("a full disk ends the twin with one line that says so, and what it had accepted is there when there is space again", async () => {
  const said = await useTwin(async (twin, desk) => {
    // No file may grow beyond this: as much as is there, and a little more.
    const untilFull = async () => {
      for (;;) await putNext(desk);
    };
    await expect(untilFull()).rejects.toThrow();
    await twin.end();
    return twin.said;
  }, "ulimit -f 1200");
  expect(said).toMatch(/^STORE_FAILED: \S+ can't be read or written \(.+\)\. If the disk is full, free some space/);
  expect(said.trim().split("\n")).toHaveLength(1);
  await useTwin(async (twin, desk) => {
    await twin.idle();
    expect(await missing(desk)).toEqual([]);
  });
});
