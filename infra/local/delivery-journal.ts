/** Deliveries of the bus that wait to be tried again, on disk, so that a kill between two attempts loses none. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { DeliveryJournal, JournalRecord } from "./event-delivery.ts";
import { orStoreFailed, requireWhole } from "./store-failed.ts";

export type KeptJournal = DeliveryJournal & {
  /** What an earlier run left behind, oldest first. */
  kept: () => [id: string, record: JournalRecord][];
  close: () => void;
};

export function openJournal(dir: string): KeptJournal {
  const path = join(dir, "deliveries.db");
  return orStoreFailed(path, () => open(path));
}

function open(path: string): KeptJournal {
  const database = new DatabaseSync(path);
  // A killed process loses nothing that the operating system has; see `fauxqs-stores.ts`.
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON");
  requireWhole(database);
  database.exec("CREATE TABLE IF NOT EXISTS deliveries (id TEXT PRIMARY KEY, record TEXT NOT NULL)");
  const add = database.prepare("INSERT OR REPLACE INTO deliveries (id, record) VALUES (?, ?)");
  const remove = database.prepare("DELETE FROM deliveries WHERE id = ?");
  const all = database.prepare("SELECT id, record FROM deliveries ORDER BY rowid");
  return {
    add: (id, record) => {
      orStoreFailed(path, () => add.run(id, JSON.stringify(record)));
    },
    remove: (id) => {
      remove.run(id);
    },
    kept: () => all.all().map((row) => [String(row["id"]), JSON.parse(String(row["record"])) as JournalRecord]),
    close: () => database.close(),
  };
}
