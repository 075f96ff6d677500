/**
 * A way in which something is said, and what around it turns it into something harmless. Patterns read folded text (lower case, "~" and
 * "-" for every tilde and dash, single spaces). None repeats without a bound, so that each place of a text costs a fixed number of steps.
 */
export interface Wording {
  /** With the flag `g`. */
  readonly says: RegExp;
  /** Harmless when this ends the stretch before. */
  readonly unlessAfter?: RegExp;
  /** Harmless when this starts the stretch after. */
  readonly unlessBefore?: RegExp;
  /** Harmless by what the words themselves say. */
  readonly unless?: (words: string, after: string, before: string) => boolean;
}

/** A stretch of folded text. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** How far before and after the words their surroundings are read: a short clause. */
const AROUND_CHARS = 24;

/** What ends a clause. A hyphen or a bracket doesn't: "청년내일채움공제(만 15~34세)". */
const CLAUSE_END = /[\n.;!?|,/•※★■●▶]/u;

/** The clause before a place, up to it. */
function before(text: string, start: number): string {
  const around = text.slice(Math.max(0, start - AROUND_CHARS), start);
  const parts = around.split(CLAUSE_END);
  return parts.at(-1) ?? "";
}

/** The clause after a place, from it on. */
function after(text: string, end: number): string {
  return text.slice(end, end + AROUND_CHARS).split(CLAUSE_END)[0] ?? "";
}

/** Where the first of some wordings is said in earnest, undefined when none is. */
export function findWording(wordings: readonly Wording[], text: string): Stretch | undefined {
  let first: Stretch | undefined;
  for (const wording of wordings) {
    // Hardly any is said; for each that may be, its pattern is copied.
    if (text.search(wording.says) === -1) continue;
    for (const found of text.matchAll(wording.says)) {
      if (first !== undefined && found.index >= first.start) break;
      if (isHarmless(wording, found[0], before(text, found.index), after(text, found.index + found[0].length)))
        continue;
      first = { start: found.index, end: found.index + found[0].length };
      break;
    }
  }
  return first;
}

function isHarmless(wording: Wording, words: string, textBefore: string, textAfter: string): boolean {
  return (
    wording.unlessAfter?.test(textBefore) === true ||
    wording.unlessBefore?.test(textAfter) === true ||
    wording.unless?.(words, textAfter, textBefore) === true
  );
}

/** One pattern of many alternatives, each written on a line of its own. */
export function anyOf(...alternatives: readonly string[]): string {
  return `(?:${alternatives.join("|")})`;
}

/** Persons as postings call those they look for. Names of trades whose customers have a sex (미용, 의류) are left out. */
export const PERSON = anyOf(
  "직원|사원|분|인력|인재|알바생?|아르바이트생?|근로자|근무자|구직자|지원자|신입|경력자|경력직|관리자|매니저",
  "요양보호사|요양사|간병인|간병사|가사도우미|도우미|활동지원사|생활지원사|간호사|간호조무사",
  "운전기사|배송기사|기사|운전원|배달원|미화원|환경미화원|청소원|경비원|보안요원|주차요원|안내원|작업자|생산직",
  "텔레마케터|상담원|상담사|강사|교사|비서|경리|캐셔|판매원|판매사원|서빙|홀서빙|주방보조|조리원|조리사|사무원|사무직|보조",
  "개발자|디자이너|바리스타|기획자|마케터|연구원|프로그래머|영업직|영업사원|웨이터|종업원|점원|기술자|정비사",
);

/** What makes a wish or a limit of a word before it. */
export const WANTED = anyOf(
  "우대",
  "선호",
  "환영",
  "우선 ?(?:채용|선발|고용|모집)",
  "(?:급 ?|긴급 ?)?모집",
  "(?:급 ?|긴급 ?)?채용",
  "충원",
  "급구",
  "구함",
  "구합",
  "구해요",
  "구인",
  "찾습|찾아요|찾고",
  "뽑습|뽑아요",
  "모십니다|모셔요",
);

/** Nothing more is said. */
export const CLOSED = "(?= ?(?:$|[)\\]\\n.,!/|]))";

export const ONLY = anyOf(
  `만(?= ?(?:지원|모집|채용|가능|응시|신청|구|우대|받습|받아|뽑|연락|문의|오세)|${CLOSED})`,
  " ?(?:에|으로|로) ?한(?:함|정|해|하여)",
  " ?한정",
  " ?한함",
  " ?전용 ?(?:채용|모집|공고)",
);
