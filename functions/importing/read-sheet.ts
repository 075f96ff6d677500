import { decodeText, readDelimited } from "./delimited.ts";
import { type ReadSheet, toSheetOfRecords, unreadableSheet } from "./sheet.ts";
import { readJobPostings } from "./sources/job-posting.ts";
import { readSeoulJob, SEOUL_JOBS_SERVICE } from "./sources/seoul-jobs.ts";
import { readWork24 } from "./sources/work24.ts";
import { elementsOf, readXml, textOf } from "./sources/xml.ts";
import { isWorkbook, readWorkbook } from "./workbook.ts";

/** The most that is taken at once: some ten thousand rows, and what a request to a function may carry. */
export const SHEET_BYTES_MAX = 4 * 1_024 * 1_024;

/**
 * Reads a file that somebody sends, by what it is and not by what it is called: an XLSX workbook, comma- or tab-separated text in UTF-8 or CP949, an
 * answer of 고용24 (XML) or of 서울일자리포털 (XML or JSON), or schema.org `JobPosting` in JSON-LD, by itself or within a page.
 */
export async function readAnySheet(bytes: Uint8Array): Promise<ReadSheet> {
  if (bytes.byteLength === 0) return unreadableSheet("FILE_EMPTY", "is empty");
  if (bytes.byteLength > SHEET_BYTES_MAX) {
    return unreadableSheet("FILE_TOO_LARGE", `is larger than ${SHEET_BYTES_MAX / 1_024 / 1_024} MB`);
  }
  if (isWorkbook(bytes)) return readWorkbook(bytes);
  const text = decodeText(bytes)
    ?.replace(/^\ufeff/, "")
    .trimStart();
  if (text?.startsWith("<")) return /<script[^>]*application\/ld\+json/i.test(text) ? jobPostings(text) : ofXml(text);
  return text?.startsWith("{") || text?.startsWith("[") ? ofJson(text) : readDelimited(bytes);
}

function ofXml(text: string): ReadSheet {
  const xml = readXml(text);
  if (xml.kind === "unreadable") return unreadableSheet(xml.fault, xml.message);
  const { root, content } = xml;
  const work24 = readWork24(root, content);
  if (work24 !== undefined) return answer(work24);
  if (root !== SEOUL_JOBS_SERVICE) return unknownKind(root);
  const rows = elementsOf(content, "row");
  const [result] = elementsOf(content, "RESULT");
  if (rows.length === 0) return reportedError(textOf(result, "CODE"));
  return toSheetOfRecords(rows.map((row) => readSeoulJob((name) => textOf(row, name))));
}

function ofJson(text: string): ReadSheet {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return unreadableSheet("FILE_UNREADABLE", "begins like JSON and is none");
  }
  const service = (json as Record<string, unknown>)[SEOUL_JOBS_SERVICE] as
    | { row?: unknown; RESULT?: { CODE?: unknown } }
    | undefined;
  if (service === undefined) return jobPostings(text);
  if (!Array.isArray(service.row)) return reportedError(String(service.RESULT?.CODE ?? ""));
  return toSheetOfRecords(
    service.row.map((row: Record<string, unknown>) =>
      readSeoulJob((name) =>
        row[name] === null || row[name] === undefined ? "" : String(row[name]).normalize("NFC").trim(),
      ),
    ),
  );
}

function jobPostings(text: string): ReadSheet {
  const records = readJobPostings(text);
  return records.length === 0 ? unknownKind("JSON-LD") : toSheetOfRecords(records);
}

function answer(records: readonly ReadonlyMap<string, string>[]): ReadSheet {
  return records.length === 0 ? reportedError("") : toSheetOfRecords(records);
}

/** Services answer with HTTP 200 and a code of their own when they refuse, or with nothing. */
function reportedError(code: string): ReadSheet {
  const said = /^[A-Z]{2,10}-?\d{1,5}$/.test(code) ? `: it says ${code}` : "";
  return unreadableSheet("SOURCE_REPORTED_ERROR", `is an answer without postings${said}`);
}

function unknownKind(root: string): ReadSheet {
  const named = /^[A-Za-z][\w-]{0,40}$/.test(root) ? ` (${root})` : "";
  return unreadableSheet("FILE_KIND_UNKNOWN", `is no table and no answer of a service that is known here${named}`);
}
