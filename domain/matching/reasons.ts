import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { Explanation, RequirementEvidence, Unverified } from "./explain.ts";
import { type ApplicantFacts, INFERRED_SOURCE, type OpeningFacts } from "./facts.ts";
import { wayTo } from "./obstacles.ts";
import { FULL_BP } from "./requirements.ts";

/**
 * A reason as it is kept with a recommendation: a code and the data that a sentence needs, never a sentence. Nothing in it tells the
 * age or the sex of a person, or anything of anybody else.
 */
export type Reason =
  | { readonly code: "competencies-held"; readonly competencies: readonly string[]; readonly inferred: boolean }
  | {
      readonly code: "competency-related";
      readonly competency: string;
      readonly by: string;
      readonly inferred: boolean;
    }
  | { readonly code: "competency-partly"; readonly competency: string }
  | { readonly code: "certificate-held"; readonly certificate: string }
  | { readonly code: "experience"; readonly occupation: string; readonly months: number }
  | { readonly code: "occupation-wanted"; readonly occupation: string }
  | { readonly code: "place"; readonly district: string; readonly minutes: number; readonly wanted: boolean }
  | { readonly code: "online" }
  | { readonly code: "pay"; readonly krwPerHour: number | undefined; readonly krwPerMonth: number | undefined }
  | { readonly code: "hours-fit"; readonly perMonth: number }
  | { readonly code: "competency-missing"; readonly competency: string; readonly must: boolean }
  | { readonly code: "ask-age" }
  | { readonly code: "ask-residence" }
  | { readonly code: "ask-certificate"; readonly certificate: string }
  | { readonly code: "ask-named-certificate"; readonly source: number }
  | { readonly code: "ask-experience"; readonly months: number }
  | { readonly code: "ask-competency"; readonly competency: string }
  | { readonly code: "ask-language"; readonly language: string }
  | { readonly code: "ask-education" };

/** Names of competencies in one sentence: more than three are not read. */
const COMPETENCIES_NAMED_MAX = 3;

/** Occupations at least this near are called the same line of work in a reason. */
const WANTED_OCCUPATION_BP = 5_000;

/** The reasons of a pair, in the order in which they are told: what fits, then where and for how much, then what is missing or to be asked. */
export function toReasons(
  explanation: Explanation,
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  taxonomy: Taxonomy,
): Reason[] {
  return [
    ...competencyReasons(explanation.requirements, taxonomy),
    ...certificateReasons(explanation.requirements, taxonomy),
    ...occupationReasons(opening, applicant, taxonomy),
    ...conditionReasons(opening, applicant),
    ...missingReasons(explanation.requirements, taxonomy),
    ...explanation.unverified.flatMap((unverified) => toQuestion(unverified, taxonomy)),
  ];
}

function competencyCode(number: number, taxonomy: Taxonomy): string[] {
  const code = taxonomy.competencyByNumber(number)?.code;
  return code === undefined ? [] : [code];
}

function competencyReasons(evidence: readonly RequirementEvidence[], taxonomy: Taxonomy): Reason[] {
  const reasons: Reason[] = [];
  const heldExactly = evidence.filter(({ status, path }) => status === "met" && path?.relatedBp === FULL_BP);
  const held = heldExactly.flatMap(({ path }) => (path ? competencyCode(path.number, taxonomy) : []));
  if (held.length > 0) {
    const inferred = heldExactly.every(({ requirement }) => requirement.source === INFERRED_SOURCE);
    reasons.push({ code: "competencies-held", competencies: held.slice(0, COMPETENCIES_NAMED_MAX), inferred });
    return reasons;
  }
  const related = evidence
    .filter(({ path }) => path !== undefined)
    .reduce<RequirementEvidence | undefined>(
      (best, next) => (next.creditBp > (best?.creditBp ?? 0) ? next : best),
      undefined,
    );
  if (related?.path !== undefined && related.requirement.on === "competency") {
    const [competency] = competencyCode(related.requirement.number, taxonomy);
    const [by] = competencyCode(related.path.number, taxonomy);
    if (competency !== undefined && competency === by) reasons.push({ code: "competency-partly", competency });
    else if (competency !== undefined && by !== undefined) {
      reasons.push({
        code: "competency-related",
        competency,
        by,
        inferred: related.requirement.source === INFERRED_SOURCE,
      });
    }
  }
  return reasons;
}

function certificateReasons(evidence: readonly RequirementEvidence[], taxonomy: Taxonomy): Reason[] {
  for (const { requirement, status } of evidence) {
    if (requirement.on !== "certificate" || status !== "met") continue;
    const certificate = taxonomy.certificateByNumber(requirement.number)?.code;
    if (certificate !== undefined) return [{ code: "certificate-held", certificate }];
  }
  return [];
}

/** Experience in the line of work, else the wish for it; a spell counts by its nearness, the longest of the nearest is told. */
function occupationReasons(opening: OpeningFacts, applicant: ApplicantFacts, taxonomy: Taxonomy): Reason[] {
  const { occupation } = opening;
  if (occupation === undefined) return [];
  const isNear = (code: string) => taxonomy.occupationProximity(code, occupation) >= WANTED_OCCUPATION_BP;
  const spell = (applicant.experience ?? [])
    .filter((candidate) => isNear(candidate.occupation))
    .reduce<{ occupation: string; months: number } | undefined>(
      (longest, next) => (next.months > (longest?.months ?? 0) ? next : longest),
      undefined,
    );
  if (spell !== undefined) return [{ code: "experience", occupation: spell.occupation, months: spell.months }];
  return applicant.wantedOccupations?.some(isNear) ? [{ code: "occupation-wanted", occupation }] : [];
}

function conditionReasons(opening: OpeningFacts, applicant: ApplicantFacts): Reason[] {
  const reasons: Reason[] = [];
  const way = wayTo(opening, applicant);
  if (opening.online) reasons.push({ code: "online" });
  else if (opening.district !== undefined && way !== undefined && way.minutes <= way.minutesMax) {
    const wanted = applicant.wantedDistricts !== undefined;
    reasons.push({ code: "place", district: opening.district, minutes: way.minutes, wanted });
  }
  const { krwPerHour, krwPerMonth } = opening.pay;
  if (krwPerHour !== undefined || krwPerMonth !== undefined) reasons.push({ code: "pay", krwPerHour, krwPerMonth });
  const hasWish = applicant.hoursMin !== undefined || applicant.hoursMax !== undefined;
  if (opening.hours !== undefined && hasWish) reasons.push({ code: "hours-fit", perMonth: opening.hours });
  return reasons;
}

/** The weightiest competency that is asked for by name and not held at all. */
function missingReasons(evidence: readonly RequirementEvidence[], taxonomy: Taxonomy): Reason[] {
  for (const importance of ["must", "should"] as const) {
    for (const { requirement, status } of evidence) {
      if (requirement.on !== "competency" || requirement.importance !== importance || status !== "missing") continue;
      if (requirement.source === INFERRED_SOURCE) continue;
      const [competency] = competencyCode(requirement.number, taxonomy);
      if (competency !== undefined) return [{ code: "competency-missing", competency, must: importance === "must" }];
    }
  }
  return [];
}

function toQuestion(unverified: Unverified, taxonomy: Taxonomy): Reason[] {
  if (unverified.on === "age") return [{ code: "ask-age" }];
  if (unverified.on === "residence") return [{ code: "ask-residence" }];
  const { requirement } = unverified;
  switch (requirement.on) {
    case "competency":
      return competencyCode(requirement.number, taxonomy).map((competency) => ({ code: "ask-competency", competency }));
    case "certificate": {
      const certificate = taxonomy.certificateByNumber(requirement.number)?.code;
      return certificate === undefined ? [] : [{ code: "ask-certificate", certificate }];
    }
    case "named-certificate":
      return [{ code: "ask-named-certificate", source: requirement.source }];
    case "experience":
      return [{ code: "ask-experience", months: requirement.months }];
    case "language":
      return [{ code: "ask-language", language: requirement.language }];
    case "education":
      return [{ code: "ask-education" }];
  }
}
