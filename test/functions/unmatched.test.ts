import { describe, expect, test } from "vitest";
import type { Opening } from "../../domain/model/opening.ts";
import { openingUnmatched } from "../../events/opening-unmatched.ts";
import { aBody, aJobBody, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

const aGuardedJob = (fields: Partial<Opening> = {}) =>
  aJobBody({ requirements: [{ on: "certificate", importance: "must", certificate: "barista-1" }], ...fields });
const aDay = (day: string) => aBody("DayStarted", { day });

const unmatchedIn = (service: MemoryService) =>
  service.world
    .published()
    .flatMap((event) => (event.name === "OpeningUnmatched" ? [openingUnmatched.detail.parse(event.detail)] : []));

describe("an opening that suits nobody", () => {
  test("is told at once, with the condition that blocks most and what relaxing it would bring", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody({ certificates: [] }), aGuardedJob());
    expect(unmatchedIn(service)).toMatchObject([
      { applicants: 1, relaxations: [{ condition: "requirement", source: 0, matches: 1 }], withinConditions: 0 },
    ]);
    expect(unmatchedIn(service)[0]?.openDays).toBeUndefined();
  });

  test("is told with the certificate that the law asks for and that keeps people away, which nobody can relax", async () => {
    const service = new MemoryService();
    const requirements: Opening["requirements"] = [
      { on: "certificate", importance: "must", certificate: "care-worker" },
    ];
    await service.accept(aProfileBody(), aJobBody({ requirements }));
    expect(unmatchedIn(service)).toMatchObject([{ relaxations: [], requiredByLaw: [{ source: 0, matches: 1 }] }]);
  });

  test("is told again after every fourteen days, and not on other days, nor when somebody suits it by then", async () => {
    const posted = aGuardedJob({ datePosted: "2026-11-01" });
    const daysTold = async (...bodies: string[]) => {
      const service = new MemoryService();
      await service.accept(aDay("2026-11-01"), aProfileBody({ certificates: [] }), posted);
      for (const body of bodies) await service.accept(body);
      return unmatchedIn(service).flatMap(({ openDays }) => openDays ?? []);
    };
    expect(await daysTold(aDay("2026-11-14"))).toEqual([]);
    expect(await daysTold(aDay("2026-11-14"), aDay("2026-11-15"), aDay("2026-11-16"))).toEqual([14]);
    expect(await daysTold(aDay("2026-11-20"), aDay("2026-11-21"))).toEqual([19]);
    expect(await daysTold(aProfileBody({ revision: 2, certificates: ["barista-1"] }), aDay("2026-11-15"))).toEqual([]);
  });

  test("is told under the same id however often the day is worked on", async () => {
    const service = new MemoryService();
    await service.accept(aDay("2026-11-01"), aGuardedJob({ datePosted: "2026-11-01" }), aDay("2026-11-15"));
    await service.accept(aDay("2026-11-15"));
    const ids = unmatchedIn(service).flatMap(({ openDays, eventId }) => (openDays === undefined ? [] : [eventId]));
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(1);
  });
});
