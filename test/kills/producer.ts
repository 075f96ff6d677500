import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { ulid } from "ulid";
import { type EventInName, eventsIn } from "../../events/catalog.ts";

/** An event with what must be kept once it is accepted. */
interface Put {
  readonly eventId: string;
  readonly name: EventInName;
  readonly fields: object;
  readonly sort: "applicants" | "openings";
  readonly id: string;
  readonly revision: number;
}

/**
 * A producer as the contract asks for one: whatever it got no answer for, it puts again as it was, under the same id, before anything else. So each of its
 * events is accepted in the end, and some of them twice.
 */
export class Producer {
  /** What PutEvents has accepted, by event id. */
  readonly accepted = new Map<string, Put>();
  /** Events that were put again because a kill came before the answer. */
  putAgain = 0;
  readonly #busName: string;
  #unanswered: readonly Put[] = [];

  constructor(busName: string) {
    this.#busName = busName;
  }

  /** Puts what waits for an answer and these. Throws when no answer comes. */
  async put(client: EventBridgeClient, puts: readonly Omit<Put, "eventId">[]): Promise<void> {
    this.putAgain += this.#unanswered.length;
    const all = [...this.#unanswered, ...puts.map((put) => ({ ...put, eventId: ulid() }))];
    this.#unanswered = all;
    const { FailedEntryCount } = await client.send(
      new PutEventsCommand({ Entries: all.map((put) => this.#toEntry(put)) }),
    );
    if (FailedEntryCount !== 0) throw new Error(`PutEvents did not take ${FailedEntryCount} entries`);
    this.#unanswered = [];
    for (const put of all) this.accepted.set(put.eventId, put);
  }

  #toEntry({ eventId, name, fields }: Put) {
    const { sample, source } = eventsIn[name];
    const Detail = JSON.stringify({ ...sample, eventId, correlationId: eventId, ...fields });
    return { EventBusName: this.#busName, Source: source, DetailType: name, Detail };
  }
}

export type Event = Omit<Put, "eventId">;

export function toProfileEvent(fields: {
  readonly applicant: { readonly applicantId: string; readonly revision: number };
}): Event {
  const { applicantId, revision } = fields.applicant;
  return { name: "ApplicantProfileUpdated", fields, sort: "applicants", id: applicantId, revision };
}

/** Of somebody who leaves nothing is kept but that, under a later revision. */
export function toWithdrawnEvent({
  applicant: { applicantId, revision },
}: {
  readonly applicant: { readonly applicantId: string; readonly revision: number };
}): Event {
  const fields = { applicantId, revision: revision + 1 };
  return { name: "ApplicantWithdrawn", fields, sort: "applicants", id: applicantId, revision: revision + 1 };
}

export function toPostedEvent(fields: {
  readonly opening: { readonly openingId: string; readonly revision: number };
}): Event {
  const { openingId, revision } = fields.opening;
  return { name: "JobPosted", fields, sort: "openings", id: openingId, revision };
}
