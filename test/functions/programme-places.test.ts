import { describe, expect, test } from "vitest";
import type { RuleSet } from "../../domain/programme/rule-set.ts";
import { aBody, anApplicant, anEventId, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";
import { aRuleSet, programmeName as name } from "../fixtures/rule-sets.ts";
import {
  aDay,
  aHire,
  anOpeningBody,
  aService,
  beginDay,
  DAY,
  filled,
  listedWith,
  OPEN_LONG,
  refusalsOf,
  shownWith,
  toldOf,
} from "./programme-story.ts";

describe("the quota of a year", () => {
  test("that is reached by recorded hires is the end of every list and stream for that year", async () => {
    const service = await aService({ yearlyQuota: { places: 1 } }, "one", "two");
    await service.accept(anOpeningBody("first", OPEN_LONG));
    expect(await toldOf(service, "two")).toEqual(["first"]);
    expect(await listedWith(service, "first")).toEqual(["one", "two"]);
    await service.accept(aHire("one", "first", DAY));
    await service.accept(anOpeningBody("second", OPEN_LONG), aProfileBody({ applicantId: "three" }));
    expect(await toldOf(service, "two")).toEqual(["first"]);
    expect(await listedWith(service, "first")).toEqual([]);
    expect(await listedWith(service, "second")).toEqual([]);
    expect(shownWith(service, "first")).toEqual(["+one", "+two", "-one", "-two"]);
    expect(shownWith(service, "second")).toEqual([]);
    await beginDay(service, "2027-01-01");
    expect(await listedWith(service, "second")).toEqual(["one", "three", "two"]);
  });

  test("takes from whoever was told what has no place any more, and says so once", async () => {
    const service = await aService({ yearlyQuota: { places: 1 } }, "one", "two");
    await service.accept(anOpeningBody("first", OPEN_LONG));
    await service.accept(aHire("one", "first", DAY));
    const notices = service.world.sent("applicant-messages").map(({ body }) => JSON.parse(body));
    const endings = notices.filter(({ purpose }) => purpose === "withdrawal");
    expect(endings.map(({ applicantId, openingId }) => `${applicantId} ${openingId}`)).toEqual(["two first"]);
  });

  test("that is raised by other rules brings a place at once", async () => {
    const service = await aService({ yearlyQuota: { places: 1 } }, "one", "two");
    await service.accept(anOpeningBody("first", OPEN_LONG));
    await service.accept(aHire("one", "first", DAY));
    await service.accept(anOpeningBody("second", OPEN_LONG));
    const more = aRuleSet({ revision: 2, yearlyQuota: { places: 2 } });
    await service.accept(aBody("ProgrammeRulesSet", { rules: more }));
    expect(await toldOf(service, "two")).toEqual(["first", "second"]);
  });

  test("that is set after people were taken in counts those of the year", async () => {
    const service = await aService({}, "one", "two");
    await service.accept(anOpeningBody("first", OPEN_LONG));
    await service.accept(aHire("one", "first", DAY));
    const some = aRuleSet({ revision: 2, yearlyQuota: { places: 1 } });
    await service.accept(aBody("ProgrammeRulesSet", { rules: some }), anOpeningBody("second", OPEN_LONG));
    expect(await toldOf(service, "two")).toEqual(["first"]);
  });

  test("tells on the first morning whoever has come of age while there was no place", async () => {
    const service = new MemoryService();
    const rules = aRuleSet({
      kinds: ["training"],
      yearlyQuota: { places: 1 },
      age: { min: 40, reference: { on: "matching-day" } },
      legalBasis: ["seoul-second-life"],
    });
    const { preferences } = anApplicant();
    const wishes = { ...preferences, kinds: ["training" as const] };
    const kind = { ...OPEN_LONG, kind: "training" as const };
    const aCourse = (openingId: string) =>
      aBody("ProgrammeOpened", { opening: anOpening({ ...kind, openingId, programmeId: "p", title: openingId }) });
    await service.accept(aBody("ProgrammeRulesSet", { rules }), aDay(DAY));
    await service.accept(
      aProfileBody({ applicantId: "one", birthDate: "1980-01-01", preferences: wishes }),
      aProfileBody({ applicantId: "young", birthDate: "1986-12-15", preferences: wishes }),
    );
    await service.accept(aCourse("first"));
    await service.accept(aHire("one", "first", DAY));
    await service.accept(aCourse("second"));
    await beginDay(service, "2026-12-14");
    await beginDay(service, "2026-12-15");
    expect(await toldOf(service, "young")).toEqual([]);
    await beginDay(service, "2027-01-01");
    expect(await toldOf(service, "young")).toEqual(["first", "second"]);
  });

  test("with one place left holds nothing back, and the same hire said again takes no other place", async () => {
    const service = await aService({ yearlyQuota: { places: 2 } }, "one", "two");
    await service.accept(anOpeningBody("first", OPEN_LONG));
    await service.accept(aHire("one", "first", DAY), aHire("one", "first", DAY, { eventId: anEventId("said again") }));
    await service.accept(anOpeningBody("second", OPEN_LONG));
    expect(await toldOf(service, "two")).toEqual(["first", "second"]);
  });

  test("begins anew with the year: what was held back is told on its first morning, once", async () => {
    const service = await aService({ yearlyQuota: { places: 1 } }, "one", "two");
    await service.accept(anOpeningBody("first", OPEN_LONG));
    await service.accept(aHire("one", "first", DAY));
    await service.accept(anOpeningBody("second", OPEN_LONG));
    await beginDay(service, "2026-12-31");
    expect(await toldOf(service, "two")).toEqual(["first"]);
    await beginDay(service, "2027-01-01");
    expect(await toldOf(service, "two")).toEqual(["first", "second"]);
    const sent = service.world.sent("applicant-messages").length;
    await service.accept(aDay("2027-01-01"));
    await beginDay(service, "2027-01-02");
    expect(service.world.sent("applicant-messages")).toHaveLength(sent);
  });

  test("counts nobody of a part that counts apart", async () => {
    const parts: RuleSet["parts"] = [{ partId: "fair", sort: "event", name, countsApart: true }];
    const service = await aService({ yearlyQuota: { places: 1 }, parts }, "one", "two");
    await service.accept(anOpeningBody("fair", { ...OPEN_LONG, programmePart: "fair" }));
    await service.accept(aHire("one", "fair", DAY));
    await service.accept(anOpeningBody("second", OPEN_LONG));
    expect(await toldOf(service, "two")).toEqual(["fair", "second"]);
  });
});

describe("seats of campuses", () => {
  const seats: RuleSet["seats"] = {
    yearsMax: 3,
    sites: [
      { site: "campus-west", name, places: 1 },
      { site: "campus-north", name, places: 1 },
    ],
  };
  const atWest = { ...OPEN_LONG, institutionId: "campus-west" };
  const hiredAtWest = async () => {
    const service = await aService({ seats }, "one", "two");
    await service.accept(anOpeningBody("west", atWest));
    await service.accept(aHire("one", "west", DAY));
    return service;
  };

  test("a full campus isn't recommended, and one with a free seat is", async () => {
    const service = await hiredAtWest();
    await service.accept(
      anOpeningBody("west-2", atWest),
      anOpeningBody("north", { ...OPEN_LONG, institutionId: "campus-north" }),
      anOpeningBody("anywhere", OPEN_LONG),
    );
    expect(await toldOf(service, "two")).toEqual(["anywhere", "north", "west"]);
    expect(await listedWith(service, "west-2")).toEqual([]);
    expect(shownWith(service, "west-2")).toEqual([]);
  });

  test("a seat whose tenant leaves the service is told of at once, and nobody keeps it", async () => {
    const service = await hiredAtWest();
    await service.accept(anOpeningBody("west-2", atWest));
    expect(await toldOf(service, "two")).toEqual(["west"]);
    await service.accept(aBody("ApplicantWithdrawn", { applicantId: "one", revision: 2 }));
    expect(await toldOf(service, "two")).toEqual(["west", "west-2"]);
    expect(service.world.dump()).not.toContain('"applicantId":"one","openingId"');
  });

  test.each([
    ["hire", "leaving"],
    ["leaving", "hire"],
  ] as const)("a %s that is met at any step by the %s leaves nobody in the seat", async (first, second) => {
    const bodies = {
      hire: aHire("one", "west", DAY),
      leaving: aBody("ApplicantWithdrawn", { applicantId: "one", revision: 2 }),
    };
    for (let at = 1, isMet = true; isMet; at++) {
      isMet = false;
      let call = Number.NEGATIVE_INFINITY;
      const service: MemoryService = new MemoryService({
        onCall: async () => {
          if (++call !== at) return;
          isMet = true;
          await service.intake(bodies[second]);
        },
      });
      await filled(service, { seats }, "one", "two");
      await service.accept(anOpeningBody("west", atWest));
      call = 0;
      await service.accept(bodies[first]);
      call = Number.NEGATIVE_INFINITY;
      await service.accept(bodies[first], bodies[second], anOpeningBody("west-2", atWest));
      expect(await toldOf(service, "two"), `met at call ${at}`).toEqual(["west", "west-2"]);
      expect(service.world.kept("applicants").get("one")?.body).toBeUndefined();
    }
  });

  test("a seat whose tenant has left is told of at once", async () => {
    const service = await hiredAtWest();
    await service.accept(anOpeningBody("west-2", atWest));
    const left = { applicantId: "one", openingId: "west", months: 3, revision: 1, on: "2027-02-21" };
    service.nowMs = Date.parse("2027-02-21T09:00:00+09:00");
    await service.accept(aDay("2027-02-21"), aBody("FollowUpRecorded", { ...left, result: "left" }));
    expect(await toldOf(service, "two")).toEqual(["west", "west-2"]);
  });

  test("of two results of one follow-up the later revision holds, whichever comes first", async () => {
    for (const order of [
      [1, 2],
      [2, 1],
    ]) {
      const service = await hiredAtWest();
      await service.accept(anOpeningBody("west-2", atWest));
      const result = (revision: number) =>
        aBody("FollowUpRecorded", {
          applicantId: "one",
          openingId: "west",
          months: 3,
          revision,
          on: "2027-02-21",
          result: revision === 1 ? "left" : "employed",
        });
      service.nowMs = Date.parse("2027-02-21T09:00:00+09:00");
      for (const revision of order) await service.accept(result(revision));
      await beginDay(service, "2027-02-22");
      expect(await toldOf(service, "two")).toEqual(["west"]);
    }
  });

  test("a seat is free again after three years, and not a day before", async () => {
    const service = await hiredAtWest();
    await service.accept(anOpeningBody("west-2", atWest));
    await beginDay(service, "2029-11-20");
    expect(await toldOf(service, "two")).toEqual(["west"]);
    await beginDay(service, "2029-11-21");
    expect(await toldOf(service, "two")).toEqual(["west", "west-2"]);
  });

  test.each([
    ["2029-11-20", []],
    ["2029-11-21", ["PROGRAMME_STAY_LIMIT /on"]],
  ])("a stay that is still going on %s: %j", async (on, expected) => {
    const service = await hiredAtWest();
    service.nowMs = Date.parse(`${on}T09:00:00+09:00`);
    await service.accept(
      aBody("OutcomeRecorded", { applicantId: "one", openingId: "west", outcome: "retained", revision: 2, on }),
    );
    expect(await refusalsOf(service, on)).toEqual(expected);
  });

  test("a second stay at another campus counts from the first, also where the first is recorded last", async () => {
    const service = await aService({ seats }, "one");
    await service.accept(
      anOpeningBody("west", atWest),
      anOpeningBody("north", { ...OPEN_LONG, institutionId: "campus-north" }),
    );
    service.nowMs = Date.parse("2029-11-21T09:00:00+09:00");
    await service.accept(aHire("one", "north", "2029-11-21"));
    expect(await refusalsOf(service, "2029-11-21")).toEqual([]);
    await service.accept(aHire("one", "west", DAY));
    expect(await refusalsOf(service, "2029-11-21")).toEqual(["PROGRAMME_STAY_LIMIT /on"]);
  });
});

test("a new generation of shards knows which places are taken", async () => {
  const service = await aService({ yearlyQuota: { places: 1 } }, "one", "two");
  await service.accept(anOpeningBody("first", OPEN_LONG));
  await service.accept(aHire("one", "first", DAY));
  await service.moveToShards(2);
  await service.accept(anOpeningBody("second", OPEN_LONG));
  expect(await listedWith(service, "second")).toEqual([]);
  await beginDay(service, "2027-01-01");
  expect(await listedWith(service, "second")).toEqual(["one", "two"]);
});

describe("places under crashes", () => {
  /** A year with a quota of one: a hire, an opening that is held back, and the first morning of the next year. */
  async function play(onCall: () => void): Promise<MemoryService> {
    const service = new MemoryService({ onCall });
    await service.accept(aBody("ProgrammeRulesSet", { rules: aRuleSet({ yearlyQuota: { places: 1 } }) }), aDay(DAY));
    await service.accept(...["one", "two"].map((applicantId) => aProfileBody({ applicantId })));
    await service.accept(anOpeningBody("first", OPEN_LONG));
    await service.accept(aHire("one", "first", DAY));
    await service.accept(anOpeningBody("second", OPEN_LONG));
    await beginDay(service, "2027-01-01");
    return service;
  }

  test("killed once anywhere, what was held back is told in the new year, and nobody is told twice", async () => {
    let calls = 0;
    const done = await play(() => void calls++);
    const [last, sent] = [calls, tellingsOf(done)];
    expect(sent).toEqual([...new Set(sent)]);
    expect(await toldOf(done, "two")).toEqual(["first", "second"]);
    // A prime apart, so that over the calls of the story it falls before some and after others.
    for (let at = 1; at <= last; at += 23) {
      let seen = 0;
      const service = await play(() => {
        if (++seen === at) throw new Error("killed");
      });
      expect(await toldOf(service, "two"), `call ${at}`).toEqual(["first", "second"]);
      expect(tellingsOf(service), `call ${at}`).toEqual(sent);
    }
  });

  /** What people were told, whether in a message of its own or together; what was repeated under its id counts once. */
  function tellingsOf({ world }: MemoryService): readonly string[] {
    const messages = new Map(
      world.sent("applicant-messages").map(({ body }) => [JSON.parse(body).messageId, JSON.parse(body)]),
    );
    const items: { recommendationId: string; telling?: number }[] = [...messages.values()].flatMap(
      (message) => message.items ?? [message],
    );
    return items.map(({ recommendationId, telling = 1 }) => `${recommendationId} ${telling}`).sort();
  }
});
