import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { Prospects, SideProspects, WayOut } from "./changes.ts";
import { englishCondition } from "./english-conditions.ts";
import { koreanCondition } from "./korean-conditions.ts";
import { type Language, type Names, namesIn } from "./names.ts";

/** What would help, in words: at most three sentences for either side, none where nothing would. */
export interface RenderedProspects {
  readonly applicant: readonly string[];
  readonly opening: readonly string[];
}

/** A score or gain in points of a hundred, with one decimal, rounded down: 6,129 basis points are 61.2. */
export function inPoints(bp: number): string {
  return `${Math.floor(bp / 100)}.${Math.floor((bp % 100) / 10)}`;
}

export function renderProspects(prospects: Prospects, language: Language, taxonomy: Taxonomy): RenderedProspects {
  const names = namesIn(language, taxonomy);
  const before = typeof prospects.now === "string" ? undefined : prospects.now.score;
  const sentence = language === "ko" ? koreanProspect : englishProspect;
  const tell = ({ changes, wayOut }: SideProspects) => {
    const singles = changes.map(({ change, ...rest }) => sentence({ changes: [change], ...rest }, before, names));
    return wayOut === undefined ? singles : [sentence(wayOut, before, names)];
  };
  return { applicant: tell(prospects.applicant), opening: tell(prospects.opening) };
}

/** A pair that is ruled out has no score before. */
function koreanProspect({ changes, after, isMatch }: WayOut, before: number | undefined, names: Names): string {
  const [first = "", ...others] = changes.map((change) => koreanCondition(change, names));
  // One condition runs on into its result; several want a pause before it.
  const conditions = others.length === 0 ? first : `${[first, ...others].join(", 그리고 ")},`;
  const result =
    before === undefined
      ? `걸리는 것이 없어지고 점수가 ${inPoints(after.score)}점이 됩니다.`
      : `점수가 ${inPoints(before)}점에서 ${inPoints(after.score)}점으로 오릅니다.`;
  return `${conditions} ${result}${isMatch ? "" : " 그래도 추천 기준에는 못 미칩니다."}`;
}

function englishProspect({ changes, after, isMatch }: WayOut, before: number | undefined, names: Names): string {
  const conditions = changes.map((change) => englishCondition(change, names)).join(", and ");
  const capital = conditions.charAt(0).toUpperCase() + conditions.slice(1);
  const result =
    before === undefined
      ? `nothing rules it out any more and the score is ${inPoints(after.score)}`
      : `the score rises from ${inPoints(before)} to ${inPoints(after.score)}`;
  return `${capital}, ${result}${isMatch ? "" : ", still below what is recommended"}.`;
}
