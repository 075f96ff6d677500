import { encodeTime } from "ulid";
import { canonicalJson } from "../../domain/canonical-json.ts";
import { encodeRecord } from "../../domain/index/log-record.ts";
import { shardName } from "../../domain/index/shards.ts";
import { toApplicantFacts, toOpeningFacts } from "../../domain/matching/facts.ts";
import type { Applicant } from "../../domain/model/applicant.ts";
import { toDayNumber } from "../../domain/model/calendar.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { builtInTaxonomy } from "../../domain/taxonomy/built-in.ts";
import { deriveUlid } from "../../functions/runtime/derive-id.ts";
import { createMatchingConfiguration } from "../../functions/runtime/rules.ts";
import { stages } from "../../infra/stages.ts";
import { SeededRandom } from "../../infra/world/seeded-random.ts";
import { people } from "../fortnight/population.ts";
import { postings } from "../fortnight/postings.ts";
import { Meter } from "./meter.ts";
import { MeteredService, type ProcessorMs } from "./metered-service.ts";
import { month } from "./month.ts";

/** A Monday. */
const FIRST_DAY = "2026-11-23";
const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
const SEOUL_MS = 9 * HOUR_MS;

/** As the stack has it. */
const WAKE_MS = 2 * 60 * 1_000;

/** Events come by day. */
const FIRST_HOUR = 8;
const LAST_HOUR = 19;

/** Openings stay open for up to forty days: so many are drawn before the first day, and those that are still open are kept. */
const OPEN_DAYS_MAX = 40;

export interface DriveSize {
  readonly applicants: number;
  /** Days that are played before counting, so that people have been told of something; and days that are counted. */
  readonly warmUpDays: number;
  readonly countedDays: number;
}

/** What was counted in days of some size. */
export interface Drive {
  readonly applicants: number;
  readonly meter: Meter;
  /** How often each cause was there. */
  readonly times: Readonly<Record<"opening" | "profile" | "hour" | "day", number>>;
  readonly standingOpenings: number;
  /** Billed bytes by table at the end, and what the counted days added. */
  readonly storedBytes: Readonly<Record<string, number>>;
  readonly addedBytes: Readonly<Record<string, number>>;
}

/** Plays days of the month at a smaller size, all shares alike. The same size gives the same counts, but for times of the processor. */
export async function drive(size: DriveSize, processorMs: ProcessorMs): Promise<Drive> {
  const random = new SeededRandom(size.applicants);
  const meter = new Meter();
  const configuration = createMatchingConfiguration(stages.prod.thresholdBp, builtInTaxonomy);
  const service = new MeteredService(configuration, meter, processorMs);
  const openingsPerDay = Math.round(size.applicants * month.openingsPerApplicantDay);
  const changesPerDay = Math.round(size.applicants * month.changesPerApplicantDay);
  const today = toDayNumber(FIRST_DAY);
  const days = size.warmUpDays + size.countedDays;
  const dayOf = (number: number) => today - OPEN_DAYS_MAX + Math.floor((number - 1) / openingsPerDay);
  const all = postings(random, openingsPerDay * (OPEN_DAYS_MAX + days), dayOf).map(({ opening }) => opening);
  const standing = all
    .slice(0, openingsPerDay * OPEN_DAYS_MAX)
    .filter(({ validThrough = "" }) => validThrough >= FIRST_DAY);
  const crowd = people(random, size.applicants, FIRST_DAY);
  await load(service, crowd, standing);
  let before: Record<string, number> = {};
  for (let day = 0; day < days; day++) {
    if (day === size.warmUpDays) {
      meter.reset();
      before = service.cloud.storedBytes();
    }
    const posted = all.slice(openingsPerDay * (OPEN_DAYS_MAX + day), openingsPerDay * (OPEN_DAYS_MAX + day + 1));
    const changed = Array.from({ length: changesPerDay }, () => random.between(0, crowd.length - 1));
    await playDay({ service, meter, random, crowd, day, posted, changed });
  }
  const storedBytes = service.cloud.storedBytes();
  const added = Object.entries(storedBytes).map(([table, bytes]) => [table, bytes - (before[table] ?? 0)]);
  return {
    applicants: size.applicants,
    meter,
    times: {
      opening: openingsPerDay * size.countedDays,
      profile: changesPerDay * size.countedDays,
      hour: 24 * size.countedDays,
      day: size.countedDays,
    },
    standingOpenings: standing.length,
    storedBytes,
    addedBytes: Object.fromEntries(added),
  };
}

/** Everybody and everything that is there when the month begins: kept and in the log, as intake and match would have left them. */
async function load({ cloud }: MeteredService, crowd: readonly Applicant[], standing: readonly Opening[]) {
  const { applicants, openings, shardLog } = cloud.ports;
  const shard = shardName({ generation: 1, shards: 1 }, 0);
  let seq = 0;
  for (const applicant of crowd) {
    await applicants.keep(applicant.applicantId, applicant.revision, canonicalJson(applicant));
    const record = encodeRecord({ type: "applicant", facts: toApplicantFacts(applicant, builtInTaxonomy) });
    await shardLog.append(shard, { seq: ++seq, record });
  }
  for (const opening of standing) {
    await openings.keep(opening.openingId, opening.revision, canonicalJson(opening));
    const openSince = toDayNumber(opening.datePosted ?? FIRST_DAY);
    const facts = toOpeningFacts(opening, builtInTaxonomy);
    await shardLog.append(shard, { seq: ++seq, record: encodeRecord({ type: "opening", facts, openSince }) });
  }
}

interface DayPlan {
  readonly service: MeteredService;
  readonly meter: Meter;
  readonly random: SeededRandom;
  readonly crowd: Applicant[];
  readonly day: number;
  readonly posted: readonly Opening[];
  /** Places in the crowd of those whose profile changes. */
  readonly changed: readonly number[];
}

async function playDay({ service, meter, random, crowd, day, posted, changed }: DayPlan): Promise<void> {
  const startMs = (toDayNumber(FIRST_DAY) + day) * DAY_MS - SEOUL_MS;
  service.setClock(startMs);
  meter.cause = "day";
  await service.beginDay();
  const share = <One>(all: readonly One[], hour: number): readonly One[] => {
    const hours = LAST_HOUR - FIRST_HOUR + 1;
    const at = (place: number) => Math.floor((all.length * Math.min(Math.max(place, 0), hours)) / hours);
    return all.slice(at(hour - FIRST_HOUR), at(hour - FIRST_HOUR + 1));
  };
  for (let hour = 0; hour < 24; hour++) {
    service.setClock(startMs + hour * HOUR_MS + WAKE_MS);
    meter.cause = "hour";
    await service.wake();
    service.setClock(startMs + hour * HOUR_MS + HOUR_MS / 2);
    meter.cause = "opening";
    for (const opening of share(posted, hour)) {
      await service.accept(anEvent(service, "ieum.openings", "JobPosted", { opening }, opening.openingId));
    }
    meter.cause = "profile";
    for (const place of share(changed, hour)) {
      const before = crowd[place];
      if (before === undefined) continue;
      const applicant = revised(random, before);
      crowd[place] = applicant;
      const seed = `${applicant.applicantId} ${applicant.revision}`;
      await service.accept(anEvent(service, "ieum.applicants", "ApplicantProfileUpdated", { applicant }, seed));
    }
  }
}

function anEvent(
  service: MeteredService,
  source: string,
  detailType: string,
  fields: Record<string, unknown>,
  seed: string,
) {
  const eventId = deriveUlid(encodeTime(service.now), seed);
  const occurredAt = new Date(service.now).toISOString();
  const detail = JSON.stringify({ eventId, occurredAt, correlationId: eventId, schemaVersion: 1, ...fields });
  return { source, detailType, detail };
}

/** What somebody changes: where they want to work, how far they go, what they have learnt. */
function revised(random: SeededRandom, before: Applicant): Applicant {
  const { preferences } = before;
  const districts = [`11${random.pick(["110", "440", "680", "710", "215", "530"])}`];
  const changes: readonly Partial<Applicant>[] = [
    { education: random.pick(["associate", "bachelor"] as const) },
    { preferences: { ...preferences, districts } },
    { preferences: { ...preferences, commuteMinutesMax: random.pick([30, 40, 50, 60]) } },
    { consent: { ...before.consent, center: random.percent(90) } },
  ];
  return { ...before, ...random.pick(changes), revision: before.revision + 1 };
}
