import type { EmploymentType, Pay, Shift } from "../../domain/model/primitives.ts";
import type { Requirement } from "../../domain/model/requirement.ts";
import { months, must, type OpeningDraft, should, skill } from "./opening-drafts.ts";

const DAY: readonly Shift[] = ["weekday-day"];
const EVENING: readonly Shift[] = ["weekday-evening"];
const WEEKEND: readonly Shift[] = ["weekend"];
const NIGHT: readonly Shift[] = ["night"];

/** Pay is at or above the minimum wage of 2026: 10,320 won an hour, 2,156,880 won for the 209 paid hours of a full month. */
const hourly = (krw: number): Pay => ({ krw, unit: "HOUR" });
const monthly = (krw: number): Pay => ({ krw, unit: "MONTH" });

type Terms = readonly [pay: Pay, hoursPerWeek: number, shifts: readonly Shift[], employmentType: EmploymentType];
type Work = readonly [code: string, name: string];

function job(
  district: string,
  occupation: Work,
  title: string,
  description: string,
  [pay, perWeek, shifts, employmentType]: Terms,
  requirements: readonly Requirement[],
  places = 1,
): OpeningDraft {
  return {
    kind: "job",
    title,
    description,
    occupation,
    district,
    pay,
    hours: { perWeek },
    shifts,
    employmentType,
    requirements,
    places,
  };
}

/** Ordinary jobs, full and part time. None has a condition on age: the law allows none. */
// biome-ignore format: a job is a line of terms and a line of words.
export const jobs: readonly OpeningDraft[] = [
  job("11440", ["5317", "바리스타"], "동네 카페 오전 바리스타", "아침 일곱 시 반에 문을 여는 작은 카페입니다. 커피와 차를 만들고 단골손님을 맞이합니다.",
    [hourly(12_500), 20, DAY, "PART_TIME"], [should("barista-2")]),
  job("11560", ["5317", "카페 직원"], "사옥 1층 카페 점심 근무", "점심시간에 손님이 몰리는 사옥 카페에서 음료를 만들고 계산을 돕습니다.",
    [hourly(11_500), 15, DAY, "PART_TIME"], [], 2),
  job("11230", ["5312", "한식 조리사"], "백반집 한식 조리사", "하루 백 그릇쯤 나가는 백반집에서 국과 반찬을 맡습니다.",
    [monthly(2_900_000), 40, DAY, "FULL_TIME"], [should("korean-cook"), months(12)]),
  job("11545", ["5323", "주방 보조원"], "구내식당 주방 보조", "재료 손질과 배식, 설거지를 함께하는 팀의 한 자리입니다.",
    [hourly(11_000), 30, DAY, "PART_TIME"], [], 3),
  job("11710", ["5323", "주방 보조원"], "저녁 시간 주방 보조", "저녁 장사를 하는 음식점에서 설거지와 정리를 맡습니다.",
    [hourly(12_000), 20, EVENING, "PART_TIME"], []),
  job("11350", ["5501", "요양보호사"], "재가 요양보호사 오전 방문", "어르신 댁을 찾아 식사와 몸단장, 병원 동행을 돕습니다.",
    [hourly(13_200), 15, DAY, "PART_TIME"], [must("care-worker")], 4),
  job("11500", ["5501", "시설 요양보호사"], "요양원 야간 전담 요양보호사", "어르신 아홉 분의 밤을 두 사람이 함께 지킵니다.",
    [monthly(2_650_000), 40, NIGHT, "FULL_TIME"], [must("care-worker"), months(6)], 2),
  job("11620", ["5501", "요양보호사"], "주야간보호센터 요양보호사", "낮 동안 센터에 오시는 어르신의 활동과 식사를 돕습니다.",
    [monthly(2_330_000), 40, DAY, "FULL_TIME"], [must("care-worker")], 2),
  job("11680", ["0272", "경리 사무원"], "치과 경리·총무", "수납 마감과 세금계산서, 비품 관리를 맡습니다.",
    [monthly(2_700_000), 40, DAY, "FULL_TIME"], [should("computerised-accounting-2"), months(24)]),
  job("11650", ["0272", "경리 사무원"], "회계사무소 부가세 신고철 보조", "신고 기간 두 달 동안 증빙을 정리하고 전표를 입력합니다.",
    [hourly(13_000), 30, DAY, "TEMPORARY"], [should("computerised-accounting-2")], 2),
  job("11140", ["0265", "총무 사무원"], "협회 사무국 총무 담당", "회의 준비와 문서, 회원 안내를 맡을 분을 찾습니다.",
    [monthly(2_600_000), 40, DAY, "FULL_TIME"], [skill("document-drafting", 3), months(24)]),
  job("11200", ["0284", "자재 관리원"], "수제화 공방 자재 관리", "가죽과 부자재의 입고, 재고, 출고를 기록합니다.",
    [monthly(2_450_000), 40, DAY, "FULL_TIME"], [should("forklift-operator")]),
  job("11530", ["1333", "웹 개발자"], "쇼핑몰 유지보수 개발자", "운영 중인 쇼핑몰의 화면을 고치고 오류를 잡습니다. 일주일에 이틀은 집에서 일합니다.",
    [monthly(4_100_000), 40, DAY, "FULL_TIME"], [months(36, "must")]),
  job("11740", ["2311", "사회복지사"], "종합사회복지관 사회복지사", "홀로 사는 어르신의 사례를 맡아 지역 자원과 잇습니다.",
    [monthly(2_560_000), 40, DAY, "FULL_TIME"], [must("social-worker-2")]),
  job("11110", ["2314", "직업상담사"], "구청 일자리센터 직업상담사", "구직 상담과 이력서 지도를 맡는 열한 달 계약직입니다.",
    [monthly(2_480_000), 40, DAY, "TEMPORARY"], [must("job-counsellor-2")]),
  job("11170", ["5413", "경비원"], "주상복합 주간 경비원", "출입 안내와 순찰, 택배 보관을 맡습니다.",
    [monthly(2_400_000), 40, DAY, "FULL_TIME"], [must("security-guard-training")], 2),
  job("11260", ["5413", "경비원"], "학교 주말 당직 경비원", "토요일과 일요일에 학교 건물을 지킵니다.",
    [hourly(10_800), 16, WEEKEND, "PART_TIME"], [must("security-guard-training")]),
  job("11650", ["5611", "건물 청소원"], "오피스 빌딩 새벽 미화", "새벽 여섯 시부터 열 시까지 세 개 층을 맡습니다.",
    [hourly(11_300), 20, DAY, "PART_TIME"], [], 5),
  job("11590", ["5611", "병원 청소원"], "병원 환경 미화원", "병동과 외래의 위생을 지키는 일입니다.",
    [monthly(2_250_000), 40, DAY, "FULL_TIME"], [months(6)], 3),
  job("11305", ["6152", "매장 판매원"], "생활용품점 평일 판매원", "진열과 계산, 손님 안내를 맡습니다.",
    [hourly(10_800), 25, DAY, "PART_TIME"], [skill("customer-service", 2)], 2),
  job("11710", ["6152", "매장 판매원"], "백화점 식품관 주말 판매원", "주말에 반찬 매장에서 손님을 맞이합니다.",
    [hourly(12_300), 16, WEEKEND, "PART_TIME"], []),
  job("11470", ["6229", "승합차 운전원"], "학원 통학 차량 운전", "아이들을 태우고 내리는 오후 통학 노선입니다.",
    [hourly(14_000), 20, DAY, "PART_TIME"], [must("driving-1-ordinary"), months(12)]),
  job("11545", ["8140", "건물 설비 관리원"], "지식산업센터 시설 관리", "냉난방 설비를 점검하고 작은 고장을 고칩니다.",
    [monthly(2_950_000), 40, DAY, "FULL_TIME"], [should("hvac-craftsman"), months(24)]),
  job("11215", ["8312", "내선 전기공"], "인테리어 전기 공사", "상가와 주택의 배선과 조명을 맡습니다.",
    [monthly(3_500_000), 40, DAY, "FULL_TIME"], [should("electrician"), months(36)]),
  job("11680", ["0292", "고객 상담원"], "온라인 서점 저녁 고객 상담", "저녁 시간의 전화와 게시판 문의에 답합니다.",
    [hourly(12_000), 20, EVENING, "PART_TIME"], [skill("inbound-call-handling", 2)], 2),
  job("11500", ["9015", "조경원"], "수목원 조경 관리원", "꽃과 나무를 심고 가꾸는 열 달 일자리입니다.",
    [monthly(2_300_000), 40, DAY, "TEMPORARY"], [should("landscape-craftsman")], 4),
];
