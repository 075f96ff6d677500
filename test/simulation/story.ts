import { fromDayNumber, toDayNumber } from "../../domain/model/calendar.ts";
import type { RefusalCode } from "../../domain/refusal.ts";
import { SCHEMA_VERSION } from "../../events/envelope.ts";
import { SeededRandom } from "../../infra/world/seeded-random.ts";
import { poisonEvents, type StrayMessage, strayMessages } from "./poison.ts";
import { FIRST_DAY, tinyCodes } from "./tiny-world.ts";

/** An event as a producer puts it on the bus. */
export interface StoryEvent {
  readonly kind: "event";
  readonly body: string;
  /** The one code that it is refused with; undefined when it is valid, and its fate depends on what else has arrived. */
  readonly refusedWith: RefusalCode | undefined;
  readonly isSkewed: boolean;
}

/** What happens to the service from outside, in this order. */
export type Happening =
  | StoryEvent
  /** A message that none of our functions has written, on one of our own queues. */
  | ({ readonly kind: "stray" } & StrayMessage)
  /** The time until midnight in Seoul passes, when the schedule fires. */
  | { readonly kind: "midnight" }
  /** Somebody moves what was set aside back to its queue. */
  | { readonly kind: "redrive" }
  /** A stretch of the archive is put on the bus again, in another order. */
  | { readonly kind: "replay" }
  /** Thirteen days pass; a dead letter is kept for fourteen. */
  | { readonly kind: "weeks-later" }
  /** The next version of the code is deployed, function by function. */
  | { readonly kind: "deployment" };

export interface Story {
  readonly happenings: readonly Happening[];
  readonly shards: number;
}

export const WEEKS_LATER_DAYS = 13;

/** Producers' clocks are wrong by up to a day. */
const SKEW_HOURS_MAX = 24;

export const dayAfter = (day: string, days: number) => fromDayNumber(toDayNumber(day) + days);

/** The ULID of a story's event. Seeds share them: no two seeds ever meet. */
function eventIdOf(number: number): string {
  return `01KB000000${String(number).padStart(16, "0")}`;
}

/** Writes the story of a seed. The same seed gives the same story. */
export function writeStory(seed: number): Story {
  return new Author(new SeededRandom(seed)).write();
}

class Author {
  readonly #chance: SeededRandom;
  #events = 0;

  constructor(chance: SeededRandom) {
    this.#chance = chance;
  }

  write(): Story {
    const chance = this.#chance;
    const shards = chance.between(1, 2);
    const lives = [
      ...upTo(chance.between(2, 5)).map((n) => this.#lifeOfApplicant(`a${n}`)),
      ...upTo(chance.between(2, 5)).map((n) => this.#lifeOfOpening(`o${n}`)),
      this.#outcomes(),
      poisonEvents(chance, () => this.#envelope()).map(({ body, code }) => this.#event(body, code, false)),
      strayMessages(chance, shards).map((stray): Happening => ({ kind: "stray", ...stray })),
    ];
    const happenings = this.#interleave(lives);
    const middle = chance.between(1, happenings.length);
    const story: Happening[] = [...happenings.slice(0, middle), { kind: "midnight" }, ...happenings.slice(middle)];
    for (const kind of ["redrive", "redrive", "replay", "deployment"] as const) {
      if (chance.percent(50)) story.splice(chance.between(1, story.length), 0, { kind });
    }
    if (chance.percent(50)) this.#addWeeks(story);
    return { happenings: story, shards };
  }

  /** Two weeks pass somewhere in the second half; then what was set aside is moved back. */
  #addWeeks(story: Happening[]): void {
    const midnight = story.findLastIndex(({ kind }) => kind === "midnight");
    story.splice(this.#chance.between(midnight + 1, story.length), 0, { kind: "weeks-later" }, { kind: "redrive" });
  }

  /** Each life keeps its order, mostly: producers send in order, and now and then one is late. */
  #interleave(lives: readonly (readonly Happening[])[]): Happening[] {
    const left = lives.map((life) => [...life]).filter((life) => life.length > 0);
    const all: Happening[] = [];
    while (left.length > 0) {
      const at = this.#chance.between(0, left.length - 1);
      const life = left[at] ?? [];
      const isLate = life.length > 1 && this.#chance.percent(20);
      all.push(...life.splice(isLate ? 1 : 0, 1));
      if (life.length === 0) left.splice(at, 1);
    }
    return all;
  }

  #lifeOfApplicant(applicantId: string): Happening[] {
    const chance = this.#chance;
    const revisions = chance.between(1, 3);
    const life = upTo(revisions).map((revision) => this.#profile(applicantId, revision));
    if (chance.percent(10)) life.push(this.#profile(applicantId, revisions));
    if (chance.percent(35)) {
      life.push(this.#valid("ApplicantWithdrawn", "ieum.applicants", { applicantId, revision: revisions + 1 }));
      if (chance.percent(40)) life.push(this.#profile(applicantId, revisions + 2));
    }
    return life;
  }

  #profile(applicantId: string, revision: number): Happening {
    const chance = this.#chance;
    const held = chance.some(tinyCodes.competencies, chance.between(0, 2));
    const applicant = {
      applicantId,
      revision,
      language: chance.percent(80) ? "ko" : "en",
      // Forty on the second day: only then a programme from forty on is open to them.
      ...(chance.percent(20) ? { birthDate: `1986-${dayAfter(FIRST_DAY, 1).slice(5)}` } : {}),
      ...(chance.percent(90) ? { residence: chance.pick(tinyCodes.districts) } : {}),
      competencies: held.map((competency) => ({ competency, level: chance.between(1, 5) })),
      ...(chance.percent(60)
        ? { experience: [{ occupation: chance.pick(tinyCodes.occupations), months: chance.between(1, 60) }] }
        : {}),
      preferences: chance.percent(30) ? { occupations: [chance.pick(tinyCodes.occupations)] } : {},
      consent: { alerts: chance.percent(85), employers: chance.percent(70), center: chance.percent(80) },
    };
    return this.#valid("ApplicantProfileUpdated", "ieum.applicants", { applicant });
  }

  #lifeOfOpening(openingId: string): Happening[] {
    const chance = this.#chance;
    const isProgramme = chance.percent(25);
    const revisions = chance.between(1, 3);
    const life = upTo(revisions).map((revision) => this.#posting(openingId, revision, isProgramme));
    if (chance.percent(10)) life.push(this.#posting(openingId, revisions, isProgramme));
    if (chance.percent(35)) {
      life.push(
        this.#valid("OpeningClosed", "ieum.openings", { openingId, revision: revisions + 1, reason: "filled" }),
      );
      if (chance.percent(25)) life.push(this.#posting(openingId, revisions + 2, isProgramme));
    }
    return life;
  }

  #posting(openingId: string, revision: number, isProgramme: boolean): Happening {
    const chance = this.#chance;
    const level = chance.between(1, 4);
    const [from, through] = [chance.between(0, 1), chance.pick([0, 1, 5, 40])];
    const opening = {
      openingId,
      revision,
      kind: isProgramme ? "civic-role" : "job",
      employerId: "employer-1",
      title: `모집 ${openingId}-${revision}`,
      ...(chance.percent(85) ? { occupation: { code: chance.pick(tinyCodes.occupations) } } : {}),
      place: chance.percent(20) ? { mode: "online" } : { mode: "onsite", district: chance.pick(tinyCodes.districts) },
      requirements: chance.percent(40)
        ? [
            {
              on: "competency",
              importance: chance.pick(["must", "should"]),
              competency: chance.pick(tinyCodes.competencies),
              level,
            },
          ]
        : [],
      ...(isProgramme ? { eligibility: { ageMin: 40, legalBasis: "seoul-second-life" } } : {}),
      ...(chance.percent(25) ? { validFrom: dayAfter(FIRST_DAY, from) } : {}),
      ...(chance.percent(30) ? { validThrough: dayAfter(FIRST_DAY, Math.max(from, through)) } : {}),
    };
    return this.#valid(isProgramme ? "ProgrammeOpened" : "JobPosted", "ieum.openings", { opening });
  }

  /** What becomes of some pairs, whether or not anybody was told of them. */
  #outcomes(): Happening[] {
    const chance = this.#chance;
    return upTo(chance.between(0, 3)).map((revision) => {
      const pair = { applicantId: `a${chance.between(1, 3)}`, openingId: `o${chance.between(1, 3)}` };
      const outcome = chance.pick(["seen", "applied", "declined"]);
      const why = outcome === "declined" ? { reason: "pay" } : {};
      return this.#valid("OutcomeRecorded", "ieum.outcomes", { ...pair, revision, outcome, ...why, on: FIRST_DAY });
    });
  }

  #valid(name: string, source: string, fields: Record<string, unknown>): StoryEvent {
    const isSkewed = this.#chance.percent(20);
    const { occurredAt, ...envelope } = this.#envelope();
    const skewMs = isSkewed ? this.#chance.between(-SKEW_HOURS_MAX, SKEW_HOURS_MAX) * 3_600_000 : 0;
    const skewed = new Date(Date.parse(occurredAt) + skewMs).toISOString();
    const detail = { ...envelope, occurredAt: skewed, ...fields };
    return this.#event(JSON.stringify({ source, "detail-type": name, detail }), undefined, isSkewed);
  }

  #event(body: string, refusedWith: RefusalCode | undefined, isSkewed: boolean): StoryEvent {
    return { kind: "event", body, refusedWith, isSkewed };
  }

  #envelope() {
    const eventId = eventIdOf(this.#events++);
    return { eventId, correlationId: eventId, occurredAt: `${FIRST_DAY}T03:00:00Z`, schemaVersion: SCHEMA_VERSION };
  }
}

export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at + 1);
}
