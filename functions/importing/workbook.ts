import { readSheet } from "read-excel-file/node";
import { type ReadSheet, toSheet, unreadableSheet } from "./sheet.ts";

/** A workbook is a ZIP file, and begins as one. */
const ZIP_MAGIC = [0x50, 0x4b, 0x03, 0x04] as const;

/** Signature of a file's entry in a ZIP's directory, and where its unpacked size stands after it. */
const DIRECTORY_ENTRY = 0x02014b50;
const UNPACKED_SIZE_AT = 24;

/** A few kilobytes can unpack to gigabytes; a table of some ten thousand rows takes less than this. */
const UNPACKED_BYTES_MAX = 100 * 1_024 * 1_024;

export function isWorkbook(bytes: Uint8Array): boolean {
  return ZIP_MAGIC.every((byte, at) => bytes[at] === byte);
}

/** Bytes that a ZIP says it unpacks to. */
function unpackedBytes(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let total = 0;
  for (let at = 0; at + UNPACKED_SIZE_AT + 4 <= bytes.byteLength; at++) {
    if (bytes[at] !== 0x50 || view.getUint32(at, true) !== DIRECTORY_ENTRY) continue;
    total += view.getUint32(at + UNPACKED_SIZE_AT, true);
  }
  return total;
}

/** Days and times are what a cell shows without a time zone: spreadsheets know none. */
function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell);
}

/** Reads the first sheet of an XLSX workbook; its first row is the header. */
export async function readWorkbook(bytes: Uint8Array): Promise<ReadSheet> {
  if (unpackedBytes(bytes) > UNPACKED_BYTES_MAX) {
    return unreadableSheet("FILE_TOO_LARGE", "unpacks to more than a table would");
  }
  try {
    const lines = await readSheet(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const width = lines[0]?.length ?? 0;
    // Cells after the last one that holds something are no cells in a workbook.
    return toSheet(
      lines.map((cells) => Array.from({ length: Math.max(width, cells.length) }, (_, at) => textOf(cells[at]))),
    );
  } catch {
    // The reader's own words may quote a cell.
    return unreadableSheet("FILE_UNREADABLE", "is no XLSX workbook that can be read");
  }
}
