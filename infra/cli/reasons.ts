import type { RecommendationEvidence } from "../../domain/delivery/evidence.ts";
import { type Language, renderMessage } from "../../domain/matching/render.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";

/** The reasons of a recommendation as it was told, as sentences. `evidence` is what is kept of it; only we write it. */
export function reasonsOf(
  evidence: string,
  opening: Opening,
  language: Language,
  taxonomy: Taxonomy,
): readonly string[] {
  const { reasons } = JSON.parse(evidence) as RecommendationEvidence;
  return renderMessage(reasons, opening, language, taxonomy).lines;
}
