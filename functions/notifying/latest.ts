import { type RuleFacts, toRuleFacts } from "../../domain/programme/rule-facts.ts";
import { toRuleSet } from "../../domain/programme/rule-set.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import type { EntityStore, RuleSets } from "../ports.ts";
import { inReads } from "../runtime/in-groups.ts";

type Parse<T> = (value: unknown, completions: readonly string[]) => T;

/** The latest of some entities, without those that have left or are closed. A revision is parsed once, with the completions beside it. */
export class Latest<T> {
  readonly #store: EntityStore;
  readonly #parse: Parse<T>;
  readonly #parsed = new Map<string, { readonly version: string; readonly value: T }>();

  constructor(store: EntityStore, parse: Parse<T>) {
    this.#store = store;
    this.#parse = parse;
  }

  async read(ids: readonly string[]): Promise<Map<string, T>> {
    const found = new Map<string, T>();
    for (const read of inReads([...new Set(ids)])) {
      for (const { id, revision, body, completions = [], isClosed } of await this.#store.get(read)) {
        if (body === undefined || isClosed) continue;
        const version = `${revision} ${completions.length}`;
        const before = this.#parsed.get(id);
        const value = before?.version === version ? before.value : this.#parse(JSON.parse(body), completions);
        this.#parsed.set(id, { version, value });
        found.set(id, value);
      }
    }
    return found;
  }
}

/** The rule sets of some programmes. Those of one programme are the same list until one of them is revised or added. */
export class LatestRules {
  readonly #store: RuleSets;
  readonly #taxonomy: Taxonomy;
  readonly #parsed = new Map<string, { readonly versions: string; readonly rules: readonly RuleFacts[] }>();

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
