import { describe, expect, test } from "vitest";
import { aBody, aJobBody, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

/** The clock of the memory service stands on the 21st; this is the day before. */
const EVE = aBody("DayStarted", { day: "2026-11-20" });
const DAY = aBody("DayStarted", { day: "2026-11-21" });

/**
 * What centers and employers are told of when everything is taken in, and what more when match gets all of it once more; and what it tells again of
 * what it has told before.
 */
async function toldTwice(...bodies: string[]) {
  const service = new MemoryService();
  for (const body of bodies) await service.accept(body);
  const idsOf = () =>
    new Set([
      ...service.world.published().map(({ name, detail }) => `${name} ${detail.eventId}`),
      ...service.world.sent("employer-shortlists").map(({ body }) => JSON.parse(body).messageId as string),
    ]);
  const first = idsOf();
  // As a redrive brings them after five minutes: the queue doesn't know any more that it has had these.
  const again = service.world.sent("matching").map(({ body }, index) => ({ messageId: `again-${index}`, body }));
  const before = service.world.published().length;
  await service.matchAgain(again);
  const repeated = service.world.published().slice(before);
  return { first, more: [...idsOf()].filter((id) => !first.has(id)), repeated };
}

describe("a record that is worked on again after a day has turned", () => {
  test("tells nothing of an opening whose first day came later: it was met when the day turned", async () => {
    const { first, more } = await toldTwice(EVE, aJobBody({ validFrom: "2026-11-21" }), aProfileBody(), DAY);
    expect(first.size).toBeGreaterThan(1);
    expect(more).toEqual([]);
  });

  test("tells nothing of whom a birthday has let in since", async () => {
    const eligibility = { ageMin: 40, legalBasis: "seoul-second-life" as const };
    const programme = aBody("InternshipOpened", { opening: anOpening({ kind: "internship", eligibility }) });
    const profile = aProfileBody({ birthDate: "1986-11-21" });
    const { first, more } = await toldTwice(EVE, programme, profile, DAY);
    expect(first.size).toBeGreaterThan(1);
    expect(more).toEqual([]);
  });
});

describe("a day that is worked on again", () => {
  test("tells nothing of what came after it had started", async () => {
    const { first, more } = await toldTwice(EVE, aProfileBody(), DAY, aJobBody({ validFrom: "2026-11-21" }));
    expect(first.size).toBeGreaterThan(1);
    expect(more).toEqual([]);
  });

  test("is made up for when another day has started since: its messages may have waited in the dead-letter queue", async () => {
    const before = aBody("DayStarted", { day: "2026-11-19" });
    const job = aJobBody({ validFrom: "2026-11-20" });
    const { first, more, repeated } = await toldTwice(before, job, aProfileBody(), EVE, DAY);
    expect(first.size).toBeGreaterThan(1);
    expect(more).toEqual([]);
    expect(repeated.map(({ name }) => name)).toContain("MatchesFound");
  });
});

describe("an earlier revision of an opening that comes late, when its last day is over", () => {
  test("doesn't bring it back", async () => {
    const [early, last] = [aJobBody({ revision: 1 }), aJobBody({ revision: 2, validThrough: "2026-11-20" })];
    const service = new MemoryService();
    for (const body of [EVE, aProfileBody(), early]) await service.accept(body);
    const late = service.world
      .sent("matching")
      .slice(-1)
      .map(({ body }) => ({ messageId: "late", body }));
    for (const body of [last, DAY]) await service.accept(body);
    const told = service.world.published().length;
    await service.matchAgain(late);
    expect(service.world.published()).toHaveLength(told);
    expect(await service.world.matchLists.get("opening#job-mapo-cafe-7")).toEqual([]);
  });
});
