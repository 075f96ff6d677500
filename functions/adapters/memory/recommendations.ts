import type { Recommendation, Recommendations } from "../../ports.ts";
import { splitIntoCalls, WRITE_LIMITS } from "../batches.ts";
import { standsAgainst, toOutcome } from "../outcome-state.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

export function createRecommendations(
  rows: Table<string, Recommendation>,
  intercept: Intercept,
  port: "recommendations" | "bridges" = "recommendations",
): Recommendations {
  return {
    tell: (recommendation) =>
      intercept(port, "tell", () => {
        const { applicantId, openingId } = recommendation;
        const kept = rows.get(applicantId, openingId) ?? { ...recommendation };
        rows.put(applicantId, openingId, kept);
        return { ...kept };
      }),
    recordOutcome: (wish) =>
      intercept(port, "recordOutcome", () => {
        const { applicantId, openingId } = wish;
        const kept = rows.get(applicantId, openingId);
        const reason = standsAgainst(kept, wish);
        if (kept === undefined || reason !== undefined) return reason ?? "unknown";
        rows.put(applicantId, openingId, { ...kept, outcome: toOutcome(wish) });
        return "recorded";
      }),
    retract: ({ applicantId, openingId, alertId }) =>
      intercept(port, "retract", () => {
        const kept = rows.get(applicantId, openingId);
        if (kept?.alertId === alertId && kept.outcome === undefined) rows.delete(applicantId, openingId);
      }),
    list: (applicantId) => intercept(port, "list", () => rows.sorted(applicantId).map((row) => ({ ...row }))),
    forget: async (applicantId) => {
      const found = await intercept(port, "forget", () => rows.sorted(applicantId));
      for (const call of splitIntoCalls(found, WRITE_LIMITS)) {
        await intercept(port, "forget", () => {
          for (const { openingId } of call) rows.delete(applicantId, openingId);
        });
      }
    },
  };
}
