import type { RecommendationEvidence } from "../../domain/delivery/evidence.ts";
import { type Language, renderMessage } from "../../domain/matching/render.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";

/** The reasons of a recommendation as it was told, as sentences. `evidence` is what is kept of it; only we write it. */
export function reasonsOf(evidence: string, opening: Opening, language: Language): readonly string[] {
  const { reasons } = JSON.parse(evidence) as RecommendationEvidence;
  return renderMessage(reasons, opening, language, builtInTaxonomy).lines;
}
