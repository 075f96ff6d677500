import type { Applicant } from "../model/applicant.ts";
import type { Opening } from "../model/opening.ts";
import type { EducationLevel, EmploymentType, LanguageLevel, OpeningKind, Pay, Shift } from "../model/primitives.ts";

/** What an applicant can do about a pair. Codes and data, like reasons; never age, sex or where somebody lives. */
export type ApplicantChange =
  /** Fill in what the profile leaves open; the score is the one for the answer that suits the opening. */
  | ({ readonly sort: "tell" } & Telling)
  | { readonly sort: "want-kind"; readonly kind: OpeningKind }
  | { readonly sort: "want-occupation"; readonly occupation: string }
  /** The least or the most hours a week, moved; no least at all when a week has less than an hour. */
  | { readonly sort: "want-hours"; readonly end: "least" | "most"; readonly perWeek: number | undefined }
  | { readonly sort: "want-shifts"; readonly shifts: readonly Shift[] }
  | { readonly sort: "want-employment-type"; readonly employmentType: EmploymentType }
  | { readonly sort: "go-farther"; readonly minutesMax: number }
  | { readonly sort: "accept-pay"; readonly pay: Pay }
  | { readonly sort: "learn"; readonly competency: string; readonly from: number; readonly to: number }
  | { readonly sort: "gain-certificate"; readonly certificate: string }
  | { readonly sort: "improve-language"; readonly language: string; readonly level: LanguageLevel };

/** What is told. Of wishes the answer goes along, since it is the opening's; what is asked for stands in the posting. */
export type Telling =
  | { readonly field: "competencies" | "certificates" | "languages" | "education" }
  /** Of several lines of work the longest. */
  | { readonly field: "experience"; readonly months: number }
  | { readonly field: "occupations"; readonly occupation: string }
  | { readonly field: "districts"; readonly district: string }
  | { readonly field: "pay"; readonly pay: Pay }
  | { readonly field: "hours"; readonly perWeek: number }
  | { readonly field: "shifts"; readonly shifts: readonly Shift[] }
  | { readonly field: "employment-types"; readonly employmentType: EmploymentType };

/**
 * What an opening's employer can do about a pair. `source` is the place of a requirement in the posting. These are for whoever mediates
 * between the two: they are made from one person's wishes and are no message to an employer.
 */
export type OpeningChange =
  | { readonly sort: "state"; readonly field: "hours" | "shifts" | "employment-type" }
  | {
      readonly sort: "lower-level";
      readonly source: number;
      readonly competency: string;
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly sort: "lower-experience";
      readonly source: number;
      readonly occupation: string | undefined;
      readonly months: number;
    }
  | {
      readonly sort: "lower-language";
      readonly source: number;
      readonly language: string;
      readonly level: LanguageLevel;
    }
  | { readonly sort: "soften"; readonly source: number; readonly what: RequirementName }
  | { readonly sort: "drop"; readonly source: number; readonly what: RequirementName }
  | { readonly sort: "change-shifts"; readonly shifts: readonly Shift[] }
  | { readonly sort: "change-hours"; readonly perWeek: number; readonly pay: Pay | undefined }
  | { readonly sort: "change-employment-type"; readonly employmentType: EmploymentType }
  | { readonly sort: "raise-pay"; readonly pay: Pay };

export type RequirementName =
  | { readonly on: "competency"; readonly competency: string }
  | { readonly on: "certificate"; readonly certificate: string }
  | { readonly on: "named-competency" }
  | { readonly on: "named-certificate" }
  | { readonly on: "experience"; readonly occupation: string | undefined; readonly months: number }
  | { readonly on: "language"; readonly language: string; readonly level: LanguageLevel }
  | { readonly on: "education"; readonly level: EducationLevel };

export type Change = ApplicantChange | OpeningChange;

/** The two sides of a match as their owners state them: changes are made here, so that the score sees all that follows from one. */
export interface Pair {
  readonly opening: Opening;
  readonly applicant: Applicant;
}

/** A change that could be made, and the pair as it would be then. */
export interface Candidate<C extends Change> {
  readonly change: C;
  readonly changed: Pair;
}

/**
 * What a change costs whoever makes it, in rough days. Only the proportions count, and they only say what nobody would dispute: telling takes
 * a minute; another wish is a decision; a longer way is paid every day, and less pay every month; a course takes a week for each level,
 * a certificate a course and an examination, a language still longer.
 */
export function effortOf(change: Change): number {
  switch (change.sort) {
    case "tell":
    case "state":
      return 1;
    case "want-kind":
    case "want-occupation":
    case "want-hours":
    case "want-shifts":
    case "want-employment-type":
      return 2;
    case "go-farther":
      return 3;
    case "accept-pay":
      return 4;
    case "learn":
      return 5 * (change.to - change.from);
    case "gain-certificate":
      return 20;
    case "improve-language":
      return 40;
    case "lower-level":
      return change.from - change.to;
    case "lower-experience":
    case "lower-language":
    case "change-shifts":
    case "change-hours":
      return 2;
    case "soften":
    case "change-employment-type":
      return 3;
    case "drop":
      return 4;
    case "raise-pay":
      return 5;
  }
}

/** What a change is about: of two changes to the same thing only the better is proposed. */
export function subjectOf(change: Change): string {
  switch (change.sort) {
    case "tell":
    case "state":
      return change.field;
    case "learn":
      return `learn ${change.competency}`;
    case "gain-certificate":
      return `gain ${change.certificate}`;
    case "improve-language":
      return `improve ${change.language}`;
    case "lower-level":
    case "lower-experience":
    case "lower-language":
    case "soften":
    case "drop":
      return `requirement ${change.source}`;
    default:
      return change.sort;
  }
}
