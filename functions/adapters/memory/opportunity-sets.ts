import type { OpportunitySets } from "../../delivery-ports.ts";
import { requireFewIds } from "../limits.ts";
import type { Intercept } from "./intercept.ts";

export function createOpportunitySets(sets: Map<string, Set<string>>, intercept: Intercept): OpportunitySets {
  return {
    join: (key, ids) =>
      intercept("opportunities", "join", () => {
        const members = new Set([...(sets.get(key) ?? []), ...ids]);
        sets.set(key, members);
        return [...members].sort();
      }),
    leave: (key, ids) =>
      intercept("opportunities", "leave", () => {
        const left = new Set([...(sets.get(key) ?? [])].filter((id) => !ids.includes(id)));
        if (left.size === 0) sets.delete(key);
        else sets.set(key, left);
      }),
    members: async (keys) => {
      requireFewIds(keys);
      if (keys.length === 0) return new Map();
      return intercept("opportunities", "members", () => {
        const found = keys.flatMap((key) => {
          const members = sets.get(key);
          return members === undefined ? [] : [[key, [...members].sort()] as const];
        });
        return new Map(found);
      });
    },
  };
}
