import { describe, expect, test } from "vitest";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import { followUpsOf } from "../../domain/outcomes/follow-up.ts";
import { deriveUlid } from "../../functions/runtime/derive-id.ts";
import { aBody, aJobBody, anApplicant, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService, NOW_MS } from "../fixtures/memory-service.ts";

const APPLICANT = anApplicant().applicantId;
const OPENING = "job-mapo-cafe-7";

function anOutcomeBody(fields: Record<string, unknown> = {}): string {
  return aBody("OutcomeRecorded", { applicantId: APPLICANT, openingId: OPENING, ...fields });
}

/** A service in which one pair was told. */
async function aServiceThatTold(onCall?: ConstructorParameters<typeof MemoryService>[0]): Promise<MemoryService> {
  const service = new MemoryService(onCall);
  await service.accept(aProfileBody(), aJobBody());
  return service;
}

const CAUSE = deriveUlid("01KB000000", "hire");

async function outcomesOf(service: MemoryService) {
  const [told] = await service.world.recommendations.list(APPLICANT);
  return (told?.history ?? []).map(({ revision, outcome, on, center }) => ({ revision, outcome, on, center }));
}

async function refusalsOf(service: MemoryService) {
  const quarantined = await service.world.quarantine.list(dayInSeoul(service.nowMs));
  return quarantined.map(({ code, path, entityId }) => ({ code, path, entityId }));
}

async function factsOf(service: MemoryService, center = "central") {
  const facts = [];
  for await (const fact of service.world.ledger.facts(center, 2026)) facts.push(fact);
  return facts;
}

describe("an outcome", () => {
  test("is kept with the recommendation and matches nothing anew", async () => {
    const service = await aServiceThatTold();
    const queued = service.world.sent("matching").length;
    await service.accept(anOutcomeBody({ outcome: "declined", reason: "place" }));
    const [told] = await service.world.recommendations.list(APPLICANT);
    expect(told?.history).toMatchObject([{ revision: 1, outcome: "declined", reason: "place", center: "central" }]);
    expect(await refusalsOf(service)).toEqual([]);
    expect(service.world.sent("matching")).toHaveLength(queued);
  });

  test("that comes twice, or is said again in another event, is counted once", async () => {
    const service = await aServiceThatTold();
    await service.accept(
      anOutcomeBody(),
      anOutcomeBody(),
      anOutcomeBody({ eventId: deriveUlid("01KB000000", "again") }),
    );
    expect(await outcomesOf(service)).toEqual([
      { revision: 1, outcome: "applied", on: "2026-11-21", center: "central" },
    ]);
    expect(await factsOf(service)).toMatchObject([
      { measure: "applied", center: "central", on: "2026-11-21", kind: "job" },
    ]);
    expect(await refusalsOf(service)).toEqual([]);
  });

  test("of the day on which a pair was first told is taken after the pair was told again", async () => {
    const service = await aServiceThatTold();
    service.nowMs += 2 * 24 * 60 * 60 * 1_000;
    await service.accept(aJobBody({ revision: 2, baseSalary: { krw: 14_000, unit: "HOUR" } }));
    expect((await service.world.recommendations.list(APPLICANT))[0]?.telling).toBe(2);
    await service.accept(anOutcomeBody({ on: "2026-11-21" }));
    expect(await refusalsOf(service)).toEqual([]);
    expect(await outcomesOf(service)).toMatchObject([{ outcome: "applied", on: "2026-11-21" }]);
  });

  test("that somebody died over while its person left leaves no follow-up when it comes again", async () => {
    const service = await aServiceThatTold();
    const hire = { applicantId: APPLICANT, openingId: OPENING, hiredOn: "2026-11-21", causeId: CAUSE };
    await service.accept(aBody("ApplicantWithdrawn", { applicantId: APPLICANT, revision: 2 }));
    await service.world.followUps.schedule(followUpsOf(hire));
    await service.accept(anOutcomeBody({ outcome: "hired" }));
    expect(await service.world.followUps.of(APPLICANT)).toEqual([]);
  });

  test("that somebody died over while its person left, and whose message others had worked off, leaves none for longer than an hour", async () => {
    let state: "alive" | "frozen" | "dead" = "alive";
    const service: MemoryService = await aServiceThatTold({
      onCall: async (port, method, phase) => {
        if (state === "dead" && `${port}.${method}` === "applicants.get") throw new Error("the writer dies");
        if (state !== "alive" || `${port}.${method} ${phase}` !== "followUps.schedule before") return;
        state = "frozen";
        await service.intake(aBody("ApplicantWithdrawn", { applicantId: APPLICANT, revision: 2 }));
        state = "dead";
      },
    });
    await expect(service.intake(anOutcomeBody({ outcome: "hired" }))).rejects.toThrow();
    state = "frozen";
    expect(await service.world.followUps.of(APPLICANT)).not.toEqual([]);
    await service.drain();
    await service.wake(NOW_MS + 2 * 3_600_000);
    expect(await service.world.followUps.of(APPLICANT)).toEqual([]);
  });

  test("at a part that its programme has counted by itself is counted so", async () => {
    const service = await aServiceThatTold();
    const opening = anOpening({ openingId: OPENING, programmeId: "p", programmePart: "fair" });
    const name = { ko: "박람회", en: "Fair" };
    const rules = { programmeId: "p", validFrom: "2026-01-01", revision: 1 };
    const body = JSON.stringify({ ...rules, parts: [{ partId: "fair", sort: "event", name, countsApart: true }] });
    await service.world.openings.keep(OPENING, opening.revision + 1, JSON.stringify(opening));
    await service.world.programmes.keep({ ...rules, body });
    await service.accept(anOutcomeBody());
    expect(await factsOf(service)).toMatchObject([{ measure: "applied", programmeId: "p", apart: "fair" }]);
  });

  test("of a pair that nobody was told of is refused and leaves nothing", async () => {
    const service = await aServiceThatTold();
    await service.accept(anOutcomeBody({ openingId: "never-told" }));
    expect(await refusalsOf(service)).toEqual([
      { code: "UNKNOWN_RECOMMENDATION", path: "/openingId", entityId: APPLICANT },
    ]);
    expect(await outcomesOf(service)).toEqual([]);
    expect(await factsOf(service)).toEqual([]);
    const [rejected] = service.world.published().filter(({ name }) => name === "EventRejected");
    expect(rejected?.detail).toMatchObject({
      code: "UNKNOWN_RECOMMENDATION",
      rejected: { detailType: "OutcomeRecorded" },
    });
  });

  test.each([
    ["can't stand before a later one", { revision: 2 }, "OUTCOME_OUT_OF_ORDER", "/outcome"],
    ["has the same revision but is another", { revision: 3, outcome: "hired" }, "REVISION_CONFLICT", "/revision"],
    ["leads back", { revision: 4, outcome: "seen" }, "OUTCOME_OUT_OF_ORDER", "/outcome"],
    [
      "was before the person was told",
      { revision: 2, outcome: "seen", on: "2026-11-20" },
      "OUTCOME_BEFORE_TOLD",
      "/on",
    ],
    ["runs backwards", { revision: 4, outcome: "hired", on: "2026-11-22" }, "DATES_OUT_OF_ORDER", "/on"],
    ["declines without a reason", { revision: 4, outcome: "declined" }, "DECLINED_WITHOUT_REASON", "/reason"],
    ["gives a reason for a hire", { revision: 4, outcome: "hired", reason: "pay" }, "SCHEMA_VIOLATION", "/reason"],
  ])("that %s is refused and changes nothing", async (_, fields, code, path) => {
    const service = await aServiceThatTold();
    service.nowMs = Date.parse("2026-11-23T18:00:00+09:00");
    await service.accept(anOutcomeBody({ revision: 3, on: "2026-11-23" }));
    await service.accept(anOutcomeBody({ on: "2026-11-23", ...fields }));
    expect(await refusalsOf(service)).toEqual([{ code, path, entityId: APPLICANT }]);
    expect(await outcomesOf(service)).toEqual([
      { revision: 3, outcome: "applied", on: "2026-11-23", center: "central" },
    ]);
    expect(await factsOf(service)).toHaveLength(1);
  });

  test("of tomorrow is refused until the clocks of producers may say so, five minutes before midnight", async () => {
    const service = await aServiceThatTold();
    const tomorrow = anOutcomeBody({ outcome: "hired", on: "2026-11-22" });
    service.nowMs = Date.parse("2026-11-21T23:54:59+09:00");
    await service.accept(tomorrow);
    expect(await refusalsOf(service)).toEqual([{ code: "DAY_NOT_STARTED", path: "/on", entityId: APPLICANT }]);
    expect(await outcomesOf(service)).toEqual([]);
    expect(await factsOf(service)).toEqual([]);
    expect(await service.world.followUps.of(APPLICANT)).toEqual([]);
    service.nowMs = Date.parse("2026-11-21T23:55:00+09:00");
    await service.accept(tomorrow);
    expect(await outcomesOf(service)).toMatchObject([{ outcome: "hired", on: "2026-11-22" }]);
  });

  test("keeps the center of its time when the person moves to another one's district", async () => {
    const service = await aServiceThatTold();
    await service.accept(anOutcomeBody());
    await service.accept(aProfileBody({ revision: 2, residence: "11380" }));
    await service.accept(anOutcomeBody({ revision: 2, outcome: "hired" }), anOutcomeBody());
    expect((await outcomesOf(service)).map(({ outcome, center }) => `${outcome} ${center}`)).toEqual([
      "applied central",
      "hired west",
    ]);
    expect((await factsOf(service, "central")).map(({ measure }) => measure)).toEqual(["applied"]);
    expect((await factsOf(service, "west")).map(({ measure }) => measure)).toEqual(["hired"]);
  });
});

describe("somebody who leaves", () => {
  const withdrawal = aBody("ApplicantWithdrawn", { applicantId: APPLICANT, revision: 9 });

  test("takes history and follow-ups along, and what was counted stays, with nothing in it that is theirs", async () => {
    const service = await aServiceThatTold();
    for (const body of [anOutcomeBody({ outcome: "hired" }), withdrawal, withdrawal]) await service.accept(body);
    expect((await factsOf(service)).map(({ measure }) => measure).sort()).toEqual(["hired"]);
    const { applicants: _left, shardLog: _log, ...tables } = JSON.parse(service.world.dump());
    expect(JSON.stringify(tables.followUps)).toBe("[]");
    expect(JSON.stringify(tables.recommendations)).toBe("[]");
    expect(JSON.stringify(tables.ledger)).not.toContain(APPLICANT);
    expect(JSON.stringify(tables.ledger)).not.toContain(OPENING);
    await service.accept(anOutcomeBody({ revision: 2, outcome: "retained" }));
    expect((await refusalsOf(service)).map(({ code }) => code)).toEqual(["UNKNOWN_RECOMMENDATION"]);
  });

  test("leaves no follow-up behind, at whatever call of the hire's intake they leave", async () => {
    const STEPS_MAX = 60;
    for (let step = 1; step <= STEPS_MAX; step++) {
      let calls = 0;
      let isCounting = false;
      let hasLeft = false;
      const service: MemoryService = await aServiceThatTold({
        onCall: async (_port, _method, phase) => {
          if (!isCounting || phase !== "before" || ++calls !== step) return;
          isCounting = false;
          hasLeft = true;
          await service.intake(withdrawal);
        },
      });
      isCounting = true;
      await service.intake(anOutcomeBody({ outcome: "hired" }));
      isCounting = false;
      if (!hasLeft) {
        expect(step).toBeGreaterThan(8);
        return;
      }
      expect(JSON.stringify(JSON.parse(service.world.dump()).followUps), `leaving before call ${step}`).toBe("[]");
    }
    throw new Error("the intake of a hire never ends");
  });
});
