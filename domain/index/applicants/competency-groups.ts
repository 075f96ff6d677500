import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import { GROUP_BYTES } from "./row-layout.ts";

export const GROUPS = GROUP_BYTES * 8;

/** How competencies are grouped for the rows' signature, and whose rarities the rows add up. */
export interface Grouping {
  readonly taxonomy: Taxonomy;
  /** Group 0–63 by competency number. */
  groupOf(number: number): number;
}

/**
 * Groups of nearly equal size, each of a competency and those most closely related to it: what serves the same requirement shares a bit, and
 * the other bits say that little is served. Which groups there are changes how many rows are looked at twice, never what is found.
 */
export function groupingBy(taxonomy: Taxonomy): Grouping {
  const count = taxonomy.competencies.length;
  const groups = new Uint8Array(count + 1).fill(GROUPS);
  const room = Math.max(1, Math.ceil(count / GROUPS));
  let group = 0;
  let taken = 0;
  const take = (number: number): void => {
    groups[number] = group;
    taken++;
  };
  for (let number = 1; number <= count; number++) {
    if (groups[number] !== GROUPS) continue;
    if (taken === room) {
      group++;
      taken = 0;
    }
    take(number);
    for (const { number: related } of taxonomy.relatedTo(number)) {
      if (taken < room && groups[related] === GROUPS) take(related);
    }
  }
  const known = (number: number): boolean => number > 0 && number <= count;
  return { taxonomy, groupOf: (number) => (known(number) ? (groups[number] ?? 0) : number % GROUPS) };
}
