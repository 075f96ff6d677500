import * as z from "zod";
import { opaqueId } from "../../../domain/model/primitives.ts";
import type { Page, Served } from "../../serving/served.ts";
import { fromCursor, toCursor } from "../cursor.ts";
import type { Handled } from "../route.ts";

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

/** A page of a list: where the request's cursor says, with the cursor of the next one. */
export async function answerPage<T>(
  list: string,
  cursor: string | undefined,
  read: (after: string | undefined) => Promise<Served<Page<T>>>,
  toItem: (item: T) => unknown = (item) => item,
): Promise<Handled> {
  const start = startOf(list, cursor);
  if (start.kind === "problem") return start;
  const served = await read(start.after);
  if (served.kind === "not-found") return served;
  const { items, next } = served.value;
  return { kind: "found", value: { items: items.map(toItem), ...nextOf(list, next) } };
}

/** What has revisions is answered with its revision as the ETag. */
export function tagged<T extends { readonly revision: number }>(served: Served<T>): Handled {
  return served.kind === "not-found" ? served : { ...served, revision: served.value.revision };
}
