import { HARMLESS_AFTER, MACHINES, OF_OTHERS_BEFORE } from "./age-around.ts";
import { anyOf, ONLY, PERSON, WANTED, type Wording } from "./wording.ts";

const WISHED = `(?:${WANTED}|${ONLY}|지원 ?가능)`;

/** Children in care and what is planted have a year of birth, too. */
const GROWING = /^[^.,\n]{0,8}(?:나무|묘목|수목|아동|어린이|원아|유아|영아|아이|고양이|강아지|반려)/;

/** 서른다섯, 마흔: tens from twenty on, said as people count years of life. */
const NATIVE_TENS = "(?:스무|스물|서른|마흔|쉰|예순|일흔)";
const NATIVE_AGE = `${NATIVE_TENS}(?:한|두|세|네|하나|둘|셋|넷|다섯|여섯|일곱|여덟|아홉)?`;

const ENGLISH_AGE = "(?:2\\d|[3-8]\\d)(?!\\d| ?(?:%|minutes|miles|km|hours|wpm|pounds|lbs|kg|people|employees))";
const ENGLISH_BOUND = "(?:under|below|over|above|younger than|older than|past)";
const ENGLISH_PERSON =
  "(?:graduates?|applicants?|candidates?|job ?seekers?|people|persons?|those|anyone|staff|workers?)";

/** Limits in years that are written neither with 세 nor with both ends. */
export const ageSpansInOtherWords: readonly Wording[] = [
  // 1990년 이후 출생자만, 85년 이전에 태어난 분
  {
    says: /(?<!\d)(?:19|20)?\d{2}년(?:도)? ?(?:이후|이전|부터|까지)(?:에)? ?(?:출생|태어난|태어나신)(?:자|한|하신)?/g,
    unlessAfter: OF_OTHERS_BEFORE,
    unlessBefore: GROWING,
  },
  // 90년대생 환영
  {
    says: new RegExp(
      `(?<!\\d)(?:19|20)?\\d0년대 ?(?:초반|중반|후반)? ?생(?: ?${PERSON})?(?:들)?(?:을|를|이)? ?(?:이후|이전|부터|까지|${WISHED})`,
      "g",
    ),
    unlessAfter: OF_OTHERS_BEFORE,
    unlessBefore: GROWING,
  },
  // 서른다섯 살 이하, 나이 마흔 이하
  {
    says: new RegExp(
      `${NATIVE_AGE} ?살 ?(?:이상|이하|미만|까지|전후)|(?:나이|연령)(?:가|는|이|은)? ?${NATIVE_AGE}(?: ?살)? ?(?:이상|이하|미만|까지|안쪽|아래|전후)`,
      "g",
    ),
    unlessAfter: OF_OTHERS_BEFORE,
    unlessBefore: HARMLESS_AFTER,
  },
  // 35세를 넘지 않는 분
  {
    says: /(?<![\d.,])(?:만 ?)?[2-9]\d ?(?:세|살)(?:를|을|가|이)? ?(?:넘지|초과하지) ?(?:않|아니|말)/g,
    unlessAfter: OF_OTHERS_BEFORE,
    unlessBefore: /^[^.,\n]{0,6}(?:어르신|노인|아동|환자|고객|대상자|이용자)/,
  },
  {
    says: new RegExp(
      anyOf(
        `(?<![a-z])(?:no ?-?one|nobody) (?:aged )?${ENGLISH_BOUND} ${ENGLISH_AGE}`,
        `(?<![a-z])only ${ENGLISH_PERSON} (?:who are |aged )?${ENGLISH_BOUND} ${ENGLISH_AGE}`,
        `(?<![a-z])${ENGLISH_PERSON} (?:who are |aged )?${ENGLISH_BOUND} ${ENGLISH_AGE} only(?![a-z])`,
        `(?<![a-z])only ${ENGLISH_PERSON} born (?:after|before|since|from|in) (?:19|20)\\d{2}`,
        `(?<![a-z])(?:${ENGLISH_PERSON} |must be )born (?:after|before|since|from) (?:19|20)\\d{2}(?= only|[.!)\\n]|$)`,
      ),
      "g",
    ),
    unlessAfter: /(?:care for|teach|help|serve|support|counsel|visit)[^.,\n]{0,10}$/,
  },
];

const PARENT = "(?:어머니|어머님|엄마|아버지|아버님|아빠|학부모|주부|미시|맘)(?:들|분)?";

/** Ages in other words than years. */
export const ageWordsInOtherWords: readonly Wording[] = [
  // 2,30대 환영
  {
    says: new RegExp(
      `(?<![\\d.,])[2-8] ?[,·.~-] ?[3-9]0 ?대(?! ?년)(?:의)? ?(?:(?:남성|여성|남자|여자|남녀) ?)?(?:${PARENT}|${PERSON})?(?:님|분)?(?:들)?(?:을|를|이)? ?${WISHED}`,
      "g",
    ),
    unlessAfter: new RegExp(`${MACHINES.source}|${OF_OTHERS_BEFORE.source}`),
    unlessBefore: HARMLESS_AFTER,
  },
  // 30~40대 어머니 환영
  {
    says: new RegExp(
      `(?<![\\d.,~-])(?:[2-9]0대? ?[~,·-] ?)?[2-9]0 ?대 ?(?:초반|중반|후반)? ?${PARENT}(?:을|를|이)? ?${WISHED}`,
      "g",
    ),
    unlessAfter: OF_OTHERS_BEFORE,
    unlessBefore: HARMLESS_AFTER,
  },
  // 40대 후반까지도 가능: however late it is, it is a last age
  {
    says: /(?<![\d.,])[2-9]0 ?대 ?(?:초반|중반|후반)? ?까지도 ?(?:지원 ?)?(?:가능|환영|받)/g,
    unlessAfter: new RegExp(`${MACHINES.source}|${OF_OTHERS_BEFORE.source}`),
  },
  // MZ세대 직원 구합니다
  {
    says: new RegExp(
      `(?<![a-z])(?:mz|z)(?: ?세대)? ?(?:직원|사원|분|인재|알바생?|인력|크루|구직자|지원자|신입)(?:들)?(?:을|를)? ?(?:${WANTED}|${ONLY})`,
      "g",
    ),
  },
  // 사오십대 환영
  {
    says: new RegExp(`(?:이삼|삼사|사오)십 ?대 ?(?:남성|여성|남자|여자|${PERSON})?(?:들)?(?:을|를)? ?${WISHED}`, "g"),
    unlessAfter: new RegExp(`${MACHINES.source}|${OF_OTHERS_BEFORE.source}`),
    unlessBefore: HARMLESS_AFTER,
  },
  // 어린 친구 구해요. A place may welcome the young as its guests.
  {
    says: /(?<![가-힣])어린 ?(?:친구|분|직원|알바생?)(?:들)?(?:을|를)? ?(?:우대|선호|우선|모집|채용|급구|구함|구합|구해요|뽑)/g,
  },
  { says: /시니어(?: ?분|층)?(?:들)?(?:은|는)? ?(?:지원 ?)?(?:불가|사절|안 ?됩|안 ?받)/g },
  {
    says: new RegExp(
      anyOf(
        `(?<![a-z])(?:under|over)[- ]${ENGLISH_AGE}s (?:only|preferred|wanted|welcome)`,
        `(?<![a-z])(?:someone|anyone|${ENGLISH_PERSON}) in (?:their|his|her) (?:early |mid[- ]?|late )?(?:twenties|thirties|forties|fifties|[2-5]0s)`,
        `(?<!\\d)${ENGLISH_AGE}(?:[~-]${ENGLISH_AGE})? ?y(?:\\/|\\.)?o(?![a-z])`,
        "(?<![a-z])digital natives (?:only|preferred|wanted)",
        `(?<![a-z])(?:seniors|(?:older|elderly) ${ENGLISH_PERSON}) (?:need not|should not|may not|cannot|can't) apply`,
      ),
      "g",
    ),
    unlessAfter: /(?:care for|teach|help|serve|support|counsel|visit|patients?|customers|clients)[^.,\n]{0,10}$/,
  },
];
