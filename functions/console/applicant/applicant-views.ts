import { renderStanding } from "../../../domain/delivery/review.ts";
import { type Language, namesIn } from "../../../domain/matching/names.ts";
import { isQuestion, renderReasons } from "../../../domain/matching/render.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import type { Taxonomy } from "../../../domain/taxonomy/taxonomy.ts";
import type { PairAccount } from "../../serving/explain-pair.ts";
import type { KeptOpening } from "../../serving/kept.ts";
import type { RecommendedOpening } from "../../serving/recommendations.ts";
import type { Frame } from "../frame.ts";
import { EMPLOYMENT_WORDS, KIND_WORDS } from "../words/code-words.ts";
import { componentWords } from "../words/component-words.ts";
import { employerWords } from "../words/employer-words.ts";
import { hoursWords, payWords } from "../words/telling.ts";
import type { OpeningView, PointsView } from "./opening-page.tsx";
import type { CourseView, RecommendationView } from "./recommendation.tsx";

/** Statements that a card has room for; the page of the opening has all of them. */
const STATEMENTS_MAX = 4;

/** What an opening says of itself, in words. */
export function factsOf(opening: Opening, language: Language, taxonomy: Taxonomy) {
  const { employerName, baseSalary, workHours, employmentType } = opening;
  return {
    employer: employerName,
    place: placeWords(opening, language, taxonomy),
    pay: baseSalary === undefined ? undefined : payWords(baseSalary.krw, baseSalary.unit, language),
    hours: workHours === undefined ? undefined : hoursWords(workHours, language),
    employment: employmentType === undefined ? undefined : EMPLOYMENT_WORDS[language][employmentType],
  };
}

function placeWords({ place }: Opening, language: Language, taxonomy: Taxonomy): string | undefined {
  const { form } = employerWords[language];
  if (place.mode === "online") return form.online;
  const district = place.district === undefined ? undefined : namesIn(language, taxonomy).district(place.district);
  if (place.mode === "onsite") return district;
  return [district, form.blended].filter((part) => part !== undefined).join(" · ");
}

/** A recommendation as a card shows it. */
export function toRecommendationView(
  one: RecommendedOpening,
  courses: ReadonlyMap<string, KeptOpening>,
  { language }: Pick<Frame, "language">,
  taxonomy: Taxonomy,
): RecommendationView {
  const { opening, reasons } = one;
  const inWords = (some: typeof reasons) => renderReasons(some, opening, language, taxonomy);
  const said = renderStanding(one.review, language);
  const statements = inWords(reasons.filter((reason) => !isQuestion(reason)));
  return {
    openingId: one.openingId,
    title: opening.title,
    kind: KIND_WORDS[language][opening.kind],
    ...factsOf(opening, language, taxonomy),
    validThrough: opening.validThrough,
    isClosed: one.isClosed,
    isFull: one.isFull,
    fitBp: one.score,
    reasons:
      statements.length === 0 ? one.words[language].lines : [said ?? [], statements].flat().slice(0, STATEMENTS_MAX),
    questions: inWords(reasons.filter(isQuestion)),
    course: one.courseOpeningId === undefined ? undefined : toCourse(one.courseOpeningId, courses, one.unlocks ?? 1),
    stage: one.stage,
    reason: one.history.at(-1)?.reason,
    source: opening.source,
  };
}

function toCourse(openingId: string, courses: ReadonlyMap<string, KeptOpening>, unlocks: number): CourseView {
  const course = courses.get(openingId)?.opening;
  return { openingId, title: course?.title ?? openingId, freeSeats: course?.remainingAttendeeCapacity, unlocks };
}

/** The whole account of one opening for its applicant. */
export function toOpeningView(
  account: PairAccount,
  recommendation: RecommendationView,
  opening: Opening,
  toldOn: string | undefined,
  { language }: Pick<Frame, "language">,
): OpeningView {
  const words = account.words[language];
  const isTold = toldOn !== undefined;
  return {
    recommendation: isTold
      ? recommendation
      : {
          ...recommendation,
          fitBp: account.score,
          reasons: words.reasons.filter((reason) => !words.questions.includes(reason)),
          questions: words.questions,
        },
    description: opening.description,
    asked: toPoints(account.openingSide, language),
    wished: toPoints(account.applicantSide, language),
    help: words.prospects.applicant,
    toldOn,
    isMatch: account.isMatch || recommendation.course !== undefined,
  };
}

/** What is known of one side, in the reader's words. */
export function toPoints(side: PairAccount["openingSide"], language: Language): readonly PointsView[] {
  return side
    .filter(({ known, possible }) => known && possible > 0)
    .map(({ component, points, possible }) => ({
      name: componentWords(component, language),
      points,
      of: possible,
    }));
}
