import type { Applicant } from "../model/applicant.ts";
import { toDayNumber } from "../model/calendar.ts";
import type { CompletedPart, TakingPart } from "../model/participation.ts";
import { retirementStages } from "../model/primitives.ts";

/** What programmes alone ask about somebody. */
export interface ApplicantStanding {
  /** Index into `retirementStages`. */
  readonly retirementStage: number | undefined;
  /** Programmes that they take part in now. */
  readonly programmes: readonly string[] | undefined;
  /** Programmes that they were recorded to take part in, each with the last day as far as it is known; missing for none. */
  readonly participations?: readonly { readonly programmeId: string; readonly throughDay: number | undefined }[];
  /** Courses of programmes that they have completed; missing when nothing is known of any. */
  readonly courses?: readonly string[];
  /** Parts of programmes that they have completed; missing for none. */
  readonly parts?: readonly CompletedPart[];
}

/** What something of a programme is called. */
export interface NameInBoth {
  readonly ko: string;
  readonly en: string;
}

/** A course that a programme asks for before its activity starts. */
export interface CourseBefore {
  readonly courseId: string;
  /** Days that it takes. */
  readonly days: number;
  /** For sentences alone: the shard log leaves it out. */
  readonly name?: NameInBoth;
}

/** What a profile and what was recorded beside it say of that; nothing when nothing is known. */
export function toStanding(applicant: Applicant & TakingPart): { readonly standing?: ApplicantStanding } {
  const { retirementStage, programmes, courses, participations: recorded = [], completedParts: parts = [] } = applicant;
  const participations = recorded.map(({ programmeId, through }) => ({
    programmeId,
    throughDay: through === undefined ? undefined : toDayNumber(through),
  }));
  const isKnown = [retirementStage, programmes, courses].some((one) => one !== undefined);
  if (!isKnown && participations.length + parts.length === 0) return {};
  const stage = retirementStage === undefined ? undefined : retirementStages.indexOf(retirementStage);
  return {
    standing: {
      retirementStage: stage,
      programmes,
      ...(participations.length === 0 ? {} : { participations }),
      ...(courses && { courses }),
      ...(parts.length === 0 ? {} : { parts }),
    },
  };
}
