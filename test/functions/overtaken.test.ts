import { describe, expect, test } from "vitest";
import { encodeRecord, type LogRecord } from "../../domain/index/log-record.ts";
import { recordRevision } from "../../domain/index/record-key.ts";
import { toDayNumber } from "../../domain/model/calendar.ts";
import type { RuleSet } from "../../domain/programme/rule-set.ts";
import { shortlistMessage } from "../../events/messages.ts";
import { createMemoryWorld, type MemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import { takeIn } from "../../functions/intake.ts";
import { type MatchPorts, matchBatch, type ShardWriters } from "../../functions/match.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import { aBody, aJobBody, anEventId, aProfileBody } from "../fixtures/bodies.ts";
import { configuration, NOW_MS } from "../fixtures/memory-service.ts";
import { aRuleSet } from "../fixtures/rule-sets.ts";

const intakeConfiguration = { taxonomy: configuration.taxonomy, plan: { generation: 1, shards: 1 }, centers: {} };

/** A world, what turns bodies into records for `match`, and one warm `match` per map of writers. */
function aWorld() {
  const world = createMemoryWorld({ now: () => NOW_MS });
  let taken = 0;
  const recordsOf = async (...bodies: string[]) => {
    const arrivals = bodies.map((body, index) => ({ messageId: `in-${index}`, body }));
    expect((await takeIn(arrivals, world, intakeConfiguration, silentLog)).size).toBe(0);
    const sent = world.sent("matching").slice(taken);
    taken += sent.length;
    return sent.map(({ body }, index) => ({ messageId: `match-${taken + index}`, body }));
  };
  const match = async (records: { messageId: string; body: string }[], writers: ShardWriters, ports: MatchPorts) =>
    expect((await matchBatch(records, ports, writers, configuration, silentLog)).size).toBe(0);
  const alertedPairs = () =>
    world.sent("applicant-alerts").flatMap(({ body }) => (JSON.parse(body) as { pairs: unknown[] }).pairs);
  return { world, recordsOf, match, alertedPairs };
}

/** Ports over which the next append waits until something else has been done, once. */
function slowed(world: MemoryWorld) {
  let wakeUp = async () => {};
  const append: MatchPorts["shardLog"]["append"] = async (shard, item) => {
    await wakeUp();
    return world.shardLog.append(shard, item);
  };
  const beforeNextAppend = (work: () => Promise<void>) => {
    wakeUp = async () => {
      wakeUp = async () => {};
      await work();
    };
  };
  return { slowPorts: { ...world, shardLog: { ...world.shardLog, append } }, beforeNextAppend };
}

/** What a center hears, which takes nothing twice that comes under one id. */
function toldOnce(world: MemoryWorld): string[] {
  return [...new Map(world.published().map(({ name, detail }) => [detail.eventId, name])).values()];
}

/** What is heard by whoever takes nothing twice that comes under one id. */
function firstById<T>(values: readonly T[], idOf: (value: T) => string): T[] {
  const heard = new Set<string>();
  return values.filter((value) => !heard.has(idOf(value)) && heard.add(idOf(value)));
}

describe("a function that was frozen before its append and wakes up behind another", () => {
  test("still matches what the other has appended meanwhile", async () => {
    const { world, recordsOf, match, alertedPairs } = aWorld();
    const [frozen, awake]: [ShardWriters, ShardWriters] = [new Map(), new Map()];
    const { slowPorts, beforeNextAppend } = slowed(world);
    await match(await recordsOf(aProfileBody({ applicantId: "first", revision: 1 })), frozen, slowPorts);

    const late = await recordsOf(aProfileBody({ applicantId: "late", revision: 1 }));
    beforeNextAppend(async () => {
      // The first revision is superseded and removed, so that its number is free again.
      for (const revision of [1, 2]) {
        await match(await recordsOf(aJobBody({ openingId: "job", revision })), awake, world);
      }
    });
    await match(late, frozen, slowPorts);

    expect(alertedPairs()).toContainEqual(expect.objectContaining({ applicantId: "late", openingId: "job" }));
  });
});

describe("a revision that couldn't be appended and comes again after somebody has come", () => {
  test("takes the opening back from them, too, under ids that nobody has heard", async () => {
    const { world, recordsOf, match } = aWorld();
    const { slowPorts, beforeNextAppend } = slowed(world);
    const writers: ShardWriters = new Map();
    const person = (applicantId: string) =>
      aProfileBody({ applicantId, consent: { alerts: true, employers: true, center: true } });
    await match(await recordsOf(person("first"), aJobBody({ openingId: "job" })), writers, slowPorts);
    const [licence, second] = [
      { on: "certificate", importance: "must", certificate: "care-worker" } as const,
      await recordsOf(person("second")),
    ];
    const revision = await recordsOf(aJobBody({ openingId: "job", revision: 2, requirements: [licence] }));
    beforeNextAppend(() => Promise.reject(new Error("throttled")));
    expect((await matchBatch(revision, slowPorts, writers, configuration, silentLog)).size).toBe(1);
    await match(second, writers, slowPorts);
    await match(revision, writers, slowPorts);

    const lost = world.published().flatMap((event) => (event.name === "MatchesLost" ? [event.detail] : []));
    const toCenter = firstById(lost, ({ eventId }) => eventId).flatMap(({ matches = [] }) => matches);
    expect(new Set(toCenter.map(({ applicantId }) => applicantId))).toEqual(new Set(["first", "second"]));
    const shortlists = world.sent("employer-shortlists").map(({ body }) => shortlistMessage.parse(JSON.parse(body)));
    const unlisted = firstById(shortlists, ({ messageId }) => messageId).flatMap((message) =>
      message.kind === "unlisted" ? message.applicants.map(({ applicantId }) => applicantId) : [],
    );
    expect(new Set(unlisted)).toEqual(new Set(["first", "second"]));
  });
});

describe("a function that was frozen before it appends a day and wakes up behind another", () => {
  test("withdraws what the other has found meanwhile and the day ends", async () => {
    const { world, recordsOf, match } = aWorld();
    const [frozen, awake]: [ShardWriters, ShardWriters] = [new Map(), new Map()];
    const { slowPorts, beforeNextAppend } = slowed(world);
    const before = await recordsOf(aBody("DayStarted", { day: "2026-11-20" }), aProfileBody());
    await match(before, frozen, slowPorts);
    const day = await recordsOf(aBody("DayStarted", { day: "2026-11-21" }));
    const late = await recordsOf(aJobBody({ openingId: "job", validThrough: "2026-11-20" }));
    beforeNextAppend(async () => {
      await match(late, awake, world);
    });
    await match(day, frozen, slowPorts);
    const told = world.published().map(({ name }) => name);
    expect(told).toContain("MatchesFound");
    expect(told.at(-1)).toBe("MatchesWithdrawn");
    expect(await world.matchLists.get("opening#job")).toEqual([]);
  });

  test("leaves no list that a third has made of all before it", async () => {
    const { world, recordsOf, match } = aWorld();
    const first: ShardWriters = new Map();
    await match(await recordsOf(aBody("DayStarted", { day: "2026-11-20" }), aProfileBody()), first, world);
    await match(await recordsOf(aJobBody({ openingId: "job", validThrough: "2026-11-20" })), first, world);
    const [list] = await world.matchLists.get("opening#job");
    if (list === undefined) throw new Error("the opening has no list");
    await match(await recordsOf(aBody("DayStarted", { day: "2026-11-21" })), first, world);
    // As a function puts it that was frozen before the day turned.
    await world.matchLists.put(list);
    expect(await world.matchLists.get("opening#job")).toEqual([]);
  });
});

describe("an opening that is posted and closed in one batch", () => {
  test("leaves no list, however long the writes take", async () => {
    const { world, recordsOf, match } = aWorld();
    await match(await recordsOf(aProfileBody({ applicantId: "someone", revision: 1 })), new Map(), world);
    const records = await recordsOf(
      aJobBody({ openingId: "short", revision: 1 }),
      aBody("OpeningClosed", { openingId: "short", revision: 2 }),
    );
    const put: MatchPorts["matchLists"]["put"] = async (list) => {
      await new Promise((resolve) => setImmediate(resolve));
      await world.matchLists.put(list);
    };
    await match(records, new Map(), { ...world, matchLists: { ...world.matchLists, put } });
    expect(await world.matchLists.get("opening#short")).toEqual([]);
  });
});

describe("a batch of which one write fails", () => {
  test("ends only when no other write is under way, so that none lands after the batch is done elsewhere", async () => {
    const { world, recordsOf, match } = aWorld();
    await match(await recordsOf(aProfileBody({ applicantId: "someone", revision: 1 })), new Map(), world);
    const records = await recordsOf(
      aJobBody({ openingId: "slow", revision: 1 }),
      aJobBody({ openingId: "failing", revision: 1 }),
    );
    let underWay = 0;
    const put: MatchPorts["matchLists"]["put"] = async (list) => {
      if (list.subject === "opening#failing") throw new Error("throttled");
      underWay++;
      await new Promise((resolve) => setImmediate(resolve));
      underWay--;
    };
    const ports = { ...world, matchLists: { ...world.matchLists, put } };
    expect((await matchBatch(records, ports, new Map(), configuration, silentLog)).size).toBe(2);
    expect(underWay).toBe(0);
  });
});

describe("a list that is made twice at one position", () => {
  test("is written once, as it was made last", async () => {
    const { world, recordsOf, match } = aWorld();
    await match(await recordsOf(aProfileBody({ applicantId: "someone", revision: 1 })), new Map(), world);
    const [job] = await recordsOf(aJobBody({ openingId: "job", revision: 1 }));
    const [person] = await recordsOf(aProfileBody({ applicantId: "other", revision: 1 }));
    if (job === undefined || person === undefined) throw new Error("nothing came of the events");
    const put: string[] = [];
    const matchLists: MatchPorts["matchLists"] = {
      ...world.matchLists,
      put: async (list) => void put.push(list.subject),
    };
    const again = { ...job, messageId: "again" };
    expect(
      (await matchBatch([job, person, again], { ...world, matchLists }, new Map(), configuration, silentLog)).size,
    ).toBe(0);
    expect(put.filter((subject) => subject === "opening#job")).toHaveLength(1);
  });
});

describe("an opening that closes and opens again in one batch", () => {
  test("is withdrawn from its centers though the first try fails after both are in the log", async () => {
    const { world, recordsOf, match } = aWorld();
    const writers: ShardWriters = new Map();
    await match(await recordsOf(aProfileBody(), aJobBody({ openingId: "job", revision: 1 })), writers, world);
    const records = await recordsOf(
      aBody("OpeningClosed", { openingId: "job", revision: 2 }),
      aJobBody({ openingId: "job", revision: 3 }),
    );
    const publish = () => Promise.reject(new Error("throttled"));
    const failing: MatchPorts = { ...world, bus: { ...world.bus, publish } };
    expect((await matchBatch(records, failing, writers, configuration, silentLog)).size).toBe(2);
    await match(records, writers, world);
    expect(toldOnce(world)).toEqual(["MatchesFound", "MatchesWithdrawn", "MatchesFound"]);
  });
});

describe("what opens an opening to people", () => {
  const DAY = "2026-11-21";
  const aDay = aBody("DayStarted", { day: DAY });
  const aRole = aJobBody({ openingId: "job", programmeId: "p", institutionId: "campus", validThrough: "2031-12-31" });
  const rules = (revision: number, fields: Partial<RuleSet> = {}) =>
    aBody("ProgrammeRulesSet", { rules: aRuleSet({ revision, ...fields }) });
  const campus = (revision: number, days: { validFrom?: string } = {}) => {
    const institution = { institutionId: "campus", type: "fifty-plus-campus", name: "새 캠퍼스", district: "11440" };
    return aBody("InstitutionRegistered", { institution: { ...institution, revision, ...days } });
  };
  const takenBy = (revision: number, people: number): LogRecord => {
    const spans = [{ fromDay: toDayNumber("2026-01-01"), untilDay: toDayNumber("2027-01-01"), people }];
    return { type: "places", programmeId: "p", of: "year#2026", revision, spans };
  };
  const limited = { yearlyQuota: { places: 3 } };

  test.each([
    ["rules", [rules(1, { yearlyQuota: { places: 3, reachedOn: "2026-11-20" } })], rules(2), rules(3)],
    ["the days of an institution", [rules(1), campus(1, { validFrom: "2026-12-01" })], campus(2), campus(3)],
    ["places that are free again", [rules(1, limited), takenBy(1, 3)], takenBy(2, 2), takenBy(3, 1)],
  ])(
    "%s, is told though the queue has given it up and something newer stands in its place",
    async (_, before, given, newer) => {
      const { world, recordsOf, match } = aWorld();
      const writers: ShardWriters = new Map();
      const first = await recordsOf(aDay, aProfileBody());
      const like = JSON.parse(first[0]?.body ?? "{}");
      /** A record as intake sends it, of an event or made by hand. */
      const toRecords = async (one: string | LogRecord) => {
        if (typeof one === "string") return recordsOf(one);
        const id = anEventId(`places-${recordRevision(one)}`);
        const record = Buffer.from(encodeRecord(one)).toString("base64");
        return [{ messageId: id, body: JSON.stringify({ ...like, causationId: id, record }) }];
      };
      await match(first, writers, world);
      for (const one of [...before, aRole]) await match(await toRecords(one), writers, world);
      expect(toldOnce(world)).not.toContain("MatchesFound");
      const publish = () => Promise.reject(new Error("throttled"));
      const failing: MatchPorts = { ...world, bus: { ...world.bus, publish } };
      expect((await matchBatch(await toRecords(given), failing, writers, configuration, silentLog)).size).toBe(1);
      expect(toldOnce(world)).not.toContain("MatchesFound");
      await match(await toRecords(newer), new Map(), world);
      expect(toldOnce(world).filter((name) => name === "MatchesFound")).toHaveLength(1);
    },
  );
});

describe("an opening that opens again", () => {
  test("is withdrawn before, also when the queue has given up its end after it was in the log", async () => {
    const { world, recordsOf, match } = aWorld();
    const writers: ShardWriters = new Map();
    await match(await recordsOf(aProfileBody(), aJobBody({ openingId: "job", revision: 1 })), writers, world);
    const publish = () => Promise.reject(new Error("throttled"));
    const failing: MatchPorts = { ...world, bus: { ...world.bus, publish } };
    const end = await recordsOf(aBody("OpeningClosed", { openingId: "job", revision: 2 }));
    expect((await matchBatch(end, failing, writers, configuration, silentLog)).size).toBe(1);
    expect(toldOnce(world)).toEqual(["MatchesFound"]);
    await match(await recordsOf(aJobBody({ openingId: "job", revision: 3 })), new Map(), world);
    expect(toldOnce(world)).toEqual(["MatchesFound", "MatchesWithdrawn", "MatchesFound"]);
  });

  test("is withdrawn when it closes a second time, the queue having given up its first end", async () => {
    const { world, recordsOf, match } = aWorld();
    const writers: ShardWriters = new Map();
    await match(await recordsOf(aProfileBody(), aJobBody({ openingId: "job", revision: 1 })), writers, world);
    const publish = () => Promise.reject(new Error("throttled"));
    const failing: MatchPorts = { ...world, bus: { ...world.bus, publish } };
    const first = await recordsOf(aBody("OpeningClosed", { openingId: "job", revision: 2 }));
    expect((await matchBatch(first, failing, writers, configuration, silentLog)).size).toBe(1);
    await match(await recordsOf(aBody("OpeningClosed", { openingId: "job", revision: 3 })), new Map(), world);
    expect(toldOnce(world)).toEqual(["MatchesFound", "MatchesWithdrawn"]);
  });

  test("is withdrawn under the ids that its end was told under", async () => {
    const { world, recordsOf, match } = aWorld();
    const writers: ShardWriters = new Map();
    await match(await recordsOf(aProfileBody(), aJobBody({ openingId: "job", revision: 1 })), writers, world);
    await match(await recordsOf(aBody("OpeningClosed", { openingId: "job", revision: 2 })), writers, world);
    await match(await recordsOf(aJobBody({ openingId: "job", revision: 3 })), writers, world);
    expect(world.published()).toHaveLength(4);
    expect(toldOnce(world)).toEqual(["MatchesFound", "MatchesWithdrawn", "MatchesFound"]);
    const ends = world.sent("employer-shortlists").flatMap(({ body }) => {
      const { kind, messageId } = JSON.parse(body) as { kind: string; messageId: string };
      return kind === "opening-closed" ? [messageId] : [];
    });
    expect(ends).toHaveLength(2);
    expect(new Set(ends).size).toBe(1);
  });
});
