import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { OperatorError } from "../command.ts";

/** One row of a table by column, and where it stands, as `relations.csv:17`. */
export interface TableRow {
  readonly where: string;
  cell(column: string): string;
}

/** NFC, one space where there is any, none around. */
export function tidy(text: string): string {
  return text.normalize("NFC").replaceAll(/\s+/gu, " ").trim();
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function readText(path: string): string {
  try {
    const bytes = readFileSync(path);
    return new TextDecoder("utf-8", { fatal: true }).decode(path.endsWith(".gz") ? gunzipSync(bytes) : bytes);
  } catch (cause) {
    throw new OperatorError(`can't read ${path}: ${reasonOf(cause)}`, { cause });
  }
}

/** Where a record begins: the parser counts the lines it has read, and a quoted cell may run over several. */
interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function parseTable(path: string): readonly ParsedRecord[] {
  const isTabbed = /\.tsv(?:\.gz)?$/u.test(path);
  try {
    const records: unknown = parse(readText(path), {
      delimiter: isTabbed ? "\t" : ",",
      // Tables parted by tabs have no quotes: a mark in a name is part of it.
      quote: isTabbed ? false : '"',
      bom: true,
      info: true,
      skip_empty_lines: true,
    });
    return records as readonly ParsedRecord[];
  } catch (cause) {
    if (cause instanceof OperatorError) throw cause;
    throw new OperatorError(`${path} is no table: ${reasonOf(cause)}`, { cause });
  }
}

/** Reads a table that has to have some columns; others are there or empty. The whole file, since all of it is needed at once. */
export function readTable(path: string, needed: readonly string[]): readonly TableRow[] {
  const [head, ...records] = parseTable(path);
  const header = (head?.record ?? []).map(tidy);
  const missing = needed.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new OperatorError(`${path} has no column ${missing.join(", ")}`);
  const places = new Map(header.map((column, at) => [column, at]));
  const name = basename(path);
  return records.map(({ record, info }) => ({
    where: `${name}:${info.lines}`,
    cell: (column) => record[places.get(column) ?? -1] ?? "",
  }));
}

export interface Folder {
  readonly path: string;
  /** The path of the file whose name is one of these, packed or not; undefined when there is none. */
  find(...names: readonly RegExp[]): string | undefined;
  /** The same, but it has to be there: `called` says how, for whoever looks for it. */
  need(called: string, ...names: readonly RegExp[]): string;
}

export function openFolder(path: string): Folder {
  let files: readonly string[];
  try {
    files = readdirSync(path).sort();
  } catch (cause) {
    throw new OperatorError(`can't read the folder ${path}: ${reasonOf(cause)}`, { cause });
  }
  const find = (...names: readonly RegExp[]): string | undefined => {
    for (const name of names) {
      const file = files.find((candidate) => name.test(candidate.replace(/\.gz$/u, "")));
      if (file !== undefined) return join(path, file);
    }
    return undefined;
  };
  return {
    path,
    find,
    need(called, ...names) {
      const file = find(...names);
      if (file === undefined) throw new OperatorError(`${path} has no ${called}`);
      return file;
    },
  };
}
