import { closeSync, openSync, writeSync } from "node:fs";
import { carriesPersonalData, hasInvisibleCharacter } from "../../../domain/model/text.ts";
import type { UnknownName } from "../../../functions/importing/named.ts";
import type { Names } from "../../../functions/importing/names.ts";
import type { RefusedRow } from "./import-rows.ts";

/** A file of JSON lines. It is made, or written over, with the first of them and not before. */
class LineFile {
  readonly path: string;
  #descriptor: number | undefined;

  constructor(path: string) {
    this.path = path;
  }

  line(value: unknown): void {
    this.#descriptor ??= openSync(this.path, "w");
    writeSync(this.#descriptor, `${JSON.stringify(value)}\n`);
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

/** Refused rows. */
export class ErrorFile extends LineFile {
  readonly #counts = new Map<string, number>();

  write(refused: RefusedRow): void {
    this.line(refused);
    const reason = `${refused.code} ${refused.path} ${refused.message}`;
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
  }

  countsByReason(): readonly (readonly [string, number])[] {
    return [...this.#counts].sort(([, a], [, b]) => b - a);
  }
}

/**
 * Names in profiles that no code can be told for. A profile on the bus carries no free text, so this is where they are kept: with the row,
 * and the code that comes nearest with its confidence, for whoever looks after the file. A text with a number or an address of
 * somebody is not repeated.
 */
export class UnknownNameFile extends LineFile {
  readonly #names: Names;
  #count = 0;

  constructor(path: string, names: Names) {
    super(path);
    this.#names = names;
  }

  get count(): number {
    return this.#count;
  }

  write(row: number, unknownNames: readonly UnknownName[]): void {
    for (const { of, text } of unknownNames) {
      this.#count++;
      const isPersonal = carriesPersonalData(text) || hasInvisibleCharacter(text);
      const { code: nearest, confidence } = this.#names.nearest(of, text) ?? {};
      this.line({ row, of, ...(isPersonal ? {} : { text }), nearest, confidence });
    }
  }
}
