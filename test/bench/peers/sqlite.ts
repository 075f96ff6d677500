import { DatabaseSync } from "node:sqlite";
import { type Dialect, inList, inlineRows } from "./dialect.ts";
import { forwardSql } from "./forward-sql.ts";
import type { Peer, PeerAnswer, PeerOrder } from "./peer.ts";
import { reverseSql } from "./reverse-sql.ts";
import {
  applicantsTable,
  departuresTable,
  openingsTable,
  othersTable,
  type Row,
  type Table,
  wantsTable,
} from "./tables.ts";

/** Lists stand in tables of their own, by person; nearness of occupations in one by the wanted one. */
const dialect: Dialect = {
  quotient: (dividend, divisor) => `((${dividend}) / (${divisor}))`,
  inlineTable: inlineRows,
  root: (value) => `CAST(sqrt(${value}) AS INTEGER)`,
  greatest: (...values) => (values.length === 1 ? (values[0] ?? "0") : `max(${values.join(", ")})`),
  least: (...values) => `min(${values.join(", ")})`,
  // SQLite reads a cross join from left to right.
  joinInOrder: "CROSS JOIN",
  near: (column, occupation) =>
    `coalesce((SELECT bp FROM nearness WHERE wanted = ${occupation} AND own = ${column}), 0)`,
  holdsAny: (certificates) =>
    `EXISTS (SELECT 1 FROM held_certificates x WHERE x.applicant = c.id AND x.number IN ${inList(certificates)})`,
  heldColumn: "",
  heldBy: (table) =>
    `SELECT t.id, h.number, h.level FROM ${table} t CROSS JOIN held_competencies h ON h.applicant = t.id`,
};

/** Room for everything in memory. */
const CACHE_KIB = 4_000_000;

function columnsOf({ columns, lists }: Table): string[] {
  return columns.filter((column) => !lists.includes(column));
}

function createTable(database: DatabaseSync, table: Table): void {
  const columns = columnsOf(table).map((column) => (column === "id" ? "id INTEGER PRIMARY KEY" : `${column} INTEGER`));
  database.exec(`CREATE TABLE ${table.name} (${columns.join(", ")})`);
}

function inserting(database: DatabaseSync, table: Table): (row: Row) => void {
  const places = table.columns.flatMap((column, at) => (table.lists.includes(column) ? [] : [at]));
  const statement = database.prepare(`INSERT INTO ${table.name} VALUES (${places.map(() => "?").join(", ")})`);
  return (row) => void statement.run(...places.map((at) => Number(row[at])));
}

function load(database: DatabaseSync, { population, applicants, openings, codes, rules }: PeerOrder): void {
  database.exec(`PRAGMA journal_mode = off; PRAGMA temp_store = memory; PRAGMA cache_size = -${CACHE_KIB}`);
  for (const table of [applicantsTable, departuresTable, openingsTable, wantsTable, othersTable])
    createTable(database, table);
  database.exec(`CREATE TABLE held_competencies (applicant INTEGER, number INTEGER, level INTEGER, PRIMARY KEY (applicant, number)) WITHOUT ROWID;
    CREATE TABLE held_certificates (applicant INTEGER, number INTEGER, PRIMARY KEY (applicant, number)) WITHOUT ROWID;
    CREATE TABLE nearness (wanted INTEGER, own INTEGER, bp INTEGER, PRIMARY KEY (wanted, own)) WITHOUT ROWID;
    BEGIN`);
  const [anApplicant, aDeparture, anOpening, aWant, another] = [
    inserting(database, applicantsTable),
    inserting(database, departuresTable),
    inserting(database, openingsTable),
    inserting(database, wantsTable),
    inserting(database, othersTable),
  ];
  const aCompetency = database.prepare("INSERT INTO held_competencies VALUES (?, ?, ?)");
  const aCertificate = database.prepare("INSERT INTO held_certificates VALUES (?, ?)");
  let number = 0;
  for (const facts of population.applicants(0, applicants)) {
    anApplicant(codes.applicantRow(number, facts));
    codes.departureRows(number, facts).forEach(aDeparture);
    for (const held of facts.competencies ?? []) aCompetency.run(number, held.number, held.level);
    for (const held of facts.certificates ?? []) aCertificate.run(number, held);
    number++;
  }
  number = 0;
  for (const facts of population.openings(0, openings)) {
    anOpening(codes.openingRow(number, facts));
    codes.wantRows(number, facts).forEach(aWant);
    codes.otherRows(number, facts).forEach(another);
    number++;
  }
  const near = database.prepare("INSERT INTO nearness VALUES (?, ?, ?)");
  for (const [wanted, wantedNumber] of codes.occupations) {
    for (const [own, ownNumber] of codes.occupations) {
      const bp = rules.taxonomy.occupationProximity(own, wanted);
      if (bp > 0) near.run(wantedNumber, ownNumber, bp);
    }
  }
  database.exec(`COMMIT;
    CREATE INDEX departures_by_district ON departures (district, kinds, types, shifts, hours_min, hours_max, least_hour, least_month, commute_max, applicant);
    CREATE INDEX openings_by_district ON openings (district);
    CREATE INDEX wants_by_opening ON wants (opening, number, level, weight, must);
    CREATE INDEX others_by_opening ON others (opening, component, code, least, weight, must);
    ANALYZE`);
}

export function loadSqlite(order: PeerOrder): Peer {
  const database = new DatabaseSync(":memory:");
  load(database, order);
  const run = (sql: string | undefined): PeerAnswer => {
    if (sql === undefined) return { milliseconds: 0, found: [] };
    const started = performance.now();
    const rows = database.prepare(sql).all();
    const milliseconds = performance.now() - started;
    return { milliseconds, found: rows.map(({ id, score }) => [Number(id), Number(score)] as const) };
  };
  return {
    reverse: async (opening) => run(reverseSql(opening, order.rules, order.codes, dialect, order.thresholdBp)),
    forward: async (applicant) => run(forwardSql(applicant, order.rules, order.codes, dialect, order.thresholdBp)),
    close: async () => database.close(),
  };
}
