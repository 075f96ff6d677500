import { CLOSED, ONLY, PERSON, WANTED, type Wording } from "./wording.ts";

/** A word for one sex. Those whom a law supports by name are no condition: 경력단절여성 (여성경제활동법), 결혼이민자, 새일 인턴. */
const ONE_SEX =
  "(?:(?<![가-힣])|(?<=대|혼|은|한|찬|력))(?<!(?:단절|보유|이주|이민|새일|가정|장애|소외|취약) ?)(?:남성|여성|남자|여자)";

/** One letter is a sex only where no word goes on before it: 강남직원, 참여 직원. */
const ONE_SEX_PERSON =
  "(?<![가-힣])(?:남|여)(?: ?(?:직원|사원|알바생?|학생|종업원|비서|경리|캐셔|상담원|미화원|기사))(?: ?(?:알바|아르바이트|분))?";

/** What is for women or men and isn't a job for one of them: 여성 채용 목표제. */
const NO_SCHEME = "(?! ?(?:목표|장려|지원|우수|박람|비율|확대|할당|실적|친화|기업|센터))";

/** Those who are looked after have a sex, and those who work here already. */
const OF_OTHERS = /(?:어르신|고객|환자|이용자|수급자|대상자?|손님|회원|원생|현재|기존)[^.,\n]{0,8}$/;

const DESCRIBED = /^[^.,\n]{0,8}(?:근무 ?중|재직|상주|활동 ?중|일하고|있습|있는|구성)/;

/** A pair in one breath leaves nobody out: 남성, 여성 모두. */
const BOTH = /(?:남성|남자|남|여성|여자|여) ?[,/·&과와및] ?$/;

const wish = `(?:${ONLY}|(?:${WANTED})${NO_SCHEME}|(?:지원|연락) ?(?:바랍|주시|주세|부탁|해 ?주))`;

/** Ways of recruiting one sex (남녀고용평등법 7조 1항; the ministry's own examples of advertisements, in our words). */
export const sexWording: readonly Wording[] = [
  {
    says: new RegExp(
      `(?:${ONE_SEX}(?: ?(?:전문 )?${PERSON}){0,2}|${ONE_SEX_PERSON})(?:분)?(?:들)?(?:을|를)?(?: ?\\d{1,3} ?명(?:을)?)? ?${wish}`,
      "g",
    ),
    unlessAfter: new RegExp(`${BOTH.source}|${OF_OTHERS.source}`),
    unlessBefore: /^ ?(?:안내 ?없|담당|업무)/,
  },
  // 주부 사원 모집. 주부 환영 shuts nobody out.
  {
    says: new RegExp(`(?<![가-힣])주부(?: ?(?:사원|직원|알바생?) ?(?:${WANTED})|(?:들|님|분)?${ONLY})`, "g"),
    unlessAfter: OF_OTHERS,
  },
  // 신체 건강한 남자, 군필 남성, 지원자격: 여성; and a title that ends so: 카운터 여직원
  {
    says: new RegExp(
      `(?:신체 ?건강한|군필|성실한|단정한|미모의|미혼|기혼) ?(?:남성|남자|여성|여자)(?!들)|(?:지원|응시) ?자격 ?[:은]? ?(?:남성|남자|여성|여자)(?![가-힣])|${ONE_SEX_PERSON}${CLOSED}`,
      "g",
    ),
    unlessAfter: OF_OTHERS,
    unlessBefore: /^[^.,\n]{0,8}(?:고객|용품|위한|무관|시설)/,
  },
  // 성별: 여, 성별 남성. A form's own column of both is no wish.
  {
    says: /성별 ?[:=(-]? ?(?:남성|여성|남자|여자|남|여)(?![가-힣/·,&])(?! ?[/·,&~] ?(?:남|여))(?!\)? ?(?:무관|불문))/g,
    unlessAfter: OF_OTHERS,
  },
  // 남자 2명, 여 3명
  {
    says: /(?<![가-힣])(?:\((?:남성|여성|남자|여자|남|여)[,/] ?[2-9]0대\)|남 ?\d{1,2} ?명? ?[,/·] ?여 ?\d{1,2}(?![\d가-힣]| ?(?:세|학년|반))|(?:남성|여성|남자|여자|남|여)(?:직원|사원)? ?\d{1,3} ?명)(?! ?(?:이상|정원|수용))/g,
    unlessAfter: OF_OTHERS,
    unlessBefore: DESCRIBED,
  },
  // 주방(남), 홀서빙(여)
  {
    says: /(?<=직|원|사|장|서빙|주방|홀|기사|알바|보조|미화|경비|청소|조리|캐셔|카운터|모집|채용|구함|도우미|인) ?\((?:남성|여성|남자|여자|남|여)(?:만)?\)/g,
    unlessAfter: OF_OTHERS,
    unlessBefore: DESCRIBED,
  },
  {
    says: new RegExp(
      `(?<![가-힣])(?:주방 ?이모님?|이모님|주방 ?찬모님?|찬모님?|여사님|사모님|아줌마|아주머니|아가씨|총각)(?: ?(?:분|들))?(?: ?(?:한|두|세|\\d{1,2}) ?(?:분|명))?(?:을|를)? ?${wish}`,
      "g",
    ),
  },
  {
    says: /(?:남성|남자|여성|여자)(?:분|분들)?(?:은|는)? ?(?:(?:지원 ?)?(?:불가|사절|제외|사양)|우선(?!순위|권| ?(?:좌석|배려|주차)))/g,
    unlessAfter: OF_OTHERS,
  },
  {
    says: /(?<![a-z])(?:fe)?males? ?(?:candidates?|applicants?|staff|workers?|employees?)? ?(?:only|preferred|wanted|required)(?![a-z])|wanted:? (?:fe)?male(?![a-z])/g,
    unlessAfter: /(?:or|and|\/) ?$/,
  },
  {
    says: /(?<![a-z])(?:wom[ae]n|m[ae]n|girls?|boys?|lad(?:y|ies)|gentlem[ae]n) (?:only|preferred|wanted)(?![a-z])|(?<![a-z])(?:sales ?(?:girls?|wom[ae]n|lad(?:y|ies))|cleaning lad(?:y|ies)) (?:only|wanted|needed)(?![a-z])/g,
    unlessAfter: /(?:or|and|\/|for) ?$/,
  },
];
