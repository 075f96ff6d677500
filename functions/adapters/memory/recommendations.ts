import type { Recommendation, Recommendations } from "../../ports.ts";
import { splitIntoCalls, WRITE_LIMITS } from "../batches.ts";
import { requireFewIds } from "../limits.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

export function createRecommendations(rows: Table<string, Recommendation>, intercept: Intercept): Recommendations {
  return {
    tell: (recommendation) =>
      intercept("recommendations", "tell", () => {
        const { applicantId, openingId } = recommendation;
        if (rows.get(applicantId, openingId) !== undefined) return false;
        rows.put(applicantId, openingId, { ...recommendation });
        return true;
      }),
    told: async (applicantId, openingIds) => {
      requireFewIds(openingIds);
      if (openingIds.length === 0) return new Set();
      return intercept(
        "recommendations",
        "told",
        () => new Set(openingIds.filter((openingId) => rows.get(applicantId, openingId) !== undefined)),
      );
    },
    list: (applicantId) =>
      intercept("recommendations", "list", () => rows.sorted(applicantId).map((row) => ({ ...row }))),
    forget: async (applicantId) => {
      const found = await intercept("recommendations", "forget", () => rows.sorted(applicantId));
      for (const call of splitIntoCalls(found, WRITE_LIMITS)) {
        await intercept("recommendations", "forget", () => {
          for (const { openingId } of call) rows.delete(applicantId, openingId);
        });
      }
    },
  };
}
