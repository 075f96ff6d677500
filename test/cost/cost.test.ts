import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { ReadTemplate } from "../fixtures/template.ts";
import { byServiceOf, sumOf, usageOf, usdOf } from "./bill.ts";
import { type Deployment, readDeployment } from "./deployment.ts";
import { conditionHolds, updated } from "./expressions.ts";
import { countAt, exponentOf, type Measured, monthAt, total } from "./growth.ts";
import { bytesOfItem } from "./item-bytes.ts";
import { Meter } from "./meter.ts";
import { chunksOf, MeteredCloud, tableKeys } from "./metered-cloud.ts";
import { monthlyUsd, type PriceName, prices, services } from "./prices.ts";
import { costOf, designsAt, measure, toReport } from "./report.ts";

const SMALL = 200;
const LARGE = 400;

let deployment: Deployment;
let measured: Measured;
beforeAll(async () => {
  deployment = readDeployment();
  // A processor that takes a millisecond whenever it is asked makes the same run the same figures.
  let ms = 0;
  measured = await measure([SMALL, LARGE], () => ++ms);
}, 120_000);

describe("the bill of a month", () => {
  test("is the sum of its services, at every size", () => {
    const report = toReport(measured, deployment, prices);
    expect(Object.keys(report.at)).toEqual(["100000", "1000000", "10000000"]);
    for (const one of [report, ...Object.values(report.at)]) {
      expect(Object.keys(one.byService)).toEqual([...services]);
      expect(one.perMonthUsd).toBeCloseTo(sumOf(one.byService), 9);
      expect(one.perMonthUsd).toBeGreaterThan(0);
    }
    expect(report.at[100_000]?.perMonthUsd).toBe(report.perMonthUsd);
  });

  test("has no service that costs nothing", () => {
    const { byService } = costOf(monthAt(100_000, measured), deployment, prices);
    for (const service of services) expect(byService[service], service).toBeGreaterThan(0);
  });

  test("is higher for more events", () => {
    const sums = [10_000, 100_000, 1_000_000, 10_000_000].map((applicants) =>
      byServiceOf(usageOf(monthAt(applicants, measured), deployment), prices),
    );
    for (const [at, more] of sums.entries()) {
      const less = sums[at - 1];
      if (less === undefined) continue;
      for (const service of ["EventBridge", "SQS", "DynamoDB", "Lambda", "API Gateway"] as const) {
        expect(more[service], service).toBeGreaterThan(less[service]);
      }
    }
  });

  test("doubles in the part of a price that doubles, and in no other", () => {
    const usage = usageOf(monthAt(100_000, measured), deployment);
    const before = sumOf(byServiceOf(usage, prices));
    for (const name of Object.keys(prices) as PriceName[]) {
      const doubled = { ...prices, [name]: { ...prices[name], usd: prices[name].usd * 2 } };
      const part = usdOf(name, usage[name] ?? 0, prices);
      expect(part, name).toBeGreaterThan(0);
      expect(sumOf(byServiceOf(usage, doubled)), name).toBeCloseTo(before + part, 6);
    }
  });

  test("of an alert and of a million openings follow from the month's", () => {
    const one = costOf(monthAt(100_000, measured), deployment, prices);
    expect(one.perAlertUsd * one.alerts).toBeCloseTo(one.perMonthUsd, 6);
    expect(one.openings).toBe(30_000);
    expect((one.perMillionOpeningsUsd * one.openings) / 1_000_000).toBeLessThan(one.perMonthUsd);
  });

  test("differs between designs by what matching costs", () => {
    const [ours, ...others] = designsAt(monthAt(100_000, measured), deployment, prices);
    expect(others).toHaveLength(2);
    for (const other of others) {
      expect(other.perMonthUsd - other.matchingUsd).toBeCloseTo((ours?.perMonthUsd ?? 0) - (ours?.matchingUsd ?? 0), 6);
    }
  });
});

describe("a price", () => {
  test("names where it stands and its date, and is Seoul's own where Seoul's list is named", () => {
    for (const { source, asOf, usd, per, factor, region } of Object.values(prices)) {
      expect(source).toMatch(/^https:\/\/(aws\.amazon\.com|pricing\.us-east-1\.amazonaws\.com)\//);
      if (source.includes("ap-northeast-2"))
        expect({ region, factor }).toEqual({ region: "ap-northeast-2", factor: 1 });
      expect(asOf).toMatch(/^20\d\d-[01]\d$/);
      expect(Math.min(usd, per)).toBeGreaterThan(0);
      expect(factor).toBeGreaterThanOrEqual(1);
    }
  });

  test("of machines is by the hour and by the storage", () => {
    const one = { machines: 2, machine: "m", usdPerHour: 1, storageGib: 10, usdPerGib: 3, factor: 1.5 };
    expect(monthlyUsd({ ...one, name: "n", source: "s", asOf: "2025-01" })).toBe((2 * 730 + 30) * 1.5);
  });
});

describe("what was counted", () => {
  test("is told by what it follows from: an opening and a profile are each put on the bus once", () => {
    for (const { meter, times } of [measured.small, measured.large]) {
      expect(meter.amount("opening", "bus", "bus-events")).toBe(times.opening);
      expect(meter.amount("profile", "intake", "function-requests")).toBe(times.profile);
      expect(meter.amount("hour", "digest", "function-requests")).toBe(24);
    }
  });

  test("grows with the number of people: a larger place has more matches for an opening", () => {
    expect(measured.large.meter.amount("opening", "match", "matched-pairs")).toBeGreaterThan(
      measured.small.meter.amount("opening", "match", "matched-pairs"),
    );
  });

  test("is met again by the formula at the size where it was counted", () => {
    for (const what of ["write-units", "read-units", "queue-requests"] as const) {
      const { meter, times } = measured.large;
      expect(countAt(LARGE, "opening", "notify", what, measured)).toBeCloseTo(
        meter.amount("opening", "notify", what) / times.opening,
        9,
      );
    }
  });

  test("is the same again at the same size", async () => {
    const again = await measure([SMALL, LARGE], () => 0);
    const [one, other] = [monthAt(100_000, measured), monthAt(100_000, again)];
    for (const what of ["write-units", "bus-events", "messages", "log-bytes"] as const) {
      expect(total(one, what)).toBe(total(other, what));
    }
  }, 60_000);

  test("stops to grow for an opening whose list is full", () => {
    const full = { ...measured, ceilings: { opening: 1_000, profile: 1_000 } };
    const at = (size: number) => countAt(size, "opening", "notify", "write-units", full);
    expect(at(100_000)).toBe(at(1_000));
    const hour = (size: number) => countAt(size, "hour", "notify", "write-units", full);
    expect(hour(100_000)).toBeCloseTo(100 * hour(1_000), 6);
  });

  test.each([
    [1, 4, 1, 1],
    [1, 2, 1, 0.5],
    [2, 1, 1, 0],
    [1, 64, 2, 2],
    [0, 3, 1, 1],
    [0, 0, 1, 0],
  ])("grows from %d to %d over a fourfold size, at most by %d: exponent %d", (small, large, most, exponent) => {
    expect(exponentOf(small, large, 4, most)).toBeCloseTo(exponent, 9);
  });
});

describe("units", () => {
  const meter = new Meter();
  const cloud = new MeteredCloud({ now: () => 0 }, meter);
  const counted = async (what: "write-units" | "read-units" | "queue-requests", work: () => Promise<unknown>) => {
    meter.reset();
    await work();
    return meter.amount("day", "others", what);
  };

  test("of a write are of one KiB, by the larger of what was and what is, also when it isn't let in", async () => {
    const { applicants } = cloud.ports;
    expect(await counted("write-units", () => applicants.keep("a", 1, "{}"))).toBe(1);
    const long = JSON.stringify("x".repeat(2_000));
    expect(await counted("write-units", () => applicants.keep("a", 2, long))).toBe(2);
    expect(await counted("write-units", () => applicants.keep("a", 1, "{}"))).toBe(2);
  });

  test("of a read are of four KiB, and at least one for each item", async () => {
    const { applicants } = cloud.ports;
    await applicants.keep("b", 1, JSON.stringify("x".repeat(5_000)));
    expect(await counted("read-units", () => applicants.get(["b"]))).toBe(2);
    expect(await counted("read-units", () => applicants.get(["nobody", "nothing"]))).toBe(2);
  });

  test("of requests are of 64 KiB", async () => {
    const body = JSON.stringify("x".repeat(40_000));
    const send = () => cloud.ports.queues.send("applicant-alerts", [{ body }, { body }]);
    expect(await counted("queue-requests", send)).toBe(2);
    expect([0, 1, 65_536, 65_537].map(chunksOf)).toEqual([1, 1, 1, 2]);
  });

  test("of an item count names, texts in UTF-8, and two digits to a byte", () => {
    expect(bytesOfItem({ id: { S: "한" }, n: { N: "1234" }, b: { B: new Uint8Array(7) } })).toBe(2 + 3 + 1 + 3 + 1 + 7);
    expect(bytesOfItem({ s: { SS: ["a", "bc"] }, t: { BOOL: true } })).toBe(1 + 3 + 1 + 1);
  });
});

describe("the tables that count", () => {
  test("have the keys that the stack gives them", () => {
    const stack = new ReadTemplate("prod")
      .of("AWS::DynamoDB::GlobalTable")
      .map(([, { KeySchema }]) =>
        (KeySchema as readonly { AttributeName: string }[]).map(({ AttributeName }) => AttributeName).join(" "),
      );
    const ours = Object.values(tableKeys).map(({ key }) => key.join(" "));
    expect(ours.toSorted()).toEqual(stack.toSorted());
  });

  test("refuse an expression that they can't read, rather than count it wrongly", () => {
    const names = { ExpressionAttributeNames: { "#a": "a" }, ExpressionAttributeValues: { ":v": { N: "1" } } };
    expect(() => conditionHolds("size(#a) > :v", { a: { N: "1" } }, names)).toThrow();
    expect(() => updated({}, "SET #a = #a + :v", names)).toThrow("can't be read");
  });
});

test("an argument that can't be right is refused by one line", async () => {
  const run = promisify(execFile)(process.execPath, ["test/cost/cost.ts", "--small", "many"]);
  await expect(run).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/^--small[^\n]+\n$/) });
});
