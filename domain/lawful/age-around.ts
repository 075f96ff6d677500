import { anyOf } from "./wording.ts";

/** Those whom the work is for, and what isn't recruiting, before an age … */
export const OF_OTHERS_BEFORE = new RegExp(
  `${anyOf(
    "정년",
    "퇴직",
    "재고용",
    "(?:근무|고용) ?상한",
    "촉탁",
    "임금 ?피크제?",
    "평균 ?(?:연령|나이)?",
    "자녀",
    "아이",
    "아동",
    "어르신",
    "노인",
    "환자",
    "고객",
    "손님",
    "이용자",
    "수급자",
    "수혜자",
    "시청자",
    "독자",
    "소비자",
    "타깃",
    "타겟",
    "(?:이용|돌봄|서비스|케어|교육|상담|진료|급여|가입|보육) ?대상(?:자|은|:| )?",
    "공제",
    "검진",
    "장려금",
    "지원금",
    "연금",
    "(?<!대 ?)보험",
    "혜택",
    "patients?",
    "children",
    "clients?",
    "residents",
    "seniors",
    "customers",
    "students",
    "retirement",
    "average",
    "range",
  )}[^.,\\n]{0,10}$`,
);

/** … and after one. 어르신 우대 is about those who apply. */
const OF_OTHERS_AFTER = new RegExp(
  `^(?:[가-힣a-z0-9()~ -]{0,10}?)${anyOf(
    "(?:어르신|노인|노약자|고령자|장애인|아동|아이|어린이|영아|유아|영유아|청소년|학생|초등|중학|고등학|고객|환자|수급자|대상자|이용자|입소자|회원|수강생|소비자|손님|시청자|타깃|타겟|주민|시민|산모|자녀|원아|내담자)(?!.{0,6}(?:우대|환영|채용|구함))",
    "정년",
    "퇴직",
    "국민연금",
    "연금",
    "보험",
    "(?:실업|의료) ?급여",
    "공제",
    "장려금",
    "지원금",
    "검진",
    "피크",
    "무료",
    "면제",
    "대상(?:의|으로|인)? ?(?:교육|상담|강의|강좌|프로그램|수업|서비스|급식|사업|행사|운영|지도)",
    "(?:상담|강의|강좌)(?!원|사|직)",
    "(?:근로자|직원|인력)[^.]{0,4}(?:고용|채용)? ?(?:기업|사업장|유지|장려|비율)",
    "휴직",
    "대출",
    "혜택",
    "할인",
    "입장",
    "관람",
    "(?:직원|동료|구성원|팀원|멤버|인원)[^.]{0,8}(?:근무 ?중|재직|활약|절반|많|비율|활동 ?중|일하고|함께)",
    "(?:제한|조건|구분|차별)[^.]{0,4}(?:없|무|폐지|않)",
    " ?(?:무관|불문|상관 ?없)",
    "patients?",
    "children",
    "clients?",
    "customers",
    "residents",
    "students",
  )}`,
);

/** What the work is about: said of an age with no word of recruiting in the same breath, it is about others' age. */
const OF_THE_WORK =
  /^(?!.*(?:우대|환영|모집|채용|구합|구함|지원 ?가능|가능자|뽑|찾|선호|만 )).*(?:정책|사업|교육|강좌|강의|프로그램|안내|업무|대상|지도원|보호|돌봄|보육|요양|급식|치료|진료|검사|운전자|흡연|음주|출입|월세|주거|주택|임대|수당|바우처|무임|투표|통계|조사|접종|산모|관객|행사|잔치|축제|동호회|합창단)/;

/** From the young to the old together: nobody is left out. */
const ALL_TOGETHER = /^[^.]{0,10}(?:다양|고루|폭넓|두루|누구나)/;

/** 60세 이상도 가능 shuts nobody out. */
const ALSO = /^ ?도(?![움록우])/;

/** What makes an age before it harmless. */
export const HARMLESS_AFTER = new RegExp(
  [OF_OTHERS_AFTER, OF_THE_WORK, ALL_TOGETHER, ALSO].map(({ source }) => source).join("|"),
);

/** How long somebody may stay says nothing of who may come. */
export const STAYING = /^ ?(?:근무|고용|재고용|계약|재계약|연장|보장|일할|일하)/;

/** What stands in tens and isn't people: 차량 20대. */
export const MACHINES =
  /(?:차|차량|트럭|화물차|버스|택시|승용차|오토바이|자전거|서버|pc|컴퓨터|노트북|장비|기계|설비|주차|지입|드론|자판기|프린터|로봇|카메라|포크레인|굴착기|지게차|단말기|기기|기|호기|총)[^.,\n]{0,6}$/;
