import type { RecommendationEvidence } from "../../domain/delivery/evidence.ts";
import type { LegalGround } from "../../domain/lawful/ground.ts";
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

interface Reason {
  readonly code: string;
  readonly path: string;
  readonly message: string;
  readonly ground?: LegalGround | undefined;
}

/** Why something was refused, on one line; with the words that the law forbids where there are any. */
export function refusalLine({ code, path, message, ground }: Reason): string {
  const { span } = ground ?? {};
  const words = span === undefined ? "" : ` “${span.words.replaceAll(/\s+/g, " ")}” (${span.start}–${span.end})`;
  return `${code} ${path || "/"}${words} ${message}`;
}
