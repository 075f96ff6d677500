import type { RecommendationEvidence } from "../delivery/evidence.ts";
import { toEvidence } from "../delivery/evidence.ts";
import { type Explanation, explain } from "../matching/explain.ts";
import { type ApplicantFacts, type OpeningFacts, toApplicantFacts, toOpeningFacts } from "../matching/facts.ts";
import { wayTo } from "../matching/obstacles.ts";
import type { Reason } from "../matching/reason.ts";
import { type ScoringRules, score } from "../matching/score.ts";
import type { Applicant } from "../model/applicant.ts";
import type { Opening } from "../model/opening.ts";
import { type RuleFacts, ruleFactsOn } from "../programme/rule-facts.ts";
import { underRules } from "../programme/under-rules.ts";
import { withGain } from "./gain.ts";
import { isInTime } from "./in-time.ts";

/** An opening that somebody misses, and a course that might bring it within reach. */
export interface BridgeOffer {
  readonly applicant: Applicant;
  readonly opening: Opening;
  readonly course: Opening;
  /** Rules of the programmes that the two belong to, if any. */
  readonly openingRules?: readonly RuleFacts[];
  readonly courseRules?: readonly RuleFacts[];
  /** Openings that the course was found to unlock, this one among them. */
  readonly unlocks: number;
}

/** Why an offer isn't one, or isn't one any more. */
export type NoBridge =
  /** The two match as they are. */
  | "is-a-match"
  /** No seat is known to be free. */
  | "course-full"
  /** The course is closed to this person: its days, place, hours, kind, or what it asks for. */
  | "course-does-not-suit"
  /** The course begins when the opening takes no applications any more, or its activity has started. */
  | "course-too-late"
  /** With the course completed the two still don't match. */
  | "does-not-close-the-gap";

/** An offer that holds: the account of the pair as it would be with the course, and the evidence to keep and to tell. */
export interface HoldingBridge {
  readonly opening: OpeningFacts;
  readonly after: Explanation;
  readonly evidence: RecommendationEvidence;
}

/** Decides on an offer by both sides and the course as they are. All of it is scored anew; nothing is taken from whoever found it. */
export function judgeBridge(
  offer: BridgeOffer,
  rules: ScoringRules & { readonly today: number },
  thresholdBp: number,
): HoldingBridge | NoBridge {
  const { taxonomy, today } = rules;
  const applicant = toApplicantFacts(offer.applicant, taxonomy);
  const toFacts = (one: Opening, programme: readonly RuleFacts[] = []) =>
    underRules(toOpeningFacts(one, taxonomy), ruleFactsOn(programme, today), today);
  const opening = toFacts(offer.opening, offer.openingRules);
  const course = toFacts(offer.course, offer.courseRules);
  const before = explain(opening, applicant, rules);
  if (before.obstacle === undefined && before.score >= thresholdBp) return "is-a-match";
  if (course.course === undefined || (course.course.freeSeats ?? 0) === 0) return "course-full";
  if (!isInTime(course, opening)) return "course-too-late";
  if (typeof score(course, applicant, rules) === "string") return "course-does-not-suit";
  const after = explain(opening, withGain(applicant, course.course), rules);
  if (after.obstacle !== undefined || after.score < thresholdBp) return "does-not-close-the-gap";
  const { reasons } = toEvidence(before, opening, applicant, taxonomy);
  const evidence = toEvidence(after, opening, withGain(applicant, course.course), taxonomy);
  return {
    opening,
    after,
    evidence: {
      ...evidence,
      reasons: withBridge(
        reasons,
        toWays(offer, applicant, course.course.freeSeats ?? 0, wayTo(course, applicant)?.minutes),
      ),
    },
  };
}

/** What stands in the way first, then the way round it, then what speaks for the pair as it is. */
function withBridge(reasons: readonly Reason[], ways: readonly Reason[]): Reason[] {
  const stands = reasons.filter(({ code }) => code === "must-not-met");
  return [...stands, ...ways, ...reasons.filter(({ code }) => code !== "must-not-met" && code !== "competencies-none")];
}

function toWays(
  { course, unlocks }: BridgeOffer,
  applicant: ApplicantFacts,
  freeSeats: number,
  minutes: number | undefined,
): Reason[] {
  const { openingId, title, place } = course;
  return [
    { code: "bridge", courseOpeningId: openingId, title },
    {
      code: "bridge-place",
      district: place.mode === "online" ? undefined : place.district,
      minutes: place.mode === "online" || minutes === Number.POSITIVE_INFINITY ? undefined : minutes,
      wanted: applicant.wantedDistricts !== undefined,
      online: place.mode === "online",
      freeSeats,
    },
    ...(unlocks > 1 ? [{ code: "bridge-unlocks", openings: unlocks } as const] : []),
  ];
}
