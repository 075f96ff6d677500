import { type Explanation, explainFor } from "../../domain/matching/explain.ts";
import { type ApplicantFacts, type OpeningFacts, toOpeningFacts } from "../../domain/matching/facts.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { type RuleFacts, ruleFactsOn } from "../../domain/programme/rule-facts.ts";
import { underRules } from "../../domain/programme/under-rules.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";

/** What one opening is on one day, and what it makes of people. */
export interface OpeningAccount {
  readonly facts: OpeningFacts;
  readonly explain: (applicant: ApplicantFacts) => Explanation;
}

interface Kept {
  readonly account: OpeningAccount;
  readonly rules: readonly RuleFacts[];
  readonly today: number;
}

/** As many as one person is listed for, and more than come in one batch: a few hundred kilobytes. */
const OPENINGS_MAX = 100;

/**
 * Accounts of the openings that are being told of: an opening is told to many people at once, and what it asks is looked up once for all of
 * them. Openings, and lists of rules, are the very same objects as long as nobody revises them, so a look at the object says whether it is
 * still what it was.
 */
export class OpeningAccounts {
  readonly #kept = new Map<Opening, Kept>();
  readonly #configuration: Pick<MatchingConfiguration, "taxonomy" | "weights">;

  constructor(configuration: Pick<MatchingConfiguration, "taxonomy" | "weights">) {
    this.#configuration = configuration;
  }

  of(opening: Opening, rules: readonly RuleFacts[], today: number): OpeningAccount {
    const kept = this.#kept.get(opening);
    if (kept?.rules === rules && kept.today === today) return kept.account;
    const { taxonomy, weights } = this.#configuration;
    const facts = underRules(toOpeningFacts(opening, taxonomy), ruleFactsOn(rules, today), today);
    const account = { facts, explain: explainFor(facts, { taxonomy, weights, today }) };
    this.#kept.delete(opening);
    this.#kept.set(opening, { account, rules, today });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > OPENINGS_MAX && oldest !== undefined) this.#kept.delete(oldest);
    return account;
  }
}
