import type { Cells } from "./converters.ts";

/** One row of a table. Rows are numbered as spreadsheets show them: the header is row 1. */
export interface Row {
  readonly number: number;
  readonly cells: Cells;
  /** Why the row can't be read as one, if it can't. */
  readonly fault: string | undefined;
}

/** A table that was read as a whole: what somebody at a center uploads. */
export interface Sheet {
  readonly header: readonly string[];
  readonly rows: readonly Row[];
}

/** Why a file is no table that can be taken. */
export const sheetFaults = [
  "FILE_EMPTY",
  "FILE_TOO_LARGE",
  "FILE_KIND_UNKNOWN",
  "FILE_UNREADABLE",
  "ENCODING_UNKNOWN",
  "COLUMN_REPEATED",
  "XML_DECLARATION_FORBIDDEN",
  "SOURCE_REPORTED_ERROR",
] as const;
export type SheetFault = (typeof sheetFaults)[number];

export type ReadSheet =
  | ({ readonly kind: "read" } & Sheet)
  | {
      readonly kind: "unreadable";
      readonly fault: SheetFault;
      /** For whoever sees to the file; never quotes a cell of a row. */
      readonly message: string;
    };

export function unreadableSheet(fault: SheetFault, message: string): ReadSheet {
  return { kind: "unreadable", fault, message };
}

/** What decoders put where bytes mean nothing. */
const REPLACEMENT = "\ufffd";

/** NFC, so that a header typed on a Mac names the same columns, and no spaces around. */
export function tidy(text: string): string {
  return text.normalize("NFC").trim();
}

/** Why the texts of one line are no row under a header; undefined when they are one. */
export function faultOf(texts: readonly string[], columns: number): string | undefined {
  if (texts.length > columns) return `has ${texts.length} cells, the header has ${columns}`;
  if (texts.length < columns) return `has only ${texts.length} of ${columns} cells`;
  return texts.some((text) => text.includes(REPLACEMENT)) ? "has bytes that mean nothing in this encoding" : undefined;
}

/** A table from its lines of texts, the header first. */
export function toSheet([first = [], ...others]: readonly (readonly string[])[]): ReadSheet {
  const header = first.map(tidy);
  if (header.every((name) => name === "")) return unreadableSheet("FILE_EMPTY", "has no header");
  const repeated = header.find((name, at) => name !== "" && header.indexOf(name) !== at);
  if (repeated !== undefined) return unreadableSheet("COLUMN_REPEATED", `names the column ${repeated} twice`);
  const rows = others.map((texts, at): Row => {
    const cells = new Map(header.map((name, column) => [name, tidy(texts[column] ?? "")]));
    return { number: at + 2, cells, fault: faultOf(texts, header.length) };
  });
  return { kind: "read", header, rows: rows.filter(({ cells }) => [...cells.values()].some((text) => text !== "")) };
}

/** A table of records that came one by one, with a column for each field that any of them has. */
export function toSheetOfRecords(records: readonly Cells[]): ReadSheet {
  const header = [...new Set(records.flatMap((cells) => [...cells.keys()]))];
  const rows = records.map((cells, at): Row => ({ number: at + 2, cells, fault: undefined }));
  return { kind: "read", header, rows };
}
