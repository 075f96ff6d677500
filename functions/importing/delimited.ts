import { parse } from "csv-parse/sync";
import iconv from "iconv-lite";
import { type ReadSheet, toSheet, unreadableSheet } from "./sheet.ts";

/** A row longer than this is no row: usually a quotation mark that was never closed. */
const ROW_CHARS_MAX = 262_144;

const DELIMITERS = ["\t", ",", ";"] as const;

/**
 * Delimited text as offices save it: UTF-8 with or without a byte order mark, else CP949, which is what spreadsheets in Korea write. Bytes of
 * CP949 are hardly ever valid UTF-8, so the order decides. `TextDecoder("euc-kr")` is no help: it doesn't know CP949's own syllables.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const text = iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), "cp949");
    return text.includes("\ufffd") ? undefined : text;
  }
}

/** What parts the columns: whichever of the usual characters the header has most of. */
function delimiterOf(text: string): string {
  const end = text.search(/[\r\n]/);
  const header = end < 0 ? text : text.slice(0, end);
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}

/** Reads delimited text with a header, as a whole. */
export function readDelimited(bytes: Uint8Array): ReadSheet {
  const text = decodeText(bytes);
  if (text === undefined) return unreadableSheet("ENCODING_UNKNOWN", "is neither UTF-8 nor CP949");
  if (text.trim() === "") return unreadableSheet("FILE_EMPTY", "is empty");
  try {
    const lines = parse(text, {
      delimiter: delimiterOf(text),
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: ROW_CHARS_MAX,
    });
    return toSheet(lines);
  } catch (cause) {
    // The parser's own words quote the row, which may be personal; the line is enough to find it.
    const line = cause instanceof Error && "lines" in cause ? ` at line ${Number(cause.lines)}` : "";
    return unreadableSheet("FILE_UNREADABLE", `can't be parted into rows${line}: a quotation mark may be open`);
  }
}
