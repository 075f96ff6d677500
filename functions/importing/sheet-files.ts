import writeXlsxFile from "write-excel-file/node";
import { templateOf } from "./korean-columns.ts";
import type { MappingInput } from "./mapping.ts";
import type { Row } from "./sheet.ts";

/** Column that says what is wrong with a row. It may stay when the file is sent again. */
export const ERROR_COLUMN = "오류";

/** A row that was not taken, as it stood, and why, in the words of whoever sent it. */
export interface FaultyRow {
  readonly row: Row;
  readonly reason: string;
}

/** Spreadsheets in Korea take a text file for CP949 unless it says otherwise. */
const BYTE_ORDER_MARK = "\ufeff";

function linesOf(header: readonly string[], rows: readonly FaultyRow[]): string[][] {
  const columns = header.filter((name) => name !== ERROR_COLUMN);
  return [
    [ERROR_COLUMN, ...columns],
    ...rows.map(({ row, reason }) => [reason, ...columns.map((name) => row.cells.get(name) ?? "")]),
  ];
}

/** What a spreadsheet would take for a formula is made plain text by an apostrophe (OWASP, CSV injection). */
function plain(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d[\d.,]*$/.test(text) ? `'${text}` : text;
}

function toCell(text: string): string {
  const safe = plain(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function toCsv(lines: readonly (readonly string[])[]): string {
  return BYTE_ORDER_MARK + lines.map((line) => `${line.map(toCell).join(",")}\r\n`).join("");
}

/** A table to fill in, as comma-separated UTF-8 with a byte order mark. */
export function toTemplateCsv(of: MappingInput["of"]): string {
  return toCsv(templateOf(of));
}

/** The same as an XLSX workbook. */
export function toTemplateWorkbook(of: MappingInput["of"]): Promise<Uint8Array> {
  return toWorkbook(templateOf(of));
}

/** The rows that were not taken as a file to correct and send again: comma-separated UTF-8 with a byte order mark. */
export function toErrorCsv(header: readonly string[], rows: readonly FaultyRow[]): string {
  return toCsv(linesOf(header, rows));
}

/** The same as an XLSX workbook. Its cells are texts, which no spreadsheet takes for formulas. */
export function toErrorWorkbook(header: readonly string[], rows: readonly FaultyRow[]): Promise<Uint8Array> {
  return toWorkbook(linesOf(header, rows));
}

async function toWorkbook([first = [], ...others]: readonly (readonly string[])[]): Promise<Uint8Array> {
  const data = [
    first.map((value) => ({ value, type: String, fontWeight: "bold" as const })),
    ...others.map((line) => line.map((value) => (value === "" ? null : { value, type: String }))),
  ];
  return writeXlsxFile(data, { stickyRowsCount: 1 }).toBuffer();
}
