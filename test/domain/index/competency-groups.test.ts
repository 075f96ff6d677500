import { describe, expect, test } from "vitest";
import { CompetencyGroups } from "../../../domain/index/applicants/competency-groups.ts";
import { GROUPS } from "../../../domain/index/applicants/row-layout.ts";

const COMPETENCIES = 500;
const GROUPS_PER_BAND = 8;

/** Rarities from 4 to 8, whatever the number. */
const rarities = Float64Array.from({ length: COMPETENCIES }, (_, number) => 4 + ((number * 7) % 5));

/** As people are: a few are held by most, most by a few. */
const holders = Uint32Array.from({ length: COMPETENCIES }, (_, number) =>
  Math.floor(10_000 / (1 + ((number * 13) % 500))),
);

function chosen(): CompetencyGroups {
  const groups = new CompetencyGroups();
  groups.choose(rarities, holders);
  return groups;
}

function membersOf(groups: CompetencyGroups): Map<number, number[]> {
  return Map.groupBy(rarities.keys(), (number) => groups.of(number));
}

describe("groups of competencies", () => {
  test("are all in use, and no others", () => {
    expect([...membersOf(chosen()).keys()].toSorted((a, b) => a - b)).toEqual([...Array(GROUPS).keys()]);
  });

  test("hold about equally rare ones: hardly a group more than two neighbouring rarities", () => {
    for (const members of membersOf(chosen()).values()) {
      const held = members.map((number) => rarities[number] as number);
      expect(Math.max(...held) - Math.min(...held)).toBeLessThanOrEqual(1);
    }
  });

  test("of a band are held by about as many people, save for what one competency brings by itself", () => {
    const members = membersOf(chosen());
    const sums = Array.from({ length: GROUPS }, (_, group) =>
      (members.get(group) ?? []).map((number) => holders[number] as number),
    );
    for (let first = 0; first < GROUPS; first += GROUPS_PER_BAND) {
      const band = sums.slice(first, first + GROUPS_PER_BAND);
      const whole = band.map((some) => some.reduce((sum, count) => sum + count, 0));
      const mean = whole.reduce((sum, one) => sum + one, 0) / whole.length;
      for (const [nth, sum] of whole.entries()) {
        if ((band[nth]?.length ?? 0) > 1) expect(sum).toBeLessThan(mean * 1.5);
      }
    }
  });

  test("of what wasn't there when they were chosen go by the number, and stay", () => {
    const groups = chosen();
    const before = [...groups.upTo(COMPETENCIES - 1)];
    expect(groups.of(COMPETENCIES + 5)).toBe((COMPETENCIES + 5) % GROUPS);
    const after = groups.upTo(COMPETENCIES + 5);
    expect([...after.slice(0, COMPETENCIES)]).toEqual(before);
    expect(after[COMPETENCIES + 5]).toBe(groups.of(COMPETENCIES + 5));
  });

  test("are given out evenly where nobody holds anything yet", () => {
    const groups = new CompetencyGroups();
    groups.choose(rarities, new Uint32Array(COMPETENCIES));
    for (const members of membersOf(groups).values()) {
      expect(members.length).toBeGreaterThanOrEqual(Math.floor(COMPETENCIES / GROUPS) - 1);
      expect(members.length).toBeLessThanOrEqual(Math.ceil(COMPETENCIES / GROUPS) + 1);
    }
  });
});
