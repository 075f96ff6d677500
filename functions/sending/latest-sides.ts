import { type Applicant, applicant as applicantSchema } from "../../domain/model/applicant.ts";
import { type Opening, opening as openingSchema } from "../../domain/model/opening.ts";
import type { Latest } from "../notifying/candidates.ts";
import type { KeptEntity, Ports } from "../ports.ts";

/** A person and the openings of one message, as they are kept at this moment. Nothing is matched here, so neither completions nor rules are read. */
export interface LatestSides {
  readonly applicant: Latest<Applicant>;
  readonly opening: (openingId: string) => Latest<Opening>;
}

export async function readLatestSides(
  applicantId: string,
  openingIds: readonly string[],
  { applicants, openings }: Pick<Ports, "applicants" | "openings">,
): Promise<LatestSides> {
  const [applicant] = await applicants.get([applicantId]);
  const kept = await openings.get(openingIds);
  const byId = new Map(kept.map((entity) => [entity.id, toLatest(entity, openingSchema)]));
  return {
    applicant: toLatest(applicant, applicantSchema),
    opening: (id) => byId.get(id) ?? { kind: "gone" },
  };
}

interface Schema<T> {
  safeParse(value: unknown): { readonly success: true; readonly data: T } | { readonly success: false };
}

function toLatest<T>(entity: KeptEntity | undefined, schema: Schema<T>): Latest<T> {
  if (entity?.body === undefined) return { kind: "gone" };
  const read = schema.safeParse(JSON.parse(entity.body));
  if (!read.success) return { kind: "unreadable" };
  return { kind: entity.isClosed ? "closed" : "here", value: read.data };
}
