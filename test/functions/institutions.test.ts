import { describe, expect, test } from "vitest";
import { unpackMatchList } from "../../domain/matching/match-list.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { aBody, aJobBody, anEventId, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

const DAY = "2026-11-21";
const PERSON = "applicant-1";

const aDay = (day: string) => aBody("DayStarted", { day, eventId: anEventId(day) });

/** An institution of the registry, valid on some days. */
const aCampus = (revision: number, days: { validFrom?: string; validThrough?: string } = {}) =>
  aBody("InstitutionRegistered", {
    institution: {
      institutionId: "campus",
      revision,
      type: "fifty-plus-campus",
      name: "새 캠퍼스",
      district: "11440",
      ...days,
    },
  });

const anOffer = (openingId: string, fields: Partial<Opening> = {}) =>
  aJobBody({
    openingId,
    institutionId: "campus",
    title: `카페 ${openingId}`,
    employerId: `cafe-${openingId}`,
    ...fields,
  });

async function aService(options: ConstructorParameters<typeof MemoryService>[0] = {}): Promise<MemoryService> {
  const service = new MemoryService(options);
  await service.accept(aDay(DAY), aProfileBody({ applicantId: PERSON }));
  return service;
}

async function beginDay(service: MemoryService, day: string): Promise<void> {
  service.nowMs = Date.parse(`${day}T09:00:00+09:00`);
  await service.accept(aDay(day));
}

/** Openings whose list has the person. */
async function listing({ world }: MemoryService, ...openingIds: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const openingId of openingIds) {
    const lists = await world.matchLists.get(`opening#${openingId}`);
    if (lists.some(({ packed }) => unpackMatchList(packed).matches.length > 0)) found.push(openingId);
  }
  return found;
}

/** What centers were shown of the person, and what was taken back, in order. */
function shown({ world }: MemoryService): readonly string[] {
  return world.published().flatMap((event) => {
    if (event.name === "MatchesFound") return event.detail.matches.map(({ openingId }) => `+${openingId}`);
    return event.name === "MatchesWithdrawn" ? [`-${event.detail.openingId}`] : [];
  });
}

async function told({ world }: MemoryService): Promise<readonly string[]> {
  return (await world.recommendations.list(PERSON)).map(({ openingId }) => openingId);
}

describe("an institution's days", () => {
  test.each([[{}], [{ startsOn: "2026-12-01" }], [{ programmeId: "p" }]])(
    "bound its offers in lists, streams and messages alike, with %j and without",
    async (fields) => {
      const service = await aService();
      await service.accept(aCampus(1, { validFrom: "2026-11-23", validThrough: "2026-11-24" }));
      await service.accept(anOffer("offer", fields));
      expect([await listing(service, "offer"), shown(service), await told(service)]).toEqual([[], [], []]);
      await beginDay(service, "2026-11-22");
      expect(shown(service)).toEqual([]);
      await beginDay(service, "2026-11-23");
      expect([await listing(service, "offer"), shown(service)]).toEqual([["offer"], ["+offer"]]);
      expect(await told(service)).toEqual(["offer"]);
      await beginDay(service, "2026-11-24");
      expect(shown(service)).toEqual(["+offer"]);
      await beginDay(service, "2026-11-25");
      expect([await listing(service, "offer"), shown(service)]).toEqual([[], ["+offer", "-offer"]]);
      const notices = service.world.sent("applicant-messages").map(({ body }) => JSON.parse(body));
      expect(notices.map(({ purpose, openingId }) => `${purpose} ${openingId}`)).toContain("withdrawal offer");
    },
  );

  test("that end by a revision take its offers back at once, and that begin anew bring them again", async () => {
    const service = await aService();
    await service.accept(anOffer("offer"), aCampus(1), anOffer("other", { institutionId: "elsewhere" }));
    expect(shown(service)).toEqual(["+offer", "+other"]);
    await service.accept(aCampus(2, { validThrough: "2026-11-20" }));
    expect([await listing(service, "offer", "other"), shown(service)]).toEqual([
      ["other"],
      ["+offer", "+other", "-offer"],
    ]);
    await service.accept(aCampus(3));
    expect([await listing(service, "offer", "other"), shown(service).at(-1)]).toEqual([["offer", "other"], "+offer"]);
    // An earlier revision that comes late changes nothing.
    await service.accept(aCampus(2, { validThrough: "2026-11-20" }));
    expect(await listing(service, "offer", "other")).toEqual(["offer", "other"]);
  });

  test("leave an offer its own days where those are narrower, and one of nobody known as it is", async () => {
    const service = await aService();
    await service.accept(aCampus(1, { validFrom: "2026-11-01", validThrough: "2026-12-31" }));
    await service.accept(
      anOffer("short", { validThrough: "2026-11-21" }),
      anOffer("late", { validFrom: "2026-11-22" }),
      anOffer("unregistered", { institutionId: "nobody-knows" }),
    );
    expect(await listing(service, "short", "late", "unregistered")).toEqual(["short", "unregistered"]);
    await beginDay(service, "2026-11-22");
    expect(await listing(service, "short", "late", "unregistered")).toEqual(["late", "unregistered"]);
  });

  test("say the same whichever comes first, killed at any call", async () => {
    const days = { validThrough: "2026-11-21" };
    const bodies = [aCampus(1, days), anOffer("offer"), aCampus(2)];
    const play = async (order: readonly number[], onCall: () => void) => {
      let isOver = false;
      const service = await aService({ onCall: () => (isOver ? undefined : onCall()) });
      for (const at of order) await service.accept(bodies[at] ?? "");
      await beginDay(service, "2026-11-22");
      isOver = true;
      return [await listing(service, "offer"), await told(service)];
    };
    for (const order of [
      [0, 1, 2],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
    ]) {
      let calls = 0;
      expect(await play(order, () => void calls++)).toEqual([["offer"], ["offer"]]);
      // A prime apart, so that over the calls of the story it falls before some and after others.
      for (let at = 1; at <= calls; at += 7) {
        let seen = 0;
        const found = await play(order, () => {
          if (++seen === at) throw new Error("killed");
        });
        expect(found, `${order.join()} at call ${at}`).toEqual([["offer"], ["offer"]]);
      }
    }
  });

  test("are known to a new generation of shards", async () => {
    const service = await aService();
    await service.accept(aCampus(1, { validThrough: "2026-11-20" }));
    await service.moveToShards(2);
    await service.accept(anOffer("offer"));
    expect(await listing(service, "offer")).toEqual([]);
  });
});
