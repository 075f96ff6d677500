import { describe, expect, test } from "vitest";
import { PackedApplicants } from "../../domain/index/applicants/packed-applicants.ts";
import { encodeRecord, type LogRecord } from "../../domain/index/log-record.ts";
import { toApplicantFacts } from "../../domain/matching/facts.ts";
import { createMemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import { ShardWriter } from "../../functions/matching/shard-writer.ts";
import type { ShardLog } from "../../functions/ports.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import { anApplicant } from "../fixtures/bodies.ts";
import { configuration, NOW_MS } from "../fixtures/memory-service.ts";

const SHARD = "1#0";

/** Appends one record and says how it stood. */
async function append(writer: ShardWriter, record: LogRecord) {
  const standings: string[] = [];
  await writer.append(
    async () => [record],
    (_record, standing) => standings.push(standing),
  );
  return standings[0];
}

function aRecord(applicantId: string, revision = 1): LogRecord {
  return { type: "applicant", facts: toApplicantFacts(anApplicant({ applicantId, revision }), configuration.taxonomy) };
}

function aWorld() {
  const world = createMemoryWorld({ now: () => NOW_MS });
  return { world, aWriter: () => new ShardWriter(SHARD, world.shardLog, configuration.taxonomy, silentLog) };
}

const idsOf = (writer: ShardWriter) =>
  [...writer.state.applicants.values()].map(({ applicantId }) => applicantId).sort();

describe("two writers of one shard", () => {
  test("never lose a record: the one that comes second catches up and appends behind", async () => {
    const { aWriter } = aWorld();
    const [one, other] = [aWriter(), aWriter()];
    await append(one, aRecord("a"));
    await append(other, aRecord("b"));
    await append(one, aRecord("c"));
    const reader = aWriter();
    for (const writer of [one, other, reader]) {
      await writer.catchUp();
      expect(idsOf(writer)).toEqual(["a", "b", "c"]);
    }
  });

  test("don't meet at a number whose record is superseded: one that was frozen reads on before it appends", async () => {
    const { aWriter } = aWorld();
    const [frozen, awake] = [aWriter(), aWriter()];
    await append(frozen, aRecord("a"));
    for (const record of [aRecord("b", 1), aRecord("b", 2)]) await append(awake, record);
    await awake.emptySuperseded();

    const seen: string[][] = [];
    await frozen.append(
      async () => [aRecord("c")],
      () => seen.push(idsOf(frozen)),
    );
    expect(frozen.state.lastSeq).toBe(4);
    expect(seen).toEqual([["a", "b", "c"]]);
    await awake.catchUp();
    expect(idsOf(awake)).toEqual(["a", "b", "c"]);
  });

  test("append whole batches at the same time and lose nothing", async () => {
    const { aWriter } = aWorld();
    const writers = [aWriter(), aWriter(), aWriter()];
    await Promise.all(
      writers.map(async (writer, n) => {
        const records = ["a", "b", "c", "d"].map((name) => aRecord(`${name}-${n}`));
        await writer.append(
          async () => records,
          () => undefined,
        );
      }),
    );
    for (const writer of [...writers, aWriter()]) {
      await writer.catchUp();
      expect(writer.state.applicants.size).toBe(12);
    }
  });

  test("let the newer revision win when the one that was frozen holds an older one", async () => {
    const { aWriter } = aWorld();
    const [frozen, awake] = [aWriter(), aWriter()];
    await append(awake, aRecord("a", 1));
    await append(awake, aRecord("a", 3));
    await awake.emptySuperseded();
    expect(await append(frozen, aRecord("a", 2))).toBe("outdated");
    expect(frozen.state.applicants.get("a")?.revision).toBe(3);
  });
});

describe("a batch of which one put fails", () => {
  /** A log in which the first put at a number fails as a fault, before or after it has landed. */
  function failingAt(seq: number, landed: boolean) {
    const { world, aWriter } = aWorld();
    let faults = 0;
    const shardLog: ShardLog = {
      ...world.shardLog,
      append: async (shard, item) => {
        if (item.seq !== seq || faults++ > 0) return world.shardLog.append(shard, item);
        if (landed) await world.shardLog.append(shard, item);
        throw new Error("throttled");
      },
    };
    return { world, aWriter, failing: new ShardWriter(SHARD, shardLog, configuration.taxonomy, silentLog) };
  }

  test.each([true, false])("leaves nothing behind what didn't land (%s)", async (landed) => {
    const { aWriter, failing } = failingAt(2, landed);
    const batch = ["a", "b", "c"].map((id) => aRecord(id));
    const failed = failing.append(
      async () => batch,
      () => undefined,
    );
    await expect(failed).rejects.toThrow("throttled");
    const other = aWriter();
    await other.catchUp();
    expect(idsOf(other)).toEqual(landed ? ["a", "b"] : ["a"]);
    // The queue brings the batch again, to whichever function.
    const standings: string[] = [];
    await other.append(
      async () => batch,
      (_record, standing) => standings.push(standing),
    );
    expect(standings).toEqual(["same", landed ? "same" : "new", "new"]);
    await failing.catchUp();
    for (const writer of [other, failing]) expect(idsOf(writer)).toEqual(["a", "b", "c"]);
  });

  test("is made again of what another has written since, and so is never in front of what it doesn't know", async () => {
    const { aWriter, failing } = failingAt(1, false);
    const other = aWriter();
    await expect(
      failing.append(
        async () => [aRecord("a"), aRecord("b")],
        () => undefined,
      ),
    ).rejects.toThrow("throttled");
    const known: string[][] = [];
    await other.append(
      async () => {
        known.push(idsOf(other));
        return [aRecord("c")];
      },
      () => undefined,
    );
    expect(known).toEqual([[]]);
    await failing.append(
      async () => {
        known.push(idsOf(failing));
        return [aRecord("a"), aRecord("b")];
      },
      () => undefined,
    );
    expect(known).toEqual([[], [], ["c"]]);
    expect(idsOf(failing)).toEqual(["a", "b", "c"]);
  });
});

describe("a shard that starts", () => {
  test("has laid out the rows of everybody before the first match", async () => {
    const { aWriter } = aWorld();
    const both = [aRecord("a"), aRecord("b")];
    await aWriter().append(
      async () => both,
      () => undefined,
    );
    const reader = aWriter();
    await reader.catchUp();
    const { applicants } = reader.state;
    if (!(applicants instanceof PackedApplicants)) throw new Error("the index isn't packed");
    expect(applicants.footprint().rows).toBeGreaterThan(0);
    expect(await append(reader, aRecord("a"))).toBe("same");
    expect(reader.state.lastSeqOf(aRecord("b"))).toBe(2);
  });

  test("reads a log of many pages whose holes and newer revisions stand anywhere", async () => {
    const { world } = aWorld();
    const numbers = Array.from({ length: 60 }, (_, index) => index + 1);
    for (const seq of numbers) {
      await world.shardLog.append(SHARD, { seq, record: encodeRecord(aRecord(`person-${seq % 20}`, seq)) });
    }
    await world.shardLog.empty(
      SHARD,
      numbers.filter((seq) => seq % 7 === 0),
    );
    const inPages = {
      ...world.shardLog,
      readAfter: async function* (shard: string, seq: number) {
        for await (const page of world.shardLog.readAfter(shard, seq)) {
          for (let start = 0; start < page.length; start += 7) yield page.slice(start, start + 7);
        }
      },
    };
    const [whole, paged] = [world.shardLog, inPages].map(
      (shardLog) => new ShardWriter(SHARD, shardLog, configuration.taxonomy, silentLog),
    );
    await whole?.catchUp();
    await paged?.catchUp();
    const known = (writer: ShardWriter | undefined) =>
      numbers.slice(0, 20).map((number) => writer?.state.lastSeqOf(aRecord(`person-${number % 20}`)));
    expect(paged?.state.lastSeq).toBe(60);
    expect(known(paged)).toEqual(known(whole));
    expect(known(paged)).toEqual(
      numbers.slice(0, 20).map((number) => [number + 40, number + 20].find((seq) => seq % 7 !== 0)),
    );
  });
});

describe("holes that have expired", () => {
  test("are passed by", async () => {
    const { world, aWriter } = aWorld();
    for (const seq of [1, 40, 41]) {
      await world.shardLog.append(SHARD, { seq, record: encodeRecord(aRecord(`person-${seq}`)) });
    }
    const reader = aWriter();
    await reader.catchUp();
    expect(idsOf(reader)).toEqual(["person-1", "person-40", "person-41"]);
    expect(reader.state.lastSeq).toBe(41);
  });
});

describe("a record that could not be emptied", () => {
  test("is emptied after the next batch, oldest first", async () => {
    const { world } = aWorld();
    const emptied: (readonly number[])[] = [];
    let isBroken = true;
    const shardLog = {
      ...world.shardLog,
      empty: async (_shard: string, seqs: readonly number[]) => {
        if (isBroken) throw new Error("throttled");
        emptied.push(seqs);
      },
    };
    const writer = new ShardWriter(SHARD, shardLog, configuration.taxonomy, silentLog);
    for (const revision of [1, 2, 3]) await append(writer, aRecord("a", revision));
    await writer.emptySuperseded();
    isBroken = false;
    await append(writer, aRecord("a", 4));
    await writer.emptySuperseded();
    await writer.emptySuperseded();
    expect(emptied).toEqual([[1, 2, 3]]);
  });
});
