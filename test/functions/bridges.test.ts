import { describe, expect, test } from "vitest";
import type { RecommendationEvidence } from "../../domain/delivery/evidence.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { messageToApplicant } from "../../events/messages.ts";
import { notifyBatch } from "../../functions/notify.ts";
import type { Delivery } from "../../functions/ports.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import { aBody, aJobBody, anApplicant, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { configuration, MemoryService } from "../fixtures/memory-service.ts";

const APPLICANT = anApplicant().applicantId;
const JOB = "job-mapo-cafe-7";
const COURSE = "course-mapo-barista-1";
const BRIDGE = `${APPLICANT}~${JOB}~bridge`;
const MATCH = `${APPLICANT}~${JOB}`;

/** Somebody who misses the job by a certificate and would take a course. */
const aProfile = (fields: Partial<Applicant> = {}) => {
  const { preferences } = anApplicant();
  return aProfileBody({ certificates: [], preferences: { ...preferences, kinds: ["job", "training"] }, ...fields });
};

const aGuardedJob = (fields: Partial<Opening> = {}) =>
  aJobBody({ requirements: [{ on: "certificate", importance: "must", certificate: "barista-1" }], ...fields });

const aCourse = (fields: Partial<Opening> = {}) =>
  aBody("ProgrammeOpened", {
    opening: {
      openingId: COURSE,
      revision: 1,
      kind: "training",
      employerId: "campus-west",
      title: "바리스타 1급 과정",
      // Something that it asks for and nobody can show keeps the course itself from being a match that is told.
      occupation: { code: "0231" },
      place: { mode: "onsite", district: "11440" },
      requirements: [],
      educationalCredentialAwarded: ["barista-1"],
      remainingAttendeeCapacity: 5,
      ...fields,
    },
  });

/** One that suits the person as it is. */
const aFittingCourse = (fields: Record<string, unknown> = {}) =>
  aCourse({ occupation: anOpening().occupation, ...fields });

const aCompletion = (fields: Record<string, unknown> = {}) =>
  aBody("CompletionRecorded", {
    applicantId: APPLICANT,
    revision: 1,
    completion: { courseOpeningId: COURSE, certificates: ["barista-1"], on: "2026-11-20" },
    ...fields,
  });

const toldIn = (service: MemoryService) =>
  service.world
    .sent("applicant-messages")
    .map(({ body }) => messageToApplicant.parse(JSON.parse(body)))
    .flatMap((message) =>
      "items" in message ? message.items.map((item) => ({ ...item, messageId: message.messageId })) : [message],
    )
    .filter(({ openingId }) => openingId === JOB);

const idsToldIn = (service: MemoryService) => toldIn(service).map(({ recommendationId }) => recommendationId);

/** By the clock of Seoul; the service stands at nine in the morning of Saturday, 2026-11-21. */
const at = (text: string) => Date.parse(`${text}+09:00`);

/** How the bridge stands, or why it wasn't told. */
function standing(service: MemoryService): string | undefined {
  const { deliveries } = JSON.parse(service.world.dump()) as { deliveries: Delivery[] };
  const found = deliveries.find(
    ({ recommendationId, channel }) => recommendationId === BRIDGE && channel === "message",
  );
  return found?.reason ?? found?.state;
}

/** Everything that a bridge needs, from then on. */
async function bridged(profile: Partial<Applicant> = {}, nowMs?: number): Promise<MemoryService> {
  const service = new MemoryService();
  if (nowMs !== undefined) service.nowMs = nowMs;
  await service.accept(aGuardedJob(), aCourse(), aProfile(profile));
  return service;
}

const courseClosed = aBody("OpeningClosed", { openingId: COURSE, revision: 2 });

describe("an opening that somebody misses by a certificate", () => {
  test.each([
    ["profile", [aGuardedJob(), aCourse(), aProfile()]],
    ["opening", [aCourse(), aProfile(), aGuardedJob()]],
    ["course", [aProfile(), aGuardedJob(), aCourse()]],
  ])("is told with the course that leads to it, when the %s comes last", async (_last, bodies) => {
    const service = new MemoryService();
    for (const body of bodies) await service.accept(body);
    const [told, ...rest] = toldIn(service);
    expect(rest).toEqual([]);
    expect(told).toMatchObject({ recommendationId: BRIDGE, courseOpeningId: COURSE });
    expect(told?.ko.lines.slice(0, 3)).toEqual([
      "이 자리에는 ‘바리스타 1급’ 자격증이 꼭 필요합니다.",
      "‘바리스타 1급 과정’을 마치시면 이 자리와 맞게 됩니다.",
      "이 과정은 원하신 지역인 마포구에서 열리고, 지금 5명이 더 신청할 수 있습니다.",
    ]);
    expect(told?.en.lines[1]).toBe("Completing “바리스타 1급 과정” would make it a match.");
    expect(told?.ko.lines.length).toBeLessThanOrEqual(5);
    const [kept] = await service.world.bridges.list(APPLICANT);
    const { bridge } = JSON.parse(kept?.evidence ?? "{}") as RecommendationEvidence;
    expect(bridge).toEqual({ courseOpeningId: COURSE, unlocks: 1 });
    expect((await service.world.recommendations.list(APPLICANT)).map(({ openingId }) => openingId)).not.toContain(JOB);
  });

  test("is told again as a match when the course is completed, and not before", async () => {
    const service = new MemoryService();
    await service.accept(aProfile(), aGuardedJob(), aCourse());
    await service.accept(aProfile({ revision: 2 }), aCourse({ revision: 2, remainingAttendeeCapacity: 4 }));
    expect(idsToldIn(service)).toEqual([BRIDGE]);
    await service.accept(aCompletion());
    expect(idsToldIn(service)).toEqual([BRIDGE, MATCH]);
    expect(toldIn(service)[1]?.ko.lines).toContain("이 자리가 찾는 ‘바리스타 1급’ 자격증을 갖고 계십니다.");
    await service.accept(aCompletion(), aProfile({ revision: 3 }));
    expect(idsToldIn(service)).toEqual([BRIDGE, MATCH]);
  });

  test.each([
    ["the course is full", aCourse({ revision: 2, remainingAttendeeCapacity: 0 })],
    ["the course is closed", aBody("OpeningClosed", { openingId: COURSE, revision: 2 })],
    ["the opening is closed", aBody("OpeningClosed", { openingId: JOB, revision: 2 })],
    [
      "the opening asks for something else as well",
      aGuardedJob({
        revision: 2,
        requirements: [
          { on: "certificate", importance: "must", certificate: "barista-1" },
          { on: "certificate", importance: "must", certificate: "driving-1-large" },
        ],
      }),
    ],
    ["the person has left", aBody("ApplicantWithdrawn", { applicantId: APPLICANT, revision: 2 })],
    [
      "the person no longer agrees to be told",
      aProfile({ revision: 2, consent: { alerts: false, employers: true, center: true } }),
    ],
    ["the person has the certificate", aCompletion()],
    ["the person no longer wants courses", aProfileBody({ revision: 2, certificates: [] })],
  ])("isn't told with the course when, right before it is sent, %s", async (_why, change) => {
    const service = new MemoryService();
    for (const body of [aGuardedJob(), aCourse(), aProfile()]) await service.intake(body);
    await service.match();
    await service.intake(change);
    await service.notify();
    expect(idsToldIn(service)).not.toContain(BRIDGE);
    expect(await service.world.bridges.list(APPLICANT)).toEqual([]);
  });

  test.each([
    ["has no free seat", aFittingCourse({ remainingAttendeeCapacity: 0 }), false],
    ["has one", aFittingCourse({ remainingAttendeeCapacity: 1 }), true],
    [
      "doesn't say what it leads to and has none",
      aFittingCourse({ educationalCredentialAwarded: undefined, remainingAttendeeCapacity: 0 }),
      false,
    ],
  ])("a course that %s is told of itself accordingly", async (_what, course, isTold) => {
    const service = new MemoryService();
    await service.accept(course, aProfile());
    const told = await service.world.recommendations.list(APPLICANT);
    expect(told.map(({ openingId }) => openingId)).toEqual(isTold ? [COURSE] : []);
  });

  test("is told when a seat of its course is free again", async () => {
    const service = new MemoryService();
    await service.accept(aFittingCourse({ remainingAttendeeCapacity: 0 }), aProfile(), aGuardedJob());
    expect(idsToldIn(service)).toEqual([]);
    await service.accept(aFittingCourse({ revision: 2, remainingAttendeeCapacity: 1 }));
    expect(idsToldIn(service)).toEqual([BRIDGE]);
    expect((await service.world.recommendations.list(APPLICANT)).map(({ openingId }) => openingId)).toEqual([COURSE]);
  });

  test("isn't told with a course that begins after the last day to apply", async () => {
    const service = new MemoryService();
    const open = { validThrough: "2026-12-01" };
    await service.accept(aGuardedJob(open), aProfile(), aCourse({ startsOn: "2026-12-02" }));
    expect(idsToldIn(service)).toEqual([]);
    const moved = new MemoryService();
    moved.nowMs = at("2026-11-21T23:00:00");
    await moved.accept(aGuardedJob(open), aProfile(), aCourse({ startsOn: "2026-12-01" }));
    expect(standing(moved)).toBe("quiet-hours");
    await moved.accept(aCourse({ revision: 2, startsOn: "2026-12-02" }));
    await moved.wake(at("2026-11-22T08:02:00"));
    expect([idsToldIn(moved), standing(moved)]).toEqual([[], "course-too-late"]);
  });

  test("isn't told with a course of an institution that is no more, and is with one that nobody has registered", async () => {
    const course = aCourse({ institutionId: "polytechnic-mapo" });
    const registered = (validThrough: string) =>
      aBody("InstitutionRegistered", {
        institution: {
          institutionId: "polytechnic-mapo",
          revision: 1,
          type: "polytechnic",
          name: "한국폴리텍대학",
          district: "11440",
          validThrough,
        },
      });
    const toldAfter = async (...bodies: string[]) => {
      const service = new MemoryService();
      await service.accept(...bodies, aGuardedJob(), course, aProfile());
      return idsToldIn(service);
    };
    expect(await toldAfter()).toEqual([BRIDGE]);
    expect(await toldAfter(registered("2026-11-21"))).toEqual([BRIDGE]);
    expect(await toldAfter(registered("2026-11-20"))).toEqual([]);
    const fitting = aFittingCourse({ institutionId: "polytechnic-mapo" });
    const ofItself = async (...bodies: string[]) => {
      const service = new MemoryService();
      await service.accept(...bodies, fitting, aProfile());
      return (await service.world.recommendations.list(APPLICANT)).map(({ openingId }) => openingId);
    };
    expect(await ofItself(registered("2026-11-21"))).toEqual([COURSE]);
    expect(await ofItself(registered("2026-11-20"))).toEqual([]);
    const meanwhile = new MemoryService();
    for (const body of [fitting, aProfile()]) await meanwhile.intake(body);
    await meanwhile.match();
    await meanwhile.intake(registered("2026-11-20"));
    await meanwhile.notify();
    expect(await meanwhile.world.recommendations.list(APPLICANT)).toEqual([]);
  });

  test("is told once however often the alert is worked on, and under the same id by whoever takes over", async () => {
    const service = new MemoryService();
    await service.accept(aGuardedJob(), aCourse(), aProfile());
    const alerts = service.world.sent("applicant-alerts").map(({ body }, n) => ({ messageId: `again-${n}`, body }));
    expect((await notifyBatch(alerts, service.world, configuration, silentLog)).size).toBe(0);
    expect(idsToldIn(service)).toEqual([BRIDGE]);
  });

  test("is told with the course and the course itself in one message, which counts once against a cap", async () => {
    const service = await bridged({ delivery: { perDayMax: 1 } });
    expect(idsToldIn(service)).toEqual([BRIDGE]);
    expect(service.world.sent("applicant-messages")).toHaveLength(1);
    expect(standing(service)).toBe("sent");
  });

  test("waits when the day's messages are used up, and is told on the next day", async () => {
    const service = new MemoryService();
    const other = aJobBody({ openingId: "job-2", title: "합정역 2호점 바리스타", requirements: [] });
    await service.accept(aProfile({ delivery: { perDayMax: 1 } }), other);
    expect(service.world.sent("applicant-messages")).toHaveLength(1);
    await service.accept(aGuardedJob(), aCourse());
    expect(idsToldIn(service)).toEqual([]);
    expect(standing(service)).toBe("over-cap");
    await service.wake(at("2026-11-22T09:02:00"));
    expect(idsToldIn(service)).toEqual([BRIDGE]);
    expect(standing(service)).toBe("sent");
  });

  test("leaves no room for a match on the day whose last message told it", async () => {
    const service = await bridged({ delivery: { perDayMax: 1 } });
    await service.accept(aJobBody({ openingId: "job-2", title: "합정역 2호점 바리스타", requirements: [] }));
    expect(service.world.sent("applicant-messages")).toHaveLength(1);
  });

  test.each<[string, string[], string[], string]>([
    ["as it was found", [], [BRIDGE], "sent"],
    ["not when the course has closed by then", [courseClosed], [], "course-closed"],
    [
      "not when the course is full by then",
      [aCourse({ revision: 2, remainingAttendeeCapacity: 0 })],
      [],
      "course-full",
    ],
    [
      "not when the opening has closed by then",
      [aBody("OpeningClosed", { openingId: JOB, revision: 2 })],
      [],
      "opening-closed",
    ],
    [
      "not when the person no longer agrees by then",
      [aProfile({ revision: 2, consent: { alerts: false, employers: true, center: true } })],
      [],
      "consent-withdrawn",
    ],
    ["as a match alone when it has become one by then", [aCompletion()], [MATCH], "is-a-match"],
  ])("that is found at night is told in the morning, %s", async (_how, changes, told, stands) => {
    const service = await bridged({}, at("2026-11-21T23:00:00"));
    expect(idsToldIn(service)).toEqual([]);
    expect(standing(service)).toBe("quiet-hours");
    await service.accept(...changes);
    expect(idsToldIn(service)).toEqual([]);
    await service.wake(at("2026-11-22T08:02:00"));
    expect(idsToldIn(service)).toEqual(told);
    expect(standing(service)).toBe(stands);
    await service.wake(at("2026-11-22T09:02:00"));
    expect(idsToldIn(service)).toEqual(told);
    expect((await service.world.bridges.list(APPLICANT)).length).toBe(told.includes(BRIDGE) ? 1 : 0);
  });

  test("waits for the person's digest, and is told with it", async () => {
    const service = await bridged({ delivery: { digest: "daily", digestHour: 18 } });
    expect(standing(service)).toBe("digest");
    await service.wake(at("2026-11-21T17:02:00"));
    expect(idsToldIn(service)).toEqual([]);
    await service.wake(at("2026-11-21T18:02:00"));
    expect(idsToldIn(service)).toEqual([BRIDGE]);
  });

  test("is followed by a notice when the opening closes, and by one alone when it was told as a match since", async () => {
    const closed = aBody("OpeningClosed", { openingId: JOB, revision: 2 });
    const service = await bridged();
    await service.accept(closed);
    await service.accept(closed);
    const purposes = (one: MemoryService) => toldIn(one).map(({ purpose = "recommendation" }) => purpose);
    expect(purposes(service)).toEqual(["recommendation", "withdrawal"]);
    expect(toldIn(service).at(-1)?.recommendationId).toBe(BRIDGE);
    const both = await bridged();
    await both.accept(aCompletion());
    await both.accept(closed);
    expect(purposes(both)).toEqual(["recommendation", "recommendation", "withdrawal"]);
    expect(toldIn(both).at(-1)?.recommendationId).toBe(MATCH);
  });

  test("is followed by one notice when its course closes, and by none when the opening closes after that", async () => {
    const service = await bridged();
    await service.accept(courseClosed);
    await service.accept(courseClosed, aBody("OpeningClosed", { openingId: JOB, revision: 2 }));
    const [, ended, ...rest] = toldIn(service);
    expect(rest).toEqual([]);
    expect(ended).toMatchObject({ recommendationId: BRIDGE, purpose: "withdrawal", ending: "course-closed" });
    expect(ended).toMatchObject({ courseOpeningId: COURSE, telling: 2 });
    expect(ended?.ko.lines[0]).toBe("이 자리와 함께 알려 드렸던 교육 과정의 모집이 끝났습니다.");
  });

  test("is followed by no notice of its course for whoever has been through it, or has applied for it", async () => {
    const through = await bridged();
    await through.accept(aCompletion(), courseClosed);
    expect(toldIn(through).map(({ recommendationId }) => recommendationId)).toEqual([BRIDGE, MATCH]);
    const applied = new MemoryService();
    await applied.accept(aGuardedJob(), aFittingCourse(), aProfile());
    expect(idsToldIn(applied)).toEqual([BRIDGE]);
    const outcome = { applicantId: APPLICANT, openingId: COURSE, revision: 1, outcome: "applied" };
    await applied.accept(aBody("OutcomeRecorded", outcome), courseClosed);
    expect(idsToldIn(applied)).toEqual([BRIDGE]);
  });

  test("is followed by no notice of a course that is open again when its time comes", async () => {
    const service = await bridged({}, at("2026-11-21T20:30:00"));
    service.nowMs = at("2026-11-21T22:00:00");
    await service.accept(courseClosed);
    expect(idsToldIn(service)).toEqual([BRIDGE]);
    await service.accept(aCourse({ revision: 3 }));
    await service.wake(at("2026-11-22T08:02:00"));
    expect(idsToldIn(service)).toEqual([BRIDGE]);
    await service.accept(aBody("OpeningClosed", { openingId: COURSE, revision: 4 }));
    expect(idsToldIn(service)).toEqual([BRIDGE, BRIDGE]);
  });

  test("waits with its own course though another one that is full is named meanwhile", async () => {
    const service = await bridged({}, at("2026-11-21T23:00:00"));
    const [alert] = service.world.sent("applicant-alerts").filter(({ body }) => body.includes('"bridges"'));
    const full = { ...JSON.parse(alert?.body ?? "{}"), messageId: "01KB0000000000000000000099" };
    full.bridges[0].courseOpeningId = "course-nowhere";
    const again = [{ messageId: "other", body: JSON.stringify(full) }];
    expect((await notifyBatch(again, service.world, configuration, silentLog)).size).toBe(0);
    await service.wake(at("2026-11-22T08:02:00"));
    expect(toldIn(service).map(({ courseOpeningId }) => courseOpeningId)).toEqual([COURSE]);
  });

  test("isn't told after an opt-out, before it or while it waits, nor to somebody who agreed to other purposes", async () => {
    const optOut = aBody("DeliveryOptedOut", { applicantId: APPLICANT, revision: 1, channels: ["message"] });
    const before = new MemoryService();
    await before.accept(optOut, aGuardedJob(), aCourse(), aProfile());
    expect([idsToldIn(before), standing(before)]).toEqual([[], "opted-out"]);
    const waiting = await bridged({}, at("2026-11-21T23:00:00"));
    await waiting.accept(optOut);
    await waiting.wake(at("2026-11-22T08:02:00"));
    expect([idsToldIn(waiting), standing(waiting)]).toEqual([[], "opted-out"]);
    const other = await bridged({ delivery: { agreed: { message: ["withdrawal"] } } });
    expect([idsToldIn(other), standing(other)]).toEqual([[], "consent-withdrawn"]);
  });

  test.each([
    ["the course closes", "openings", courseClosed],
    ["the course fills up", "openings", aCourse({ revision: 2, remainingAttendeeCapacity: 0 })],
    ["the opening closes", "openings", aBody("OpeningClosed", { openingId: JOB, revision: 2 })],
    [
      "the person no longer agrees",
      "applicants",
      aProfile({ revision: 2, consent: { alerts: false, employers: true, center: true } }),
    ],
  ])("isn't told at whichever step of notify %s before the last read of it", async (_what, readFrom, change) => {
    const outcomes = new Set<boolean>();
    for (let landAt = 1; ; landAt++) {
      let [isNotifying, isSeen, hasLanded, steps] = [false, false, false, 0];
      const service: MemoryService = new MemoryService({
        onCall: async (port, method, phase) => {
          if (!isNotifying) return;
          const isLastRead = port === readFrom && method === "get" && phase === "after";
          if (isLastRead && idsToldIn(service).length === 0) isSeen = hasLanded;
          if (++steps !== landAt) return;
          isNotifying = false;
          await service.intake(change);
          hasLanded = true;
          isNotifying = true;
        },
      });
      for (const body of [aGuardedJob(), aCourse(), aProfile()]) await service.intake(body);
      await service.match();
      isNotifying = true;
      await service.notify();
      isNotifying = false;
      if (!hasLanded) break;
      const isTold = idsToldIn(service).includes(BRIDGE);
      expect(isTold, `at step ${landAt}`).toBe(!isSeen);
      expect(await service.world.bridges.list(APPLICANT), `at step ${landAt}`).toHaveLength(isTold ? 1 : 0);
      outcomes.add(isTold);
    }
    expect(outcomes).toEqual(new Set([true, false]));
  });

  test.each<[string, boolean]>([
    ["telling it", false],
    ["telling it in the morning", true],
  ])("is told once when the function dies at any call of %s", async (_what, isAtNight) => {
    const calls = { made: 0 };
    const run = async (dieAt: number) => {
      let isNotifying = false;
      calls.made = 0;
      const service = new MemoryService({
        onCall: (_port, _method, phase) => {
          if (isNotifying && phase === "after" && ++calls.made === dieAt) throw new Error("the function dies here");
        },
      });
      if (isAtNight) service.nowMs = at("2026-11-21T23:00:00");
      for (const body of [aGuardedJob(), aCourse(), aProfile()]) await service.intake(body);
      await service.match();
      if (isAtNight) await service.notify();
      isNotifying = true;
      if (isAtNight) await service.wake(at("2026-11-22T08:02:00")).catch(() => undefined);
      else await service.notify();
      isNotifying = false;
      if (isAtNight) await service.wake(at("2026-11-22T09:02:00"));
      return service;
    };
    await run(Number.POSITIVE_INFINITY);
    const all = calls.made;
    expect(all).toBeGreaterThan(8);
    for (let dieAt = 1; dieAt <= all; dieAt++) {
      const service = await run(dieAt);
      // A message whose answer was lost is sent again, under the id that its consumer sends by once.
      expect(new Set(idsToldIn(service)), `call ${dieAt}`).toEqual(new Set([BRIDGE]));
      expect(new Set(toldIn(service).map(({ messageId }) => messageId)).size).toBe(1);
      expect(standing(service)).toBe("sent");
    }
  });
});
