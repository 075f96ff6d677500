/** Header of the postings of 한국장애인고용공단, and rows of that shape that we made up. */
export const KEAD_HEADER = [
  "구인신청일자",
  "사업장명",
  "모집직종",
  "고용형태",
  "임금형태",
  "임금",
  "입사형태",
  "요구경력",
  "요구학력",
  "전공계열",
  "요구자격증",
  "사업장 주소",
  "기업형태",
  "담당기관",
  "등록일",
  "인증구분",
  "등급",
  "인증발급일",
  "인증만료일",
  "시작일자",
  "종료일자",
  "시군구명",
] as const;

type Column = (typeof KEAD_HEADER)[number];

const USUAL: Partial<Record<Column, string>> = {
  구인신청일자: "2023-06-30",
  사업장명: "사업장-가나다",
  모집직종: "음료 조리사(바리스타 포함)",
  고용형태: "시간제",
  임금형태: "시급",
  임금: "11544",
  입사형태: "무관",
  요구경력: "무관",
  요구학력: "무관",
  "사업장 주소": "서울특별시 마포구 월드컵로",
  시작일자: "2023-06-30",
  종료일자: "2023-08-29",
};

/** Cells of one row, as they stand in the file. */
export function aKeadRow(cells: Partial<Record<Column, string>> = {}): string[] {
  return KEAD_HEADER.map((column) => cells[column] ?? USUAL[column] ?? "");
}

/** A file with tabs, of these rows. */
export function aKeadFile(...rows: readonly (readonly string[])[]): string {
  return [KEAD_HEADER, ...rows].map((cells) => `${cells.join("\t")}\r\n`).join("");
}

export function toCells(row: readonly string[]): ReadonlyMap<string, string> {
  return new Map(KEAD_HEADER.map((column, at) => [column, row[at] ?? ""]));
}
