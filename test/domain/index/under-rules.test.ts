import fc from "fast-check";
import { expect, test } from "vitest";
import { PackedApplicants } from "../../../domain/index/applicants/packed-applicants.ts";
import { ColumnarOpenings } from "../../../domain/index/columnar-openings.ts";
import { decodeRecord, encodeRecord } from "../../../domain/index/log-record.ts";
import { compareCodeUnits } from "../../../domain/index/match-index.ts";
import type { ApplicantFacts, OpeningFacts } from "../../../domain/matching/facts.ts";
import { type Score, score } from "../../../domain/matching/score.ts";
import { openingKinds } from "../../../domain/model/primitives.ts";
import type { RuleFacts } from "../../../domain/programme/rule-facts.ts";
import { underRules } from "../../../domain/programme/under-rules.ts";
import { applicants, openings } from "../../fixtures/arbitraries.ts";
import { factsOf, rules, TODAY } from "../../fixtures/facts.ts";

const ALL_KINDS = 2 ** openingKinds.length - 1;

/** A course that anybody can begin with, and a level over it. */
const PARTS: RuleFacts["parts"] = [
  { partId: "basic", kind: undefined, online: false },
  { partId: "practical", kind: undefined, online: false, after: "basic", isLevel: true },
];

/** Rules that read everything that rules can read, each of it now and then. */
const someRules: fc.Arbitrary<RuleFacts> = fc
  .record({
    programmeId: fc.constantFrom("boram", "midlife-internship"),
    validFromDay: fc.constant(TODAY - 10),
    revision: fc.constant(1),
    kinds: fc.oneof({ weight: 9, arbitrary: fc.constant(ALL_KINDS) }, { weight: 1, arbitrary: fc.constant(2) }),
    ageMin: fc.option(fc.integer({ min: 30, max: 50 }), { nil: undefined }),
    ageMax: fc.option(fc.integer({ min: 51, max: 67 }), { nil: undefined }),
    ageOn: fc.constantFrom(undefined, TODAY - 4_000, TODAY + 400, "cohort-start" as const),
    residence: fc.constantFrom(undefined, undefined, "11", "11140"),
    hoursMax: fc.constantFrom(undefined, undefined, 100),
    pay: fc.constant([]),
    cohorts: fc.constant([]),
    lastDay: fc.constantFrom(undefined, undefined, TODAY, TODAY - 1),
    excludes: fc.subarray(["boram", "midlife-internship", "digital-ieumdan"]),
    retirementStage: fc.constantFrom(undefined, 0, 1),
    contactFirst: fc.boolean(),
    coursesFirst: fc.boolean(),
    coursesBefore: fc.subarray([
      { courseId: "boram-basics", days: 1 },
      { courseId: "boram-required", days: 20 },
    ]),
    owners: fc.constant([]),
    competencies: fc.constant([]),
    parts: fc.constantFrom([], PARTS),
    quota: fc.constantFrom(undefined, 1, 2),
    sites: fc.constantFrom(undefined, [{ site: "campus-west", places: 1 }]),
  })
  .map(({ coursesBefore, quota, sites, ...rest }) => ({
    ...rest,
    ...(coursesBefore.length === 0 ? {} : { coursesBefore }),
    ...(quota === undefined ? {} : { quota }),
    ...(sites === undefined ? {} : { sites }),
  }));

const teaches = fc.array(fc.record({ number: fc.nat(3), level: fc.integer({ min: 1, max: 3 }) }), { maxLength: 2 });

const openingsUnderRules = fc
  .tuple(
    openings(),
    fc.array(someRules, { maxLength: 2 }),
    fc.constantFrom("basic", "practical"),
    teaches,
    fc.constantFrom(0, 0, 1),
  )
  .map(([opening, all, part, taught, participants]): OpeningFacts => {
    const { programme, ...posted } = factsOf.opening(opening);
    return underRules(
      {
        ...posted,
        course: { teaches: taught, awards: [], freeSeats: undefined },
        ...(programme && { programme: { ...programme, part } }),
      },
      all.find(({ programmeId }) => programmeId === opening.programmeId),
      TODAY,
      { participants, tenants: new Map([["campus-west", participants]]) },
    );
  });

/** A part in a programme that goes on, or that was over at about today. */
const participations = fc.array(
  fc.record({
    programmeId: fc.constantFrom("boram", "midlife-internship", "digital-ieumdan"),
    throughDay: fc.constantFrom(undefined, TODAY - 1, TODAY, TODAY + 1),
  }),
  { minLength: 1, maxLength: 2 },
);

const completedParts = fc.subarray([{ programmeId: "boram", part: "basic" }], { minLength: 1 });

const people = fc
  .tuple(
    applicants().map(factsOf.applicant),
    fc.option(participations, { freq: 2, nil: undefined }),
    fc.option(completedParts, { freq: 1, nil: undefined }),
  )
  .map(([facts, recorded, parts]): ApplicantFacts => {
    if (recorded === undefined && parts === undefined) return facts;
    const standing = facts.standing ?? { retirementStage: undefined, programmes: undefined };
    return {
      ...facts,
      standing: { ...standing, ...(recorded && { participations: recorded }), ...(parts && { parts }) },
    };
  });
const limits = { thresholdBp: 3_000, listMax: 8 };
const RUNS = { numRuns: 40, seed: 20_261_122 };

/** Each once: the last of an id counts. */
function byId<T>(values: readonly T[], idOf: (value: T) => string): T[] {
  return [...new Map(values.map((value) => [idOf(value), value])).values()];
}

function plainly<T>(values: readonly T[], idOf: (value: T) => string, scoreOf: (value: T) => Score | string) {
  const found = values.flatMap((facts) => {
    const verdict = scoreOf(facts);
    return typeof verdict === "object" && verdict.score >= limits.thresholdBp ? [{ facts, ...verdict }] : [];
  });
  found.sort((a, b) => b.score - a.score || compareCodeUnits(idOf(a.facts), idOf(b.facts)));
  return { matches: found.slice(0, limits.listMax), overThreshold: found.length };
}

test("whatever a programme's rules ask, both indexes find and count whom the score finds", () => {
  let [matched, ruledOut, late, early, full] = [0, 0, 0, 0, 0];
  const crowd = fc.array(people, { minLength: 25, maxLength: 25 });
  const offers = fc.array(openingsUnderRules, { minLength: 25, maxLength: 25 });
  fc.assert(
    fc.property(crowd, offers, (drawnPeople, drawnOpenings) => {
      const everybody = byId(drawnPeople, ({ applicantId }) => applicantId);
      const everything = byId(drawnOpenings, ({ openingId }) => openingId);
      const indexes = [new PackedApplicants("plain"), new PackedApplicants("kernel"), new PackedApplicants()] as const;
      const openingIndexes = [new ColumnarOpenings("plain"), new ColumnarOpenings("kernel")] as const;
      for (const facts of everybody) {
        indexes[0].upsert(facts);
        indexes[1].upsert(facts);
        indexes[2].upsertRecord(encodeRecord({ type: "applicant", facts }));
      }
      for (const index of openingIndexes) for (const facts of everything) index.upsert(facts);
      for (const opening of everything) {
        const expected = plainly<ApplicantFacts>(
          everybody,
          (one) => one.applicantId,
          (one) => score(opening, one, rules),
        );
        for (const index of indexes) expect(index.match(opening, rules, limits)).toEqual(expected);
        matched += expected.overThreshold;
        ruledOut += everybody.filter((one) => score(opening, one, rules) === "takes-part-elsewhere").length;
        late += everybody.filter((one) => score(opening, one, rules) === "courses-not-completed").length;
        early += everybody.filter((one) => score(opening, one, rules) === "programme-step-missing").length;
        full += opening.terms?.isFull === true ? 1 : 0;
      }
      for (const applicant of everybody) {
        const expected = plainly<OpeningFacts>(
          everything,
          (one) => one.openingId,
          (one) => score(one, applicant, rules),
        );
        for (const index of openingIndexes) expect(index.match(applicant, rules, limits)).toEqual(expected);
      }
      for (const index of indexes) expect(new Set(index.values())).toEqual(new Set(everybody));
    }),
    RUNS,
  );
  expect(matched).toBeGreaterThan(300);
  expect(ruledOut).toBeGreaterThan(20);
  expect(late).toBeGreaterThan(8);
  expect(early).toBeGreaterThan(8);
  expect(full).toBeGreaterThan(8);
}, 60_000);

test("somebody who takes part in something else by their next revision is found and left out accordingly", () => {
  const index = new PackedApplicants();
  const [standing] = fc.sample(
    people.filter((one) => one.standing !== undefined),
    { numRuns: 1, seed: 1 },
  );
  if (standing === undefined) throw new Error("nobody says anything of programmes");
  const { standing: _left, ...rest } = standing;
  const without = { ...rest, revision: standing.revision + 1 };
  index.upsert(standing);
  expect(index.get(standing.applicantId)).toEqual(standing);
  index.upsertRecord(encodeRecord({ type: "applicant", facts: without }));
  expect(index.get(standing.applicantId)).toEqual(without);
  index.upsert(standing);
  index.remove(standing.applicantId);
  index.upsert(without);
  expect(index.get(standing.applicantId)).toEqual(without);
});

test("rules come back from a record as they went in", () => {
  fc.assert(
    fc.property(someRules, fc.option(someRules, { nil: undefined }), (now, previousRules) => {
      const record = {
        type: "programme",
        rules: structuredClone(now),
        previousRules: structuredClone(previousRules),
      } as const;
      expect(decodeRecord(encodeRecord(record))).toStrictEqual(record);
    }),
    RUNS,
  );
});
