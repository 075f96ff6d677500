import { describe, expect, test } from "vitest";
import { aBody, aJobBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";
import {
  APPLICANT,
  aCompletion,
  aCourse,
  aGuardedJobBody,
  aProfile,
  at,
  BRIDGE,
  bridged,
  courseClosed,
  idsToldIn,
  JOB,
  MATCH,
  standing,
  toldIn,
} from "./bridge-story.ts";

describe("an opening that is told with a course", () => {
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
    await service.accept(aGuardedJobBody(), aCourse());
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

  test("is told with another course by the next event, and by a replay, when its own has closed before the morning", async () => {
    const service = new MemoryService();
    service.nowMs = at("2026-11-21T23:00:00");
    const other = aCourse({ openingId: "course-z", title: "다른 과정" });
    await service.accept(aGuardedJobBody(), aCourse(), other, aProfile());
    await service.accept(courseClosed);
    await service.wake(at("2026-11-22T08:02:00"));
    expect(toldIn(service)).toEqual([]);
    await service.accept(aProfile());
    expect(toldIn(service).map(({ courseOpeningId }) => courseOpeningId)).toEqual(["course-z"]);
  });

  test("waits for the person's digest, and is told with it", async () => {
    const service = await bridged({ delivery: { digest: "daily", digestHour: 18 } });
    expect(standing(service)).toBe("digest");
    await service.wake(at("2026-11-21T17:02:00"));
    expect(idsToldIn(service)).toEqual([]);
    await service.wake(at("2026-11-21T18:02:00"));
    expect(idsToldIn(service)).toEqual([BRIDGE]);
  });
});
