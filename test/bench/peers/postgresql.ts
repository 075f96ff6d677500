import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Client } from "pg";
import { columnTexts, type Dialect } from "./dialect.ts";
import { forwardSql } from "./forward-sql.ts";
import type { Peer, PeerAnswer, PeerOrder } from "./peer.ts";
import { reverseSql } from "./reverse-sql.ts";
import { allTables, writeTables } from "./table-files.ts";
import type { Table } from "./tables.ts";

const dialect: Dialect = {
  quotient: (dividend, divisor) => `((${dividend}) / (${divisor}))`,
  inlineTable(name, columns, rows) {
    const arrays = columnTexts(columns, rows).map((text) => `'{${text}}'::int[]`);
    return `${name}(${columns.join(", ")}) AS (SELECT * FROM unnest(${arrays.join(", ")}))`;
  },
  root: (value) => `floor(sqrt(CAST(${value} AS float8)))::int8`,
  greatest: (...values) => `greatest(${values.join(", ")})`,
  least: (...values) => `least(${values.join(", ")})`,
  // The planner finds the order itself.
  joinInOrder: "JOIN",
  near: (column, _occupation, bps) => `('{${bps.join(",")}}'::int[])[${column} + 1]`,
  holdsAny: (certificates) => `c.certificates && '{${certificates.join(",")}}'::int[]`,
  heldColumn: ", c.held",
  heldBy: (table) =>
    `SELECT t.id, h.code / 8 AS number, h.code % 8 AS level FROM ${table} t, unnest(t.held) AS h(code)`,
};

/** Where Debian and a path of one's own have it; the newest version first. */
function findBinaries(): string | undefined {
  const versions = existsSync("/usr/lib/postgresql") ? readdirSync("/usr/lib/postgresql") : [];
  const debian = versions
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join("/usr/lib/postgresql", version, "bin"));
  const found = spawnSync("sh", ["-c", 'readlink -f "$(command -v postgres)"'], { encoding: "utf8" }).stdout.trim();
  return [...debian, ...(found === "" ? [] : [dirname(found)])].find((folder) => existsSync(join(folder, "initdb")));
}

/** Somebody else than root, whom the server refuses to run as. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    const ids = spawnSync("id", ["-u", name], { encoding: "utf8" }).stdout.trim();
    const group = spawnSync("id", ["-g", name], { encoding: "utf8" }).stdout.trim();
    if (ids !== "" && group !== "") return { uid: Number(ids), gid: Number(group) };
  }
  throw new Error("PostgreSQL doesn't run as root, and there is nobody else to run it as");
}

/** Everything in memory, nothing kept: as fast as it gets for a process that forgets everything in the end. */
const SETTINGS = [
  "listen_addresses=",
  "fsync=off",
  "synchronous_commit=off",
  "full_page_writes=off",
  "autovacuum=off",
  "shared_buffers=2GB",
  "work_mem=256MB",
  "maintenance_work_mem=512MB",
  "effective_cache_size=8GB",
  "random_page_cost=1.1",
  "max_parallel_workers_per_gather=2",
  // Compiling a query that takes milliseconds takes longer than the query.
  "jit=off",
];

interface Server {
  readonly folder: string;
  stop(): Promise<void>;
}

function startServer(binaries: string): Server {
  const folder = mkdtempSync(join(tmpdir(), "ieum-postgresql-"));
  const user = serverUser();
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  chmodSync(folder, 0o755);
  if (user !== undefined) for (const path of [folder, data]) chownSync(path, user.uid, user.gid);
  const as = { ...user, stdio: "ignore" } as const;
  execFileSync(
    join(binaries, "initdb"),
    ["-D", data, "-U", "bench", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"],
    as,
  );
  const options = SETTINGS.flatMap((setting) => ["-c", setting]);
  const server: ChildProcess = spawn(join(binaries, "postgres"), ["-D", data, "-k", folder, ...options], as);
  // Whatever ends the bench must not leave a server behind.
  const kill = () => void server.kill("SIGQUIT");
  process.once("exit", kill);
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  return {
    folder,
    async stop() {
      // Fast shutdown: open connections are ended.
      server.kill("SIGINT");
      await ended;
      process.off("exit", kill);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The server takes connections once its socket is there and it has started. */
const PATIENCE_MS = 20_000;
const BETWEEN_TRIES_MS = 100;

async function connect(folder: string): Promise<Client> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const client = new Client({ host: folder, user: "bench", database: "postgres" });
    try {
      await client.connect();
      return client;
    } catch (cause) {
      if (performance.now() > until) throw new Error("PostgreSQL doesn't take connections", { cause });
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
    }
  }
}

function createSql({ name, columns, lists }: Table): string {
  return `CREATE UNLOGGED TABLE ${name} (${columns.map((column) => `${column} ${lists.includes(column) ? "int[]" : "int"}`).join(", ")})`;
}

/** Indexes that hold what the hard constraints read, so that rows that fail them are never fetched. */
const INDEXES = [
  "CREATE UNIQUE INDEX ON applicants (id)",
  `CREATE INDEX ON departures (district, least_hour)
    INCLUDE (applicant, commute_max, kinds, types, shifts, hours_min, hours_max, least_month)`,
  "CREATE INDEX ON openings (district)",
  "CREATE INDEX ON wants (opening) INCLUDE (number, level, weight, must)",
  "CREATE INDEX ON others (opening) INCLUDE (component, code, least, weight, must)",
];

async function load(client: Client, folder: string, order: PeerOrder): Promise<void> {
  const files = join(folder, "tables");
  mkdirSync(files);
  writeTables(files, order, ["{", "}"]);
  for (const table of allTables) {
    await client.query(createSql(table));
    await client.query(`COPY ${table.name} FROM '${join(files, `${table.name}.csv`)}' (FORMAT csv)`);
  }
  rmSync(files, { recursive: true });
  for (const sql of INDEXES) await client.query(sql);
  await client.query("VACUUM ANALYZE");
}

/** Undefined when PostgreSQL isn't installed. */
export async function loadPostgresql(order: PeerOrder): Promise<Peer | undefined> {
  const binaries = findBinaries();
  if (binaries === undefined) return undefined;
  const server = startServer(binaries);
  try {
    const client = await connect(server.folder);
    await load(client, server.folder, order);
    const run = async (sql: string | undefined): Promise<PeerAnswer> => {
      if (sql === undefined) return { milliseconds: 0, found: [] };
      const started = performance.now();
      const { rows } = await client.query<[string, string]>({ text: sql, rowMode: "array" });
      const milliseconds = performance.now() - started;
      return { milliseconds, found: rows.map(([id, score]) => [Number(id), Number(score)] as const) };
    };
    return {
      reverse: (opening) => run(reverseSql(opening, order.rules, order.codes, dialect, order.thresholdBp)),
      forward: (applicant) => run(forwardSql(applicant, order.rules, order.codes, dialect, order.thresholdBp)),
      async close() {
        await client.end();
        await server.stop();
      },
    };
  } catch (cause) {
    await server.stop();
    throw new Error("PostgreSQL couldn't be measured", { cause });
  }
}
