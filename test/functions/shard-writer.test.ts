import { describe, expect, test } from "vitest";
import type { LogRecord } from "../../domain/index/log-record.ts";
import { toApplicantFacts } from "../../domain/matching/facts.ts";
import { createMemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import { ShardWriter } from "../../functions/matching/shard-writer.ts";
import type { LogItem } from "../../functions/ports.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import { anApplicant } from "../fixtures/bodies.ts";
import { configuration, NOW_MS } from "../fixtures/memory-service.ts";

const SHARD = "1#0";

/** Appends one record and says how it stood. */
async function append(writer: ShardWriter, record: LogRecord) {
  const standings: string[] = [];
  await writer.append([record], (_record, standing) => standings.push(standing));
  return standings[0];
}

function aRecord(applicantId: string, revision = 1): LogRecord {
  return { type: "applicant", facts: toApplicantFacts(anApplicant({ applicantId, revision }), configuration.taxonomy) };
}

function aWorld() {
  const world = createMemoryWorld({ now: () => NOW_MS });
  return { world, aWriter: () => new ShardWriter(SHARD, world.shardLog, silentLog) };
}

describe("two writers of one shard", () => {
  test("never lose a record: the one that comes second catches up and appends behind", async () => {
    const { aWriter } = aWorld();
    const [one, other] = [aWriter(), aWriter()];
    await append(one, aRecord("a"));
    await append(other, aRecord("b"));
    await append(one, aRecord("c"));
    for (const writer of [one, other]) {
      await writer.confirm();
      await writer.catchUp();
    }
    const reader = aWriter();
    await reader.catchUp();
    for (const writer of [one, other, reader]) {
      expect([...writer.state.applicants.values()].map(({ applicantId }) => applicantId).sort()).toEqual([
        "a",
        "b",
        "c",
      ]);
    }
  });

  test("agree also when one was frozen and fills a number that has become free again", async () => {
    const { aWriter } = aWorld();
    const [frozen, awake] = [aWriter(), aWriter()];
    await append(frozen, aRecord("a"));
    await frozen.confirm();
    // While one is frozen, the other writes on and tidies up: number 2 is free again.
    await awake.catchUp();
    await append(awake, aRecord("b", 1));
    await append(awake, aRecord("b", 2));
    await awake.confirm();
    await awake.removeSuperseded();

    expect(await append(frozen, aRecord("c"))).toBe("new");
    expect(frozen.state.lastSeq).toBe(2);
    await frozen.confirm();
    await awake.catchUp();
    expect(awake.state.applicants.get("c")?.applicantId).toBe("c");
    expect(frozen.state.applicants.get("b")?.revision).toBe(2);
    const reader = aWriter();
    await reader.catchUp();
    expect(reader.state.applicants.size).toBe(3);
  });

  test("agree when only a part of a frozen writer's batch finds free numbers", async () => {
    const { aWriter } = aWorld();
    const [frozen, awake] = [aWriter(), aWriter()];
    await frozen.append([aRecord("a")], () => undefined);
    await frozen.confirm();
    await awake.catchUp();
    for (const record of [aRecord("b", 1), aRecord("b", 2), aRecord("e")]) await append(awake, record);
    await awake.confirm();
    await awake.removeSuperseded();
    // Number 2 is free again and 3 isn't: the first of the two lands behind everybody's back.
    await frozen.append([aRecord("c"), aRecord("d")], () => undefined);
    await frozen.confirm();
    await awake.catchUp();
    expect(["c", "d"].map((id) => awake.state.applicants.get(id)?.applicantId)).toEqual(["c", "d"]);
  });

  test("agree also when the overtaken writer's next put fails as a fault, and it tries again", async () => {
    const { world, aWriter } = aWorld();
    let faults = 0;
    const shardLog = {
      ...world.shardLog,
      append: async (shard: string, item: LogItem) => {
        if (item.seq > 3 && faults++ === 0) throw new Error("throttled");
        return world.shardLog.append(shard, item);
      },
    };
    const [frozen, awake] = [new ShardWriter(SHARD, shardLog, silentLog), aWriter()];
    await append(frozen, aRecord("a"));
    await frozen.confirm();
    await awake.catchUp();
    for (const record of [aRecord("b", 1), aRecord("b", 2)]) await append(awake, record);
    await awake.confirm();
    await awake.removeSuperseded();
    await append(frozen, aRecord("c"));
    await expect(frozen.confirm()).rejects.toThrow("throttled");
    await frozen.catchUp();
    expect(await append(frozen, aRecord("c"))).toBe("same");
    await frozen.confirm();
    await awake.catchUp();
    expect(awake.state.applicants.get("c")?.applicantId).toBe("c");
  });

  test("append whole batches at the same time and lose nothing", async () => {
    const { aWriter } = aWorld();
    const writers = [aWriter(), aWriter(), aWriter()];
    await Promise.all(
      writers.map(async (writer, n) => {
        const records = ["a", "b", "c", "d"].map((name) => aRecord(`${name}-${n}`));
        await writer.append(records, () => undefined);
        await writer.confirm();
      }),
    );
    const reader = aWriter();
    await reader.catchUp();
    expect(reader.state.applicants.size).toBe(12);
    for (const writer of writers) {
      await writer.catchUp();
      expect(writer.state.applicants.size).toBe(12);
    }
  });

  test("let the newer revision win when an overtaken writer held an older one", async () => {
    const { aWriter } = aWorld();
    const [frozen, awake] = [aWriter(), aWriter()];
    await append(awake, aRecord("a", 1));
    await append(awake, aRecord("a", 3));
    await awake.confirm();
    await awake.removeSuperseded();
    expect(await append(frozen, aRecord("a", 2))).toBe("new");
    await frozen.confirm();
    expect(frozen.state.applicants.get("a")?.revision).toBe(3);
    const reader = aWriter();
    await reader.catchUp();
    expect(reader.state.applicants.get("a")?.revision).toBe(3);
  });
});

describe("a record that could not be removed", () => {
  test("is removed after the next batch, oldest first", async () => {
    const { world } = aWorld();
    const removed: (readonly number[])[] = [];
    let isBroken = true;
    const shardLog = {
      ...world.shardLog,
      remove: async (_shard: string, seqs: readonly number[]) => {
        if (isBroken) throw new Error("throttled");
        removed.push(seqs);
      },
    };
    const writer = new ShardWriter(SHARD, shardLog, silentLog);
    for (const revision of [1, 2, 3]) await append(writer, aRecord("a", revision));
    await writer.removeSuperseded();
    isBroken = false;
    await append(writer, aRecord("a", 4));
    await writer.removeSuperseded();
    await writer.removeSuperseded();
    expect(removed).toEqual([[1, 2, 3]]);
  });
});
