import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allShards, shardName, shardOf } from "../../../domain/index/shards.ts";
import { Column, Slots } from "../../../domain/index/slots.ts";
import { LAW } from "../../fixtures/arbitraries.ts";

describe("slots", () => {
  test("hold what a plain map holds, each id in a slot of its own, and use free ones again", () => {
    const steps = fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "d"), fc.option(fc.nat())));
    fc.assert(
      fc.property(steps, (taken) => {
        const slots = new Slots<number>();
        const plain = new Map<string, { slot: number; value: number }>();
        let widest = 0;
        for (const [id, value] of taken) {
          if (value === null) {
            expect(slots.remove(id)).toBe(plain.get(id)?.slot);
            plain.delete(id);
          } else {
            const slot = slots.put(id, value);
            expect(slot).toBe(plain.get(id)?.slot ?? slot);
            plain.set(id, { slot, value });
          }
          widest = Math.max(widest, plain.size);
          for (const [known, entry] of plain) {
            expect([slots.get(known), slots.at(entry.slot)]).toEqual([entry.value, entry.value]);
          }
          expect(new Set([...plain.values()].map(({ slot }) => slot)).size).toBe(plain.size);
          expect(slots.size).toBe(plain.size);
        }
        expect(slots.capacity).toBe(widest);
        expect([...slots.values()].sort()).toEqual([...plain.values()].map(({ value }) => value).sort());
      }),
      LAW,
    );
  });

  test("a column grows to any slot and is 0 where nothing was set", () => {
    const column = new Column();
    column.set(1_000, -1);
    column.set(3, 7);
    expect([column.at(1_000), column.at(3), column.at(999), column.at(1_000_000)]).toEqual([-1, 7, 0, 0]);
  });
});

describe("shards", () => {
  // Changing one of these moves people between shards of a live deployment.
  test.each([
    ["applicant-1042", "1#3"],
    ["a", "1#4"],
    ["b", "1#5"],
    ["01KB0000000000000000000005", "1#4"],
  ])("the shard of %s is and stays %s of eight", (id, name) => {
    expect(shardOf({ generation: 1, shards: 8 }, id)).toBe(name);
  });

  test("everybody has one of the plan's shards", () => {
    fc.assert(
      fc.property(
        fc.uuid(),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        (id, shards, generation) => {
          expect(allShards({ generation, shards })).toContain(shardOf({ generation, shards }, id));
        },
      ),
      LAW,
    );
  });

  test("numbered people spread evenly", () => {
    const counts = new Map<string, number>();
    for (let number = 0; number < 8_000; number++) {
      const name = shardOf({ generation: 2, shards: 8 }, `applicant-${number}`);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(counts.size).toBe(8);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });

  test("an opening goes to every shard", () => {
    expect(allShards({ generation: 3, shards: 2 })).toEqual(["3#0", "3#1"]);
    expect(shardName({ generation: 3, shards: 2 }, 1)).toBe("3#1");
  });
});
