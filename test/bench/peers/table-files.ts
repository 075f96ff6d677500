import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { PeerOrder } from "./peer.ts";
import {
  applicantsTable,
  departuresTable,
  openingsTable,
  othersTable,
  type Row,
  type Table,
  wantsTable,
} from "./tables.ts";

/** Text is written in pieces of this size. */
const PIECE_CHARS = 1_000_000;

/** A CSV file that grows by rows; lists stand in brackets, as the database that reads it writes them. */
class TableFile {
  readonly #file: number;
  readonly #brackets: readonly [string, string];
  #text = "";

  constructor(path: string, brackets: readonly [string, string]) {
    this.#file = openSync(path, "w");
    this.#brackets = brackets;
  }

  add(row: Row): void {
    const [open, close] = this.#brackets;
    this.#text += `${row.map((cell) => (typeof cell === "number" ? cell : `"${open}${cell.join(",")}${close}"`)).join(",")}\n`;
    if (this.#text.length >= PIECE_CHARS) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    writeSync(this.#file, this.#text);
    this.#text = "";
  }
}

export const allTables: readonly Table[] = [applicantsTable, departuresTable, openingsTable, wantsTable, othersTable];

/** Writes every table as `<name>.csv` into a folder. */
export function writeTables(folder: string, order: PeerOrder, brackets: readonly [string, string]): void {
  const { population, codes } = order;
  const file = ({ name }: Table) => new TableFile(join(folder, `${name}.csv`), brackets);
  const [people, departures] = [file(applicantsTable), file(departuresTable)];
  let number = 0;
  for (const facts of population.applicants(0, order.applicants)) {
    people.add(codes.applicantRow(number, facts));
    for (const row of codes.departureRows(number, facts)) departures.add(row);
    number++;
  }
  const [openings, wants, others] = [file(openingsTable), file(wantsTable), file(othersTable)];
  number = 0;
  for (const facts of population.openings(0, order.openings)) {
    openings.add(codes.openingRow(number, facts));
    for (const row of codes.wantRows(number, facts)) wants.add(row);
    for (const row of codes.otherRows(number, facts)) others.add(row);
    number++;
  }
  for (const written of [people, departures, openings, wants, others]) written.close();
}
