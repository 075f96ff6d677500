import type { Opening } from "../model/opening.ts";
import { type EmploymentType, languageLevels, PAY_KRW_MAX, type Pay } from "../model/primitives.ts";
import type { Requirement } from "../model/requirement.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { KnownPair } from "./applicant-changes.ts";
import type { Candidate, OpeningChange, RequirementName } from "./change.ts";
import type { RequirementFacts } from "./facts.ts";
import { comparePay } from "./obstacles.ts";
import { shiftsIn } from "./obstructions.ts";
import { EXPERIENCE_MONTHS_TOLD_MAX } from "./reason.ts";
import { toRequirementEvidence } from "./requirement-evidence.ts";
import { FULL_BP, UNKNOWN_BP } from "./requirements.ts";
import { leastWeekFor, mostWeekFor } from "./week-hours.ts";

/** Employment that an employer can offer in another's place; an internship or day work is another sort of opening. */
const OFFERED: readonly EmploymentType[] = ["FULL_TIME", "PART_TIME", "TEMPORARY", "CONTRACTOR"];

/** Pay is raised by a tenth; up to what is wanted by three tenths at the most. */
const PAY_STEP_PERCENT = 110;
const PAY_RAISED_PERCENT_MAX = 130;

/** Hours a week move by half at the most: beyond that it is another job. */
const HOURS_MOVED_PERCENT_MAX = 50;

type Candidates = Candidate<OpeningChange>[];

/** Everything that the employer could change about a pair, one thing at a time, whether it would help or not. */
export function openingCandidates(pair: KnownPair, taxonomy: Taxonomy): Candidates {
  return [
    ...statements(pair),
    ...pair.openingFacts.requirements.flatMap((requirement) => relaxations(requirement, pair, taxonomy)),
    ...conditions(pair),
    ...raises(pair),
  ];
}

function withFields(
  { opening, applicant }: KnownPair,
  change: OpeningChange,
  fields: Partial<Opening>,
): Candidates[number] {
  return { change, changed: { applicant, opening: { ...opening, ...fields } } };
}

/** What the opening leaves open and the person has a wish about: as they wish it. */
function statements(pair: KnownPair): Candidates {
  const { opening, applicant } = pair;
  const { hoursPerWeekMax, hoursPerWeekMin, shifts, employmentTypes } = applicant.preferences;
  const found: Candidates = [];
  const perWeek = hoursPerWeekMax ?? hoursPerWeekMin;
  if (opening.workHours === undefined && perWeek !== undefined) {
    found.push(withFields(pair, { sort: "state", field: "hours" }, { workHours: { perWeek } }));
  }
  if (opening.shifts === undefined && shifts !== undefined) {
    found.push(withFields(pair, { sort: "state", field: "shifts" }, { shifts }));
  }
  const employmentType = OFFERED.find((type) => employmentTypes?.includes(type));
  if (opening.employmentType === undefined && employmentType !== undefined) {
    found.push(withFields(pair, { sort: "state", field: "employment-type" }, { employmentType }));
  }
  return found;
}

/** A posted requirement that is known and not met in full: asked for less, as less, or not at all. */
function relaxations(requirement: RequirementFacts, pair: KnownPair, taxonomy: Taxonomy): Candidates {
  const { source } = requirement;
  const stated = pair.opening.requirements[source];
  const evidence = toRequirementEvidence(requirement, pair.openingFacts, pair.applicantFacts, taxonomy);
  if (stated === undefined || evidence.creditBp === UNKNOWN_BP || evidence.creditBp === FULL_BP) return [];
  const replaced = (change: OpeningChange, by: Requirement) =>
    withFields(pair, change, { requirements: pair.opening.requirements.with(source, by) });
  const found: Candidates = [];
  const { metBy } = evidence;
  if (stated.on === "competency") {
    const { competency, level: from } = stated;
    const held = pair.applicantFacts.competencies?.find(
      ({ number }) => requirement.on === "competency" && number === requirement.number,
    );
    for (const to of new Set([from - 1, held?.level ?? from - 1])) {
      if (to < 1 || to >= from) continue;
      found.push(replaced({ sort: "lower-level", source, competency, from, to }, { ...stated, level: to }));
    }
  }
  if (stated.on === "experience" && metBy?.on === "experience" && metBy.months > 0) {
    // No more than is told of anybody: the posting may ask for less than the person has.
    const months = Math.min(metBy.months, EXPERIENCE_MONTHS_TOLD_MAX);
    const occupation = stated.occupation ?? pair.openingFacts.occupation;
    found.push(replaced({ sort: "lower-experience", source, occupation, months }, { ...stated, months }));
  }
  const lower = stated.on === "language" ? languageLevels[languageLevels.indexOf(stated.level) - 1] : undefined;
  if (stated.on === "language" && lower !== undefined) {
    const change = { sort: "lower-language", source, language: stated.language, level: lower } as const;
    found.push(replaced(change, { ...stated, level: lower }));
  }
  // A certificate that is a must may be one that the law asks for, which is not the employer's to waive.
  if (stated.on === "certificate" && stated.importance === "must") return found;
  const what = nameOf(stated, pair.openingFacts.occupation);
  if (stated.importance === "must")
    found.push(replaced({ sort: "soften", source, what }, { ...stated, importance: "should" }));
  const others = pair.opening.requirements.toSpliced(source, 1);
  found.push(withFields(pair, { sort: "drop", source, what }, { requirements: others }));
  return found;
}

function nameOf(stated: Requirement, occupation: string | undefined): RequirementName {
  switch (stated.on) {
    case "competency":
      return { on: "competency", competency: stated.competency };
    case "certificate":
      return { on: "certificate", certificate: stated.certificate };
    case "named-competency":
      return { on: "named-competency" };
    case "named-certificate":
      return { on: "named-certificate" };
    case "experience":
      return { on: "experience", occupation: stated.occupation ?? occupation, months: stated.months };
    case "language":
      return { on: "language", language: stated.language, level: stated.level };
    case "education":
      return { on: "education", level: stated.level };
  }
}

/** Other shifts, hours, or another type of employment. */
function conditions(pair: KnownPair): Candidates {
  const { openingFacts, applicantFacts } = pair;
  const found: Candidates = [];
  const { shifts } = openingFacts;
  const { wantedShifts } = applicantFacts;
  if (shifts !== undefined && wantedShifts !== undefined && (shifts & ~wantedShifts) !== 0) {
    // Of several shifts those that the person can take; where there is none among them, one more.
    const [first] = shiftsIn(wantedShifts);
    const common = shiftsIn(shifts & wantedShifts);
    const offered = common.length > 0 || first === undefined ? common : [...shiftsIn(shifts), first];
    if (offered.length > 0)
      found.push(withFields(pair, { sort: "change-shifts", shifts: offered }, { shifts: [...offered] }));
  }
  const { employmentTypes } = pair.applicant.preferences;
  const { employmentType } = pair.opening;
  const wanted = OFFERED.find((type) => employmentTypes?.includes(type));
  if (employmentType !== undefined && wanted !== undefined && !employmentTypes?.includes(employmentType)) {
    const change = { sort: "change-employment-type", employmentType: wanted } as const;
    found.push(withFields(pair, change, { employmentType: wanted }));
  }
  return [...found, ...otherHours(pair)];
}

/** Hours within the person's wish. Pay by the month or the year follows the hours, so that an hour pays what it paid. */
function otherHours(pair: KnownPair): Candidates {
  const { hours } = pair.openingFacts;
  const { hoursMin, hoursMax } = pair.applicantFacts;
  const { hoursPerWeekMin, hoursPerWeekMax } = pair.applicant.preferences;
  if (hours === undefined) return [];
  const perWeek =
    hours > (hoursMax ?? hours) ? hoursPerWeekMax : hours < (hoursMin ?? hours) ? hoursPerWeekMin : undefined;
  const before = leastWeekFor(hours) ?? mostWeekFor(hours);
  if (perWeek === undefined || before === undefined) return [];
  if (Math.abs(perWeek - before) * 100 > before * HOURS_MOVED_PERCENT_MAX) return [];
  const { baseSalary } = pair.opening;
  const isByTime = baseSalary?.unit === "MONTH" || baseSalary?.unit === "YEAR";
  const pay = isByTime ? roundedUp({ ...baseSalary, krw: (baseSalary.krw * perWeek) / before }) : undefined;
  const change = { sort: "change-hours", perWeek, pay } as const;
  return [withFields(pair, change, { workHours: { perWeek }, ...(pay === undefined ? {} : { baseSalary: pay }) })];
}

/** Hourly and daily pay is rounded up to ten won, monthly and yearly pay to ten thousand. */
function roundedUp({ krw, unit }: Pay): Pay {
  const step = unit === "HOUR" || unit === "DAY" ? 10 : 10_000;
  return { krw: Math.min(PAY_KRW_MAX, Math.ceil(krw / step) * step), unit };
}

/** Up to what the person wants at least, or a tenth more than now where that is offered already. */
function raises(pair: KnownPair): Candidates {
  const { baseSalary } = pair.opening;
  const { payMin } = pair.applicantFacts;
  const compared = payMin && comparePay(pair.openingFacts, payMin);
  if (baseSalary === undefined || compared === undefined || compared.offered === 0) return [];
  const { offered, least } = compared;
  const isBelow = offered < least;
  if (isBelow && least * 100 > offered * PAY_RAISED_PERCENT_MAX) return [];
  const krw = isBelow ? Math.ceil((baseSalary.krw * least) / offered) : (baseSalary.krw * PAY_STEP_PERCENT) / 100;
  const pay = roundedUp({ krw, unit: baseSalary.unit });
  return [withFields(pair, { sort: "raise-pay", pay }, { baseSalary: pay })];
}
