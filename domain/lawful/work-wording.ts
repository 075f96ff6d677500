import { anyOf } from "./wording.ts";

/** Work around them, which anybody can do: 배우 매니저, 보컬 학원, 사우나 설비. */
const AROUND =
  "(?! ?(?:학원|교육|강사|트레이너|레슨|교사|매니저|매니지먼트|에이전시|기획사|캐스팅|회사|업체|협회|상담|사무|경리|개발|설계|제작|관리팀|설비|기계|시공|영업|용품|보조 ?작가|촬영 ?보조|카운터|매표|조리|주방))";

/** Words that go on after a name and leave it what it is. */
const WHOLE = "(?=$|[^가-힣]|님|분|를|을|모집|급구|구함|구인|구합|채용|선발)";

const KINDS_OF_MODEL =
  "패션|피팅|광고|헤어|뷰티|화보|의류|네일|속옷|시니어|키즈|잡지|촬영|사진|누드|핸드|피트니스|웨딩|홍보|쇼핑몰|룩북";

/** Those who are seen and heard as what they are. Only whole words say so: 모델하우스, 모델링, 배우자 and 대역폭 are something else. */
const PERFORMERS = anyOf(
  `(?:연극|뮤지컬|영화|단역|아역|조연|전문|재연|드라마)? ?배우${WHOLE}`,
  `연기자${WHOLE}`,
  `무용수${WHOLE}`,
  `엑스트라${WHOLE}`,
  `(?:${KINDS_OF_MODEL}) ?모델${WHOLE}`,
  "모델(?:을|를)? ?(?:모집|급구|구함|구인|구합|채용|선발)",
  `(?:대역|스턴트) ?배우${WHOLE}`,
);

const SINGERS = `(?:성악가|성악 ?단원|보컬리스트|(?:여성|남성|여자|남자|밴드|메인|리드)? ?보컬)${WHOLE}`;

/** Where people undress: baths and dormitories by sex. */
const OF_A_BATH = anyOf(
  "목욕 ?관리사",
  "방문 ?목욕",
  "세신사",
  "때밀이",
  "여탕",
  "남탕",
  `(?:여성|남성|여자|남자)? ?(?:목욕탕|사우나|찜질방|탈의실)${WHOLE}`,
);

const WARDEN =
  "(?:(?:여자|남자|여성|남성|학생)? ?기숙사 ?|생활관 ?)?사감(?:님|을|를)?(?=$|[^가-힣]|모집|구함|급구|채용)";

const wholeWords = (...words: readonly string[]): RegExp => new RegExp(`(?<![가-힣])${anyOf(...words)}${AROUND}`);

/** Work that is done by showing oneself. */
export const WORK_OF_LOOKS = wholeWords(PERFORMERS);

/** Work that only one sex can do in decency (남녀고용평등법 2조 1호: where its nature makes one sex unavoidable), by what the opening calls it. */
export const WORK_OF_ONE_SEX = wholeWords(PERFORMERS, SINGERS, OF_A_BATH, WARDEN);
