import type { Match, MatchResult } from "../../domain/index/match-index.ts";
import type { ApplicantFacts, OpeningFacts } from "../../domain/matching/facts.ts";
import { packMatchList } from "../../domain/matching/match-list.ts";
import type { EventOut } from "../../events/catalog.ts";
import { EVENT_BYTES_MAX, SCHEMA_VERSION } from "../../events/envelope.ts";
import type { AlertMessage, ShortlistCandidate, ShortlistMessage } from "../../events/messages.ts";
import type { Outgoing } from "../operating/matching-messages.ts";
import type { MatchList, QueueMessage } from "../ports.ts";
import { deriveUlid } from "../runtime/derive-id.ts";
import { inBatches, inGroups } from "../runtime/in-groups.ts";
import type { MatchingConfiguration } from "../runtime/rules.ts";
import { toShortlistReasons } from "./shortlist-reasons.ts";

/** What a shortlist takes beside its candidates, generously. */
const SHORTLIST_HEAD_BYTES_MAX = 2_048;

/** The event that something follows from, and where and when it is worked on. */
export interface Occasion {
  readonly correlationId: string;
  readonly causationId: string;
  readonly shard: string;
  /** Position of the log that the index stands at. */
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Whether another generation of shards has taken over: what there is to find is left to that. */
  readonly isReplaced: boolean;
}

/** A list by its key, and the position in the log that it was made at. */
type ListAt = Pick<MatchList, "subject" | "shard" | "asOfSeq">;

/** What a record makes us write and send, in this order. Repeating it gives the same lists under the same ids. */
export interface Followings {
  readonly lists: readonly MatchList[];
  /** Lists that are gone. */
  readonly removedLists: readonly ListAt[];
  readonly alerts: readonly QueueMessage[];
  readonly shortlists: readonly QueueMessage[];
  readonly events: readonly EventOut[];
  /** What the generation that has taken over is to match. */
  readonly handedOn: readonly Outgoing[];
}

export const NOTHING_FOLLOWS: Followings = {
  lists: [],
  removedLists: [],
  alerts: [],
  shortlists: [],
  events: [],
  handedOn: [],
};

/** All followings as one. Of the lists of one subject, put or removed, only the last is left: the order of writing them is free then. */
export function joinFollowings(all: readonly Followings[]): Followings {
  const last = new Map<string, ListAt>();
  for (const list of all.flatMap(({ lists, removedLists }) => [...lists, ...removedLists])) {
    const key = `${list.shard} ${list.subject}`;
    if (list.asOfSeq >= (last.get(key)?.asOfSeq ?? 0)) last.set(key, list);
  }
  const kept = new Set(last.values());
  return {
    lists: all.flatMap(({ lists }) => lists.filter((list) => kept.has(list))),
    removedLists: all.flatMap(({ removedLists }) => removedLists.filter((list) => kept.has(list))),
    alerts: all.flatMap(({ alerts }) => alerts),
    shortlists: all.flatMap(({ shortlists }) => shortlists),
    events: all.flatMap(({ events }) => events),
    handedOn: all.flatMap(({ handedOn }) => handedOn),
  };
}

/** A pair with its score, however it was found. */
interface Pair {
  readonly applicant: ApplicantFacts;
  readonly opening: OpeningFacts;
  readonly match: Match<unknown>;
}

/** What follows when an opening was matched to everybody. */
export function followOpening(
  opening: OpeningFacts,
  result: MatchResult<ApplicantFacts>,
  occasion: Occasion,
  configuration: MatchingConfiguration,
): Followings {
  const topic = `opening ${opening.openingId}`;
  const pairs = result.matches.map((match) => ({ applicant: match.facts, opening, match }));
  return {
    ...NOTHING_FOLLOWS,
    lists: [
      toList(
        `opening#${opening.openingId}`,
        opening.revision,
        result,
        (facts) => facts.applicantId,
        occasion,
        configuration,
      ),
    ],
    alerts: toAlerts(pairs, topic, occasion, configuration, true),
    shortlists: toShortlists(opening, pairs, topic, occasion, configuration),
    events: toMatchesFound(pairs, topic, occasion, configuration),
  };
}

/** What follows when a profile was matched to every live opening. */
export function followApplicant(
  applicant: ApplicantFacts,
  result: MatchResult<OpeningFacts>,
  occasion: Occasion,
  configuration: MatchingConfiguration,
): Followings {
  const topic = `applicant ${applicant.applicantId}`;
  const pairs = result.matches.map((match) => ({ applicant, opening: match.facts, match }));
  const candidates = applicant.consent.employers ? toCandidates(pairs, configuration) : [];
  return {
    ...NOTHING_FOLLOWS,
    lists: [
      toList(
        `applicant#${applicant.applicantId}`,
        applicant.revision,
        result,
        (facts) => facts.openingId,
        occasion,
        configuration,
      ),
    ],
    alerts: toAlerts(pairs, topic, occasion, configuration, false),
    shortlists: inMessages(candidates, configuration).map((part, index) =>
      toMessage({
        ...toCause(occasion, `updated ${topic} ${index}`),
        kind: "candidate-updated",
        versions: versionsOf(configuration),
        candidates: part,
      }),
    ),
    events: toMatchesFound(pairs, topic, occasion, configuration),
  };
}

function toList<T extends { readonly revision: number }>(
  subject: string,
  subjectRevision: number,
  result: MatchResult<T>,
  idOf: (facts: T) => string,
  occasion: Occasion,
  { taxonomy, weights, perOpening }: MatchingConfiguration,
): MatchList {
  return {
    subject,
    shard: occasion.shard,
    asOfSeq: occasion.seq,
    packed: packMatchList({
      subjectRevision,
      overThreshold: result.overThreshold,
      taxonomyVersion: taxonomy.version,
      weightsVersion: weights.version,
      thresholdBp: perOpening.thresholdBp,
      matches: result.matches.map(({ facts, score, fitsOpening, fitsApplicant }) => ({
        id: idOf(facts),
        revision: facts.revision,
        score,
        fitsOpening,
        fitsApplicant,
      })),
    }),
  };
}

/** The parts of one opening's list are numbered: nobody of a later part is to be told before one of an earlier part, who fits better. */
function toAlerts(
  pairs: readonly Pair[],
  topic: string,
  occasion: Occasion,
  { pairsPerMessage }: MatchingConfiguration,
  isOneList: boolean,
): QueueMessage[] {
  const told = pairs
    .filter(({ applicant }) => applicant.consent.alerts)
    .map(({ applicant: { applicantId }, opening: { openingId }, match: { score } }) => ({
      applicantId,
      openingId,
      score,
    }));
  const parts = inGroups(told, pairsPerMessage);
  return parts.map((part, index) => {
    const message: AlertMessage = {
      ...toCause(occasion, `alert ${topic} ${index}`),
      pairs: part,
      ...(isOneList ? { part: { number: index + 1, of: parts.length } } : {}),
    };
    return { body: JSON.stringify(message) };
  });
}

function toShortlists(
  opening: OpeningFacts,
  pairs: readonly Pair[],
  topic: string,
  occasion: Occasion,
  configuration: MatchingConfiguration,
): QueueMessage[] {
  const shown = pairs.filter(({ applicant }) => applicant.consent.employers);
  const parts = inMessages(toCandidates(shown, configuration), configuration);
  return parts.map((part, index) =>
    toMessage({
      ...toCause(occasion, `shortlist ${topic} ${index}`),
      kind: "listed",
      openingId: opening.openingId,
      openingRevision: opening.revision,
      part: { number: index + 1, of: parts.length },
      versions: versionsOf(configuration),
      candidates: part,
    }),
  );
}

function toCandidates(pairs: readonly Pair[], { taxonomy }: MatchingConfiguration): ShortlistCandidate[] {
  return pairs.map((pair) => ({
    ...toEntry(pair),
    reasons: toShortlistReasons(pair.opening, pair.applicant, taxonomy),
  }));
}

/** As many candidates to a message as it has room for: reasons are as long as what a posting asks for. */
function inMessages(
  candidates: readonly ShortlistCandidate[],
  { pairsPerMessage }: MatchingConfiguration,
): ShortlistCandidate[][] {
  const limits = { entriesMax: pairsPerMessage, bytesMax: EVENT_BYTES_MAX - SHORTLIST_HEAD_BYTES_MAX };
  return inBatches(candidates, limits, (one) => Buffer.byteLength(JSON.stringify(one)) + 1);
}

/** One event per district of the applicants, so that a center's rule selects by district alone and a center sees its own. */
function toMatchesFound(
  pairs: readonly Pair[],
  topic: string,
  occasion: Occasion,
  configuration: MatchingConfiguration,
): EventOut[] {
  const byDistrict = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const district = districtOf(pair.applicant);
    if (district === undefined || !pair.applicant.consent.center) continue;
    const known = byDistrict.get(district);
    if (known === undefined) byDistrict.set(district, [pair]);
    else known.push(pair);
  }
  return [...byDistrict].flatMap(([district, own]) => {
    const parts = inGroups(own.map(toEntry), configuration.pairsPerMessage);
    return parts.map((matches, index): EventOut => {
      const part = { number: index + 1, of: parts.length };
      const detail = { ...toEnvelope(occasion, `found ${topic} ${district} ${index}`), district, matches, part };
      return { name: "MatchesFound", detail: { ...detail, versions: versionsOf(configuration) } };
    });
  });
}

/** The district whose center looks after somebody: where they live, else where they first want to work. */
export function districtOf(applicant: ApplicantFacts): string | undefined {
  return applicant.residence ?? applicant.wantedDistricts?.[0];
}

function toEntry({ applicant, opening, match }: Pair) {
  return {
    applicantId: applicant.applicantId,
    applicantRevision: applicant.revision,
    openingId: opening.openingId,
    openingRevision: opening.revision,
    score: match.score,
    fitsOpening: match.fitsOpening,
    fitsApplicant: match.fitsApplicant,
  };
}

function versionsOf({ taxonomy, weights }: MatchingConfiguration) {
  return { taxonomy: taxonomy.version, weights: weights.version };
}

/** Envelope of an event that follows from another; the id is made from the cause and a seed that says which of its consequences it is. */
export function toEnvelope(occasion: Occasion, seed: string) {
  return {
    eventId: deriveUlid(occasion.causationId, `${occasion.shard} ${seed}`),
    occurredAt: new Date(occasion.now).toISOString(),
    correlationId: occasion.correlationId,
    causationId: occasion.causationId,
    schemaVersion: SCHEMA_VERSION,
  } as const;
}

/** The same for a message on a queue. */
export function toCause(occasion: Occasion, seed: string) {
  return {
    schemaVersion: SCHEMA_VERSION,
    messageId: deriveUlid(occasion.causationId, `${occasion.shard} ${seed}`),
    correlationId: occasion.correlationId,
    causationId: occasion.causationId,
  } as const;
}

export function toMessage(message: ShortlistMessage): QueueMessage {
  return { body: JSON.stringify(message) };
}
