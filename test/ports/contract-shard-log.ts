import { describe, expect, test } from "vitest";
import { bytesOf, callsOf, collectPages, type Harness, upTo } from "./harness.ts";

const SHARD = "shard#1#0";

export function describeShardLog(current: () => Harness): void {
  describe("shard log", () => {
    const log = () => current().ports.shardLog;
    const numbersAfter = async (seq: number) =>
      (await collectPages(log().readAfter(SHARD, seq))).map((item) => item.seq);

    test("an item comes back byte for byte", async () => {
      const record = bytesOf(...upTo(256).map((number) => number - 1));
      expect(await log().append(SHARD, { seq: 1, record })).toBe(true);
      expect(await collectPages(log().readAfter(SHARD, 0))).toEqual([{ seq: 1, record }]);
    });

    test("items come in the order of their numbers, whatever order they were put in", async () => {
      for (const seq of [10, 2, 1, 9, 100]) await log().append(SHARD, { seq, record: bytesOf(seq) });
      expect(await numbersAfter(0)).toEqual([1, 2, 9, 10, 100]);
    });

    test("reading starts after a number, also when that number is missing", async () => {
      for (const seq of [1, 2, 4, 5]) await log().append(SHARD, { seq, record: bytesOf(seq) });
      expect(await numbersAfter(2)).toEqual([4, 5]);
      expect(await numbersAfter(3)).toEqual([4, 5]);
      expect(await numbersAfter(5)).toEqual([]);
    });

    test("a taken number stays with its first item", async () => {
      await log().append(SHARD, { seq: 1, record: bytesOf(1) });
      expect(await log().append(SHARD, { seq: 1, record: bytesOf(2) })).toBe(false);
      expect(await log().append(SHARD, { seq: 1, record: bytesOf(1) })).toBe(false);
      expect(await collectPages(log().readAfter(SHARD, 0))).toEqual([{ seq: 1, record: bytesOf(1) }]);
    });

    test("of several writers at one number exactly one wins, and its item is there", async () => {
      const writers = upTo(8);
      const won = await Promise.all(writers.map((writer) => log().append(SHARD, { seq: 1, record: bytesOf(writer) })));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect(await collectPages(log().readAfter(SHARD, 0))).toEqual([
        { seq: 1, record: bytesOf(won.indexOf(true) + 1) },
      ]);
    });

    test("shards have numbers of their own", async () => {
      await log().append(SHARD, { seq: 1, record: bytesOf(1) });
      expect(await log().append("shard#1#1", { seq: 1, record: bytesOf(2) })).toBe(true);
      expect(await collectPages(log().readAfter("shard#1#1", 0))).toEqual([{ seq: 1, record: bytesOf(2) }]);
    });

    test("a log longer than one answer of the service is read whole", async () => {
      const record = new Uint8Array(100 * 1_024).fill(7);
      for (const seq of upTo(12)) await log().append(SHARD, { seq, record });
      expect(await numbersAfter(0)).toEqual(upTo(12));
    });

    test("what was read is a copy: writing into it changes nothing", async () => {
      const record = bytesOf(1);
      await log().append(SHARD, { seq: 1, record });
      record[0] = 2;
      for (const item of await collectPages(log().readAfter(SHARD, 0))) item.record?.fill(3);
      expect(await collectPages(log().readAfter(SHARD, 0))).toEqual([{ seq: 1, record: bytesOf(1) }]);
    });

    test("emptied items are holes whose numbers stay taken, also more than one call takes and named twice", async () => {
      for (const seq of upTo(30)) await log().append(SHARD, { seq, record: bytesOf(seq) });
      await log().empty(SHARD, [...upTo(28), 28]);
      expect(await collectPages(log().readAfter(SHARD, 27))).toEqual([
        { seq: 28, record: undefined },
        { seq: 29, record: bytesOf(29) },
        { seq: 30, record: bytesOf(30) },
      ]);
      expect(await log().append(SHARD, { seq: 5, record: bytesOf(5) })).toBe(false);
    });

    test("appending and emptying take one call each, emptying nothing takes none", async () => {
      expect(await callsOf(current(), () => log().append(SHARD, { seq: 1, record: bytesOf(1) }))).toBe(1);
      expect(await callsOf(current(), () => log().empty(SHARD, [1]))).toBe(1);
      expect(await callsOf(current(), () => log().empty(SHARD, []))).toBe(0);
      expect(await callsOf(current(), () => numbersAfter(0))).toBe(1);
    });
  });
}
