import { describe, expect, test } from "vitest";
import { type MessageToApplicant, messageToApplicant } from "../../events/messages.ts";
import type { Delivery } from "../../functions/ports.ts";
import { aBody, aJobBody, anApplicant, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

const APPLICANT = anApplicant().applicantId;
const OPENING = anOpening().openingId;

/** The same opportunity, advertised under another id. */
const TWIN = "the-same";

const CERTIFICATE = { on: "certificate", importance: "must", certificate: "care-worker" } as const;

/** By the clock of Seoul; the service stands at nine in the morning of Saturday, 2026-11-21. */
const at = (text: string) => Date.parse(`${text}+09:00`);

const closing = (openingId: string, revision = 2) => aBody("OpeningClosed", { openingId, revision });

function messagesOf(service: MemoryService): MessageToApplicant[] {
  return service.world.sent("applicant-messages").map(({ body }) => messageToApplicant.parse(JSON.parse(body)));
}

/** What was told, item by item: opening, purpose and number of the telling. */
function itemsOf(service: MemoryService): string[] {
  return messagesOf(service)
    .flatMap((message) => ("items" in message ? message.items : [message]))
    .map(({ openingId, purpose = "recommendation", telling = 1 }) => `${openingId} ${purpose} ${telling}`);
}

function reasonOf(service: MemoryService, openingId: string): string | undefined {
  const { deliveries } = JSON.parse(service.world.dump()) as { deliveries: Delivery[] };
  return deliveries.find(({ recommendationId }) => recommendationId === `${APPLICANT}~${openingId}`)?.reason;
}

/** Somebody was told of an opening, and its twin, which came after it, gave way. */
async function told() {
  const service = new MemoryService();
  await service.accept(aProfileBody(), aJobBody());
  await service.accept(aJobBody({ openingId: TWIN }));
  expect(itemsOf(service)).toEqual([`${OPENING} recommendation 1`]);
  expect(reasonOf(service, TWIN)).toBe("twin-told");
  return service;
}

describe("an opening that was told and closes", () => {
  test("goes on under another posting without a notice", async () => {
    const service = await told();
    await service.accept(closing(OPENING));
    expect(itemsOf(service)).toHaveLength(1);
  });

  test("is told to be over when the other posting closes, too", async () => {
    const service = await told();
    await service.accept(closing(OPENING));
    await service.accept(closing(TWIN));
    expect(itemsOf(service).slice(1)).toEqual([`${OPENING} withdrawal 2`]);
  });

  test("is told to be over when the other posting ends earlier than they know: of a last day nobody hears", async () => {
    const service = new MemoryService();
    await service.accept(aProfileBody(), aJobBody());
    await service.accept(aJobBody({ openingId: TWIN, validThrough: "2026-11-25" }));
    expect(reasonOf(service, TWIN)).toBe("twin-told");
    await service.accept(closing(OPENING));
    expect(itemsOf(service).slice(1)).toEqual([`${OPENING} withdrawal 2`, `${TWIN} recommendation 1`]);
  });

  test("is told to be over when the other posting asks for what the person hasn't", async () => {
    const service = await told();
    await service.accept(closing(OPENING));
    await service.accept(aJobBody({ openingId: TWIN, revision: 2, requirements: [CERTIFICATE] }));
    expect(itemsOf(service).slice(1)).toEqual([`${OPENING} withdrawal 2`]);
  });

  test("is told to be over to whom the other posting, which suits them, has not let in yet", async () => {
    const service = await told();
    const { world } = service;
    const [waves] = (await world.waves.get([TWIN])).values();
    if (waves === undefined) throw new Error("nobody was let in");
    const { invited, ...others } = JSON.parse(waves.body);
    const waiting = { ...others, invited: [], waiting: invited };
    expect(await world.waves.put(TWIN, waves.version, JSON.stringify(waiting))).toBe(true);
    await service.accept(closing(OPENING));
    expect(itemsOf(service).slice(1)).toEqual([`${OPENING} withdrawal 2`]);
  });
});

describe("a recommendation that suits no more", () => {
  test("makes room for the same opportunity under another posting, which is told with it", async () => {
    const service = await told();
    await service.accept(aJobBody({ revision: 2, requirements: [CERTIFICATE] }));
    expect(itemsOf(service).slice(1)).toEqual([`${OPENING} withdrawal 2`, `${TWIN} recommendation 1`]);
    expect(messagesOf(service)).toHaveLength(2);
  });
});

describe("two recommendations that wait, and turn out to be the same opportunity", () => {
  test("go out as one, and the other is said to have given way", async () => {
    const service = new MemoryService();
    service.nowMs = at("2026-11-21T23:00:00");
    await service.accept(aProfileBody(), aJobBody(), aJobBody({ openingId: TWIN, title: "합정역 2호점 바리스타" }));
    await service.accept(aJobBody({ openingId: TWIN, revision: 2 }));
    await service.wake(at("2026-11-22T08:02:00"));
    expect(itemsOf(service)).toHaveLength(1);
    expect([reasonOf(service, OPENING), reasonOf(service, TWIN)]).toContain("twin-told");
  });
});

describe("a recommendation that waits for the morning", () => {
  async function foundAtNight(...bodies: string[]) {
    const service = new MemoryService();
    service.nowMs = at("2026-11-21T23:00:00");
    await service.accept(aProfileBody(), aJobBody({ validThrough: "2026-11-21" }));
    await service.accept(aJobBody({ openingId: TWIN, validThrough: "2026-12-31" }));
    expect(reasonOf(service, TWIN)).toBe("twin-told");
    await service.accept(...bodies);
    await service.wake(at("2026-11-22T08:02:00"));
    return service;
  }

  test("makes room for the same opportunity under another posting when its last day is over by then", async () => {
    expect(itemsOf(await foundAtNight())).toEqual([`${TWIN} recommendation 1`]);
  });

  test("makes room for it when it has closed by then", async () => {
    expect(itemsOf(await foundAtNight(closing(OPENING)))).toEqual([`${TWIN} recommendation 1`]);
  });
});
