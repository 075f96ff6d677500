import { refusalCodes } from "../../domain/refusal.ts";
import { type EventPublished, eventsOut } from "../../events/catalog.ts";
import { createMemoryWorld } from "../../functions/adapters/memory/memory-world.ts";
import { takeIn } from "../../functions/intake.ts";
import type { Recommendation } from "../../functions/ports.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import { districtsByCenter } from "../../infra/centers.ts";
import { configuration } from "../fixtures/memory-service.ts";

/** No input may keep a function busy for longer, counted in its own processor time. */
export const BUSY_MS_MAX = 50;

/** Runs that may take longer because of what else the process does in them: the shortest of so many counts. */
const BUSY_TRIES = 4;

/** After everything that the samples tell of, so that they are accepted as they are. */
const NOW_MS = Date.UTC(2026, 11, 2);

const centers = districtsByCenter();
const plan = { generation: 1, shards: 1 };

/** What a world has seen before. */
export interface Before {
  /** Bodies that were taken in. */
  readonly bodies: readonly string[];
  /** The pair that was told, so that something may become of it. */
  readonly told?: Recommendation;
}

export interface Taken {
  /** `accepted`, or the code and the path of the refusal. */
  readonly outcome: string;
  readonly busyMs: number;
}

/** Takes one body in, into a world of its own that has taken in others before, and says what became of it. Throws when it isn't as it should be. */
export async function takeBadInput(body: string, before: Before = { bodies: [] }): Promise<Taken> {
  const first = await takeOnce(body, before);
  let { busyMs } = first;
  for (let tries = 1; tries < BUSY_TRIES && busyMs > BUSY_MS_MAX; tries++) {
    busyMs = Math.min(busyMs, (await takeOnce(body, before)).busyMs);
  }
  return { ...first, busyMs };
}

async function takeOnce(body: string, before: Before): Promise<Taken> {
  let sends = 0;
  const world = createMemoryWorld({ now: () => NOW_MS }, async (port, method, phase) => {
    if (port === "queues" && method === "send" && phase === "after") sends++;
  });
  const intake = (one: string) =>
    takeIn([{ messageId: "m", body: one }], world, { taxonomy: configuration.taxonomy, plan, centers }, silentLog);
  for (const one of before.bodies) await intake(one);
  if (before.told !== undefined) await world.recommendations.tell(before.told);
  const publishedBefore = world.published().length;
  const kept = keptOf(world);
  sends = 0;
  const { user } = process.threadCpuUsage();
  const failures = await intake(body);
  const busyMs = (process.threadCpuUsage().user - user) / 1_000;
  for (const [, error] of failures) throw new Error("taking it in is a fault", { cause: error });
  const published = world.published().slice(publishedBefore);
  if (published.length === 0) {
    const hasCome = sends > 0 || keptOf(world) !== kept;
    if (!hasCome && !isOfWhoeverHasLeft(body, before)) throw new Error("accepted, and nothing came of it");
    return { outcome: "accepted", busyMs };
  }
  const outcome = refusalIn(published);
  if (sends > 0) throw new Error(`refused with ${outcome}, and handed to the shards all the same`);
  if (keptOf(world) !== kept) throw new Error(`refused with ${outcome}, and something is kept of it`);
  return { outcome, busyMs };
}

/** Whoever has left is told of nothing: that they opt out needs no keeping, and is no mistake of theirs. */
function isOfWhoeverHasLeft(body: string, before: Before): boolean {
  return body.includes('"DeliveryOptedOut"') && before.bodies.some((one) => one.includes('"ApplicantWithdrawn"'));
}

/** All that is kept but what was set aside. */
function keptOf(world: ReturnType<typeof createMemoryWorld>): string {
  return JSON.stringify({ ...(JSON.parse(world.dump()) as object), quarantine: undefined });
}

/** The refusal that was published: one, valid under its own schema, with a code that is documented. */
function refusalIn(published: readonly EventPublished[]): string {
  const [event] = published;
  if (published.length !== 1 || event?.name !== "EventRejected")
    throw new Error("something else than one refusal was published");
  const { code, path } = eventsOut.EventRejected.detail.parse(event.detail);
  if (!refusalCodes.includes(code)) throw new Error(`${code} is no code of a refusal`);
  return `${code} ${path}`;
}
