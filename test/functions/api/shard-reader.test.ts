import { describe, expect, test } from "vitest";
import { encodeRecord } from "../../../domain/index/log-record.ts";
import { toOpeningFacts } from "../../../domain/matching/facts.ts";
import { createMemoryWorld } from "../../../functions/adapters/memory/memory-world.ts";
import { putMove, type ShardMove } from "../../../functions/operating/shard-move.ts";
import { createReplica } from "../../../functions/serving/replica.ts";
import { ShardReader } from "../../../functions/serving/shard-reader.ts";
import { aJobBody, anOpening, aProfileBody } from "../../fixtures/bodies.ts";
import { configuration, MemoryService } from "../../fixtures/memory-service.ts";

const { taxonomy } = configuration;
const SHARD = "1#0";

const record = (openingId: string) =>
  encodeRecord({ type: "opening", facts: toOpeningFacts(anOpening({ openingId }), taxonomy), openSince: 20_000 });

function aReader() {
  const { shardLog } = createMemoryWorld({ now: () => 0 });
  const append = (seq: number, openingId: string) => shardLog.append(SHARD, { seq, record: record(openingId) });
  const reader = new ShardReader(SHARD, shardLog, taxonomy);
  return { append, reader, shardLog };
}

const ids = ({ state }: ShardReader): string[] => [...state.openings.values()].map(({ openingId }) => openingId).sort();

describe("a reader of a shard's log", () => {
  test("has what the log has, and what has been appended since when it looks again", async () => {
    const { append, reader, shardLog } = aReader();
    await append(1, "a");
    await append(2, "a");
    await append(3, "b");
    await shardLog.empty(SHARD, [2]);
    await reader.catchUp();
    expect([ids(reader), reader.state.lastSeq]).toEqual([["a", "b"], 3]);
    await append(4, "c");
    await reader.catchUp();
    expect(ids(reader)).toEqual(["a", "b", "c"]);
  });
});

test("a replica of several shards knows every opening on each, and each applicant on their own", async () => {
  const service = new MemoryService({ shards: 3 });
  const people = Array.from({ length: 12 }, (_, at) => `person-${at}`);
  await service.accept(...people.map((applicantId) => aProfileBody({ applicantId })), aJobBody());
  const replica = createReplica({ generation: 1, shards: 3 }, service.world, taxonomy);
  const states = await replica.states();
  expect(states.map(({ openings }) => openings.size)).toEqual([1, 1, 1]);
  expect(states.reduce((sum, { applicants }) => sum + applicants.size, 0)).toBe(people.length);
  for (const applicantId of people) {
    expect((await replica.stateOf(applicantId)).applicants.get(applicantId)?.applicantId).toBe(applicantId);
  }
});

test("a replica reads the generation that tells people, while another one is filled and once it has taken over", async () => {
  const { shardLog, shardPlans } = createMemoryWorld({ now: () => 0 });
  const [current, next] = [
    { generation: 1, shards: 1 },
    { generation: 2, shards: 2 },
  ];
  let version = 0;
  const move = async (to: ShardMove) => expect(await putMove({ shardPlans }, version++, to)).toBe(true);
  const replica = createReplica(current, { shardLog, shardPlans }, taxonomy);
  const openings = async () =>
    (await replica.states()).map((state) => [...state.openings.values()].map(({ openingId }) => openingId));
  await shardLog.append("1#0", { seq: 1, record: record("a") });
  await move({ current, next });
  await shardLog.append("2#0", { seq: 1, record: record("half-filled") });
  expect(await openings()).toEqual([["a"]]);
  await shardLog.append("2#0", { seq: 2, record: record("a") });
  await shardLog.append("2#1", { seq: 1, record: record("a") });
  await move({ current: next, previous: current });
  await shardLog.append("1#0", { seq: 2, record: record("too-late") });
  expect((await openings()).map((ids) => ids.sort())).toEqual([["a", "half-filled"], ["a"]]);
  expect((await replica.stateOf("somebody")).openings.size).toBeGreaterThan(0);
});
