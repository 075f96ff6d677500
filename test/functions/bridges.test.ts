import { describe, expect, test } from "vitest";
import type { RecommendationEvidence } from "../../domain/delivery/evidence.ts";
import { notifyBatch } from "../../functions/notify.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import { aBody, aProfileBody } from "../fixtures/bodies.ts";
import { configuration, MemoryService } from "../fixtures/memory-service.ts";
import {
  APPLICANT,
  aCompletion,
  aCourse,
  aFittingCourse,
  aGuardedJobBody,
  aProfile,
  at,
  BRIDGE,
  bridged,
  COURSE,
  idsToldIn,
  JOB,
  MATCH,
  standing,
  toldIn,
} from "./bridge-story.ts";

describe("an opening that somebody misses by a certificate", () => {
  test.each([
    ["profile", [aGuardedJobBody(), aCourse(), aProfile()]],
    ["opening", [aCourse(), aProfile(), aGuardedJobBody()]],
    ["course", [aProfile(), aGuardedJobBody(), aCourse()]],
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
    await service.accept(aProfile(), aGuardedJobBody(), aCourse());
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
      aGuardedJobBody({
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
    for (const body of [aGuardedJobBody(), aCourse(), aProfile()]) await service.intake(body);
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
    await service.accept(aFittingCourse({ remainingAttendeeCapacity: 0 }), aProfile(), aGuardedJobBody());
    expect(idsToldIn(service)).toEqual([]);
    await service.accept(aFittingCourse({ revision: 2, remainingAttendeeCapacity: 1 }));
    expect(idsToldIn(service)).toEqual([BRIDGE]);
    expect((await service.world.recommendations.list(APPLICANT)).map(({ openingId }) => openingId)).toEqual([COURSE]);
  });

  test("isn't told with a course that begins after the last day to apply", async () => {
    const service = new MemoryService();
    const open = { validThrough: "2026-12-01" };
    await service.accept(aGuardedJobBody(open), aProfile(), aCourse({ startsOn: "2026-12-02" }));
    expect(idsToldIn(service)).toEqual([]);
    const moved = new MemoryService();
    moved.nowMs = at("2026-11-21T23:00:00");
    await moved.accept(aGuardedJobBody(open), aProfile(), aCourse({ startsOn: "2026-12-01" }));
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
      await service.accept(...bodies, aGuardedJobBody(), course, aProfile());
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
    await before.accept(optOut, aGuardedJobBody(), aCourse(), aProfile());
    expect([idsToldIn(before), standing(before)]).toEqual([[], "opted-out"]);
    const waiting = await bridged({}, at("2026-11-21T23:00:00"));
    await waiting.accept(optOut);
    await waiting.wake(at("2026-11-22T08:02:00"));
    expect([idsToldIn(waiting), standing(waiting)]).toEqual([[], "opted-out"]);
    const other = await bridged({ delivery: { agreed: { message: ["withdrawal"] } } });
    expect([idsToldIn(other), standing(other)]).toEqual([[], "consent-withdrawn"]);
  });
});
