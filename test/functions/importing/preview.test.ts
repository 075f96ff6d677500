import { describe, expect, test } from "vitest";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import type { Mapping } from "../../../functions/importing/mapping.ts";
import { previewImport } from "../../../functions/importing/preview.ts";
import { readAnySheet } from "../../../functions/importing/read-sheet.ts";
import { toErrorCsv, toTemplateCsv, toTemplateWorkbook } from "../../../functions/importing/sheet-files.ts";

async function previewOf(of: Mapping["of"], bytes: Uint8Array | string) {
  const sheet = await readAnySheet(Buffer.from(bytes));
  if (sheet.kind !== "read") throw new Error(sheet.message);
  const occurredAt = "2026-11-21T09:00:00+09:00";
  const preview = previewImport(sheet, { of, taxonomy: builtInTaxonomy, revision: 1, occurredAt });
  if (preview.kind !== "preview") throw new Error(`needs ${preview.missing.join()}`);
  return { ...preview, header: sheet.header };
}

describe("a table to fill in", () => {
  test.each(["postings", "applicants"] as const)(
    "of %s has an example row that is taken, in both formats",
    async (of) => {
      for (const bytes of [toTemplateCsv(of), await toTemplateWorkbook(of)]) {
        const { mapping, taken, refused, unused } = await previewOf(of, bytes);
        expect(refused).toEqual([]);
        expect(taken).toHaveLength(1);
        expect(mapping.name).toBe("korean");
        expect(unused).toEqual([]);
      }
    },
  );
});

describe("a preview", () => {
  const table = [
    "제목,기업번호,급여,급여 단위,근무지,비고",
    "주간 경비원,e-1,2400000,월급,서울 마포구,",
    "주간 경비원,e-1,9000,시급,서울 마포구,",
    "20~35세 경비원,e-1,,,서울 마포구,",
    "야간 경비원,e-1,많이,월급,서울 마포구,",
    "야간 경비원,e-1,,,없는구,",
  ].join("\n");

  test("says of each row that isn't taken why, in Korean, with its column, its clause and its figure", async () => {
    const { taken, refused, unused } = await previewOf("postings", table);
    expect(taken.map(({ number }) => number)).toEqual([2]);
    expect(unused).toEqual(["비고"]);
    expect(refused.map(({ row, reason }) => `${row.number} ${reason}`)).toEqual([
      "3 급여, 급여 단위: 최저임금보다 적습니다 (최저임금법 6조 1항) 2026년 최저임금은 시간당 10,320원입니다. [PAY_BELOW_MINIMUM_WAGE]",
      "4 제목: 일자리에는 나이 조건을 둘 수 없습니다 ‘20~35세’ (고령자고용법 4조의4 1항 1호) [AGE_CONDITION_ON_JOB]",
      "5 급여, 급여 단위: 값을 읽을 수 없습니다. 형식을 확인해 주세요 [VALUE_UNREADABLE]",
      "6 근무지: 값을 읽을 수 없습니다. 형식을 확인해 주세요 [VALUE_UNREADABLE]",
    ]);
  });

  test("of the rows that were refused, corrected and sent again, has the same faults and no others", async () => {
    const first = await previewOf("postings", table);
    const again = await previewOf("postings", toErrorCsv(first.header, first.refused));
    expect(again.refused.map(({ reason }) => reason)).toEqual(first.refused.map(({ reason }) => reason));
    const mended = toErrorCsv(first.header, first.refused).replace("9000", "12000").replace("20~35세 ", "");
    expect((await previewOf("postings", mended)).taken).toHaveLength(2);
  });

  test.each([
    { what: "that has some of them", table: "제목,급여\n경비원,1\n", missing: ["기업번호"] },
    { what: "of something else, as the table to fill in has them", table: "a,b\n1,2\n", missing: ["기업번호", "제목"] },
  ])("names the columns that a file would need $what", async ({ table, missing }) => {
    const sheet = await readAnySheet(Buffer.from(table));
    if (sheet.kind !== "read") throw new Error(sheet.message);
    const preview = previewImport(sheet, {
      of: "postings",
      taxonomy: builtInTaxonomy,
      revision: 1,
      occurredAt: "2026-11-21T09:00:00Z",
    });
    expect(preview).toEqual({ kind: "no-mapping", like: "korean", missing });
  });
});
