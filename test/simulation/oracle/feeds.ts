import { dayInSeoul } from "../../../domain/model/calendar.ts";
import type { EventOut } from "../../../events/catalog.ts";
import type { FeedItem } from "../../../functions/feed-ports.ts";
import { districtsByCenter } from "../../../infra/centers.ts";
import type { Violation } from "../history.ts";
import type { Simulation } from "../simulation.ts";
import type { Rest } from "./rest.ts";

/** A person, or a person and an opening, at a revision: what an item of a feed says stands, or stands no longer. */
interface Word {
  readonly applicantId: string;
  readonly openingId: string | undefined;
  readonly revision: number;
  readonly openingRevision: number;
  readonly isFound: boolean;
}

type EventForCenters = Exclude<EventOut, { name: "EventRejected" }>;

/**
 * Guarantees 1 and 10: the feed of a center has every event about its districts once, in positions without gaps and in the order of their times, nothing
 * of other districts, and no person or opening at an older revision than they had before; what it leaves out, it had newer.
 */
export function checkFeeds({ history, story }: Simulation, rest: Rest): Violation[] {
  if (!story.isFed) return [];
  const events = history.events.filter((event): event is EventForCenters => event.name !== "EventRejected");
  return Object.entries(districtsByCenter()).flatMap(([center, districts]) => {
    const own = events.filter(({ detail }) => "district" in detail && districts.includes(detail.district ?? ""));
    const items = rest.feedItems.filter((item) => item.center === center);
    return new FeedAtRest(
      center,
      items.toSorted((a, b) => a.position - b.position),
      own,
    ).check();
  });
}

class FeedAtRest {
  readonly #center: string;
  readonly #items: readonly FeedItem[];
  /** By id: published once more after a death, an event may say something else, of people who have come or gone meanwhile. */
  readonly #events: ReadonlyMap<string, readonly EventForCenters[]>;
  readonly #found: Violation[] = [];

  constructor(center: string, items: readonly FeedItem[], events: readonly EventForCenters[]) {
    this.#center = center;
    this.#items = items;
    this.#events = Map.groupBy(events, ({ detail }) => detail.eventId);
  }

  check(): Violation[] {
    this.#checkPlaces();
    const known: Word[] = [];
    for (const item of this.#items) {
      if (!this.#events.has(item.eventId)) {
        this.#say(10, `has ${item.eventId}, which is not about its districts`);
        continue;
      }
      const words = wordsOf(JSON.parse(item.event));
      for (const word of words) {
        if (known.some((one) => isNewer(one, word)))
          this.#say(1, `tells of ${word.applicantId} and ${word.openingId} at ${word.revision} after a later revision`);
      }
      known.push(...words);
    }
    for (const published of this.#events.values()) {
      for (const event of published) this.#checkIsThere(event, published.length > 1, known);
    }
    return this.#found;
  }

  #say(guarantee: number, text: string): void {
    this.#found.push({ guarantee, text: `the feed of ${this.#center} ${text}` });
  }

  #checkPlaces(): void {
    const positions = this.#items.map(({ position }) => position);
    if (positions.some((position, at) => position !== at + 1)) this.#say(1, `has the positions ${positions.join(" ")}`);
    if (new Set(this.#items.map(({ eventId }) => eventId)).size < this.#items.length)
      this.#say(1, "has an event twice");
    for (const [at, item] of this.#items.entries()) {
      const before = this.#items[at - 1];
      if (before !== undefined && item.at < before.at) this.#say(1, `goes back in time at ${item.position}`);
      this.#checkFigures(item);
    }
  }

  /** The figures of the day, counted anew from the items. */
  #checkFigures({ position, at, soFar }: FeedItem): void {
    const day = dayInSeoul(at);
    const ofDay = this.#items
      .filter((one) => one.position <= position && dayInSeoul(one.at) === day)
      .map(({ event }) => JSON.parse(event) as { "detail-type": string; detail: { matches?: unknown[] } });
    const matches = ofDay.flatMap((event) =>
      event["detail-type"] === "MatchesFound" ? (event.detail.matches ?? []) : [],
    );
    const unmatched = ofDay.filter((event) => event["detail-type"] === "OpeningUnmatched").length;
    const said = Object.values(soFar.matches).reduce((sum, count) => sum + count, 0);
    if (soFar.day !== day || said !== matches.length || soFar.unmatched !== unmatched)
      this.#say(1, `says ${said} matches of ${soFar.day} at ${position}, and has ${matches.length}`);
  }

  /**
   * Each word of an event stands in its item, unless the feed had a newer one. An opening that is matched once more, by the same day perhaps, tells under
   * the same id of whoever has come since: they are found by what they came with, and stand in its item. Or it told under the same id of what has closed since,
   * when the feed has that, too: whoever was frozen wakes up with what they had found.
   */
  #checkIsThere(event: EventForCenters, isRepeated: boolean, known: readonly Word[]): void {
    const item = this.#items.find(({ eventId }) => eventId === event.detail.eventId);
    const there = item === undefined ? [] : wordsOf(JSON.parse(item.event));
    const words = wordsOf({ "detail-type": event.name, detail: event.detail });
    if (words.length === 0 && item === undefined) this.#say(1, `never had ${event.name} ${event.detail.eventId}`);
    for (const word of words) {
      if (there.some((one) => isOfSamePair(one, word)) || known.some((one) => isNewer(one, word))) continue;
      const isFoundAgain = isRepeated && item !== undefined && word.isFound;
      if (isFoundAgain && (this.#hasClosed(word.openingId) || known.some((one) => isSame(one, word)))) continue;
      this.#say(1, `never had ${word.applicantId} and ${word.openingId} at ${word.revision} of ${event.name}`);
    }
  }

  #hasClosed(openingId: string | undefined): boolean {
    const events = this.#items.map(
      ({ event }) => JSON.parse(event) as { detail: { reason?: string; openingId?: string } },
    );
    return events.some(({ detail }) => detail.reason === "opening-closed" && detail.openingId === openingId);
  }
}

function isOfSamePair(one: Word, other: Word): boolean {
  return one.applicantId === other.applicantId && one.openingId === other.openingId;
}

function isSame(one: Word, other: Word): boolean {
  const { isFound, revision, openingRevision } = other;
  const isAsNew = one.revision === revision && one.openingRevision === openingRevision;
  return isOfSamePair(one, other) && one.isFound === isFound && isAsNew;
}

/** Whether what a feed had says that another word is out of date: of the person, of the opening, or, of what is lost, that it was found again. */
function isNewer(one: Word, other: Word): boolean {
  if (one.applicantId !== other.applicantId) return false;
  const isPair = other.openingId !== undefined && isOfSamePair(one, other);
  if (isPair && one.openingRevision > other.openingRevision) return true;
  if (other.isFound) return one.revision > other.revision;
  return one.isFound && one.revision > other.revision && (isPair || other.openingId === undefined);
}

interface Pair {
  readonly applicantId: string;
  readonly openingId: string;
  readonly applicantRevision: number;
  readonly openingRevision: number;
}

/** What an event says of people; nothing where it is about an opening as a whole. */
function wordsOf(event: object): Word[] {
  const { "detail-type": name, detail } = event as {
    "detail-type": string;
    detail: Partial<Pick<Pair, "applicantId" | "applicantRevision">> & {
      readonly matches?: readonly Pair[];
      readonly reason?: string;
    };
  };
  const { applicantId, applicantRevision, matches = [], reason } = detail;
  const toWord = (pair: Pair) => ({ ...pair, revision: pair.applicantRevision, isFound: name === "MatchesFound" });
  if (name === "MatchesFound") return matches.map(toWord);
  const ofAll = (person: string, revision: number) => ({
    ...{ applicantId: person, openingId: undefined, openingRevision: 0 },
    ...{ revision, isFound: false },
  });
  if (name === "MatchesLost")
    return [...matches.map(toWord), ...(applicantId === undefined ? [] : [ofAll(applicantId, applicantRevision ?? 0)])];
  const hasLeft = name === "MatchesWithdrawn" && applicantId !== undefined && reason === "applicant-withdrawn";
  return hasLeft ? [ofAll(applicantId, Number.POSITIVE_INFINITY)] : [];
}
