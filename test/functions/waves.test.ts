import { describe, expect, test } from "vitest";
import { WAVE_PAUSE_MS, waveSize } from "../../domain/delivery/waves.ts";
import { messageToApplicant } from "../../events/messages.ts";
import { aBody, aJobBody, anEventId, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService, NOW_MS } from "../fixtures/memory-service.ts";

const OPENING = anOpening().openingId;
const WAVE = waveSize(1);
const HOUR_MS = 60 * 60 * 1_000;

/** Two more than one wave takes. */
const PEOPLE = Array.from({ length: WAVE + 2 }, (_, number) => `applicant-${String(number).padStart(2, "0")}`);

const outcome = (applicantId: string, fields: Record<string, unknown>) =>
  aBody("OutcomeRecorded", {
    eventId: anEventId(`${applicantId} ${JSON.stringify(fields)}`),
    applicantId,
    openingId: OPENING,
    ...fields,
  });

function toldOf(service: MemoryService): string[] {
  return service.world
    .sent("applicant-messages")
    .map(({ body }) => messageToApplicant.parse(JSON.parse(body)).applicantId)
    .toSorted();
}

const profiles = PEOPLE.map((applicantId) => aProfileBody({ applicantId }));

/** An opening that suits all of them, whose alert comes in parts. */
async function inTwoParts(service: MemoryService) {
  await service.intake(aJobBody({ totalJobOpenings: 1 }));
  await service.match();
  const [{ body = "{}" } = {}] = service.world.sent("applicant-alerts").slice(-1);
  service.skip("applicant-alerts");
  const { pairs, ...alert } = JSON.parse(body) as { pairs: { applicantId: string }[] };
  expect(pairs).toHaveLength(PEOPLE.length);
  const send = async (number: number, ofPart: typeof pairs) => {
    const part = { ...alert, messageId: anEventId(`part ${number}`), pairs: ofPart, part: { number, of: 2 } };
    await service.world.queues.send("applicant-alerts", [{ body: JSON.stringify(part) }]);
    await service.notify();
  };
  return { send, pairs };
}

describe("people who wait for the next wave", () => {
  test("wait while there are enough answers, and are told when one of those is withdrawn", async () => {
    const service = new MemoryService();
    await service.accept(...profiles);
    await service.accept(aJobBody({ totalJobOpenings: 1 }));
    const told = toldOf(service);
    expect(told).toHaveLength(WAVE);
    await service.accept(...told.slice(0, 3).map((id) => outcome(id, { revision: 1, outcome: "applied" })));
    await service.wake(NOW_MS + WAVE_PAUSE_MS);
    expect(toldOf(service)).toEqual(told);
    const [first = ""] = told;
    await service.accept(outcome(first, { revision: 2, outcome: "declined", reason: "pay", on: "2026-11-22" }));
    await service.wake(NOW_MS + 2 * WAVE_PAUSE_MS);
    expect(toldOf(service)).toEqual(PEOPLE);
  });

  test("are told after those of an earlier part of the same list, who fit better, in whatever order the parts come", async () => {
    const service = new MemoryService();
    await service.accept(...profiles);
    const { send, pairs } = await inTwoParts(service);
    await send(2, pairs.slice(WAVE));
    expect(toldOf(service)).toEqual([]);
    await send(1, pairs.slice(0, WAVE));
    // Alike as they are, a draw has let in some of the later part, too, whose alert is done.
    expect(toldOf(service).length).toBeLessThan(WAVE);
    await service.wake(NOW_MS + HOUR_MS);
    expect(toldOf(service)).toHaveLength(WAVE);
    await service.wake(NOW_MS + WAVE_PAUSE_MS);
    expect(toldOf(service)).toEqual(PEOPLE);
  });

  test("and were let in by an alert that names others are told however late the hour is looked at", async () => {
    const service = new MemoryService();
    await service.accept(...profiles);
    const { send, pairs } = await inTwoParts(service);
    await send(2, pairs.slice(WAVE));
    await send(1, pairs.slice(0, WAVE));
    await service.accept(
      ...toldOf(service)
        .slice(0, 3)
        .map((id) => outcome(id, { revision: 1, outcome: "applied" })),
    );
    await service.wake(NOW_MS + 2 * WAVE_PAUSE_MS);
    expect(toldOf(service)).toHaveLength(WAVE);
  });
});
