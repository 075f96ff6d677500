import { expect, test } from "vitest";
import type { DeclineReason } from "../../../domain/outcomes/life-cycle.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { toRecommendationView } from "../../../functions/console/applicant/applicant-views.ts";
import { RecommendationCard } from "../../../functions/console/applicant/recommendation.tsx";
import type { Frame } from "../../../functions/console/frame.ts";
import type { RecommendedOpening } from "../../../functions/serving/recommendations.ts";
import { anOpening } from "../../fixtures/bodies.ts";

const frame: Frame = {
  language: "ko",
  role: "applicant",
  path: "/my",
  base: "",
  assets: { styles: "/assets/console.css", script: "/assets/console.js" },
  help: { name: "센터", telephone: "02-000-0000" },
  today: "2026-11-22",
};

/** The card of the sample's opening with some fields replaced. */
function cardOf(fields: Parameters<typeof anOpening>[0], changes: Partial<RecommendedOpening> = {}): string {
  const opening = anOpening(fields);
  const words = { title: opening.title, lines: [] };
  const recommended: RecommendedOpening = {
    openingId: opening.openingId,
    opening,
    isClosed: false,
    isFull: false,
    score: 9_000,
    fitsOpening: 9_000,
    fitsApplicant: 9_000,
    toldAt: 0,
    stage: "told",
    history: [],
    courseOpeningId: undefined,
    unlocks: undefined,
    review: "none",
    reasons: [],
    words: { ko: words, en: words },
    ...changes,
  };
  const view = toRecommendationView(recommended, new Map(), frame, builtInTaxonomy);
  return String(RecommendationCard({ frame, view }));
}

test("a card names where a posting comes from and leads back there, and says nothing of it for one that was posted here", () => {
  const source = { name: "고용24", url: "https://www.work24.go.kr/wk/1" };
  expect(cardOf({ source })).toContain(`공고 출처: <a href="${source.url}">${source.name}</a>`);
  expect(cardOf({})).not.toContain("공고 출처");
});

test("a card names the employer that has said what it is called, as text and never as markup", () => {
  expect(cardOf({ employerName: "<b>연희</b> 베이커리" })).toContain(
    "<dt>구인처</dt><dd>&lt;b&gt;연희&lt;/b&gt; 베이커리</dd>",
  );
  expect(cardOf({})).not.toContain("구인처");
});

test("a card says that the employer has declined, and not that its reader has", () => {
  const declined = (reason: DeclineReason): Partial<RecommendedOpening> => ({
    stage: "declined",
    history: [{ revision: 1, outcome: "declined", reason, on: "2026-11-22", eventId: "01KB0000000000000000000007" }],
  });
  expect(cardOf({}, declined("employer-chose-another"))).toContain("회사에서 다른 분과 함께하기로 했어요");
  expect(cardOf({}, declined("pay"))).toContain("안 맞는다고 답하셨어요");
});

test("a card says first what a counsellor has said", () => {
  const wanted = "원하신 지역인 마포구에 있습니다.";
  const held = "상담사가 다시 살펴보고 있습니다. 궁금한 점은 센터로 전화해 주세요.";
  const linesOf = (review: RecommendedOpening["review"]) => {
    const card = cardOf({}, { reasons: [{ code: "place", district: "11440", minutes: 0, wanted: true }], review });
    const places = [wanted, "상담사가 권했습니다.", held].map((line) => [line, card.indexOf(line)] as const);
    return places
      .filter(([, at]) => at >= 0)
      .toSorted(([, a], [, b]) => a - b)
      .map(([line]) => line);
  };
  expect(linesOf("endorsed")).toEqual(["상담사가 권했습니다.", wanted]);
  expect(linesOf("blocked")).toEqual([held, wanted]);
  expect(linesOf("none")).toEqual([wanted]);
});
