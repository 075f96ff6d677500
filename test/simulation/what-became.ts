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

/** Of a hundred stories, in so many whoever is told is hired: left to chance alone, hardly one story in twenty has a hire. */
const HIRING_PERCENT = 30;

/** Their events are numbered from here on: no story has as many others. */
const FIRST_ANSWER = 400_000;

/** Counts on from what a story says of pairs that nobody may have been told of. */
const FIRST_REVISION = 11;

const SEEN_BEFORE = { revision: FIRST_REVISION - 1, outcome: "seen" } as const;

/** What becomes of a recommendation, from the day on which it was told. */
type Life = readonly { readonly outcome: string; readonly reason?: string }[];

const HIRES: readonly Life[] = [
  [{ outcome: "applied" }, { outcome: "interviewed" }, { outcome: "hired" }],
  [{ outcome: "hired" }],
];

const LIVES: readonly Life[] = [
  [{ outcome: "seen" }],
  [{ outcome: "seen" }, { outcome: "applied" }, { outcome: "declined", reason: "pay" }],
  ...HIRES,
  [{ outcome: "withdrawn" }, { outcome: "applied" }],
];

/** What centers find when they ask after a hire, before it is due or later, in whatever order that arrives. */
const FINDINGS: readonly (readonly object[])[] = [
  [],
  [{ months: 3, revision: 1, result: "employed", satisfaction: 4.5 }],
  [{ months: 3, revision: 1, result: "left" }],
  [
    { months: 3, revision: 1, result: "not-reached" },
    { months: 3, revision: 2, result: "employed" },
  ],
  [
    { months: 6, revision: 1, result: "employed" },
    { months: 6, revision: 2, result: "left" },
  ],
];

/** So many months ahead the schedule of follow-ups fires after a hire, at one of them, two or all: one, two or three follow-ups are due then. */
const MONTHS_AHEAD = [3, 7, 12];

/** What became of recommendations: only once somebody was told can anything, so it is written while the story goes on. */
export class WhatBecame {
  readonly #chance: SeededRandom;
  readonly #isFollowed: boolean;
  readonly #isHiring: boolean;
  /** By recommendation: the day on which it was first told. */
  readonly #firstDays = new Map<string, string>();
  readonly #answers = new Map<string, number>();
  #events = 0;
  #isAnybodyHired = false;

  constructor(seed: number) {
    this.#chance = new SeededRandom(seed ^ 0x0c0e);
    this.#isHiring = new SeededRandom(seed ^ 0x417e).percent(HIRING_PERCENT);
    this.#isFollowed = this.#chance.percent(FOLLOWED_PERCENT) || this.#isHiring;
  }

  get isAnybodyHired(): boolean {
    return this.#isAnybodyHired;
  }

  /** What is left of a story, with what becomes of these tellings among it, in whatever order it arrives. */
  after(tellings: readonly Telling[], left: readonly Happening[], now: number): Happening[] {
    const happenings = [...left];
    for (const telling of this.#isFollowed ? tellings : []) {
      for (const said of this.#saidOf(telling, dayInSeoul(now)))
        happenings.splice(this.#chance.between(0, happenings.length), 0, said);
    }
    return happenings;
  }

  #saidOf({ applicantId, openingId, courseOpeningId, purpose, recommendationId }: Telling, day: string): Happening[] {
    // Nothing is recorded of what is told with a course.
    if (courseOpeningId !== undefined) return [];
    const pair = { applicantId, openingId };
    const firstDay = this.#firstDays.get(recommendationId);
    // Whoever is told again may have looked at it long before.
    if (firstDay !== undefined)
      return purpose === "change" ? [this.#outcome({ ...pair, ...SEEN_BEFORE, on: firstDay })] : [];
    if (purpose !== "recommendation") return [];
    this.#firstDays.set(recommendationId, day);
    const answers = this.#answers.get(openingId) ?? 0;
    if (answers === ANSWERS_PER_OPENING_MAX || !this.#chance.percent(this.#isHiring ? 100 : ANSWERED_PERCENT))
      return [];
    this.#answers.set(openingId, answers + 1);
    const life = this.#chance.pick(this.#isHiring ? HIRES : LIVES) ?? [];
    const outcomes = life.map((outcome, at) =>
      this.#outcome({ ...pair, revision: FIRST_REVISION + at, ...outcome, on: day }),
    );
    if (!life.some(({ outcome }) => outcome === "hired")) return outcomes;
    this.#isAnybodyHired = true;
    const findings = this.#chance.pick(FINDINGS) ?? [];
    return [
      ...outcomes,
      ...findings.map((finding) => this.#event("FollowUpRecorded", { ...pair, ...finding, on: day })),
      ...this.#chance
        .some(MONTHS_AHEAD, this.#chance.between(1, MONTHS_AHEAD.length))
        .map((months): Happening => ({ kind: "follow-ups", months })),
    ];
  }

  #outcome(said: object): StoryEvent {
    return this.#event("OutcomeRecorded", said);
  }

  #event(name: string, said: object): StoryEvent {
    const detail = { ...envelopeOf(FIRST_ANSWER + this.#events++), ...said };
    const body = JSON.stringify({ source: "ieum.outcomes", "detail-type": name, detail });
    return { kind: "event", body, refusedWith: undefined, isSkewed: false };
  }
}
