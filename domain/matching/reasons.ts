import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import { type ApplicantFacts, INFERRED_SOURCE, type OpeningFacts, type RequirementFacts } from "./facts.ts";
import type { Findings, Unverified } from "./findings.ts";
import { shiftsIn, toAsked, toObstructions } from "./obstructions.ts";
import { type Asked, EXPERIENCE_MONTHS_TOLD_MAX, type Lack, type Question, type Reason } from "./reason.ts";
import type { RequirementEvidence } from "./requirement-evidence.ts";
import { FULL_BP, SAME_LINE_OF_WORK_BP } from "./requirements.ts";

/** Names of competencies in one sentence: more than three are not read. */
const COMPETENCIES_NAMED_MAX = 3;

/** Below this a relation between competencies isn't worth a sentence. */
const RELATION_TOLD_BP = 1_000;

const MOST_USED_BP = 7_500;
const HALF_USED_BP = 5_000;

/** Apart by more than the greatest rarity, which is 8. */
const IMPORTANCE_WEIGHT = { must: 30, should: 20, nice: 10 } as const;

/**
 * The reasons of a pair, in the order in which they are told: what rules it out, what fits, where and for how much, then what is missing
 * or to be asked.
 */
export function toReasons(
  findings: Findings,
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  taxonomy: Taxonomy,
): Reason[] {
  const isRuledOut = findings.obstacles.length > 0;
  const reasons: Reason[] = isRuledOut ? toObstructions(findings, opening, applicant, taxonomy) : [];
  pushCompetencies(reasons, findings, taxonomy);
  pushCertificate(reasons, findings.requirements, taxonomy);
  pushOccupation(reasons, opening, applicant, taxonomy);
  pushConditions(reasons, findings, opening, applicant);
  pushUse(reasons, findings);
  pushMissing(reasons, findings.requirements, opening, taxonomy);
  if (opening.terms?.contactFirst === true) reasons.push({ code: "step-contact-center" });
  pushCourses(reasons, opening, applicant, findings);
  for (const unverified of findings.unverified) pushQuestion(reasons, unverified, opening, taxonomy);
  return reasons;
}

function competencyCode(number: number, taxonomy: Taxonomy): string | undefined {
  return taxonomy.competencyByNumber(number)?.code;
}

/** What is held at the level asked for, weightiest first; failing that, the best of what is held in part or is related. */
function pushCompetencies(reasons: Reason[], { requirements, usedBp }: Findings, taxonomy: Taxonomy): void {
  const held: RequirementEvidence[] = [];
  let best: RequirementEvidence | undefined;
  for (const one of requirements) {
    if (one.metBy?.on !== "competency") continue;
    if (one.creditBp === FULL_BP && one.metBy.relatedBp === FULL_BP) held.push(one);
    if (one.creditBp > (best?.creditBp ?? 0)) best = one;
  }
  if (held.length > 0) {
    const competencies: string[] = [];
    for (const { metBy } of weightiest(held, taxonomy)) {
      const code = metBy?.on === "competency" ? competencyCode(metBy.number, taxonomy) : undefined;
      if (code !== undefined) competencies.push(code);
    }
    const inferred = held.every(({ requirement }) => requirement.source === INFERRED_SOURCE);
    if (competencies.length > 0) reasons.push({ code: "competencies-held", competencies, inferred });
    return;
  }
  if (best === undefined && usedBp !== undefined) {
    const isInferred = requirements.some(({ requirement }) => isInferredCompetency(requirement));
    reasons.push({ code: "competencies-none", inferred: isInferred });
  }
  if (best?.metBy?.on !== "competency" || best.requirement.on !== "competency") return;
  const competency = competencyCode(best.requirement.number, taxonomy);
  const by = competencyCode(best.metBy.number, taxonomy);
  if (competency === undefined || by === undefined) return;
  const inferred = best.requirement.source === INFERRED_SOURCE;
  if (competency === by) reasons.push({ code: "competency-partly", competency, inferred });
  else if (best.metBy.relatedBp >= RELATION_TOLD_BP) {
    const relation = taxonomy.relatedBy(best.metBy.number, best.requirement.number);
    reasons.push({ code: "competency-related", competency, by, inferred, ...(relation && { relation }) });
  }
}

function isInferredCompetency({ on, source }: RequirementFacts): boolean {
  return on === "competency" && source === INFERRED_SOURCE;
}

/** The few to be named: what the opening insists on before what it would like, the rare before the common, else as posted. */
function weightiest(held: readonly RequirementEvidence[], taxonomy: Taxonomy): readonly RequirementEvidence[] {
  if (held.length <= 1) return held;
  const weights: number[] = [];
  for (const { requirement, metBy } of held) {
    const rarity = metBy?.on === "competency" ? taxonomy.rarity(metBy.number) : 0;
    weights.push(IMPORTANCE_WEIGHT[requirement.importance] + rarity);
  }
  const named: RequirementEvidence[] = [];
  while (named.length < COMPETENCIES_NAMED_MAX) {
    let place = -1;
    for (let at = 0; at < weights.length; at++) if ((weights[at] ?? 0) > (weights[place] ?? 0)) place = at;
    const heaviest = held[place];
    if (heaviest === undefined) break;
    named.push(heaviest);
    weights[place] = 0;
  }
  return named;
}

function pushCertificate(reasons: Reason[], evidence: readonly RequirementEvidence[], taxonomy: Taxonomy): void {
  for (const { requirement, metBy } of evidence) {
    if (requirement.on !== "certificate" || metBy?.on !== "certificate") continue;
    const certificate = taxonomy.certificateByNumber(requirement.number)?.code;
    const by = taxonomy.certificateByNumber(metBy.number)?.code;
    if (certificate === undefined || by === undefined) continue;
    reasons.push({ code: "certificate-held", certificate, ...(by === certificate ? {} : { by }) });
    return;
  }
}

/** Experience in the line of work, else the wish for it. Of several occupations that are near, the one with most months is told. */
function pushOccupation(reasons: Reason[], opening: OpeningFacts, applicant: ApplicantFacts, taxonomy: Taxonomy): void {
  const { occupation } = opening;
  if (occupation === undefined) return;
  const { experience = [], wantedOccupations = [] } = applicant;
  let longest: { occupation: string; months: number } | undefined;
  for (const spell of experience) {
    if (taxonomy.occupationProximity(spell.occupation, occupation) < SAME_LINE_OF_WORK_BP) continue;
    let months = 0;
    for (const other of experience) if (other.occupation === spell.occupation) months += other.months;
    const isLonger =
      longest === undefined ||
      months > longest.months ||
      (months === longest.months && spell.occupation < longest.occupation);
    if (isLonger) longest = { occupation: spell.occupation, months };
  }
  if (longest !== undefined) {
    const months = Math.min(longest.months, EXPERIENCE_MONTHS_TOLD_MAX);
    reasons.push({ code: "experience", occupation: longest.occupation, months });
  } else if (wantedOccupations.includes(occupation)) {
    reasons.push({ code: "occupation-wanted", occupation, same: true });
  } else if (wantedOccupations.some((own) => taxonomy.occupationProximity(own, occupation) >= SAME_LINE_OF_WORK_BP)) {
    reasons.push({ code: "occupation-wanted", occupation, same: false });
  }
}

/** Where, for how much, and when; a wish is said to be met only when it is. */
function pushConditions(
  reasons: Reason[],
  { way, obstacles }: Findings,
  opening: OpeningFacts,
  applicant: ApplicantFacts,
): void {
  if (opening.online) reasons.push({ code: "online" });
  else if (opening.district !== undefined && way !== undefined && way.minutes <= way.minutesMax) {
    const wanted = applicant.wantedDistricts !== undefined;
    reasons.push({ code: "place", district: opening.district, minutes: way.minutes, wanted });
  }
  const { krwPerHour, krwPerMonth } = opening.pay;
  if (krwPerHour !== undefined || krwPerMonth !== undefined) reasons.push({ code: "pay", krwPerHour, krwPerMonth });
  const hasHours = applicant.hoursMin !== undefined || applicant.hoursMax !== undefined;
  if (opening.hours !== undefined && hasHours && !obstacles.includes("hours-outside-wish")) {
    reasons.push({ code: "hours-fit", perMonth: opening.hours });
  }
  if (opening.shifts !== undefined && applicant.wantedShifts !== undefined) {
    const areAllWanted = (opening.shifts & ~applicant.wantedShifts) === 0;
    if (areAllWanted) reasons.push({ code: "shifts-fit", shifts: shiftsIn(opening.shifts) });
  }
}

function pushUse(reasons: Reason[], { usedBp = 0 }: Findings): void {
  if (usedBp === 0) return;
  const share = usedBp >= MOST_USED_BP ? "most" : usedBp >= HALF_USED_BP ? "half" : "some";
  reasons.push({ code: "competencies-used", share });
}

/** The first thing that is asked for by name, would be weighed and isn't there. Failed musts have been told before. */
function pushMissing(
  reasons: Reason[],
  evidence: readonly RequirementEvidence[],
  opening: OpeningFacts,
  taxonomy: Taxonomy,
): void {
  let lack: Lack | undefined;
  for (const { requirement, status } of evidence) {
    if (requirement.importance !== "should" || requirement.source === INFERRED_SOURCE) continue;
    if (status === "met" || status === "unverified" || requirement.on === "education") continue;
    if (requirement.on === "competency") {
      const competency = status === "missing" ? competencyCode(requirement.number, taxonomy) : undefined;
      if (competency === undefined) continue;
      lack = { code: "competency-missing", competency };
      break;
    }
    const asked = toAsked(requirement, opening, taxonomy, false);
    if (asked !== undefined && asked.on !== "competency") lack ??= { code: "asked-missing", asked };
  }
  if (lack !== undefined) reasons.push(lack);
}

/** The courses of the programme that come first, without those that are known to be completed. */
function pushCourses(
  reasons: Reason[],
  { terms }: OpeningFacts,
  { standing }: ApplicantFacts,
  { obstacles }: Findings,
): void {
  if (terms?.coursesFirst !== true || obstacles.includes("courses-not-completed")) return;
  const { coursesBefore } = terms;
  const left = coursesBefore.filter(({ courseId }) => standing?.courses?.includes(courseId) !== true);
  if (coursesBefore.length > 0 && left.length === 0) return;
  const courses = left.flatMap(({ name }) => name ?? []);
  reasons.push({ code: "step-courses-first", ...(courses.length === 0 ? {} : { courses }) });
}

function pushQuestion(reasons: Reason[], unverified: Unverified, opening: OpeningFacts, taxonomy: Taxonomy): void {
  if (unverified.on !== "requirement") {
    reasons.push({ code: `ask-${unverified.on}` });
    return;
  }
  if (unverified.requirement.on === "named-certificate") {
    reasons.push({ code: "ask-named-certificate", source: unverified.requirement.source });
  } else {
    const asked = toAsked(unverified.requirement, opening, taxonomy, false);
    if (asked !== undefined) reasons.push(toQuestion(asked));
  }
}

function toQuestion(asked: Asked): Question {
  switch (asked.on) {
    case "competency":
      return { code: "ask-competency", competency: asked.competency };
    case "certificate":
      return { code: "ask-certificate", certificate: asked.certificate };
    case "experience": {
      const { months, occupation } = asked;
      return { code: "ask-experience", months, ...(occupation === undefined ? {} : { occupation }) };
    }
    case "language":
      return { code: "ask-language", language: asked.language, level: asked.level };
    case "education":
      return { code: "ask-education", level: asked.level };
  }
}
