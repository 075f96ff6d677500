import { expect, test } from "vitest";
import { CLASSES, WAY_ENDS } from "../../../domain/index/applicants/row-classes.ts";
import { OUT } from "../../../domain/index/applicants/shares.ts";
import { WayTables } from "../../../domain/index/applicants/way-losses.ts";
import { LinearMemory } from "../../../domain/index/linear-memory.ts";

const MINUTES = [0, 10, 45, 90, 300];

/** What a way loses, by class, in a table made for this weight alone. */
function lossesAlone(weight: number, minutes: number): number[] {
  const memory = new LinearMemory(false);
  const tables = new WayTables(memory);
  const address = tables.addressOf(tables.of(weight), minutes);
  return [...memory.u8.slice(address, address + CLASSES)];
}

test("the two weights of an opening keep their tables, however many there were before", () => {
  const memory = new LinearMemory(false);
  const tables = new WayTables(memory);
  for (let number = 0; number < 100; number++) {
    // The first was asked for before, ever longer ago, the second is new.
    const asked = [number / 300, (number + 1) / 100];
    if (number < 50) tables.of(number / 300);
    for (let before = 0; before < number; before++) tables.of(1 + before);
    const both = asked.map((one) => tables.of(one));
    for (const minutes of MINUTES) {
      const addresses = both.map((losses) => tables.addressOf(losses, minutes));
      const read = addresses.map((address) => [...memory.u8.slice(address, address + CLASSES)]);
      expect(read).toEqual(asked.map((one) => lossesAlone(one, minutes)));
    }
  }
});

test("a way rules out whom it is too long for, and loses half of its weight at their longest", () => {
  for (const [at, most] of WAY_ENDS.entries()) {
    const losses = lossesAlone(1, 60);
    const lost = at === CLASSES - 1 ? 0 : most < 60 ? OUT : (30 / most) * 255;
    expect(losses[at]).toBeLessThanOrEqual(lost);
    expect(losses[at]).toBeGreaterThanOrEqual(lost - 1);
  }
});
