import { describe, expect, test } from "vitest";
import { unpackMatchList } from "../../domain/matching/match-list.ts";
import type { Opening } from "../../domain/model/opening.ts";
import type { RuleSet } from "../../domain/programme/rule-set.ts";
import { beginMove, fillNext, switchOver } from "../../functions/operating/resharding.ts";
import { aBody, aJobBody, anApplicant, anEventId, anOpening, aProfileBody } from "../fixtures/bodies.ts";
import { configuration, MemoryService } from "../fixtures/memory-service.ts";
import { aRuleSet, programmeName as name } from "../fixtures/rule-sets.ts";

const DAY = "2026-11-21";
const aDay = (day: string) => aBody("DayStarted", { day, eventId: anEventId(day) });

/** An opening of the programme: people's own first, and not one like another. */
const anOpeningBody = (openingId: string, fields: Partial<Opening> = {}) =>
  aJobBody({ openingId, programmeId: "p", title: `카페 ${openingId}`, employerId: `cafe-${openingId}`, ...fields });

const aHire = (applicantId: string, openingId: string, on: string, fields: Record<string, unknown> = {}) =>
  aBody("OutcomeRecorded", { applicantId, openingId, outcome: "hired", on, ...fields });

async function aService(rules: Partial<RuleSet>, ...people: readonly string[]): Promise<MemoryService> {
  return filled(new MemoryService(), rules, ...people);
}

async function filled(service: MemoryService, rules: Partial<RuleSet>, ...people: readonly string[]) {
  await service.accept(aBody("ProgrammeRulesSet", { rules: aRuleSet(rules) }), aDay(DAY));
  await service.accept(...people.map((applicantId) => aProfileBody({ applicantId })));
  return service;
}

async function toldOf(service: MemoryService, applicantId: string): Promise<readonly string[]> {
  return (await service.world.recommendations.list(applicantId)).map(({ openingId }) => openingId);
}

async function refusalsOf(service: MemoryService, day = DAY) {
  return (await service.world.quarantine.list(day)).map(({ code, path }) => `${code} ${path}`);
}

/** Everybody who is in a list with an opening, whichever of the two the list is of. */
async function listedWith({ world }: MemoryService, openingId: string): Promise<readonly string[]> {
  const people = [...world.kept("applicants").keys()];
  const listed: string[] = [];
  for (const { packed } of await world.matchLists.get(`opening#${openingId}`)) {
    listed.push(...unpackMatchList(packed).matches.map(({ id }) => id));
  }
  for (const applicantId of people) {
    for (const { packed } of await world.matchLists.get(`applicant#${applicantId}`)) {
      if (unpackMatchList(packed).matches.some(({ id }) => id === openingId)) listed.push(applicantId);
    }
  }
  return [...new Set(listed)].sort();
}

/** Whom centers were shown with an opening, and from whom it was taken back, in order. */
function shownWith({ world }: MemoryService, openingId: string): readonly string[] {
  return world.published().flatMap((event) => {
    if (event.name !== "MatchesFound" && event.name !== "MatchesLost") return [];
    const sign = event.name === "MatchesFound" ? "+" : "-";
    const of = (event.detail.matches ?? []).filter((match) => match.openingId === openingId);
    return of.map(({ applicantId }) => `${sign}${applicantId}`);
  });
}

/** A new day begins in the morning. */
async function beginDay(service: MemoryService, day: string): Promise<void> {
  service.nowMs = Date.parse(`${day}T09:00:00+09:00`);
  await service.accept(aDay(day));
}

const OPEN_LONG = { validThrough: "2031-12-31" };

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
  const configured = { deployed: { generation: 1, shards: 1 }, taxonomy: configuration.taxonomy };
  const pacing = { pace: async () => undefined, settle: () => service.drain() };
  await beginMove(2, service.world, configured);
  await fillNext(service.world, configured, pacing);
  await service.drain();
  expect((await switchOver(service.world, configured, pacing)).kind).toBe("switched");
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
    for (const later of ["site", "mentoring"]) {
      expect(await listedWith(service, later)).toEqual([]);
      expect(shownWith(service, later)).toEqual([]);
    }
    await service.accept(done("online", 1));
    expect(await listedWith(service, "site")).toEqual(["one"]);
    expect(await toldOf(service, "one")).toEqual(["online", "site"]);
    // A course that is over was completed all the same.
    await service.accept(aBody("OpeningClosed", { openingId: "site", revision: 2 }));
    // On another day: nobody is told of everything on one.
    service.nowMs = Date.parse("2026-11-23T09:00:00+09:00");
    await service.accept(done("site", 2));
    expect(await toldOf(service, "one")).toEqual(["mentoring", "online", "site"]);
    expect(await refusalsOf(service)).toEqual([]);
  });

  test.each([
    ["profile", aProfileBody({ applicantId: "one", revision: 2 })],
    [
      "completion",
      aBody("CompletionRecorded", { applicantId: "one", revision: 2, completion: { courses: ["c"], on: DAY } }),
    ],
  ])("goes on after a link that is posted when it was completed, with the person's next %s", async (_next, body) => {
    const service = await aService({ parts }, "one");
    await service.accept(anOpeningBody("site", { ...OPEN_LONG, programmePart: "site" }), done("online", 1));
    await service.accept(anOpeningBody("online", { ...OPEN_LONG, programmePart: "online" }));
    expect(await listedWith(service, "site")).toEqual([]);
    await service.accept(body);
    expect(await listedWith(service, "site")).toEqual(["one"]);
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
      aBody("ProgrammeRulesSet", { rules: aRuleSet({ programmeId: "other", parts }) }),
      anOpeningBody("elsewhere", { ...OPEN_LONG, programmeId: "other", programmePart: "online" }),
      anOpeningBody("site", { ...OPEN_LONG, programmePart: "site" }),
      done("elsewhere", 1),
    );
    expect(await toldOf(service, "one")).toEqual(["elsewhere"]);
  });
});
