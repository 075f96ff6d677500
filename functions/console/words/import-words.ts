import { grouped } from "../../../domain/matching/names.ts";
import { inBoth } from "./bilingual.ts";

/** What the page says where people at a center send a whole table. */
export const importWords = inBoth(
  {
    title: "한꺼번에 올리기",
    lead: "표 한 장으로 공고나 구직자를 여럿 올립니다. 올리기 전에 줄마다 결과를 먼저 보여 드립니다.",
    what: "무엇을 올리나요?",
    postings: "공고",
    applicants: "구직자",
    file: "파일",
    fileHint:
      "엑셀(.xlsx), CSV(UTF-8이나 CP949), 고용24와 서울일자리포털의 파일을 그대로 올릴 수 있습니다. 1MB까지입니다.",
    templates: "채워 넣을 표",
    templateOf: (what: string, format: string) => `${what} 표 (${format})`,
    excel: "엑셀",
    preview: "미리 보기",
    result: "미리 본 결과",
    counts: (taken: number, unchanged: number, refused: number) =>
      `올릴 줄 ${grouped(taken)}개, 이미 같은 내용인 줄 ${grouped(unchanged)}개, 고쳐야 할 줄 ${grouped(refused)}개입니다.`,
    take: (count: number) => `${grouped(count)}개 올리기`,
    nothing: "올릴 줄이 없습니다.",
    done: (count: number) => `${grouped(count)}개를 올렸습니다. 곧 반영됩니다.`,
    refused: "고쳐야 할 줄",
    row: "줄",
    why: "까닭",
    shownOf: (shown: number, all: number) =>
      `${grouped(all)}개 가운데 ${grouped(shown)}개를 보여 드립니다. 파일에는 모두 들어 있습니다.`,
    download: (format: string) => `고칠 줄만 내려받기 (${format})`,
    downloadHint: "내려받은 파일에서 ‘오류’ 칸을 보고 고친 다음, 그 파일을 다시 올려 주세요.",
    unused: (columns: string) => `쓰지 않는 칸: ${columns}`,
    unknownNames: (count: number) =>
      `코드를 알 수 없어 프로필에서 빠지는 이름이 ${grouped(count)}개 있습니다. 줄을 올리는 데는 문제가 없습니다.`,
    faults: {
      none: "파일을 골라 주세요.",
      missing: (columns: string) => `이 칸이 있어야 합니다: ${columns}. 채워 넣을 표를 내려받아 써 주세요.`,
      FILE_EMPTY: "파일이 비어 있습니다.",
      FILE_TOO_LARGE: "파일이 너무 큽니다. 1MB보다 작게 나누어 올려 주세요.",
      FILE_KIND_UNKNOWN: "어떤 파일인지 알 수 없습니다. 엑셀이나 CSV로 올려 주세요.",
      FILE_UNREADABLE: "파일을 읽을 수 없습니다. 다시 저장해서 올려 주세요.",
      ENCODING_UNKNOWN: "글자를 읽을 수 없습니다. UTF-8이나 CP949로 저장해 주세요.",
      COLUMN_REPEATED: "같은 이름의 칸이 두 번 있습니다.",
      XML_DECLARATION_FORBIDDEN: "이런 XML 파일은 받지 않습니다.",
      SOURCE_REPORTED_ERROR: "공고가 들어 있지 않은 응답입니다. 내려받은 곳에서 다시 받아 주세요.",
    },
  },
  {
    title: "Upload a table",
    lead: "Bring many openings or people with one table. What would come of each row is shown before anything is sent.",
    what: "What do you upload?",
    postings: "Openings",
    applicants: "People",
    file: "File",
    fileHint:
      "Excel (.xlsx), CSV (UTF-8 or CP949), and files of Work24 and Seoul's job portal as they are. Up to 1 MB.",
    templates: "Tables to fill in",
    templateOf: (what: string, format: string) => `Table of ${what.toLowerCase()} (${format})`,
    excel: "Excel",
    preview: "Preview",
    result: "What would come of it",
    counts: (taken: number, unchanged: number, refused: number) =>
      `${grouped(taken)} rows to upload, ${grouped(unchanged)} that are there already, ${grouped(refused)} to correct.`,
    take: (count: number) => `Upload ${grouped(count)}`,
    nothing: "There is nothing to upload.",
    done: (count: number) => `${grouped(count)} were uploaded. They show in a moment.`,
    refused: "Rows to correct",
    row: "Row",
    why: "Why",
    shownOf: (shown: number, all: number) => `${grouped(shown)} of ${grouped(all)} are shown. The file has them all.`,
    download: (format: string) => `Download the rows to correct (${format})`,
    downloadHint: "Correct the rows by what the column ‘오류’ says, and send that file.",
    unused: (columns: string) => `Columns that aren't used: ${columns}`,
    unknownNames: (count: number) =>
      `${grouped(count)} names have no code and are left out of profiles. The rows can be uploaded all the same.`,
    faults: {
      none: "Choose a file.",
      missing: (columns: string) => `These columns are needed: ${columns}. Please use a table to fill in.`,
      FILE_EMPTY: "The file is empty.",
      FILE_TOO_LARGE: "The file is too large. Send it in parts of less than 1 MB.",
      FILE_KIND_UNKNOWN: "It isn't known what kind of file this is. Send Excel or CSV.",
      FILE_UNREADABLE: "The file can't be read. Save it again and send it.",
      ENCODING_UNKNOWN: "The letters can't be read. Save it as UTF-8 or CP949.",
      COLUMN_REPEATED: "Two columns have the same name.",
      XML_DECLARATION_FORBIDDEN: "XML files of this kind aren't taken.",
      SOURCE_REPORTED_ERROR: "An answer without postings. Fetch it again where it came from.",
    },
  },
);
