/**
 * `npm run bench:twin`: how much the whole service carries on this machine. A fresh twin on disk with the small Seoul's people; then, from
 * a thread of its own, openings, closings and profile changes, first at a high rate, then at a moderate one. Each opening suits five people, so five
 * messages must come out at the end of the path, the queue of messages to applicants: what doesn't is lost.
 *
 * Latency is from the call of PutEvents to the receipt of the last of the five, at the moderate rate.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { runService, type Service } from "../../infra/local/local-service.ts";
import { seedWorld } from "../../infra/local/seed.ts";
import { readOptions, runBench, wholeNumber } from "./arguments.ts";
import type { LoadOrder, LoadReport } from "./twin-load.ts";

const HELP = `Measures the whole twin.

  npm run bench:twin                        60 s at 200 events/s, then 20 s at 50 events/s
  npm run bench:twin -- --rate 300 --seconds 20 --latency-rate 50 --latency-seconds 20
  npm run bench:twin -- --json              one line {eventsPerSecond, p50Ms, p99Ms, rssMb, lost} and nothing else`;

const options = {
  rate: { type: "string", default: "200" },
  seconds: { type: "string", default: "60" },
  "latency-rate": { type: "string", default: "50" },
  "latency-seconds": { type: "string", default: "20" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

const MEMORY_SAMPLE_MS = 1_000;

async function load(
  service: Service,
  order: Omit<LoadOrder, "events" | "sqs" | "busName" | "queueUrl">,
): Promise<LoadReport> {
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
    const memory: number[] = [];
    const sampling = setInterval(
      () => memory.push(Math.round(process.memoryUsage.rss() / 1_048_576)),
      MEMORY_SAMPLE_MS,
    );
    // Code is compiled, connections are open and functions are warm before anything counts.
    await load(service, { phase: "warm", rate: 50, seconds: 3 });
    await service.twin.idle();

    say(`${rate} events/s for ${seconds} s …`);
    const heavy = await load(service, { phase: "heavy", rate, seconds });
    say(
      `  ${heavy.sent} events in ${(heavy.milliseconds / 1_000).toFixed(1)} s until the last message was out, ${heavy.lost} lost`,
    );
    await service.twin.idle();
    say(`${latencyRate} events/s for ${latencySeconds} s …`);
    const light = await load(service, {
      phase: "light",
      rate: latencyRate,
      seconds: latencySeconds,
    });
    clearInterval(sampling);
    const latencies = light.latenciesMs.toSorted((a, b) => a - b);
    const third = Math.ceil(memory.length / 3);
    say(`memory: ${memory[third]} MB after a third, ${memory.at(-1)} MB at the end`);
    const report = {
      eventsPerSecond: Math.round((heavy.sent * 10_000) / heavy.milliseconds) / 10,
      p50Ms: percentile(latencies, 50),
      p99Ms: percentile(latencies, 99),
      rssMb: Math.max(...memory),
      lost: heavy.lost + light.lost,
    };
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return report.lost === 0 ? 0 : 1;
  } finally {
    await service?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

await runBench(main);
