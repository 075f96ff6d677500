import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { readAnySheet, SHEET_BYTES_MAX } from "../../../functions/importing/read-sheet.ts";
import type { ReadSheet } from "../../../functions/importing/sheet.ts";
import { toErrorCsv, toErrorWorkbook } from "../../../functions/importing/sheet-files.ts";

const TABLE = [
  ["title", "employerId", "district"],
  ["똠양꿍 조리 보조", "employer-1", "서울특별시 마포구"],
  ["펲시 진열, 주말", "employer-2", "서울특별시 은평구"],
] as const;

function toText(delimiter: string): string {
  return TABLE.map((line) => line.map((cell) => (cell.includes(",") ? `"${cell}"` : cell)).join(delimiter)).join(
    "\r\n",
  );
}

async function textsOf(bytes: Uint8Array): Promise<readonly (readonly string[])[]> {
  const sheet = await readAnySheet(bytes);
  if (sheet.kind !== "read") throw new Error(sheet.message);
  return [sheet.header, ...sheet.rows.map(({ cells }) => [...cells.values()])];
}

async function faultOf(bytes: Uint8Array | string): Promise<ReadSheet["kind"] | string> {
  const sheet = await readAnySheet(Buffer.from(bytes));
  return sheet.kind === "unreadable" ? sheet.fault : sheet.kind;
}

describe("a table that somebody sends", () => {
  test.each([
    ["UTF-8 with commas", Buffer.from(toText(","))],
    ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${toText(",")}`)],
    ["tabs", Buffer.from(toText("\t"))],
    ["semicolons", Buffer.from(toText(";"))],
    ["CP949, with syllables that EUC-KR has not", iconv.encode(toText(","), "cp949")],
    ["decomposed Hangul", Buffer.from(toText(",").normalize("NFD"))],
  ])("is read the same from %s", async (_, bytes) => {
    expect(await textsOf(bytes)).toEqual(TABLE);
  });

  test("is read the same from an XLSX workbook, with days and figures as a cell shows them", async () => {
    const row = [
      { value: "보조" },
      { value: new Date("2026-11-30T00:00:00Z"), format: "yyyy-mm-dd" },
      { value: 12_500 },
      null,
    ];
    const bytes = await writeXlsxFile([["제목", "마감", "시급", "비고"].map((value) => ({ value })), row]).toBuffer();
    expect(await textsOf(bytes)).toEqual([
      ["제목", "마감", "시급", "비고"],
      ["보조", "2026-11-30", "12500", ""],
    ]);
  });

  test("says which rows have too few cells or too many, and keeps the others", async () => {
    const sheet = await readAnySheet(Buffer.from("a,b\n1,2\n3\n4,5,6\n"));
    expect(sheet.kind === "read" && sheet.rows.map(({ number, fault }) => [number, fault])).toEqual([
      [2, undefined],
      [3, "has only 1 of 2 cells"],
      [4, "has 3 cells, the header has 2"],
    ]);
  });

  test.each([
    ["FILE_EMPTY", ""],
    ["FILE_EMPTY", " \n\n"],
    ["COLUMN_REPEATED", "a,b,a\n1,2,3"],
    ["FILE_KIND_UNKNOWN", "<rss></rss>"],
    ["FILE_KIND_UNKNOWN", `{"@type":"Organization"}`],
    ["FILE_UNREADABLE", `{"@type":`],
    ["FILE_UNREADABLE", "PK\u0003\u0004 and no workbook"],
    ["FILE_UNREADABLE", `a,b\n"${"x".repeat(300_000)}`],
    ["XML_DECLARATION_FORBIDDEN", `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><wantedRoot>&x;</wantedRoot>`],
    ["FILE_UNREADABLE", "<wantedRoot><wanted></wantedRoot>"],
    ["FILE_UNREADABLE", `<wantedRoot>${"<a>".repeat(500)}${"</a>".repeat(500)}</wantedRoot>`],
  ])("is %s and not an error of ours", async (fault, text) => {
    expect(await faultOf(text)).toBe(fault);
  });

  test("is refused when it is neither UTF-8 nor CP949, or too large", async () => {
    expect(await faultOf(Uint8Array.of(0x61, 0xff, 0xff, 0x0a))).toBe("ENCODING_UNKNOWN");
    expect(await faultOf(new Uint8Array(SHEET_BYTES_MAX + 1).fill(0x61))).toBe("FILE_TOO_LARGE");
  });

  test("is refused when a small workbook says that it unpacks to gigabytes", async () => {
    const bytes = await writeXlsxFile([[{ value: "a" }]]).toBuffer();
    const entry = bytes.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    bytes.writeUInt32LE(4_000_000_000, entry + 24);
    expect(await faultOf(bytes)).toBe("FILE_TOO_LARGE");
  });
});

describe("the rows that were not taken", () => {
  const header = ["오류", "title", "employerId"];
  const rows = [
    {
      row: {
        number: 3,
        cells: new Map([
          ["title", "조리, 보조"],
          ["employerId", "=1+1"],
        ]),
        fault: undefined,
      },
      reason: "제목을 고쳐 주세요",
    },
  ];

  test("come back as a file whose rows can be corrected and sent again, without their old reasons", async () => {
    expect(await textsOf(Buffer.from(toErrorCsv(header, rows)))).toEqual([
      ["오류", "title", "employerId"],
      ["제목을 고쳐 주세요", "조리, 보조", "'=1+1"],
    ]);
    expect(await textsOf(await toErrorWorkbook(header, rows))).toEqual([
      ["오류", "title", "employerId"],
      ["제목을 고쳐 주세요", "조리, 보조", "=1+1"],
    ]);
  });

  test("begin with a byte order mark, by which spreadsheets in Korea know UTF-8", () => {
    expect(toErrorCsv(header, rows).charCodeAt(0)).toBe(0xfeff);
  });
});
