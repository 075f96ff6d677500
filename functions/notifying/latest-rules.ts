import { type RuleFacts, toRuleFacts } from "../../domain/programme/rule-facts.ts";
import { toRuleSet } from "../../domain/programme/rule-set.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { RuleSets } from "../ports.ts";

interface Parsed {
  readonly versions: string;
  readonly rules: readonly RuleFacts[];
}

/** The rule sets of some programmes. Those of one programme are the same list until one of them is revised or added. */
export class LatestRules {
  readonly #store: RuleSets;
  readonly #taxonomy: Taxonomy;
  readonly #parsed = new Map<string, Parsed>();

  constructor(store: RuleSets, taxonomy: Taxonomy) {
    this.#store = store;
    this.#taxonomy = taxonomy;
  }

  async read(programmeIds: readonly string[]): Promise<ReadonlyMap<string, readonly RuleFacts[]>> {
    const found = new Map<string, readonly RuleFacts[]>();
    for (const programmeId of new Set(programmeIds)) {
      const kept = await this.#store.of(programmeId);
      const versions = kept.map(({ validFrom, revision }) => `${validFrom} ${revision}`).join();
      const before = this.#parsed.get(programmeId);
      const isSame = before?.versions === versions;
      const rules = isSame ? before.rules : kept.map(({ body }) => toRuleFacts(toRuleSet(body), this.#taxonomy));
      if (!isSame) this.#parsed.set(programmeId, { versions, rules });
      found.set(programmeId, rules);
    }
    return found;
  }
}
