import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toEvidence } from "../../../domain/delivery/evidence.ts";
import { pairOf, recommendationId } from "../../../domain/delivery/recommendation.ts";
import { explain } from "../../../domain/matching/explain.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { applicants, LAW, opaqueIds, openings } from "../../fixtures/arbitraries.ts";
import { factsOf, rules } from "../../fixtures/facts.ts";

describe("the id of a recommendation", () => {
  test("is its pair, there and back", () => {
    fc.assert(
      fc.property(opaqueIds("applicant"), opaqueIds("opening"), (applicantId, openingId) => {
        expect(pairOf(recommendationId(applicantId, openingId))).toEqual({ applicantId, openingId });
      }),
      LAW,
    );
  });

  test("of two longest ids fits a deduplication id", () => {
    expect(recommendationId("a".repeat(60), "b".repeat(60)).length).toBeLessThanOrEqual(128);
  });

  test("is what it always was", () => {
    expect(recommendationId("applicant-1042", "job-mapo-cafe-7")).toBe("applicant-1042~job-mapo-cafe-7");
  });

  test.each(["", "~", "a", "a~", "~b", "a~b~c", "a~~b"])("%j is none", (id) => {
    expect(pairOf(id)).toBeUndefined();
  });
});

describe("the evidence of a recommendation", () => {
  test("keeps what was known, adds up like the explanation, and tells neither birth date nor id", () => {
    fc.assert(
      fc.property(openings(), applicants(), (opening, applicant) => {
        const [first, second] = [factsOf.opening(opening), factsOf.applicant(applicant)];
        const explanation = explain(first, second, rules);
        const evidence = toEvidence(explanation, first, second, builtInTaxonomy);
        for (const [kept, total] of [
          [evidence.openingSide, explanation.fitsOpening],
          [evidence.applicantSide, explanation.fitsApplicant],
        ] as const) {
          expect(kept.every(({ known }) => known)).toBe(true);
          expect(kept.reduce((sum, { points }) => sum + points, 0)).toBe(total);
        }
        const { coveredBp, usedBp } = explanation.competencies ?? {};
        expect(evidence.competencies).toEqual(usedBp === undefined ? undefined : { coveredBp, usedBp });
        const text = JSON.stringify(evidence);
        expect(text).not.toContain(applicant.applicantId);
        if (applicant.birthDate !== undefined) expect(text).not.toContain(applicant.birthDate);
      }),
      LAW,
    );
  });
});
