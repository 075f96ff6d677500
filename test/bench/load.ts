/**
 * `npm run bench:load`: what a center's people notice when another one imports. A fresh twin on disk; a trickle of events of one district, alone at first;
 * then the same trickle while 10,000 profiles of another district are imported at once and openings come, of which six in ten are of that district. Latency is from
 * PutEvents to the receipt of the last of an opening's five messages; what doesn't come out, isn't recorded as sent in the end, or isn't kept, is lost.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IMPORT_SOURCE } from "../../events/envelope.ts";
import { runService, type Service } from "../../infra/local/local-service.ts";
import { readOptions, runBench, wholeNumber } from "./arguments.ts";
import { percentile, rounded } from "./figures.ts";
import { countLost, load, type Phase, putAll, putBackground, toBenchEntry } from "./loading.ts";
import type { Crowd, LoadReport } from "./twin-load.ts";
import { anImportedPerson, aStandingPerson, GROUPS_PER_DISTRICT, groupsFor } from "./twin-world.ts";

const HELP = `Measures how a center's trickle fares beside another one's import.

  npm run bench:load                        10 minutes
  npm run bench:load -- --seconds 120 --profiles 2000
  npm run bench:load -- --json              one line {eventsPerSecond, p50Ms, p99Ms, rssMb, lost, tenantP95Ratio} and nothing else

tenantP95Ratio is the trickle's 95th percentile beside the import by that of the trickle alone.`;

const options = {
  seconds: { type: "string", default: "600" },
  profiles: { type: "string", default: "10000" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** Events a second. Beside the import, of twenty openings twelve are of the district that imports and seven of the trickle's. */
const TRICKLE_RATE = 7;
const RATE = 20;
const SHARES = { trickle: 7, hot: 12, rest: 1 } as const;

/** Of the whole time the trickle has so much for itself. */
const ALONE_PART = 0.2;

const WARM_SECONDS = 5;
const WARM_PROFILES = 20;
const MEMORY_SAMPLE_MS = 1_000;

/** Every phase with people of its own: those of the hot district first, the others' districts apart from it and from each other. */
function phasesOf(seconds: number) {
  const aloneSeconds = Math.ceil(seconds * ALONE_PART);
  const besideSeconds = seconds - aloneSeconds;
  let district = 0;
  const aCrowd = (events: number, share: number): Crowd => {
    const groups = groupsFor(events);
    const firstGroup = district * GROUPS_PER_DISTRICT;
    district += Math.ceil(groups / GROUPS_PER_DISTRICT);
    return { firstGroup, groups, share };
  };
  const [hot, rest, trickle] = (["hot", "rest", "trickle"] as const).map((name) =>
    aCrowd(besideSeconds * SHARES[name] + RATE, SHARES[name]),
  );
  if (hot === undefined || rest === undefined || trickle === undefined) throw new RangeError("a crowd is missing");
  const one = (phase: string, length: number): Phase => ({
    phase,
    rate: TRICKLE_RATE,
    seconds: length,
    crowds: [aCrowd(TRICKLE_RATE * length, 1)],
  });
  return {
    warm: one("warm", WARM_SECONDS),
    alone: one("alone", aloneSeconds),
    beside: { phase: "beside", rate: RATE, seconds: besideSeconds, crowds: [trickle, hot, rest] } satisfies Phase,
  };
}

/** As `ieum import` sends them. */
function putImport(service: Service, people: readonly object[]): Promise<void> {
  return putAll(
    service,
    people.map((person) => toBenchEntry("ApplicantProfileUpdated", person, IMPORT_SOURCE)),
  );
}

const revisionsOf = (people: readonly ReturnType<typeof anImportedPerson>[]) =>
  new Map(people.map(({ applicant }) => [applicant.applicantId, applicant.revision]));

async function measure(service: Service, seconds: number, profiles: number, say: (text: string) => void) {
  const phases = phasesOf(seconds);
  const background = await putBackground(service, Object.values(phases));
  const warm = await load(service, phases.warm);
  // Functions that take imports in are running by then, as those of everything else.
  const standing = Array.from({ length: WARM_PROFILES }, (_, number) => aStandingPerson(number));
  await putImport(service, standing);
  await service.twin.idle();
  say(`the trickle alone, ${phases.alone.seconds} s …`);
  const alone = await load(service, phases.alone);
  await service.twin.idle();
  say(`the trickle beside an import of ${profiles} profiles, ${phases.beside.seconds} s …`);
  const startedMs = performance.now();
  const people = Array.from({ length: profiles }, (_, number) => anImportedPerson(number));
  const [beside] = await Promise.all([load(service, phases.beside), putImport(service, people)]);
  await service.twin.idle();
  const tookMs = performance.now() - startedMs;
  const lost =
    (await countLost(service, background)) +
    (await countLost(service, warm, revisionsOf(standing))) +
    (await countLost(service, alone)) +
    (await countLost(service, beside, revisionsOf(people)));
  const ofTrickle = ({ latenciesMs: [trickle = []] }: LoadReport) => trickle;
  const p95 = (report: LoadReport) => percentile(ofTrickle(report), 95);
  say(`p95 ${Math.round(p95(alone))} ms alone, ${Math.round(p95(beside))} ms beside`);
  return {
    eventsPerSecond: rounded(((beside.sent + profiles) * 1_000) / tookMs, 1),
    p50Ms: rounded(percentile(ofTrickle(beside), 50), 1),
    p99Ms: rounded(percentile(ofTrickle(beside), 99), 1),
    lost,
    tenantP95Ratio: rounded(p95(beside) / p95(alone), 2),
  };
}

async function main(): Promise<number> {
  const values = readOptions(options);
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  const seconds = wholeNumber(values, "seconds", { least: 10 });
  const profiles = wholeNumber(values, "profiles");
  const say = (text: string) => void (values.json || process.stdout.write(`${text}\n`));
  const dataDir = mkdtempSync(join(tmpdir(), "ieum-load-"));
  let service: Service | undefined;
  let rssMb = 0;
  const sampling = setInterval(() => {
    rssMb = Math.max(rssMb, Math.round(process.memoryUsage.rss() / 1_048_576));
  }, MEMORY_SAMPLE_MS);
  try {
    service = await runService({ dataDir, fresh: true, port: 0, tablesPort: 0 });
    const { eventsPerSecond, p50Ms, p99Ms, ...others } = await measure(service, seconds, profiles, say);
    process.stdout.write(`${JSON.stringify({ eventsPerSecond, p50Ms, p99Ms, rssMb, ...others })}\n`);
    return others.lost === 0 ? 0 : 1;
  } finally {
    clearInterval(sampling);
    await service?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

await runBench(main);
