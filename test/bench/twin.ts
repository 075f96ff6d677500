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
import { runService, type Service } from "../../infra/local/local-service.ts";
import { seedWorld } from "../../infra/local/seed.ts";
import { readOptions, runBench, wholeNumber } from "./arguments.ts";
import { percentile } from "./figures.ts";
import { countLost, load, type Phase, putBackground } from "./loading.ts";
import { groupsFor } from "./twin-world.ts";

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

/** The phases with the people that each needs for itself. */
function withPeople(phases: readonly Omit<Phase, "crowds">[]): Phase[] {
  let firstGroup = 0;
  return phases.map((one) => {
    const groups = groupsFor(one.rate * one.seconds);
    firstGroup += groups;
    return { ...one, crowds: [{ firstGroup: firstGroup - groups, groups, share: 1 }] };
  });
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
    const third = Math.ceil(memory.length / 3);
    say(`memory: ${memory[third]} MB after a third, ${memory.at(-1)} MB at the end`);
    const report = {
      eventsPerSecond: Math.round((many.sent * 10_000) / many.milliseconds) / 10,
      p50Ms: Math.round(percentile(few.latenciesMs.flat(), 50) * 10) / 10,
      p99Ms: Math.round(percentile(few.latenciesMs.flat(), 99) * 10) / 10,
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
