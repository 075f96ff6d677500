import { fromDayNumber, toDayNumber } from "../../domain/model/calendar.ts";
import { deliveryPurposes } from "../../domain/model/delivery-settings.ts";
import type { RefusalCode } from "../../domain/refusal.ts";
import { SeededRandom } from "../../infra/world/seeded-random.ts";
import { indiscreetProfile, personalFields } from "./canaries.ts";
import { withCases, withReviews } from "./centers.ts";
import { withCourses } from "./courses.ts";
import { envelopeOf, type Happening, type Story, type StoryEvent, upTo } from "./happening.ts";
import { poisonEvents, strayMessages } from "./poison.ts";
import { FIRST_DAY, tinyCodes } from "./tiny-world.ts";

export const WEEKS_LATER_DAYS = 13;

/** Of a hundred stories, so many have more people than a wave, or more openings than a message: they cost as much as three others. */
const CROWD_PERCENT = 4;

/** Hours in which somebody wants no message: a part of each day, or all of it. */
const QUIET_TIMES = [
  [{ from: "00:00", to: "06:00" }],
  [{ from: "22:00", to: "09:30" }],
  [{ days: [6, 7], from: "00:00", to: "23:45" }],
  [
    { from: "00:00", to: "12:00" },
    { from: "12:00", to: "00:00" },
  ],
] as const;

/** Producers' clocks are wrong by up to a day. */
const SKEW_HOURS_MAX = 24;

export const dayAfter = (day: string, days: number) => fromDayNumber(toDayNumber(day) + days);

/** Of a hundred stories, in so many centers' feeds are written: nobody waits for them, so the others lose nothing. */
const FED_PERCENT = 15;

/** Of a hundred stories, in so many everything moves to other shards. */
const RESHARD_PERCENT = 30;
const HOURS_TO_MOVE = 4;

/** Writes the story of a seed. The same seed gives the same story. */
export function writeStory(seed: number): Story {
  const isFed = new SeededRandom(seed ^ 0xfeed).percent(FED_PERCENT);
  const written = { ...new Author(new SeededRandom(seed)).write(), isFed };
  const told = withReviews(written, new SeededRandom(seed ^ 0x4e71));
  const taught = withCourses(told, new SeededRandom(seed ^ 0x3c0e));
  const story = withCases(taught, new SeededRandom(seed ^ 0x6ca5));
  const chance = new SeededRandom(seed ^ 0x5a4d);
  if (!chance.percent(RESHARD_PERCENT)) return story;
  const happenings = [...story.happenings];
  const at = chance.between(1, happenings.length >> 1);
  happenings.splice(at, 0, { kind: "reshard", shards: chance.between(1, 3) });
  // Time for the operator to try again, so that some of the story is still to come at the switch.
  for (const _ of upTo(HOURS_TO_MOVE))
    happenings.splice(chance.between(at + 1, happenings.length >> 1), 0, { kind: "hours" });
  return { ...story, happenings };
}

class Author {
  readonly #chance: SeededRandom;
  #events = 0;

  constructor(chance: SeededRandom) {
    this.#chance = chance;
  }

  write(): Omit<Story, "isFed"> {
    const chance = this.#chance;
    const shards = chance.between(1, 2);
    const crowd = chance.percent(CROWD_PERCENT) ? chance.pick(["applicants", "openings"] as const) : undefined;
    const lives = [
      ...(crowd === "applicants" ? this.#crowdOfApplicants() : this.#lives("a", (id) => this.#lifeOfApplicant(id))),
      ...(crowd === "openings" ? this.#crowdOfOpenings() : this.#lives("o", (id) => this.#lifeOfOpening(id))),
      this.#outcomes(),
      poisonEvents(chance, () => this.#envelope()).map(({ body, code }) => this.#event(body, code, false)),
      strayMessages(chance, shards).map((stray): Happening => ({ kind: "stray", ...stray })),
    ];
    const happenings = this.#interleave(lives);
    const middle = chance.between(1, happenings.length);
    const story: Happening[] = [...happenings.slice(0, middle), { kind: "midnight" }, ...happenings.slice(middle)];
    for (const kind of ["redrive", "redrive", "replay", "deployment", "midnight"] as const) {
      if (chance.percent(50)) story.splice(chance.between(1, story.length), 0, { kind });
    }
    if (chance.percent(50)) this.#addWeeks(story);
    for (const _ of upTo(chance.between(0, 2))) story.splice(chance.between(1, story.length), 0, { kind: "hours" });
    story.push({ kind: "hours" });
    return { happenings: story, shards, isNightKept: chance.percent(30), pairsPerMessage: chance.between(1, 4) };
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

  #lives(letter: string, life: (id: string) => Happening[]): Happening[][] {
    return upTo(this.#chance.between(2, 5)).map((n) => life(`${letter}${n}`));
  }

  /** More people than one wave of an opening lets in, who all know what is asked, more or less. */
  #crowdOfApplicants(): Happening[][] {
    const chance = this.#chance;
    return upTo(chance.between(11, 14)).map((n) => [
      this.#valid("ApplicantProfileUpdated", "ieum.applicants", {
        applicant: {
          applicantId: `a${n}`,
          revision: 1,
          language: "ko",
          residence: "11440",
          competencies: tinyCodes.competencies.map((competency) => ({ competency, level: chance.between(2, 5) })),
          experience: tinyCodes.occupations.map((occupation) => ({ occupation, months: chance.between(1, 60) })),
          preferences: {},
          consent: { alerts: true, employers: true, center: true },
        },
      }),
    ]);
  }

  /** More openings than one message takes. */
  #crowdOfOpenings(): Happening[][] {
    return upTo(this.#chance.between(11, 13)).map((n) => [
      this.#posting(`o${n}`, 1, { isProgramme: false, isShared: false }),
    ]);
  }

  #lifeOfApplicant(applicantId: string): Happening[] {
    const chance = this.#chance;
    const revisions = chance.between(1, 3);
    let delivery = this.#delivery();
    const life = upTo(revisions).map((revision) => {
      if (chance.percent(30)) delivery = this.#delivery();
      return this.#profile(applicantId, revision, delivery);
    });
    if (chance.percent(10)) life.push(this.#profile(applicantId, revisions, delivery));
    this.#addOptOuts(applicantId, life);
    this.#addIndiscretion(applicantId, life);
    if (chance.percent(35)) {
      life.push(this.#valid("ApplicantWithdrawn", "ieum.applicants", { applicantId, revision: revisions + 1 }));
      if (chance.percent(40)) life.push(this.#profile(applicantId, revisions + 2, delivery));
    }
    return life;
  }

  /** Somebody wants no more messages, twice at most, among whatever else they do. */
  #addOptOuts(applicantId: string, life: Happening[]): void {
    for (const revision of upTo(this.#chance.percent(20) ? this.#chance.between(1, 2) : 0)) {
      const channels = this.#chance.percent(80)
        ? ["message"]
        : this.#chance.percent(50)
          ? ["inbox"]
          : ["inbox", "message"];
      const optOut = this.#valid("DeliveryOptedOut", "ieum.applicants", { applicantId, revision, channels });
      life.splice(this.#chance.between(0, life.length), 0, optOut);
    }
  }

  /** How somebody wants to be told; undefined when they don't say. */
  #delivery(): Record<string, unknown> | undefined {
    const chance = this.#chance;
    if (chance.percent(40)) return undefined;
    return {
      digest: chance.pick(["immediate", "immediate", "daily", "weekly"]),
      ...(chance.percent(40) ? { perDayMax: chance.pick([0, 1, 1, 1, 2]) } : {}),
      ...(chance.percent(20) ? { perWeekMax: chance.between(1, 3) } : {}),
      ...(chance.percent(15) ? { pausedUntil: dayAfter(FIRST_DAY, chance.between(1, 3)) } : {}),
      ...(chance.percent(20) ? { quietTimes: chance.pick(QUIET_TIMES) } : {}),
      ...(chance.percent(20) ? { agreed: { message: chance.some(deliveryPurposes, chance.between(0, 3)) } } : {}),
      ...(chance.percent(15) ? { urgentKinds: ["job"] } : {}),
      ...(chance.percent(15) ? { resumedAfterOptOut: chance.between(1, 2) } : {}),
    };
  }

  #profile(applicantId: string, revision: number, delivery: Record<string, unknown> | undefined): Happening {
    const chance = this.#chance;
    const held = chance.some(tinyCodes.competencies, chance.between(0, 2));
    const personal = personalFields(applicantId);
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
      // Every other profile only: a person without courses and programmes is written in another form of the log.
      ...(revision % 2 === 0 ? { courses: personal.courses, programmes: personal.programmes } : {}),
      preferences: {
        payMin: personal.payMin,
        ...(chance.percent(30) ? { occupations: [chance.pick(tinyCodes.occupations)] } : {}),
      },
      ...(delivery === undefined ? {} : { delivery }),
      consent: { alerts: chance.percent(85), employers: chance.percent(70), center: chance.percent(80) },
    };
    return { ...this.#valid("ApplicantProfileUpdated", "ieum.applicants", { applicant }), about: applicantId };
  }

  /** Now and then a producer says more of somebody than it may. */
  #addIndiscretion(applicantId: string, life: Happening[]): void {
    if (!this.#chance.percent(30)) return;
    const { body, code } = indiscreetProfile(applicantId, this.#chance.between(0, 99), this.#envelope());
    life.splice(this.#chance.between(0, life.length), 0, this.#event(body, code, false));
  }

  #lifeOfOpening(openingId: string): Happening[] {
    const chance = this.#chance;
    const isProgramme = chance.percent(25);
    const isShared = chance.percent(25);
    const revisions = chance.between(1, 3);
    const life = upTo(revisions).map((revision) => this.#posting(openingId, revision, { isProgramme, isShared }));
    if (chance.percent(10)) life.push(this.#posting(openingId, revisions, { isProgramme, isShared }));
    if (chance.percent(35)) {
      life.push(
        this.#valid("OpeningClosed", "ieum.openings", { openingId, revision: revisions + 1, reason: "filled" }),
      );
      if (chance.percent(25)) life.push(this.#posting(openingId, revisions + 2, { isProgramme, isShared }));
    }
    return life;
  }

  /** What is shared is advertised under several ids. */
  #posting(
    openingId: string,
    revision: number,
    { isProgramme, isShared }: { isProgramme: boolean; isShared: boolean },
  ): Happening {
    const chance = this.#chance;
    const level = chance.between(1, 4);
    const [from, through] = [chance.between(0, 2), chance.pick([0, 1, 5, 40])];
    const opening = {
      openingId,
      revision,
      kind: isProgramme ? "civic-role" : "job",
      employerId: "employer-1",
      title: isShared ? "동네 카페 직원 모집" : `모집 ${openingId}-${revision}`,
      ...(chance.percent(85) ? { occupation: { code: chance.pick(tinyCodes.occupations) } } : {}),
      place: chance.percent(isShared ? 60 : 20)
        ? { mode: "online" }
        : { mode: "onsite", district: chance.pick(tinyCodes.districts) },
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
    return envelopeOf(this.#events++);
  }
}
