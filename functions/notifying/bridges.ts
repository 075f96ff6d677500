import { judgeBridge } from "../../domain/bridge/offer.ts";
import { canonicalJson } from "../../domain/canonical-json.ts";
import type { RecommendationEvidence } from "../../domain/delivery/evidence.ts";
import type { Entry } from "../../domain/delivery/mailbox.ts";
import type { SuppressionReason } from "../../domain/delivery/policy.ts";
import type { Bridge } from "../../domain/delivery/recommendation.ts";
import { toTerms } from "../../domain/delivery/terms.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import { dayInSeoul, toDayNumber } from "../../domain/model/calendar.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import { barrierOf } from "./barring.ts";
import { isOfferedOn, type Sides } from "./candidates.ts";
import { type Draft, versionsOf } from "./telling.ts";
import type { Wish } from "./work.ts";

/** The course whose end somebody is to hear of, whom an opening was told of with it. */
export function endedCourse(wish: Wish | undefined, { told, pending }: Partial<Entry> = {}): Bridge | undefined {
  const isAsked = wish?.course !== undefined || pending?.ending === "course-closed";
  return isAsked && told?.isWithdrawn === undefined ? told?.bridge : undefined;
}

/** The courses that an opening may be told with, the one to try first first. What is on its way stays as it is. */
export function bridgesFor(wish: Wish | undefined, entry: Entry | undefined): readonly Bridge[] {
  const kept = entry?.pending?.bridge;
  const isClaimed = entry?.pending?.claim !== undefined;
  return [...(isClaimed ? [] : (wish?.bridges ?? [])), ...(kept === undefined ? [] : [kept])];
}

/**
 * Decides on an opening that somebody misses and the course that would bring it within reach, by what all three and the course's institution are now:
 * the recommendation as it would be told, or why there is none.
 */
export function decideBridge(
  applicant: Applicant,
  openingId: string,
  bridge: Bridge,
  sides: Sides,
  now: number,
  { taxonomy, weights, perApplicant }: MatchingConfiguration,
): Draft | SuppressionReason {
  const [opening, course] = [sides.opening(openingId), sides.opening(bridge.courseOpeningId)];
  if (opening.kind === "unreadable" || course.kind === "unreadable") return "unreadable";
  if (opening.kind !== "here") return "opening-closed";
  if (course.kind !== "here") return "course-closed";
  const day = dayInSeoul(now);
  const [surroundings, ofCourse] = [sides.surroundings(opening.value), sides.surroundings(course.value)];
  if (!isOfferedOn(ofCourse, day) || !isOfferedOn(surroundings, day)) return "institution-not-valid";
  const barrier =
    barrierOf({ opening: opening.value, ...surroundings }) ?? barrierOf({ opening: course.value, ...ofCourse });
  if (barrier !== undefined) return barrier;
  const offer = {
    applicant,
    opening: opening.value,
    course: course.value,
    openingRules: surroundings.rules,
    courseRules: ofCourse.rules,
    unlocks: bridge.unlocks,
  };
  const judged = judgeBridge(offer, { taxonomy, weights, today: toDayNumber(day) }, perApplicant.thresholdBp);
  if (typeof judged === "string") return judged;
  const { after, evidence } = judged;
  return {
    candidate: { applicant, opening: opening.value, ...surroundings },
    terms: toTerms(judged.opening),
    score: after.score,
    toRecommendation: () => ({
      applicantId: applicant.applicantId,
      openingId,
      applicantRevision: applicant.revision,
      openingRevision: opening.value.revision,
      score: after.score,
      fitsOpening: after.fitsOpening,
      fitsApplicant: after.fitsApplicant,
      evidence: canonicalJson({ ...evidence, bridge } satisfies RecommendationEvidence),
      versions: versionsOf(judged.opening, { taxonomy, weights }),
      toldAt: now,
    }),
  };
}
