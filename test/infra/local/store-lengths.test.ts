import { mkdirSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { StoreLengths } from "../../../infra/local/store-lengths.ts";

let dir: string;
const at = (name: string) => join(dir, name);

/** A store as a twin leaves it that was killed when all had been noted. */
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "ieum-lengths-"));
  for (const name of ["tables", "queues"]) mkdirSync(at(name));
  for (const [name, bytes] of [
    ["tables/000005.ldb", 500],
    ["tables/000006.log", 600],
    ["tables/LOG", 60],
    ["queues/fauxqs.db", 4_096],
    ["queues/fauxqs.db-wal", 8_192],
  ] as const) {
    writeFileSync(at(name), Buffer.alloc(bytes, 1));
  }
  new StoreLengths(dir).close();
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

test.each([
  ["tables/000006.log", 300],
  ["tables/000006.log", 0],
  ["tables/000005.ldb", 499],
  ["queues/fauxqs.db", 2_048],
  ["queues/fauxqs.db-wal", 8_191],
])("%s of which %i bytes are left is torn", (name, bytes) => {
  truncateSync(at(name), bytes);
  const torn = new RegExp(`STORE_FAILED: .*${name} .*it has ${bytes} bytes and had \\d+`);
  expect(() => new StoreLengths(dir)).toThrow(torn);
  // And is so again, until somebody has done something about it.
  expect(() => new StoreLengths(dir)).toThrow(torn);
});

test.each(["tables/000006.log", "tables", "queues/fauxqs.db-wal", "queues"])("%s that is gone is missed", (name) => {
  rmSync(at(name), { recursive: true });
  expect(() => new StoreLengths(dir)).toThrow(/STORE_FAILED: .* \(it is gone and had \d+\)/);
});

test("what has grown, what has given way to a file with a higher number, and notes of LevelDB's are as they may be", () => {
  writeFileSync(at("queues/fauxqs.db-wal"), Buffer.alloc(9_000));
  writeFileSync(at("tables/000008.log"), "");
  renameSync(at("tables/000006.log"), at("tables/000007.ldb"));
  rmSync(at("tables/000005.ldb"));
  truncateSync(at("tables/LOG"), 1);
  new StoreLengths(dir).close();
});

test("what is closed may be shorter: it was noted again", () => {
  const lengths = new StoreLengths(dir);
  lengths.pause();
  rmSync(at("queues/fauxqs.db-wal"));
  lengths.close();
  new StoreLengths(dir).close();
});

test("whoever is killed while files are closed has noted nothing", () => {
  new StoreLengths(dir).pause();
  rmSync(at("queues/fauxqs.db-wal"));
  new StoreLengths(dir).close();
});
