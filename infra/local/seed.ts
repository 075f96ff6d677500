/** Puts the small Seoul on the bus of a running twin: everybody's profile first, then the openings, at a pace that can be followed. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import { plainDate } from "../../domain/model/primitives.ts";
import { type EventIn, eventsIn } from "../../events/catalog.ts";
import type { Entry } from "../../functions/importing/to-event.ts";
import { ENTRIES_PER_CALL_MAX, putEvents } from "../cli/put-events.ts";
import { createWorld } from "../world/world.ts";
import { isEmpty, type Service } from "./local-service.ts";
import type { ExampleActor } from "./sign-in-page.ts";

/** The world of the first minute. Another seed gives another one of the same shape. */
const WORLD_SEED = 2026;

/** People of one role on the sign-in page: enough to see that they differ. */
const EXAMPLES_MAX = 3;

export function toEntry({ name, detail }: EventIn): Entry {
  return { source: eventsIn[name].source, detailType: name, detail: JSON.stringify(detail) };
}

export interface SeedOptions {
  /** The day in Seoul that the world is made for; today when absent. The same day gives the same events. */
  readonly day?: string;
  /** What to put besides the profiles. */
  readonly openings: boolean;
  /** Pause after each opening, in milliseconds; without one they go ten at a time. */
  readonly pauseMs?: number;
  readonly signal?: AbortSignal;
}

/** Returns how many openings were put. Throws when the bus doesn't take an event. */
export async function seedWorld({ twin, names }: Service, options: SeedOptions): Promise<number> {
  const world = createWorld(WORLD_SEED, options.day ?? dayInSeoul(Date.now()));
  const client = new EventBridgeClient(twin.clientConfig("events"));
  const put = async (events: readonly EventIn[]) => {
    for (const sent of await putEvents(client, names.bus, events.map(toEntry))) {
      if (sent.kind === "failed") throw new Error(`the bus did not take an event of the world: ${sent.reason}`);
    }
  };
  try {
    await put([...world.programmes, ...world.profiles]);
    if (!options.openings) return 0;
    // Whoever is in the index first is met by the openings; the other way round would do as well, but tells a less simple story.
    await twin.idle();
    const perCall = options.pauseMs === undefined ? ENTRIES_PER_CALL_MAX : 1;
    for (let first = 0; first < world.openings.length; first += perCall) {
      if (options.signal?.aborted === true) return first;
      await put(world.openings.slice(first, first + perCall));
      if (options.pauseMs !== undefined) await new Promise((resolve) => setTimeout(resolve, options.pauseMs));
    }
    return world.openings.length;
  } finally {
    client.destroy();
  }
}

/**
 * Seeds where nothing has ever been kept, and completes a seed that was interrupted. A marker stands from before the first event until
 * after the last and holds the day: the same events come again, and those that had arrived are recognised as redeliveries.
 */
export async function seedOnce(service: Service, options: Omit<SeedOptions, "openings" | "day">): Promise<void> {
  const { seedingFile } = service;
  const interrupted = readMarker(seedingFile);
  if (interrupted === undefined && !(await isEmpty(service))) return;
  const day = interrupted ?? dayInSeoul(Date.now());
  writeFileSync(seedingFile, `${day}\n`);
  await seedWorld(service, { ...options, openings: true, day });
  if (options.signal?.aborted !== true) rmSync(seedingFile);
}

/** The day of a seed that wasn't completed. A marker without a day was cut off while it was written, before any event. */
function readMarker(path: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw cause;
  }
  const day = plainDate.safeParse(text.trim());
  return day.success ? day.data : undefined;
}

/** Two of the small Seoul to show commands by: a job, and somebody whom it suits. */
export function examplePair(): { readonly applicantId: string; readonly openingId: string } {
  const { profiles, openings } = createWorld(WORLD_SEED, dayInSeoul(Date.now()));
  // The world makes the first people to suit its openings, in the same order.
  const at = openings.findIndex(({ name }) => name === "JobPosted");
  const [profile, job] = [profiles[at], openings[at]];
  if (profile === undefined || job === undefined) throw new Error("the small Seoul has no job");
  return { applicantId: profile.detail.applicant.applicantId, openingId: job.detail.opening.openingId };
}

/** People of the small Seoul whom one can be: somebody with a match, the employer of it, and whoever runs the service. */
export function exampleActors(): readonly ExampleActor[] {
  const { profiles, openings } = createWorld(WORLD_SEED, dayInSeoul(Date.now()));
  const { applicantId, openingId } = examplePair();
  const others = profiles.slice(0, EXAMPLES_MAX).map(({ detail }) => detail.applicant.applicantId);
  const opening = openings.find(({ detail }) => detail.opening.openingId === openingId)?.detail.opening;
  const employers = new Set(openings.map(({ detail }) => detail.opening.employerId));
  const applicants = [...new Set([applicantId, ...others])].slice(0, EXAMPLES_MAX);
  return [
    ...applicants.map((subject): ExampleActor => ({ role: "applicant", subject, ko: "추천을 받는 사람" })),
    ...[...new Set([opening?.employerId ?? "", ...employers])]
      .filter((subject) => subject !== "")
      .slice(0, EXAMPLES_MAX)
      .map((subject): ExampleActor => ({ role: "employer", subject, ko: "구인 중인 곳" })),
    { role: "operator", subject: "operator-1", ko: "서비스를 돌보는 사람" },
  ];
}
