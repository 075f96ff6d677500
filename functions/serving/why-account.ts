import type { ApplicantChange, OpeningChange } from "../../domain/matching/change.ts";
import { prospectsOf, type SideProspects } from "../../domain/matching/changes.ts";
import { type ComponentPoints, type Explanation, explain } from "../../domain/matching/explain.ts";
import { toApplicantFacts, toOpeningFacts } from "../../domain/matching/facts.ts";
import { toReasons } from "../../domain/matching/reasons.ts";
import { isQuestion, type Language, renderMessage, renderReasons } from "../../domain/matching/render.ts";
import { type RenderedProspects, renderProspects } from "../../domain/matching/render-prospects.ts";
import type { Weights } from "../../domain/matching/score.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import { toDayNumber } from "../../domain/model/calendar.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { type Eligibility, eligibilityOf } from "../../domain/programme/eligibility.ts";
import { type RuleFacts, ruleFactsOn } from "../../domain/programme/rule-facts.ts";
import { underRules } from "../../domain/programme/under-rules.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import {
  type CompetencyLedger,
  nameOf,
  type RequirementAccount,
  toCompetencyLedger,
  toRequirementAccount,
} from "./why-requirements.ts";

/** Why a pair is or isn't a match. `score-below-threshold` is no obstacle: both could live with it, but it isn't enough to tell anybody. */
export interface Account extends Pick<Explanation, "score" | "fitsOpening" | "fitsApplicant" | "commuteMinutes"> {
  readonly applicantId: string;
  readonly openingId: string;
  readonly title: string;
  readonly day: string;
  readonly isMatch: boolean;
  /** All that stands against it, the first one deciding; none for a match. */
  readonly obstacles: readonly AccountObstacle[];
  /**
   * What the rules of the opening's programme say of the person, with the reason codes and the version that was gone by; undefined outside any programme.
   * For whoever counsels: what a person is told names neither which condition it was nor the rules.
   */
  readonly programme: ProgrammeVerdict | undefined;
  readonly thresholdBp: number;
  readonly openingSide: readonly ComponentPoints<string>[];
  readonly applicantSide: readonly ComponentPoints<string>[];
  readonly competencies: CompetencyLedger | undefined;
  readonly occupations: Explanation["occupations"];
  readonly requirements: readonly RequirementAccount[];
  /** Musts that are known and not met. */
  readonly failedMusts: readonly string[];
  readonly unverified: readonly string[];
  /** What would help either side, recomputed by the score; undefined for an opening that is closed. */
  readonly prospects: Pick<AllProspects, "applicant" | "opening"> | undefined;
  /** The same for people to read. */
  readonly words: Readonly<Record<Language, AccountWords>>;
}

/** `no-rules`: the opening's programme has none on that day, and the opening's own conditions hold. */
export type ProgrammeVerdict = Eligibility & { readonly programmeId: string };

export interface AccountWords {
  /** What the person would be told: at most five sentences. */
  readonly reasons: readonly string[];
  /** Everything that has to be asked before anything is promised. */
  readonly questions: readonly string[];
  readonly prospects: RenderedProspects;
}

interface AllProspects {
  readonly applicant: SideProspects<ApplicantChange>;
  readonly opening: SideProspects<OpeningChange>;
}

type AccountObstacle = Explanation["obstacles"][number] | "score-below-threshold";

interface Judgement {
  readonly day: string;
  readonly isClosed: boolean;
  readonly thresholdBp: number;
  readonly weights: Weights;
  readonly taxonomy: Taxonomy;
  /** All rules of the opening's programme. */
  readonly programmeRules?: readonly RuleFacts[];
}

const NO_PROSPECTS: RenderedProspects = { applicant: [], opening: [] };

/** The account of a pair, with codes in place of the numbers that matching uses. */
export function accountFor(applicant: Applicant, opening: Opening, judgement: Judgement): Account {
  const { day, isClosed, thresholdBp, weights, taxonomy } = judgement;
  const today = toDayNumber(day);
  const programmeRules = ruleFactsOn(judgement.programmeRules ?? [], today);
  const rules = { taxonomy, weights, today, thresholdBp, programmeRules };
  const posted = toOpeningFacts(opening, taxonomy);
  const openingFacts = underRules(posted, programmeRules, today);
  const applicantFacts = toApplicantFacts(applicant, taxonomy);
  const found = explain(openingFacts, applicantFacts, rules);
  // An opening closed by an event may also be past its last day; that is one obstacle and not two.
  const ruledOut = isClosed ? [...new Set(["opening-closed" as const, ...found.obstacles])] : found.obstacles;
  const reasons = toReasons({ ...found, obstacles: ruledOut }, openingFacts, applicantFacts, taxonomy);
  const prospects = ruledOut.includes("opening-closed") ? undefined : prospectsOf({ opening, applicant }, rules);
  const isTooLow = ruledOut.length === 0 && found.score < thresholdBp;
  const obstacles = isTooLow ? (["score-below-threshold"] as const) : ruledOut;
  const inWords = (language: Language): AccountWords => ({
    reasons: renderMessage(reasons, opening, language, taxonomy).lines,
    questions: renderReasons(reasons.filter(isQuestion), opening, language, taxonomy),
    prospects: prospects === undefined ? NO_PROSPECTS : renderProspects(prospects, language, taxonomy),
  });
  const { programmeId } = opening;
  const programme =
    programmeId === undefined
      ? undefined
      : {
          programmeId,
          ...eligibilityOf(posted, applicantFacts, judgement.programmeRules ?? [], today),
        };
  return {
    applicantId: applicant.applicantId,
    openingId: opening.openingId,
    title: opening.title,
    day,
    isMatch: obstacles.length === 0,
    score: found.score,
    fitsOpening: found.fitsOpening,
    fitsApplicant: found.fitsApplicant,
    obstacles,
    programme,
    thresholdBp,
    openingSide: found.openingSide,
    applicantSide: found.applicantSide,
    commuteMinutes: found.commuteMinutes,
    competencies: found.competencies && toCompetencyLedger(found.competencies, taxonomy),
    occupations: found.occupations,
    requirements: found.requirements.map((evidence, at) =>
      toRequirementAccount(evidence, found.requirementWeights[at] ?? 0, opening, taxonomy),
    ),
    failedMusts: found.failedMusts.map(({ requirement }) => nameOf(requirement, opening, taxonomy)),
    unverified: found.unverified.map((asked) =>
      asked.on === "requirement" ? nameOf(asked.requirement, opening, taxonomy) : asked.on,
    ),
    prospects: prospects && { applicant: prospects.applicant, opening: prospects.opening },
    words: { ko: inWords("ko"), en: inWords("en") },
  };
}
