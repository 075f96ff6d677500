import { describe, expect, test } from "vitest";
import { matchingMessage } from "../../events/messages.ts";
import { matchBatch } from "../../functions/match.ts";
import type { QueueRecord } from "../../functions/runtime/consumer.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import { aBody, aJobBody, anApplicant, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { configuration, MemoryService } from "../fixtures/memory-service.ts";

const PAIR = `${anApplicant().applicantId} ${anOpening().openingId}`;

/** Takes an event in and holds what is on its way to match. */
async function hold(service: MemoryService, body: string): Promise<QueueRecord[]> {
  const before = service.world.sent("matching").length;
  await service.intake(body);
  const held = service.world.sent("matching").slice(before);
  service.skip("matching");
  return held.map((message, index) => ({ messageId: `held-${before + index}`, body: message.body }));
}

/** What goes to a generation of shards. */
const isFor = (generation: number) => (record: QueueRecord) =>
  matchingMessage.parse(JSON.parse(record.body)).shard.startsWith(`${generation}#`);

/** Pairs that centers were shown, in the order of the events, and where each was found. */
function shownBy(service: MemoryService): string[] {
  return service.world
    .published()
    .flatMap((event) => (event.name === "MatchesFound" ? event.detail.matches : []))
    .map(({ applicantId, openingId }) => `${applicantId} ${openingId}`);
}

function toldTo(service: MemoryService): string[] {
  return service.world.sent("applicant-messages").map(({ body }) => JSON.parse(body).openingId);
}

/** Appends to the log and dies before anybody is told of anything. */
async function dieUntold(records: readonly QueueRecord[], { world }: MemoryService): Promise<void> {
  const fault = () => Promise.reject(new Error("died"));
  const dying = { ...world, bus: { publish: fault }, queues: { ...world.queues, send: fault } };
  const failures = await matchBatch(records, dying, new Map(), configuration, silentLog);
  expect(failures.size).toBe(records.length);
}

/** An opening that stands in the log of the old shard, which has told nobody of it when new shards take over. */
async function untoldAtTheSwitch() {
  const service = new MemoryService();
  await service.accept(aProfileBody());
  const held = await hold(service, aJobBody());
  await dieUntold(held, service);
  await service.moveToShards(3);
  expect(shownBy(service)).toEqual([]);
  return { service, held };
}

describe("what new shards have taken over is brought to the old ones", () => {
  test("it is matched and told by the new ones, once", async () => {
    const { service, held } = await untoldAtTheSwitch();
    await service.matchAgain(held);
    expect(shownBy(service)).toEqual([]);
    await service.drain();
    expect(shownBy(service)).toEqual([PAIR]);
    expect(toldTo(service)).toEqual([anOpening().openingId]);
  });

  test("an opening that has closed since is shown to nobody", async () => {
    const { service, held } = await untoldAtTheSwitch();
    await service.accept(aBody("OpeningClosed", { openingId: anOpening().openingId, revision: 2 }));
    await service.matchAgain(held);
    await service.drain();
    expect(shownBy(service)).toEqual([]);
    expect(toldTo(service)).toEqual([]);
  });

  test("a day that matches openings there has them matched by the new ones", async () => {
    const service = new MemoryService();
    await service.accept(aBody("DayStarted", { day: "2026-11-20" }), aProfileBody());
    await service.accept(aJobBody({ validFrom: "2026-11-21" }));
    const held = await hold(service, aBody("DayStarted", { day: "2026-11-21" }));
    await dieUntold(held, service);
    await service.moveToShards(3);
    await service.matchAgain(held);
    expect(shownBy(service)).toEqual([]);
    await service.drain();
    expect(shownBy(service)).toEqual([PAIR]);
  });

  test("somebody meets what stands after them in the new log and before them in the old one", async () => {
    const service = new MemoryService();
    await service.beginMove(3);
    const profile = await hold(service, aProfileBody());
    await service.matchAgain(profile.filter(isFor(2)));
    await service.matchAgain(await hold(service, aJobBody()));
    await dieUntold(profile.filter(isFor(1)), service);
    await service.moveToShards(3);
    expect(shownBy(service)).toEqual([]);
    await service.matchAgain(profile.filter(isFor(1)));
    await service.drain();
    expect(shownBy(service)).toEqual([PAIR]);
  });

  test("what a replay brings stays for applicants alone", async () => {
    const { service, held } = await untoldAtTheSwitch();
    const replayed = held.map(({ messageId, body }) => ({
      messageId,
      body: JSON.stringify({ ...JSON.parse(body), tells: "applicants" }),
    }));
    await service.matchAgain(replayed);
    await service.drain();
    expect(shownBy(service)).toEqual([]);
    expect(toldTo(service)).toEqual([anOpening().openingId]);
  });
});
