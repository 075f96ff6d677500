/**
 * One twin per data folder. The lock is SQLite's exclusive lock on a small file: the operating system lets go of it when
 * the process ends, however it ends, so a killed twin never leaves a stale lock behind.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";

export class DataInUse extends Error {
  readonly code = "DATA_IN_USE";

  constructor(dir: string, holder: string, options: ErrorOptions) {
    super(`DATA_IN_USE: ${dir} belongs to a twin that runs already${holder}. Stop it, or use another folder.`, options);
    this.name = "DataInUse";
  }
}

function holderOf(path: string): string {
  try {
    return ` (process ${readFileSync(path, "utf8").trim()})`;
  } catch {
    // The holder may not have written its number yet; the message does without it.
    return "";
  }
}

/** Takes the lock and returns what lets go of it. */
export function lockData(dir: string): () => void {
  mkdirSync(dir, { recursive: true });
  const holder = join(dir, "twin.pid");
  const database = new DatabaseSync(join(dir, "twin.lock"));
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (cause) {
    database.close();
    throw new DataInUse(resolve(dir), holderOf(holder), { cause });
  }
  writeFileSync(holder, `${process.pid}\n`);
  return () => {
    rmSync(holder, { force: true });
    database.close();
  };
}
