import * as z from "zod";
import {
  competencyLevel,
  educationLevels,
  languageCode,
  languageLevels,
  occupationCode,
  taxonomyCode,
} from "./primitives.ts";
import { freeText } from "./text.ts";

/** How much an opening insists: a failed `must` ends the match, `should` and `nice` only weigh. */
export const importances = ["must", "should", "nice"] as const;
export type Importance = (typeof importances)[number];

const importance = z.enum(importances);

/**
 * What an opening asks of a person. A competency or a certificate may be given by the name alone when no code is known for it: it is then
 * never counted as held or missing, it is a question to ask.
 */
export const requirement = z.discriminatedUnion("on", [
  z.strictObject({ on: z.literal("competency"), importance, competency: taxonomyCode, level: competencyLevel }),
  z.strictObject({ on: z.literal("named-competency"), importance, name: freeText(100), level: competencyLevel }),
  z.strictObject({ on: z.literal("certificate"), importance, certificate: taxonomyCode }),
  z.strictObject({ on: z.literal("named-certificate"), importance, name: freeText(100) }),
  z.strictObject({
    on: z.literal("experience"),
    importance,
    /** Where the experience counts from; without it the opening's own occupation is meant. */
    occupation: occupationCode.optional(),
    months: z.int().min(1).max(600),
  }),
  z.strictObject({
    on: z.literal("language"),
    importance,
    language: languageCode,
    level: z.enum(languageLevels),
  }),
  z.strictObject({ on: z.literal("education"), importance, level: z.enum(educationLevels) }),
]);
export type Requirement = z.infer<typeof requirement>;
