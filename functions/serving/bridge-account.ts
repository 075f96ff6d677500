import { judgeBridge, type NoBridge } from "../../domain/bridge/offer.ts";
import type { RecommendationEvidence } from "../../domain/delivery/evidence.ts";
import { type Language, renderReasons } from "../../domain/matching/render.ts";
import type { Weights } from "../../domain/matching/score.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import { toDayNumber } from "../../domain/model/calendar.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { RuleFacts } from "../../domain/programme/rule-facts.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import { readOpening, readRules } from "./kept.ts";
import type { Serving } from "./serving.ts";

/** What a course would make of a pair now, judged anew. */
export interface BridgeAccount {
  readonly courseOpeningId: string;
  /** Score with the course completed; undefined when the bridge doesn't hold. */
  readonly scoreWithCourse: number | undefined;
  /** Why it doesn't hold. */
  readonly reason: NoBridge | "course-closed" | undefined;
  readonly words: Readonly<Record<Language, readonly string[]>>;
}

export interface BridgeJudgement {
  readonly day: string;
  readonly thresholdBp: number;
  readonly weights: Weights;
  readonly taxonomy: Taxonomy;
  /** Rules of the programmes that the opening and the course belong to. */
  readonly programmeRules?: readonly RuleFacts[];
  readonly courseRules?: readonly RuleFacts[];
}

/** The bridge that a pair was told with; undefined when there is none. */
export async function bridgeAccountOf(
  serving: Serving,
  applicant: Applicant,
  opening: Opening,
  judgement: BridgeJudgement,
): Promise<BridgeAccount | undefined> {
  const pair = { applicantId: applicant.applicantId, openingId: opening.openingId };
  const [told] = await serving.ports.bridges.get([pair]);
  const { bridge } = JSON.parse(told?.evidence ?? "{}") as Partial<RecommendationEvidence>;
  if (bridge === undefined) return undefined;
  const course = await readOpening(serving, bridge.courseOpeningId);
  const isOpen = course !== undefined && !course.isClosed;
  const courseRules = await readRules(serving, course?.opening.programmeId);
  const offered = isOpen ? course.opening : undefined;
  return toBridgeAccount(applicant, opening, offered, bridge.courseOpeningId, { ...judgement, courseRules });
}

export function toBridgeAccount(
  applicant: Applicant,
  opening: Opening,
  course: Opening | undefined,
  courseOpeningId: string,
  { day, thresholdBp, weights, taxonomy, programmeRules: openingRules = [], courseRules = [] }: BridgeJudgement,
): BridgeAccount {
  const none = (reason: BridgeAccount["reason"]) => ({
    courseOpeningId,
    scoreWithCourse: undefined,
    reason,
    words: { ko: [], en: [] },
  });
  if (course === undefined) return none("course-closed");
  const rules = { taxonomy, weights, today: toDayNumber(day) };
  const judged = judgeBridge({ applicant, opening, course, openingRules, courseRules, unlocks: 1 }, rules, thresholdBp);
  if (typeof judged === "string") return none(judged);
  const ways = judged.evidence.reasons.filter(({ code }) => code === "bridge" || code === "bridge-place");
  const inWords = (language: Language) => renderReasons(ways, opening, language, taxonomy);
  return {
    courseOpeningId,
    scoreWithCourse: judged.after.score,
    reason: undefined,
    words: { ko: inWords("ko"), en: inWords("en") },
  };
}
