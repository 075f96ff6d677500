import { describe, expect, test } from "vitest";
import { followUpsOf } from "../../domain/outcomes/follow-up.ts";
import { announceFollowUps } from "../../functions/follow-up.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import { districtsByCenter } from "../../infra/centers.ts";
import { aBody, aJobBody, anApplicant, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

const APPLICANT = anApplicant().applicantId;
const OPENING = "job-mapo-cafe-7";
const HIRED_ON = "2026-11-30";

const aHire = (fields: Record<string, unknown> = {}) =>
  aBody("OutcomeRecorded", { outcome: "hired", on: HIRED_ON, applicantId: APPLICANT, openingId: OPENING, ...fields });
const aResult = (fields: Record<string, unknown> = {}) => aBody("FollowUpRecorded", { on: "2027-03-02", ...fields });

/** A day after all that these tests record: nothing that is said on it is of a day to come. */
const LATER_MS = Date.parse("2030-01-01T12:00:00+09:00");

async function aServiceWithAHire(options?: ConstructorParameters<typeof MemoryService>[0]): Promise<MemoryService> {
  const service = new MemoryService(options);
  await service.accept(aProfileBody(), aJobBody());
  service.nowMs = LATER_MS;
  await service.accept(aHire());
  return service;
}

/** Runs the schedule of a day, at six in Seoul. */
function run(service: MemoryService, day: string) {
  const scheduledTime = new Date(`${day}T06:00:00+09:00`).toISOString();
  return announceFollowUps({ scheduledTime }, service.world, districtsByCenter(), silentLog);
}

function dueOf(service: MemoryService) {
  return service.world.published().flatMap(({ name, detail }) => (name === "FollowUpDue" ? [detail] : []));
}

async function codesOf(service: MemoryService) {
  return (await service.world.quarantine.list("2030-01-01")).map(({ code, path }) => `${code} ${path}`);
}

describe("a follow-up", () => {
  test("is told on its day to the district's center, and not before", async () => {
    const service = await aServiceWithAHire();
    await run(service, "2027-02-27");
    expect(dueOf(service)).toEqual([]);
    expect(await run(service, "2027-02-28")).toEqual({ day: "2027-02-28", announced: 1, waiting: 0, settled: 0 });
    expect(dueOf(service)).toMatchObject([
      {
        district: "11440",
        applicantId: APPLICANT,
        openingId: OPENING,
        months: 3,
        hiredOn: HIRED_ON,
        dueOn: "2027-02-28",
      },
    ]);
  });

  test("is told once, however often the schedule fires", async () => {
    const service = await aServiceWithAHire();
    for (const day of ["2027-02-28", "2027-02-28", "2027-03-01"]) await run(service, day);
    expect(dueOf(service)).toHaveLength(1);
  });

  test("isn't lost when days are missed: the next run catches up with all of them", async () => {
    const service = await aServiceWithAHire();
    await run(service, "2028-01-15");
    expect(dueOf(service).map(({ months }) => months)).toEqual([3, 6, 12]);
    await run(service, "2031-01-01");
    expect(dueOf(service).map(({ months }) => months)).toEqual([3, 6, 12, 24, 36]);
  });

  test("of a hire that is heard of late is told by the next run", async () => {
    const service = await aServiceWithAHire();
    await run(service, "2027-06-30");
    service.nowMs = Date.parse("2027-03-10T12:00:00+09:00");
    await service.accept(
      aJobBody({
        openingId: "job-2",
        validThrough: "2027-03-31",
        title: "합정동 로스터리 오후 바리스타",
        description: "원두를 볶는 곳에서 손님을 맞습니다.",
      }),
    );
    service.nowMs = LATER_MS;
    await service.accept(aHire({ openingId: "job-2", on: "2027-03-15" }));
    await run(service, "2027-07-01");
    expect(dueOf(service).map(({ openingId, months }) => `${openingId} ${months}`)).toEqual([
      `${OPENING} 3`,
      `${OPENING} 6`,
      "job-2 3",
    ]);
  });

  test("of more people than one read takes are all told", async () => {
    const service = new MemoryService();
    const people = Array.from({ length: 130 }, (_, at) => `applicant-${at + 1}`);
    await service.accept(
      ...people.map((applicantId) => aProfileBody({ applicantId })),
      aJobBody({ totalJobOpenings: 13 }),
    );
    service.nowMs = LATER_MS;
    await service.accept(...people.map((applicantId) => aHire({ applicantId })));
    expect((await run(service, "2027-02-28")).announced).toBe(people.length);
    expect(new Set(dueOf(service).map(({ applicantId }) => applicantId))).toEqual(new Set(people));
  });

  test("closed before its day isn't told, nor is any after the person has left the job", async () => {
    const service = await aServiceWithAHire();
    await service.accept(aResult({ on: "2027-02-20", result: "not-reached" }));
    await run(service, "2027-02-28");
    expect(dueOf(service)).toEqual([]);
    await service.accept(aResult({ months: 6, on: "2027-05-30", result: "left" }));
    await run(service, "2030-01-01");
    expect(dueOf(service)).toEqual([]);
    expect(await codesOf(service)).toEqual([]);
  });

  test("waits for somebody who doesn't want to be shown to the center, and isn't lost", async () => {
    const service = await aServiceWithAHire();
    const consent = { alerts: true, employers: true, center: false };
    await service.accept(aProfileBody({ revision: 2, consent }));
    expect(await run(service, "2027-02-28")).toMatchObject({ announced: 0, waiting: 1 });
    await service.accept(aProfileBody({ revision: 3, consent: { ...consent, center: true } }));
    expect(await run(service, "2027-03-01")).toMatchObject({ announced: 1 });
  });

  test("goes to the center that looks after the person then, and what was told before stays under the one before", async () => {
    const service = await aServiceWithAHire();
    await run(service, "2027-02-28");
    await service.accept(aResult());
    await service.accept(aProfileBody({ revision: 2, residence: "11380" }));
    await run(service, "2027-05-30");
    await service.accept(aResult({ months: 6, on: "2027-06-01", result: "employed" }));
    expect(dueOf(service).map(({ district }) => district)).toEqual(["11440", "11380"]);
    const all = await service.world.followUps.of(APPLICANT);
    expect(
      all.slice(0, 2).map(({ announced, results }) => [announced?.center, results.map(({ center }) => center)]),
    ).toEqual([
      ["central", ["central"]],
      ["west", ["west"]],
    ]);
  });

  test("of somebody who has left the service is told to nobody, at whatever call of the run they leave", async () => {
    const withdrawal = aBody("ApplicantWithdrawn", { applicantId: APPLICANT, revision: 9 });
    const STEPS_MAX = 30;
    for (let step = 1; step <= STEPS_MAX; step++) {
      let calls = 0;
      let isCounting = false;
      let hasPublished = false;
      let leftAt: "before" | "after" | undefined;
      const service: MemoryService = await aServiceWithAHire({
        onCall: async (_port, method, phase) => {
          if (isCounting && method === "publish" && phase === "after") hasPublished = true;
          if (!isCounting || phase !== "before" || ++calls !== step) return;
          isCounting = false;
          leftAt = hasPublished || method === "publish" ? "after" : "before";
          await service.intake(withdrawal);
        },
      });
      isCounting = true;
      await run(service, "2027-02-28");
      isCounting = false;
      if (leftAt === undefined) {
        expect(step).toBeGreaterThan(6);
        return;
      }
      expect(JSON.parse(service.world.dump()).followUps, `leaving before call ${step}`).toEqual([]);
      if (leftAt === "before") expect(dueOf(service), `leaving before call ${step}`).toEqual([]);
    }
    throw new Error("the run never ends");
  });

  test("of somebody who doesn't want to be shown to a center any more waits, at whatever call of the run they say so", async () => {
    const STEPS_MAX = 30;
    for (let step = 1; step <= STEPS_MAX; step++) {
      let calls = 0;
      let isCounting = false;
      let saidAt: "before" | "after" | undefined;
      const service: MemoryService = await aServiceWithAHire({
        onCall: async (_port, method, phase) => {
          if (!isCounting || phase !== "before" || ++calls !== step) return;
          isCounting = false;
          saidAt = calls > 1 && ["publish", "move"].includes(method) ? "after" : "before";
          await service.intake(
            aProfileBody({ revision: 2, consent: { alerts: true, employers: true, center: false } }),
          );
        },
      });
      isCounting = true;
      await run(service, "2027-02-28");
      isCounting = false;
      if (saidAt === undefined) {
        expect(step).toBeGreaterThan(6);
        return;
      }
      if (saidAt === "after") continue;
      expect(dueOf(service), `saying so before call ${step}`).toEqual([]);
      await service.accept(aProfileBody({ revision: 3 }));
      await run(service, "2027-03-01");
      expect(dueOf(service), `agreeing again after call ${step}`).toHaveLength(1);
    }
    throw new Error("the run never ends");
  });

  test("of somebody who moves while it is told waits, and is told to the center of where they live then", async () => {
    let isMoving = false;
    const service: MemoryService = await aServiceWithAHire({
      onCall: async (_port, method, phase) => {
        if (!isMoving || method !== "announce" || phase !== "after") return;
        isMoving = false;
        await service.intake(aProfileBody({ revision: 2, residence: "11320" }));
      },
    });
    isMoving = true;
    expect(await run(service, "2027-02-28")).toMatchObject({ announced: 0, waiting: 1 });
    expect(await run(service, "2027-03-01")).toMatchObject({ announced: 1, waiting: 0 });
    expect(dueOf(service).map(({ district }) => district)).toEqual(["11320"]);
    const [first] = await service.world.followUps.of(APPLICANT);
    expect(first?.announced).toMatchObject({ on: "2027-03-01", district: "11320" });
  });

  test("of somebody who had left before it was put down goes with all others of the hire, and of nobody else", async () => {
    const service = await aServiceWithAHire();
    const leaver = "applicant-leaver";
    await service.accept(aProfileBody({ applicantId: leaver }));
    await service.accept(aBody("ApplicantWithdrawn", { applicantId: leaver, revision: 2 }));
    // A function that was frozen over the hire puts this down, and dies before it sees that the person has left.
    const [first] = await service.world.followUps.of(APPLICANT);
    const causeId = first?.causeId ?? "";
    const hire = { applicantId: leaver, openingId: OPENING, hiredOn: HIRED_ON, causeId };
    await service.world.followUps.schedule(followUpsOf(hire));
    expect(await run(service, "2027-06-30")).toMatchObject({ announced: 2, settled: 2 });
    expect(JSON.stringify(JSON.parse(service.world.dump()).followUps)).not.toContain(leaver);
    expect(await service.world.followUps.of(leaver)).toEqual([]);
    expect(await service.world.followUps.of(APPLICANT)).toHaveLength(5);
    expect(dueOf(service).map(({ applicantId }) => applicantId)).toEqual([APPLICANT, APPLICANT]);
  });

  test("is told as the same event and left as the same tables when a run dies at any of its calls", async () => {
    const reference = await aServiceWithAHire();
    await run(reference, "2027-05-30");
    const expected = { dump: reference.world.dump(), ids: new Set(dueOf(reference).map(({ eventId }) => eventId)) };
    expect(expected.ids.size).toBe(2);
    for (const deadly of ["before", "after"] as const) {
      for (let step = 1; ; step++) {
        let calls = 0;
        let isCounting = false;
        let isDead = false;
        const service = await aServiceWithAHire({
          onCall: (_port, _method, phase) => {
            if (isDead) throw new Error("the function is dead");
            if (!isCounting) return;
            if (phase === "before") calls++;
            if (phase !== deadly || calls !== step) return;
            isDead = true;
            throw new Error("the function dies here");
          },
        });
        isCounting = true;
        const died = await run(service, "2027-05-30").then(
          () => false,
          () => true,
        );
        isCounting = false;
        isDead = false;
        // The schedule tries again.
        if (died) await run(service, "2027-05-30");
        expect(service.world.dump(), `dying ${deadly} call ${step}`).toBe(expected.dump);
        expect(new Set(dueOf(service).map(({ eventId }) => eventId))).toEqual(expected.ids);
        if (!died) {
          expect(step).toBeGreaterThan(6);
          break;
        }
      }
    }
  });
});

describe("a result", () => {
  test("closes its follow-up, and the same again is accepted", async () => {
    const service = await aServiceWithAHire();
    await run(service, "2027-02-28");
    await service.accept(aResult(), aResult());
    const [first] = await service.world.followUps.of(APPLICANT);
    expect(first?.results).toEqual([
      { revision: 1, result: "employed", satisfaction: 4.85, on: "2027-03-02", center: "central" },
    ]);
    expect(await codesOf(service)).toEqual([]);
  });

  test("of a day to come is refused", async () => {
    const service = await aServiceWithAHire();
    await service.accept(aResult({ on: "2030-01-02" }));
    expect(await codesOf(service)).toEqual(["DAY_NOT_STARTED /on"]);
  });

  test.each([
    ["of no hire", { openingId: "job-2" }, "UNKNOWN_FOLLOW_UP /openingId"],
    ["after no such number of months", { months: 4 }, "SCHEMA_VIOLATION /months"],
    ["from before the hire", { on: "2026-11-29" }, "DATES_OUT_OF_ORDER /on"],
    ["with more satisfaction than there is", { satisfaction: 5.01 }, "SCHEMA_VIOLATION /satisfaction"],
  ])("%s is refused", async (_, fields, code) => {
    const service = await aServiceWithAHire();
    await service.accept(aResult(fields));
    expect(await codesOf(service)).toEqual([code]);
  });
});
