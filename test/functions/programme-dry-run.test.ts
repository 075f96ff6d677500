import { describe, expect, test } from "vitest";
import { toRuleFacts } from "../../domain/programme/rule-facts.ts";
import type { RuleSet } from "../../domain/programme/rule-set.ts";
import { type OpeningChange, termsOf, whatIf } from "../../functions/operating/what-if.ts";
import { configuration, type MemoryService } from "../fixtures/memory-service.ts";

import { aTown, between, boram, idsOf, named, taxonomy } from "./programme-town.ts";

describe("a dry run of rules", () => {
  const deployed = { generation: 1, shards: 1 };
  const dryRun = async (service: MemoryService, rules: readonly RuleSet[]) => {
    const terms = termsOf(configuration);
    const changes: OpeningChange[] = [];
    const found = await whatIf(terms, terms, service.world, {
      deployed,
      taxonomy,
      rules: rules.map((one) => toRuleFacts(one, taxonomy)),
      onChange: (change) => changes.push(change),
    });
    return { found, changes };
  };

  test("says who would be told and who would match no more, and changes nothing", async () => {
    const service = await aTown();
    const { found, changes } = await dryRun(service, [boram(50, 68, { revision: 2 })]);
    expect(changes).toEqual([
      { openingId: "role-1", toldAnew: named([68]), lost: expect.arrayContaining(named([49])) },
    ]);
    expect(changes[0]?.lost.toSorted()).toEqual(between(40, 49));
    expect(found).toMatchObject({ newAlerts: 1, lostPairs: 3 });
    expect(await idsOf(service, "role-1")).toEqual(between(40, 67));
  });

  test("looks at the day on which they are valid", async () => {
    const service = await aTown();
    const { changes } = await dryRun(service, [boram(41, 67, { validFrom: "2026-11-30" })]);
    // Whoever is forty by then is so today: only the new bound keeps them out.
    expect(changes).toEqual([{ openingId: "role-1", toldAnew: [], lost: named([40]) }]);
  });
});
