import { isDeepStrictEqual } from "node:util";
import { type MessageCaps, toDeliveryTerms } from "../../domain/delivery/delivery-terms.ts";
import type { Mailbox } from "../../domain/delivery/mailbox.ts";
import { DAYS_PER_WEEK, hasRoom, sendDays } from "../../domain/delivery/timing.ts";
import { applicant as applicantSchema } from "../../domain/model/applicant.ts";
import { dayInSeoul, toDayNumber } from "../../domain/model/calendar.ts";
import type { Ports } from "../ports.ts";
import { mailboxesOf } from "../runtime/documents.ts";
import { inReads } from "../runtime/in-groups.ts";

/** How it stands under some caps of messages. */
export interface CapsOutcome {
  /** People who can be sent no more today. */
  readonly withoutRoom: number;
  /** What those people are still to be told. */
  readonly waiting: number;
  /** Messages of the last seven days that have, or would have, found no room on their day. */
  readonly late: number;
}

export interface WhatIfCaps {
  /** People whose messages the asked caps count otherwise: who want messages and haven't said how many. */
  readonly people: number;
  /** What they were sent in the last seven days. */
  readonly messages: number;
  readonly before: CapsOutcome;
  readonly after: CapsOutcome;
}

/** A person for whom other caps change something. */
export interface CapsChange {
  readonly applicantId: string;
  readonly before: StandingUnderCaps;
  readonly after: StandingUnderCaps;
}

export interface StandingUnderCaps {
  readonly hasRoom: boolean;
  readonly waiting: number;
  readonly late: number;
}

/**
 * Holds what everybody was sent in the last seven days, and what waits for them now, against two caps of messages. Nothing is written or sent. It is an
 * account of days that have been: how many messages there will be hangs on the openings that come. Every mailbox and profile is read once.
 */
export async function whatIfCaps(
  asIs: MessageCaps,
  asAsked: MessageCaps,
  { clock, applicants, mailboxes }: Pick<Ports, "clock" | "applicants" | "mailboxes">,
  onChange?: (change: CapsChange) => void,
): Promise<WhatIfCaps> {
  const today = toDayNumber(dayInSeoul(clock.now()));
  const [before, after] = [new CapsTally(), new CapsTally()];
  let [people, messages] = [0, 0];
  for await (const keys of applicants.each()) {
    const ids = keys.flatMap(({ id, isClosed }) => (isClosed ? [] : id));
    for (const some of inReads(ids)) {
      const read = await mailboxesOf(mailboxes).read(some);
      for (const { id, body } of await applicants.get(some)) {
        const mailbox = read.get(id)?.document;
        if (body === undefined || mailbox === undefined || mailbox.hasLeft) continue;
        const { delivery, consent } = applicantSchema.parse(JSON.parse(body));
        const now = toDeliveryTerms(delivery, consent.alerts, asIs);
        const then = toDeliveryTerms(delivery, consent.alerts, asAsked);
        if (now.agreed.message.length === 0 || isSame(now, then)) continue;
        people++;
        messages += ofLastWeek(mailbox, today).length;
        const change = {
          applicantId: id,
          before: toStanding(mailbox, today, now),
          after: toStanding(mailbox, today, then),
        };
        before.add(change.before);
        after.add(change.after);
        if (!isDeepStrictEqual(change.before, change.after)) onChange?.(change);
      }
    }
  }
  return { people, messages, before: before.toOutcome(), after: after.toOutcome() };
}

function isSame(one: MessageCaps, other: MessageCaps): boolean {
  return one.perDayMax === other.perDayMax && one.perWeekMax === other.perWeekMax;
}

class CapsTally {
  #withoutRoom = 0;
  #waiting = 0;
  #late = 0;

  add({ hasRoom, waiting, late }: StandingUnderCaps): void {
    this.#late += late;
    if (hasRoom) return;
    this.#withoutRoom++;
    this.#waiting += waiting;
  }

  toOutcome(): CapsOutcome {
    return { withoutRoom: this.#withoutRoom, waiting: this.#waiting, late: this.#late };
  }
}

function ofLastWeek(mailbox: Mailbox, today: number): number[] {
  return sendDays(mailbox).filter((day) => day > today - DAYS_PER_WEEK);
}

function toStanding(mailbox: Mailbox, today: number, caps: MessageCaps): StandingUnderCaps {
  const sent = ofLastWeek(mailbox, today);
  const inTime: number[] = [];
  for (const day of sent) if (hasRoom(inTime, day, caps)) inTime.push(day);
  return {
    hasRoom: hasRoom(sent, today, caps),
    waiting: mailbox.entries.filter(({ pending }) => pending !== undefined && pending.claim === undefined).length,
    late: sent.length - inTime.length,
  };
}
