import {
  type BridgedOpening,
  type BridgeSearch,
  findBridges,
  toBridgedOpenings,
} from "../../domain/bridge/find-bridges.ts";
import { type CourseGroup, isLearnable, type Learnable } from "../../domain/bridge/ground.ts";
import type { Admits } from "../../domain/index/match-index.ts";
import type { ShardState } from "../../domain/index/shard-state.ts";
import type { ApplicantFacts, CourseFacts, OpeningFacts } from "../../domain/matching/facts.ts";
import { isFailedMust, requirementCredit, UNKNOWN_BP } from "../../domain/matching/requirements.ts";
import type { ScoringRules } from "../../domain/matching/score.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { BridgeMessage } from "../../events/messages.ts";
import type { QueueMessage } from "../ports.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import { type Occasion, toCause } from "./followings.ts";

/** Openings that one event of a person may tell with a bridge: more than a few courses at once is no advice. */
const TOLD_PER_APPLICANT_MAX = 3;

/**
 * People looked at for one opening or one course, those first whom the opening would suit best: each costs a few matches of a profile, so an event
 * stays within a few dozen. Whoever isn't among them is met when their profile changes, and sees it when they ask.
 */
const PEOPLE_PER_EVENT_MAX = 20;

/** Openings for which a new course looks for people. */
const OPENINGS_PER_COURSE_MAX = 5;

/** Somebody who misses an opening by what a course leads to. */
export interface BridgedPair extends BridgedOpening {
  readonly applicant: ApplicantFacts;
}

/** Finds who is to be told of an opening together with a course, whichever of the three came last. */
export class BridgeFinder {
  readonly #state: ShardState;
  readonly #rules: ScoringRules;
  readonly #thresholdBp: number;

  constructor(state: ShardState, rules: ScoringRules, { perApplicant }: MatchingConfiguration) {
    this.#state = state;
    this.#rules = rules;
    this.#thresholdBp = perApplicant.thresholdBp;
  }

  /** Of somebody whose profile came: the openings that a course would bring them. `admits` says which openings and courses had arrived. */
  ofApplicant(applicant: ApplicantFacts, admits: Admits | undefined): BridgedPair[] {
    if (!applicant.consent.alerts) return [];
    const bridged = toBridgedOpenings(findBridges(applicant, this.#search({ admits })));
    return bridged.slice(0, TOLD_PER_APPLICANT_MAX).map((one) => ({ ...one, applicant }));
  }

  /** Of an opening that was posted: those who miss it by one certificate or competency that it insists on and that a course leads to. */
  ofOpening(opening: OpeningFacts, admits: Admits | undefined): BridgedPair[] {
    const pairs = new Map<string, BridgedPair>();
    for (const requirement of opening.requirements) {
      if (!isLearnable(requirement) || requirement.importance !== "must") continue;
      const groups = [...this.#state.ground.groups].filter(({ leadsTo }) =>
        isMetBy(requirement, leadsTo, this.#rules.taxonomy),
      );
      if (groups.length === 0) continue;
      for (const applicant of this.#missing(opening, requirement, admits)) {
        if (pairs.size === PEOPLE_PER_EVENT_MAX) break;
        const found = this.#bridged(applicant, groups).find(
          ({ opening: { openingId } }) => openingId === opening.openingId,
        );
        if (found !== undefined && !pairs.has(applicant.applicantId)) pairs.set(applicant.applicantId, found);
      }
    }
    return [...pairs.values()];
  }

  /** Of a course that was posted, or has seats again: those who miss an opening by what it leads to, and for whom it is the nearest. */
  ofCourse(course: OpeningFacts, admits: Admits | undefined): BridgedPair[] {
    const { ground, openings } = this.#state;
    const group = ground.groupOf(course.openingId);
    if (group === undefined) return [];
    const insisting = [...ground.insistingOn(group.leadsTo, this.#rules.taxonomy)].flatMap(
      (id) => openings.get(id) ?? [],
    );
    const first = insisting.sort((a, b) => b.places - a.places || (a.openingId < b.openingId ? -1 : 1));
    const people = new Map<string, ApplicantFacts>();
    for (const opening of first.slice(0, OPENINGS_PER_COURSE_MAX)) {
      for (const requirement of opening.requirements) {
        if (!isLearnable(requirement) || requirement.importance !== "must") continue;
        if (!isMetBy(requirement, group.leadsTo, this.#rules.taxonomy)) continue;
        for (const applicant of this.#missing(opening, requirement, admits))
          people.set(applicant.applicantId, applicant);
      }
    }
    return [...people.values()].slice(0, PEOPLE_PER_EVENT_MAX).flatMap((applicant) =>
      this.#bridged(applicant, [group])
        .filter((one) => one.course.openingId === course.openingId)
        .slice(0, TOLD_PER_APPLICANT_MAX),
    );
  }

  #bridged(applicant: ApplicantFacts, groups: readonly CourseGroup[]): BridgedPair[] {
    const bridged = toBridgedOpenings(findBridges(applicant, this.#search({ groups })));
    return bridged.map((one) => ({ ...one, applicant }));
  }

  #search(some: Pick<BridgeSearch, "admits" | "groups">): BridgeSearch {
    const { openings, ground } = this.#state;
    return { openings, ground, rules: this.#rules, thresholdBp: this.#thresholdBp, ...some };
  }

  /** Those whom an opening would suit if it didn't insist on one thing, and who are known not to have that. */
  #missing(opening: OpeningFacts, requirement: Learnable, admits: Admits | undefined): ApplicantFacts[] {
    const { applicants } = this.#state;
    const relaxed = { ...opening, requirements: opening.requirements.filter((one) => one !== requirement) };
    const limits = { thresholdBp: this.#thresholdBp, listMax: PEOPLE_PER_EVENT_MAX };
    const misses: Admits = (id) => {
      if (admits?.(id) === false) return false;
      const facts = applicants.get(id);
      if (!facts?.consent.alerts) return false;
      return isFailedMust(requirement, requirementCredit(requirement, opening, facts, this.#rules.taxonomy));
    };
    return applicants.match(relaxed, this.#rules, limits, misses).matches.map(({ facts }) => facts);
  }
}

/** Whether what a course leads to meets a requirement by itself. */
function isMetBy(requirement: Learnable, { teaches, awards }: CourseFacts, taxonomy: Taxonomy): boolean {
  const nobody = { competencies: teaches, certificates: awards } as const;
  const creditBp = requirementCredit(requirement, { occupation: undefined }, nobody as ApplicantFacts, taxonomy);
  return creditBp !== UNKNOWN_BP && !isFailedMust(requirement, creditBp);
}

/** One message of everything that a cause brings: bounds above keep it far below what a message may hold. */
export function toBridgeAlerts(pairs: readonly BridgedPair[], topic: string, occasion: Occasion): QueueMessage[] {
  if (pairs.length === 0) return [];
  const message: BridgeMessage = {
    ...toCause(occasion, `bridges ${topic}`),
    kind: "bridges",
    bridges: pairs.map(({ applicant, opening, course, unlocks }) => ({
      applicantId: applicant.applicantId,
      openingId: opening.openingId,
      courseOpeningId: course.openingId,
      unlocks,
    })),
  };
  return [{ body: JSON.stringify(message) }];
}
