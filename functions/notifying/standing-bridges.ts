import type { Ports, Recommendation } from "../ports.ts";

/**
 * What was told with a course and hasn't become a match since: a pair that was told as a match needs no course any more. For whoever shows people what
 * they were told.
 */
export async function standingBridges(
  { bridges }: Pick<Ports, "bridges">,
  applicantId: string,
  recommended: readonly Pick<Recommendation, "openingId">[],
): Promise<readonly Recommendation[]> {
  const matched = new Set(recommended.map(({ openingId }) => openingId));
  return (await bridges.list(applicantId)).filter(({ openingId }) => !matched.has(openingId));
}
