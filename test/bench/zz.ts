import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { seedWorld } from "../../infra/local/seed.ts";
import { runService } from "../../infra/local/service.ts";

const dataDir = mkdtempSync(join(tmpdir(), "ieum-zz-"));
const service = await runService({ dataDir, fresh: true, port: 0, tablesPort: 0 });
await seedWorld(service, { openings: false });
await service.twin.idle();
const { twin, names } = service;
const queueUrl = Object.values(twin.outputs).find((o) => o.endsWith(`/${names.queues["employer-shortlists"].queue}`));
const stats: Record<string, { n: number; rec: number; ms: number }> = {};
twin.on("invoke", (o) => {
  const s = (stats[o.functionName] ??= { n: 0, rec: 0, ms: 0 });
  s.n++;
  s.rec += o.records;
  s.ms += o.ms;
  if (o.failed || o.error) console.log("FAILED", o);
});
twin.on("log", (f, l) => {
  if (l.includes('"ERROR"') || l.includes("WARN")) console.log(f, l.slice(0, 300));
});
const w = new Worker(new URL("./twin-load.ts", import.meta.url), {
  workerData: {
    phase: "heavy",
    rate: Number(process.argv[2] ?? 200),
    seconds: 15,
    events: twin.clientConfig("events"),
    sqs: twin.clientConfig("sqs"),
    busName: names.bus,
    queueUrl,
  },
});
let done = false;
w.once("message", (m: any) => {
  done = true;
  m.latenciesMs.sort((a: number, b: number) => a - b);
  console.log("REPORT", m.sent, m.lost, m.milliseconds, m.latenciesMs[m.latenciesMs.length >> 1]);
});
let last = process.cpuUsage();
let elu = performance.eventLoopUtilization();
for (let i = 0; i < 60 && !done; i++) {
  await new Promise((r) => setTimeout(r, 1000));
  const c = process.cpuUsage(last);
  last = process.cpuUsage();
  const e = performance.eventLoopUtilization(elu);
  elu = performance.eventLoopUtilization();
  const counts = twin.counts();
  const q = ["intake", "matching.fifo", "applicant-alerts", "employer-shortlists", "center-west", "applicant-messages"]
    .map((n) => `${n}:${counts[`ieum-dev-${n}`]?.visible}/${counts[`ieum-dev-${n}`]?.inFlight}`)
    .join(" ");
  console.log(
    i,
    "cpu",
    ((c.user + c.system) / 1e6).toFixed(2),
    "main",
    e.utilization.toFixed(2),
    q,
    Object.entries(stats)
      .map(([k, s]) => `${k.slice(9)} ${s.n}x${(s.rec / s.n).toFixed(1)} ${(s.ms / s.n).toFixed(0)}ms`)
      .join(" | "),
  );
  for (const k in stats) delete stats[k];
}
await service.stop();
rmSync(dataDir, { recursive: true });
