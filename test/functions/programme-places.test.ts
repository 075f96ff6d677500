import { describe, expect, test } from "vitest";
import type { Opening } from "../../domain/model/opening.ts";
import type { RuleSet } from "../../domain/programme/rule-set.ts";
import { aBody, aJobBody, anApplicant, anEventId, aProfileBody } from "../fixtures/bodies.ts";
import { MemoryService } from "../fixtures/memory-service.ts";

const DAY = "2026-11-21";
const name = { ko: "사업", en: "Programme" };

function someRules(fields: Partial<RuleSet> = {}): RuleSet {
  return {
    programmeId: "p",
    validFrom: "2026-01-01",
    revision: 1,
    name,
    kinds: ["job"],
    apply: { flow: "direct" },
    owners: [{ owner: "body", from: "2020-01-01", name }],
    legalBasis: ["employment-stability"],
    ...fields,
  };
}

const aDay = (day: string) => aBody("DayStarted", { day, eventId: anEventId(day) });

/** An opening of the programme: people's own first, and not one like another. */
const anOpeningBody = (openingId: string, fields: Partial<Opening> = {}) =>
  aJobBody({ openingId, programmeId: "p", title: `카페 ${openingId}`, employerId: `cafe-${openingId}`, ...fields });

const aHire = (applicantId: string, openingId: string, on: string, fields: Record<string, unknown> = {}) =>
  aBody("OutcomeRecorded", { applicantId, openingId, outcome: "hired", on, ...fields });

async function aService(rules: Partial<RuleSet>, ...people: readonly string[]): Promise<MemoryService> {
  const service = new MemoryService();
  await service.accept(aBody("ProgrammeRulesSet", { rules: someRules(rules) }), aDay(DAY));
  await service.accept(...people.map((applicantId) => aProfileBody({ applicantId })));
  return service;
}

async function toldOf(service: MemoryService, applicantId: string): Promise<readonly string[]> {
  return (await service.world.recommendations.list(applicantId)).map(({ openingId }) => openingId);
}

async function refusalsOf(service: MemoryService, day = DAY) {
  return (await service.world.quarantine.list(day)).map(({ code, path }) => `${code} ${path}`);
}

function reasonsOf(service: MemoryService): readonly string[] {
  const deliveries: { reason?: string }[] = JSON.parse(service.world.dump()).deliveries;
  return [...new Set(deliveries.flatMap(({ reason }) => reason ?? []))];
}

/** A new day begins in the morning. */
async function beginDay(service: MemoryService, day: string): Promise<void> {
  service.nowMs = Date.parse(`${day}T09:00:00+09:00`);
  await service.accept(aDay(day));
}

const OPEN_LONG = { validThrough: "2031-12-31" };

describe("the quota of a year", () => {
  test("that is reached by recorded hires holds the next opening back, and says so", async () => {
    const service = await aService({ yearlyQuota: { places: 1 } }, "one", "two");
    await service.accept(anOpeningBody("first", OPEN_LONG));
    expect(await toldOf(service, "two")).toEqual(["first"]);
    await service.accept(aHire("one", "first", DAY));
    await service.accept(anOpeningBody("second", OPEN_LONG));
    expect(await toldOf(service, "two")).toEqual(["first"]);
    expect(reasonsOf(service)).toContain("programme-quota-reached");
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
    expect(reasonsOf(service)).toContain("programme-seats-taken");
  });

  test("a seat whose tenant has left is told of on the next morning", async () => {
    const service = await hiredAtWest();
    await service.accept(anOpeningBody("west-2", atWest));
    const left = { applicantId: "one", openingId: "west", months: 3, revision: 1, on: "2027-02-21" };
    service.nowMs = Date.parse("2027-02-21T09:00:00+09:00");
    await service.accept(aBody("FollowUpRecorded", { ...left, result: "left" }));
    await beginDay(service, "2027-02-22");
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

describe("places under crashes", () => {
  /** A year with a quota of one: a hire, an opening that is held back, and the first morning of the next year. */
  async function play(onCall: () => void): Promise<MemoryService> {
    const service = new MemoryService({ onCall });
    await service.accept(aBody("ProgrammeRulesSet", { rules: someRules({ yearlyQuota: { places: 1 } }) }), aDay(DAY));
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
    const [last, sent] = [calls, messagesOf(done)];
    expect(await toldOf(done, "two")).toEqual(["first", "second"]);
    // A prime apart, so that over the calls of the story it falls before some and after others.
    for (let at = 1; at <= last; at += 23) {
      let seen = 0;
      const service = await play(() => {
        if (++seen === at) throw new Error("killed");
      });
      expect(await toldOf(service, "two"), `call ${at}`).toEqual(["first", "second"]);
      expect(messagesOf(service), `call ${at}`).toBe(sent);
    }
  });

  /** Messages to people, one that was repeated under its id counted once. */
  function messagesOf({ world }: MemoryService): number {
    return new Set(world.sent("applicant-messages").map(({ body }) => JSON.parse(body).messageId)).size;
  }
});

describe("a chain", () => {
  const parts: RuleSet["parts"] = [
    { partId: "online", sort: "step", name },
    { partId: "site", sort: "step", after: "online", name },
    { partId: "mentoring", sort: "step", after: "site", name },
  ];
  const done = (courseOpeningId: string, revision: number) =>
    aBody("CompletionRecorded", { applicantId: "one", revision, completion: { courseOpeningId, on: DAY } });
  const links = ["online", "site", "mentoring"];

  test("is recommended link by link, each when the one before is completed", async () => {
    const service = await aService({ parts }, "one");
    await service.accept(...links.map((part) => anOpeningBody(part, { ...OPEN_LONG, programmePart: part })));
    expect(await toldOf(service, "one")).toEqual(["online"]);
    expect(reasonsOf(service)).toContain("programme-step-missing");
    await service.accept(done("online", 1));
    expect(await toldOf(service, "one")).toEqual(["online", "site"]);
    // A course that is over was completed all the same.
    await service.accept(aBody("OpeningClosed", { openingId: "site", revision: 2 }));
    // On another day: nobody is told of everything on one.
    service.nowMs = Date.parse("2026-11-23T09:00:00+09:00");
    await service.accept(done("site", 2));
    expect(await toldOf(service, "one")).toEqual(["mentoring", "online", "site"]);
    expect(await refusalsOf(service)).toEqual([]);
  });

  test("goes on only with the variant that fits somebody's hours", async () => {
    const service = await aService({ parts });
    const { preferences } = anApplicant();
    await service.accept(
      aProfileBody({ applicantId: "one", preferences: { ...preferences, shifts: ["weekday-evening", "weekend"] } }),
    );
    const variants = (["weekday-day", "weekday-evening", "weekend"] as const).map((shift) =>
      anOpeningBody(`site-${shift}`, { ...OPEN_LONG, programmePart: "site", shifts: [shift] }),
    );
    await service.accept(anOpeningBody("online", { ...OPEN_LONG, programmePart: "online", shifts: ["weekend"] }));
    await service.accept(...variants, done("online", 1));
    expect(await toldOf(service, "one")).toEqual(["online", "site-weekday-evening", "site-weekend"]);
  });

  test("of another programme is no step of this one", async () => {
    const service = await aService({ parts }, "one");
    await service.accept(
      aBody("ProgrammeRulesSet", { rules: someRules({ programmeId: "other", parts }) }),
      anOpeningBody("elsewhere", { ...OPEN_LONG, programmeId: "other", programmePart: "online" }),
      anOpeningBody("site", { ...OPEN_LONG, programmePart: "site" }),
      done("elsewhere", 1),
    );
    expect(await toldOf(service, "one")).toEqual(["elsewhere"]);
  });
});
