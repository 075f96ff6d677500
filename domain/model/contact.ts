import * as z from "zod";

/** RFC 5321 lets no longer address through. */
const EMAIL_CHARS_MAX = 254;

/**
 * Where messages reach a person. It stands beside the profile and never in it: no event, no queue and no log carries it, and it is kept sealed, so that
 * the sending function alone can read it.
 */
export const contact = z.strictObject({
  email: z.email().max(EMAIL_CHARS_MAX).optional(),
  /** A Korean number, digits alone: 01012345678. */
  phone: z
    .string()
    .regex(/^0\d{8,10}$/, "is not a Korean telephone number of digits alone")
    .optional(),
});
export type Contact = z.infer<typeof contact>;
