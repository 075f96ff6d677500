import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explain } from "../../domain/matching/explain.ts";
import { OpeningAccounts } from "../../functions/notifying/opening-accounts.ts";
import { ruleFactsOf, theRules } from "../domain/programme/rules.ts";
import { applicants, LAW, openings } from "../fixtures/arbitraries.ts";
import { aBareJob, factsOf, rules, TODAY } from "../fixtures/facts.ts";

const NO_RULES: never[] = [];

describe("the account of an opening", () => {
  test("is for everybody what the pair's own explanation is", () => {
    fc.assert(
      fc.property(openings(), fc.array(applicants(), { minLength: 1, maxLength: 4 }), (opening, several) => {
        const accounts = new OpeningAccounts(rules);
        for (const applicant of several) {
          const account = accounts.of(opening, NO_RULES, TODAY);
          expect(account.facts).toEqual(factsOf.opening(opening));
          const facts = factsOf.applicant(applicant);
          expect(account.explain(facts)).toEqual(explain(account.facts, facts, rules));
        }
      }),
      { ...LAW, numRuns: 200 },
    );
  });

  test("is made once for as long as opening, rules and day are the same", () => {
    const accounts = new OpeningAccounts(rules);
    const opening = aBareJob();
    const account = accounts.of(opening, NO_RULES, TODAY);
    expect(accounts.of(opening, NO_RULES, TODAY)).toBe(account);
    expect(accounts.of({ ...opening }, NO_RULES, TODAY)).not.toBe(account);
    expect(accounts.of(opening, [], TODAY)).not.toBe(account);
    expect(accounts.of(opening, NO_RULES, TODAY + 1)).not.toBe(account);
  });

  test("follows the rules of its programme when these are revised", () => {
    const accounts = new OpeningAccounts(rules);
    const opening = aBareJob({ kind: "civic-role", programmeId: "boram" });
    const rulesFrom = (min: number) => [
      ruleFactsOf(theRules("boram", { age: { min, reference: { on: "matching-day" } } })),
    ];
    const [before, after] = [rulesFrom(40), rulesFrom(50)];
    expect(accounts.of(opening, before, TODAY).facts.ageMin).toBe(40);
    expect(accounts.of(opening, after, TODAY).facts.ageMin).toBe(50);
    expect(accounts.of(opening, before, TODAY).facts.ageMin).toBe(40);
  });

  test("is forgotten when a hundred others have come since", () => {
    const accounts = new OpeningAccounts(rules);
    const first = aBareJob();
    const account = accounts.of(first, NO_RULES, TODAY);
    for (let number = 0; number < 99; number++) accounts.of(aBareJob(), NO_RULES, TODAY);
    expect(accounts.of(first, NO_RULES, TODAY)).toBe(account);
    accounts.of(aBareJob(), NO_RULES, TODAY);
    expect(accounts.of(first, NO_RULES, TODAY)).not.toBe(account);
  });
});
