import type { RefusalCode } from "../../domain/refusal.ts";
import type { SeededRandom } from "../../infra/world/seeded-random.ts";
import { FIRST_DAY } from "./tiny-world.ts";

interface Poison {
  readonly body: string;
  readonly code: RefusalCode;
}

/** A message on one of our own queues that none of our functions has written. */
export interface StrayMessage extends Poison {
  readonly queue: "matching" | "applicant-alerts";
  readonly groupId?: string;
}

type Envelope = Readonly<Record<string, unknown>>;

const event = (source: string, name: string, detail: Envelope) =>
  JSON.stringify({ source, "detail-type": name, detail });

const job = (envelope: Envelope, fields: Envelope) =>
  event("ieum.openings", "JobPosted", {
    ...envelope,
    opening: {
      openingId: "o1",
      revision: 9,
      kind: "job",
      employerId: "employer-1",
      title: "모집",
      place: { mode: "online" },
      requirements: [],
      ...fields,
    },
  });

/** Events that can't ever succeed. They name an entity of the story, with a revision that would win if it were kept. */
const recipes: readonly ((envelope: Envelope) => Poison)[] = [
  (envelope) => ({ body: `{"broken":${JSON.stringify(envelope)}`, code: "NOT_JSON" }),
  (envelope) => ({ body: event("ieum.openings", "JobVanished", envelope), code: "UNKNOWN_EVENT" }),
  (envelope) => ({ body: job({ ...envelope, schemaVersion: 99 }, {}), code: "VERSION_UNSUPPORTED" }),
  (envelope) => ({ body: job(envelope, { name: "extra" }), code: "SCHEMA_VIOLATION" }),
  (envelope) => ({ body: job(envelope, { place: { mode: "onsite", district: "99999" } }), code: "UNKNOWN_DISTRICT" }),
  (envelope) => ({ body: job(envelope, { occupation: { code: "0119" } }), code: "UNKNOWN_OCCUPATION" }),
  (envelope) => ({
    body: job(envelope, { requirements: [{ on: "competency", importance: "must", competency: "juggling", level: 1 }] }),
    code: "UNKNOWN_COMPETENCY",
  }),
  (envelope) => ({ body: job(envelope, { eligibility: { ageMin: 20 } }), code: "AGE_CONDITION_ON_JOB" }),
  (envelope) => ({
    body: job(envelope, { validFrom: "2026-12-02", validThrough: "2026-12-01" }),
    code: "DATES_OUT_OF_ORDER",
  }),
  (envelope) => ({
    body: event("ieum.calendar", "DayStarted", { ...envelope, day: "2199-01-01" }),
    code: "DAY_NOT_STARTED",
  }),
  (envelope) => ({
    body: job(envelope, {}).replace('"revision":9', '"revision":9,"revision":10'),
    code: "DUPLICATE_KEY",
  }),
  (envelope) => ({
    body: event("ieum.outcomes", "OutcomeRecorded", {
      ...envelope,
      applicantId: "nobody",
      openingId: "o1",
      revision: 1,
      outcome: "seen",
      on: FIRST_DAY,
    }),
    code: "UNKNOWN_RECOMMENDATION",
  }),
];

export function poisonEvents(chance: SeededRandom, nextEnvelope: () => Envelope): Poison[] {
  return chance.some(recipes, chance.between(0, 3)).map((recipe) => recipe(nextEnvelope()));
}

/** Messages on our own queues that nobody can ever read. */
export function strayMessages(chance: SeededRandom, shards: number): StrayMessage[] {
  const queues = ["matching", "applicant-alerts"] as const;
  return Array.from({ length: chance.between(0, 2) }, (_, number) => {
    const queue = chance.pick(queues);
    const isJson = chance.percent(50);
    return {
      queue,
      ...(queue === "matching" ? { groupId: `1#${chance.between(0, shards - 1)}` } : {}),
      body: isJson ? `{"schemaVersion":1,"stray":${number}}` : `stray ${number}`,
      code: (isJson ? "SCHEMA_VIOLATION" : "NOT_JSON") satisfies RefusalCode,
    };
  });
}
