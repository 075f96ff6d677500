import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import iconv from "iconv-lite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Row } from "../../../functions/importing/sheet.ts";
import { type Encoding, openRows } from "../../../infra/cli/import/read-rows.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ieum-rows-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(content: string | Buffer, delimiter = ",", encoding: Encoding = "utf-8") {
  const path = join(folder, "file");
  writeFileSync(path, content);
  const { header, rows } = await openRows({ path, delimiter, encoding });
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return { header, rows: all };
}

const textsOf = ({ cells }: Row) => [...cells.values()];

describe("rows of a file", () => {
  test("are numbered as spreadsheets do, without a byte order mark and empty lines", async () => {
    const { header, rows } = await read("\ufeffname,place\r\n카페,마포\r\n\r\n서점,종로\r\n");
    expect(header).toEqual(["name", "place"]);
    expect(rows.map(({ number }) => number)).toEqual([2, 3]);
    expect(rows.map(textsOf)).toEqual([
      ["카페", "마포"],
      ["서점", "종로"],
    ]);
  });

  test("keep quoted delimiters, quotes and line ends, and bear stray quotes", async () => {
    const { rows } = await read('a,b\n"one, two","say ""hi""\nthere"\n12" pipe,x\n');
    expect(rows.map(textsOf)).toEqual([
      ["one, two", 'say "hi"\nthere'],
      ['12" pipe', "x"],
    ]);
  });

  test("come from CP949 with letters that EUC-KR lacks, over any chunk", async () => {
    const text = `직종\t주소\n${"똠방각하 펲시콜라 뷁\t서울특별시 마포구\n".repeat(4_000)}`;
    const { header, rows } = await read(iconv.encode(text, "cp949"), "\t", "cp949");
    expect(header).toEqual(["직종", "주소"]);
    expect(rows).toHaveLength(4_000);
    expect(rows.every((row) => textsOf(row).join() === "똠방각하 펲시콜라 뷁,서울특별시 마포구" && !row.fault)).toBe(
      true,
    );
  });

  test("in another encoding are found out row by row", async () => {
    const { rows } = await read(Buffer.concat([Buffer.from("a,b\nplain,x\n"), iconv.encode("서울,y\n", "cp949")]));
    expect(rows.map(({ fault }) => fault)).toEqual([undefined, expect.stringContaining("encoding")]);
  });

  test("with too many or too few cells carry their fault", async () => {
    const { rows } = await read("a,b\n1\n1,2,3\n1,2\n");
    expect(rows.map(({ fault }) => fault)).toEqual([
      expect.stringContaining("only 1 of 2"),
      expect.stringContaining("3 cells"),
      undefined,
    ]);
  });

  test("whose header is typed in decomposed Hangul name the same columns", async () => {
    const { header } = await read(`${"직종".normalize("NFD")},b\n`);
    expect(header).toEqual(["직종"].concat("b"));
  });

  test.each([
    ["an empty file", "", "is empty"],
    ["a column that stands twice", "a,a\n1,2\n", "twice"],
    ["a quote that is never closed", `a,b\n"${"x".repeat(300_000)}`, "row 2"],
  ])("of %s are a fault", async (_, content, message) => {
    await expect(read(content)).rejects.toThrow(message);
  });
});
