/**
 * `npm run bench:twin`: how much the whole service carries on this machine. A fresh twin on disk with the small Seoul's people; then, from
 * a thread of its own, openings, closings and profile changes, first at a high rate, then at a moderate one. Each opening suits five people, so five
 * messages must come out at the end of the path, the queue of messages to applicants, and five more when it closes. What doesn't come out, or
 * isn't recorded as sent in the end, is lost.
 *
 * Latency is from the call of PutEvents to the receipt of the last of the five, at the moderate rate.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { ulid } from "ulid";
import { type EventInName, eventsIn } from "../../events/catalog.ts";
import { createAwsPorts } from "../../functions/adapters/aws/aws-ports.ts";
import { createAwsClients } from "../../functions/adapters/aws/clients.ts";
import { inReads } from "../../functions/runtime/in-groups.ts";
import { putEvents } from "../../infra/cli/put-events.ts";
import { runService, type Service } from "../../infra/local/local-service.ts";
import { seedWorld } from "../../infra/local/seed.ts";
import { readOptions, runBench, wholeNumber } from "./arguments.ts";
import type { LoadOrder, LoadReport } from "./twin-load.ts";
import { aGroup, groupsFor, standingOpenings } from "./twin-world.ts";

const HELP = `Measures the whole twin.

  npm run bench:twin                        60 s at 200 events/s, then 20 s at 50 events/s
  npm run bench:twin -- --rate 300 --seconds 20 --latency-rate 50 --latency-seconds 20
  npm run bench:twin -- --calls             also says how many calls each function makes of each service for an event
  npm run bench:twin -- --json              one line {eventsPerSecond, p50Ms, p99Ms, rssMb, lost} and nothing else`;

const options = {
  rate: { type: "string", default: "200" },
  seconds: { type: "string", default: "60" },
  "latency-rate": { type: "string", default: "50" },
  "latency-seconds": { type: "string", default: "20" },
  calls: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

const MEMORY_SAMPLE_MS = 1_000;

type Phase = Pick<LoadOrder, "phase" | "rate" | "seconds" | "firstGroup" | "groups">;

/** The phases with the people that each needs for itself. */
function withPeople(phases: readonly Pick<LoadOrder, "phase" | "rate" | "seconds">[]): Phase[] {
  let firstGroup = 0;
  return phases.map((one) => {
    const groups = groupsFor(one.rate * one.seconds);
    firstGroup += groups;
    return { ...one, firstGroup: firstGroup - groups, groups };
  });
}

/** What is there before the load begins; it counts to no rate. */
async function putBackground({ twin, names }: Service, phases: readonly Phase[]): Promise<void> {
  const groups = phases.reduce((sum, one) => sum + one.groups, 0);
  const toDetail = (name: EventInName, fields: object) => {
    const eventId = ulid();
    return { ...eventsIn[name].sample, eventId, correlationId: eventId, ...fields };
  };
  const toEntry = (name: EventInName, fields: object) => ({
    source: eventsIn[name].source,
    detailType: name,
    detail: JSON.stringify(toDetail(name, fields)),
  });
  const people = Array.from({ length: groups }, (_, group) => aGroup(group)).flat();
  const client = new EventBridgeClient(twin.clientConfig("events"));
  const sent = await putEvents(client, names.bus, [
    ...people.map((person) => toEntry("ApplicantProfileUpdated", person)),
    ...standingOpenings().map((opening) => toEntry("JobPosted", opening)),
  ]);
  client.destroy();
  const failed = sent.find(({ kind }) => kind === "failed");
  if (failed !== undefined) throw new Error("the bus did not take everybody", { cause: failed });
  await twin.idle();
}

/** Messages that never came out, or that nobody recorded as sent; says on the error stream how those stand. */
async function countLost({ twin, names }: Service, { expected, missing }: LoadReport): Promise<number> {
  const dynamoDb = new DynamoDBClient(twin.clientConfig("dynamodb"));
  const { deliveries } = createAwsPorts(() => names.tables.deliveries, { ...createAwsClients(), dynamoDb });
  const lost = new Map<string, string>(missing.map((key) => [key, "no message"]));
  for (const some of inReads(expected)) {
    const states = await deliveries.states(some, "message");
    for (const key of some) if (states.get(key) !== "sent") lost.set(key, states.get(key) ?? "nothing recorded");
  }
  dynamoDb.destroy();
  for (const [state, some] of Map.groupBy(lost, ([, state]) => state)) {
    process.stderr.write(`lost: ${some.length} (${state}), ${some[0]?.[0]} among them\n`);
  }
  return lost.size;
}

/** Counts the calls that functions make; being watched costs them time, so that figures of time count for nothing beside it. */
function countCalls({ twin }: Service): { readonly stop: (events: number) => string } {
  const counts = new Map<string, number>();
  const ends = twin.functionNames.map((name) =>
    twin.watchCalls(name, ({ principal, operation, phase }) => {
      const key = `${principal} ${operation}`;
      if (phase === "before") counts.set(key, (counts.get(key) ?? 0) + 1);
      return "pass";
    }),
  );
  return {
    stop: (events) => {
      for (const end of ends) end();
      const lines = [...counts].sort().map(([key, count]) => `  ${(count / events).toFixed(3)} ${key}\n`);
      return `calls for an event:\n${lines.join("")}`;
    },
  };
}

async function load(service: Service, order: Phase): Promise<LoadReport> {
  const { twin, names } = service;
  const queue = names.queues["applicant-messages"].queue;
  const queueUrl = Object.values(twin.outputs).find((output) => output.endsWith(`/${queue}`));
  if (queueUrl === undefined) throw new Error("the stack gives no URL of the queue of messages");
  const workerData: LoadOrder = {
    ...order,
    events: twin.clientConfig("events"),
    sqs: twin.clientConfig("sqs"),
    busName: names.bus,
    queueUrl,
  };
  return await new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./twin-load.ts", import.meta.url), { workerData });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0;
}

async function main(): Promise<number> {
  const values = readOptions(options);
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const rate = wholeNumber(values, "rate");
  const seconds = wholeNumber(values, "seconds");
  const latencyRate = wholeNumber(values, "latency-rate");
  const latencySeconds = wholeNumber(values, "latency-seconds");
  const say = (text: string) => void (values.json || process.stdout.write(`${text}\n`));
  const dataDir = mkdtempSync(join(tmpdir(), "ieum-bench-"));
  let service: Service | undefined;
  try {
    service = await runService({ dataDir, fresh: true, port: 0, tablesPort: 0 });
    await seedWorld(service, { openings: false });
    await service.twin.idle();
    const [warm, heavy, light] = withPeople([
      { phase: "warm", rate: 50, seconds: 3 },
      { phase: "heavy", rate, seconds },
      { phase: "light", rate: latencyRate, seconds: latencySeconds },
    ]);
    if (warm === undefined || heavy === undefined || light === undefined) throw new Error("a phase is missing");
    await putBackground(service, [warm, heavy, light]);
    const memory: number[] = [];
    const sampling = setInterval(
      () => memory.push(Math.round(process.memoryUsage.rss() / 1_048_576)),
      MEMORY_SAMPLE_MS,
    );
    // Code is compiled, connections are open and functions are warm before anything counts.
    await load(service, warm);
    await service.twin.idle();

    say(`${rate} events/s for ${seconds} s …`);
    const calls = values.calls ? countCalls(service) : undefined;
    const before = process.cpuUsage();
    const many = await load(service, heavy);
    await service.twin.idle();
    const { user, system } = process.cpuUsage(before);
    say(
      `  ${((user + system) / 1_000 / many.sent).toFixed(1)} ms of processor time for an event, the load's own included`,
    );
    if (calls !== undefined) process.stderr.write(calls.stop(many.sent));
    const lostOfMany = await countLost(service, many);
    say(
      `  ${many.sent} events in ${(many.milliseconds / 1_000).toFixed(1)} s until the last message was out, ${lostOfMany} of ${many.expected.length} lost`,
    );
    say(`${latencyRate} events/s for ${latencySeconds} s …`);
    const few = await load(service, light);
    await service.twin.idle();
    clearInterval(sampling);
    const latencies = few.latenciesMs.toSorted((a, b) => a - b);
    const third = Math.ceil(memory.length / 3);
    say(`memory: ${memory[third]} MB after a third, ${memory.at(-1)} MB at the end`);
    const report = {
      eventsPerSecond: Math.round((many.sent * 10_000) / many.milliseconds) / 10,
      p50Ms: Math.round(percentile(latencies, 50) * 10) / 10,
      p99Ms: Math.round(percentile(latencies, 99) * 10) / 10,
      rssMb: Math.max(...memory),
      lost: lostOfMany + (await countLost(service, few)),
    };
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return report.lost === 0 ? 0 : 1;
  } finally {
    await service?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

await runBench(main);
