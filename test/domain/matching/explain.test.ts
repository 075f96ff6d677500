import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { combineCoverage } from "../../../domain/matching/coverage.ts";
import { explain, NOTHING_KNOWN } from "../../../domain/matching/explain.ts";
import { wayTo } from "../../../domain/matching/obstacles.ts";
import {
  applicantComponents,
  defaultWeights,
  openingComponents,
  score,
  type Weights,
} from "../../../domain/matching/score.ts";
import { importances } from "../../../domain/model/requirement.ts";
import { applicants, LAW, openings } from "../../fixtures/arbitraries.ts";
import { bareJobFacts, factsOf, rules, strangerFacts } from "../../fixtures/facts.ts";

/** As often as the sum is promised to hold. */
const MANY = { ...LAW, numRuns: 10_000 };

/** Ten thousand pairs on a machine that does other things as well. */
const LONG_MS = 120_000;

/** Any weights that a deployment may choose, the ones in use among them. */
function weights(): fc.Arbitrary<Weights> {
  const weight = fc.integer({ min: 1, max: 1_000 });
  const each = <C extends string>(components: readonly C[]) =>
    fc.tuple(...components.map(() => weight)).map((drawn) => {
      return Object.fromEntries(components.map((component, at) => [component, drawn[at]])) as Record<C, number>;
    });
  const drawn = fc.record({
    version: fc.constant(1),
    opening: each(openingComponents),
    applicant: each(applicantComponents),
    inferredCompetencies: weight,
    importance: each(importances),
  });
  return fc.oneof(drawn, fc.constant(defaultWeights));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe("an explanation", () => {
  test("adds up: points to the side's score and possible points to 10,000, to the unit", { timeout: LONG_MS }, () => {
    let [known, unknown] = [0, 0];
    fc.assert(
      fc.property(openings(), applicants(), weights(), (opening, applicant, drawn) => {
        const told = explain(factsOf.opening(opening), factsOf.applicant(applicant), { ...rules, weights: drawn });
        for (const [side, total] of [
          [told.openingSide, told.fitsOpening],
          [told.applicantSide, told.fitsApplicant],
        ] as const) {
          const anything = !side.some(({ component }) => component === NOTHING_KNOWN);
          expect(sum(side.map(({ points }) => points))).toBe(total);
          expect(sum(side.map(({ possible }) => possible))).toBe(10_000);
          for (const { points, possible, known } of side) {
            // Handing out the rounding can give a component one point more than its share.
            expect(points >= 0 && points <= possible + 1).toBe(true);
            if (!known) expect([points, possible]).toEqual([0, 0]);
          }
          if (anything) known++;
          else {
            unknown++;
            expect([3_000, 5_000]).toContain(total);
            expect(side.filter((part) => part.known).map(({ component }) => component)).toEqual([NOTHING_KNOWN]);
          }
        }
        const named = (side: readonly { readonly component: string }[]) =>
          side.map(({ component }) => component).filter((component) => component !== NOTHING_KNOWN);
        expect(named(told.openingSide)).toEqual(openingComponents);
        expect(named(told.applicantSide)).toEqual(applicantComponents);
      }),
      MANY,
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
        for (const { requirement, status, creditBp, metBy } of told.requirements) {
          const expected =
            creditBp === -1 ? "unverified" : creditBp === 0 ? "missing" : creditBp === 10_000 ? "met" : "partly";
          expect(status).toBe(expected);
          expect(metBy !== undefined).toBe(creditBp > 0);
          if (metBy !== undefined) expect(metBy.on).toBe(requirement.on);
          if (metBy?.on === "competency")
            expect(second.competencies).toContainEqual({ number: metBy.number, level: metBy.level });
          if (metBy?.on === "certificate") expect(second.certificates).toContain(metBy.number);
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
    const eligibility = { ageMin: 40, residence: "11", legalBasis: "seoul-second-life" as const };
    const opening = bareJobFacts({ kind: "internship", eligibility });
    const asked = (fields: Parameters<typeof strangerFacts>[0]) =>
      explain(opening, strangerFacts(fields), rules).unverified.map(({ on }) => on);
    expect(asked({})).toEqual(["age", "residence"]);
    expect(asked({ birthDate: "1980-01-01" })).toEqual(["residence"]);
    expect(asked({ birthDate: "1980-01-01", residence: "11440" })).toEqual([]);
    expect(explain(bareJobFacts(), strangerFacts(), rules).unverified).toEqual([]);
  });

  test("accounts for the competencies from both ends, and its points come from the two figures", () => {
    let told = 0;
    const only = {
      opening: Object.fromEntries(openingComponents.map((name) => [name, name === "competencies" ? 1 : 0])),
    };
    const alone = { ...defaultWeights, ...only, inferredCompetencies: 1 } as Weights;
    fc.assert(
      fc.property(openings(), applicants(), (opening, applicant) => {
        const [first, second] = [factsOf.opening(opening), factsOf.applicant(applicant)];
        const { competencies, openingSide, usedBp } = explain(first, second, { ...rules, weights: alone });
        const component = openingSide.find((one) => one.component === "competencies");
        expect(competencies !== undefined).toBe(component?.known);
        if (competencies === undefined) return;
        told++;
        expect(component?.points).toBe(combineCoverage(competencies.coveredBp, competencies.usedBp));
        expect(competencies.usedBp).toBe(usedBp);
        expect(competencies.uses.map(({ number, level }) => ({ number, level }))).toEqual(second.competencies);
        for (const { number, usedBp: used, wanted } of competencies.uses) {
          expect(used > 0).toBe(wanted !== undefined);
          if (wanted !== undefined) expect(rules.taxonomy.relatedness(number, wanted)).toBe(used);
        }
      }),
      LAW,
    );
    expect(told).toBeGreaterThan(200);
  });

  test("names the certificate that serves for the one asked for", () => {
    const opening = bareJobFacts({
      requirements: [{ on: "certificate", importance: "must", certificate: "barista-2" }],
    });
    const held = (certificates: string[]) =>
      explain(opening, strangerFacts({ certificates }), rules).requirements.map(({ metBy }) => metBy);
    const number = (code: string) => rules.taxonomy.certificateByCode(code)?.number;
    expect(held(["barista-1"])).toEqual([{ on: "certificate", number: number("barista-1") }]);
    expect(held(["barista-1", "barista-2"])).toEqual([{ on: "certificate", number: number("barista-2") }]);
    expect(held(["care-worker"])).toEqual([undefined]);
  });

  test("names every must that is failed, not only the first", () => {
    const opening = bareJobFacts({
      requirements: [
        { on: "certificate", importance: "must", certificate: "barista-2" },
        { on: "education", importance: "must", level: "high" },
        { on: "experience", importance: "must", occupation: "5317", months: 12 },
      ],
    });
    const told = explain(opening, strangerFacts({ certificates: [], education: "middle" }), rules);
    expect(told.obstacles).toEqual(["requirement-not-met"]);
    expect(told.failedMusts.map(({ requirement }) => requirement.on)).toEqual(["certificate", "education"]);
    expect(told.unverified).toMatchObject([{ on: "requirement", requirement: { on: "experience" } }]);
  });

  test("names the occupation that each occupation component comes from, and by what it is near", () => {
    const alone = (name: "occupation" | "wanted-occupation") => ({
      ...defaultWeights,
      inferredCompetencies: 0,
      opening: Object.fromEntries(openingComponents.map((one) => [one, one === name ? 1 : 0])),
      applicant: Object.fromEntries(applicantComponents.map((one) => [one, one === name ? 1 : 0])),
    });
    const sources = new Set<string>();
    fc.assert(
      fc.property(openings(), applicants(), (opening, applicant) => {
        const [first, second] = [factsOf.opening(opening), factsOf.applicant(applicant)];
        const worked = second.experience?.map(({ occupation }) => occupation);
        for (const [component, side, of, codes] of [
          ["occupation", "openingSide", "own", worked],
          ["wanted-occupation", "applicantSide", "wanted", second.wantedOccupations],
        ] as const) {
          const told = explain(first, second, { ...rules, weights: alone(component) as Weights });
          const found = told.occupations[of];
          const points = told[side].find((one) => one.component === component);
          expect(found !== undefined).toBe(points?.known);
          if (found === undefined) continue;
          expect([found.proximityBp, found.asked]).toEqual([points?.points, first.occupation]);
          expect(codes).toContain(found.own);
          expect(rules.taxonomy.occupationProximity(found.own, found.asked)).toBe(found.proximityBp);
          expect(found.by.length > 0).toBe(found.proximityBp > 0);
          expect(found.by.includes("same-code")).toBe(found.own === found.asked);
          for (const source of found.by) sources.add(source);
          for (const competency of found.sharedCompetencies) {
            for (const code of [found.own, found.asked]) {
              expect(rules.taxonomy.occupationByCode(code)?.competencies.map(([one]) => one)).toContain(competency);
            }
          }
        }
      }),
      LAW,
    );
    expect([...sources].toSorted()).toEqual(["codes", "competencies", "groups", "names", "same-code"]);
  });

  test("gives the weight of every requirement, from which what is covered can be followed", () => {
    let followed = 0;
    fc.assert(
      fc.property(openings(), applicants(), (opening, applicant) => {
        const told = explain(factsOf.opening(opening), factsOf.applicant(applicant), rules);
        expect(told.requirementWeights).toHaveLength(told.requirements.length);
        if (told.competencies === undefined) return;
        let [points, whole] = [0, 0];
        told.requirements.forEach(({ requirement, creditBp }, at) => {
          if (requirement.on !== "competency") return;
          points += (told.requirementWeights[at] ?? 0) * creditBp;
          whole += told.requirementWeights[at] ?? 0;
        });
        followed++;
        expect(told.competencies.coveredBp).toBe(Math.floor(points / whole));
      }),
      LAW,
    );
    expect(followed).toBeGreaterThan(200);
  });
});
