import type { Recommendation, Recommendations } from "../../ports.ts";
import { splitIntoCalls, WRITE_LIMITS } from "../batches.ts";
import { requireFewIds } from "../limits.ts";
import { standsAgainst, toOutcome } from "../outcome-state.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

export function createRecommendations(rows: Table<string, Recommendation>, intercept: Intercept): Recommendations {
  return {
    tell: (recommendation) =>
      intercept("recommendations", "tell", () => {
        const { applicantId, openingId } = recommendation;
        const kept = rows.get(applicantId, openingId) ?? { ...recommendation };
        rows.put(applicantId, openingId, kept);
        return { ...kept };
      }),
    retell: (recommendation) =>
      intercept("recommendations", "retell", () => {
        const { applicantId, openingId, telling } = recommendation;
        const kept = rows.get(applicantId, openingId);
        if (kept === undefined || (kept.telling ?? 1) > telling) return;
        const { outcome } = kept;
        rows.put(applicantId, openingId, { ...recommendation, ...(outcome === undefined ? {} : { outcome }) });
      }),
    get: async (pairs) => {
      requireFewIds(pairs.map(({ openingId }) => openingId));
      if (pairs.length === 0) return [];
      return intercept("recommendations", "get", () =>
        pairs
          .flatMap(({ applicantId, openingId }) => rows.get(applicantId, openingId) ?? [])
          .map((row) => ({ ...row })),
      );
    },
    recordOutcome: (wish) =>
      intercept("recommendations", "recordOutcome", () => {
        const { applicantId, openingId } = wish;
        const kept = rows.get(applicantId, openingId);
        const reason = standsAgainst(kept, wish);
        if (kept === undefined || reason !== undefined) return reason ?? "unknown";
        rows.put(applicantId, openingId, { ...kept, outcome: toOutcome(wish) });
        return "recorded";
      }),
    retract: ({ applicantId, openingId, alertId }) =>
      intercept("recommendations", "retract", () => {
        const kept = rows.get(applicantId, openingId);
        if (kept?.alertId === alertId && kept.outcome === undefined) rows.delete(applicantId, openingId);
      }),
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
