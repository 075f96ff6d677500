import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { pipeline, Readable, type Transform } from "node:stream";
import { parse } from "csv-parse";
import iconv from "iconv-lite";
import { readAnySheet } from "../../../functions/importing/read-sheet.ts";
import { faultOf, type Row, tidy } from "../../../functions/importing/sheet.ts";
import { OperatorError } from "../command.ts";

export const encodings = ["utf-8", "cp949"] as const;
export type Encoding = (typeof encodings)[number];

export interface SourceFile {
  readonly path: string;
  /** What parts the columns; undefined for a file that is no delimited text. */
  readonly delimiter: string | undefined;
  readonly encoding: Encoding;
}

export interface RowReader {
  readonly header: readonly string[];
  readonly bytesTotal: number;
  /** How much of the file has become rows, for a progress bar; an estimate where the encoding isn't UTF-8. */
  bytesRead(): number;
  readonly rows: AsyncIterable<Row>;
}

/** A row longer than this is no row: usually a quotation mark that was never closed. */
const ROW_CHARS_MAX = 262_144;

/** Endings of files that are known by their content and read as a whole: workbooks, answers of job services, JSON-LD. */
const WHOLE_FILE = /\.(?:xlsx|xml|json|jsonld|html?)$/i;

export function isReadWhole(path: string): boolean {
  return WHOLE_FILE.test(path);
}

/** The delimiter that a file's ending stands for. */
export function delimiterOf(path: string): string | undefined {
  if (/\.(?:tsv|tab)$/i.test(path)) return "\t";
  return /\.csv$/i.test(path) ? "," : undefined;
}

/**
 * Opens a file of delimited text and reads its header. Rows are streamed: a file of any size takes the memory of one chunk. Bytes that
 * mean nothing in the encoding are found per row; a byte order mark is left out.
 */
export async function openRows(file: SourceFile): Promise<RowReader> {
  const { size } = await stat(file.path).catch((cause) => {
    throw new OperatorError(`can't read ${file.path}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  });
  if (file.delimiter === undefined) return openWhole(file.path, size);
  const bytes = createReadStream(file.path);
  const records = parse({
    delimiter: file.delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: ROW_CHARS_MAX,
  });
  // Faults of any part reach the reader of the records.
  pipeline(bytes, decoder(file.encoding), records, () => {});
  const iterator = records[Symbol.asyncIterator]();
  const first = await next(iterator, 1);
  if (first === undefined) throw new OperatorError(`${file.path} is empty`);
  const header = first.map(tidy);
  const repeated = header.find((name, at) => name !== "" && header.indexOf(name) !== at);
  if (repeated !== undefined) throw new OperatorError(`the header names the column ${repeated} twice`);
  return {
    header,
    bytesTotal: size,
    bytesRead: () => Math.min(bytes.bytesRead, records.info.bytes),
    rows: rowsOf(iterator, header),
  };
}

async function openWhole(path: string, size: number): Promise<RowReader> {
  const sheet = await readAnySheet(await readFile(path));
  if (sheet.kind === "unreadable") throw new OperatorError(`${path} ${sheet.message}`);
  const { header, rows } = sheet;
  return { header, bytesTotal: size, bytesRead: () => size, rows: Readable.from(rows) };
}

function decoder(encoding: Encoding): Transform {
  // iconv-lite's UTF-8 decoder and its CP949 decoder are plain Node transforms that keep halves of letters between chunks.
  return iconv.decodeStream(encoding) as unknown as Transform;
}

async function next(iterator: AsyncIterator<unknown>, number: number): Promise<readonly string[] | undefined> {
  try {
    const { done, value } = await iterator.next();
    return done === true ? undefined : (value as readonly string[]);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(`row ${number} can't be read: ${reason}`, { cause });
  }
}

async function* rowsOf(iterator: AsyncIterator<unknown>, header: readonly string[]): AsyncGenerator<Row> {
  for (let number = 2; ; number++) {
    const texts = await next(iterator, number);
    if (texts === undefined) return;
    const cells = new Map(header.map((name, at) => [name, tidy(texts[at] ?? "")]));
    yield { number, cells, fault: faultOf(texts, header.length) };
  }
}
