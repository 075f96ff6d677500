/** Why a row was not taken, for whoever at a center sent the file: in Korean, with the column where it stands. */
import type { LegalGround } from "../../domain/lawful/ground.ts";
import type { RefusalCode } from "../../domain/refusal.ts";
import { columnsOf, type Mapping } from "./mapping.ts";
import type { RowRefusal, RowRefusalCode } from "./to-event.ts";

type OfRows = Exclude<RowRefusalCode, RefusalCode>;

/** Refusals that a row of a file can meet; others come from events that no row makes. */
const WORDS: Readonly<Partial<Record<RefusalCode, string>> & Record<OfRows, string>> = {
  ROW_MALFORMED: "칸의 수가 머리글과 다르거나 글자가 깨져 있습니다",
  VALUE_UNREADABLE: "값을 읽을 수 없습니다. 형식을 확인해 주세요",
  ID_REPEATED: "같은 번호가 앞의 행에 이미 있습니다",
  ID_TAKEN: "이 번호로는 올릴 수 없습니다. 다른 번호를 쓰거나 운영자에게 물어봐 주세요",
  SEND_FAILED: "보내지 못했습니다. 파일을 다시 보내도 됩니다",
  NOT_JSON: "내용을 읽을 수 없습니다",
  TOO_LARGE: "내용이 너무 깁니다",
  TEXT_NOT_WELL_FORMED: "글자가 깨져 있습니다",
  TEXT_CONTROL_CHARACTER: "보이지 않는 글자가 들어 있습니다",
  TEXT_NOT_NORMALISED: "글자의 저장 형식이 다릅니다",
  SCHEMA_VIOLATION: "빠졌거나 쓸 수 없는 값입니다",
  PERSONAL_DATA_IN_TEXT: "전화번호, 전자우편 주소, 주민등록번호는 적을 수 없습니다",
  UNKNOWN_DISTRICT: "시군구를 알 수 없습니다",
  UNKNOWN_COMPETENCY: "직무역량 코드를 알 수 없습니다",
  UNKNOWN_CERTIFICATE: "자격증 코드를 알 수 없습니다",
  UNKNOWN_OCCUPATION: "직업 코드를 알 수 없습니다",
  AGE_CONDITION_ON_JOB: "일자리에는 나이 조건을 둘 수 없습니다",
  AGE_CONDITION_WITHOUT_LEGAL_BASIS: "나이 조건에는 법적 근거가 있어야 합니다",
  SEX_CONDITION: "성별 조건을 둘 수 없습니다",
  PERSONAL_ITEM_ASKED: "업무와 관계없는 개인 사항은 물을 수 없습니다",
  PAY_BELOW_MINIMUM_WAGE: "최저임금보다 적습니다",
  DATES_OUT_OF_ORDER: "날짜의 앞뒤가 맞지 않습니다",
};

/** What a refusal without words of its own says: its code is then what a helpline asks for. */
const OTHERWISE = "받을 수 없는 내용입니다";

function groundIn(ground: LegalGround): string {
  const { clauses, span, least } = ground;
  const words = span === undefined ? "" : ` ‘${span.words}’`;
  const figure =
    least === undefined
      ? ""
      : ` ${least.year}년 최저임금은 시간당 ${least.krwPerHour.toLocaleString("ko-KR")}원입니다.`;
  return `${words} (${clauses.join(", ")})${figure}`;
}

/** The columns that gave the field that a refusal points at. */
function columnsAt({ path }: RowRefusal, mapping: Mapping): readonly string[] {
  const inside = path.split("/").slice(2).join(".");
  const fields = mapping.fields.filter(({ to }) => inside === to || inside.startsWith(`${to}.`));
  return [...new Set(fields.flatMap(columnsOf))];
}

/** `임금: 최저임금보다 적습니다 (최저임금법 6조 1항) 2026년 최저임금은 시간당 10,320원입니다. [PAY_BELOW_MINIMUM_WAGE]` */
export function rowRefusalInKorean(refusal: RowRefusal, mapping: Mapping): string {
  const columns = columnsAt(refusal, mapping);
  const where = columns.length === 0 ? "" : `${columns.join(", ")}: `;
  const ground = refusal.ground === undefined ? "" : groundIn(refusal.ground);
  return `${where}${WORDS[refusal.code] ?? OTHERWISE}${ground} [${refusal.code}]`;
}
