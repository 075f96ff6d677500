import { describe, expect, test } from "vitest";
import { notifyBatch } from "../../functions/notify.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import { aBody } from "../fixtures/bodies.ts";
import { configuration, MemoryService } from "../fixtures/memory-service.ts";
import {
  APPLICANT,
  aCourse,
  aGuardedJobBody,
  aProfile,
  at,
  BRIDGE,
  courseClosed,
  idsToldIn,
  JOB,
  standing,
  toldIn,
} from "./bridge-story.ts";

describe("an opening that is told with a course", () => {
  test("is told once however often the alert is worked on, and under the same id by whoever takes over", async () => {
    const service = new MemoryService();
    await service.accept(aGuardedJobBody(), aCourse(), aProfile());
    const alerts = service.world.sent("applicant-alerts").map(({ body }, n) => ({ messageId: `again-${n}`, body }));
    expect((await notifyBatch(alerts, service.world, configuration, silentLog)).size).toBe(0);
    expect(idsToldIn(service)).toEqual([BRIDGE]);
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
      for (const body of [aGuardedJobBody(), aCourse(), aProfile()]) await service.intake(body);
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
      for (const body of [aGuardedJobBody(), aCourse(), aProfile()]) await service.intake(body);
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
