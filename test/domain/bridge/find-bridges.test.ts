import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findBridges, toBridgedOpenings } from "../../../domain/bridge/find-bridges.ts";
import { bringsAnything, withGain } from "../../../domain/bridge/gain.ts";
import { BridgeGround } from "../../../domain/bridge/ground.ts";
import { ColumnarOpenings } from "../../../domain/index/columnar-openings.ts";
import type { ApplicantFacts, OpeningFacts } from "../../../domain/matching/facts.ts";
import { score } from "../../../domain/matching/score.ts";
import type { Applicant } from "../../../domain/model/applicant.ts";
import { withCompletions } from "../../../domain/model/completion.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import { applicants, courses, openings } from "../../fixtures/arbitraries.ts";
import { anApplicant, anOpening } from "../../fixtures/bodies.ts";
import { factsOf, rules } from "../../fixtures/facts.ts";

const THRESHOLD_BP = 5_000;
const SEED = 20_261_121;

function searchAmong(live: readonly OpeningFacts[]) {
  const index = new ColumnarOpenings();
  const ground = new BridgeGround();
  for (const one of live) {
    index.upsert(one);
    ground.upsert(one);
  }
  return { openings: index, ground, rules, thresholdBp: THRESHOLD_BP };
}

const isMatch = (opening: OpeningFacts, applicant: ApplicantFacts) => {
  const verdict = score(opening, applicant, rules);
  return typeof verdict === "object" && verdict.score >= THRESHOLD_BP;
};

const aCourseOfUnknownSeats: Opening = {
  openingId: "course-1",
  revision: 1,
  kind: "training",
  employerId: "campus-west",
  title: "바리스타 1급 과정",
  place: { mode: "onsite", district: "11440" },
  requirements: [],
  educationalCredentialAwarded: ["barista-1"],
};

const aCourse = (fields: Partial<Opening> = {}): OpeningFacts =>
  factsOf.opening({ ...aCourseOfUnknownSeats, remainingAttendeeCapacity: 5, ...fields });

/** A job that the applicant matches but for a certificate. */
const aGuardedJob = (fields: Partial<Opening> = {}) =>
  factsOf.opening(
    anOpening({ requirements: [{ on: "certificate", importance: "must", certificate: "barista-1" }], ...fields }),
  );

const somebody = (fields: Parameters<typeof anApplicant>[0] = {}) => {
  const { preferences } = anApplicant();
  return factsOf.applicant(
    anApplicant({ certificates: [], preferences: { ...preferences, kinds: ["job", "training"] }, ...fields }),
  );
};

const found = (applicant: ApplicantFacts, ...live: OpeningFacts[]) =>
  findBridges(applicant, searchAmong(live)).map(({ course, minutes, unlocked }) => ({
    course: course.openingId,
    minutes,
    unlocked: unlocked.map(({ facts }) => facts.openingId),
  }));

describe("a bridge", () => {
  test("is a course with a free seat that brings an opening within reach", () => {
    expect(found(somebody(), aGuardedJob(), aCourse())).toEqual([
      { course: "course-1", minutes: 0, unlocked: ["job-mapo-cafe-7"] },
    ]);
  });

  test.each([
    ["is full", aCourse({ remainingAttendeeCapacity: 0 })],
    ["doesn't say whether a seat is free", factsOf.opening(aCourseOfUnknownSeats)],
    ["is out of reach", aCourse({ place: { mode: "onsite", district: "26110" } })],
    ["takes longer than the person can", aCourse({ workHours: { perWeek: 60 } })],
    ["is at times that the person can't", aCourse({ shifts: ["night"] })],
    ["is over", aCourse({ validThrough: "2026-11-20" })],
    [
      "asks itself for what the person doesn't have",
      aCourse({ requirements: [{ on: "certificate", importance: "must", certificate: "driving-1-large" }] }),
    ],
    ["leads to what nothing asks for", aCourse({ educationalCredentialAwarded: ["care-worker"] })],
  ])("isn't one that %s", (_why, course) => {
    expect(found(somebody(), aGuardedJob(), course)).toEqual([]);
  });

  test.each([
    ["the day before the activity starts", "2026-12-06", { startsOn: "2026-12-07", validThrough: undefined }, true],
    ["the day on which it starts", "2026-12-07", { startsOn: "2026-12-07", validThrough: undefined }, false],
    ["the last day on which one can apply", "2026-12-07", { validThrough: "2026-12-07" }, true],
    ["a day later", "2026-12-08", { validThrough: "2026-12-07" }, false],
    [
      "a day when the programme's activity has started",
      "2026-12-08",
      { startsOn: "2026-12-07", programmeId: "p" },
      false,
    ],
  ])("begins in time for the opening: %s", (_when, startsOn, fields, isOne) => {
    const { validThrough: _open, ...openEnded } = anOpening({
      requirements: [{ on: "certificate", importance: "must", certificate: "barista-1" }],
    });
    const { validThrough, ...rest } = { validThrough: undefined, ...fields };
    const job = factsOf.opening({ ...openEnded, ...rest, ...(validThrough && { validThrough }) });
    expect(found(somebody(), job, aCourse({ startsOn })).length > 0).toBe(isOne);
  });

  test("is the next course where the nearest begins too late, and both where each is in time for something", () => {
    const { preferences } = anApplicant();
    const wants = { ...preferences, kinds: ["job", "training"] as ("job" | "training")[], districts: ["11440"] };
    const person = somebody({ preferences: { ...wants, commuteMinutesMax: 60 } });
    const early = aCourse({
      openingId: "course-early",
      place: { mode: "onsite", district: "11410" },
      startsOn: "2026-11-25",
    });
    const late = aCourse({ openingId: "course-late", startsOn: "2026-12-15" });
    const soon = aGuardedJob({ openingId: "job-soon", validThrough: "2026-12-10" });
    const later = aGuardedJob({ openingId: "job-later", validThrough: "2027-01-31" });
    const unlocked = (...live: OpeningFacts[]) =>
      found(person, ...live)
        .map((one) => `${one.course} ${one.unlocked.join()}`)
        .sort();
    expect(unlocked(soon, early, late)).toEqual(["course-early job-soon"]);
    expect(unlocked(soon, later, early, late)).toEqual(["course-early job-soon", "course-late job-later"]);
  });

  test("isn't shown to whoever doesn't want courses, has the certificate, or matches without it", () => {
    const { preferences } = anApplicant();
    expect(found(somebody({ preferences: { ...preferences, kinds: ["job"] } }), aGuardedJob(), aCourse())).toEqual([]);
    expect(found(somebody({ certificates: ["barista-1"] }), aGuardedJob(), aCourse())).toEqual([]);
    expect(found(somebody(), factsOf.opening(anOpening({ requirements: [] })), aCourse())).toEqual([]);
  });

  test("of two courses to the same end is the nearer one", () => {
    const far = aCourse({ openingId: "course-0", place: { mode: "onsite", district: "11410" } });
    expect(found(somebody({ residence: "11440" }), aGuardedJob(), far, aCourse()).map(({ course }) => course)).toEqual([
      "course-0",
    ]);
    const { preferences } = anApplicant();
    const wants = { ...preferences, kinds: ["job", "training"] as ("job" | "training")[], districts: ["11440"] };
    expect(found(somebody({ preferences: wants }), aGuardedJob(), far, aCourse()).map(({ course }) => course)).toEqual([
      "course-1",
    ]);
  });

  test("that unlocks more comes before one that is nearer", () => {
    const driving = { on: "certificate", importance: "must", certificate: "driving-1-large" } as const;
    const more = aCourse({
      openingId: "course-2",
      educationalCredentialAwarded: ["driving-1-large"],
      place: { mode: "onsite", district: "11410" },
    });
    const { preferences } = anApplicant();
    const wants = {
      ...preferences,
      kinds: ["job", "training"] as ("job" | "training")[],
      districts: ["11440"],
      commuteMinutesMax: 60,
    };
    const live = [
      aGuardedJob({ openingId: "job-1" }),
      aGuardedJob({ openingId: "job-2", requirements: [driving] }),
      aGuardedJob({ openingId: "job-3", requirements: [driving] }),
      aCourse(),
      more,
    ];
    const bridges = found(somebody({ preferences: wants }), ...live);
    expect(bridges.map(({ course, unlocked }) => [course, unlocked.length])).toEqual([
      ["course-2", 2],
      ["course-1", 1],
    ]);
  });

  test("is no more once the course is closed or revised to be full, or the opening is closed", () => {
    const search = searchAmong([aGuardedJob(), aCourse()]);
    search.ground.upsert(aCourse({ revision: 2, remainingAttendeeCapacity: 0 }));
    expect(findBridges(somebody(), search)).toEqual([]);
    search.ground.upsert(aCourse({ revision: 3 }));
    expect(findBridges(somebody(), search)).toHaveLength(1);
    search.ground.remove("course-1");
    expect(findBridges(somebody(), search)).toEqual([]);
    search.ground.upsert(aCourse({ revision: 4 }));
    search.ground.remove("job-mapo-cafe-7");
    expect(findBridges(somebody(), search)).toEqual([]);
  });
});

/** People who may take courses, openings that insist, and courses that lead there, so that bridges are met. */
const scenes = fc.record({
  applicant: applicants().map(
    ({ preferences: { kinds: _kinds, ...preferences }, ...one }): Applicant => ({ ...one, preferences }),
  ),
  live: fc.array(openings(), { minLength: 1, maxLength: 12 }),
  ends: fc.array(fc.record(courses()), { minLength: 1, maxLength: 4 }),
});

describe("what a course unlocks", () => {
  test("is over the threshold with it and not without it: as the plain score says of everything", () => {
    let unlockedAtAll = 0;
    fc.assert(
      fc.property(scenes, ({ applicant, live, ends }) => {
        const person = factsOf.applicant(applicant);
        const own = ends.map((led, n) => aCourse({ openingId: `course-${n}`, place: { mode: "online" }, ...led }));
        // An opening that asks for what the first course leads to, so that the two have to do with each other.
        const [led] = ends;
        const asking = live.map((one, n) =>
          factsOf.opening({
            ...one,
            openingId: `opening-${n}`,
            requirements: [
              ...one.requirements,
              ...(led?.educationalCredentialAwarded ?? []).map(
                (certificate) => ({ on: "certificate", importance: "must", certificate }) as const,
              ),
            ].slice(0, 50),
          }),
        );
        const all = [...asking, ...own];
        for (const { course, unlocked } of findBridges(person, searchAmong(all))) {
          const { course: leadsTo } = course;
          if (leadsTo === undefined) throw new Error("a bridge that leads nowhere");
          expect(leadsTo.freeSeats).toBeGreaterThan(0);
          const then = withGain(person, leadsTo);
          const expected = all
            .filter((one) => one.openingId !== course.openingId && !isMatch(one, person) && isMatch(one, then))
            .map(({ openingId }) => openingId)
            .sort();
          expect(unlocked.map(({ facts }) => facts.openingId).sort()).toEqual(expected);
          unlockedAtAll += expected.length;
        }
      }),
      { numRuns: 1_500, seed: SEED },
    );
    // Scenes in which nothing is unlocked would prove nothing.
    expect(unlockedAtAll).toBeGreaterThan(100);
  });

  test("is told once each, with the best course that does", () => {
    const bridges = findBridges(
      somebody(),
      searchAmong([
        aGuardedJob(),
        aCourse(),
        aCourse({ openingId: "course-9", educationalCredentialAwarded: ["barista-1", "barista-2"] }),
      ]),
    );
    expect(bridges).toHaveLength(2);
    expect(
      toBridgedOpenings(bridges).map(({ opening, course, unlocks }) => [opening.openingId, course.openingId, unlocks]),
    ).toEqual([["job-mapo-cafe-7", "course-1", 1]]);
  });
});

describe("facts with a course completed", () => {
  test("are those of the profile with the completion beside it", () => {
    fc.assert(
      fc.property(applicants(), fc.record(courses()), (applicant, { teaches, educationalCredentialAwarded }) => {
        const completed = withCompletions(applicant, [
          { certificates: educationalCredentialAwarded, competencies: teaches },
        ]);
        const course = aCourse({ teaches, educationalCredentialAwarded }).course;
        if (course === undefined) throw new Error("no course");
        const inOrder = ({ certificates, ...rest }: ApplicantFacts) => ({
          ...rest,
          certificates: certificates?.toSorted((a, b) => a - b),
        });
        expect(inOrder(withGain(factsOf.applicant(applicant), course))).toEqual(inOrder(factsOf.applicant(completed)));
      }),
      { numRuns: 1_000, seed: SEED },
    );
  });

  test("bring nothing to whoever has a certificate that stands for it, and the competency at the level", () => {
    const course = aCourse({
      educationalCredentialAwarded: ["barista-2"],
      teaches: [{ competency: "hand-drip-coffee", level: 3 }],
    }).course;
    if (course === undefined) throw new Error("no course");
    const has = (certificates: string[], level: number) =>
      factsOf.applicant(anApplicant({ certificates, competencies: [{ competency: "hand-drip-coffee", level }] }));
    const { taxonomy } = rules;
    expect(bringsAnything(withGain(has([], 3), course), course, taxonomy)).toBe(false);
    expect(bringsAnything(has([], 5), course, taxonomy)).toBe(true);
    expect(bringsAnything(withGain(has(["barista-2"], 2), { ...course, teaches: [] }), course, taxonomy)).toBe(
      course.teaches.some(({ level }) => level > 2),
    );
  });
});
