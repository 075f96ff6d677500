import type { BusEvent } from "../../events/contracts/cloud-event.ts";
import { matchesFound } from "../../events/matches-found.ts";
import { matchesLost } from "../../events/matches-lost.ts";
import { matchesWithdrawn } from "../../events/matches-withdrawn.ts";

/** Applicants and pairs remembered per center: more than change within the seconds in which events overtake each other. */
const REMEMBERED_MAX = 20_000;

/** Stands for the revision of somebody who has left: nothing is newer. */
const LEFT = Number.POSITIVE_INFINITY;

/** An applicant and an opening, each at a revision. */
interface Pair {
  readonly applicantId: string;
  readonly applicantRevision: number;
  readonly openingId: string;
  readonly openingRevision: number;
}

/**
 * The newest revisions that a center's feed has told of, of each applicant and of the opening of each pair. The bus doesn't keep the order in which events
 * were put on it; what an overtaken event says of an older revision is left out, so that a feed never goes back in the life of either.
 */
export class NewestRevisions {
  readonly #revisions = new Map<string, number>();
  /** The newest revision of its opening that each pair was told at, found or lost. */
  readonly #openings = new Map<string, number>();
  /** The newest revision of each applicant, and of each pair, that was found rather than withdrawn. */
  readonly #found = new Map<string, number>();

  /** An event without what is older than has been told, or undefined when nothing of it is left. */
  withoutOlder(event: BusEvent): BusEvent | undefined {
    if (event["detail-type"] === matchesLost.name) return this.#withoutFoundSince(event);
    if (event["detail-type"] !== matchesFound.name) return event;
    const { matches, ...detail } = matchesFound.detail.parse(event.detail);
    const current = matches.filter(
      (match) =>
        match.applicantRevision >= (this.#revisions.get(match.applicantId) ?? 0) && !this.#isOfOlderOpening(match),
    );
    if (current.length === 0) return undefined;
    return current.length === matches.length ? event : { ...event, detail: { ...detail, matches: current } };
  }

  #isOfOlderOpening(pair: Pair): boolean {
    return pair.openingRevision < (this.#openings.get(toPair(pair)) ?? 0);
  }

  /** A loss without the pairs that were found again at a later revision of either, and without whoever has come back since. */
  #withoutFoundSince(event: BusEvent): BusEvent | undefined {
    const { matches, ...detail } = matchesLost.detail.parse(event.detail);
    const { applicantId = "", applicantRevision } = detail;
    if (applicantRevision !== undefined && applicantRevision < (this.#found.get(applicantId) ?? 0)) return undefined;
    if (matches === undefined) return event;
    const current = matches.filter(
      (one) => one.applicantRevision >= (this.#found.get(toPair(one)) ?? 0) && !this.#isOfOlderOpening(one),
    );
    if (current.length === 0) return undefined;
    return current.length === matches.length ? event : { ...event, detail: { ...detail, matches: current } };
  }

  /** Notes what an event of the feed has told. */
  note({ "detail-type": name, detail }: BusEvent): void {
    if (name === matchesFound.name) {
      for (const match of matchesFound.detail.parse(detail).matches) {
        const { applicantId, applicantRevision } = match;
        raise(this.#revisions, applicantId, applicantRevision);
        raise(this.#found, applicantId, applicantRevision);
        raise(this.#found, toPair(match), applicantRevision);
        raise(this.#openings, toPair(match), match.openingRevision);
      }
    } else if (name === matchesWithdrawn.name) {
      const { applicantId, reason } = matchesWithdrawn.detail.parse(detail);
      if (applicantId !== undefined && reason === "applicant-withdrawn") raise(this.#revisions, applicantId, LEFT);
    } else if (name === matchesLost.name) {
      const { applicantId, applicantRevision = 0, matches = [] } = matchesLost.detail.parse(detail);
      if (applicantId !== undefined) raise(this.#revisions, applicantId, applicantRevision);
      for (const one of matches) {
        raise(this.#revisions, one.applicantId, one.applicantRevision);
        raise(this.#openings, toPair(one), one.openingRevision);
      }
    }
  }
}

function toPair({ applicantId, openingId }: Pick<Pair, "applicantId" | "openingId">): string {
  return `${applicantId} ${openingId}`;
}

function raise(revisions: Map<string, number>, key: string, revision: number): void {
  const newest = Math.max(revision, revisions.get(key) ?? 0);
  // Last noted, last forgotten.
  revisions.delete(key);
  revisions.set(key, newest);
  if (revisions.size <= REMEMBERED_MAX) return;
  const [oldest] = revisions.keys();
  if (oldest !== undefined) revisions.delete(oldest);
}
