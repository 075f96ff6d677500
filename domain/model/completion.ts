import * as z from "zod";
import type { Applicant } from "./applicant.ts";
import { awardedCertificates, taughtCompetencies } from "./course.ts";
import { opaqueId, plainDate } from "./primitives.ts";
import { satisfaction } from "./satisfaction.ts";

/** Completions of one person: their bodies stand beside the profile in one item, and a hundred of the largest take half of it. */
export const COMPLETIONS_MAX = 100;

/** Counts the completions of one person, from 1 on, whatever the order in which they arrive. */
export const completionRevision = z.int().min(1).max(COMPLETIONS_MAX);

/** What somebody has completed: a course, an examination, or both. It adds to the profile and takes nothing away. */
export const completion = z
  .strictObject({
    /** The opening that the course was posted as, when it was one. */
    courseOpeningId: opaqueId.optional(),
    certificates: awardedCertificates.optional(),
    competencies: taughtCompetencies.optional(),
    /** Courses that a programme asks for before or during its activity, by their ids in its rules. */
    courses: z.array(opaqueId).min(1).max(10).optional(),
    /** What its person thought of the course. */
    satisfaction: satisfaction.optional(),
    on: plainDate,
  })
  .refine(
    ({ courseOpeningId, certificates, competencies, courses }) =>
      [courseOpeningId, certificates, competencies, courses].some((one) => one !== undefined),
    { error: "completes neither a course nor a certificate nor a competency" },
  );
export type Completion = z.infer<typeof completion>;

/** What a completion brings, whether it has taken place or is looked at beforehand. */
export type Gain = Pick<Completion, "certificates" | "competencies" | "courses">;

/**
 * A profile with what its person has completed: certificates of both, and of each competency the higher level. The order of the completions, and
 * whether the profile was revised before or after them, makes no difference. A list that the profile leaves open is known from then on.
 */
export function withCompletions(applicant: Applicant, completions: readonly Gain[]): Applicant {
  if (completions.length === 0) return applicant;
  const certificates = new Set(applicant.certificates);
  const gained = completions.flatMap((one) => one.certificates ?? []).sort();
  for (const code of gained) certificates.add(code);
  const levels = new Map((applicant.competencies ?? []).map(({ competency, level }) => [competency, level]));
  const courses = new Set([...(applicant.courses ?? []), ...completions.flatMap((one) => one.courses ?? []).sort()]);
  const taught = completions.flatMap((one) => one.competencies ?? []);
  for (const { competency, level } of taught.toSorted((a, b) => (a.competency < b.competency ? -1 : 1))) {
    levels.set(competency, Math.max(level, levels.get(competency) ?? 0));
  }
  return {
    ...applicant,
    ...(gained.length === 0 ? {} : { certificates: [...certificates] }),
    ...(courses.size === 0 ? {} : { courses: [...courses] }),
    ...(taught.length === 0 ? {} : { competencies: [...levels].map(([competency, level]) => ({ competency, level })) }),
  };
}
