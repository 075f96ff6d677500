import * as z from "zod";
import { opaqueId, plainDate } from "../model/primitives.ts";
import { satisfaction } from "../model/satisfaction.ts";
import type { CaseStage } from "../programme/rule-set.ts";

/** Areas of the self-diagnosis of a life: 일, 활동, 관계, 재무. */
export const readinessAreas = ["work", "activity", "relations", "finances"] as const;
export type ReadinessArea = (typeof readinessAreas)[number];

/** Points of one area of a self-diagnosis. */
export const READINESS_MAX = 100;
export const readinessPoints = z.int().min(0).max(READINESS_MAX);

/** What an employer wants help with, besides people: one code each, so that it can be counted. */
export const employerIssues = [
  "turnover",
  "working-conditions",
  "long-distance-training",
  "women-work-environment",
] as const;

/** Why a case ends. `completed` is for one that has gone through all of its stages. */
export const caseEndings = ["completed", "found-work", "ended-by-party", "not-reached", "other"] as const;

/**
 * What a diagnosis was of. There is no word for a psychological one: that one took place, let alone what it found, never leaves the case of the
 * center, so no event can say it. A center keeps it sealed with the case.
 */
const diagnosis = z.discriminatedUnion("of", [
  z.strictObject({ of: z.literal("competency") }),
  z.strictObject({
    of: z.literal("readiness"),
    points: z
      .array(z.strictObject({ area: z.enum(readinessAreas), points: readinessPoints }))
      .min(1)
      .max(readinessAreas.length)
      .refine((points) => new Set(points.map(({ area }) => area)).size === points.length, "lists an area twice"),
  }),
  z.strictObject({ of: z.literal("employer"), issues: z.array(z.enum(employerIssues)).min(1).max(4) }),
]);

/** One step of a case. Whoever counsels goes by an opaque id. */
export const caseStep = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("opened") }),
  z.strictObject({ kind: z.literal("diagnosed"), diagnosis }),
  z.strictObject({ kind: z.literal("consulted"), counsellor: opaqueId, satisfaction: satisfaction.optional() }),
  z.strictObject({ kind: z.literal("placed"), openingId: opaqueId }),
  z.strictObject({ kind: z.literal("handed-over"), to: opaqueId }),
  /** Sent on to another body. The day on which the person agreed to it goes with it, or it is refused. */
  z.strictObject({ kind: z.literal("referred"), body: opaqueId, consentOn: plainDate.optional() }),
  z.strictObject({ kind: z.literal("closed"), ending: z.enum(caseEndings) }),
]);
export type CaseStep = z.infer<typeof caseStep>;
export type CaseStepKind = CaseStep["kind"];

/** The stage that a step reaches, or is another session of. */
export function stageOf(kind: CaseStepKind): CaseStage | undefined {
  switch (kind) {
    case "diagnosed":
      return "diagnosis";
    case "consulted":
      return "consulting";
    case "placed":
      return "placement";
    case "opened":
    case "handed-over":
    case "referred":
    case "closed":
      return undefined;
  }
}
