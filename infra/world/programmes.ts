import type { OpeningKind } from "../../domain/model/primitives.ts";
import type { Requirement } from "../../domain/model/requirement.ts";
import { type OpeningDraft, should, skill } from "./opening-drafts.ts";

type Work = readonly [code: string, name: string];

/** 중장년 인턴십: 57 hours a month at the living wage of the city, 12,121 won an hour in 2026, for residents of Seoul from 40 to 64. */
function internship(
  district: string,
  occupation: Work,
  title: string,
  description: string,
  requirements: readonly Requirement[] = [],
  places = 1,
): OpeningDraft {
  return {
    kind: "internship",
    programmeId: "midlife-internship",
    title: `중장년 인턴십: ${title}`,
    description,
    occupation,
    district,
    pay: { krw: 12_121, unit: "HOUR" },
    hours: { perMonth: 57 },
    shifts: ["weekday-day"],
    employmentType: "INTERN",
    requirements,
    ages: [40, 64],
    places,
  };
}

/** 보람일자리: 57 hours a month with an allowance of 9,620 won an hour, for residents of Seoul from 40 to 67. */
function civicRole(
  district: string,
  occupation: Work,
  title: string,
  description: string,
  places: number,
  requirements: readonly Requirement[] = [],
): OpeningDraft {
  return {
    kind: "civic-role",
    programmeId: "boram",
    title: `보람일자리: ${title}`,
    description,
    occupation,
    district,
    pay: { krw: 9_620, unit: "HOUR" },
    hours: { perMonth: 57 },
    shifts: ["weekday-day"],
    requirements,
    ages: [40, 67],
    places,
  };
}

interface Invitation {
  readonly occupation?: Work;
  /** Without one it is online. */
  readonly district?: string;
  readonly requirements?: readonly Requirement[];
  readonly places: number;
}

function invitation(
  kind: OpeningKind,
  title: string,
  description: string,
  { occupation, district, requirements, places }: Invitation,
): OpeningDraft {
  return {
    kind,
    title,
    description,
    shifts: ["weekday-day"],
    places,
    ...(occupation === undefined ? {} : { occupation }),
    ...(district === undefined ? {} : { district }),
    ...(requirements === undefined ? {} : { requirements }),
  };
}

// biome-ignore format: an opening is a line of terms and a line of words.
export const internships: readonly OpeningDraft[] = [
  internship("11380", ["0265", "총무 사무원"], "사회적기업 경영지원", "작은 사회적기업의 문서와 비품, 일정을 돌봅니다.", [skill("document-drafting", 2)], 2),
  internship("11530", ["0272", "경리 사무원"], "협동조합 회계 보조", "조합의 증빙을 모으고 장부에 옮깁니다.", [should("computerised-accounting-2")]),
  internship("11320", ["2311", "사회복지 보조"], "복지관 사례 지원", "복지사와 함께 가정을 찾아 필요한 것을 듣고 적습니다."),
  internship("11440", ["0262", "마케팅 사무원"], "출판사 홍보 지원", "신간 소개 글을 다듬고 서점과 연락합니다."),
  internship("11215", ["2314", "취업 상담 보조"], "청년센터 취업 상담 보조", "경험을 살려 청년의 이력서를 함께 읽습니다."),
  internship("11110", ["0291", "안내원"], "박물관 관람 안내", "관람객을 맞이하고 전시를 안내합니다.", [], 3),
  internship("11560", ["0263", "인사 사무원"], "중소기업 인사 업무 지원", "채용 공고와 근태 기록을 정리합니다."),
  internship("11200", ["0284", "자재 관리원"], "친환경 물류창고 재고 관리", "포장재를 줄이는 창고에서 재고를 세고 기록합니다.", [], 2),
  internship("11410", ["9015", "조경원"], "마을 정원 관리", "골목 화단과 옥상 텃밭을 가꿉니다."),
  internship("11680", ["0292", "고객 상담원"], "소셜벤처 고객 지원", "돌봄 앱을 쓰는 보호자의 문의에 답합니다."),
];

// biome-ignore format: an opening is a line of terms and a line of words.
export const civicRoles: readonly OpeningDraft[] = [
  civicRole("11320", ["5503", "노인 돌봄"], "어르신 말벗", "홀로 계신 어르신을 찾아 안부를 묻고 산책을 함께합니다.", 10),
  civicRole("11350", ["5503", "노인 돌봄"], "경로당 활동 도우미", "경로당의 체조와 노래 모임을 돕습니다.", 6, [should("senior-recreation-leader")]),
  civicRole("11290", ["2153", "교사 보조"], "초등학교 등교 도우미", "아침 등굣길과 돌봄 교실을 살핍니다.", 8),
  civicRole("11740", ["2153", "교사 보조"], "특수학급 학습 지원", "아이가 수업을 따라가도록 곁에서 돕습니다.", 4),
  civicRole("11260", ["2143", "디지털 강사"], "디지털 배움터 강사 도우미", "스마트폰과 무인 주문기를 함께 눌러 봅니다.", 5, [should("digital-tutor")]),
  civicRole("11470", ["2143", "디지털 강사"], "도서관 스마트폰 교실", "도서관에서 일대일로 스마트폰을 알려 드립니다.", 4),
  civicRole("11590", ["2311", "사회복지 보조"], "복지 사각지대 살피미", "동 주민센터와 함께 도움이 필요한 이웃을 찾습니다.", 6),
  civicRole("11140", ["0291", "안내원"], "외국인 관광 안내소 도우미", "길을 묻는 이에게 지도를 펴고 안내합니다.", 5),
  civicRole("11620", ["9015", "조경원"], "공원 텃밭 관리단", "이웃과 함께 공원 텃밭을 가꿉니다.", 8),
  civicRole("11305", ["5505", "육아 도우미"], "공동육아나눔터 돌봄", "아이와 놀고 장난감을 정리합니다.", 4),
  civicRole("11230", ["5643", "주차 안내원"], "전통시장 주차 안내", "장 보는 날 시장 입구에서 차와 사람을 안내합니다.", 4),
  civicRole("11170", ["2314", "취업 상담 보조"], "중장년 일자리 길잡이", "먼저 다시 일하게 된 사람으로서 구직자를 돕습니다.", 3),
];

// biome-ignore format: an opening is a line of terms and a line of words.
export const invitations: readonly OpeningDraft[] = [
  invitation("training", "요양보호사 자격 과정 (240시간)", "이론과 실기, 현장 실습을 거쳐 시험을 준비합니다.", { occupation: ["5501", "요양보호사"], district: "11380", places: 30 }),
  invitation("training", "바리스타 2급 과정", "추출과 우유 거품, 위생까지 여덟 주에 배웁니다.", { occupation: ["5317", "바리스타"], district: "11410", places: 16 }),
  invitation("training", "전산회계 2급 저녁반 설명회와 낮반", "전표 입력부터 결산까지 실습으로 배웁니다.", { occupation: ["0272", "경리 사무원"], district: "11740", places: 20 }),
  invitation("training", "건물 냉난방 설비 기초", "공조냉동 설비의 점검과 안전을 배웁니다.", { occupation: ["8140", "설비 관리"], district: "11530", places: 18 }),
  invitation("training", "온라인 디지털튜터 양성 과정", "집에서 듣는 여섯 주 과정입니다.", { occupation: ["2143", "디지털 강사"], places: 40 }),
  invitation("job-fair", "서북권 중장년 일자리 박람회", "사무, 돌봄, 매장 분야의 서른 개 기업이 한자리에 모입니다.", { district: "11440", places: 300 }),
  invitation("job-fair", "동남권 돌봄 일자리 만남의 날", "요양 기관 열두 곳과 현장에서 면접을 봅니다.", { district: "11710", places: 120 }),
  invitation("counselling", "인생 후반 진로 상담", "상담사와 한 시간, 지나온 일과 앞으로의 일을 이야기합니다.", { district: "11290", places: 20 }),
  invitation("counselling", "온라인 이력서 다듬기", "이력서를 미리 보내고 화면으로 함께 고칩니다.", { occupation: ["0265", "사무"], places: 15 }),
  invitation("mentoring", "경력 전환 멘토링: 사무에서 복지로", "먼저 바꾼 사람에게 듣고 묻습니다.", { occupation: ["2311", "사회복지사"], district: "11470", places: 10 }),
  invitation("volunteer", "어르신 도시락 배달 자원봉사", "일주일에 한 번 도시락과 안부를 전합니다.", { occupation: ["5503", "노인 돌봄"], district: "11260", places: 12 }),
  invitation("startup-support", "작은 가게 열기 교실", "상권 살피기부터 사업자 등록까지 함께 해 봅니다.", { occupation: ["6152", "매장"], district: "11305", places: 20 }),
];
