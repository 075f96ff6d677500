import type { Applicant } from "../../domain/model/applicant.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { messageToApplicant } from "../../events/messages.ts";

/**
 * Counts what arrives on the queue of messages against what people have said and what has happened to openings, as whoever makes the fortnight knows
 * it. Nothing here reads what the policy writes down, and no code of the policy is used: the time of day, the days of a week and the
 * caps are reckoned anew.
 */
export interface Counts {
  messages: number;
  told: number;
  changes: number;
  withdrawals: number;
  quietHours: number;
  overCap: number;
  afterClosure: number;
  afterOptOut: number;
  duplicates: number;
}

const HOUR_MS = 3_600_000;
const SEOUL_MS = 9 * HOUR_MS;

/** The night of the law. */
const NIGHT_FROM_HOUR = 21;
const NIGHT_TO_HOUR = 8;

/** What holds if a person says nothing of it. */
const PER_DAY_UNLESS_SAID = 3;
const PER_WEEK_UNLESS_SAID = 10;

interface Received {
  /** Days since the epoch in Seoul, one entry a message. */
  readonly days: number[];
  readonly messageIds: Set<string>;
  readonly tellings: Set<string>;
  /** Opportunities the person knows of and has not been told to be gone. */
  readonly known: Map<string, string>;
}

/** What really is so at each moment. */
export class Truth {
  readonly applicants = new Map<string, Applicant>();
  readonly openings = new Map<string, Opening>();
  readonly opportunities = new Map<string, string>();
  readonly closed = new Set<string>();
  /** Those who have opted out, or left. */
  readonly out = new Set<string>();
}

export class Counters {
  readonly counts: Counts = {
    messages: 0,
    told: 0,
    changes: 0,
    withdrawals: 0,
    quietHours: 0,
    overCap: 0,
    afterClosure: 0,
    afterOptOut: 0,
    duplicates: 0,
  };
  readonly #truth: Truth;
  readonly #received = new Map<string, Received>();

  constructor(truth: Truth) {
    this.#truth = truth;
  }

  /** Takes a message at the moment of its arrival, and says what it told to whom. */
  receive(body: string, at: number): { applicantId: string; openingIds: string[] } | undefined {
    const message = messageToApplicant.parse(JSON.parse(body));
    const { applicantId } = message;
    const received = this.#received.get(applicantId) ?? {
      days: [],
      messageIds: new Set(),
      tellings: new Set(),
      known: new Map(),
    };
    this.#received.set(applicantId, received);
    if (received.messageIds.has(message.messageId)) this.counts.duplicates++;
    received.messageIds.add(message.messageId);
    this.counts.messages++;
    const items = "items" in message ? message.items : [message];
    this.#countTime(
      applicantId,
      items.map(({ openingId }) => openingId),
      at,
    );
    this.#countCap(applicantId, received, at);
    this.#countConsent(applicantId, at);
    for (const item of items) this.#countItem(item, received, at);
    return {
      applicantId,
      openingIds: items.filter(({ purpose }) => purpose === undefined).map(({ openingId }) => openingId),
    };
  }

  #countTime(applicantId: string, openingIds: readonly string[], at: number): void {
    const { delivery } = this.#truth.applicants.get(applicantId) ?? {};
    const seoul = new Date(at + SEOUL_MS);
    const hour = seoul.getUTCHours();
    const isNight = hour >= NIGHT_FROM_HOUR || hour < NIGHT_TO_HOUR;
    const areAsked = openingIds.every((id) => {
      const kind = this.#truth.openings.get(id)?.kind;
      return kind !== undefined && delivery?.urgentKinds?.includes(kind) === true;
    });
    const minute = hour * 60 + seoul.getUTCMinutes();
    const weekday = seoul.getUTCDay() === 0 ? 7 : seoul.getUTCDay();
    const yesterday = weekday === 1 ? 7 : weekday - 1;
    const minutesOf = (text: string) => Number(text.split(":")[0]) * 60 + Number(text.split(":")[1]);
    const isOwnQuiet = (delivery?.quietTimes ?? []).some(({ days = [1, 2, 3, 4, 5, 6, 7], from, to }) => {
      const [begin, end] = [minutesOf(from), minutesOf(to)];
      if (begin < end) return days.includes(weekday) && minute >= begin && minute < end;
      return (days.includes(weekday) && minute >= begin) || (days.includes(yesterday) && minute < end);
    });
    if ((isNight && !areAsked) || isOwnQuiet) this.counts.quietHours++;
  }

  #countCap(applicantId: string, { days }: Received, at: number): void {
    const { delivery } = this.#truth.applicants.get(applicantId) ?? {};
    const today = Math.floor((at + SEOUL_MS) / (24 * HOUR_MS));
    days.push(today);
    const ofDay = days.filter((day) => day === today).length;
    const ofWeek = days.filter((day) => today - day < 7).length;
    const isOver =
      ofDay > (delivery?.perDayMax ?? PER_DAY_UNLESS_SAID) || ofWeek > (delivery?.perWeekMax ?? PER_WEEK_UNLESS_SAID);
    if (isOver) this.counts.overCap++;
  }

  #countConsent(applicantId: string, at: number): void {
    const applicant = this.#truth.applicants.get(applicantId);
    const day = new Date(at + SEOUL_MS).toISOString().slice(0, 10);
    const agreed = applicant?.delivery?.agreed;
    const isPaused = day < (applicant?.delivery?.pausedUntil ?? "");
    const hasAgreed = applicant?.consent.alerts === true && (agreed === undefined || agreed.message !== undefined);
    if (this.#truth.out.has(applicantId) || isPaused || !hasAgreed) this.counts.afterOptOut++;
  }

  #countItem(
    item: {
      openingId: string;
      purpose?: string | undefined;
      telling?: number | undefined;
      ending?: string | undefined;
    },
    { tellings, known }: Received,
    at: number,
  ): void {
    const { openingId, purpose = "recommendation", telling = 1, ending } = item;
    const opportunity = this.#truth.opportunities.get(openingId) ?? openingId;
    if (tellings.has(`${openingId} ${telling}`)) this.counts.duplicates++;
    tellings.add(`${openingId} ${telling}`);
    if (purpose === "withdrawal") {
      this.counts.withdrawals++;
      // The opening must have closed; where something else has ended, it must be open still.
      if (this.#truth.closed.has(openingId) !== (ending === undefined)) this.counts.afterClosure++;
      known.delete(opportunity);
      return;
    }
    const day = new Date(at + SEOUL_MS).toISOString().slice(0, 10);
    const opening = this.#truth.openings.get(openingId);
    if (this.#truth.closed.has(openingId) || (opening?.validThrough ?? day) < day) this.counts.afterClosure++;
    if (purpose === "change") {
      this.counts.changes++;
    } else {
      this.counts.told++;
      if (known.has(opportunity)) this.counts.duplicates++;
    }
    known.set(opportunity, openingId);
  }
}
