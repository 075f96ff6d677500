import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { ApplicantFacts, OpeningFacts, RequirementFacts } from "./facts.ts";
import {
  type CompetencyPath,
  competencyCredit,
  FULL_BP,
  levelSpoken,
  monthsInLine,
  requirementCredit,
  UNKNOWN_BP,
} from "./requirements.ts";

/** What of a person meets a requirement, in full or in part. */
export type MetBy =
  | ({ readonly on: "competency" } & CompetencyPath)
  /** The certificate that is held: the one asked for, or one that serves for it. */
  | { readonly on: "certificate"; readonly number: number }
  /** Months in the line of work that is asked for. */
  | { readonly on: "experience"; readonly months: number }
  /** Index into `languageLevels`. */
  | { readonly on: "language"; readonly level: number }
  /** Index into `educationLevels`. */
  | { readonly on: "education"; readonly level: number };

/** How a requirement stands: `met` in full, `partly`, `missing`, or `unverified` because nothing is known. */
export interface RequirementEvidence {
  readonly requirement: RequirementFacts;
  readonly status: "met" | "partly" | "missing" | "unverified";
  /** 0–10,000, or `UNKNOWN_BP`. */
  readonly creditBp: number;
  /** What meets it; undefined when nothing does or nothing is known. */
  readonly metBy: MetBy | undefined;
}

/** What the score's credit of a requirement rests on. */
export function toRequirementEvidence(
  requirement: RequirementFacts,
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  taxonomy: Taxonomy,
): RequirementEvidence {
  if (requirement.on === "competency") {
    const { creditBp, path } = competencyCredit(requirement, applicant.competencies, taxonomy);
    const metBy =
      path && ({ on: "competency", number: path.number, level: path.level, relatedBp: path.relatedBp } as const);
    return { requirement, status: toStatus(creditBp), creditBp, metBy };
  }
  const creditBp = requirementCredit(requirement, opening, applicant, taxonomy);
  const metBy = creditBp > 0 ? metByOther(requirement, opening, applicant, taxonomy) : undefined;
  return { requirement, status: toStatus(creditBp), creditBp, metBy };
}

function toStatus(creditBp: number): RequirementEvidence["status"] {
  if (creditBp === UNKNOWN_BP) return "unverified";
  if (creditBp === 0) return "missing";
  return creditBp === FULL_BP ? "met" : "partly";
}

function metByOther(
  requirement: Exclude<RequirementFacts, { on: "competency" }>,
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  taxonomy: Taxonomy,
): MetBy | undefined {
  switch (requirement.on) {
    case "certificate": {
      const number = heldCertificate(requirement.number, applicant.certificates ?? [], taxonomy);
      return number === undefined ? undefined : { on: "certificate", number };
    }
    case "named-certificate":
      return undefined;
    case "experience": {
      const months = monthsInLine(requirement, opening, applicant, taxonomy);
      return months === undefined ? undefined : { on: "experience", months };
    }
    case "language": {
      const level = levelSpoken(requirement.language, applicant);
      return level === undefined ? undefined : { on: "language", level };
    }
    case "education":
      return applicant.education === undefined ? undefined : { on: "education", level: applicant.education };
  }
}

/** The very certificate if it is held, else of those that serve for it the one that comes first in the taxonomy, whatever their order. */
function heldCertificate(wanted: number, held: readonly number[], taxonomy: Taxonomy): number | undefined {
  let found: number | undefined;
  for (const number of held) {
    if (number === wanted) return number;
    if (taxonomy.certificateCovers(number, wanted) && (found === undefined || number < found)) found = number;
  }
  return found;
}
