import { describe, expect, test } from "vitest";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import type { Delivery, VersionedStore } from "../../functions/delivery-ports.ts";
import type { Recommendation } from "../../functions/ports.ts";
import { callsOf, type Harness, upTo } from "./harness.ts";

const told: Recommendation = {
  applicantId: "applicant-1042",
  openingId: "job-1",
  applicantRevision: 1,
  openingRevision: 2,
  score: 9_431,
  fitsOpening: 9_120,
  fitsApplicant: 9_754,
  evidence: '{"reasons":[]}',
  versions: "{}",
  alertId: "01KB0000000000000000000002",
  toldAt: 1_795_219_200_000,
};

/** A store whose ids have a form of their own, by the plain ids of a test. */
function withIds({ get, put }: VersionedStore, toId: (id: string) => string): VersionedStore {
  return {
    get: async (ids) => {
      const plain = new Map(ids.map((id) => [toId(id), id]));
      return new Map([...(await get([...plain.keys()]))].map(([id, value]) => [plain.get(id) ?? id, value]));
    },
    put: (id, version, body) => put(toId(id), version, body),
  };
}

/** What deliveries are decided by: mailboxes, waves, twins, who is to be woken, and later tellings. */
export function describeDelivery(current: () => Harness): void {
  const stores: readonly (readonly [string, () => VersionedStore])[] = [
    ["mailboxes", () => current().ports.mailboxes],
    ["waves", () => current().ports.waves],
    ["requests", () => current().ports.requests],
    ["shardPlans", () => current().ports.shardPlans],
    ["terms", () => current().ports.terms],
    ["dispatches", () => withIds(current().ports.dispatches, (id) => `${id}~job-1 email`)],
  ];
  describe.each(stores)("%s", (_name, store) => {
    test("a body is put at its version and read back, in one call each", async () => {
      expect(await store().get(["a"])).toEqual(new Map());
      expect(await callsOf(current(), () => store().put("a", 0, '{"n":1}'))).toBe(1);
      expect(await store().put("a", 1, '{"n":2}')).toBe(true);
      expect(await store().get(["a", "b", "a"])).toEqual(new Map([["a", { version: 2, body: '{"n":2}' }]]));
    });

    test("a put on another version than the kept one changes nothing", async () => {
      await store().put("a", 0, "1");
      expect(await store().put("a", 0, "2")).toBe(false);
      expect(await store().put("a", 2, "2")).toBe(false);
      expect(await store().put("b", 1, "2")).toBe(false);
      expect(await store().get(["a", "b"])).toEqual(new Map([["a", { version: 1, body: "1" }]]));
    });

    test("of several at the same time exactly one is put", async () => {
      const puts = await Promise.all(upTo(8).map((number) => store().put("a", 0, String(number))));
      expect(puts.filter(Boolean)).toHaveLength(1);
    });

    test("up to 100 are read in one call, none in none, more not at all", async () => {
      for (const number of upTo(3)) await store().put(`a-${number}`, 0, "1");
      expect(await callsOf(current(), () => store().get(upTo(100).map((number) => `a-${number}`)))).toBe(1);
      expect(await callsOf(current(), () => store().get([]))).toBe(0);
      await expect(store().get(upTo(101).map((number) => `a-${number}`))).rejects.toThrow(RangeError);
    });
  });

  test("a dispatch on a channel is no delivery, and none on another channel", async () => {
    await current().ports.dispatches.put("a~1 email", 0, "{}");
    expect(await current().ports.dispatches.get(["a~1 sms"])).toEqual(new Map());
    expect(await current().ports.deliveries.states(["a~1"], "message")).toEqual(new Map());
  });

  test("waves of an opening are no match list of it", async () => {
    await current().ports.waves.put("job-1", 0, "{}");
    expect(await current().ports.matchLists.get("opening#job-1")).toEqual([]);
  });

  describe("opportunity sets", () => {
    const sets = () => current().ports.opportunities;

    test("joining gives all who are in it, whoever joined before, in one call", async () => {
      expect(await sets().join("k", ["b"])).toEqual(["b"]);
      expect(await sets().join("k", ["a", "b"])).toEqual(["a", "b"]);
      expect(await callsOf(current(), () => sets().join("k", ["c"]))).toBe(1);
      expect(await sets().members(["k", "other"])).toEqual(new Map([["k", ["a", "b", "c"]]]));
    });

    test("of several who join at the same time at least one sees each other one, and none is lost", async () => {
      const ids = upTo(8).map((number) => `job-${number}`);
      const seen = await Promise.all(ids.map((id) => sets().join("k", [id])));
      expect((await sets().members(["k"])).get("k")).toEqual(ids);
      expect(Math.max(...seen.map(({ length }) => length))).toBe(8);
    });

    test("who leaves is gone, and a set without anybody is none", async () => {
      await sets().join("k", ["a", "b"]);
      await sets().leave("k", ["a", "never"]);
      expect((await sets().members(["k"])).get("k")).toEqual(["b"]);
      await sets().leave("k", ["b"]);
      expect(await sets().members(["k"])).toEqual(new Map());
      expect(await callsOf(current(), () => sets().members([]))).toBe(0);
    });
  });

  describe("wake-ups", () => {
    const wakeUps = () => current().ports.wakeUps;

    test("are found at their hour alone, in order, once each, until they are cleared", async () => {
      await wakeUps().set(495_000, ["opening#b", "applicant#a", "opening#b"]);
      await wakeUps().set(495_000, ["applicant#a"]);
      await wakeUps().set(495_001, ["applicant#c"]);
      expect(await wakeUps().due(495_000)).toEqual(["applicant#a", "opening#b"]);
      await wakeUps().clear(495_000, ["applicant#a", "applicant#never"]);
      expect(await wakeUps().due(495_000)).toEqual(["opening#b"]);
      expect(await wakeUps().due(495_001)).toEqual(["applicant#c"]);
      expect(await wakeUps().due(1)).toEqual([]);
    });

    test("are set and cleared 25 a call", async () => {
      const many = upTo(60).map((number) => `applicant#${number}`);
      expect(await callsOf(current(), () => wakeUps().set(1, many))).toBe(3);
      expect(await callsOf(current(), () => wakeUps().clear(1, many))).toBe(3);
      expect(await wakeUps().due(1)).toEqual([]);
    });
  });

  describe("later tellings", () => {
    const recommendations = () => current().ports.recommendations;
    const DAY_MS = 24 * 60 * 60 * 1_000;
    const again = { ...told, telling: 2, score: 9_900, alertId: "another", toldAt: told.toldAt + 3 * DAY_MS };
    const firstToldAt = told.toldAt;

    test("replace what was told and keep what became of it, and when it was first told", async () => {
      await recommendations().tell(told);
      const outcome = { revision: 1, outcome: "seen", on: "2026-11-23", eventId: told.alertId } as const;
      await recommendations().recordOutcome({ applicantId: told.applicantId, openingId: told.openingId, ...outcome });
      expect(await callsOf(current(), () => recommendations().retell(again))).toBe(1);
      expect(await recommendations().list(told.applicantId)).toEqual([{ ...again, firstToldAt, history: [outcome] }]);
    });

    test("are the last word again when they are repeated, and never replace a later one", async () => {
      await recommendations().tell(told);
      await recommendations().retell({ ...again, telling: 3 });
      await recommendations().retell({ ...again, score: 1 });
      await recommendations().retell({ ...again, telling: 3, score: 9_901 });
      expect(await recommendations().list(told.applicantId)).toEqual([
        { ...again, firstToldAt, telling: 3, score: 9_901 },
      ]);
    });

    test("refuse nothing that became of an earlier one", async () => {
      await recommendations().tell(told);
      await recommendations().retell(again);
      const { applicantId, openingId, alertId } = told;
      const wish = { applicantId, openingId, revision: 1, outcome: "applied", eventId: alertId } as const;
      expect(await recommendations().recordOutcome({ ...wish, on: dayInSeoul(told.toldAt) })).toMatchObject({
        kind: "recorded",
      });
    });

    test("bring back nothing that an applicant has taken along", async () => {
      await recommendations().retell(again);
      expect(await recommendations().list(told.applicantId)).toEqual([]);
    });

    test("pairs are read together, without those that aren't kept", async () => {
      await recommendations().tell(told);
      await recommendations().tell({ ...told, applicantId: "applicant-2" });
      const pairs = [told, { ...told, applicantId: "applicant-2" }, { ...told, openingId: "never" }];
      const found = await recommendations().get(pairs);
      expect(found.map(({ applicantId }) => applicantId).toSorted()).toEqual(["applicant-1042", "applicant-2"]);
      expect(await callsOf(current(), () => recommendations().get([]))).toBe(0);
    });
  });

  test("what was recorded as sent stays sent, whatever comes late", async () => {
    const { deliveries } = current().ports;
    const sent = { recommendationId: "a~1", channel: "message", state: "sent", at: 1 } as const;
    await deliveries.record([sent]);
    await deliveries.record([{ ...sent, state: "suppressed", reason: "paused" }]);
    await deliveries.record([{ ...sent, recommendationId: "a~2", state: "deferred-to-digest" }]);
    await deliveries.record([{ ...sent, recommendationId: "a~2", state: "suppressed", reason: "paused" }]);
    const states = await deliveries.states(["a~1", "a~2"], "message");
    expect(states).toEqual(
      new Map([
        ["a~1", "sent"],
        ["a~2", "suppressed"],
      ]),
    );
  });

  test("of what isn't sent the last decision stays, in whichever order they come", async () => {
    const { deliveries } = current().ports;
    const waiting = {
      recommendationId: "a~3",
      channel: "message",
      state: "deferred-to-digest",
      at: 2,
      order: 4,
    } as const;
    const suppressed = { ...waiting, state: "suppressed", reason: "paused", at: 1, order: 5 } as const;
    const stateAfter = async (...records: Delivery[]) => {
      for (const one of records) await deliveries.record([one]);
      return (await deliveries.states(["a~3"], "message")).get("a~3");
    };
    expect(await stateAfter(waiting, suppressed, waiting)).toBe("suppressed");
    expect(await stateAfter({ ...waiting, order: 6 })).toBe("deferred-to-digest");
    expect(await stateAfter({ ...suppressed, order: 6 })).toBe("suppressed");
    expect(await stateAfter({ ...suppressed, state: "sent" })).toBe("sent");
  });
}
