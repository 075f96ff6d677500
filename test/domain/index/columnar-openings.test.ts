import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ColumnarOpenings } from "../../../domain/index/columnar-openings.ts";
import { BestMatches, type MatchLimits, type PassChoice } from "../../../domain/index/match-index.ts";
import type { ApplicantFacts, OpeningFacts } from "../../../domain/matching/facts.ts";
import { defaultWeights, type ScoringRules, score } from "../../../domain/matching/score.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { createTaxonomy } from "../../../domain/taxonomy/taxonomy.ts";
import { createPopulation, POPULATION_DAY } from "../../bench/population.ts";
import { applicants, openings } from "../../fixtures/arbitraries.ts";
import { anApplicant, anOpening } from "../../fixtures/bodies.ts";
import { competencyNumber, factsOf, rules, TODAY } from "../../fixtures/facts.ts";

/** The same competencies, and other relations and rarities between them. */
const otherTaxonomy = createTaxonomy({
  ...builtInTaxonomy,
  version: "other",
  occupations: builtInTaxonomy.occupations.filter((_, at) => at % 3 !== 0),
});

/** Large enough that nothing that is multiplied by them fits four bytes. */
const HEAVY = 1_000_000_007;

const heavyWeights = {
  ...defaultWeights,
  opening: { ...defaultWeights.opening, competencies: HEAVY, languages: HEAVY },
  applicant: { ...defaultWeights.applicant, shifts: HEAVY, pay: 1 },
  importance: { must: HEAVY, should: 3, nice: 1 },
};

const someRules: fc.Arbitrary<ScoringRules> = fc.record({
  taxonomy: fc.constantFrom(builtInTaxonomy, builtInTaxonomy, otherTaxonomy),
  weights: fc.constantFrom(defaultWeights, defaultWeights, heavyWeights),
  today: fc.constantFrom(TODAY, TODAY, TODAY + 5, undefined),
});

const someLimits: fc.Arbitrary<MatchLimits> = fc.record({
  thresholdBp: fc.constantFrom(0, 3_000, 5_000, 6_250, 8_000, 10_000),
  listMax: fc.constantFrom(1, 3, 20, Number.POSITIVE_INFINITY),
});

/** What the index promises: the score, run over every opening. */
function plainly(
  all: Iterable<OpeningFacts>,
  applicant: ApplicantFacts,
  by: ScoringRules,
  limits: MatchLimits,
  admits: (id: string) => boolean = () => true,
) {
  const best = new BestMatches<OpeningFacts>(limits, ({ openingId }) => openingId);
  for (const facts of all) {
    const verdict = score(facts, applicant, by);
    if (typeof verdict === "object" && admits(facts.openingId)) best.offer({ facts, ...verdict });
  }
  return best.result();
}

const BOTH = ["kernel", "plain"] as const satisfies readonly PassChoice[];

const IDS = 60;
const RUNS = { numRuns: 250, seed: 20_261_121 } as const;

const steps = fc.array(
  fc.record({ id: fc.nat(IDS - 1), shape: fc.nat(29), removes: fc.nat(4).map((chance) => chance === 0) }),
  { minLength: 40, maxLength: 120 },
);

describe("openings in columns", () => {
  test("give what the score gives, whatever comes and goes, by whatever rules", () => {
    let [pairs, matched] = [0, 0];
    fc.assert(
      fc.property(
        fc.array(openings(), { minLength: 30, maxLength: 30 }),
        fc.array(fc.tuple(applicants(), someRules, someLimits), { minLength: 5, maxLength: 5 }),
        steps,
        (shapes, queries, taken) => {
          const facts = shapes.map(factsOf.opening);
          const indexes = BOTH.map((passes) => new ColumnarOpenings(passes));
          const plain = new Map<string, OpeningFacts>();
          for (const [number, { id, shape, removes }] of taken.entries()) {
            const openingId = `id-${id}`;
            const one = { ...(facts[shape] as OpeningFacts), openingId };
            for (const index of indexes) {
              if (removes) index.remove(openingId);
              else index.upsert(one);
            }
            if (removes) plain.delete(openingId);
            else plain.set(openingId, one);
            if (number % 15 !== 0 && number !== taken.length - 1) continue;
            for (const [applicant, by, limits] of queries) {
              const profile = factsOf.applicant(applicant);
              const expected = plainly(plain.values(), profile, by, limits);
              for (const index of indexes) expect(index.match(profile, by, limits)).toEqual(expected);
              pairs += plain.size;
              matched += expected.overThreshold;
            }
            for (const index of indexes) expect(index.size).toBe(plain.size);
          }
        },
      ),
      RUNS,
    );
    expect(pairs).toBeGreaterThan(100_000);
    expect(matched).toBeGreaterThan(3_000);
  }, 120_000);

  test("give what the score gives over a population, at the threshold and at the end of the list", () => {
    const population = createPopulation(5);
    const by: ScoringRules = { ...rules, today: POPULATION_DAY };
    const posted = [...population.openings(0, 1_500)];
    const indexes = BOTH.map((passes) => new ColumnarOpenings(passes));
    for (const index of indexes) for (const facts of posted) index.upsert(facts);
    let matched = 0;
    for (const applicant of population.applicants(0, 150)) {
      for (const thresholdBp of [1, 4_500, 6_250]) {
        const limits = { thresholdBp, listMax: 5 };
        const expected = plainly(posted, applicant, by, limits);
        for (const index of indexes) expect(index.match(applicant, by, limits)).toEqual(expected);
        matched += expected.overThreshold;
      }
    }
    expect(matched).toBeGreaterThan(2_000);
  }, 120_000);

  test("give what the score gives in a place with hundreds, while a third of them go", () => {
    const population = createPopulation(6);
    const by: ScoringRules = { ...rules, today: POPULATION_DAY };
    const posted = new Map([...population.openings(0, 400)].map((one) => [one.openingId, { ...one, online: true }]));
    const indexes = BOTH.map((passes) => new ColumnarOpenings(passes));
    for (const index of indexes) for (const facts of posted.values()) index.upsert(facts);
    const limits = { thresholdBp: 3_000, listMax: Number.POSITIVE_INFINITY };
    let matched = 0;
    for (const [number, openingId] of [...posted.keys()].entries()) {
      if (number % 3 !== 0) continue;
      for (const index of indexes) index.remove(openingId);
      posted.delete(openingId);
      const applicant = population.applicant(number);
      const expected = plainly(posted.values(), applicant, by, limits);
      for (const index of indexes) expect(index.match(applicant, by, limits)).toEqual(expected);
      matched += expected.overThreshold;
    }
    expect(matched).toBeGreaterThan(500);
  });

  test("move to memory that a kernel shares when they are many, and give the same there", () => {
    const population = createPopulation(7);
    const by: ScoringRules = { ...rules, today: POPULATION_DAY };
    const limits = { thresholdBp: 6_250, listMax: 20 };
    const [index, ...others] = [undefined, ...BOTH].map((passes) => new ColumnarOpenings(passes));
    const profiles = [...population.applicants(0, 25)];
    let matched = 0;
    for (const [number, facts] of [...population.openings(0, 60_000)].entries()) {
      for (const one of [index, ...others]) one?.upsert(facts);
      if (number % 15_000 !== 0) continue;
      for (const profile of profiles) {
        const found = index?.match(profile, by, limits);
        for (const one of others) expect(one.match(profile, by, limits)).toEqual(found);
        matched += found?.overThreshold ?? 0;
      }
    }
    expect(matched).toBeGreaterThan(500);
  }, 120_000);

  test.each(BOTH)("take in what fits no row (%s)", (passes) => {
    const competency = (at: number) => ({
      on: "competency" as const,
      importance: "should" as const,
      number: at + 1,
      level: 3,
      source: at,
    });
    const base = factsOf.opening(anOpening());
    const odd: OpeningFacts[] = [
      { ...base, openingId: "pay", pay: { krwPerHour: 5_000_000_000, krwPerMonth: 10_000_000_000 } },
      { ...base, openingId: "hours", hours: 5_000 },
      { ...base, openingId: "many", requirements: Array.from({ length: 50 }, (_, at) => competency(at)) },
      { ...base, openingId: "too-many", requirements: Array.from({ length: 400 }, (_, at) => competency(at)) },
      { ...base, openingId: "level", requirements: [{ ...competency(0), level: 9 }] },
      { ...base, openingId: "unknown-competency", requirements: [{ ...competency(0), number: 600_000 }] },
    ];
    const index = new ColumnarOpenings(passes);
    for (const facts of odd) index.upsert(facts);
    const limits = { thresholdBp: 0, listMax: 10 };
    const applicant = { ...factsOf.applicant(anApplicant()), hoursMax: undefined };
    const expected = plainly(odd, applicant, rules, limits);
    expect(expected.overThreshold).toBe(odd.length);
    expect(index.match(applicant, rules, limits)).toEqual(expected);
    for (const { openingId } of odd) index.remove(openingId);
    expect(index.size).toBe(0);
    expect(index.match(applicant, rules, limits)).toEqual({ matches: [], overThreshold: 0 });
  });

  test("admit whom the query admits, and count nobody else", () => {
    const index = new ColumnarOpenings();
    const all = ["a", "b", "c"].map((openingId) => factsOf.opening(anOpening({ openingId })));
    for (const facts of all) index.upsert(facts);
    const limits = { thresholdBp: 0, listMax: 1 };
    const profile = factsOf.applicant(anApplicant());
    const admits = (id: string) => id !== "a";
    expect(index.match(profile, rules, limits, admits)).toEqual(plainly(all, profile, rules, limits, admits));
  });

  test.each(BOTH)("are read anew when the taxonomy changes between two queries (%s)", (passes) => {
    const index = new ColumnarOpenings(passes);
    const facts = factsOf.opening(
      anOpening({ requirements: [{ on: "competency", importance: "should", competency: "bookkeeping", level: 3 }] }),
    );
    index.upsert(facts);
    const limits = { thresholdBp: 0, listMax: 1 };
    const profile = {
      ...factsOf.applicant(anApplicant()),
      competencies: [{ number: competencyNumber("bookkeeping"), level: 2 }],
    };
    for (const taxonomy of [builtInTaxonomy, otherTaxonomy, builtInTaxonomy]) {
      const by = { ...rules, taxonomy };
      expect(index.match(profile, by, limits)).toEqual(plainly([facts], profile, by, limits));
    }
  });
});
