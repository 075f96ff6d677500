import { describe, expect, test } from "vitest";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import { createMemoryWorld, type MemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import { takeIn } from "../../functions/intake.ts";
import { matchBatch, type ShardWriters } from "../../functions/match.ts";
import type { QueueRecord } from "../../functions/runtime/consumer.ts";
import { type Log, silentLog } from "../../functions/runtime/log.ts";
import { createCounter, type MetricName } from "../../functions/runtime/metrics.ts";
import { districtsByCenter } from "../../infra/centers.ts";
import { aBody, aJobBody, aProfileBody } from "../fixtures/bodies.ts";
import { configuration, NOW_MS } from "../fixtures/memory-service.ts";
import { linesOf } from "../fixtures/written-lines.ts";

/** A log whose counts can be read. */
function aCountingLog(): { log: Log; total: (name: MetricName) => number; by: (name: MetricName) => string[] } {
  const counted: { name: MetricName; value: number; by: string | undefined }[] = [];
  const of = (name: MetricName) => counted.filter((one) => one.name === name);
  return {
    log: { ...silentLog, count: (name, value, by) => void counted.push({ name, value, by }) },
    total: (name) => of(name).reduce((sum, { value }) => sum + value, 0),
    by: (name) => of(name).flatMap(({ by }) => by ?? []),
  };
}

const intakeConfiguration = {
  taxonomy: builtInTaxonomy,
  plan: { generation: 1, shards: 1 },
  centers: districtsByCenter(),
};

const toRecords = (...bodies: string[]): QueueRecord[] =>
  bodies.map((body, index) => ({ messageId: `m-${index}`, body }));

const aWorld = (onCall?: Parameters<typeof createMemoryWorld>[1]): MemoryWorld =>
  createMemoryWorld({ now: () => NOW_MS }, onCall);

const mixed = [
  aProfileBody({ applicantId: "a-1", revision: 2 }),
  aProfileBody({ applicantId: "a-2" }),
  aJobBody({ openingId: "o-1" }),
  "no JSON",
  aBody("OpeningClosed", { openingId: "o-1", revision: 2, nobody: "knows this" }),
  aJobBody({ openingId: "o-2", occupation: { code: "9999999", name: "nobody's" } }),
];

describe("what is taken off the intake queue", () => {
  test("is accepted, superseded, refused or quarantined, and the four add up", async () => {
    const { log, total, by } = aCountingLog();
    const world = aWorld();
    await takeIn(toRecords(...mixed), world, intakeConfiguration, log);
    await takeIn(toRecords(aProfileBody({ applicantId: "a-1", revision: 1 })), world, intakeConfiguration, log);
    expect(by("EventsQuarantined")).toEqual(["NOT_JSON", "SCHEMA_VIOLATION"]);
    expect(by("EventsRefused")).toEqual(["UNKNOWN_OCCUPATION"]);
    expect([total("EventsAccepted"), total("EventsSuperseded")]).toEqual([3, 1]);
    const decided = (["EventsAccepted", "EventsSuperseded", "EventsRefused", "EventsQuarantined"] as const).map(total);
    expect(decided.reduce((sum, value) => sum + value, 0)).toBe(total("EventsReceived"));
    expect(total("EventsReceived")).toBe(mixed.length + 1);
  });

  test("counts nothing while it is to be tried again", async () => {
    const { log, total } = aCountingLog();
    const world = aWorld((port) => {
      if (port === "queues") throw new Error("throttled");
    });
    const failures = await takeIn(toRecords(aProfileBody(), "no JSON"), world, intakeConfiguration, log);
    expect([...failures.keys()]).toEqual(["m-0"]);
    expect([total("EventsReceived"), total("EventsAccepted"), total("EventsQuarantined")]).toEqual([1, 0, 1]);
  });
});

describe("what is taken off a shard's queue", () => {
  test("is applied, superseded or quarantined, and the three add up", async () => {
    const { log, total } = aCountingLog();
    const world = aWorld();
    await takeIn(toRecords(...mixed), world, intakeConfiguration, silentLog);
    const messages = world.sent("matching").map(({ body }) => body);
    const writers: ShardWriters = new Map();
    await takeIn(toRecords(aProfileBody({ applicantId: "a-1", revision: 3 })), world, intakeConfiguration, silentLog);
    const newer = world.sent("matching").slice(messages.length);
    await matchBatch(toRecords(...newer.map(({ body }) => body)), world, writers, configuration, log);
    await matchBatch(toRecords(...messages, "no JSON"), world, writers, configuration, log);
    expect([total("RecordsApplied"), total("RecordsSuperseded"), total("RecordsQuarantined")]).toEqual([3, 1, 1]);
    expect(total("RecordsReceived")).toBe(5);
    expect(total("MatchesFound")).toBe(2);
  });
});

describe("a counter", () => {
  test("writes one line of sums and maxima per invocation, and one more for each value that it is told apart by", () => {
    const counter = createCounter("intake");
    const lines = linesOf(() => {
      counter.count("EventsAccepted", 1);
      counter.count("EventsAccepted", 1);
      counter.count("EventsRefused", 1, "UNKNOWN_DISTRICT");
      counter.count("EventsRefused", 1, "REVISION_CONFLICT");
      counter.count("OldestUnprocessedAge", 3);
      counter.count("OldestUnprocessedAge", 7);
      counter.flush();
    });
    expect(lines).toHaveLength(3);
    expect(lines.find((line) => line["code"] === "UNKNOWN_DISTRICT")).toMatchObject({ EventsRefused: 1 });
    const [summary] = lines.filter((line) => line["code"] === undefined);
    expect(summary).toMatchObject({ EventsAccepted: 2, EventsRefused: 2, OldestUnprocessedAge: 7, service: "intake" });
    expect(JSON.stringify(summary?.["_aws"])).toContain('"Namespace":"Ieum"');
  });

  test("begins anew after each invocation", () => {
    const counter = createCounter("intake");
    linesOf(() => {
      counter.count("EventsAccepted", 1);
      counter.flush();
    });
    expect(linesOf(() => counter.flush())).toEqual([]);
  });
});
