import { takeOutcome } from "../../../domain/outcomes/life-cycle.ts";
import type { Recommendation, Recommendations } from "../../ports.ts";
import { inBatches } from "../../runtime/in-groups.ts";
import { WRITE_LIMITS } from "../batches.ts";
import { requireFewIds } from "../limits.ts";
import { toOutcome } from "../outcome-state.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

export function createRecommendations(
  port: "recommendations" | "bridges",
  rows: Table<string, Recommendation>,
  intercept: Intercept,
): Recommendations {
  return {
    tell: (recommendation) =>
      intercept(port, "tell", () => {
        const { applicantId, openingId } = recommendation;
        const kept = rows.get(applicantId, openingId) ?? { ...recommendation };
        rows.put(applicantId, openingId, kept);
        return { ...kept };
      }),
    retell: (recommendation) =>
      intercept(port, "retell", () => {
        const { applicantId, openingId, telling } = recommendation;
        const kept = rows.get(applicantId, openingId);
        if (kept === undefined || (kept.telling ?? 1) > telling) return;
        const { history, toldAt, firstToldAt = toldAt } = kept;
        rows.put(applicantId, openingId, {
          ...recommendation,
          ...(firstToldAt === recommendation.toldAt ? {} : { firstToldAt }),
          ...(history === undefined ? {} : { history }),
        });
      }),
    get: async (pairs) => {
      requireFewIds(pairs.map(({ openingId }) => openingId));
      if (pairs.length === 0) return [];
      return intercept(port, "get", () =>
        pairs
          .flatMap(({ applicantId, openingId }) => rows.get(applicantId, openingId) ?? [])
          .map((row) => ({ ...row })),
      );
    },
    recordOutcome: async (wish) => {
      const { applicantId, openingId } = wish;
      for (;;) {
        const read = await intercept(port, "recordOutcome", () => rows.get(applicantId, openingId));
        if (read === undefined) return { kind: "unknown" };
        const taken = takeOutcome(read.history ?? [], read.firstToldAt ?? read.toldAt, toOutcome(wish));
        if (taken.kind !== "recorded") return taken;
        const isPut = await intercept(port, "recordOutcome", () => {
          if (rows.get(applicantId, openingId)?.history !== read.history) return false;
          if (rows.get(applicantId, openingId) === undefined) return false;
          rows.put(applicantId, openingId, { ...read, history: taken.history });
          return true;
        });
        if (isPut) return taken;
      }
    },
    retract: ({ applicantId, openingId, alertId }) =>
      intercept(port, "retract", () => {
        const kept = rows.get(applicantId, openingId);
        if (kept?.alertId === alertId && kept.history === undefined) rows.delete(applicantId, openingId);
      }),
    list: (applicantId) => intercept(port, "list", () => rows.sorted(applicantId).map((row) => ({ ...row }))),
    forget: async (applicantId) => {
      const found = await intercept(port, "forget", () => rows.sorted(applicantId));
      for (const call of inBatches(found, WRITE_LIMITS)) {
        await intercept(port, "forget", () => {
          for (const { openingId } of call) rows.delete(applicantId, openingId);
        });
      }
    },
    each: async function* () {
      yield* await intercept(port, "each", () => rows.all().map((row) => ({ ...row })));
    },
  };
}
