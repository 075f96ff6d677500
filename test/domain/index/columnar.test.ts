import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PackedApplicants } from "../../../domain/index/applicants/packed-applicants.ts";
import { ColumnarOpenings } from "../../../domain/index/columnar-openings.ts";
import { BestMatches, compareCodeUnits, type Match, type MatchLimits } from "../../../domain/index/match-index.ts";
import type { ApplicantFacts, OpeningFacts } from "../../../domain/matching/facts.ts";
import { type Score, score } from "../../../domain/matching/score.ts";
import { applicants, openings } from "../../fixtures/arbitraries.ts";
import { anApplicant, anOpening } from "../../fixtures/bodies.ts";
import { factsOf, rules } from "../../fixtures/facts.ts";

/** What an index promises: the score run over everybody, best first, equal scores by id. */
function scan<T>(
  everybody: Iterable<T>,
  idOf: (one: T) => string,
  scoreOf: (one: T) => Score | string,
  { thresholdBp, listMax }: MatchLimits,
) {
  const found = [...everybody].flatMap((facts): Match<T>[] => {
    const verdict = scoreOf(facts);
    return typeof verdict === "object" && verdict.score >= thresholdBp ? [{ facts, ...verdict }] : [];
  });
  found.sort((a, b) => b.score - a.score || compareCodeUnits(idOf(a.facts), idOf(b.facts)));
  return { matches: found.slice(0, listMax), overThreshold: found.length };
}

/** Ids are few, so that entities are replaced and come back; so are shapes, so that scores tie. */
const IDS = 30;
const SHAPES = 12;
const RUNS = { numRuns: 150, seed: 20_261_121 } as const;

const steps = fc.array(
  fc.record({ id: fc.nat(IDS - 1), shape: fc.nat(SHAPES - 1), removes: fc.nat(5).map((chance) => chance === 0) }),
  { minLength: 30, maxLength: 80 },
);
const limits: fc.Arbitrary<MatchLimits> = fc.record({
  thresholdBp: fc.constantFrom(0, 3_000, 5_000, 7_000, 10_000),
  listMax: fc.constantFrom(1, 3, 10, 1_000),
});
const shapesOf = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: SHAPES, maxLength: SHAPES });

/** Applies steps to an index and to a plain map, and compares them after a third of them, two thirds and at the end. */
function live<T>(
  taken: readonly { id: number; shape: number; removes: boolean }[],
  at: (id: string, shape: number) => T,
  index: { upsert(facts: T): void; remove(id: string): void; readonly size: number },
  compare: (plain: ReadonlyMap<string, T>) => void,
): void {
  const plain = new Map<string, T>();
  for (const [number, { id, shape, removes }] of taken.entries()) {
    const key = `id-${id}`;
    if (removes) {
      index.remove(key);
      plain.delete(key);
    } else {
      index.upsert(at(key, shape));
      plain.set(key, at(key, shape));
    }
    expect(index.size).toBe(plain.size);
    if (number % Math.ceil(taken.length / 3) === 0 || number === taken.length - 1) compare(plain);
  }
}

describe("an index gives what the score gives, run over everybody", () => {
  test("applicants for an opening", () => {
    let [pairs, matched] = [0, 0];
    fc.assert(
      fc.property(
        shapesOf(applicants()),
        fc.array(openings(), { minLength: 6, maxLength: 6 }),
        steps,
        limits,
        (shapes, queries, taken, limit) => {
          const facts = shapes.map(factsOf.applicant);
          const index = new PackedApplicants();
          const at = (applicantId: string, shape: number): ApplicantFacts => ({
            ...(facts[shape] as ApplicantFacts),
            applicantId,
          });
          live(taken, at, index, (plain) => {
            for (const opening of queries.map(factsOf.opening)) {
              const expected = scan(
                plain.values(),
                (one) => one.applicantId,
                (one) => score(opening, one, rules),
                limit,
              );
              expect(index.match(opening, rules, limit)).toEqual(expected);
              pairs += plain.size;
              matched += expected.overThreshold;
            }
            expect(new Set(index.values())).toEqual(new Set(plain.values()));
          });
        },
      ),
      RUNS,
    );
    expect(pairs).toBeGreaterThan(20_000);
    expect(matched).toBeGreaterThan(1_000);
  });

  test("openings for an applicant", () => {
    let [pairs, matched] = [0, 0];
    fc.assert(
      fc.property(
        shapesOf(openings()),
        fc.array(applicants(), { minLength: 6, maxLength: 6 }),
        steps,
        limits,
        (shapes, queries, taken, limit) => {
          const facts = shapes.map(factsOf.opening);
          const index = new ColumnarOpenings();
          const at = (openingId: string, shape: number): OpeningFacts => ({
            ...(facts[shape] as OpeningFacts),
            openingId,
          });
          live(taken, at, index, (plain) => {
            for (const applicant of queries.map(factsOf.applicant)) {
              const expected = scan(
                plain.values(),
                (one) => one.openingId,
                (one) => score(one, applicant, rules),
                limit,
              );
              expect(index.match(applicant, rules, limit)).toEqual(expected);
              pairs += plain.size;
              matched += expected.overThreshold;
            }
            expect(new Set(index.values())).toEqual(new Set(plain.values()));
          });
        },
      ),
      RUNS,
    );
    expect(pairs).toBeGreaterThan(20_000);
    expect(matched).toBeGreaterThan(1_000);
  });

  test("only those whom a query admits", () => {
    const index = new PackedApplicants();
    const openingIndex = new ColumnarOpenings();
    for (const id of ["a", "b", "c"]) {
      index.upsert(factsOf.applicant(anApplicant({ applicantId: id })));
      openingIndex.upsert(factsOf.opening(anOpening({ openingId: id })));
    }
    const limit = { thresholdBp: 0, listMax: 10 };
    const admits = (id: string) => id !== "b";
    const people = index.match(factsOf.opening(anOpening()), rules, limit, admits);
    expect(people.matches.map(({ facts }) => facts.applicantId)).toEqual(["a", "c"]);
    expect(people.overThreshold).toBe(2);
    const found = openingIndex.match(factsOf.applicant(anApplicant()), rules, limit, admits);
    expect(found.matches.map(({ facts }) => facts.openingId)).toEqual(["a", "c"]);
  });
});

describe("the best matches", () => {
  const match = (id: string, points: number) => ({
    facts: id,
    score: points,
    fitsOpening: points,
    fitsApplicant: points,
  });

  test("equal scores stand by id, by code unit and not by locale", () => {
    const best = new BestMatches<string>({ thresholdBp: 0, listMax: 10 }, (id) => id);
    for (const id of ["b", "a", "Z", "10", "9"]) best.offer(match(id, 7_000));
    expect(best.result().matches.map(({ facts }) => facts)).toEqual(["10", "9", "Z", "a", "b"]);
  });

  test("the threshold itself counts, what is beyond the list is counted, not listed", () => {
    const best = new BestMatches<string>({ thresholdBp: 5_000, listMax: 3 }, (id) => id);
    for (let points = 4_990; points < 5_100; points++) best.offer(match(`p${points}`, points));
    const { matches, overThreshold } = best.result();
    expect(matches.map(({ score }) => score)).toEqual([5_099, 5_098, 5_097]);
    expect(overThreshold).toBe(100);
  });

  test("nothing offered, nothing listed", () => {
    expect(new BestMatches<string>({ thresholdBp: 0, listMax: 3 }, (id) => id).result()).toEqual({
      matches: [],
      overThreshold: 0,
    });
  });
});
