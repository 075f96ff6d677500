import { currentDistrictCode } from "../geo/districts.ts";
import type { Applicant } from "../model/applicant.ts";
import { toDayNumber } from "../model/calendar.ts";
import type { Opening } from "../model/opening.ts";
import type { TakingPart } from "../model/participation.ts";
import { monthlyHours, type NormalisedPay, normalisePay } from "../model/pay.ts";
import {
  educationLevels,
  employmentTypes,
  languageLevels,
  type OpeningKind,
  openingKinds,
  type Pay,
  shifts,
} from "../model/primitives.ts";
import type { Importance, Requirement } from "../model/requirement.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import { type ApplicantStanding, type CourseBefore, type NameInBoth, toStanding } from "./standing.ts";

/**
 * What matching knows of an entity: numbers and codes, normalised once, without any text a person wrote. Facts are what the shard log
 * keeps and what the score reads. `undefined` is unknown.
 *
 * Sets of kinds, shifts and employment types are bit masks over the lists in `model/primitives.ts`.
 */
export interface ApplicantFacts {
  readonly applicantId: string;
  readonly revision: number;
  readonly birthDay: number | undefined;
  readonly residence: string | undefined;
  /** Competency numbers of the taxonomy with levels 1–5. */
  readonly competencies: readonly HeldCompetency[] | undefined;
  readonly certificates: readonly number[] | undefined;
  readonly experience: readonly { readonly occupation: string; readonly months: number }[] | undefined;
  /** Level as an index into `languageLevels`. */
  readonly languages: readonly { readonly language: string; readonly level: number }[] | undefined;
  /** Index into `educationLevels`. */
  readonly education: number | undefined;
  readonly wantedKinds: number | undefined;
  readonly wantedOccupations: readonly string[] | undefined;
  readonly wantedDistricts: readonly string[] | undefined;
  readonly commuteMinutesMax: number | undefined;
  readonly payMin: Pay | undefined;
  /** Hours per month, like the openings'. */
  readonly hoursMin: number | undefined;
  readonly hoursMax: number | undefined;
  readonly wantedShifts: number | undefined;
  readonly wantedEmploymentTypes: number | undefined;
  /** What programmes alone ask about; absent when nothing of it is known. */
  readonly standing?: ApplicantStanding;
  readonly consent: { readonly alerts: boolean; readonly employers: boolean; readonly center: boolean };
}

export interface HeldCompetency {
  readonly number: number;
  readonly level: number;
}

export interface OpeningFacts {
  readonly openingId: string;
  readonly revision: number;
  readonly kind: OpeningKind;
  readonly occupation: string | undefined;
  readonly online: boolean;
  readonly district: string | undefined;
  readonly pay: NormalisedPay;
  /** Hours worked per month. */
  readonly hours: number | undefined;
  readonly shifts: number | undefined;
  readonly employmentType: number | undefined;
  readonly requirements: readonly RequirementFacts[];
  readonly ageMin: number | undefined;
  readonly ageMax: number | undefined;
  readonly residence: string | undefined;
  readonly places: number;
  readonly validFromDay: number | undefined;
  readonly validThroughDay: number | undefined;
  /** What completing it leads to; missing for whatever is no course. Read by bridges and by nothing that scores. */
  readonly course?: CourseFacts;
  /** First day of what belongs to no programme; what does has it there. Read by bridges alone. */
  readonly startsOnDay?: number;
  /** The institution that offers what belongs to no programme; what does has it there. It bounds the days and is read by nothing that scores. */
  readonly institutionId?: string;
  /** The programme it belongs to, and what that programme's rules look at. */
  readonly programme?: OpeningProgramme;
  /** What follows from the programme's rules, once `domain/programme/under-rules.ts` has applied them. Never kept: rules change. */
  readonly terms?: ProgrammeTerms;
}

/** What a course leads to, by numbers of the taxonomy. What its certificates attest is among what it teaches. */
export interface CourseFacts {
  /** By rising number. */
  readonly teaches: readonly HeldCompetency[];
  /** By rising number. */
  readonly awards: readonly number[];
  /** Undefined when it doesn't say. */
  readonly freeSeats: number | undefined;
}

/** An opening's place in a publicly run scheme. */
export interface OpeningProgramme {
  readonly programmeId: string;
  readonly employerId: string;
  readonly part: string | undefined;
  readonly startsOnDay: number | undefined;
  /** The institution that offers it; missing where it names none. */
  readonly institutionId?: string;
}

/** What somebody has to have completed before a part of a programme. */
export interface StepBefore {
  /** The part that comes before. */
  readonly part: string;
  /** That one and all after it: whoever has completed a later one has had the earlier ones. */
  readonly enough: readonly string[];
  /** Whether it can be reached elsewhere, too: holding all that is taught one level below is enough. */
  readonly byLevel: boolean;
  /** What the part before is called; missing where that isn't known. */
  readonly name?: NameInBoth;
}

/** Conditions of a programme on an opening that are no field of every opening. */
export interface ProgrammeTerms {
  /** The rule set they come from. */
  readonly validFromDay: number;
  readonly revision: number;
  /** The day on which ages count; undefined: the day of matching. */
  readonly ageOnDay: number | undefined;
  /** Programmes that nobody can take part in at the same time, this one included. */
  readonly excludes: readonly string[];
  /** Index into `retirementStages`. */
  readonly retirementStage: number | undefined;
  /** Applying starts with asking the center. */
  readonly contactFirst: boolean;
  /** Courses come before the start. */
  readonly coursesFirst: boolean;
  /** Which they are; empty where that isn't known. */
  readonly coursesBefore: readonly CourseBefore[];
  /** Those of them for which no time is left: who hasn't completed them can't take part any more. */
  readonly coursesDue: readonly string[];
  /** Whether the opening keeps to the rules; one that doesn't is offered to nobody. */
  readonly isLawful: boolean;
  /** Whether all places are taken that it could give. */
  readonly isFull: boolean;
  /** Missing for what anybody can begin with. */
  readonly step?: StepBefore;
}

/**
 * A requirement as the score reads it. `source` is its place in the posting, −1 when it was inferred from the occupation.
 */
export type RequirementFacts =
  | {
      readonly on: "competency";
      readonly importance: Importance;
      readonly number: number;
      readonly level: number;
      readonly source: number;
    }
  | { readonly on: "certificate"; readonly importance: Importance; readonly number: number; readonly source: number }
  | { readonly on: "named-certificate"; readonly importance: Importance; readonly source: number }
  | {
      readonly on: "experience";
      readonly importance: Importance;
      readonly occupation: string | undefined;
      readonly months: number;
      readonly source: number;
    }
  | {
      readonly on: "language";
      readonly importance: Importance;
      readonly language: string;
      readonly level: number;
      readonly source: number;
    }
  | { readonly on: "education"; readonly importance: Importance; readonly level: number; readonly source: number };

/** A source that says: not in the posting, inferred from what is typical of the occupation. */
export const INFERRED_SOURCE = -1;

function toMask<T extends string>(all: readonly T[], chosen: readonly T[] | undefined): number | undefined {
  if (chosen === undefined) return undefined;
  return chosen.reduce((mask, value) => mask | (1 << all.indexOf(value)), 0);
}

/** A district's code as it is valid today, so that two spellings of one place compare equal. */
function toCurrentCode<T extends string | undefined>(code: T): T | string {
  return (code && currentDistrictCode(code)) ?? code;
}

/** An opening's kind as a bit of `wantedKinds`. */
export function kindBit(kind: OpeningKind): number {
  return 1 << openingKinds.indexOf(kind);
}

/** Facts of a profile. Codes that the taxonomy doesn't know are left out: intake has refused them before. */
export function toApplicantFacts(applicant: Applicant & TakingPart, taxonomy: Taxonomy): ApplicantFacts {
  const { preferences } = applicant;
  const hoursOf = (perWeek: number | undefined) => (perWeek === undefined ? undefined : monthlyHours({ perWeek }));
  return {
    applicantId: applicant.applicantId,
    revision: applicant.revision,
    birthDay: applicant.birthDate === undefined ? undefined : toDayNumber(applicant.birthDate),
    residence: toCurrentCode(applicant.residence),
    competencies: toHeldCompetencies(applicant, taxonomy),
    certificates: applicant.certificates?.flatMap((code) => taxonomy.certificateByCode(code)?.number ?? []),
    experience: applicant.experience,
    languages: applicant.languages?.map(({ language, level }) => ({ language, level: languageLevels.indexOf(level) })),
    education: applicant.education === undefined ? undefined : educationLevels.indexOf(applicant.education),
    wantedKinds: toMask(openingKinds, preferences.kinds),
    wantedOccupations: preferences.occupations,
    wantedDistricts: preferences.districts?.map(toCurrentCode),
    commuteMinutesMax: preferences.commuteMinutesMax,
    payMin: preferences.payMin,
    hoursMin: hoursOf(preferences.hoursPerWeekMin),
    hoursMax: hoursOf(preferences.hoursPerWeekMax),
    wantedShifts: toMask(shifts, preferences.shifts),
    wantedEmploymentTypes: toMask(employmentTypes, preferences.employmentTypes),
    ...toStanding(applicant),
    consent: applicant.consent,
  };
}

/**
 * Competencies stated, and those that certificates attest, each at the higher level, by rising number. A person who stated neither has
 * unknown competencies.
 */
function toHeldCompetencies(
  applicant: Pick<Applicant, "competencies" | "certificates">,
  taxonomy: Taxonomy,
): HeldCompetency[] | undefined {
  if (applicant.competencies === undefined && applicant.certificates === undefined) return undefined;
  const attested = (applicant.certificates ?? []).flatMap((code) => taxonomy.certificateByCode(code)?.attests ?? []);
  const stated = (applicant.competencies ?? []).map(({ competency, level }) => [competency, level] as const);
  const levels = new Map<number, number>();
  for (const [code, level] of [...stated, ...attested]) {
    const number = taxonomy.competencyByCode(code)?.number;
    if (number !== undefined) levels.set(number, Math.max(level, levels.get(number) ?? 0));
  }
  if (levels.size === 0 && applicant.competencies === undefined) return undefined;
  return [...levels].sort(([a], [b]) => a - b).map(([number, level]) => ({ number, level }));
}

/** Facts of an opening. One that lists no competency takes on those typical of its occupation, marked as inferred. */
export function toOpeningFacts(opening: Opening, taxonomy: Taxonomy): OpeningFacts {
  const { place } = opening;
  const requirements = opening.requirements.flatMap((value, source) => toRequirementFacts(value, source, taxonomy));
  const occupation = opening.occupation?.code;
  const listsCompetency = requirements.some(({ on }) => on === "competency");
  return {
    openingId: opening.openingId,
    revision: opening.revision,
    kind: opening.kind,
    occupation,
    online: place.mode === "online",
    district: place.mode === "online" ? undefined : toCurrentCode(place.district),
    pay: opening.baseSalary
      ? normalisePay(opening.baseSalary, opening.workHours, opening.employmentType)
      : { krwPerHour: undefined, krwPerMonth: undefined },
    hours: opening.workHours && monthlyHours(opening.workHours),
    shifts: toMask(shifts, opening.shifts),
    employmentType: opening.employmentType === undefined ? undefined : employmentTypes.indexOf(opening.employmentType),
    requirements:
      listsCompetency || occupation === undefined
        ? requirements
        : [...requirements, ...inferRequirements(occupation, taxonomy)],
    ageMin: opening.eligibility?.ageMin,
    ageMax: opening.eligibility?.ageMax,
    residence: toCurrentCode(opening.eligibility?.residence),
    places: opening.totalJobOpenings ?? 1,
    validFromDay: opening.validFrom === undefined ? undefined : toDayNumber(opening.validFrom),
    validThroughDay: opening.validThrough === undefined ? undefined : toDayNumber(opening.validThrough),
    ...toCourse(opening, taxonomy),
    ...toOpeningProgramme(opening),
  };
}

function toOpeningProgramme({
  programmeId,
  programmePart: part,
  employerId,
  startsOn,
  institutionId,
}: Opening): Pick<OpeningFacts, "programme" | "startsOnDay" | "institutionId"> {
  const startsOnDay = startsOn === undefined ? undefined : toDayNumber(startsOn);
  if (programmeId === undefined) {
    return { ...(startsOnDay !== undefined && { startsOnDay }), ...(institutionId && { institutionId }) };
  }
  return { programme: { programmeId, employerId, part, startsOnDay, ...(institutionId && { institutionId }) } };
}

function toCourse(opening: Opening, taxonomy: Taxonomy): { course?: CourseFacts } {
  const { teaches, educationalCredentialAwarded: awarded, remainingAttendeeCapacity: freeSeats } = opening;
  if (teaches === undefined && awarded === undefined && freeSeats === undefined) return {};
  const led = { competencies: teaches, certificates: awarded };
  const awards = (awarded ?? []).flatMap((code) => taxonomy.certificateByCode(code)?.number ?? []);
  return {
    course: {
      teaches: toHeldCompetencies(led, taxonomy) ?? [],
      awards: [...new Set(awards)].sort((a, b) => a - b),
      freeSeats,
    },
  };
}

function toRequirementFacts(value: Requirement, source: number, taxonomy: Taxonomy): RequirementFacts[] {
  const { importance } = value;
  switch (value.on) {
    case "competency": {
      const number = taxonomy.competencyByCode(value.competency)?.number;
      return number === undefined ? [] : [{ on: "competency", importance, number, level: value.level, source }];
    }
    case "certificate": {
      const number = taxonomy.certificateByCode(value.certificate)?.number;
      return number === undefined ? [] : [{ on: "certificate", importance, number, source }];
    }
    case "named-competency":
    case "named-certificate":
      // Of a name without a code nothing can be known, whatever it names. What to ask stands in the posting.
      return [{ on: "named-certificate", importance, source }];
    case "experience":
      return [{ on: "experience", importance, occupation: value.occupation, months: value.months, source }];
    case "language":
      return [
        { on: "language", importance, language: value.language, level: languageLevels.indexOf(value.level), source },
      ];
    case "education":
      return [{ on: "education", importance, level: educationLevels.indexOf(value.level), source }];
  }
}

function inferRequirements(occupation: string, taxonomy: Taxonomy): RequirementFacts[] {
  const typical = taxonomy.typicalCompetencies(occupation)?.competencies ?? [];
  return typical.flatMap(([code, level, need]) => {
    const number = taxonomy.competencyByCode(code)?.number;
    if (number === undefined) return [];
    return [
      {
        on: "competency",
        importance: need === "essential" ? "should" : "nice",
        number,
        level,
        source: INFERRED_SOURCE,
      } as const,
    ];
  });
}
