import * as fc from "fast-check";
import { expect, test } from "vitest";
import { CompetencyRows } from "../../../domain/matching/competency-rows.ts";
import { usedCoverage } from "../../../domain/matching/coverage.ts";
import { explain, explainFor } from "../../../domain/matching/explain.ts";
import { toRequirementEvidence } from "../../../domain/matching/requirement-evidence.ts";
import { applicants, LAW, openings } from "../../fixtures/arbitraries.ts";
import { aBareJob, factsOf, rules } from "../../fixtures/facts.ts";

const { taxonomy } = rules;

/** One opening and several applicants, so that a row is filled by one and read by another. */
const shortlists = () => fc.tuple(openings(), fc.array(applicants(), { minLength: 1, maxLength: 4 }));

test("rows of an opening give the figures that the score's own functions give", () => {
  let compared = 0;
  fc.assert(
    fc.property(shortlists(), ([opening, several]) => {
      const facts = factsOf.opening(opening);
      const rows = new CompetencyRows(facts.requirements, taxonomy);
      const asked = facts.requirements.filter((requirement) => requirement.on === "competency");
      for (const applicant of several.map(factsOf.applicant)) {
        const { competencies: held } = applicant;
        if (held === undefined) continue;
        const met = rows.of(held);
        for (const [place, requirement] of asked.entries()) {
          compared++;
          const expected = toRequirementEvidence(requirement, facts, applicant, taxonomy);
          expect(rows.evidence(requirement, place, met)).toEqual(expected);
        }
        if (asked.length > 0) expect(met.usedBp).toBe(usedCoverage(facts.requirements, held, taxonomy));
      }
    }),
    LAW,
  );
  expect(compared).toBeGreaterThan(2_000);
});

test("rows find room for every competency there is", () => {
  const facts = factsOf.opening(
    aBareJob({ requirements: [{ on: "competency", importance: "must", competency: "hand-drip-coffee", level: 3 }] }),
  );
  const everything = taxonomy.competencies.map(({ number }) => ({ number, level: 3 }));
  const rows = new CompetencyRows(facts.requirements, taxonomy);
  const { starts, related, usedBp } = rows.of(everything);
  expect(related.length).toBeGreaterThan(1);
  expect(new Set(starts).size).toBe(related.length);
  expect(usedBp).toBe(usedCoverage(facts.requirements, everything, taxonomy));
});

test("accounts for many applicants of an opening are those of each alone", () => {
  fc.assert(
    fc.property(shortlists(), ([opening, several]) => {
      const facts = factsOf.opening(opening);
      const account = explainFor(facts, rules);
      for (const applicant of several.map(factsOf.applicant)) {
        const [one, alone] = [account(applicant), explain(facts, applicant, rules)];
        expect(one).toEqual(alone);
        // What is worked out when it is asked for.
        expect(one.competencies?.uses).toEqual(alone.competencies?.uses);
        expect([one.occupations, one.requirementWeights]).toEqual([alone.occupations, alone.requirementWeights]);
      }
    }),
    { ...LAW, numRuns: 500 },
  );
});
