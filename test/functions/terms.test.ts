import { describe, expect, test } from "vitest";
import { messageToApplicant } from "../../events/messages.ts";
import { createMemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import { type CapsChange, whatIfCaps } from "../../functions/operating/what-if-caps.ts";
import {
  type MatchingTerms,
  putTerms,
  readTerms,
  settableTerms,
  TermsReader,
  underTerms,
} from "../../functions/runtime/terms.ts";
import { aBody, aJobBody, anApplicant, aProfileBody } from "../fixtures/bodies.ts";
import { configuration, MemoryService } from "../fixtures/memory-service.ts";

const aWorld = () => createMemoryWorld({ now: () => 0 });

test("without terms it is matched as deployed", async () => {
  expect(await new TermsReader(aWorld(), configuration).inForce()).toBe(configuration);
});

test("terms that are set hold from the next batch on, and until others are", async () => {
  const world = aWorld();
  const reader = new TermsReader(world, configuration);
  await reader.inForce();
  expect(await putTerms(world, 0, { thresholdBp: 7_000, listedPerOpening: 50 })).toBe(true);
  const changed = await reader.inForce();
  expect(changed).toMatchObject({
    perOpening: { thresholdBp: 7_000, listMax: 50 },
    perApplicant: { thresholdBp: 7_000, listMax: configuration.perApplicant.listMax },
    weights: configuration.weights,
  });
  expect(await reader.inForce()).toBe(changed);
  await putTerms(world, 1, {});
  expect(await reader.inForce()).toEqual(configuration);
});

test("of two who set terms at once one is told that the other was first", async () => {
  const world = aWorld();
  const { version } = await readTerms(world);
  expect(await Promise.all([putTerms(world, version, { thresholdBp: 1 }), putTerms(world, version, {})])).toEqual([
    true,
    false,
  ]);
});

test("other weights have another version each, and leave what they don't name", () => {
  const weights = { opening: { occupation: 60 } };
  const [one, two] = [1, 2].map((version) => underTerms(configuration, { version, terms: { weights } }).weights);
  expect(one?.opening).toEqual({ ...configuration.weights.opening, occupation: 60 });
  expect(one?.applicant).toEqual(configuration.weights.applicant);
  expect(new Set([configuration.weights.version, one?.version, two?.version]).size).toBe(3);
});

test("what a newer version of the code has added stops nothing", async () => {
  const world = aWorld();
  await world.terms.put("matching", 0, JSON.stringify({ thresholdBp: 7_000, ofTomorrow: true }));
  expect((await readTerms(world)).terms).toEqual({ thresholdBp: 7_000 });
});

test.each([
  { thresholdBp: 0 },
  { thresholdBp: 10_001 },
  { listedPerOpening: 1_001 },
  { listedPerApplicant: 0 },
  { weights: { opening: { sympathy: 1 } } },
  { weights: { opening: { occupation: -1 } } },
  { messagesPerDay: 0 },
  { messagesPerDay: 21, messagesPerWeek: 70 },
  { messagesPerWeek: 71 },
  { messagesPerDay: 4, messagesPerWeek: 3 },
  { messagesPerDay: 11 },
  { messagesPerWeek: 2 },
])("%j is refused", (terms) => {
  expect(settableTerms.safeParse(terms).success).toBe(false);
});

const JOBS = [1, 2, 3, 4].map((n) =>
  aJobBody({ openingId: `job-${n}`, employerId: `cafe-${n}`, title: `바리스타 ${n}호점` }),
);

/** Somebody whom four jobs suit one after the other, and how many messages they are sent on that day. */
async function toldOfAll(terms: MatchingTerms, delivery: { perDayMax?: number; perWeekMax?: number } = {}) {
  const service = new MemoryService();
  await putTerms(service.world, 0, terms);
  service.configuration = await new TermsReader(service.world, configuration).inForce();
  await service.accept(aProfileBody({ delivery }));
  for (const job of JOBS) await service.accept(job);
  return { service, sent: () => service.world.sent("applicant-messages").length };
}

test.each([
  [{}, {}, 3],
  [{ messagesPerDay: 4 }, {}, 4],
  [{ messagesPerDay: 1 }, {}, 1],
  [{ messagesPerDay: 2, messagesPerWeek: 2 }, {}, 2],
  // Who has said how many they want gets those.
  [{ messagesPerDay: 1 }, { perDayMax: 2 }, 2],
])("under %j, who has said %j is sent %i messages on a day with four jobs for them", async (terms, said, count) => {
  expect((await toldOfAll(terms, said)).sent()).toBe(count);
});

test("what a day's cap lets wait is told on the next day, if the week has room", async () => {
  const nextDay = Date.parse("2026-11-22T09:02:00+09:00");
  const waiting = await toldOfAll({ messagesPerDay: 1 });
  await waiting.service.wake(nextDay);
  expect(waiting.sent()).toBe(2);
  const full = await toldOfAll({ messagesPerDay: 1, messagesPerWeek: 1 });
  await full.service.wake(nextDay);
  expect(full.sent()).toBe(1);
});

test.each([2, 4])(
  "what waits goes out along with what comes when a day's cap is raised to %i, in one message",
  async (messagesPerDay) => {
    const { service, sent } = await toldOfAll({ messagesPerDay: 1 });
    expect(sent()).toBe(1);
    await putTerms(service.world, 1, { messagesPerDay });
    service.configuration = await new TermsReader(service.world, configuration).inForce();
    await service.accept(aJobBody({ openingId: "job-5", employerId: "cafe-5", title: "바리스타 5호점" }));
    expect(sent()).toBe(2);
    const last = messageToApplicant.parse(JSON.parse(service.world.sent("applicant-messages").at(-1)?.body ?? ""));
    expect("items" in last ? last.items.map(({ openingId }) => openingId).toSorted() : []).toEqual([
      "job-2",
      "job-3",
      "job-4",
      "job-5",
    ]);
  },
);

describe("a dry run of caps", () => {
  const caps = { perDayMax: 3, perWeekMax: 10 };

  test("says whose messages would have come later, and changes nothing", async () => {
    const { service, sent } = await toldOfAll({});
    const changes: CapsChange[] = [];
    const found = await whatIfCaps(caps, { perDayMax: 2, perWeekMax: 10 }, service.world, (one) => changes.push(one));
    expect(found).toEqual({
      people: 1,
      messages: 3,
      before: { withoutRoom: 1, waiting: 1, late: 0 },
      after: { withoutRoom: 1, waiting: 1, late: 1 },
    });
    expect(changes).toMatchObject([{ before: { hasRoom: false, late: 0 }, after: { hasRoom: false, late: 1 } }]);
    expect(sent()).toBe(3);
  });

  test("says who would have room for what waits, which is what happens once the caps are set", async () => {
    const { service, sent } = await toldOfAll({});
    const asked = { perDayMax: 4, perWeekMax: 10 };
    expect(await whatIfCaps(caps, asked, service.world)).toMatchObject({
      before: { withoutRoom: 1, waiting: 1 },
      after: { withoutRoom: 0, waiting: 0 },
    });
    service.configuration = { ...service.configuration, caps: asked };
    await service.accept(aJobBody({ openingId: "job-5", employerId: "cafe-5", title: "바리스타 5호점" }));
    expect(sent()).toBe(4);
  });

  test("counts the week by any seven days, and nobody who has said how many they want or has left", async () => {
    const { service } = await toldOfAll({});
    const oneAWeek = { perDayMax: 1, perWeekMax: 1 };
    expect((await whatIfCaps(caps, oneAWeek, service.world)).after).toMatchObject({ late: 2 });
    service.nowMs += 7 * 24 * 60 * 60 * 1_000;
    expect(await whatIfCaps(caps, oneAWeek, service.world)).toMatchObject({
      messages: 0,
      after: { withoutRoom: 0, late: 0 },
    });
    const own = await toldOfAll({}, { perDayMax: 2, perWeekMax: 9 });
    expect(await whatIfCaps(caps, oneAWeek, own.service.world)).toMatchObject({ people: 0, messages: 0 });
    const { applicantId } = anApplicant();
    await service.accept(aBody("ApplicantWithdrawn", { applicantId, revision: 2 }));
    expect(await whatIfCaps(caps, oneAWeek, service.world)).toMatchObject({ people: 0 });
  });
});
