import * as z from "zod";
import { opaqueId } from "../../../domain/model/primitives.ts";
import { fromCursor, toCursor } from "../cursor.ts";

export const openingParams = z.strictObject({ openingId: opaqueId });
export const applicantParams = z.strictObject({ applicantId: opaqueId });
export const pairParams = z.strictObject({ applicantId: opaqueId, openingId: opaqueId });
export const centerParams = z.strictObject({ center: opaqueId });

/** The longest cursor of ours is a list's name and an id. */
const CURSOR_LENGTH_MAX = 240;

const CURSOR_DESCRIPTION = "From an answer's `next`, as it stands there";

export const pageQuery = z.strictObject({
  cursor: z.string().max(CURSOR_LENGTH_MAX).optional().meta({ description: CURSOR_DESCRIPTION }),
});

/** A number as a query has it. */
export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,16}$/, "is no whole number")
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error: `is not from ${least} to ${most}` });

/** Where a list goes on: the id that a cursor stands for. */
export type Start =
  | { readonly kind: "start"; readonly after: string | undefined }
  | { readonly kind: "problem"; readonly code: "CURSOR_INVALID"; readonly pointer: string };

export function startOf(list: string, cursor: string | undefined): Start {
  if (cursor === undefined) return { kind: "start", after: undefined };
  const after = fromCursor(list, cursor);
  return after === undefined
    ? { kind: "problem", code: "CURSOR_INVALID", pointer: "/cursor" }
    : { kind: "start", after };
}

/** The `next` of an answer. */
export function nextOf(list: string, after: string | undefined): { readonly next?: string } {
  return after === undefined ? {} : { next: toCursor(list, after) };
}
