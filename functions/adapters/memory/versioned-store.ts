import type { Versioned, VersionedStore } from "../../delivery-ports.ts";
import { requireFewIds } from "../limits.ts";
import type { Intercept } from "./intercept.ts";

export function createVersionedStore(
  port: "mailboxes" | "waves" | "dispatches" | "requests" | "shardPlans" | "terms",
  rows: Map<string, Versioned>,
  intercept: Intercept,
): VersionedStore {
  return {
    get: async (ids) => {
      requireFewIds(ids);
      if (ids.length === 0) return new Map();
      return intercept(port, "get", () => {
        const found = [...new Set(ids)].flatMap((id) => {
          const row = rows.get(id);
          return row === undefined ? [] : [[id, { ...row }] as const];
        });
        return new Map(found);
      });
    },
    put: (id, version, body) =>
      intercept(port, "put", () => {
        if ((rows.get(id)?.version ?? 0) !== version) return false;
        rows.set(id, { version: version + 1, body });
        return true;
      }),
  };
}
