import type { EducationLevel, EmploymentType, LanguageLevel, OpeningKind, Pay, Shift } from "../model/primitives.ts";
import type { RelationKind } from "../taxonomy/relatedness.ts";
import type { NameInBoth } from "./standing.ts";

/** Experience beyond ten years says more about somebody's age than about the work. */
export const EXPERIENCE_MONTHS_TOLD_MAX = 120;

/**
 * A reason as it is kept with a recommendation: a code and the data that a sentence needs, never a sentence. Nothing in it tells the
 * age or the sex of a person, or anything of anybody else. Kept reasons are read for as long as they are kept: codes are only added, and a
 * field that came later may be missing.
 */
export type Reason = Obstruction | Way | Statement | Lack | NextStep | Question;

/** What to do next, where a programme wants more than an application: always told. */
export type NextStep =
  | { readonly code: "step-contact-center" }
  | {
      readonly code: "step-courses-first";
      /** Names of the courses that are still to be done, as they were told; missing where they aren't known. */
      readonly courses?: readonly NameInBoth[];
    };

/** What a condition of an opening is about. */
export type Asked =
  | { readonly on: "competency"; readonly competency: string; readonly isLevel: boolean }
  | { readonly on: "certificate"; readonly certificate: string }
  | { readonly on: "experience"; readonly occupation: string | undefined; readonly months: number }
  | { readonly on: "language"; readonly language: string; readonly level: LanguageLevel }
  | { readonly on: "education"; readonly level: EducationLevel };

/** What rules a pair out. That a programme's conditions on age and residence are one code is meant: which of them it is isn't told. */
export type Obstruction =
  | { readonly code: "not-yet-open" }
  | { readonly code: "closed" }
  | { readonly code: "full" }
  | { readonly code: "kind-not-wanted"; readonly kind: OpeningKind }
  | {
      readonly code: "too-far";
      readonly district: string;
      readonly minutes: number | undefined;
      /** The longest way the person has set; undefined when none is. */
      readonly minutesMax: number | undefined;
      readonly wanted: boolean;
    }
  | { readonly code: "pay-too-low"; readonly wish: Pay }
  | { readonly code: "hours-do-not-fit"; readonly perMonth: number }
  | { readonly code: "shifts-do-not-fit"; readonly shifts: readonly Shift[] }
  | { readonly code: "employment-type-does-not-fit"; readonly employmentType: EmploymentType }
  | { readonly code: "programme-condition" }
  | { readonly code: "outside-programme-rules" }
  | { readonly code: "takes-part-elsewhere" }
  /** Those for which no time is left; missing where their names aren't known. */
  | { readonly code: "courses-not-completed"; readonly courses?: readonly NameInBoth[] }
  /** The step that comes first; missing where its name isn't known. */
  | { readonly code: "programme-step-missing"; readonly step?: NameInBoth }
  | { readonly code: "must-not-met"; readonly asked: Asked };

/** A course that would bring an opening within reach: told with what stands in the way. */
export type Way =
  /** The course's title as it was told. */
  | { readonly code: "bridge"; readonly courseOpeningId: string; readonly title: string }
  | {
      readonly code: "bridge-place";
      /** Undefined online, and when the course doesn't say. */
      readonly district: string | undefined;
      readonly minutes: number | undefined;
      readonly wanted: boolean;
      readonly online: boolean;
      readonly freeSeats: number;
    }
  /** Openings that the course was found to bring, when they are more than one. */
  | { readonly code: "bridge-unlocks"; readonly openings: number };

/** What speaks for a pair. */
export type Statement =
  | { readonly code: "competencies-held"; readonly competencies: readonly string[]; readonly inferred: boolean }
  | {
      readonly code: "competency-related";
      readonly competency: string;
      readonly by: string;
      readonly inferred: boolean;
      /** By what the two are related; reasons from before it was kept have none. */
      readonly relation?: RelationKind;
    }
  | {
      readonly code: "competency-partly";
      readonly competency: string;
      /** Missing in reasons from before it was kept. */
      readonly inferred?: boolean;
    }
  | {
      readonly code: "certificate-held";
      readonly certificate: string;
      /** The certificate held in its place, when it is another. */
      readonly by?: string;
    }
  /** Of more than ten years, ten are kept. */
  | { readonly code: "experience"; readonly occupation: string; readonly months: number }
  | { readonly code: "occupation-wanted"; readonly occupation: string; readonly same?: boolean }
  | { readonly code: "place"; readonly district: string; readonly minutes: number; readonly wanted: boolean }
  | { readonly code: "online" }
  | { readonly code: "pay"; readonly krwPerHour: number | undefined; readonly krwPerMonth: number | undefined }
  | { readonly code: "hours-fit"; readonly perMonth: number }
  | { readonly code: "shifts-fit"; readonly shifts: readonly Shift[] }
  /** How much of what the person can do is used: over three quarters, over half, or some of it. */
  | { readonly code: "competencies-used"; readonly share: "most" | "half" | "some" };

/** What speaks against a pair without ruling it out, and what would make it fit better. */
export type Lack =
  | { readonly code: "competencies-none"; readonly inferred: boolean }
  | { readonly code: "competency-missing"; readonly competency: string }
  | { readonly code: "asked-missing"; readonly asked: Exclude<Asked, { on: "competency" }> };

/** What has to be asked before anything is promised. */
export type Question =
  | { readonly code: "ask-age" }
  | { readonly code: "ask-residence" }
  | { readonly code: "ask-retirement-stage" }
  | { readonly code: "ask-programmes" }
  | { readonly code: "ask-courses" }
  | { readonly code: "ask-certificate"; readonly certificate: string }
  | { readonly code: "ask-named-certificate"; readonly source: number }
  | { readonly code: "ask-experience"; readonly months: number; readonly occupation?: string }
  | { readonly code: "ask-competency"; readonly competency: string }
  | { readonly code: "ask-language"; readonly language: string; readonly level?: LanguageLevel }
  | { readonly code: "ask-education"; readonly level?: EducationLevel };
