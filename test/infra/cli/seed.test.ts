import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runService, type Service } from "../../../infra/local/local-service.ts";
import { examplePair, seedOnce } from "../../../infra/local/seed.ts";
import type { TableName } from "../../../infra/names.ts";
import { createWorld } from "../../../infra/world/world.ts";
import { ieum } from "./deployment.ts";

/** Long past, so that a world made for any other day is told from one made for it. */
const INTERRUPTED_ON = "2026-01-05";

let dataDir: string;
let service: Service;
let tables: DynamoDBClient;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "ieum-seed-"));
  service = await runService({ dataDir, fresh: true, port: 0, tablesPort: 0 });
  tables = new DynamoDBClient(service.twin.clientConfig("dynamodb"));
}, 120_000);
afterAll(async () => {
  tables.destroy();
  await service.stop();
  rmSync(dataDir, { recursive: true });
});

async function keptIn(table: TableName) {
  const { Items = [] } = await tables.send(new ScanCommand({ TableName: service.names.tables[table] }));
  return Items;
}

test("an interrupted seed is completed with the events of its own day", async () => {
  writeFileSync(service.seedingFile, `${INTERRUPTED_ON}\n`);
  await seedOnce(service, { signal: AbortSignal.abort() });
  await service.twin.idle();
  expect(readFileSync(service.seedingFile, "utf8")).toBe(`${INTERRUPTED_ON}\n`);
  expect(await keptIn("openings")).toHaveLength(0);
  const profiles = await keptIn("applicants");

  await seedOnce(service, {});
  await service.twin.idle();
  expect(existsSync(service.seedingFile)).toBe(false);
  const openings = await keptIn("openings");
  expect(openings).toHaveLength(createWorld(1, INTERRUPTED_ON).openings.length);
  const posted = openings.map(({ body }) => JSON.parse(body?.S ?? "{}").datePosted as string);
  expect(posted.every((day) => day <= INTERRUPTED_ON)).toBe(true);
  // The profiles came twice: they are the same ones, and nothing was refused as a conflict with them.
  expect(await keptIn("applicants")).toEqual(profiles);
  expect(await keptIn("quarantine")).toEqual([]);
}, 120_000);

test("the pair that the start names is kept, and is a match on the day of its world", async () => {
  const { applicantId, openingId } = examplePair();
  expect(openingId).toMatch(/^job-/);
  const { code, out } = await ieum(["why", applicantId, openingId, "--day", INTERRUPTED_ON], service.twinFile);
  expect(code).toBe(0);
  expect(out).toContain("\nmatch: ");
});
