import { describe, expect, test } from "vitest";
import { aBody, aJobBody, anApplicant, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

const APPLICANT = anApplicant().applicantId;
const OPENING = "job-mapo-cafe-7";
const DAY = "2026-11-21";

function anOutcomeBody(fields: Record<string, unknown> = {}): string {
  return aBody("OutcomeRecorded", { applicantId: APPLICANT, openingId: OPENING, ...fields });
}

/** A service in which one pair was told. */
async function aServiceThatTold(): Promise<MemoryService> {
  const service = new MemoryService();
  await service.accept(aProfileBody(), aJobBody());
  return service;
}

async function outcomesOf(service: MemoryService) {
  return (await service.world.recommendations.list(APPLICANT)).map(({ outcome }) => outcome);
}

async function refusalsOf(service: MemoryService) {
  const quarantined = await service.world.quarantine.list(DAY);
  return quarantined.map(({ code, entityId }) => ({ code, entityId }));
}

describe("an outcome", () => {
  test("is kept with the recommendation and matches nothing anew", async () => {
    const service = await aServiceThatTold();
    const queued = service.world.sent("matching").length;
    await service.accept(anOutcomeBody({ outcome: "declined", reason: "place" }));
    expect(await outcomesOf(service)).toEqual([
      { revision: 1, outcome: "declined", reason: "place", on: "2026-11-23" },
    ]);
    expect(await refusalsOf(service)).toEqual([]);
    expect(service.world.sent("matching")).toHaveLength(queued);
  });

  test("that comes twice is accepted twice", async () => {
    const service = await aServiceThatTold();
    await service.accept(anOutcomeBody(), anOutcomeBody());
    expect(await outcomesOf(service)).toEqual([{ revision: 1, outcome: "applied", on: "2026-11-23" }]);
    expect(await refusalsOf(service)).toEqual([]);
  });

  test("of a pair that nobody was told of is refused and leaves no recommendation", async () => {
    const service = await aServiceThatTold();
    await service.accept(anOutcomeBody({ openingId: "never-told" }));
    expect(await refusalsOf(service)).toEqual([{ code: "UNKNOWN_RECOMMENDATION", entityId: APPLICANT }]);
    expect(await outcomesOf(service)).toEqual([undefined]);
    const [rejected] = service.world.published().filter(({ name }) => name === "EventRejected");
    expect(rejected?.detail).toMatchObject({
      code: "UNKNOWN_RECOMMENDATION",
      rejected: { detailType: "OutcomeRecorded" },
    });
  });

  test.each([
    ["older than the kept one", { revision: 2 }, "REVISION_SUPERSEDED"],
    ["of the same revision but another", { revision: 3, outcome: "hired" }, "REVISION_CONFLICT"],
  ])("that is %s is refused and changes nothing", async (_, fields, code) => {
    const service = await aServiceThatTold();
    await service.accept(anOutcomeBody({ revision: 3 }));
    await service.accept(anOutcomeBody(fields));
    expect(await refusalsOf(service)).toEqual([{ code, entityId: APPLICANT }]);
    expect(await outcomesOf(service)).toEqual([{ revision: 3, outcome: "applied", on: "2026-11-23" }]);
  });
});
