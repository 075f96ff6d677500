import type { Taxonomy } from "../../taxonomy/taxonomy.ts";
import type { Grouping } from "./row-values.ts";

/** Numbers that follow one another belong to one subject, so neighbours share a group. */
export function groupingBy(taxonomy: Taxonomy): Grouping {
  return { taxonomy, groupOf: (number) => (number >> 2) & 63 };
}
