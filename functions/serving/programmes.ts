import { type RuleSet, toRuleSet } from "../../domain/programme/rule-set.ts";
import type { Serving } from "./serving.ts";

export interface Programme {
  readonly programmeId: string;
  /** By first valid day. */
  readonly rules: readonly RuleSet[];
}

/** Programmes that have openings now, in order of id, with all their rules. */
export async function programmesOf({ ports, replica }: Serving): Promise<readonly Programme[]> {
  const ids = new Set<string>();
  // Every shard has all openings: one of them is enough.
  const [state] = await replica.states();
  for (const { programme } of state?.openings.values() ?? [])
    if (programme !== undefined) ids.add(programme.programmeId);
  return Promise.all(
    [...ids].sort().map(async (programmeId) => {
      const rules = (await ports.programmes.of(programmeId)).map(({ body }) => toRuleSet(body));
      return { programmeId, rules };
    }),
  );
}
