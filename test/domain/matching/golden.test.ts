import { describe, expect, test } from "vitest";
import { prospectsOf } from "../../../domain/matching/changes.ts";
import { explain } from "../../../domain/matching/explain.ts";
import { toApplicantFacts, toOpeningFacts } from "../../../domain/matching/facts.ts";
import { toReasons } from "../../../domain/matching/reasons.ts";
import { type Language, renderMessage } from "../../../domain/matching/render.ts";
import { renderProspects } from "../../../domain/matching/render-prospects.ts";
import { prospectRules } from "../../fixtures/facts.ts";
import { type GoldenPair, goldenPairs, goldenTaxonomy } from "./golden-pairs.ts";

interface Told {
  readonly ko: readonly string[];
  readonly en: readonly string[];
  /** What would remove what rules the pair out, on either side, with ○ for the score. */
  readonly help?: { readonly ko: readonly string[]; readonly en: readonly string[] };
}

/** What is told of each pair, read by eye: particles, figures, and that every sentence is so. */
const golden: Readonly<Record<string, Told>> = {
  "a barista for a café": {
    ko: [
      "이 자리가 찾는 ‘에스프레소 추출’, ‘우유 스티밍·라테 아트’, ‘고객 응대’ 능력을 갖고 계십니다.",
      "이 자리가 찾는 ‘바리스타 2급’ 자격증을 갖고 계십니다.",
      "‘음료 조리원’으로 2년 2개월 일하신 경력이 이 일과 맞습니다.",
      "원하신 지역인 마포구에 있습니다.",
      "급여는 시간당 11,500원, 한 달 1,207,500원입니다.",
    ],
    en: [
      "You have what it asks for: “Espresso extraction”, “Milk steaming and latte art”, “Customer service”.",
      "You hold the certificate it asks for: “Barista, grade 2”.",
      "Your 2 years and 2 months as “Barista and drinks maker” fit this work.",
      "It is in Mapo-gu, where you want to work.",
      "It pays 11,500 won an hour, 1,207,500 won a month.",
    ],
  },
  "a care worker whose certificate of a must is held": {
    ko: [
      "이 자리가 찾는 ‘침상 목욕 돕기’ 능력을 갖고 계십니다.",
      "이 자리가 찾는 ‘요양보호사’ 자격증을 갖고 계십니다.",
      "‘요양보호사’로 1년 6개월 일하신 경력이 이 일과 맞습니다.",
      "강서구에 있고, 원하신 지역에서 가는 데 약 30분 걸립니다.",
      "급여는 한 달 2,650,000원입니다.",
    ],
    en: [
      "You have what it asks for: “Bed-bath assistance”.",
      "You hold the certificate it asks for: “Care worker licence”.",
      "Your 1 year and 6 months as “Care worker for older people” fit this work.",
      "It is in Gangseo-gu, about 30 minutes from where you want to work.",
      "It pays 2,650,000 won a month.",
    ],
  },
  "a civic role with conditions of which nothing is known": {
    ko: [
      "갖고 계신 ‘말벗·정서 지원’ 능력은 이 자리가 찾는 ‘안부 확인·가정 방문’ 능력과 함께 쓰일 때가 많습니다.",
      "원하신 지역인 도봉구에 있습니다.",
      "급여는 시간당 9,620원, 한 달 548,340원입니다.",
      "이 사업의 나이 조건에 맞는지 센터에 물어봐 주세요.",
      "이 사업의 사는 곳 조건에 맞는지 센터에 물어봐 주세요.",
    ],
    en: [
      "Your “Companionship and emotional support” is often used together with “Safety check visits”, which it asks for.",
      "It is in Dobong-gu, where you want to work.",
      "It pays 9,620 won an hour, 548,340 won a month.",
      "Please ask your center whether you meet this programme's condition on age.",
      "Please ask your center whether you meet this programme's condition on where you live.",
    ],
  },
  "an internship that says only what occupation it is": {
    ko: [
      "이런 일에 보통 쓰이는 ‘문서 작성’, ‘한글·워드 활용’ 능력을 갖고 계십니다.",
      "원하신 일입니다.",
      "사시는 지역인 은평구에 있습니다.",
      "급여는 시간당 11,157원, 한 달 635,950원입니다.",
      "갖고 계신 능력을 절반 이상 쓰는 일입니다.",
    ],
    en: [
      "You have what such work usually needs: “Document drafting”, “Word processing”.",
      "It is the work you want.",
      "It is in Eunpyeong-gu, the area where you live.",
      "It pays 11,157 won an hour, 635,950 won a month.",
      "It uses half or more of what you can do.",
    ],
  },
  "an online course that asks for nothing": {
    ko: ["집에서 온라인으로 할 수 있습니다.", "일하는 때는 평일 저녁, 주말로, 원하신 때와 맞습니다."],
    en: ["You can do it online from home.", "The work is on weekday evenings and at weekends, which suits you."],
  },
  "unpaid volunteering": {
    ko: [
      "이 자리가 찾는 ‘말벗·정서 지원’ 능력을 갖고 계십니다.",
      "사시는 지역인 강남구에 있습니다.",
      "급여가 없는 자리입니다.",
      "갖고 계신 능력을 대부분 쓰는 일입니다.",
    ],
    en: [
      "You have what it asks for: “Companionship and emotional support”.",
      "It is in Gangnam-gu, the area where you live.",
      "It is unpaid.",
      "It uses most of what you can do.",
    ],
  },
  "mentoring for which a language has to be asked about": {
    ko: [
      "이 자리가 찾는 ‘강의 진행’ 능력을 갖고 계십니다.",
      "집에서 온라인으로 할 수 있습니다.",
      "갖고 계신 능력을 대부분 쓰는 일입니다.",
      "영어로 일상 대화를 하실 수 있나요?",
    ],
    en: [
      "You have what it asks for: “Lecturing”.",
      "You can do it online from home.",
      "It uses most of what you can do.",
      "Can you hold an everyday conversation in English?",
    ],
  },
  "a job fair near home": {
    ko: ["영등포구에 있고, 댁에서 가는 데 약 27분 걸립니다."],
    en: ["It is in Yeongdeungpo-gu, about 27 minutes from home."],
  },
  "start-up support in the wanted line, with school and months to be asked about": {
    ko: [
      "원하신 일입니다.",
      "원하신 지역인 마포구에 있습니다.",
      "고등학교를 졸업하셨나요?",
      "‘음료 조리원’ 일이나 비슷한 일을 2년 6개월 이상 하셨나요?",
    ],
    en: [
      "It is the work you want.",
      "It is in Mapo-gu, where you want to work.",
      "Have you finished high school?",
      "Have you worked for 2 years and 6 months or more as “Barista and drinks maker” or in similar work?",
    ],
  },
  "counselling of which nothing is known and nothing said": {
    ko: ["알려 주신 조건에 어긋나지 않는 자리입니다."],
    en: ["It goes against nothing that you have told us."],
  },
  "a driver of many years, whose higher licence serves": {
    ko: [
      "이 자리가 찾는 ‘버스 운전’ 능력을 갖고 계십니다.",
      "갖고 계신 ‘운전면허 1종 대형’이 이 자리가 찾는 ‘운전면허 1종 보통’을 대신합니다.",
      "‘기타 자동차 운전원’으로 10년 이상 일하신 경력이 이 일과 맞습니다.",
      "원하신 지역인 노원구에 있습니다.",
      "급여는 1년에 38,400,000원입니다.",
    ],
    en: [
      "You have what it asks for: “Bus driving”.",
      "Your certificate “Driving licence, class 1 heavy” serves for “Driving licence, class 1 ordinary”, which it asks for.",
      "Your 10 years or more as “Other driver” fit this work.",
      "It is in Nowon-gu, where you want to work.",
      "It pays 38,400,000 won a year.",
    ],
  },
  "a guard with knowledge and a course": {
    ko: [
      "이 자리가 찾는 ‘경비업법 지식’, ‘순찰’ 능력을 갖고 계십니다.",
      "이 자리가 찾는 ‘일반경비원 신임교육’ 수료증을 갖고 계십니다.",
      "원하신 지역인 중구에 있습니다.",
      "급여는 하루 96,000원입니다.",
      "일하는 때는 밤으로, 원하신 때와 맞습니다.",
    ],
    en: [
      "You have what it asks for: “Knowledge of security law”, “Patrol”.",
      "You hold the certificate it asks for: “Security guard initial training”.",
      "It is in Jung-gu, where you want to work.",
      "It pays 96,000 won a day.",
      "The work is at night, which suits you.",
    ],
  },
  "a seamstress whose skill has to do with what is asked for, and a certificate that would help": {
    ko: [
      "갖고 계신 ‘재봉틀 봉제’ 능력은 이 자리가 찾는 ‘의류 수선’ 능력과 비슷한 일에서 쓰입니다.",
      "‘양장 및 양복 제조원’으로 1년 일하신 경력이 이 일과 맞습니다.",
      "동대문구에 있고, 원하신 지역에서 가는 데 약 26분 걸립니다.",
      "갖고 계신 능력 가운데 일부를 쓰는 일입니다.",
      "‘양장기능사’ 자격증이 있으면 더 잘 맞습니다.",
    ],
    en: [
      "Your “Machine sewing” is used in work close to that of “Garment alteration”, which it asks for.",
      "Your 1 year as “Tailor and dressmaker” fits this work.",
      "It is in Dongdaemun-gu, about 26 minutes from where you want to work.",
      "It uses some of what you can do.",
      "The certificate “Craftsman dressmaking” would make it fit better.",
    ],
  },
  "somebody too far away, for too little pay and too many hours": {
    ko: [
      "강남구는 원하신 지역에서 약 69분 걸려, 정하신 30분보다 멉니다.",
      "급여가 원하신 시간당 12,000원보다 적습니다.",
      "일하는 시간이 한 주에 약 40시간이라, 원하신 시간과 다릅니다.",
      "급여는 시간당 10,400원, 한 달 2,173,600원입니다.",
    ],
    en: [
      "It is in Gangnam-gu, about 69 minutes from where you want to work; you want at most 30.",
      "It pays less than the 12,000 won an hour you want.",
      "It takes about 40 hours a week, which is not what you want.",
      "It pays 10,400 won an hour, 2,173,600 won a month.",
    ],
    help: {
      ko: [
        "한 주에 40시간까지 일하셔도 괜찮으시면, 그리고 가는 데 70분까지 걸려도 괜찮으시면, 그리고 급여가 시간당 10,400원이어도 괜찮으시면, 걸리는 것이 없어지고 점수가 ○점이 됩니다. 그래도 추천 기준에는 못 미칩니다.",
      ],
      en: [
        "If up to 40 hours a week suit you, and if a way of up to 70 minutes suits you, and if 10,400 won an hour is enough for you, nothing rules it out any more and the score is ○, still below what is recommended.",
      ],
    },
  },
  "somebody without the certificate of a must": {
    ko: [
      "이 자리에는 ‘요양보호사’ 자격증이 꼭 필요합니다.",
      "이 자리가 찾는 ‘말벗·정서 지원’ 능력을 갖고 계십니다.",
      "원하신 지역인 강서구에 있습니다.",
      "갖고 계신 능력을 대부분 쓰는 일입니다.",
    ],
    en: [
      "It needs the certificate “Care worker licence”.",
      "You have what it asks for: “Companionship and emotional support”.",
      "It is in Gangseo-gu, where you want to work.",
      "It uses most of what you can do.",
    ],
    help: {
      ko: ["‘요양보호사’ 자격증을 따시면 걸리는 것이 없어지고 점수가 ○점이 됩니다."],
      en: ["If you gain the certificate “Care worker licence”, nothing rules it out any more and the score is ○."],
    },
  },
  "somebody who fails four musts of other sorts": {
    ko: [
      "이 자리에는 지금보다 높은 수준의 ‘무역 서류 작성’ 능력이 꼭 필요합니다.",
      "이 자리에서는 중국어를 능숙하게 하실 수 있어야 합니다.",
      "이 자리에는 대학교 졸업 이상의 학력이 꼭 필요합니다.",
      "이 자리에는 ‘무역 사무원’ 일이나 비슷한 일을 5년 이상 해 본 경력이 꼭 필요합니다.",
      "이 자리가 찾는 ‘무역 서류 작성’ 능력을 어느 정도 갖고 계십니다.",
    ],
    en: [
      "It needs more skill in “Trade documentation” than you have told us.",
      "It needs somebody who can speak Chinese very well.",
      "It needs somebody who has finished university.",
      "It needs 5 years or more as “Trade clerk” or in similar work.",
      "You have some of the “Trade documentation” it asks for.",
    ],
    help: {
      ko: [
        "공고에서 경력을 1년 8개월만 요구하면, 그리고 공고에서 ‘무역 서류 작성’ 능력 수준을 4에서 1로 낮추면, 그리고 공고에서 중국어를 꼭 필요한 조건이 아니라 있으면 좋은 조건으로 바꾸면, 그리고 공고에서 학력을 꼭 필요한 조건이 아니라 있으면 좋은 조건으로 바꾸면, 걸리는 것이 없어지고 점수가 ○점이 됩니다.",
      ],
      en: [
        "If the opening asks for no more than 1 year and 8 months of experience, and if the opening asks for “Trade documentation” at level 1 and not 4, and if Chinese is welcome and no longer a must, and if education is welcome and no longer a must, nothing rules it out any more and the score is ○.",
      ],
    },
  },
  "somebody outside a programme's conditions": {
    ko: [
      "이 사업의 참여 조건에 맞지 않습니다.",
      "이 자리가 찾는 ‘문서 작성’ 능력을 갖고 계십니다.",
      "원하신 지역인 관악구에 있습니다.",
      "갖고 계신 능력을 대부분 쓰는 일입니다.",
    ],
    en: [
      "You do not meet a condition for taking part.",
      "You have what it asks for: “Document drafting”.",
      "It is in Gwanak-gu, where you want to work.",
      "It uses most of what you can do.",
    ],
    help: {
      ko: [],
      en: [],
    },
  },
  "questions about a certificate known by name alone, a competency and a certificate": {
    ko: [
      "원하신 지역인 송파구에 있습니다.",
      "급여는 한 달 2,300,000원입니다.",
      "‘승강기안전관리자’ 자격증을 갖고 계신가요?",
      "‘CCTV 감시’ 능력을 갖고 계신가요?",
      "‘경비지도사’ 자격증을 갖고 계신가요?",
    ],
    en: [
      "It is in Songpa-gu, where you want to work.",
      "It pays 2,300,000 won a month.",
      "Do you hold the certificate “승강기안전관리자”?",
      "Can you do “CCTV monitoring”?",
      "Do you hold the certificate “Security instructor”?",
    ],
  },
  "a kind, times and a type of work that are not wanted": {
    ko: [
      "‘일자리’는 찾으시는 것에 들어 있지 않습니다.",
      "일하는 때가 밤, 주말이라, 원하신 때와 다릅니다.",
      "근무 형태가 ‘시간제’라, 원하신 것과 다릅니다.",
      "원하신 지역인 강북구에 있습니다.",
    ],
    en: [
      "“Job” is not among what you look for.",
      "The work is at night and at weekends, which is not when you want to work.",
      "It is part-time work, which is not what you want.",
      "It is in Gangbuk-gu, where you want to work.",
    ],
    help: {
      ko: [
        "‘일자리’도 찾으시면, 그리고 밤, 주말에도 일하실 수 있으면, 그리고 ‘시간제’도 괜찮으시면, 걸리는 것이 없어지고 점수가 ○점이 됩니다. 그래도 추천 기준에는 못 미칩니다.",
      ],
      en: [
        "If you also look for “Job”, and if you can also work at night and at weekends, and if part-time work suits you too, nothing rules it out any more and the score is ○, still below what is recommended.",
      ],
    },
  },
  "an opening that has closed, outside Seoul and of unknown reach": {
    ko: ["신청이 끝난 자리입니다.", "부산광역시 중구는 사시는 지역이 아닙니다."],
    en: ["It no longer takes applications.", "It is in 부산광역시 중구, which is not where you live."],
    help: {
      ko: [],
      en: [],
    },
  },
  "somebody who can do nothing of what is asked for, in a town nearby": {
    ko: [
      "이 자리가 찾는 능력은 알려 주신 것에 들어 있지 않습니다.",
      "원하신 일입니다.",
      "원하신 지역인 경기도 성남시 분당구에 있습니다.",
      "‘드론 조종’ 능력이 있으면 더 잘 맞습니다.",
    ],
    en: [
      "You have told us of nothing that it asks for.",
      "It is the work you want.",
      "It is in 경기도 성남시 분당구, where you want to work.",
      "“Drone piloting” would make it fit better.",
    ],
  },
  "a tutor half of whose skills are used": {
    ko: [
      "이 자리가 찾는 ‘스마트폰 활용 지도’ 능력을 갖고 계십니다.",
      "원하신 일과 비슷한 분야입니다.",
      "원하신 지역인 중랑구에 있습니다.",
      "갖고 계신 능력을 절반 이상 쓰는 일입니다.",
      "‘키오스크 사용 지도’ 능력이 있으면 더 잘 맞습니다.",
    ],
    en: [
      "You have what it asks for: “Teaching smartphone use”.",
      "It is close to the work you want.",
      "It is in Jungnang-gu, where you want to work.",
      "It uses half or more of what you can do.",
      "“Guidance at kiosks” would make it fit better.",
    ],
  },
};

const goldenRules = { ...prospectRules, taxonomy: goldenTaxonomy };

function told({ opening, applicant }: GoldenPair, language: Language): readonly string[] {
  const facts = [toOpeningFacts(opening, goldenTaxonomy), toApplicantFacts(applicant, goldenTaxonomy)] as const;
  const reasons = toReasons(explain(...facts, goldenRules), ...facts, goldenTaxonomy);
  return renderMessage(reasons, opening, language, goldenTaxonomy).lines;
}

function help(pair: GoldenPair, language: Language): readonly string[] {
  const { applicant, opening } = renderProspects(prospectsOf(pair, goldenRules), language, goldenTaxonomy);
  return [...applicant, ...opening].map((line) => line.replace(/\d+\.\d/gu, "○"));
}

describe.each(goldenPairs)("$name", (pair) => {
  const expected = golden[pair.name];

  test("is told in Korean", () => {
    expect(told(pair, "ko")).toEqual(expected?.ko);
  });

  test("is told in English", () => {
    expect(told(pair, "en")).toEqual(expected?.en);
  });
});

describe("what would remove what rules a pair out", () => {
  test.each(goldenPairs.filter(({ name }) => golden[name]?.help !== undefined))("is told to $name", (pair) => {
    expect({ ko: help(pair, "ko"), en: help(pair, "en") }).toEqual(golden[pair.name]?.help);
  });
});

test("every golden text belongs to a pair", () => {
  expect(Object.keys(golden)).toEqual(goldenPairs.map(({ name }) => name));
});
