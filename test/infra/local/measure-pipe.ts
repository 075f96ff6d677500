/**
 * How many events per second go through the whole twin: PutEvents (ten per call), rule, queue, a function with one
 * conditional put per event, FIFO queue with one group, a function with two puts per event. Kept on disk.
 *
 *     node test/infra/local/measure-pipe.ts [events per second = 200] [seconds = 20]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { ClientConfig, Twin } from "../../../infra/local/running-twin.ts";
import { startTwin } from "../../../infra/local/twin.ts";
import { synthesiseFixture } from "./fixture-stack.ts";

const ENTRIES = 10;
/** Calls under way at the same time; enough to keep any rate up that the twin can take. */
const CALLS_MAX = 8;
/** Half a kilobyte, about what an event of the service weighs. */
const PADDING = "x".repeat(400);

type Load = { config: ClientConfig; rate: number; seconds: number; run: string };

async function produce({ config, rate, seconds, run }: Load): Promise<number> {
  const client = new EventBridgeClient(config);
  const begin = performance.now();
  const underWay = new Set<Promise<unknown>>();
  const elapsed = (): number => (performance.now() - begin) / 1000;
  let sent = 0;
  while (elapsed() < seconds) {
    if (sent >= elapsed() * rate) await new Promise((resolve) => setTimeout(resolve, 5));
    else {
      const ids = Array.from({ length: ENTRIES }, (_, n) => `${run}-${sent + n}`);
      sent += ENTRIES;
      const Entries = ids.map((id) => ({
        EventBusName: "orders",
        Source: "shop",
        DetailType: "OrderPlaced",
        Detail: JSON.stringify({ id, PADDING }),
      }));
      const call = client.send(new PutEventsCommand({ Entries })).finally(() => underWay.delete(call));
      underWay.add(call);
      if (underWay.size >= CALLS_MAX) await Promise.race(underWay);
    }
  }
  await Promise.all(underWay);
  return sent;
}

async function measure(twin: Twin, rate: number, seconds: number): Promise<Record<string, number>> {
  let applied = 0;
  const end = twin.on("invoke", ({ functionName, records, failed }) => {
    if (functionName.includes("Apply")) applied += records - failed;
  });
  const cpu = process.cpuUsage();
  const loop = performance.eventLoopUtilization();
  const begin = performance.now();
  const load: Load = { config: twin.clientConfig("events"), rate, seconds, run: `${Date.now()}` };
  const producer = new Worker(new URL(import.meta.url), { workerData: load });
  const sent = await new Promise<number>((resolve) => producer.once("message", resolve));
  await twin.idle();
  end();
  const ms = performance.now() - begin;
  const { user, system } = process.cpuUsage(cpu);
  return {
    sent,
    applied,
    eventsPerSecond: Math.round((applied / ms) * 1000),
    cores: Number(((user + system) / 1000 / ms).toFixed(2)),
    mainThreadBusy: Number(performance.eventLoopUtilization(loop).utilization.toFixed(2)),
    rssMb: Math.round(process.memoryUsage().rss / 1e6),
    loadAverage: Number(loadavg()[0]?.toFixed(1)),
  };
}

if (isMainThread) {
  const [rate = 200, seconds = 20] = process.argv.slice(2).map(Number);
  const fixture = synthesiseFixture();
  const dataDir = mkdtempSync(join(tmpdir(), "twin-pipe-"));
  const twin = await startTwin({ assemblyDir: fixture.assemblyDir, dataDir });
  // The first seconds start environments and compile; they are not what is asked for.
  await measure(twin, 200, 5);
  console.log(JSON.stringify(await measure(twin, rate, seconds)));
  await twin.stop();
  fixture.remove();
  rmSync(dataDir, { recursive: true, force: true });
} else {
  parentPort?.postMessage(await produce(workerData as Load));
}
