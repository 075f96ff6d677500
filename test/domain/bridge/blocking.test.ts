import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findBlocking } from "../../../domain/bridge/blocking.ts";
import { PackedApplicants } from "../../../domain/index/applicants/packed-applicants.ts";
import type { ApplicantFacts, OpeningFacts } from "../../../domain/matching/facts.ts";
import { score } from "../../../domain/matching/score.ts";
import { applicants, openings } from "../../fixtures/arbitraries.ts";
import { anApplicant, anOpening } from "../../fixtures/bodies.ts";
import { factsOf, rules } from "../../fixtures/facts.ts";

const THRESHOLD_BP = 5_000;

function indexOf(people: readonly ApplicantFacts[]): PackedApplicants {
  const index = new PackedApplicants();
  for (const one of people) index.upsert(one);
  return index;
}

const blockingOf = (opening: OpeningFacts, people: readonly ApplicantFacts[]) =>
  findBlocking(opening, indexOf(people), rules, THRESHOLD_BP);

const somebody = (id: string, fields: Parameters<typeof anApplicant>[0] = {}) =>
  factsOf.applicant(anApplicant({ applicantId: id, ...fields }));

describe("what keeps an opening from suiting anybody", () => {
  const { preferences } = anApplicant();
  const people = [
    somebody("a-1", { certificates: [] }),
    somebody("a-2", { certificates: [] }),
    somebody("a-3", {
      preferences: { ...preferences, payMin: { krw: 30_000, unit: "HOUR" } },
      certificates: ["barista-1"],
    }),
  ];
  const opening = factsOf.opening(
    anOpening({ requirements: [{ on: "certificate", importance: "must", certificate: "barista-1" }] }),
  );

  test("is told by what relaxing each condition would bring, most first", () => {
    expect(blockingOf(opening, people)).toEqual({
      relaxations: [
        { condition: "requirement", source: 0, matches: 2 },
        { condition: "pay", matches: 1 },
      ],
      withinConditions: 0,
      shortfallBp: undefined,
    });
  });

  test("is the kind when people would take another, and the one that most would take is named", () => {
    const volunteers = ["a-1", "a-2"].map((id) =>
      somebody(id, { certificates: ["barista-1"], preferences: { ...preferences, kinds: ["volunteer"] } }),
    );
    expect(blockingOf(opening, volunteers).relaxations).toEqual([{ condition: "kind", kind: "volunteer", matches: 2 }]);
  });

  test("is the score alone when nothing rules people out, and what the best of them lacks is told", () => {
    const cook = factsOf.opening(anOpening({ occupation: { code: "8140" }, requirements: [] }));
    const found = blockingOf(cook, people.slice(0, 1));
    const verdict = score(cook, people[0] ?? somebody("nobody"), rules);
    if (typeof verdict === "string") throw new Error(verdict);
    expect(verdict.score).toBeLessThan(THRESHOLD_BP);
    expect(found.withinConditions).toBe(1);
    expect(found.shortfallBp).toBe(THRESHOLD_BP - verdict.score);
  });

  test("counts as the plain score does of everybody", () => {
    let relaxed = 0;
    fc.assert(
      fc.property(openings(), fc.array(applicants(), { minLength: 1, maxLength: 12 }), (value, profiles) => {
        const facts = factsOf.opening(value);
        const all = profiles.map((profile, n) => factsOf.applicant({ ...profile, applicantId: `a-${n}` }));
        const count = (one: OpeningFacts, least: number) =>
          all.filter((person) => {
            const verdict = score(one, person, rules);
            return typeof verdict === "object" && verdict.score >= least;
          }).length;
        const found = blockingOf(facts, all);
        expect(found.withinConditions).toBe(count(facts, 0));
        for (const { condition, source, kind, matches } of found.relaxations) {
          relaxed += matches;
          const index = facts.requirements.findIndex((one) => one.source === source && one.importance === "must");
          const must = facts.requirements[index];
          const fields: Record<typeof condition, Partial<OpeningFacts>> = {
            place: { district: undefined },
            pay: { pay: { krwPerHour: undefined, krwPerMonth: undefined } },
            hours: { hours: undefined },
            shifts: { shifts: undefined },
            "employment-type": { employmentType: undefined },
            kind: { kind: kind ?? facts.kind },
            requirement:
              must === undefined
                ? {}
                : { requirements: facts.requirements.with(index, { ...must, importance: "should" }) },
          };
          expect(matches, condition).toBe(count({ ...facts, ...fields[condition] }, THRESHOLD_BP));
        }
        expect(found.relaxations.map(({ matches }) => matches)).toEqual(
          found.relaxations.map(({ matches }) => matches).toSorted((a, b) => b - a),
        );
      }),
      { numRuns: 400, seed: 20_261_121 },
    );
    expect(relaxed).toBeGreaterThan(100);
  });
});
