import { dayInSeoul } from "../../domain/model/calendar.ts";
import { SeededRandom } from "../../infra/world/seeded-random.ts";
import { envelopeOf, type Happening, type StoryEvent } from "./happening.ts";
import type { Telling } from "./telling.ts";

/** Of a hundred stories, in so many somebody says what became of what people were told. */
const FOLLOWED_PERCENT = 40;

/** Of a hundred tellings in such a story, so many. */
const ANSWERED_PERCENT = 50;

/** An opening with more applications is told to nobody else until it closes: its line would be looked at each day for ever. */
const ANSWERS_PER_OPENING_MAX = 2;

/** Their events are numbered from here on: no story has as many others. */
const FIRST_ANSWER = 400_000;

/** Counts on from what a story says of pairs that nobody may have been told of. */
const FIRST_REVISION = 11;

const SEEN_BEFORE = { revision: FIRST_REVISION - 1, outcome: "seen" } as const;

/** Lives of a recommendation from the day on which it was told. */
const LIVES: readonly (readonly { readonly outcome: string; readonly reason?: string }[])[] = [
  [{ outcome: "seen" }],
  [{ outcome: "seen" }, { outcome: "applied" }, { outcome: "declined", reason: "pay" }],
  [{ outcome: "applied" }, { outcome: "interviewed" }, { outcome: "hired" }],
  [{ outcome: "hired" }],
  [{ outcome: "withdrawn" }, { outcome: "applied" }],
];

/** What became of recommendations: only once somebody was told can anything, so it is written while the story goes on. */
export class WhatBecame {
  readonly #chance: SeededRandom;
  readonly #isFollowed: boolean;
  /** By recommendation: the day on which it was first told. */
  readonly #firstDays = new Map<string, string>();
  readonly #answers = new Map<string, number>();
  #events = 0;

  constructor(seed: number) {
    this.#chance = new SeededRandom(seed ^ 0x0c0e);
    this.#isFollowed = this.#chance.percent(FOLLOWED_PERCENT);
  }

  /** What is left of a story, with what becomes of these tellings among it, in whatever order it arrives. */
  after(tellings: readonly Telling[], left: readonly Happening[], now: number): Happening[] {
    const happenings = [...left];
    for (const telling of this.#isFollowed ? tellings : []) {
      for (const said of this.#saidOf(telling, dayInSeoul(now)))
        happenings.splice(this.#chance.between(0, happenings.length), 0, this.#event(said));
    }
    return happenings;
  }

  #saidOf({ applicantId, openingId, courseOpeningId, purpose, recommendationId }: Telling, day: string): object[] {
    // Nothing is recorded of what is told with a course.
    if (courseOpeningId !== undefined) return [];
    const pair = { applicantId, openingId };
    const firstDay = this.#firstDays.get(recommendationId);
    // Whoever is told again may have looked at it long before.
    if (firstDay !== undefined) return purpose === "change" ? [{ ...pair, ...SEEN_BEFORE, on: firstDay }] : [];
    if (purpose !== "recommendation") return [];
    this.#firstDays.set(recommendationId, day);
    const answers = this.#answers.get(openingId) ?? 0;
    if (answers === ANSWERS_PER_OPENING_MAX || !this.#chance.percent(ANSWERED_PERCENT)) return [];
    this.#answers.set(openingId, answers + 1);
    const life = this.#chance.pick(LIVES) ?? [];
    return life.map((outcome, at) => ({ ...pair, revision: FIRST_REVISION + at, ...outcome, on: day }));
  }

  #event(said: object): StoryEvent {
    const detail = { ...envelopeOf(FIRST_ANSWER + this.#events++), ...said };
    const body = JSON.stringify({ source: "ieum.outcomes", "detail-type": "OutcomeRecorded", detail });
    return { kind: "event", body, refusedWith: undefined, isSkewed: false };
  }
}
