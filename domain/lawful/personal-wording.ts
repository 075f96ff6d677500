import { anyOf, CLOSED, ONLY, WANTED, type Wording } from "./wording.ts";

/** Asking for something to be written down or handed in. */
const ASKED =
  "(?:기재|기입|작성|표기|표시|명시|입력|적어|적을|적으|써 ?주|쓰세|쓰시|채워|채우|밝혀|알려|포함|제출|첨부)";

/** Asked not to be told, or told by the work: 재산목록 작성 업무. */
const NOT_ASKED =
  /^(?:[^.\n]{0,16}?(?:않|말|마세|마시|금지|불필요|없이|없음|무관|제외|생략|삭제|안 ?됩|안 ?함|하지|받지|불이익|탈락|감점|실격)|[^.,\n]{0,6}?(?:업무|보조|담당|안내|발급|접수|서비스|교육|할 ?경우|하는 ?경우))/;

/** An item and the asking for it, with none of the words between them by which it would be somebody else's. */
const asked = (item: string, within = 12): string =>
  `${item}(?:(?!상담|프로그램|업무|발급|등록|조사)[^.\\n]){0,${within}}?${ASKED}`;

/** Looks, height and weight, as a condition or as something to be told (남녀고용평등법 7조 2항, 채용절차법 4조의3 1호). */
export const bodyWording: readonly Wording[] = [
  {
    says: /용모(?:가|는|(?:와|과|,|·| 및|\/)? ?복장(?:이|은)?)? ?(?:단정|준수|수려|우수|양호)(?:한|하신|하고|자)?|(?:외모|미모)(?:가|는)? ?(?:단정|준수|수려|출중|우수|뛰어|호감|훈훈|깔끔)[가-힣]{0,3}|(?:훈훈한|깔끔한|준수한|수려한|호감형|단정한|예쁜|출중한) ?(?:외모|용모)/g,
    unlessBefore: NOT_ASKED,
  },
  {
    says: /(?:용모|외모|미모)(?:를|에|도)? ?(?:중시|우대|봅니다|심사|평가|기준)|(?:날씬한|예쁜|잘생긴|몸매 ?좋은|키 ?큰|키가 ?큰) ?(?:분|사람|직원|여성|남성|여자|남자|아가씨)|미모의 ?(?:여성|여자|남성|남자|직원|분)|이목구비|체격(?:이)? ?(?:좋은|건장한) ?(?:분|남|사람|직원)|훈남|훈녀|몸짱|외모에 ?자신 ?있|인물(?:이|도)? ?(?:좋은|좋으신|훤한) ?(?:분|사람|직원)|(?:예쁘|잘생기|날씬하)고,? ?(?:상냥|친절|성실|밝|착|젊|키 ?큰)[가-힣]{0,4} ?(?:분|사람|직원|여성|남성)|(?:뚱뚱|통통|비만|왜소|키(?:가)? ?작)[가-힣]{0,4} ?(?:분|사람|체형)(?:은|는)? ?(?:사양|사절|불가|제외)/g,
    unlessBefore: NOT_ASKED,
  },
  {
    says: /(?<![가-힣])(?:키|신장)(?:가|는|은|이)? ?[:(]? ?(?:남|여|남성|여성|남자|여자)? ?1[4-9]\d ?(?:cm|센티미터|센티|센치)?(?:[ ~-]{1,3}1[4-9]\d ?(?:cm|센티|센치)?)? ?(?:이상|이하|미만|초과|내외|정도|되|넘|~)?/g,
    unlessAfter: /(?:고객|모델|마네킹|인형|조형물|나무|선반|책장|진열장|아동|학생|어르신|환자|대상자)[^.,\n]{0,6}$/,
    unlessBefore: /^ ?(?:[^.,\n]{0,6}(?:선반|진열|조형|인형|나무|묘목|마네킹|책장))/,
  },
  {
    says: /(?<![가-힣\d])1[5-9]\d ?(?:cm|센티미터|센티|센치) ?(?:이상|이하|미만)[^.,\n]{0,6}?(?:남성|여성|남자|여자|신장|분|키)/g,
  },
  {
    says: /(?<![가-힣])(?:체중|몸무게)(?:이|은|는|가)? ?[:(]? ?\d{2,3} ?(?:kg|킬로그램|킬로|키로)? ?(?:이상|이하|미만|초과|내외|정도|~)/g,
    unlessAfter: /(?:어르신|환자|대상자|고객|수급자|아동|반려견|강아지)[^.,\n]{0,6}$/,
    unlessBefore:
      /^ ?(?:어르신|환자|대상자|고객|수급자|아동|반려|[가-힣]{0,3}(?:견|묘)(?![가-힣])|강아지|고양이|동물|화물|짐)/,
  },
  {
    says: new RegExp(
      anyOf(
        asked("(?<![가-힣])(?:키|신장)(?:[,·/]| 및|와| 와|과)? ?(?:몸무게|체중)"),
        asked("(?:나이|몸무게|체중|학력|이름)(?:와|과|,|·|\\/| 및) ?키(?![가-힣]{2})"),
        asked("신체 ?(?:조건|사항|치수)", 8),
        asked("(?:몸무게|체중|혈액형|외모|용모|체형)(?:을|를|과|와)", 8),
      ),
      "g",
    ),
    unlessAfter: /(?:고객|환자|어르신|대상자|이용자|회원|아동)[^.,\n]{0,10}$/,
    unlessBefore: NOT_ASKED,
  },
  // 몸무게 기재 요망, 키 기재
  {
    says: /(?<![가-힣])(?:키|신장|몸무게|체중)(?:를|을|도|는|은)? ?(?:필수 ?|반드시 ?)?(?:기재|기입|명시|표기|적어|밝혀|알려)/g,
    unlessAfter:
      /(?:고객|환자|어르신|대상자|이용자|회원|아동|아이|아기|신생아|학생|동물|반려견|가축|제품|상품|화물|택배|라이선스|인증|암호|보안|api|차량|사물함|나무|모델)[^.,\n]{0,10}$/,
    unlessBefore: NOT_ASKED,
  },
  {
    says: /(?<![a-z])(?:good[- ]looking|good looks|(?:slim|tall|pretty|handsome|beautiful)(?: and (?:slim|tall|pretty|handsome|beautiful))? (?:applicants?|candidates?|staff|people|persons?) (?:only|preferred|wanted)|attractive (?:appearance|looks|wom[ae]n|m[ae]n|female|male)|pretty (?:face|girls?)|handsome m[ae]n|slim (?:figure|body))(?![a-z])/g,
    unlessBefore: /^ ?(?:websites?|designs?|stores?|products?)/,
  },
  {
    says: /(?<![a-z])(?:height|weight)(?: must be| of|:)? ?(?:at least |over |under |above |below |min(?:imum)?\.? ?|max(?:imum)?\.? ?)?\d{2,3} ?(?:cm|kg)(?! (?:box|load|packag|parcel))/g,
    unlessAfter:
      /(?:lift|lifting|max(?:imum)?|total|net|gross|shelf|shelves|box|boxes|package|parcel|load)[^.,\n]{0,14}$/,
  },
  {
    says: /(?<![a-z])(?:state|indicate|include|provide|tell us) your (?:[a-z]+,? (?:and )?)?(?:height|weight|looks|appearance)(?![a-z])/g,
  },
];

/** 시도, and the words by which people say where somebody comes from. */
const PLACE_OF_ORIGIN =
  "(?:서울|부산|대구|인천|광주|대전|울산|세종|경기도?|강원도?|충청도?|충북|충남|전라도?|전북|전남|경상도?|경북|경남|제주도?|호남|영남|수도권|지방|이북|도시|시골|섬)";

const FAMILY =
  "(?:가족|부모님?|아버지|어머니|부친|모친|형제(?: ?자매)?|자매|직계 ?(?:존비속|가족)|조부모|자녀|배우자)(?:들)?(?:의| )?";

/** Origin, marriage, property, and the family's schooling, work and property (채용절차법 4조의3 2·3호). */
export const originWording: readonly Wording[] = [
  {
    says: new RegExp(
      `${anyOf(asked("출신 ?(?:지역|지|도)(?!자)"), asked("(?<![가-힣])출생지"), asked("(?:본적|원적)(?:지)?"), asked("고향(?:을|과|,|이|은|도)", 6), asked("고향", 1), asked("본가(?:가|는)? ?(?:어디|지역)"))}|고향이 ?(?:${PLACE_OF_ORIGIN})(?:인|이신) ?(?:분|자)|고향이 ?어디`,
      "g",
    ),
    unlessBefore: NOT_ASKED,
  },
  {
    says: new RegExp(
      `${PLACE_OF_ORIGIN}(?: ?지역)? ?출신(?:자|인|이신)?(?: ?분)?(?:은|는|을)? ?(?:${ONLY}|우대|선호|환영|제외|사절|불가|우선|모집|채용|구함)`,
      "g",
    ),
  },
  { says: /(?:경상도|전라도|충청도|호남|영남) ?(?:분|사람)(?:들)?(?:은|는)? ?(?:사절|불가|제외|사양|안 ?받|안 ?됩)/g },
  { says: /출신 ?지역(?:이|은|을|에)? ?(?:따라|제한|우대|한정|[:=] ?[가-힣])/g, unlessBefore: NOT_ASKED },
  {
    says: /(?<![a-z])(?:place of birth|hometown|birthplace)(?: is)? (?:required|must)|(?<![a-z])(?:state|indicate|include|provide) your (?:place of birth|hometown|birthplace)/g,
  },
];

export const marriageWording: readonly Wording[] = [
  {
    says: new RegExp(
      `결혼하지 ?않은 ?(?:분|사람)|결혼(?:하신 ?분|한 ?(?:사람|여성|남성)| ?예정자?)(?:은|는)? ?(?:제외|사절|불가)|(?<![가-힣])(?:미혼|기혼) ?(?:여성|남성|여자|남자)분?${CLOSED}|(?<![가-힣])(?:미혼|기혼|비혼|독신)(?:자|인|이신)?(?: ?(?:분|여성|남성|여자|남자|직원))?(?:은|는|을|이)? ?(?:${ONLY}|(?:${WANTED})|제외|사절|불가|이어야|이신 ?분|인 ?분|지원 ?가능)`,
      "g",
    ),
    unlessBefore: /^ ?(?:무관|불문)/,
  },
  {
    says: new RegExp(
      `${asked("(?:혼인|결혼|기혼|미혼) ?(?:여부|관계|상태|유무)", 10)}|(?:혼인|결혼) ?여부 ?: ?(?:미혼|기혼)`,
      "g",
    ),
    unlessAfter: /(?:고객|환자|회원|이용자|신청인)[^.,\n]{0,8}$/,
    unlessBefore: NOT_ASKED,
  },
  {
    says: /(?<![a-z])(?:unmarried|single|married) (?:applicants?|candidates?|wom[ae]n|m[ae]n|persons?|people)(?: without children| only| preferred| wanted)|(?<![a-z])must be (?:single|unmarried|married)(?![a-z])|(?:state|indicate|include|provide) your marital status|marital status (?:is )?required/g,
  },
];

export const propertyWording: readonly Wording[] = [
  {
    says: new RegExp(
      anyOf(
        asked(
          "(?<!지식 ?|국유 ?|공유 ?|고객 ?|회사 ?|시설 ?|관리 ?)재산 ?(?:보유 ?)?(?:상황|사항|현황|정도|내역|규모|목록|세|상태)",
          12,
        ),
        asked("(?:부동산|주택|자가|자산|예금) ?(?:보유|소유) ?(?:현황|여부|내역|사항)", 10),
        asked("(?:자가|전세|월세)(?:인지| ?여부)", 10),
        asked("(?:본인|지원자|구직자|응시자)(?:의| ) ?재산", 10),
      ),
      "g",
    ),
    unlessAfter: /(?:고객|의뢰인|피후견인|채무자|상속인|임차인)[^.,\n]{0,8}$/,
    unlessBefore: NOT_ASKED,
  },
  // 자가 보유자 우대. What one drives is a means of getting there: 자가용 보유자, 자차 소유자.
  {
    says: new RegExp(
      `(?<![가-힣])(?:자가|자기 ?집|주택|부동산|토지|건물|아파트)(?: ?주택)? ?(?:보유|소유)(?:자|하신 ?분|한 ?분|인)(?:는|은|를|을)? ?(?:${WANTED}|${ONLY}|지원 ?가능)`,
      "g",
    ),
    unlessAfter: /(?:고객|의뢰인|임차인|입주민)[^.,\n]{0,8}$/,
  },
  { says: /(?<![a-z])(?:state|indicate|include|provide|disclose) your (?:assets|property|wealth|net worth)(?![a-z])/g },
];

export const familyWording: readonly Wording[] = [
  {
    says: new RegExp(
      anyOf(
        asked(`${FAMILY}(?:[가-힣·,/ ]{0,8}?)(?:학력|직업|직장|재산|소득|월수입|최종 ?학교|직위)`, 14),
        "(?:아버지|어머니|부모님?|부친|모친)(?:의|님)? ?직업(?:이|은)? ?(?:무엇|뭐|어떻게)",
        asked("가족 ?(?:사항|관계(?! ?증명))", 14),
        "가족 ?(?:사항|관계) ?\\([^()\\n]{0,16}(?:학력|직업|재산)[^()\\n]{0,10}\\)",
      ),
      "g",
    ),
    unlessAfter: /(?:고객|환자|아동|학생|이용자|대상자|내담자|어르신|의뢰인|상속)[^.,\n]{0,10}$/,
    unlessBefore: NOT_ASKED,
  },
  {
    says: /(?<![a-z])(?:parents'?|family(?:'s)?|father's|mother's|siblings'?) (?:occupations?|jobs?|education|assets|property|income)(?: (?:is|are|must be))? (?:required|stated)|(?<![a-z])(?:state|indicate|include|provide|list) your (?:parents'?|family(?:'s)?|father's|mother's|siblings'?) (?:occupations?|jobs?|education|assets|property|income)/g,
  },
];
