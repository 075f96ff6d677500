import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explain } from "../../../domain/matching/explain.ts";
import { UNKNOWN_BP } from "../../../domain/matching/requirements.ts";
import {
  type applicantComponents,
  applicantCredits,
  combine,
  score,
  scoreApplicantSide,
  scoreOpeningSide,
} from "../../../domain/matching/score.ts";
import type { Applicant, Preferences } from "../../../domain/model/applicant.ts";
import { fromDayNumber } from "../../../domain/model/calendar.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import { stages } from "../../../infra/stages.ts";
import { applicants, heldCompetencies, LAW, openings } from "../../fixtures/arbitraries.ts";
import { anApplicant, anOpening } from "../../fixtures/bodies.ts";
import { bareJobFacts, factsOf, rules, strangerFacts, TODAY } from "../../fixtures/facts.ts";

/** Scores and obstacle of a pair, computed whether or not it matches. */
function account(opening: Opening, applicant: Applicant) {
  const { obstacle, score, fitsOpening, fitsApplicant } = explain(
    factsOf.opening(opening),
    factsOf.applicant(applicant),
    rules,
  );
  return { obstacle, score, fitsOpening, fitsApplicant };
}

const reversed = <T>(list: readonly T[]): T[] => [...list].reverse();

describe("a score", () => {
  test("is three whole numbers from 0 to 10,000, or the reason why there is none", () => {
    let scored = 0;
    fc.assert(
      fc.property(openings(), applicants(), (opening, applicant) => {
        const verdict = score(factsOf.opening(opening), factsOf.applicant(applicant), rules);
        const { obstacle, ...figures } = account(opening, applicant);
        expect(verdict).toEqual(obstacle ?? figures);
        for (const figure of Object.values(figures)) {
          expect(Number.isInteger(figure) && figure >= 0 && figure <= 10_000).toBe(true);
        }
        if (obstacle === undefined) scored++;
      }),
      LAW,
    );
    expect(scored).toBeGreaterThan(100);
  });

  test("is the same each time and changes neither side", () => {
    fc.assert(
      fc.property(openings(), applicants(), (opening, applicant) => {
        const [first, second] = [factsOf.opening(opening), factsOf.applicant(applicant)];
        const before = JSON.stringify([first, second]);
        expect(score(first, second, rules)).toEqual(score(first, second, rules));
        expect(JSON.stringify([first, second])).toBe(before);
      }),
      LAW,
    );
  });

  test("doesn't depend on the order of any list", () => {
    fc.assert(
      fc.property(openings(), applicants(), (opening, applicant) => {
        const turned = (list: readonly unknown[] | undefined) => list && reversed(list);
        const { preferences } = applicant;
        const other = {
          ...applicant,
          ...Object.fromEntries(
            (["competencies", "certificates", "experience", "languages"] as const).map((key) => [
              key,
              turned(applicant[key]),
            ]),
          ),
          preferences: {
            ...preferences,
            ...Object.fromEntries(
              (["kinds", "occupations", "districts", "shifts", "employmentTypes"] as const).map((key) => [
                key,
                turned(preferences[key]),
              ]),
            ),
          },
        } as Applicant;
        const asked = { ...opening, requirements: reversed(opening.requirements) };
        expect(account(asked, other)).toEqual(account(opening, applicant));
      }),
      LAW,
    );
  });

  test("never falls on the opening's side by one more competency that is asked for", () => {
    let tried = 0;
    fc.assert(
      fc.property(openings(), applicants(), fc.nat(), heldCompetencies(), (opening, applicant, pick, { level }) => {
        const asked = factsOf
          .opening(opening)
          .requirements.flatMap((requirement) => (requirement.on === "competency" ? [requirement.number] : []));
        const competency = rules.taxonomy.competencyByNumber(asked[pick % asked.length] ?? 0)?.code;
        const competencies = applicant.competencies ?? [];
        if (competency === undefined || competencies.some((own) => own.competency === competency)) return;
        const before = account(opening, { ...applicant, competencies });
        const after = account(opening, { ...applicant, competencies: [...competencies, { competency, level }] });
        expect(after.fitsOpening).toBeGreaterThanOrEqual(before.fitsOpening);
        expect(after.fitsApplicant).toBe(before.fitsApplicant);
        tried++;
      }),
      LAW,
    );
    expect(tried).toBeGreaterThan(100);
  });

  test("never falls on the applicant's side by higher pay", () => {
    fc.assert(
      fc.property(openings(), applicants(), fc.integer({ min: 1, max: 5_000_000 }), (opening, applicant, raise) => {
        fc.pre(opening.baseSalary !== undefined);
        const { krw = 0, unit = "HOUR" } = opening.baseSalary ?? {};
        const raised = { ...opening, baseSalary: { krw: krw + raise, unit } };
        const [before, after] = [account(opening, applicant), account(raised, applicant)];
        expect(after.fitsApplicant).toBeGreaterThanOrEqual(before.fitsApplicant);
        expect(after.fitsOpening).toBe(before.fitsOpening);
        if (before.obstacle === undefined) expect(after.obstacle).toBeUndefined();
      }),
      LAW,
    );
  });

  test("leaves out what is unknown: a wish withdrawn counts as if its component weren't there", () => {
    const wishOf = {
      "wanted-occupation": ["occupations"],
      pay: ["payMin"],
      hours: ["hoursPerWeekMin", "hoursPerWeekMax"],
      shifts: ["shifts"],
      "employment-type": ["employmentTypes"],
    } as const;
    const names = fc.constantFrom(...(Object.keys(wishOf) as (keyof typeof wishOf)[]));
    fc.assert(
      fc.property(openings(), applicants(), names, (opening, applicant, component) => {
        const fields: readonly (keyof Preferences)[] = wishOf[component];
        const rest = Object.entries(applicant.preferences).filter(([key]) => !fields.some((field) => field === key));
        const without = { ...applicant, preferences: Object.fromEntries(rest) as Preferences };
        const left = applicantCredits(factsOf.opening(opening), factsOf.applicant(applicant), rules).filter(
          (credit) => credit.component !== component && credit.creditBp !== UNKNOWN_BP,
        );
        const whole = left.reduce((sum, { weight }) => sum + weight, 0);
        const points = left.reduce((sum, { weight, creditBp }) => sum + weight * creditBp, 0);
        expect(account(opening, without).fitsApplicant).toBe(whole === 0 ? 5_000 : Math.floor(points / whole));
      }),
      LAW,
    );
  });

  test("doesn't know the age of anybody whom the rules let in", () => {
    const births = fc.integer({ min: -10_000, max: 15_000 }).map(fromDayNumber);
    fc.assert(
      fc.property(openings(), applicants(), births, (opening, applicant, birthDate) => {
        const [mine, other] = [account(opening, applicant), account(opening, { ...applicant, birthDate })];
        fc.pre(mine.obstacle !== "age-outside-programme" && other.obstacle !== "age-outside-programme");
        expect(other).toEqual(mine);
      }),
      LAW,
    );
  });

  test("doesn't know language, consent or revision", () => {
    fc.assert(
      fc.property(openings(), applicants(), (opening, applicant) => {
        const other: Applicant = {
          ...applicant,
          applicantId: "somebody-else",
          revision: 7,
          language: applicant.language === "ko" ? "en" : "ko",
          consent: { alerts: false, employers: false, center: false },
        };
        const same: Opening = {
          ...opening,
          openingId: "another",
          employerId: "another",
          title: "다른 제목",
          totalJobOpenings: 3,
        };
        expect(account(same, other)).toEqual(account(opening, applicant));
      }),
      LAW,
    );
  });
});

describe("components of the applicant's side", () => {
  const credit = (
    component: (typeof applicantComponents)[number],
    opening: Partial<Opening>,
    preferences: Preferences,
  ) =>
    applicantCredits(bareJobFacts(opening), strangerFacts({ preferences }), rules).find(
      (one) => one.component === component,
    )?.creditBp;
  const hourly = (krw: number): Partial<Opening> => ({ baseSalary: { krw, unit: "HOUR" } });
  const atLeast = (krw: number): Preferences => ({ payMin: { krw, unit: "HOUR" } });

  test.each([
    [10_000, 10_000, 6_000],
    [10_001, 10_000, 6_001],
    [11_500, 10_000, 8_000],
    [12_999, 10_000, 9_998],
    [13_000, 10_000, 10_000],
    [99_000, 10_000, 10_000],
    [9_999, 10_000, 0],
    [0, 0, 10_000],
    [1, 1, 10_000],
  ])("%i won where %i are wanted earn %i", (offered, least, creditBp) => {
    expect(credit("pay", hourly(offered), atLeast(least))).toBe(creditBp);
  });

  test.each([
    [25, 5_000],
    [50, 7_500],
    [100, 8_750],
    [24, 0],
  ])("a way of 25 minutes where %i are accepted earns %i", (commuteMinutesMax, creditBp) => {
    const place = { mode: "onsite", district: "11440" } as const;
    expect(credit("commute", { place }, { districts: ["11410"], commuteMinutesMax })).toBe(creditBp);
  });

  test("a wanted district and work done online earn all", () => {
    expect(credit("commute", { place: { mode: "onsite", district: "11440" } }, { districts: ["11440"] })).toBe(10_000);
    expect(credit("commute", { place: { mode: "online" } }, {})).toBe(10_000);
  });

  test.each<[Opening["shifts"], Preferences["shifts"], number]>([
    [["night"], ["night"], 10_000],
    [["night", "weekend"], ["night"], 5_000],
    [["weekday-day", "night", "weekend"], ["night"], 3_333],
    [["night"], ["weekend"], 0],
    [undefined, ["weekend"], UNKNOWN_BP],
    [["night"], undefined, UNKNOWN_BP],
  ])("shifts %j where %j are wanted earn %i", (offered, wanted, creditBp) => {
    const preferences = wanted === undefined ? {} : { shifts: wanted };
    expect(credit("shifts", offered === undefined ? {} : { shifts: offered }, preferences)).toBe(creditBp);
  });
});

describe("sides", () => {
  const component = (creditBp: number, weight: number) => ({ component: "pay" as const, creditBp, weight });

  test.each([
    [[component(10_000, 1), component(0, 1)], 5_000],
    [[component(10_000, 2), component(0, 1)], 6_666],
    [[component(10_000, 2), component(UNKNOWN_BP, 100)], 10_000],
    [[component(UNKNOWN_BP, 1)], 5_000],
    [[], 5_000],
  ])("the weighted mean of %j is %i", (components, expected) => {
    expect(scoreApplicantSide(components)).toBe(expected);
  });

  test.each([
    ["a job of which nothing shows that one can do it", { kind: "job", requirements: [] }, 3_000],
    ["an internship of no occupation", { kind: "internship", requirements: [], occupation: undefined }, 3_000],
    ["a fair for anybody", { kind: "job-fair", requirements: [], occupation: undefined }, 5_000],
    ["a course about an occupation one says nothing of", { kind: "training", requirements: [] }, 3_000],
  ] as const)("%s counts %j", (_what, fields, expected) => {
    const facts = { ...bareJobFacts(), occupation: "5317", ...fields };
    expect(scoreOpeningSide(facts, [])).toBe(expected);
  });

  test("knowing nothing but the place and the pay of a job is no match at the deployed threshold", () => {
    const applicant = anApplicant({
      competencies: undefined,
      certificates: undefined,
      experience: undefined,
      education: undefined,
      preferences: { districts: ["11440"], payMin: { krw: 9_000, unit: "HOUR" } },
    } as Partial<Applicant>);
    const verdict = score(factsOf.opening(anOpening()), factsOf.applicant(applicant), rules);
    expect(verdict).toMatchObject({ fitsOpening: 3_000 });
    for (const { thresholdBp } of Object.values(stages)) expect(combine(3_000, 10_000)).toBeLessThan(thresholdBp);
  });

  test.each([
    [10_000, 10_000, 10_000],
    [10_000, 0, 0],
    [5_000, 5_000, 5_000],
    [9_000, 4_000, 6_000],
    [9_999, 10_000, 9_999],
    [2, 3, 2],
  ])("%i and %i combine to %i", (fitsOpening, fitsApplicant, expected) => {
    expect(combine(fitsOpening, fitsApplicant)).toBe(expected);
  });

  test("the combination is the floor of the exact root, for every pair of sides", () => {
    const side = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(side, side, (a, b) => {
        const root = combine(a, b);
        expect(root * root <= a * b && (root + 1) * (root + 1) > a * b).toBe(true);
      }),
      LAW,
    );
  });
});

describe("what competencies weigh", () => {
  const barista = { kind: "job", occupation: { code: "5317" } } as const;
  const expert: Partial<Applicant> = { competencies: [] };

  test("inferred from the occupation they weigh less than stated", () => {
    const inferred = explain(bareJobFacts(barista), strangerFacts(expert), rules).openingSide;
    const stated = explain(
      bareJobFacts({
        ...barista,
        requirements: [{ on: "competency", importance: "must", competency: "hand-drip-coffee", level: 3 }],
      }),
      strangerFacts({ ...expert, experience: [{ occupation: "5317", months: 1 }] }),
      rules,
    ).openingSide;
    expect(inferred.find(({ component }) => component === "competencies")).toMatchObject({
      known: true,
      points: 0,
      possible: 10_000,
    });
    expect(stated.find(({ component }) => component === "competencies")?.possible).toBe(5_263);
  });

  test("the samples make a good match on the day of the samples", () => {
    const verdict = score(factsOf.opening(anOpening()), factsOf.applicant(anApplicant()), { ...rules, today: TODAY });
    expect(verdict).toBeTypeOf("object");
    if (typeof verdict === "object") expect(verdict.score).toBeGreaterThan(8_000);
  });
});
