import { expect, test } from "vitest";
import { rematch } from "../../functions/operating/rematching.ts";
import { termsOf, whatIf } from "../../functions/operating/what-if.ts";
import { aJobBody, aProfileBody } from "../fixtures/bodies.ts";
import { configuration, MemoryService } from "../fixtures/memory-service.ts";

const deployed = { generation: 1, shards: 1 };
const { taxonomy } = configuration;

/** Somebody whom three jobs suit. */
async function aService(): Promise<MemoryService> {
  const service = new MemoryService();
  const jobs = [1, 2, 3].map((n) =>
    aJobBody({ openingId: `job-${n}`, employerId: `cafe-${n}`, title: `바리스타 ${n}호점` }),
  );
  await service.accept(aProfileBody(), ...jobs);
  return service;
}

test("what a person's own list has no room for is counted by the cap that is asked about", async () => {
  const { world } = await aService();
  const asIs = termsOf(configuration);
  const found = await whatIf(asIs, { ...asIs, ownListMax: 1 }, world, { deployed, taxonomy });
  expect(found).toMatchObject({ before: { pairs: 3, unlisted: 0 }, after: { pairs: 3, unlisted: 2 } });
});

test("a rematch is paced by messages, of which an opening takes one for each shard", async () => {
  const { world } = await aService();
  const paced: number[] = [];
  const plan = { generation: 1, shards: 3 };
  const { records } = await rematch("now", world, { deployed: plan, taxonomy }, async (messages) => {
    paced.push(messages);
  });
  expect(records).toBe(4);
  expect(paced.reduce((sum, messages) => sum + messages, 0)).toBe(1 + 3 * plan.shards);
});
