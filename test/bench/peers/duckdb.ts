import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { columnTexts, type Dialect } from "./dialect.ts";
import { forwardSql } from "./forward-sql.ts";
import type { Peer, PeerAnswer, PeerOrder } from "./peer.ts";
import { reverseSql } from "./reverse-sql.ts";
import { allTables, writeTables } from "./table-files.ts";
import type { Table } from "./tables.ts";

const dialect: Dialect = {
  quotient: (dividend, divisor) => `((${dividend}) // (${divisor}))`,
  inlineTable(name, columns, rows) {
    const lists = columnTexts(columns, rows).map((text) => `unnest(CAST('[${text}]' AS INTEGER[]))`);
    return `${name}(${columns.join(", ")}) AS (SELECT ${lists.join(", ")})`;
  },
  root: (value) => `CAST(floor(sqrt(CAST(${value} AS DOUBLE))) AS BIGINT)`,
  greatest: (...values) => `greatest(${values.join(", ")})`,
  least: (...values) => `least(${values.join(", ")})`,
  // DuckDB finds the order itself.
  joinInOrder: "JOIN",
  near: (column, _occupation, bps) => `(CAST('[${bps.join(",")}]' AS INTEGER[]))[${column} + 1]`,
  holdsAny: (certificates) =>
    certificates.length === 0 ? "1 = 0" : `list_has_any(c.certificates, [${certificates.join(",")}])`,
  heldColumn: ", c.held",
  heldBy: (table) =>
    `SELECT id, code // 8 AS number, code % 8 AS level FROM (SELECT id, unnest(held) AS code FROM ${table})`,
};

/** By what a table lies in storage, so that whole segments are left out: what it is looked up by. */
const orderOf: Readonly<Record<string, string>> = {
  applicants: "id",
  departures: "district, applicant",
  openings: "district",
  wants: "opening",
  others: "opening",
};

function createSql(folder: string, { name, columns, lists }: Table): string {
  const types = columns.map((column) => `'${column}': '${lists.includes(column) ? "INTEGER[]" : "INTEGER"}'`);
  return `CREATE TABLE ${name} AS
    SELECT * FROM read_csv('${join(folder, `${name}.csv`)}', header = false, columns = {${types.join(", ")}})
    ORDER BY ${orderOf[name] ?? "1"}`;
}

export async function loadDuckdb(order: PeerOrder): Promise<Peer> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(`SET threads = ${availableParallelism()}`);
  const folder = mkdtempSync(join(tmpdir(), "ieum-duckdb-"));
  try {
    writeTables(folder, order, ["[", "]"]);
    for (const table of allTables) await connection.run(createSql(folder, table));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const run = async (sql: string | undefined): Promise<PeerAnswer> => {
    if (sql === undefined) return { milliseconds: 0, found: [] };
    const started = performance.now();
    const reader = await connection.runAndReadAll(sql);
    const rows = reader.getRows();
    const milliseconds = performance.now() - started;
    return { milliseconds, found: rows.map(([id, score]) => [Number(id), Number(score)] as const) };
  };
  return {
    reverse: (opening) => run(reverseSql(opening, order.rules, order.codes, dialect, order.thresholdBp)),
    forward: (applicant) => run(forwardSql(applicant, order.rules, order.codes, dialect, order.thresholdBp)),
    async close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
