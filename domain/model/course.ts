import * as z from "zod";
import { competencyLevel, taxonomyCode } from "./primitives.ts";

/** A course or a completion leads to a few things; a catalogue that lists more describes a school, not a course. */
export const TAUGHT_MAX = 20;
export const AWARDED_MAX = 5;

/** Competencies with the level that whoever completes the course has. */
export const taughtCompetencies = z
  .array(z.strictObject({ competency: taxonomyCode, level: competencyLevel }))
  .min(1)
  .max(TAUGHT_MAX)
  .refine((taught) => new Set(taught.map(({ competency }) => competency)).size === taught.length, {
    error: "lists a competency twice",
  });

export const awardedCertificates = z.array(taxonomyCode).min(1).max(AWARDED_MAX);

/**
 * What a course or an examination leads to, by schema.org's names: `teaches` and `educationalCredentialAwarded` of `Course`,
 * `remainingAttendeeCapacity` of `Event`. Seats that aren't stated are unknown, and nobody is sent to a course for an unknown seat.
 */
export const courseFields = {
  teaches: taughtCompetencies.optional(),
  educationalCredentialAwarded: awardedCertificates.optional(),
  /** Seats that are free; 0 is full. */
  remainingAttendeeCapacity: z.int().min(0).max(100_000).optional(),
} as const;

export const courseFieldNames = Object.keys(courseFields) as readonly (keyof typeof courseFields)[];
