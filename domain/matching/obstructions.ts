import { educationLevels, employmentTypes, languageLevels, type Shift, shifts } from "../model/primitives.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { ApplicantFacts, OpeningFacts, RequirementFacts } from "./facts.ts";
import type { Findings } from "./findings.ts";
import type { ObstacleReason } from "./obstacles.ts";
import type { Asked, Obstruction } from "./reason.ts";
import type { NameInBoth } from "./standing.ts";

/** What rules a pair out, as reasons, in the order in which the score looks for it; every failed must by name. */
export function toObstructions(
  { obstacles, failedMusts, way }: Findings,
  opening: OpeningFacts,
  applicant: ApplicantFacts,
  taxonomy: Taxonomy,
): Obstruction[] {
  const obstructions: Obstruction[] = [];
  for (const obstacle of obstacles) {
    if (obstacle === "requirement-not-met") {
      for (const { requirement, status } of failedMusts) {
        const asked = toAsked(requirement, opening, taxonomy, status === "partly");
        if (asked !== undefined) obstructions.push({ code: "must-not-met", asked });
      }
      continue;
    }
    const obstruction = toObstruction(obstacle, way, opening, applicant);
    const isTold = obstruction === undefined || obstructions.some(({ code }) => code === obstruction.code);
    if (!isTold) obstructions.push(obstruction);
  }
  return obstructions;
}

function toObstruction(
  obstacle: Exclude<ObstacleReason, "requirement-not-met">,
  way: Findings["way"],
  opening: OpeningFacts,
  applicant: ApplicantFacts,
): Obstruction | undefined {
  switch (obstacle) {
    case "opening-not-yet-open":
      return { code: "not-yet-open" };
    case "opening-closed":
      return { code: "closed" };
    case "opening-full":
      return { code: "full" };
    case "kind-not-wanted":
      return { code: "kind-not-wanted", kind: opening.kind };
    case "place-out-of-reach": {
      const { district } = opening;
      if (district === undefined || way === undefined) return undefined;
      const minutes = way.minutes === Number.POSITIVE_INFINITY ? undefined : way.minutes;
      const wanted = applicant.wantedDistricts !== undefined;
      return { code: "too-far", district, minutes, minutesMax: applicant.commuteMinutesMax, wanted };
    }
    case "pay-below-minimum":
      return applicant.payMin && { code: "pay-too-low", wish: applicant.payMin };
    case "hours-outside-wish":
      return opening.hours === undefined ? undefined : { code: "hours-do-not-fit", perMonth: opening.hours };
    case "shifts-not-wanted":
      return { code: "shifts-do-not-fit", shifts: shiftsIn(opening.shifts) };
    case "employment-type-not-wanted": {
      const employmentType = employmentTypes[opening.employmentType ?? -1];
      return employmentType && { code: "employment-type-does-not-fit", employmentType };
    }
    case "opening-outside-programme":
      return { code: "outside-programme-rules" };
    case "takes-part-elsewhere":
      return { code: "takes-part-elsewhere" };
    case "courses-not-completed": {
      const courses = namesOfDue(opening, applicant);
      return { code: "courses-not-completed", ...(courses.length === 0 ? {} : { courses }) };
    }
    case "programme-step-missing": {
      const step = opening.terms?.step?.name;
      return { code: "programme-step-missing", ...(step && { step: { ko: step.ko, en: step.en } }) };
    }
    case "age-outside-programme":
    case "residence-outside-programme":
    case "retirement-stage-outside-programme":
      return { code: "programme-condition" };
  }
}

/** Names of the courses that somebody lacks and for which no time is left. */
function namesOfDue({ terms }: OpeningFacts, { standing }: ApplicantFacts): readonly NameInBoth[] {
  const due = terms?.coursesDue.filter((courseId) => standing?.courses?.includes(courseId) !== true) ?? [];
  return due.flatMap((id) => terms?.coursesBefore.find(({ courseId }) => courseId === id)?.name ?? []);
}

/** A requirement by its codes; undefined for what has none, and for an education that everybody has. */
export function toAsked(
  requirement: RequirementFacts,
  opening: OpeningFacts,
  taxonomy: Taxonomy,
  isLevel: boolean,
): Asked | undefined {
  switch (requirement.on) {
    case "competency": {
      const competency = taxonomy.competencyByNumber(requirement.number)?.code;
      return competency === undefined ? undefined : { on: "competency", competency, isLevel };
    }
    case "certificate": {
      const certificate = taxonomy.certificateByNumber(requirement.number)?.code;
      return certificate === undefined ? undefined : { on: "certificate", certificate };
    }
    case "named-certificate":
      return undefined;
    case "experience": {
      const occupation = requirement.occupation ?? opening.occupation;
      return { on: "experience", occupation, months: requirement.months };
    }
    case "language": {
      const level = languageLevels[requirement.level];
      return level && { on: "language", language: requirement.language, level };
    }
    case "education": {
      const level = educationLevels[requirement.level];
      return level === undefined || level === "none" ? undefined : { on: "education", level };
    }
  }
}

/** The shifts of every bit mask: sixteen lists, made once. */
const SHIFTS_BY_MASK: readonly (readonly Shift[])[] = Array.from({ length: 1 << shifts.length }, (_, mask) =>
  shifts.filter((_shift, bit) => (mask & (1 << bit)) !== 0),
);

/** The shifts in a bit mask. */
export function shiftsIn(mask = 0): readonly Shift[] {
  return SHIFTS_BY_MASK[mask] ?? [];
}
