import { beforeEach, describe } from "vitest";
import { describeCases } from "./contract-cases.ts";
import { describeCenterFeeds, describeWebhooks } from "./contract-center-feeds.ts";
import { describeCompletions } from "./contract-completions.ts";
import { describeDelivery } from "./contract-delivery.ts";
import { describeEntityStores } from "./contract-entity-stores.ts";
import { describeMatchLists } from "./contract-match-lists.ts";
import { describeFollowUps, describeLedger, describeOutcomes } from "./contract-outcomes.ts";
import { describeOutgoing } from "./contract-outgoing.ts";
import { describeRuleSets } from "./contract-rule-sets.ts";
import { describeShardLog } from "./contract-shard-log.ts";
import { describeTold } from "./contract-told.ts";
import type { CreateHarness, Harness } from "./harness.ts";

/** Every sentence of `functions/ports.ts`, as tests that each adapter runs. */
export function describePorts(adapter: string, createHarness: CreateHarness): void {
  describe(`ports ${adapter}`, () => {
    let harness: Harness;
    beforeEach(async () => {
      harness = await createHarness();
    });
    const current = () => harness;
    describeEntityStores(current);
    describeCompletions(current);
    describeRuleSets(current);
    describeShardLog(current);
    describeMatchLists(current);
    describeTold(current);
    describeDelivery(current);
    describeOutcomes(current);
    describeFollowUps(current);
    describeLedger(current);
    describeCases(current);
    describeOutgoing(current);
    describeCenterFeeds(current);
    describeWebhooks(current);
  });
}
