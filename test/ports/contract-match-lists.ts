import { describe, expect, test } from "vitest";
import type { MatchList } from "../../functions/ports.ts";
import { bytesOf, callsOf, type Harness } from "./harness.ts";

const SUBJECT = "opening#job-mapo-cafe-7";

function aList(asOfSeq: number, byte: number, shard = "shard#1#0"): MatchList {
  return { subject: SUBJECT, shard, asOfSeq, packed: bytesOf(byte) };
}

export function describeMatchLists(current: () => Harness): void {
  describe("match lists", () => {
    const lists = () => current().ports.matchLists;

    test("a list comes back as it was put, in one call each way", async () => {
      expect(await callsOf(current(), () => lists().put(aList(3, 1)))).toBe(1);
      expect(await callsOf(current(), () => lists().get(SUBJECT))).toBe(1);
      expect(await lists().get(SUBJECT)).toEqual([aList(3, 1)]);
    });

    test("a list made later replaces, one made at the same position too", async () => {
      await lists().put(aList(9, 1));
      await lists().put(aList(10, 2));
      expect(await lists().get(SUBJECT)).toEqual([aList(10, 2)]);
      await lists().put(aList(10, 3));
      expect(await lists().get(SUBJECT)).toEqual([aList(10, 3)]);
    });

    test("a list made earlier never replaces, and that is no fault", async () => {
      await lists().put(aList(10, 1));
      await lists().put(aList(9, 2));
      expect(await lists().get(SUBJECT)).toEqual([aList(10, 1)]);
    });

    test("the latest of lists put at the same time stays", async () => {
      await Promise.all([5, 9, 1, 7, 3].map((seq) => lists().put(aList(seq, seq))));
      expect(await lists().get(SUBJECT)).toEqual([aList(9, 9)]);
    });

    test("a subject has one list on each shard, in the order of shards", async () => {
      await lists().put(aList(1, 2, "shard#1#1"));
      await lists().put(aList(5, 1, "shard#1#0"));
      await lists().put({ ...aList(9, 9), subject: "opening#job-mapo-cafe-8" });
      expect(await lists().get(SUBJECT)).toEqual([aList(5, 1, "shard#1#0"), aList(1, 2, "shard#1#1")]);
    });

    test("a removed list is gone from its shard alone; removing what isn't there is no fault", async () => {
      await lists().put(aList(1, 1, "shard#1#0"));
      await lists().put(aList(1, 1, "shard#1#1"));
      expect(await callsOf(current(), () => lists().remove(SUBJECT, "shard#1#0", 1))).toBe(1);
      await lists().remove(SUBJECT, "shard#1#0", 1);
      expect(await lists().get(SUBJECT)).toEqual([aList(1, 1, "shard#1#1")]);
    });

    test("a list that was made later is not removed", async () => {
      await lists().put(aList(7, 1));
      const [{ shard } = { shard: "" }] = await lists().get(SUBJECT);
      await lists().remove(SUBJECT, shard, 6);
      expect(await lists().get(SUBJECT)).toEqual([aList(7, 1)]);
    });

    test("a list made before another was removed doesn't come back, one made later does", async () => {
      await lists().put(aList(3, 1));
      await lists().remove(SUBJECT, "shard#1#0", 5);
      await lists().put(aList(4, 2));
      expect(await lists().get(SUBJECT)).toEqual([]);
      await lists().put(aList(6, 3));
      expect(await lists().get(SUBJECT)).toEqual([aList(6, 3)]);
    });

    test("what was put and what was read are copies: writing into them changes nothing", async () => {
      const list = aList(1, 1);
      await lists().put(list);
      list.packed[0] = 2;
      for (const { packed } of await lists().get(SUBJECT)) packed[0] = 3;
      expect(await lists().get(SUBJECT)).toEqual([aList(1, 1)]);
    });

    test("a subject nobody knows has no lists", async () => {
      expect(await lists().get("applicant#nobody")).toEqual([]);
    });
  });
}
