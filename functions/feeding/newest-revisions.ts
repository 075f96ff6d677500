import type { BusEvent } from "../../events/contracts/cloud-event.ts";
import { matchesFound } from "../../events/matches-found.ts";
import { matchesWithdrawn } from "../../events/matches-withdrawn.ts";

/** Applicants remembered per center: more than change within the seconds in which events overtake each other. */
const APPLICANTS_MAX = 20_000;

/** Stands for the revision of somebody who has left: nothing is newer. */
const LEFT = Number.POSITIVE_INFINITY;

/**
 * The newest revision of each applicant that a center's feed has told of. The bus doesn't keep the order in which events were put on it; what an
 * overtaken event says of an older revision is left out, so that a feed never goes back in an applicant's life.
 */
export class NewestRevisions {
  readonly #revisions = new Map<string, number>();

  /** An event without what is older than has been told, or undefined when nothing of it is left. */
  withoutOlder(event: BusEvent): BusEvent | undefined {
    if (event["detail-type"] !== matchesFound.name) return event;
    const { matches, ...detail } = matchesFound.detail.parse(event.detail);
    const current = matches.filter(
      ({ applicantId, applicantRevision }) => applicantRevision >= (this.#revisions.get(applicantId) ?? 0),
    );
    if (current.length === 0) return undefined;
    return current.length === matches.length ? event : { ...event, detail: { ...detail, matches: current } };
  }

  /** Notes what an event of the feed has told. */
  note({ "detail-type": name, detail }: BusEvent): void {
    if (name === matchesFound.name) {
      for (const { applicantId, applicantRevision } of matchesFound.detail.parse(detail).matches) {
        this.#raise(applicantId, applicantRevision);
      }
    } else if (name === matchesWithdrawn.name) {
      const { applicantId, reason } = matchesWithdrawn.detail.parse(detail);
      if (applicantId !== undefined && reason === "applicant-withdrawn") this.#raise(applicantId, LEFT);
    }
  }

  #raise(applicantId: string, revision: number): void {
    const newest = Math.max(revision, this.#revisions.get(applicantId) ?? 0);
    // Last noted, last forgotten.
    this.#revisions.delete(applicantId);
    this.#revisions.set(applicantId, newest);
    if (this.#revisions.size <= APPLICANTS_MAX) return;
    const [oldest] = this.#revisions.keys();
    if (oldest !== undefined) this.#revisions.delete(oldest);
  }
}
