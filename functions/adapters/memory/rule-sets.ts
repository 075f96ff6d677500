import type { KeptRules, RuleSets } from "../../ports.ts";
import { standsInTheWay } from "../entity-state.ts";
import type { Intercept } from "./intercept.ts";
import type { Table } from "./table.ts";

export function createRuleSets(rows: Table<string, KeptRules>, intercept: Intercept): RuleSets {
  return {
    keep: (rules) =>
      intercept("programmes", "keep", () => {
        const before = rows.get(rules.programmeId, rules.validFrom);
        const state = before && { ...before, isClosed: false, isWithdrawn: false };
        const obstacle = standsInTheWay(state, { kind: "keep", ...rules });
        if (obstacle !== undefined) return obstacle;
        rows.put(rules.programmeId, rules.validFrom, { ...rules });
        return { kind: "kept" };
      }),
    of: (programmeId) => intercept("programmes", "of", () => rows.sorted(programmeId)),
    each: async function* () {
      yield await intercept("programmes", "each", () => rows.all().map((row) => ({ ...row })));
    },
  };
}
