import {
  type ApplicantFacts,
  INFERRED_SOURCE,
  type OpeningFacts,
  type RequirementFacts,
} from "../../domain/matching/facts.ts";
import {
  type MetBy,
  type RequirementEvidence,
  toRequirementEvidence,
} from "../../domain/matching/requirement-evidence.ts";
import { educationLevels, languageLevels } from "../../domain/model/primitives.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { ShortlistReason } from "../../events/messages.ts";

/** What is typical of an occupation may be a hundred competencies: those that a person has most of say why they suit it. */
const TYPICAL_MAX = 10;

/**
 * Why somebody is a candidate, for the employer: how each requirement of the posting stands and what meets it, in codes. Of what is only typical
 * of the occupation nobody has asked for what is missing. What the person wants is no business of the employer's.
 */
export function toShortlistReasons(
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  taxonomy: Taxonomy,
): ShortlistReason[] {
  const evidence = opening.requirements.map((one) => toRequirementEvidence(one, opening, applicant, taxonomy));
  const typical = evidence
    .filter(({ requirement, metBy }) => requirement.source === INFERRED_SOURCE && metBy !== undefined)
    .toSorted((one, other) => other.creditBp - one.creditBp);
  const stated = evidence.filter(({ requirement }) => requirement.source !== INFERRED_SOURCE);
  return [...stated, ...typical.slice(0, TYPICAL_MAX)].map((one) => toReason(one, taxonomy));
}

function toReason({ requirement, status, creditBp, metBy }: RequirementEvidence, taxonomy: Taxonomy): ShortlistReason {
  const by = metBy && toBy(metBy, taxonomy);
  const credit = status === "unverified" ? {} : { creditBp };
  return { ...whatIsAsked(requirement, taxonomy), status, ...credit, ...(by && { by }) };
}

function whatIsAsked(
  requirement: RequirementFacts,
  taxonomy: Taxonomy,
): Pick<ShortlistReason, "requirement" | "typical"> {
  if (requirement.source !== INFERRED_SOURCE) return { requirement: requirement.source };
  const typical = requirement.on === "competency" ? taxonomy.competencyByNumber(requirement.number)?.code : undefined;
  return typical === undefined ? {} : { typical };
}

function toBy(metBy: MetBy, taxonomy: Taxonomy): ShortlistReason["by"] {
  switch (metBy.on) {
    case "competency": {
      const competency = taxonomy.competencyByNumber(metBy.number)?.code;
      return competency === undefined ? undefined : { competency, level: metBy.level };
    }
    case "certificate": {
      const certificate = taxonomy.certificateByNumber(metBy.number)?.code;
      return certificate === undefined ? undefined : { certificate };
    }
    case "experience":
      return { months: metBy.months };
    case "language": {
      const language = languageLevels[metBy.level];
      return language === undefined ? undefined : { language };
    }
    case "education": {
      const education = educationLevels[metBy.level];
      return education === undefined ? undefined : { education };
    }
  }
}
