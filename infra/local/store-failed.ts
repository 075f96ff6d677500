import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";

/**
 * What is kept can't be read or written: the disk is full, or a file is torn. A twin ends then rather than go on with a part of it: whatever it hasn't
 * answered is its caller's to repeat, and whatever it has answered stands in the files.
 */
export class StoreFailed extends Error {
  readonly code = "STORE_FAILED";

  constructor(path: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `STORE_FAILED: ${path} can't be read or written (${reason}). If the disk is full, free some space and start again: what was accepted is there. ` +
        "If the file is damaged, put a copy of the whole folder in its place, or start with --fresh, which forgets everything.",
      { cause },
    );
    this.name = "StoreFailed";
  }
}

/** A connection of `node:sqlite`, as far as it is used here. */
export type Database = Pick<DatabaseSync, "exec" | "prepare">;

/** SQLite reads a torn file as long as it doesn't meet the place; this reads all of it. */
export function requireWhole(database: Database): void {
  const answer = Object.values(database.prepare("PRAGMA quick_check(1)").get() ?? {})[0];
  if (answer !== "ok") throw new Error(String(answer));
}

/** Calls `work` and says of what it throws that the store at `path` has failed. */
export function orStoreFailed<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw cause instanceof StoreFailed ? cause : new StoreFailed(path, cause);
  }
}

/**
 * LevelDB opens a damaged log by leaving out what it can't read, and says so in its own file of notes alone.
 * https://github.com/google/leveldb/blob/main/db/db_impl.cc, `LogReporter`
 */
export function requireNothingDropped(path: string): void {
  const notes = join(path, "LOG");
  const dropped = existsSync(notes) && /\d+\.log: dropping \d+ bytes; .*/.exec(readFileSync(notes, "utf8"))?.[0];
  if (dropped) throw new StoreFailed(path, dropped);
}
