import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toApplicantFacts, toOpeningFacts } from "../../domain/matching/facts.ts";
import { unpackMatchList } from "../../domain/matching/match-list.ts";
import { score } from "../../domain/matching/score.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { aJobBody, anApplicant, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { configuration, MemoryService, THRESHOLD_BP } from "../fixtures/memory-service.ts";

const DISTRICTS = ["11440", "11410"];
const OCCUPATIONS = ["5317", "5501"];

/** The revisions of one entity, oldest first: only the last one counts in the end. */
const profiles = fc
  .record({
    district: fc.constantFrom(...DISTRICTS),
    occupation: fc.constantFrom(...OCCUPATIONS),
    krw: fc.integer({ min: 10_320, max: 13_000 }),
  })
  .map(
    ({ district, occupation, krw }): Partial<Applicant> => ({
      experience: [{ occupation, months: 24 }],
      preferences: {
        occupations: [occupation],
        districts: [district],
        payMin: { krw, unit: "HOUR" },
        commuteMinutesMax: 45,
      },
    }),
  );

const jobs = fc
  .record({
    district: fc.constantFrom(...DISTRICTS),
    code: fc.constantFrom(...OCCUPATIONS),
    krw: fc.integer({ min: 10_320, max: 14_000 }),
  })
  .map(
    ({ district, code, krw }): Partial<Opening> => ({
      occupation: { code },
      place: { mode: "onsite", district },
      baseSalary: { krw, unit: "HOUR" },
      requirements: [],
    }),
  );

interface Arrival {
  readonly body: string;
  readonly at: number;
}

const stories = fc
  .record({
    applicants: fc.array(fc.array(profiles, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
    openings: fc.array(fc.array(jobs, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
    shards: fc.integer({ min: 1, max: 3 }),
    order: fc.infiniteStream(fc.integer({ min: 0, max: 1_000_000 })),
    batches: fc.infiniteStream(fc.integer({ min: 1, max: 6 })),
  })
  .map(({ applicants, openings, shards, order, batches }) => {
    const shuffled = (bodies: string[]): Arrival[] => bodies.map((body) => ({ body, at: order.next().value ?? 0 }));
    const kept = {
      applicants: applicants.map((all, n) =>
        anApplicant({ ...all.at(-1), applicantId: `a${n}`, revision: all.length }),
      ),
      openings: openings.map((all, n) => anOpening({ ...all.at(-1), openingId: `o${n}`, revision: all.length })),
    };
    const arrivals = [
      ...shuffled(
        applicants.flatMap((all, n) =>
          all.map((fields, index) => aProfileBody({ ...fields, applicantId: `a${n}`, revision: index + 1 })),
        ),
      ),
      ...shuffled(
        openings.flatMap((all, n) =>
          all.map((fields, index) => aJobBody({ ...fields, openingId: `o${n}`, revision: index + 1 })),
        ),
      ),
    ].sort((a, b) => a.at - b.at);
    return { kept, shards, batches, bodies: arrivals.map(({ body }) => body) };
  });

type Story = typeof stories extends fc.Arbitrary<infer T> ? T : never;

/** All matches that stand: those listed with the revisions that are kept. */
async function standingMatches(service: MemoryService, { kept }: Story): Promise<string[]> {
  const revisions = new Map([
    ...kept.applicants.map(({ applicantId, revision }) => [applicantId, revision] as const),
    ...kept.openings.map(({ openingId, revision }) => [openingId, revision] as const),
  ]);
  const found = new Set<string>();
  for (const subject of revisions.keys()) {
    const isApplicant = subject.startsWith("a");
    for (const list of await service.world.matchLists.get(`${isApplicant ? "applicant" : "opening"}#${subject}`)) {
      const { subjectRevision, matches } = unpackMatchList(list.packed);
      for (const { id, revision, score: points } of matches) {
        if (subjectRevision !== revisions.get(subject) || revision !== revisions.get(id)) continue;
        found.add(isApplicant ? `${subject} ${id} ${points}` : `${id} ${subject} ${points}`);
      }
    }
  }
  return [...found].sort();
}

/** The same from scratch: the score of everybody with everything. */
function recomputed({ kept }: Story): string[] {
  const { taxonomy } = configuration;
  const rules = { ...configuration, today: undefined };
  return kept.applicants
    .flatMap((applicant) =>
      kept.openings.flatMap((opening) => {
        const verdict = score(toOpeningFacts(opening, taxonomy), toApplicantFacts(applicant, taxonomy), rules);
        const isMatch = typeof verdict === "object" && verdict.score >= THRESHOLD_BP;
        return isMatch ? [`${applicant.applicantId} ${opening.openingId} ${verdict.score}`] : [];
      }),
    )
    .sort();
}

describe("the order in which profiles and openings arrive", () => {
  test("never changes which matches exist, whatever the revisions, shards and batches", async () => {
    let matches = 0;
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const service = new MemoryService({ shards: story.shards });
        for (let first = 0; first < story.bodies.length; ) {
          const size = story.batches.next().value ?? 1;
          await service.accept(...story.bodies.slice(first, first + size));
          first += size;
        }
        const expected = recomputed(story);
        matches += expected.length;
        expect(await standingMatches(service, story)).toEqual(expected);
      }),
      { numRuns: 300, seed: 20_261_121 },
    );
    // Stories in which nothing matches would prove nothing.
    expect(matches).toBeGreaterThan(300);
  });
});
