import { HARMLESS_AFTER, MACHINES, OF_OTHERS_BEFORE, STAYING } from "./age-around.ts";
import { anyOf, CLOSED, ONLY, PERSON, WANTED, type Wording } from "./wording.ts";

/** An age at which somebody may work. What is younger is a child in care, and a hundred is a slogan. */
const AGE = "(?:1[5-9]|[2-9]\\d)";

/** 세 and 살 as years of age: not 20세대, 30세트, 40세션, 세금, 살균, and not the number three of 세 가지. */
const YEARS = "(?:세(?![대트션기금무척탁균종제])(?! ?(?:가지|번|곳|개|시간|달|군데|차례|배))|살(?![균충림짝]))";

/** 만 40세, with or without the year of birth behind it. */
const AGED = `(?:만 ?)?${AGE} ?${YEARS}(?: ?\\([^()\\n]{0,14}\\))?`;

const FROM = "(?:이상|부터|초과|넘는|넘으신|넘은|넘으면)";
const UP_TO = "(?:이하|미만|까지|이내|안쪽|아래(?![층쪽])|↓)";
const ABOUT = "(?:전후|안팎|내외)";

/** Nobody under 19 may do some work, and nobody under 15 any (근로기준법 64·65조, 청소년보호법 29조): saying so is no choice by age. */
const YOUTH_AGE = 19;

/** 준고령자 are 50 or older, 고령자 55 (고령자고용법 시행령 2조). */
const SENIOR_AGE = 50;

const HANGUL_TENS: Readonly<Record<string, number>> = {
  이십: 20,
  삼십: 30,
  사십: 40,
  오십: 50,
  육십: 60,
  칠십: 70,
  스무: 20,
  서른: 30,
  마흔: 40,
  쉰: 50,
  예순: 60,
  일흔: 70,
};
const NUMBER = new RegExp(`(?<!\\d)\\d{2}(?!\\d)|${Object.keys(HANGUL_TENS).join("|")}`, "g");

/** Ages in some words, in full tens where they are spelt out. */
function numbersIn(words: string): readonly number[] {
  return [...words.matchAll(NUMBER)].map(([number]) => HANGUL_TENS[number] ?? Number(number));
}

const IS_UPPER = new RegExp(`${UP_TO}|[~-] ?(?:만 ?)?\\d{2}|under|below|younger|older than|up to|max`);

/** A limit that only repeats the protection of the young: from 18 on, or not under 19. */
function isProtectionOfYouth(words: string): boolean {
  const ages = numbersIn(words);
  if (ages.length === 0 || ages.some((age) => age > YOUTH_AGE)) return false;
  return ages.length === 1 || IS_UPPER.test(words);
}

/**
 * A preference, not a limit, for people from 50 on: 고령자고용법 16조 asks for it, and 4조의5 4호 excepts it. Nobody else may be shut out for it
 * (고용노동부's own reading), so a limit from 50 on stays a condition.
 */
function isPreferenceForSeniors(words: string, after: string): boolean {
  const ages = numbersIn(words);
  const isOpenUpwards = ages.length > 0 && Math.min(...ages) >= SENIOR_AGE && !IS_UPPER.test(words);
  return isOpenUpwards && /(?:우대|환영|우선|선호|가점)/.test(words + after);
}

const aged = (says: string): Wording => ({
  says: new RegExp(says, "g"),
  unlessAfter: OF_OTHERS_BEFORE,
  unlessBefore: HARMLESS_AFTER,
  unless: (words, after) =>
    words.includes("정년") ||
    isProtectionOfYouth(words) ||
    isPreferenceForSeniors(words, after) ||
    (words.endsWith("까지") && STAYING.test(after)),
});

/** Limits in years: these are what the field `eligibility` says in numbers. */
export const ageSpans: readonly Wording[] = [
  // 20~35세, 만 20세부터 35세까지, 20세 이상 35세 이하
  aged(
    `(?<![\\d.,])(?:만 ?)?${AGE} ?(?:${YEARS})? ?(?:${FROM})?(?: ?[~-] ?| ?에서 ?|(?<=[가-힣]),? ?)(?:만 ?)?(?<!\\d)${AGE} ?${YEARS}(?: ?${UP_TO})?`,
  ),
  // 35세 미만, 만 40세 이하, 50세 이상, ~35세, 35세~
  aged(`(?<![\\d.,~-])(?<!\\d )${AGED} ?(?:${UP_TO}|${FROM}|${ABOUT}|↑|[~-](?! ?\\d))`),
  aged(`(?<![\\d세살] ?)~ ?${AGED}`),
  // 만 35세 지원 가능
  aged(`(?<![\\d.,~-])${AGED} ?(?:인 ?|의 ?)?(?:${PERSON} ?)?(?:${WANTED}|${ONLY}|지원 ?가능)`),
  // 나이 35 이하, 연령: 20-35, 연령 제한 40
  aged(
    `(?:나이|연령)(?: ?(?:대|층|커트라인|제한|조건|범위|요건|기준|상한|하한))?(?:은|는)? ?[:=(]? ?(?:만 ?)?${AGE}(?!\\d|년|대|개|명|만 ?원)(?: ?[~-] ?(?:만 ?)?${AGE})?(?: ?${YEARS})?(?: ?(?:${UP_TO}|${FROM}))?`,
  ),
  // 1990년생 이후, 85년생까지, 1985~1995년생, 75~90년생
  {
    says: new RegExp(
      `(?<!\\d)(?:(?:19|20)?\\d{2}년?생? ?[~-] ?(?:(?:19|20)\\d{2}|\\d{2})년 ?생|(?:(?:19|20)\\d{2}|\\d{2})년 ?생(?= ?(?:이후|이전|부터|까지|이상|이하|[~-]|자 ?(?:만|지원|우대)|(?:${PERSON} ?)?(?:${WANTED}|${ONLY}|지원))))(?: ?(?:이후|이전|부터|까지|이상|이하))?(?: ?출생)?(?:자)?`,
      "g",
    ),
    unlessAfter: OF_OTHERS_BEFORE,
    unlessBefore:
      /^[^.,\n]{0,8}(?:나무|소나무|묘목|수목|과수|인삼|산삼|아동|어린이|원아|유아|영아|아이|고양이|강아지|반려|반(?![가-힣]))/,
  },
  // 1991.1.1 이후 출생
  {
    says: /(?<!\d)(?:19|20)\d{2}(?:년|[./-]) ?\d{1,2}(?:월|[./-]) ?\d{1,2}일?\.? ?(?:이후|이전|부터|까지)(?:에)? ?(?:출생|태어)(?:자)?/g,
    unlessAfter: OF_OTHERS_BEFORE,
    unlessBefore: /^[^.,\n]{0,8}(?:아동|어린이|원아|유아|영아|아이)/,
  },
  // English
  aged(
    `(?<![a-z])(?:aged?|ages)(?: (?:limit|range|requirement|group)s?)?(?: is| of|:)? ?(?:from |between |under |below |up to |over |above |max(?:imum)?\\.? ?|min(?:imum)?\\.? ?)?${AGE}(?!\\d|%)(?: ?(?:-|~|to|and) ?${AGE}(?!\\d))?(?: ?(?:\\+|or (?:under|younger|below|older|over)|and (?:under|older|over|up)))?`,
  ),
  aged(
    `(?<![a-z])(?:under|below|over|above|at least|no older than|not older than|younger than|older than|up to|max(?:imum)?|between|from)? ?(?<!\\d)${AGE}(?: ?(?:-|~|to|and) ?${AGE})? (?:years?|yrs?)(?: old| of age)(?: or (?:under|younger|older|over))?`,
  ),
];

/**
 * The same for special guards (특수경비원), of whom the law itself has nobody of 60 or older (경비업법 10조 2항 1호); repeating that is no choice of
 * the employer's (고령자고용법 4조의5 1호).
 */
export const ageSpansOfSpecialGuards: readonly Wording[] = ageSpans.map((wording) => ({
  ...wording,
  unless: (words, after, before) =>
    /^(?:만 ?)?(?:18세? ?(?:이상|[~-])[ ,]*(?:만 ?)?)?60세 ?미만$/.test(words) ||
    wording.unless?.(words, after, before) === true,
}));

const DECADES =
  "(?<![\\d.,])(?:(?:[2-9]0)대? ?[~,·/-] ?|[2-9]0대 ?(?:와|과|및|또는|,) ?){0,2}(?:[2-9]0 ?대|2030(?: ?세대)?|3040(?: ?세대)?|4050(?: ?세대)?|5060(?: ?세대)?)(?! ?년)(?: ?(?:초반|중반|후반|초중반|중후반))?";

const decades = (says: string): Wording => ({
  says: new RegExp(says, "g"),
  unlessAfter: new RegExp(`${MACHINES.source}|${OF_OTHERS_BEFORE.source}`),
  unlessBefore: new RegExp(`${HARMLESS_AFTER.source}|^ ?(?:보유|규모|운영|설치|납품|생산|수리|점검|출고)`),
  unless: isPreferenceForSeniors,
});

/** What sets people apart from what supports them: 청년 채용 장려금. */
const NO_SCHEME =
  "(?! ?(?:장려|지원금|지원 ?사업|지원 ?센터|사업|공제|박람|우수|기업|특별|촉진|목표|의무|연계|정책|할당|정보|플랫폼|상담|업무|담당|관련|시 ?정부))";

const NEGATED = /^[^.\n]{0,8}?(?:없|무(?![역엇게기])|x|×|폐지|안 |않|no|아님|금지|해제|철폐|두지|상관)/;

const YOUNG_PERSON = anyOf(
  "인재(?!(?:들)?(?:이|가|과|와) ?(?:모인|많|함께|이끄|일하))",
  "분(?!위|야|들?(?:이|께서)? ?(?:많|찾|오|즐|모)|들이)",
  `피(?= ?(?:수혈|를|$|${WANTED}))`,
  "일꾼",
  "지원자",
  "구직자",
  `(?:남성|여성|남자|여자|직원|사원|인력|사람|친구|청년|엄마|주부|층|이|세대)(?= ?(?:${WANTED}|${ONLY}|을 |를 ))`,
);

/** Ages in other words than years. */
export const ageWords: readonly Wording[] = [
  // 20대 환영, 20~30대 직원 모집, 2030 우대
  decades(
    `${DECADES}(?: ?(?:이하|미만|까지|이상|위주))?(?:의|인)? ?(?:남성|여성|남자|여자|남녀|청년|주부)? ?(?:님|${PERSON})?(?:들|분)?(?:을|를|이|만)? ?(?:${WANTED}|${ONLY}|위주|지원 ?(?:가능|바랍))`,
  ),
  decades("(?<![\\d.,])[2-9]0 ?대 ?(?:초반|중반|후반)? ?(?:이하|미만|까지)(?! ?(?:증|감|늘))"),
  decades(
    "(?<![\\d.,])[2-9]0 ?대 ?(?:초반|중반|후반)? ?(?:이상|이하|(?:을|를)? ?넘(?:으신|은|는))?(?: ?분들?)?(?:은|는)? ?(?:지원 ?)?(?:불가|사절|제외|사양)",
  ),
  decades(`${DECADES}의 ?(?:대리|주임|사원|과장)급`),
  // 20대 분들 많은 지원 바랍니다
  decades(`${DECADES} ?(?:${PERSON}|여러분)들?의? ?(?:많은 ?)?(?:지원|관심|연락) ?(?:바랍|부탁|주세|환영)`),
  decades(`${DECADES}(?:의)? ?(?:남녀|남성|여성|남자|여자)${CLOSED}`),
  decades(`우대(?: ?(?:사항|조건))? ?[:(]? ?${DECADES}`),
  // 삼십대 환영, 마흔 살 이하
  {
    says: new RegExp(
      `(?:(?:이|삼|사|오|육|칠)십 ?(?:대|[일이삼사오육칠팔구]?세)|(?:스무|서른|마흔|쉰|예순|일흔) ?살)(?: ?(?:이상|이하|미만|까지)| ?(?:${PERSON})? ?(?:${WANTED}|${ONLY}))`,
      "g",
    ),
    unlessAfter: new RegExp(`${MACHINES.source}|${OF_OTHERS_BEFORE.source}`),
    unlessBefore: HARMLESS_AFTER,
    unless: isPreferenceForSeniors,
  },
  decades(`(?:나이|연령)(?:대|층)?(?:은|는)? ?[:(]? ?${DECADES}`),
  {
    says: /(?:나이|연령)(?:[ ,·/]{0,3}(?:및|와|과)? ?(?:성별|학력|경력|성|국적)){0,3} ?(?:에 ?(?:따른|의한|대한)? ?)?제한(?:이|은|을)?(?! ?(?:상품|품목|게임|영화|콘텐츠|확인|등급|법))/g,
    unlessAfter: /(?:no|무|없는) ?$/,
    unlessBefore: NEGATED,
    unless: (_words, rest) => /^ ?[:(]? ?(?:없|무)/.test(rest),
  },
  {
    says: /(?:나이|연령)(?:가|는|이|은)? ?(?:든|드신|많(?:은|으신|아)|어린|젊은|적은)(?! ?(?:도|순))[^.,\n]{0,8}?(?:사절|불가|제외|우대|환영|선호|힘듭|어렵|곤란)/g,
  },
  {
    says: /(?:고령자|고령|노인|노년층|어르신|실버 ?세대|중장년층?|장년층?|연장자|나이 ?드신 ?분|연세 ?(?:있으신|많으신) ?분)(?:은|는)? ?(?:지원(?:을|은)? ?)?(?:불가|사절|사양|삼가|자제|제외|지양|안 ?됩|어렵습|힘듭|곤란|채용 ?안)/g,
  },
  {
    says: new RegExp(
      `(?<!중장|창업 ?)청년(?:들|층| ?분| ?구직자| ?인재| ?사원| ?직원| ?인력| ?인턴| ?알바생?| ?아르바이트생?| ?정규직| ?계약직| ?신입)?(?:을|를)? ?(?:${ONLY}|(?:${WANTED})${NO_SCHEME})`,
      "g",
    ),
  },
  { says: new RegExp(`청년 ?${PERSON} ?${ONLY}`, "g") },
  { says: /청년(?:분|층)?들?의 ?(?:많은 ?)?(?:지원|관심)(?! ?(?:사업|센터|금))/g },
  { says: new RegExp(`(?<![a-z])(?:mz(?: ?세대)?|z ?세대)(?:를)? ?(?:${ONLY}|(?:${WANTED})${NO_SCHEME})`, "g") },
  {
    says: new RegExp(
      `(?:고령자|준고령자|장년층?|중장년층?|신중년|노인|어르신|실버)(?: ?(?:분|인력|구직자))? ?${ONLY}`,
      "g",
    ),
  },
  { says: new RegExp(`젊(?:은|으신) ?${YOUNG_PERSON}`, "g") },
  {
    says: /젊고,? ?(?:[가-힣]{1,7},? ?){1,3}?(?:인재|분(?!위|야)|사람|직원|사원|일꾼|지원자|청년|남성|여성)(?!들?(?:이|과|이랑|께서)? ?(?:모인|많|함께|이끄|일하))/g,
  },
  {
    says: /(?<![a-z])(?:max(?:imum)?|upper|min(?:imum)?) age(?: limit)?|(?<![a-z])age (?:limit|restriction)s?/g,
    unlessAfter: /(?:no|without|any|not? an?) $/,
    unlessBefore: /^[: ]{0,3}(?:none|no\b|n\/a|does not|not apply)/,
  },
  {
    says: /(?<![a-z])young(?:er)?,?(?: and)?(?: [a-z-]{3,14},?){0,2}? (?:talents?|candidates?|applicants?|job ?seekers?)(?![a-z])/g,
  },
  {
    says: /(?<![a-z])young(?:er)?,?(?: and)?(?: [a-z-]{3,14},?){0,2}? (?:people|persons?|staff|m[ae]n|wom[ae]n|lad(?:y|ies)|employees?|individuals?|workers?) (?:only|wanted|preferred|welcome|sought|needed)(?![a-z])/g,
  },
  {
    says: /(?<![a-z])(?:must be|applicants?|candidates?) (?:under|below|younger than|older than|over) (?:2[0-9]|[3-9]\d)(?!\d| ?(?:%|minutes|miles|km|hours|wpm|pounds|lbs|kg))/g,
  },
  {
    says: /(?<![a-z\d])(?:in (?:his|her|their|your) )?(?:(?:20|30|40)s ?(?:-|to|~|or|and) ?)?(?:20|30|40)s (?:only|preferred|welcome|wanted)/g,
  },
];
