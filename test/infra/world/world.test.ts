import { describe, expect, test } from "vitest";
import { PackedApplicants } from "../../../domain/index/applicants/packed-applicants.ts";
import { toApplicantFacts, toOpeningFacts } from "../../../domain/matching/facts.ts";
import { defaultWeights } from "../../../domain/matching/score.ts";
import { ageOn, toDayNumber } from "../../../domain/model/calendar.ts";
import { findUnknownApplicantCode, findUnknownOpeningCode } from "../../../domain/model/known-codes.ts";
import { normalisePay } from "../../../domain/model/pay.ts";
import { refuseUnderRules } from "../../../domain/programme/refuse-opening.ts";
import { builtInTaxonomy } from "../../../domain/taxonomy/built-in.ts";
import { eventsIn } from "../../../events/catalog.ts";
import { parseEvent } from "../../../events/parse-event.ts";
import { seoulDistricts } from "../../../infra/world/profiles.ts";
import { SeededRandom } from "../../../infra/world/seeded-random.ts";
import { createWorld, type World } from "../../../infra/world/world.ts";

const TODAY = "2026-11-21";
const SEEDS = [0, 1, 2, 7, 2_026, -3] as const;

/** Least score of a match, and what a first minute can show of one opening. */
const THRESHOLD_BP = 6_000;
const MATCHES_MAX = 40;

const MINIMUM_WAGE_2026_KRW = 10_320;

function matchesPerOpening({ profiles, openings }: World): ReadonlyMap<string, number> {
  const index = new PackedApplicants();
  for (const { detail } of profiles) index.upsert(toApplicantFacts(detail.applicant, builtInTaxonomy));
  const rules = { taxonomy: builtInTaxonomy, weights: defaultWeights, today: toDayNumber(TODAY) };
  const limits = { thresholdBp: THRESHOLD_BP, listMax: 1_000 };
  return new Map(
    openings.map(({ detail }) => {
      const { overThreshold } = index.match(toOpeningFacts(detail.opening, builtInTaxonomy), rules, limits);
      return [detail.opening.title, overThreshold];
    }),
  );
}

describe.each(SEEDS)("the world of seed %i", (seed) => {
  const world = createWorld(seed, TODAY);

  test("has events that the service takes, with codes that the taxonomy knows", () => {
    for (const { name, detail } of [...world.profiles, ...world.openings]) {
      const body = JSON.stringify({ source: eventsIn[name].source, "detail-type": name, detail });
      expect(parseEvent(body)).toMatchObject({ kind: "accepted" });
      const unknown =
        "applicant" in detail
          ? findUnknownApplicantCode(detail.applicant, builtInTaxonomy)
          : findUnknownOpeningCode(detail.opening, builtInTaxonomy);
      expect(unknown).toBeUndefined();
    }
  });

  test("has the rules of its programmes, and openings that keep to them", () => {
    const rules = world.programmes.map(({ detail }) => detail.rules);
    for (const { name, detail } of world.programmes) {
      const body = JSON.stringify({ source: eventsIn[name].source, "detail-type": name, detail });
      expect(parseEvent(body)).toMatchObject({ kind: "accepted" });
    }
    const ofProgrammes = world.openings.flatMap(({ detail: { opening } }) => (opening.programmeId ? [opening] : []));
    expect(ofProgrammes).toHaveLength(22);
    for (const opening of ofProgrammes) {
      const own = rules.filter(({ programmeId }) => programmeId === opening.programmeId);
      expect(own).toHaveLength(1);
      const facts = toOpeningFacts(opening, builtInTaxonomy);
      expect(refuseUnderRules(opening, facts, own, TODAY, builtInTaxonomy)).toBeUndefined();
    }
  });

  test("has three hundred people and sixty openings, each with ids of its own", () => {
    const events = [...world.profiles, ...world.openings];
    expect(new Set(world.profiles.map(({ detail }) => detail.applicant.applicantId)).size).toBe(300);
    expect(new Set(world.openings.map(({ detail }) => detail.opening.openingId)).size).toBe(60);
    expect(new Set(events.map(({ detail }) => detail.eventId)).size).toBe(360);
  });

  test("has for every opening somebody whom it suits, and not half the city", () => {
    const counts = [...matchesPerOpening(world)];
    expect(counts.filter(([, count]) => count < 1 || count > MATCHES_MAX)).toEqual([]);
  });

  test("has people from 25 to 69, most of them from 40 to 67, in every district", () => {
    const ages = world.profiles.flatMap(({ detail: { applicant } }) =>
      applicant.birthDate === undefined ? [] : [ageOn(toDayNumber(applicant.birthDate), toDayNumber(TODAY))],
    );
    expect(Math.min(...ages)).toBeGreaterThanOrEqual(25);
    expect(Math.max(...ages)).toBeLessThanOrEqual(69);
    expect(ages.filter((age) => age >= 40 && age <= 67).length * 100).toBeGreaterThan(ages.length * 75);
    expect(new Set(world.profiles.map(({ detail }) => detail.applicant.residence ?? "11110")).size).toBe(25);
  });
});

describe("the openings of the world", () => {
  const openings = createWorld(1, TODAY).openings.map(({ detail }) => detail.opening);

  test("are in every district at least twice", () => {
    const of = (district: string) =>
      openings.filter(({ place }) => place.mode === "onsite" && place.district === district).length;
    expect(seoulDistricts).toHaveLength(25);
    expect(seoulDistricts.filter((district) => of(district) < 2)).toEqual([]);
  });

  test("pay jobs the minimum wage of 2026 at least", () => {
    const below = openings.filter(({ kind, baseSalary, workHours, employmentType }) => {
      if (kind !== "job" || baseSalary === undefined) return false;
      const { krwPerHour } = normalisePay(baseSalary, workHours, employmentType);
      return krwPerHour === undefined || krwPerHour < MINIMUM_WAGE_2026_KRW;
    });
    expect(below).toEqual([]);
  });

  test("have the terms of the two programmes", () => {
    const terms = (programme: string) =>
      openings
        .filter(({ programmeId }) => programmeId === programme)
        .map(({ baseSalary, workHours, eligibility }) => ({ baseSalary, workHours, eligibility }));
    const legalBasis = expect.any(String);
    expect(terms("midlife-internship")).toEqual(
      Array(10).fill({
        baseSalary: { krw: 12_121, unit: "HOUR" },
        workHours: { perMonth: 57 },
        eligibility: { ageMin: 40, ageMax: 64, residence: "11", legalBasis },
      }),
    );
    expect(terms("boram")).toEqual(
      Array(12).fill({
        baseSalary: { krw: 9_620, unit: "HOUR" },
        workHours: { perMonth: 57 },
        eligibility: { ageMin: 40, ageMax: 67, residence: "11", legalBasis },
      }),
    );
  });

  test("are of every kind", () => {
    expect(new Set(openings.map(({ kind }) => kind)).size).toBe(9);
  });
});

test("the same seed and day give the same world, another seed another one", () => {
  expect(createWorld(5, TODAY)).toEqual(createWorld(5, TODAY));
  expect(createWorld(5, TODAY)).not.toEqual(createWorld(6, TODAY));
});

test("seeded chance repeats, stays in its span and reaches both ends", () => {
  const draw = (seed: number) => {
    const random = new SeededRandom(seed);
    return Array.from({ length: 1_000 }, () => random.between(3, 9));
  };
  expect(draw(4)).toEqual(draw(4));
  expect([Math.min(...draw(0)), Math.max(...draw(0))]).toEqual([3, 9]);
  expect(new SeededRandom(1).some([1, 2, 3], 9)).toEqual([1, 2, 3]);
});
