import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { prospectsOf } from "../../../domain/matching/changes.ts";
import { explain } from "../../../domain/matching/explain.ts";
import { toReasons } from "../../../domain/matching/reasons.ts";
import { score } from "../../../domain/matching/score.ts";
import type { Applicant } from "../../../domain/model/applicant.ts";
import { ageOn, fromDayNumber } from "../../../domain/model/calendar.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import { applicants, LAW, opaqueIds, openings, revisions } from "../../fixtures/arbitraries.ts";
import { factsOf, prospectRules, rules, TODAY } from "../../fixtures/facts.ts";

const MANY = { ...LAW, numRuns: 10_000 };

/** Ten thousand pairs on a machine that does other things as well. */
const LONG_MS = 120_000;

const DAYS_PER_YEAR = 365;

/** Two birth dates on which an opening decides alike: both inside its age span, years apart where it leaves room. */
function birthDatesInside({ eligibility }: Opening): fc.Arbitrary<readonly [string, string]> {
  const youngest = eligibility?.ageMin ?? 20;
  const oldest = Math.max(youngest, eligibility?.ageMax ?? 90);
  const age = fc.integer({ min: youngest, max: oldest });
  // A day more than so many years, and up to three hundred: leap days never carry it into the next year.
  const day = fc.tuple(age, fc.integer({ min: 40, max: 300 })).map(([years, days]) => {
    return fromDayNumber(TODAY - years * DAYS_PER_YEAR - days);
  });
  return fc.tuple(day, day);
}

/** The same lists in another order. */
function reordered(list: readonly unknown[], seed: number): unknown[] {
  const keyed = list.map((value, at) => ({ value, key: Math.imul(at + 1, seed | 1) >>> 0 }));
  return keyed.toSorted((a, b) => a.key - b.key).map(({ value }) => value);
}

const LISTS = ["competencies", "certificates", "experience", "languages"] as const;
const WISH_LISTS = ["kinds", "occupations", "districts", "shifts", "employmentTypes"] as const;

function withListsReordered(applicant: Applicant, seed: number): Applicant {
  const changed = structuredClone(applicant);
  const reorder = (owner: object, field: string, list: readonly unknown[] | undefined) => {
    if (list !== undefined) Object.assign(owner, { [field]: reordered(list, seed) });
  };
  for (const field of LISTS) reorder(changed, field, changed[field]);
  for (const field of WISH_LISTS) reorder(changed.preferences, field, changed.preferences[field]);
  return changed;
}

const pairs = () =>
  openings().chain((opening) =>
    fc.tuple(
      fc.constant(opening),
      applicants(),
      birthDatesInside(opening),
      fc.record({
        applicantId: opaqueIds("other"),
        revision: revisions(),
        language: fc.constantFrom("ko" as const, "en" as const),
        consent: fc.record({ alerts: fc.boolean(), employers: fc.boolean(), center: fc.boolean() }),
        seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      }),
    ),
  );

/** The same person, and somebody who differs in nothing that an opening may ask about. */
function twins(
  opening: Opening,
  applicant: Applicant,
  [one, other]: readonly [string, string],
  { seed, ...outside }: { seed: number } & Partial<Applicant>,
): readonly [Applicant, Applicant] {
  const { ageMin = 0, ageMax = 200 } = opening.eligibility ?? {};
  for (const day of [one, other]) {
    const age = ageOn(factsOf.applicant({ ...applicant, birthDate: day }).birthDay ?? 0, TODAY);
    expect(age >= ageMin && age <= ageMax).toBe(true);
  }
  return [
    { ...applicant, birthDate: one },
    { ...withListsReordered(applicant, seed), ...outside, birthDate: other },
  ];
}

describe("two applicants who differ only in birth date, inside every rule, and in what the model doesn't read", () => {
  test("get the same score, the same account and the same reasons", { timeout: LONG_MS }, () => {
    let [matches, reasonsTold, yearsApart] = [0, 0, 0];
    fc.assert(
      fc.property(pairs(), ([opening, applicant, days, outside]) => {
        const facts = factsOf.opening(opening);
        const [first, second] = twins(opening, applicant, days, outside).map(factsOf.applicant);
        if (first === undefined || second === undefined) return;
        const verdict = score(facts, first, rules);
        expect(score(facts, second, rules)).toEqual(verdict);
        const told = explain(facts, first, rules);
        expect(explain(facts, second, rules)).toEqual(told);
        const reasons = toReasons(told, facts, first, rules.taxonomy);
        const others = toReasons(explain(facts, second, rules), facts, second, rules.taxonomy);
        expect(JSON.stringify(others)).toBe(JSON.stringify(reasons));
        if (typeof verdict !== "string") matches++;
        reasonsTold += reasons.length;
        if (days[0].slice(0, 4) !== days[1].slice(0, 4)) yearsApart++;
      }),
      MANY,
    );
    expect([matches > 800, reasonsTold > 20_000, yearsApart > 5_000]).toEqual([true, true, true]);
  });

  test("are advised the same", () => {
    let advised = 0;
    fc.assert(
      fc.property(pairs(), ([opening, applicant, days, outside]) => {
        const [first, second] = twins(opening, applicant, days, outside);
        const prospects = prospectsOf({ opening, applicant: first }, prospectRules);
        expect(prospectsOf({ opening, applicant: second }, prospectRules)).toEqual(prospects);
        advised += prospects.applicant.changes.length;
      }),
      { ...LAW, numRuns: 400 },
    );
    expect(advised).toBeGreaterThan(50);
  });

  test("are told of no condition on age by name when it isn't met", () => {
    const eligibility = { ageMin: 40, ageMax: 64, residence: "11", legalBasis: "seoul-second-life" as const };
    const base = { kind: "internship" as const, eligibility, requirements: [] };
    fc.assert(
      fc.property(openings(), applicants(), (opening, applicant) => {
        const facts = factsOf.opening({ ...opening, ...base });
        const tooYoung = factsOf.applicant({ ...applicant, birthDate: "2000-01-01", residence: "11440" });
        const elsewhere = factsOf.applicant({ ...applicant, birthDate: "1975-01-01", residence: "41135" });
        const told = (who: typeof tooYoung) =>
          toReasons(explain(facts, who, rules), facts, who, rules.taxonomy).filter(
            ({ code }) => code === "programme-condition" || code.includes("age") || code.includes("residence"),
          );
        expect(told(tooYoung)).toEqual([{ code: "programme-condition" }]);
        expect(told(elsewhere)).toEqual([{ code: "programme-condition" }]);
      }),
      { ...LAW, numRuns: 200 },
    );
  });
});
