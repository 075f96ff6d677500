import { readFileSync } from "node:fs";
import * as z from "zod";
import { DISTRICTS } from "../domain/geo/catalogue.ts";
import { centerToCall } from "../functions/runtime/center-to-call.ts";
import type { Center } from "./centers.ts";
import { typedPath } from "./typed-path.ts";

/** Names a file with the centers of a deployment, for agencies of other places and for centers that change. */
const VARIABLE = "IEUM_CENTERS";

/** What a center leads in for the whole city; everyday services are at all of them. */
export const centerFunctions = [
  "life-design",
  "social-contribution",
  "vocational-training",
  "internship",
  "employer-liaison",
  "civic-roles",
  "startup-support",
  "career-change",
  "training-subsidy",
  "case-follow-up",
] as const;
export type CenterFunction = (typeof centerFunctions)[number];

const district = z.string().refine((code) => DISTRICTS.has(code), "is no district");

const center = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "is no name of a queue: small letters, digits and hyphens"),
    ...centerToCall.shape,
    campus: district,
    serves: z.array(district).min(1),
    functions: z.array(z.enum(centerFunctions)),
    account: z
      .string()
      .regex(/^\d{12}$/, "is no account of AWS: twelve digits")
      .optional(),
  })
  .refine(({ campus, serves }) => serves.includes(campus), {
    path: ["campus"],
    message: "is in none of its districts",
  });

/** Centers as a file has them: no id and no district twice. */
export const centersFile = z
  .array(center)
  .min(1)
  .superRefine((those, context) => {
    const seen = new Map<string, string>();
    for (const [at, { id, serves }] of those.entries()) {
      for (const [what, path] of [[id, "id"], ...serves.map((code) => [code, "serves"])] as const) {
        const before = seen.get(what);
        if (before !== undefined) {
          context.addIssue({ code: "custom", path: [at, path], message: `${what} stands at ${before} already` });
        }
        seen.set(what, id);
      }
    }
  });

/** Reads centers, and throws with what is wrong with them. */
export function readCenters(path: string): readonly Center[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new Error(`${path} can't be read as JSON`, { cause });
  }
  const read = centersFile.safeParse(content);
  if (!read.success) {
    const issues = read.error.issues.map(({ path: at, message }) => `${at.join(".")}: ${message}`);
    throw new Error(`${path} has no centers that can be taken: ${issues.join("; ")}`);
  }
  return read.data.map(({ account, ...one }) => (account === undefined ? one : { ...one, account }));
}

/** The centers that IEUM_CENTERS names, or those that come along. */
export function chosenCenters(
  comeAlong: readonly Center[],
  variables: Readonly<Record<string, string | undefined>> = process.env,
): readonly Center[] {
  const typed = variables[VARIABLE] ?? "";
  return typed === "" ? comeAlong : readCenters(typedPath(typed, variables));
}
