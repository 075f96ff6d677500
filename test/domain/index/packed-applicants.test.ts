import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PackedApplicants } from "../../../domain/index/applicants/packed-applicants.ts";
import { decodeRecord, encodeRecord } from "../../../domain/index/log-record.ts";
import { compareCodeUnits, type Match, type MatchLimits, type PassChoice } from "../../../domain/index/match-index.ts";
import type { ApplicantFacts, OpeningFacts } from "../../../domain/matching/facts.ts";
import { defaultWeights, type ScoringRules, score, type Weights } from "../../../domain/matching/score.ts";
import type { ApplicantStanding } from "../../../domain/matching/standing.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { createTaxonomy, type Taxonomy } from "../../../domain/taxonomy/taxonomy.ts";
import { createPopulation, POPULATION_DAY } from "../../bench/population.ts";
import { applicants, LAW, openings } from "../../fixtures/arbitraries.ts";
import { aStranger, factsOf, TODAY } from "../../fixtures/facts.ts";

const BOTH = ["kernel", "plain"] as const satisfies readonly PassChoice[];

/** What the index promises: the score run over everybody, best first, equal scores by id. */
function scan(everybody: Iterable<ApplicantFacts>, opening: OpeningFacts, rules: ScoringRules, limits: MatchLimits) {
  const found: Match<ApplicantFacts>[] = [];
  for (const facts of everybody) {
    const verdict = score(opening, facts, rules);
    if (typeof verdict === "object" && verdict.score >= limits.thresholdBp) found.push({ facts, ...verdict });
  }
  found.sort((a, b) => b.score - a.score || compareCodeUnits(a.facts.applicantId, b.facts.applicantId));
  return { matches: found.slice(0, limits.listMax), overThreshold: found.length };
}

/** The built-in taxonomy without its second half of competencies: numbers beyond its end are held, and rarities differ. */
const halfTaxonomy: Taxonomy = createTaxonomy({
  version: "half",
  competencies: builtInTaxonomy.competencies.slice(0, 250),
  occupations: builtInTaxonomy.occupations.map((occupation) => ({
    ...occupation,
    competencies: occupation.competencies.filter(
      ([code]) => (builtInTaxonomy.competencyByCode(code)?.number ?? 251) <= 250,
    ),
  })),
  certificates: builtInTaxonomy.certificates,
});

const weight = () => fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constantFrom(1, 1_000, 1_000_000_007));

function weights(): fc.Arbitrary<Weights> {
  const [one, two] = [weight(), weight()];
  return fc.record({
    version: fc.constant(1),
    opening: fc.record({
      competencies: one,
      occupation: two,
      experience: one,
      certificates: two,
      languages: one,
      education: two,
    }),
    applicant: fc.record({
      "wanted-occupation": one,
      commute: two,
      pay: one,
      hours: two,
      shifts: one,
      "employment-type": two,
    }),
    inferredCompetencies: one,
    importance: fc.record({ must: one, should: two, nice: one }),
  });
}

const someRules: fc.Arbitrary<ScoringRules> = fc.record({
  taxonomy: fc.oneof(
    { weight: 3, arbitrary: fc.constant(builtInTaxonomy) },
    { weight: 1, arbitrary: fc.constant(halfTaxonomy) },
  ),
  weights: fc.oneof(fc.constant(defaultWeights), weights()),
  today: fc.constantFrom(TODAY, TODAY + 400, undefined),
});

/** Stands for the best score there is: a bound that is a hair too low loses whoever has it. */
const AT_THE_BEST = -1;

function atTheBest(everybody: Iterable<ApplicantFacts>, opening: OpeningFacts, rules: ScoringRules): MatchLimits {
  const [best] = scan(everybody, opening, rules, { thresholdBp: 1, listMax: 1 }).matches;
  return { thresholdBp: best?.score ?? 1, listMax: 1_000 };
}

const IDS = 120;

/** Ids of several producers: some pack well, some don't. */
function idOf(number: number): string {
  const forms = [`id-${number}`, `person-${number}`, `0f8fad5b-d9cb-469f-a165-${String(number).padStart(12, "0")}`];
  return forms[number % forms.length] ?? "";
}

const steps = fc.array(
  fc.record({ id: fc.nat(IDS - 1), shape: fc.nat(), removes: fc.nat(5).map((chance) => chance === 0) }),
  { minLength: 100, maxLength: 300 },
);

describe("packed applicants are matched as the score, run over everybody, would", () => {
  test("after any changes, under any rules, by the kernel and by its twin", () => {
    let [pairs, matched] = [0, 0];
    const shapes = fc.array(applicants(), { minLength: 40, maxLength: 40 });
    const queries = fc.array(
      fc.record({
        opening: openings(),
        rules: someRules,
        limits: fc.record({
          thresholdBp: fc.constantFrom(0, 3_000, 5_000, 6_000, 7_000, 9_999, 10_000, AT_THE_BEST),
          listMax: fc.constantFrom(1, 3, 10, 1_000),
        }),
      }),
      { minLength: 8, maxLength: 8 },
    );
    fc.assert(
      fc.property(shapes, queries, steps, (people, asked, taken) => {
        const facts = people.map(factsOf.applicant);
        const plain = new Map<string, ApplicantFacts>();
        const indexes = BOTH.map((passes) => new PackedApplicants(passes));
        for (const [number, { id, shape, removes }] of taken.entries()) {
          const applicantId = idOf(id);
          const one = { ...(facts[shape % facts.length] as ApplicantFacts), applicantId };
          for (const index of indexes) {
            if (removes) index.remove(applicantId);
            else index.upsert(one);
          }
          if (removes) plain.delete(applicantId);
          else plain.set(applicantId, one);
          // Asked early, so that rows are laid out and then changed.
          if (number % 99 !== 9 && number !== taken.length - 1) continue;
          for (const { opening, rules, limits: drawn } of asked) {
            const wanted = factsOf.opening(opening);
            const limits = drawn.thresholdBp === AT_THE_BEST ? atTheBest(plain.values(), wanted, rules) : drawn;
            const expected = scan(plain.values(), wanted, rules, limits);
            for (const index of indexes) expect(index.match(wanted, rules, limits)).toEqual(expected);
            pairs += plain.size;
            matched += expected.overThreshold;
          }
        }
        for (const index of indexes) {
          expect(index.size).toBe(plain.size);
          expect(new Set(index.values())).toEqual(new Set(plain.values()));
        }
      }),
      { ...LAW, numRuns: 120 },
    );
    expect(pairs).toBeGreaterThan(100_000);
    expect(matched).toBeGreaterThan(2_000);
  }, 120_000);

  test("in a population with the mix of real data, where many are near the threshold", () => {
    const population = createPopulation(7);
    const people = [...population.applicants(0, 3_000)];
    const indexes = BOTH.map((passes) => new PackedApplicants(passes));
    for (const index of indexes) for (const one of people) index.upsert(one);
    const rules = { taxonomy: builtInTaxonomy, weights: defaultWeights, today: POPULATION_DAY };
    let compared = 0;
    for (const opening of population.openings(0, 120)) {
      const all = scan(people, opening, rules, { thresholdBp: 0, listMax: people.length }).matches;
      // A bound that is a hair too low loses somebody who stands at the threshold itself.
      for (const rank of [0, 2, 9, 39]) {
        const thresholdBp = all[rank]?.score;
        if (thresholdBp === undefined) continue;
        const matches = all.filter((match) => match.score >= thresholdBp);
        for (const index of indexes) {
          const found = index.match(opening, rules, { thresholdBp, listMax: people.length });
          expect(found).toEqual({ matches, overThreshold: matches.length });
        }
        compared += people.length;
      }
    }
    expect(compared).toBeGreaterThan(800_000);
  }, 120_000);

  test.each(BOTH)(
    "when many change after rows are laid out (%s)",
    (passes) => {
      const population = createPopulation(11);
      const index = new PackedApplicants(passes);
      const plain = new Map<string, ApplicantFacts>();
      const rules = { taxonomy: builtInTaxonomy, weights: defaultWeights, today: POPULATION_DAY };
      const limits = { thresholdBp: 4_000, listMax: 50 };
      const put = (number: number, as: number) => {
        const one = { ...population.applicant(as), applicantId: `person-${number}` };
        index.upsert(one);
        plain.set(one.applicantId, one);
      };
      for (let number = 0; number < 2_000; number++) put(number, number);
      const compare = () => {
        for (const opening of population.openings(0, 8)) {
          expect(index.match(opening, rules, limits)).toEqual(scan(plain.values(), opening, rules, limits));
        }
      };
      compare();
      // Blocks fill and are split.
      for (let number = 1_000; number < 5_000; number++) put(number, number + 10_000);
      compare();
      // Blocks run empty and are joined.
      for (let number = 0; number < 5_000; number++) {
        if (number % 10 === 3) continue;
        index.remove(`person-${number}`);
        plain.delete(`person-${number}`);
      }
      compare();
      for (let number = 0; number < 3_000; number++) put(number, number + 20_000);
      compare();
    },
    120_000,
  );
});

/** What records of every version say behind the profile; or nothing. */
const standings: fc.Arbitrary<ApplicantStanding | undefined> = fc.constantFrom<(ApplicantStanding | undefined)[]>(
  undefined,
  { retirementStage: 2, programmes: undefined },
  { retirementStage: undefined, programmes: ["boram"], courses: [] },
  { retirementStage: 0, programmes: [], parts: [{ programmeId: "boram", part: "spring" }] },
);

function withoutStanding({ standing: _, ...facts }: ApplicantFacts): ApplicantFacts {
  return facts;
}

/** What a function gives, undefined when it refuses. */
function outcomeOf<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return undefined;
  }
}

describe("a packed record", () => {
  test("comes back field for field, and whoever doesn't fit one is matched all the same", () => {
    fc.assert(
      fc.property(applicants(), openings(), (applicant, opening) => {
        const facts = factsOf.applicant(applicant);
        const odd: ApplicantFacts = { ...facts, applicantId: "odd", payMin: { krw: 2 ** 40, unit: "YEAR" } };
        const index = new PackedApplicants();
        for (const one of [facts, odd]) index.upsert(one);
        expect(index.get(facts.applicantId)).toEqual(facts);
        expect(index.get("odd")).toEqual(odd);
        expect(index.size).toBe(2);
        const rules = { taxonomy: builtInTaxonomy, weights: defaultWeights, today: TODAY };
        const limits = { thresholdBp: 0, listMax: 10 };
        const wanted = factsOf.opening(opening);
        expect(index.match(wanted, rules, limits)).toEqual(scan([facts, odd], wanted, rules, limits));
        index.remove("odd");
        expect([index.get("odd"), index.size]).toEqual([undefined, 1]);
      }),
      { ...LAW, numRuns: 300 },
    );
  });

  test("somebody of whom little is known is met at their very score, alone in an index", () => {
    const [person] = [...createPopulation(5).applicants(0, 1)].map((facts) => ({
      ...facts,
      competencies: undefined,
      certificates: undefined,
      wantedOccupations: undefined,
    }));
    if (person === undefined) throw new Error("the population is empty");
    const rules = { taxonomy: builtInTaxonomy, weights: defaultWeights, today: POPULATION_DAY };
    const indexes = BOTH.map((passes) => new PackedApplicants(passes));
    for (const index of indexes) index.upsert(person);
    fc.assert(
      fc.property(openings(), (opening) => {
        const wanted = { ...factsOf.opening(opening), online: true };
        const limits = atTheBest([person], wanted, rules);
        for (const index of indexes) {
          expect(index.match(wanted, rules, limits)).toEqual(scan([person], wanted, rules, limits));
        }
      }),
      { ...LAW, numRuns: 1_000 },
    );
  });

  test("of somebody far out in a large vocabulary is matched and read back like any other", () => {
    const population = createPopulation(9);
    const codes = Array.from({ length: 400 }, (_, number) => String(10_000 + number));
    const crowd = codes.map(
      (code, number): ApplicantFacts => ({
        ...withoutStanding(population.applicant(number)),
        experience: [{ occupation: code, months: 12 }],
        wantedDistricts: [code],
      }),
    );
    const opening = population.opening(2);
    const far = [1, 44, 45, 300, 2_100, 2_145, 60_000, 199_400];
    const people = [...population.applicants(1_000, 1_200)].map(
      (facts, number): ApplicantFacts => ({
        ...withoutStanding(facts),
        revision: [1, 254, 255, 256, 2_147_483_647][number % 5] ?? 1,
        residence: number % 2 === 0 ? codes[number] : facts.residence,
        wantedDistricts: [codes[number] ?? "", opening.district ?? "11000"],
        wantedOccupations: [opening.occupation ?? "1", codes[number + 100] ?? ""],
        experience: [...(facts.experience ?? []), { occupation: opening.occupation ?? "1", months: 700 }],
        certificates: [...(facts.certificates ?? []), 300 + number],
        competencies: [
          ...(facts.competencies ?? []),
          ...far.slice(number % 4).map((step, index) => ({ number: 600 + step, level: 1 + ((number + index) % 5) })),
        ],
      }),
    );
    const rules = { taxonomy: builtInTaxonomy, weights: defaultWeights, today: POPULATION_DAY };
    for (const passes of BOTH) {
      const index = new PackedApplicants(passes);
      for (const one of crowd) index.upsert(one);
      for (const facts of people) index.upsertRecord(encodeRecord({ type: "applicant", facts }));
      for (const one of people) expect(index.get(one.applicantId)).toEqual(one);
      const limits = { thresholdBp: 1_000, listMax: 1_000 };
      const expected = scan(index.values(), opening, rules, limits);
      expect(index.match(opening, rules, limits)).toEqual(expected);
      expect(expected.overThreshold).toBeGreaterThan(20);
      const full = index.footprint();
      for (const { applicantId } of people) index.remove(applicantId);
      expect(index.size).toBe(crowd.length);
      for (const one of people) index.upsert(one);
      expect(index.footprint()).toMatchObject({ records: full.records, ids: full.ids, allocated: full.allocated });
      // All of them are packed.
      expect(full.beside).toBe(new PackedApplicants(passes).footprint().beside);
    }
  });

  test("is matched by competencies that lie far apart in a large taxonomy, few and many asked for", () => {
    const numbers = Array.from({ length: 15_000 }, (_, index) => index + 1);
    const [group, aliases] = ["01", []];
    const competencies = numbers.map((number) => ({ number, code: `c-${number}`, ko: "", en: "", group, aliases }));
    const taxonomy = createTaxonomy({ version: "large", competencies, occupations: [], certificates: [] });
    const job = createPopulation(3).opening(1);
    const people = numbers.slice(14_000).map(
      (number, index): ApplicantFacts => ({
        ...factsOf.applicant(aStranger({ applicantId: `person-${number}` })),
        competencies: [
          { number: 1, level: 3 },
          { number, level: 1 + (index % 5) },
        ],
      }),
    );
    const rules = { taxonomy, weights: defaultWeights, today: POPULATION_DAY };
    for (const asked of [3, 20]) {
      const requirements = Array.from(
        { length: asked },
        (_, nth) =>
          ({ on: "competency", importance: "should", number: 14_001 + nth * 7, level: 4, source: nth }) as const,
      );
      const opening: OpeningFacts = { ...job, online: true, requirements };
      for (const passes of BOTH) {
        const index = new PackedApplicants(passes);
        for (const one of people) index.upsert(one);
        for (const limits of [{ thresholdBp: 1, listMax: 2_000 }, atTheBest(people, opening, rules)]) {
          expect(index.match(opening, rules, limits)).toEqual(scan(people, opening, rules, limits));
        }
      }
      const scores = people
        .map((one) => score(opening, one, rules))
        .map((found) => typeof found === "object" && found.score);
      expect(new Set(scores).size).toBeGreaterThan(2);
    }
  });

  test("isn't found, nor taken out, by an id that only ends up as the same bytes", () => {
    const [person] = createPopulation(3).applicants(0, 1);
    if (person === undefined) throw new Error("the population is empty");
    const index = new PackedApplicants();
    index.upsert({ ...person, applicantId: "A" });
    for (const other of ["\u0141", "", "A".repeat(300)]) {
      expect(index.get(other)).toBeUndefined();
      index.remove(other);
    }
    expect(index.size).toBe(1);
  });

  test("an opening with figures that the passes have no place for is put to the score", () => {
    const [person] = createPopulation(3).applicants(0, 1);
    const opening = createPopulation(3).opening(1);
    const index = new PackedApplicants("plain");
    if (person !== undefined) index.upsert(person);
    const rules = { taxonomy: builtInTaxonomy, weights: defaultWeights, today: POPULATION_DAY };
    const limits = { thresholdBp: 0, listMax: 5 };
    const many = { on: "education", importance: "nice", level: 2, source: 0 } as const;
    const long = { ...opening, district: undefined, requirements: Array.from({ length: 60 }, () => many) };
    expect(index.match(long, rules, limits)).toEqual(scan(index.values(), long, rules, limits));
  });

  test("is the same from a log record's bytes as from facts, and the same bytes are refused", () => {
    const fromBytes = new PackedApplicants();
    const damaged = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }), fc.nat());
    fc.assert(
      fc.property(applicants(), standings, damaged, (applicant, standing, [at, change, cut]) => {
        const facts = { ...factsOf.applicant(applicant), ...(standing && { standing }) };
        const record = encodeRecord({ type: "applicant", facts });
        const before = fromBytes.get(facts.applicantId);
        fromBytes.upsertRecord(record);
        const isNew = before === undefined || before.revision < facts.revision;
        expect(fromBytes.get(facts.applicantId)).toEqual(isNew ? facts : before);
        const other = record.slice();
        other[at % other.length] = (other[at % other.length] ?? 0) ^ change;
        for (const bytes of [other, record.subarray(0, cut % record.length)]) {
          const expected = outcomeOf(() => decodeRecord(bytes));
          const index = new PackedApplicants();
          outcomeOf(() => index.upsertRecord(bytes));
          expect([...index.values()]).toEqual(expected?.type === "applicant" ? [expected.facts] : []);
        }
      }),
      { ...LAW, numRuns: 1_000 },
    );
  });
});
