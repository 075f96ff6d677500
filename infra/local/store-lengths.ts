import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { orStoreFailed, StoreFailed } from "./store-failed.ts";

/** Files that only ever grow while a twin runs, or give way to others with higher numbers. */
const GROWING = /\.(?:log|ldb|db|db-wal)$/;
const NUMBERED = /^(\d+)\.(?:log|ldb)$/;

const EVERY_MS = 1_000;

type Lengths = Record<string, number>;

/**
 * Notes once a second how long the files of a store are. LevelDB and SQLite both take a file that was cut off for one whose last write didn't come
 * through, and leave out what stood behind: only who knows how long it was can tell.
 */
export class StoreLengths {
  readonly #dir: string;
  readonly #path: string;
  readonly #timer: NodeJS.Timeout;
  #noted = "";

  /** Throws `StoreFailed` when a file is gone or shorter than it was. */
  constructor(dir: string) {
    this.#dir = dir;
    this.#path = join(dir, "lengths.json");
    this.#require();
    // Whoever opens the store moves what stands in one file to another.
    rmSync(this.#path, { force: true });
    this.#timer = setInterval(() => this.#note(), EVERY_MS).unref();
  }

  #require(): void {
    if (!existsSync(this.#path)) return;
    const known = JSON.parse(readFileSync(this.#path, "utf8")) as Lengths;
    const found = this.#read();
    for (const [name, length] of Object.entries(known)) {
      const now = found[name];
      if (now === undefined && hasSuccessor(name, found)) continue;
      if (now !== undefined && now >= length) continue;
      const what = now === undefined ? "is gone" : `has ${now} bytes`;
      throw new StoreFailed(join(this.#dir, name), new Error(`it ${what} and had ${length}`));
    }
  }

  #read(): Lengths {
    const names = readdirSync(this.#dir, { recursive: true, encoding: "utf8" }).filter((name) => GROWING.test(name));
    return Object.fromEntries(
      names.sort().flatMap((name) => {
        const stats = statSync(join(this.#dir, name), { throwIfNoEntry: false });
        return stats?.isFile() ? [[name, stats.size]] : [];
      }),
    );
  }

  /** Under another name first: whoever is killed meanwhile leaves what was noted before. */
  #note(): void {
    orStoreFailed(this.#path, () => {
      const lengths = JSON.stringify(this.#read());
      if (lengths === this.#noted) return;
      const beside = `${this.#path}.new`;
      writeFileSync(beside, lengths);
      renameSync(beside, this.#path);
      this.#noted = lengths;
    });
  }

  /** To be called before files are closed, which moves what stands in them, too: until `close` nothing is noted. */
  pause(): void {
    clearInterval(this.#timer);
    rmSync(this.#path, { force: true });
    this.#noted = "";
  }

  /** Notes what is left when all is closed. */
  close(): void {
    clearInterval(this.#timer);
    this.#note();
  }
}

/** LevelDB writes what stood in a file to one with a higher number before it deletes it. */
function hasSuccessor(name: string, found: Lengths): boolean {
  const number = numberOf(name);
  return Object.keys(found).some((other) => dirname(other) === dirname(name) && numberOf(other) > number);
}

/** Of files without a number nothing is ever the successor. */
function numberOf(name: string): number {
  return Number(NUMBERED.exec(basename(name))?.[1] ?? Number.NaN);
}
