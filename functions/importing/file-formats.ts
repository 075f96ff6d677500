import { readAnySheet } from "./read-sheet.ts";
import { toErrorCsv, toErrorWorkbook, toTemplateCsv, toTemplateWorkbook } from "./sheet-files.ts";

/**
 * All that knows the formats of files: workbooks, CP949, XML. It is as large as the function that needs it and few requests do, so it is loaded when the
 * first file is sent.
 */
export const fileFormats = { readAnySheet, toErrorCsv, toErrorWorkbook, toTemplateCsv, toTemplateWorkbook };
