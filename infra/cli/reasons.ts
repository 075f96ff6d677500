import type { ComponentPoints } from "../../domain/matching/explain.ts";
import type { Opening } from "../../domain/model/opening.ts";

/**
 * The reasons of a recommendation as lines to read. This is the one place where commands turn kept evidence into text; evidence that
 * can't be read gives none.
 */
export function reasonsOf(evidence: string, _opening: Opening | undefined, _language: "ko" | "en"): readonly string[] {
  const told = parse(evidence);
  const sides = [told["openingSide"], told["applicantSide"]];
  return sides.flatMap((side) =>
    Array.isArray(side)
      ? (side as ComponentPoints<string>[])
          .filter(({ known, points }) => known && points > 0)
          .map(({ component, points, possible }) => `${component} ${points} of ${possible}`)
      : [],
  );
}

function parse(evidence: string): Record<string, unknown> {
  try {
    return JSON.parse(evidence) ?? {};
  } catch {
    return {};
  }
}
