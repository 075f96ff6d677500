import type { Reason } from "../../../domain/matching/reason.ts";
import type { Opening } from "../../../domain/model/opening.ts";

const hourly: Partial<Opening> = { baseSalary: { krw: 11_157, unit: "HOUR" } };
const monthly: Partial<Opening> = { baseSalary: { krw: 2_100_000, unit: "MONTH" } };
const yearly: Partial<Opening> = { baseSalary: { krw: 32_000_000, unit: "YEAR" } };
const named: Partial<Opening> = {
  requirements: [{ on: "named-certificate", importance: "must", name: "사내 안전 이수증" }],
};

const COFFEE = "hand-drip-coffee";
const ROASTING = "coffee-roasting";

/** Every reason, as it is told. A new code doesn't compile until it has its sentences here. */
export const told: Record<
  Reason["code"],
  readonly (readonly [reason: Reason, ko: string, en: string, opening?: Partial<Opening>])[]
> = {
  "competencies-held": [
    [
      { code: "competencies-held", competencies: [COFFEE], inferred: false },
      "이 자리가 찾는 ‘핸드 드립’ 능력을 갖고 계십니다.",
      "You have what it asks for: “Hand-drip coffee”.",
    ],
    [
      { code: "competencies-held", competencies: [COFFEE, ROASTING], inferred: true },
      "이런 일에 보통 쓰이는 ‘핸드 드립’, ‘커피 로스팅’ 능력을 갖고 계십니다.",
      "You have what such work usually needs: “Hand-drip coffee”, “Coffee roasting”.",
    ],
    [
      { code: "competencies-held", competencies: [COFFEE, "security-law-knowledge"], inferred: false },
      "이 자리가 찾는 ‘핸드 드립’, ‘경비업법 지식’을 갖고 계십니다.",
      "You have what it asks for: “Hand-drip coffee”, “Knowledge of security law”.",
    ],
  ],
  "competency-related": [
    [
      { code: "competency-related", competency: COFFEE, by: ROASTING, inferred: false, relation: "used-together" },
      "갖고 계신 ‘커피 로스팅’ 능력은 이 자리가 찾는 ‘핸드 드립’ 능력과 함께 쓰일 때가 많습니다.",
      "Your “Coffee roasting” is often used together with “Hand-drip coffee”, which it asks for.",
    ],
    [
      { code: "competency-related", competency: COFFEE, by: ROASTING, inferred: true, relation: "used-by-siblings" },
      "갖고 계신 ‘커피 로스팅’ 능력은 이런 일에 보통 쓰이는 ‘핸드 드립’ 능력과 비슷한 일에서 쓰입니다.",
      "Your “Coffee roasting” is used in work close to that of “Hand-drip coffee”, which such work usually needs.",
    ],
    [
      { code: "competency-related", competency: COFFEE, by: ROASTING, inferred: false, relation: "alike-in-name" },
      "갖고 계신 ‘커피 로스팅’ 능력은 이 자리가 찾는 ‘핸드 드립’ 능력과 비슷합니다.",
      "Your “Coffee roasting” is close to “Hand-drip coffee”, which it asks for.",
    ],
    [
      { code: "competency-related", competency: COFFEE, by: ROASTING, inferred: false, relation: "same-kind" },
      "갖고 계신 ‘커피 로스팅’ 능력은 이 자리가 찾는 ‘핸드 드립’ 능력과 비슷합니다.",
      "Your “Coffee roasting” is close to “Hand-drip coffee”, which it asks for.",
    ],
    [
      { code: "competency-related", competency: COFFEE, by: ROASTING, inferred: false },
      "갖고 계신 ‘커피 로스팅’ 능력은 이 자리가 찾는 ‘핸드 드립’ 능력과 비슷합니다.",
      "Your “Coffee roasting” is close to “Hand-drip coffee”, which it asks for.",
    ],
  ],
  "competency-partly": [
    [
      { code: "competency-partly", competency: COFFEE },
      "이 자리가 찾는 ‘핸드 드립’ 능력을 어느 정도 갖고 계십니다.",
      "You have some of the “Hand-drip coffee” it asks for.",
    ],
    [
      { code: "competency-partly", competency: COFFEE, inferred: true },
      "이런 일에 보통 쓰이는 ‘핸드 드립’ 능력을 어느 정도 갖고 계십니다.",
      "You have some of the “Hand-drip coffee” that such work usually needs.",
    ],
  ],
  "certificate-held": [
    [
      { code: "certificate-held", certificate: "care-worker" },
      "이 자리가 찾는 ‘요양보호사’ 자격증을 갖고 계십니다.",
      "You hold the certificate it asks for: “Care worker licence”.",
    ],
    [
      { code: "certificate-held", certificate: "barista-2", by: "barista-1" },
      "갖고 계신 ‘바리스타 1급’ 자격증이 이 자리가 찾는 ‘바리스타 2급’ 자격증을 대신합니다.",
      "Your certificate “Barista, grade 1” serves for “Barista, grade 2”, which it asks for.",
    ],
    [
      { code: "certificate-held", certificate: "driving-1-ordinary" },
      "이 자리가 찾는 ‘운전면허 1종 보통’을 갖고 계십니다.",
      "You hold the certificate it asks for: “Driving licence, class 1 ordinary”.",
    ],
    [
      { code: "certificate-held", certificate: "first-aid-course" },
      "이 자리가 찾는 ‘응급처치 교육’ 수료증을 갖고 계십니다.",
      "You hold the certificate it asks for: “First aid course”.",
    ],
  ],
  experience: [
    [
      { code: "experience", occupation: "5317", months: 26 },
      "‘음료 조리원’으로 2년 2개월 일하신 경력이 이 일과 맞습니다.",
      "Your 2 years and 2 months as “Barista and drinks maker” fit this work.",
    ],
    [
      { code: "experience", occupation: "2311", months: 12 },
      "‘사회복지사’로 1년 일하신 경력이 이 일과 맞습니다.",
      "Your 1 year as “Social worker” fits this work.",
    ],
    [
      { code: "experience", occupation: "5317", months: 1 },
      "‘음료 조리원’으로 1개월 일하신 경력이 이 일과 맞습니다.",
      "Your 1 month as “Barista and drinks maker” fits this work.",
    ],
    [
      { code: "experience", occupation: "531", months: 120 },
      "이 분야에서 10년 이상 일하신 경력이 이 일과 맞습니다.",
      "Your 10 years or more in this line of work fit this work.",
    ],
  ],
  "occupation-wanted": [
    [{ code: "occupation-wanted", occupation: "5317", same: true }, "원하신 일입니다.", "It is the work you want."],
    [
      { code: "occupation-wanted", occupation: "5317" },
      "원하신 일과 비슷한 분야입니다.",
      "It is close to the work you want.",
    ],
  ],
  place: [
    [
      { code: "place", district: "11440", minutes: 0, wanted: true },
      "원하신 지역인 마포구에 있습니다.",
      "It is in Mapo-gu, where you want to work.",
    ],
    [
      { code: "place", district: "11440", minutes: 0, wanted: false },
      "사시는 지역인 마포구에 있습니다.",
      "It is in Mapo-gu, the area where you live.",
    ],
    [
      { code: "place", district: "41135", minutes: 25, wanted: true },
      "경기도 성남시 분당구에 있고, 원하신 지역에서 가는 데 약 25분 걸립니다.",
      "It is in 경기도 성남시 분당구, about 25 minutes from where you want to work.",
    ],
    [
      { code: "place", district: "11440", minutes: 25, wanted: false },
      "마포구에 있고, 댁에서 가는 데 약 25분 걸립니다.",
      "It is in Mapo-gu, about 25 minutes from home.",
    ],
  ],
  online: [[{ code: "online" }, "집에서 온라인으로 할 수 있습니다.", "You can do it online from home."]],
  pay: [
    [
      { code: "pay", krwPerHour: 11_157, krwPerMonth: 635_949 },
      "급여는 시간당 11,157원, 한 달 635,950원입니다.",
      "It pays 11,157 won an hour, 635,950 won a month.",
      hourly,
    ],
    [
      { code: "pay", krwPerHour: 11_157, krwPerMonth: undefined },
      "급여는 시간당 11,157원입니다.",
      "It pays 11,157 won an hour.",
      hourly,
    ],
    [
      { code: "pay", krwPerHour: 10_047, krwPerMonth: 2_100_000 },
      "급여는 한 달 2,100,000원입니다.",
      "It pays 2,100,000 won a month.",
      monthly,
    ],
    [
      { code: "pay", krwPerHour: undefined, krwPerMonth: 2_666_666 },
      "급여는 1년에 32,000,000원입니다.",
      "It pays 32,000,000 won a year.",
      yearly,
    ],
    [
      { code: "pay", krwPerHour: 11_250, krwPerMonth: undefined },
      "급여는 하루 90,000원입니다.",
      "It pays 90,000 won a day.",
      { baseSalary: { krw: 90_000, unit: "DAY" } },
    ],
    // The pay was changed after the reason was kept: the reason is told as it was.
    [
      { code: "pay", krwPerHour: 11_157, krwPerMonth: undefined },
      "급여는 시간당 11,157원입니다.",
      "It pays 11,157 won an hour.",
      monthly,
    ],
    [{ code: "pay", krwPerHour: 0, krwPerMonth: undefined }, "급여가 없는 자리입니다.", "It is unpaid."],
  ],
  "hours-fit": [
    [
      { code: "hours-fit", perMonth: 57 },
      "일하는 시간은 한 주에 약 13시간으로, 원하신 시간과 맞습니다.",
      "It takes about 13 hours a week, which suits you.",
    ],
    [
      { code: "hours-fit", perMonth: 4 },
      "일하는 시간은 한 주에 약 1시간으로, 원하신 시간과 맞습니다.",
      "It takes about 1 hour a week, which suits you.",
    ],
    [
      { code: "hours-fit", perMonth: 2 },
      "일하는 시간은 한 달에 2시간으로, 원하신 시간과 맞습니다.",
      "It takes 2 hours a month, which suits you.",
    ],
  ],
  "shifts-fit": [
    [
      { code: "shifts-fit", shifts: ["weekday-day"] },
      "일하는 때는 평일 낮으로, 원하신 때와 맞습니다.",
      "The work is on weekdays by day, which suits you.",
    ],
    [
      { code: "shifts-fit", shifts: ["weekday-evening", "night", "weekend"] },
      "일하는 때는 평일 저녁, 밤, 주말로, 원하신 때와 맞습니다.",
      "The work is on weekday evenings, at night and at weekends, which suits you.",
    ],
  ],
  "competencies-used": [
    [
      { code: "competencies-used", share: "most" },
      "갖고 계신 능력을 대부분 쓰는 일입니다.",
      "It uses most of what you can do.",
    ],
    [
      { code: "competencies-used", share: "half" },
      "갖고 계신 능력을 절반 이상 쓰는 일입니다.",
      "It uses half or more of what you can do.",
    ],
    [
      { code: "competencies-used", share: "some" },
      "갖고 계신 능력 가운데 일부를 쓰는 일입니다.",
      "It uses some of what you can do.",
    ],
  ],
  "competencies-none": [
    [
      { code: "competencies-none", inferred: false },
      "이 자리가 찾는 능력은 알려 주신 것에 들어 있지 않습니다.",
      "You have told us of nothing that it asks for.",
    ],
    [
      { code: "competencies-none", inferred: true },
      "이런 일에 보통 쓰이는 능력은 알려 주신 것에 들어 있지 않습니다.",
      "You have told us of nothing that such work usually needs.",
    ],
  ],
  "competency-missing": [
    [
      { code: "competency-missing", competency: COFFEE },
      "‘핸드 드립’ 능력이 있으면 더 잘 맞습니다.",
      "“Hand-drip coffee” would make it fit better.",
    ],
  ],
  "asked-missing": [
    [
      { code: "asked-missing", asked: { on: "certificate", certificate: "barista-2" } },
      "‘바리스타 2급’ 자격증이 있으면 더 잘 맞습니다.",
      "The certificate “Barista, grade 2” would make it fit better.",
    ],
    [
      { code: "asked-missing", asked: { on: "experience", occupation: "5317", months: 36 } },
      "‘음료 조리원’ 일이나 비슷한 일을 3년 이상 하셨으면 더 잘 맞습니다.",
      "3 years or more as “Barista and drinks maker” or in similar work would make it fit better.",
    ],
    [
      { code: "asked-missing", asked: { on: "language", language: "en", level: "B1" } },
      "영어로 일상 대화를 하실 수 있으면 더 잘 맞습니다.",
      "It would fit better if you could hold an everyday conversation in English.",
    ],
    [
      { code: "asked-missing", asked: { on: "education", level: "bachelor" } },
      "대학교 졸업 이상의 학력이면 더 잘 맞습니다.",
      "It would fit better if you had finished university.",
    ],
  ],
  "not-yet-open": [
    [{ code: "not-yet-open" }, "아직 신청을 받지 않는 자리입니다.", "It does not take applications yet."],
  ],
  closed: [[{ code: "closed" }, "신청이 끝난 자리입니다.", "It no longer takes applications."]],
  "kind-not-wanted": [
    [
      { code: "kind-not-wanted", kind: "internship" },
      "‘인턴십’은 찾으시는 것에 들어 있지 않습니다.",
      "“Internship” is not among what you look for.",
    ],
    [
      { code: "kind-not-wanted", kind: "job" },
      "‘일자리’는 찾으시는 것에 들어 있지 않습니다.",
      "“Job” is not among what you look for.",
    ],
  ],
  "too-far": [
    [
      { code: "too-far", district: "11680", minutes: 55, minutesMax: 30, wanted: true },
      "강남구는 원하신 지역에서 약 55분 걸려, 정하신 30분보다 멉니다.",
      "It is in Gangnam-gu, about 55 minutes from where you want to work; you want at most 30.",
    ],
    [
      { code: "too-far", district: "11680", minutes: 55, minutesMax: undefined, wanted: true },
      "강남구는 원하신 지역이 아닙니다.",
      "It is in Gangnam-gu, which is not where you want to work.",
    ],
    [
      { code: "too-far", district: "11680", minutes: 75, minutesMax: undefined, wanted: false },
      "강남구는 댁에서 약 75분 걸려 멉니다.",
      "It is in Gangnam-gu, about 75 minutes from home, which is far.",
    ],
    [
      { code: "too-far", district: "26110", minutes: undefined, minutesMax: 60, wanted: false },
      "부산광역시 중구는 사시는 지역이 아닙니다.",
      "It is in 부산광역시 중구, which is not where you live.",
    ],
  ],
  "pay-too-low": [
    [
      { code: "pay-too-low", wish: { krw: 12_000, unit: "HOUR" } },
      "급여가 원하신 시간당 12,000원보다 적습니다.",
      "It pays less than the 12,000 won an hour you want.",
    ],
    [
      { code: "pay-too-low", wish: { krw: 2_500_000, unit: "MONTH" } },
      "급여가 원하신 한 달 2,500,000원보다 적습니다.",
      "It pays less than the 2,500,000 won a month you want.",
    ],
  ],
  "hours-do-not-fit": [
    [
      { code: "hours-do-not-fit", perMonth: 174 },
      "일하는 시간이 한 주에 약 40시간이라, 원하신 시간과 다릅니다.",
      "It takes about 40 hours a week, which is not what you want.",
    ],
  ],
  "shifts-do-not-fit": [
    [
      { code: "shifts-do-not-fit", shifts: ["night", "weekend"] },
      "일하는 때가 밤, 주말이라, 원하신 때와 다릅니다.",
      "The work is at night and at weekends, which is not when you want to work.",
    ],
  ],
  "employment-type-does-not-fit": [
    [
      { code: "employment-type-does-not-fit", employmentType: "PART_TIME" },
      "근무 형태가 ‘시간제’라, 원하신 것과 다릅니다.",
      "It is part-time work, which is not what you want.",
    ],
    [
      { code: "employment-type-does-not-fit", employmentType: "PER_DIEM" },
      "근무 형태가 ‘일용직’이라, 원하신 것과 다릅니다.",
      "It is day work, which is not what you want.",
    ],
  ],
  "programme-condition": [
    [
      { code: "programme-condition" },
      "이 사업의 참여 조건에 맞지 않습니다.",
      "You do not meet a condition for taking part.",
    ],
  ],
  "must-not-met": [
    [
      { code: "must-not-met", asked: { on: "competency", competency: COFFEE, isLevel: false } },
      "이 자리에는 ‘핸드 드립’ 능력이 꼭 필요합니다.",
      "It needs “Hand-drip coffee”.",
    ],
    [
      { code: "must-not-met", asked: { on: "competency", competency: COFFEE, isLevel: true } },
      "이 자리에는 지금보다 높은 수준의 ‘핸드 드립’ 능력이 꼭 필요합니다.",
      "It needs more skill in “Hand-drip coffee” than you have told us.",
    ],
    [
      { code: "must-not-met", asked: { on: "certificate", certificate: "care-worker" } },
      "이 자리에는 ‘요양보호사’ 자격증이 꼭 필요합니다.",
      "It needs the certificate “Care worker licence”.",
    ],
    [
      { code: "must-not-met", asked: { on: "experience", occupation: undefined, months: 18 } },
      "이 자리에는 이런 일을 1년 6개월 이상 해 본 경력이 꼭 필요합니다.",
      "It needs 1 year and 6 months or more in such work.",
    ],
    [
      { code: "must-not-met", asked: { on: "language", language: "zh", level: "C1" } },
      "이 자리에서는 중국어를 능숙하게 하실 수 있어야 합니다.",
      "It needs somebody who can speak Chinese very well.",
    ],
    [
      { code: "must-not-met", asked: { on: "education", level: "high" } },
      "이 자리에는 고등학교 졸업 이상의 학력이 꼭 필요합니다.",
      "It needs somebody who has finished high school.",
    ],
  ],
  bridge: [
    [
      { code: "bridge", courseOpeningId: "course-1", title: "바리스타 2급 과정" },
      "‘바리스타 2급 과정’을 마치시면 이 자리와 맞게 됩니다.",
      "Completing “바리스타 2급 과정” would make it a match.",
    ],
  ],
  "bridge-place": [
    [
      { code: "bridge-place", district: "11440", minutes: 25, wanted: true, online: false, freeSeats: 5 },
      "이 과정은 마포구에서 열리고 원하신 지역에서 약 25분 걸리며, 지금 5명이 더 신청할 수 있습니다.",
      "The course is in Mapo-gu, about 25 minutes from where you want to work, and has 5 free seats.",
    ],
    [
      { code: "bridge-place", district: "11440", minutes: 0, wanted: false, online: false, freeSeats: 1 },
      "이 과정은 사시는 지역인 마포구에서 열리고, 지금 1명이 더 신청할 수 있습니다.",
      "The course is in Mapo-gu, where you live, and has 1 free seat.",
    ],
    [
      { code: "bridge-place", district: "11440", minutes: undefined, wanted: false, online: false, freeSeats: 2 },
      "이 과정은 마포구에서 열리고, 지금 2명이 더 신청할 수 있습니다.",
      "The course is in Mapo-gu, and has 2 free seats.",
    ],
    [
      { code: "bridge-place", district: undefined, minutes: undefined, wanted: true, online: false, freeSeats: 2 },
      "이 과정은 장소를 물어보셔야 하고, 지금 2명이 더 신청할 수 있습니다.",
      "The course is at a place that you have to ask for, and has 2 free seats.",
    ],
    [
      { code: "bridge-place", district: undefined, minutes: undefined, wanted: true, online: true, freeSeats: 40 },
      "이 과정은 온라인으로 들으실 수 있고, 지금 40명이 더 신청할 수 있습니다.",
      "The course is online, and has 40 free seats.",
    ],
  ],
  "bridge-unlocks": [
    [
      { code: "bridge-unlocks", openings: 3 },
      "마치시면 지금 열려 있는 자리 3곳과 맞게 됩니다.",
      "With it you would match 3 openings that are open now.",
    ],
  ],
  "ask-age": [
    [
      { code: "ask-age" },
      "이 사업의 나이 조건에 맞는지 센터에 물어봐 주세요.",
      "Please ask your center whether you meet this programme's condition on age.",
    ],
  ],
  "outside-programme-rules": [
    [
      { code: "outside-programme-rules" },
      "이 사업의 운영 기준에 맞지 않아 지금은 신청을 받지 않는 자리입니다.",
      "It does not keep to its programme's rules and takes no applications now.",
    ],
  ],
  "takes-part-elsewhere": [
    [
      { code: "takes-part-elsewhere" },
      "지금 참여하고 계신 사업과 함께 참여하실 수 없는 사업입니다.",
      "You cannot take part in it beside a programme that you take part in now.",
    ],
  ],
  "step-contact-center": [
    [
      { code: "step-contact-center" },
      "바로 신청하지 않고, 센터에 먼저 문의한 뒤 신청합니다.",
      "Please ask the center first; you apply after that.",
    ],
  ],
  full: [[{ code: "full" }, "지금은 남은 자리가 없습니다.", "It has no free place now."]],
  "programme-step-missing": [
    [
      { code: "programme-step-missing" },
      "이 사업의 앞 단계를 먼저 마치셔야 신청하실 수 있습니다.",
      "The step of the programme that comes before it has to be completed first.",
    ],
    [
      { code: "programme-step-missing", step: { ko: "온라인 학습", en: "Online course" } },
      "이 사업의 ‘온라인 학습’을 먼저 마치셔야 신청하실 수 있습니다.",
      "“Online course” has to be completed first.",
    ],
  ],
  "courses-not-completed": [
    [
      { code: "courses-not-completed" },
      "시작하기 전에 마쳐야 하는 교육이 있는데, 시작일까지 마칠 시간이 남아 있지 않습니다.",
      "It has courses that come before the start, and there is no time left to complete them.",
    ],
    [
      { code: "courses-not-completed", courses: [{ ko: "소양교육", en: "Basics" }] },
      "시작하기 전에 ‘소양교육’을 마쳐야 하는데, 시작일까지 마칠 시간이 남아 있지 않습니다.",
      "There is no time left to complete “Basics” before the start.",
    ],
  ],
  "ask-courses": [
    [
      { code: "ask-courses" },
      "활동을 시작하기 전에 마쳐야 하는 교육을 이미 마치셨나요?",
      "Have you completed the courses that come before the start?",
    ],
  ],
  "step-courses-first": [
    [
      {
        code: "step-courses-first",
        courses: [
          { ko: "소양교육", en: "Basics" },
          { ko: "사업 필수교육", en: "Required training of the role" },
        ],
      },
      "활동을 시작하기 전에 먼저 ‘소양교육’, ‘사업 필수교육’을 마쳐야 합니다.",
      "Before the start, first complete “Basics” and “Required training of the role”.",
    ],
    [
      { code: "step-courses-first" },
      "활동을 시작하기 전에 정해진 교육을 마쳐야 합니다.",
      "Its preparatory courses come before the start.",
    ],
  ],
  "ask-retirement-stage": [
    [
      { code: "ask-retirement-stage" },
      "이 사업의 퇴직 전·후 조건에 맞는지 센터에 물어봐 주세요.",
      "Please ask your center whether you meet this programme's condition on retirement.",
    ],
  ],
  "ask-programmes": [
    [
      { code: "ask-programmes" },
      "지금 참여하고 계신 다른 공공 사업이 있나요?",
      "Do you take part in another public programme now?",
    ],
  ],
  "ask-residence": [
    [
      { code: "ask-residence" },
      "이 사업의 사는 곳 조건에 맞는지 센터에 물어봐 주세요.",
      "Please ask your center whether you meet this programme's condition on where you live.",
    ],
  ],
  "ask-certificate": [
    [
      { code: "ask-certificate", certificate: "care-worker" },
      "‘요양보호사’ 자격증을 갖고 계신가요?",
      "Do you hold the certificate “Care worker licence”?",
    ],
  ],
  "ask-named-certificate": [
    [
      { code: "ask-named-certificate", source: 0 },
      "‘사내 안전 이수증’을 갖고 계신가요?",
      "Do you hold the certificate “사내 안전 이수증”?",
      named,
    ],
    [
      { code: "ask-named-certificate", source: 3 },
      "필요한 자격증을 갖고 계신가요?",
      "Do you hold the certificate it asks for?",
      named,
    ],
    [
      { code: "ask-named-certificate", source: 0 },
      "‘전통 매듭 짓기’ 능력을 갖고 계신가요?",
      "Can you do “전통 매듭 짓기”?",
      { requirements: [{ on: "named-competency", importance: "must", name: "전통 매듭 짓기", level: 3 }] },
    ],
  ],
  "ask-experience": [
    [
      { code: "ask-experience", months: 12, occupation: "5317" },
      "‘음료 조리원’ 일이나 비슷한 일을 1년 이상 하셨나요?",
      "Have you worked for 1 year or more as “Barista and drinks maker” or in similar work?",
    ],
    [
      { code: "ask-experience", months: 30 },
      "이런 일을 2년 6개월 이상 하셨나요?",
      "Have you worked for 2 years and 6 months or more in such work?",
    ],
    [
      { code: "ask-experience", months: 1 },
      "이런 일을 1개월 이상 하셨나요?",
      "Have you worked for 1 month or more in such work?",
    ],
  ],
  "ask-competency": [
    [
      { code: "ask-competency", competency: COFFEE },
      "‘핸드 드립’ 능력을 갖고 계신가요?",
      "Can you do “Hand-drip coffee”?",
    ],
    [
      { code: "ask-competency", competency: "security-law-knowledge" },
      "‘경비업법 지식’을 갖고 계신가요?",
      "Do you have “Knowledge of security law”?",
    ],
  ],
  "ask-language": [
    [
      { code: "ask-language", language: "en", level: "A2" },
      "영어로 간단한 말을 하실 수 있나요?",
      "Can you say simple things in English?",
    ],
    [{ code: "ask-language", language: "en" }, "영어를 하실 수 있나요?", "Can you speak English?"],
  ],
  "ask-education": [
    [
      { code: "ask-education", level: "associate" },
      "전문대학이나 대학교를 졸업하셨나요?",
      "Have you finished college?",
    ],
    [{ code: "ask-education" }, "이 자리의 학력 조건에 맞으신가요?", "Do you meet its condition on education?"],
  ],
};
