import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findBlocking } from "../../../domain/bridge/blocking.ts";
import { PackedApplicants } from "../../../domain/index/applicants/packed-applicants.ts";
import { REQUIRED_BY_LAW } from "../../../domain/lawful/licences.ts";
import type { ApplicantFacts, OpeningFacts } from "../../../domain/matching/facts.ts";
import { score } from "../../../domain/matching/score.ts";
import type { Preferences } from "../../../domain/model/applicant.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import type { OpeningKind } from "../../../domain/model/primitives.ts";
import type { RuleSet } from "../../../domain/programme/rule-set.ts";
import { underRules } from "../../../domain/programme/under-rules.ts";
import { applicants, openings } from "../../fixtures/arbitraries.ts";
import { anApplicant, anOpening } from "../../fixtures/bodies.ts";
import { factsOf, rules } from "../../fixtures/facts.ts";
import { ruleFactsOf, theRules } from "../programme/rules.ts";

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
      requiredByLaw: [],
      withinConditions: 0,
      shortfallBp: undefined,
    });
  });

  test("is the kind when people would take another, and the one that most would take is named", () => {
    const wanting = (kind: OpeningKind) =>
      ["a-1", "a-2"].map((id) =>
        somebody(id, { certificates: ["barista-1"], preferences: { ...preferences, kinds: [kind] } }),
      );
    expect(blockingOf(opening, wanting("internship")).relaxations).toEqual([
      { condition: "kind", kind: "internship", matches: 2 },
    ]);
    // Paid work can't be had as volunteering, and a civic role is a programme's.
    expect(blockingOf(opening, wanting("volunteer")).relaxations).toEqual([]);
    expect(blockingOf(opening, wanting("civic-role")).relaxations).toEqual([]);
  });

  test("is no certificate without which the law forbids the work", () => {
    const guarded = (certificate: string) =>
      factsOf.opening(anOpening({ requirements: [{ on: "certificate", importance: "must", certificate }] }));
    const person = [somebody("a-1", { certificates: [] })];
    expect(blockingOf(guarded("barista-2"), person).relaxations).toMatchObject([{ condition: "requirement" }]);
    expect(blockingOf(guarded("care-worker"), person).relaxations).toEqual([]);
    // It is told all the same: whoever mediates has to know what keeps people away.
    expect(blockingOf(guarded("care-worker"), person).requiredByLaw).toEqual([{ source: 0, matches: 1 }]);
    expect(blockingOf(guarded("barista-2"), person).requiredByLaw).toEqual([]);
  });

  test("every certificate that the law asks for is one of the taxonomy", () => {
    expect([...REQUIRED_BY_LAW].filter((code) => rules.taxonomy.certificateByCode(code) === undefined)).toEqual([]);
  });

  describe("within a programme", () => {
    const role = (fields: Partial<Opening> = {}) =>
      factsOf.opening(
        anOpening({
          kind: "civic-role",
          programmeId: "boram",
          requirements: [],
          baseSalary: { krw: 9_620, unit: "HOUR" },
          workHours: { perMonth: 40 },
          ...fields,
        }),
      );
    const found = (changes: Partial<RuleSet>, wish: Partial<Preferences>, fields: Partial<Opening> = {}) => {
      const { age: _age, residence: _residence, excludes: _excludes, ...free } = theRules("boram");
      const programme = ruleFactsOf({ ...free, ...changes });
      const opening = underRules(role(fields), programme, rules.today);
      const { kinds: _kinds, payMin: _pay, hoursPerWeekMin: _least, ...open } = preferences;
      const person = somebody("a-1", { preferences: { ...open, ...wish } });
      return findBlocking(opening, indexOf([person]), rules, THRESHOLD_BP, programme).relaxations.map(
        ({ condition, kind }) => kind ?? condition,
      );
    };

    test.each<[string, Partial<RuleSet>, Partial<Preferences>, string[]]>([
      ["hours up to the most of the rules", {}, { hoursPerWeekMin: 13 }, ["hours"]],
      ["no hours above it", {}, { hoursPerWeekMin: 14 }, []],
      [
        "pay up to the cap",
        { pay: [{ year: 2023, krwPerMonthMax: 548_340 }] },
        { payMin: { krw: 548_340, unit: "MONTH" } },
        ["pay"],
      ],
      [
        "no pay above it",
        { pay: [{ year: 2023, krwPerMonthMax: 548_340 }] },
        { payMin: { krw: 548_341, unit: "MONTH" } },
        [],
      ],
      ["no other pay than the rate", {}, { payMin: { krw: 9_621, unit: "HOUR" } }, []],
      ["any pay where the rules set none", { pay: undefined }, { payMin: { krw: 20_000, unit: "HOUR" } }, ["pay"]],
      ["no kind that the rules don't name", {}, { kinds: ["internship"] }, []],
      ["one that they name", { kinds: ["civic-role", "internship"] }, { kinds: ["internship"] }, ["internship"]],
      [
        "no job where ages count",
        { kinds: ["civic-role", "job"], age: { max: 67, reference: { on: "matching-day" } } },
        { kinds: ["job"] },
        [],
      ],
      ["a job where they don't", { kinds: ["civic-role", "job"] }, { kinds: ["job"] }, ["job"]],
    ])("proposes %s", (_what, changes, wish, expected) => {
      expect(found(changes, wish)).toEqual(expected);
    });
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
        const count = (one: OpeningFacts, least: number, among = all) =>
          among.filter((person) => {
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
          // More than 52 hours a week are forbidden.
          const may = (person: ApplicantFacts) => condition !== "hours" || (person.hoursMin ?? 0) <= 226;
          const among = all.filter(may);
          expect(matches, condition).toBe(count({ ...facts, ...fields[condition] }, THRESHOLD_BP, among));
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
