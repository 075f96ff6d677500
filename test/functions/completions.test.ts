import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeRecord } from "../../domain/index/log-record.ts";
import { ShardState } from "../../domain/index/shard-state.ts";
import { toApplicantFacts } from "../../domain/matching/facts.ts";
import { withCompletions } from "../../domain/model/completion.ts";
import { aBody, aCourse, anApplicant, anEventId, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { configuration, MemoryService } from "../fixtures/memory-service.ts";

const APPLICANT = anApplicant().applicantId;

const FIRST = { certificates: ["barista-1"], on: "2026-11-18" };
const SECOND = { competencies: [{ competency: "hand-drip-coffee", level: 5 }], on: "2026-11-20" };

const aCompletion = (revision: number, completion: Record<string, unknown>) =>
  aBody("CompletionRecorded", { applicantId: APPLICANT, revision, completion });

/** The state of the shard as a new writer reads it. */
async function stateOf(service: MemoryService): Promise<ShardState> {
  const state = new ShardState();
  for await (const page of service.world.shardLog.readAfter("1#0", 0)) {
    for (const { seq, record } of page) {
      if (record === undefined) state.skip(seq);
      else state.applyBytes(seq, record);
    }
  }
  return state;
}

const codesRefused = async (service: MemoryService) =>
  (await service.world.quarantine.list("2026-11-21")).map(({ code, path }) => `${code} ${path}`);

describe("completions", () => {
  const EVENTS = [
    aProfileBody({ certificates: ["barista-2"] }),
    aProfileBody({ revision: 2, certificates: ["driving-2-ordinary"] }),
    aCompletion(1, FIRST),
    aCompletion(2, SECOND),
  ];
  const kept = withCompletions(anApplicant({ revision: 2, certificates: ["driving-2-ordinary"] }), [FIRST, SECOND]);
  const expected = toApplicantFacts(kept, configuration.taxonomy);

  test("give the same facts in every order of arrival, in any batches, also when all come twice", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...EVENTS, ...EVENTS], { minLength: EVENTS.length * 2 }),
        fc.integer({ min: 1, max: 8 }),
        async (bodies, size) => {
          const service = new MemoryService();
          for (let first = 0; first < bodies.length; first += size) {
            await service.accept(...bodies.slice(first, first + size));
          }
          const facts = (await stateOf(service)).applicants.get(APPLICANT);
          const inOrder = (value: typeof facts) => value && { ...value, certificates: value.certificates?.toSorted() };
          expect(inOrder(facts)).toEqual(inOrder(expected));
        },
      ),
      { numRuns: 150, seed: 20_261_121 },
    );
  });

  test("are counted with what people thought of the course, once, whoever says it again", async () => {
    const service = new MemoryService();
    await service.accept(aBody("ProgrammeOpened", { opening: aCourse({ programmeId: "jung-gu-skills" }) }));
    const answered = aCompletion(1, { courseOpeningId: "course-1", satisfaction: 4.85, on: "2026-11-21" });
    await service.accept(aProfileBody(), answered, answered);
    const surveys = [];
    for await (const fact of service.world.ledger.facts("central", 2026)) {
      if (fact.measure === "surveyed") surveys.push(fact);
    }
    expect(surveys).toMatchObject([{ score: 485, courseOpeningId: "course-1", programmeId: "jung-gu-skills" }]);
    expect(JSON.stringify(surveys)).not.toContain(APPLICANT);
  });

  test("that come to matching in the wrong order leave the later state", async () => {
    const service = new MemoryService();
    await service.intake(...EVENTS);
    const sent = service.world
      .sent("matching")
      .map(({ body }) => decodeRecord(Buffer.from(JSON.parse(body).record, "base64")));
    const state = new ShardState();
    let seq = 0;
    for (const record of sent.toReversed()) if (state.standingOf(record) === "new") state.apply(++seq, record);
    expect(seq).toBe(1);
    expect(state.applicants.get(APPLICANT)?.certificates).toHaveLength(2);
  });

  test("are waited for by nobody: one without a profile is kept and matches nothing yet", async () => {
    const service = new MemoryService();
    await service.accept(aCompletion(1, FIRST));
    expect(service.world.sent("matching")).toEqual([]);
    expect(await codesRefused(service)).toEqual([]);
    await service.accept(aProfileBody());
    expect((await stateOf(service)).applicants.get(APPLICANT)?.certificates).toHaveLength(2);
  });

  test("leave nothing behind of somebody who has left, and a late one is refused", async () => {
    const service = new MemoryService();
    await service.accept(...EVENTS, aBody("ApplicantWithdrawn", { applicantId: APPLICANT, revision: 3 }));
    await service.accept(aCompletion(3, FIRST));
    expect(await codesRefused(service)).toEqual(
      ["REVISION_SUPERSEDED /applicant/revision", "ENTITY_WITHDRAWN /applicantId"].slice(1),
    );
    expect((await stateOf(service)).applicants.size).toBe(0);
    expect(service.world.dump()).not.toContain("barista-1");
  });

  test("are refused with the path when the number is taken, a code is unknown, or nothing is completed", async () => {
    const refusedFor = async (...bodies: string[]) => {
      const service = new MemoryService();
      await service.accept(aProfileBody(), ...bodies);
      return codesRefused(service);
    };
    expect(await refusedFor(aCompletion(1, FIRST), aCompletion(1, SECOND))).toEqual(["REVISION_CONFLICT /revision"]);
    expect(await refusedFor(aCompletion(1, { certificates: ["barista-1", "wizard"], on: "2026-11-18" }))).toEqual([
      "UNKNOWN_CERTIFICATE /completion/certificates/1",
    ]);
    expect(
      await refusedFor(aCompletion(1, { competencies: [{ competency: "wizardry", level: 2 }], on: "2026-11-18" })),
    ).toEqual(["UNKNOWN_COMPETENCY /completion/competencies/0/competency"]);
    expect(await refusedFor(aCompletion(1, { on: "2026-11-18" }))).toEqual(["SCHEMA_VIOLATION /completion"]);
    expect(await refusedFor(aCompletion(1, { ...FIRST, on: "2026-11-22" }))).toEqual([
      "DAY_NOT_STARTED /completion/on",
    ]);
    expect(await refusedFor(aCompletion(101, FIRST))).toEqual(["SCHEMA_VIOLATION /revision"]);
  });
});

describe("what a course leads to", () => {
  const course = (fields: Record<string, unknown>) =>
    aBody("ProgrammeOpened", {
      opening: { ...aCourse(), ...fields },
    });

  test.each([
    [{ educationalCredentialAwarded: ["wizard"] }, "UNKNOWN_CERTIFICATE /opening/educationalCredentialAwarded/0"],
    [{ teaches: [{ competency: "wizardry", level: 1 }] }, "UNKNOWN_COMPETENCY /opening/teaches/0/competency"],
    [{ teaches: [{ competency: "hand-drip-coffee", level: 6 }] }, "SCHEMA_VIOLATION /opening/teaches/0/level"],
    [{ remainingAttendeeCapacity: -1 }, "SCHEMA_VIOLATION /opening/remainingAttendeeCapacity"],
    [{ kind: "mentoring", remainingAttendeeCapacity: 3 }, "SCHEMA_VIOLATION /opening/remainingAttendeeCapacity"],
  ])("is refused with its path when it isn't as it should be: %j", async (fields, refused) => {
    const service = new MemoryService();
    await service.accept(course(fields));
    expect(await codesRefused(service)).toEqual([refused]);
  });
});

describe("what is completed", () => {
  const COURSE = "course-mapo-barista-1";
  const completion = { courseOpeningId: COURSE, certificates: ["barista-1", "barista-2"], on: "2026-11-20" };
  const course = aBody("ProgrammeOpened", {
    opening: anOpening({ openingId: COURSE, kind: "training", programmeId: "midlife-courses" }),
  });

  async function countedOf(service: MemoryService): Promise<string[]> {
    const counted: string[] = [];
    for (const center of ["central", "south", "none"]) {
      for await (const fact of service.world.ledger.facts(center, 2026)) {
        counted.push(`${center} ${fact.measure} ${fact.programmeId} ${fact.kind}`);
      }
    }
    return counted.sort();
  }

  const once = [
    "central certificate midlife-courses training",
    "central certificate midlife-courses training",
    "central completed midlife-courses training",
  ];

  test("is counted once, with its certificates, for the person's center and the course's programme", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody({ residence: "11440" }), course);
    await service.accept(aCompletion(1, completion), aCompletion(1, completion));
    await service.accept(
      aBody("CompletionRecorded", {
        applicantId: APPLICANT,
        revision: 1,
        completion,
        correlationId: anEventId("again"),
      }),
    );
    expect(await countedOf(service)).toEqual(once);
  });

  test("stays counted where it was when its person has moved and the event comes again", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody({ residence: "11440" }), course, aCompletion(1, completion));
    await service.accept(aProfileBody({ revision: 2, residence: "11530" }), aCompletion(1, completion));
    expect(await countedOf(service)).toEqual(once);
  });

  test("isn't counted when it can't be kept", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody({ residence: "11440" }), course, aCompletion(1, completion));
    await service.accept(aCompletion(1, { ...completion, certificates: ["barista-1"] }));
    expect(await countedOf(service)).toEqual(once);
  });
});
