import type { Importance } from "../model/requirement.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { ApplicantFacts, OpeningFacts, RequirementFacts } from "./facts.ts";

/** Full credit: 10,000 basis points. */
export const FULL_BP = 10_000;

/** The applicant's side of a requirement is not known. */
export const UNKNOWN_BP = -1;

/**
 * Credit from which a `must` on a competency counts as met: half, so that a related competency or a level just below is a reason to
 * talk, not to refuse. Every other `must` has to be met in full.
 */
export const MUST_COMPETENCY_BP = 5_000;

/**
 * Occupations this near count as the same line of work when months of experience are added up: of the built-in ones, two of three pairs in
 * the same group of three digits, and as many across groups (clothes cleaner and laundry machine operator).
 */
export const SAME_LINE_OF_WORK_BP = 6_000;

/** Competency by which a requirement is met, and how well. */
export interface CompetencyPath {
  readonly number: number;
  readonly level: number;
  readonly relatedBp: number;
}

/** Credit of a competency requirement, 0–10,000: the best over what is held of relatedness × min(level held, level wanted) ÷ level wanted. */
export function competencyCredit(
  wanted: { readonly number: number; readonly level: number },
  held: ApplicantFacts["competencies"],
  taxonomy: Taxonomy,
): { creditBp: number; path: CompetencyPath | undefined } {
  if (held === undefined) return { creditBp: UNKNOWN_BP, path: undefined };
  let creditBp = 0;
  let path: CompetencyPath | undefined;
  for (const own of held) {
    const relatedBp = own.number === wanted.number ? FULL_BP : taxonomy.relatedness(own.number, wanted.number);
    if (relatedBp === 0) continue;
    const bp = Math.floor((relatedBp * Math.min(own.level, wanted.level)) / wanted.level);
    if (bp > creditBp) {
      creditBp = bp;
      path = { number: own.number, level: own.level, relatedBp };
    }
  }
  return { creditBp, path };
}

/** Credit of any requirement, 0–10,000, or `UNKNOWN_BP`. */
export function requirementCredit(
  requirement: RequirementFacts,
  opening: Pick<OpeningFacts, "occupation">,
  applicant: ApplicantFacts,
  taxonomy: Taxonomy,
): number {
  switch (requirement.on) {
    case "competency":
      return competencyCredit(requirement, applicant.competencies, taxonomy).creditBp;
    case "certificate":
      if (applicant.certificates === undefined) return UNKNOWN_BP;
      return applicant.certificates.some((held) => taxonomy.certificateCovers(held, requirement.number)) ? FULL_BP : 0;
    case "named-certificate":
      return UNKNOWN_BP;
    case "experience":
      return experienceCredit(requirement, opening, applicant, taxonomy);
    case "language": {
      const best = levelSpoken(requirement.language, applicant);
      if (best === undefined) return UNKNOWN_BP;
      return Math.floor((FULL_BP * (Math.min(best, requirement.level) + 1)) / (requirement.level + 1));
    }
    case "education":
      if (applicant.education === undefined) return UNKNOWN_BP;
      return applicant.education >= requirement.level ? FULL_BP : 0;
  }
}

/** Level at which a language is spoken, counted from 0; −1 when it isn't. One that is listed twice is spoken at the better level. */
export function levelSpoken(language: string, { languages }: ApplicantFacts): number | undefined {
  if (languages === undefined) return undefined;
  let best = -1;
  for (const held of languages) if (held.language === language) best = Math.max(best, held.level);
  return best;
}

/** Months worked in the line of work that a requirement is about. */
export function monthsInLine(
  requirement: Extract<RequirementFacts, { on: "experience" }>,
  opening: Pick<OpeningFacts, "occupation">,
  applicant: ApplicantFacts,
  taxonomy: Taxonomy,
): number | undefined {
  if (applicant.experience === undefined) return undefined;
  const line = requirement.occupation ?? opening.occupation;
  let months = 0;
  for (const spell of applicant.experience) {
    if (line === undefined || taxonomy.occupationProximity(spell.occupation, line) >= SAME_LINE_OF_WORK_BP) {
      months += spell.months;
    }
  }
  return months;
}

function experienceCredit(
  requirement: Extract<RequirementFacts, { on: "experience" }>,
  opening: Pick<OpeningFacts, "occupation">,
  applicant: ApplicantFacts,
  taxonomy: Taxonomy,
): number {
  const months = monthsInLine(requirement, opening, applicant, taxonomy);
  if (months === undefined) return UNKNOWN_BP;
  return Math.floor((FULL_BP * Math.min(months, requirement.months)) / requirement.months);
}

/** Whether a credit ends the match: a `must` that is known and not met. */
export function isFailedMust(
  requirement: { on: RequirementFacts["on"]; importance: Importance },
  creditBp: number,
): boolean {
  if (requirement.importance !== "must" || creditBp === UNKNOWN_BP) return false;
  return creditBp < (requirement.on === "competency" ? MUST_COMPETENCY_BP : FULL_BP);
}
