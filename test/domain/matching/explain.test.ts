import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explain } from "../../../domain/matching/explain.ts";
import { wayTo } from "../../../domain/matching/obstacles.ts";
import { applicantComponents, openingComponents, score } from "../../../domain/matching/score.ts";
import { applicants, LAW, openings } from "../../fixtures/arbitraries.ts";
import { bareJobFacts, factsOf, rules, strangerFacts } from "../../fixtures/facts.ts";

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe("an explanation", () => {
  test("adds up: points to the side's score and possible points to 10,000, to the unit", () => {
    let [known, unknown] = [0, 0];
    fc.assert(
      fc.property(openings(), applicants(), (opening, applicant) => {
        const told = explain(factsOf.opening(opening), factsOf.applicant(applicant), rules);
        for (const [side, total] of [
          [told.openingSide, told.fitsOpening],
          [told.applicantSide, told.fitsApplicant],
        ] as const) {
          const anything = side.some((component) => component.known);
          expect(sum(side.map(({ points }) => points))).toBe(anything ? total : 0);
          expect(sum(side.map(({ possible }) => possible))).toBe(anything ? 10_000 : 0);
          for (const { points, possible, known } of side) {
            // Handing out the rounding can give a component one point more than its share.
            expect(points >= 0 && points <= possible + 1).toBe(true);
            if (!known) expect([points, possible]).toEqual([0, 0]);
          }
          if (anything) known++;
          else {
            unknown++;
            expect([3_000, 5_000]).toContain(total);
          }
        }
        expect(told.openingSide.map(({ component }) => component)).toEqual(openingComponents);
        expect(told.applicantSide.map(({ component }) => component)).toEqual(applicantComponents);
      }),
      LAW,
    );
    expect(Math.min(known, unknown)).toBeGreaterThan(100);
  });

  test("has the score's scores and the score's obstacle", () => {
    let obstacles = 0;
    fc.assert(
      fc.property(openings(), applicants(), (opening, applicant) => {
        const [first, second] = [factsOf.opening(opening), factsOf.applicant(applicant)];
        const verdict = score(first, second, rules);
        const { obstacle, score: total, fitsOpening, fitsApplicant } = explain(first, second, rules);
        if (typeof verdict === "string") {
          obstacles++;
          expect(obstacle).toBe(verdict);
        } else {
          expect({ obstacle, score: total, fitsOpening, fitsApplicant }).toEqual({ obstacle: undefined, ...verdict });
        }
      }),
      LAW,
    );
    expect(obstacles).toBeGreaterThan(500);
  });

  test("accounts for every requirement, and asks for each must of which nothing is known", () => {
    fc.assert(
      fc.property(openings(), applicants(), (opening, applicant) => {
        const [first, second] = [factsOf.opening(opening), factsOf.applicant(applicant)];
        const told = explain(first, second, rules);
        expect(told.requirements.map(({ requirement }) => requirement)).toEqual(first.requirements);
        for (const { status, creditBp, path } of told.requirements) {
          const expected =
            creditBp === -1 ? "unverified" : creditBp === 0 ? "missing" : creditBp === 10_000 ? "met" : "partly";
          expect(status).toBe(expected);
          if (path !== undefined)
            expect(second.competencies).toContainEqual({ number: path.number, level: path.level });
        }
        const asked = told.unverified.filter(({ on }) => on === "requirement").length;
        expect(asked).toBe(
          told.requirements.filter(
            ({ requirement, status }) => requirement.importance === "must" && status === "unverified",
          ).length,
        );
        const minutes = wayTo(first, second)?.minutes;
        expect(told.commuteMinutes).toBe(minutes === Number.POSITIVE_INFINITY ? undefined : minutes);
      }),
      LAW,
    );
  });

  test("asks for age and residence only when the opening has such a condition and the person left it out", () => {
    const eligibility = { ageMin: 40, residence: "11", legalBasis: "조례" };
    const opening = bareJobFacts({ kind: "internship", eligibility });
    const asked = (fields: Parameters<typeof strangerFacts>[0]) =>
      explain(opening, strangerFacts(fields), rules).unverified.map(({ on }) => on);
    expect(asked({})).toEqual(["age", "residence"]);
    expect(asked({ birthDate: "1980-01-01" })).toEqual(["residence"]);
    expect(asked({ birthDate: "1980-01-01", residence: "11440" })).toEqual([]);
    expect(explain(bareJobFacts(), strangerFacts(), rules).unverified).toEqual([]);
  });
});
