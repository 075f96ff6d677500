import type { LegalGround } from "../domain/lawful/ground.ts";
import type { Outcome, Recorded } from "../domain/outcomes/life-cycle.ts";
import type { EventPublished } from "../events/catalog.ts";
import type { Cases } from "./case-ports.ts";
import type { Deliveries, OpportunitySets, VersionedStore, WakeUps } from "./delivery-ports.ts";
import type { ApplicantStore, InstitutionStore, Kept, OpeningStore } from "./entity-ports.ts";
import type { CenterFeeds } from "./feed-ports.ts";
import type { FollowUps, Ledger } from "./outcome-ports.ts";

export type { Channel, Deliveries, Delivery, DeliveryState } from "./delivery-ports.ts";
export type {
  ApplicantStore,
  Completed,
  EntityStore,
  InstitutionStore,
  Kept,
  KeptEntity,
  OpeningStore,
} from "./entity-ports.ts";

/**
 * What the functions need of the world. Two adapters fill these, over the SDK and in memory, and one contract suite holds for both. Anything a call
 * can't do throws; what a caller decides by is a value.
 */

/** The time, in epoch milliseconds. */
export interface Clock {
  now(): number;
}

/** Rules of a programme from a day on, as they are kept: `body` is their canonical JSON. */
export interface KeptRules {
  readonly programmeId: string;
  /** First day that they are valid on, `YYYY-MM-DD`. */
  readonly validFrom: string;
  readonly revision: number;
  readonly body: string;
}

/** Rule sets of programmes, by programme and first valid day. */
export interface RuleSets {
  /** Keeps a revision unless a newer one or another body of the same one is there: one conditional put. */
  keep(rules: KeptRules): Promise<Kept>;
  /** All rule sets of a programme by first valid day, by a consistent read. */
  of(programmeId: string): Promise<readonly KeptRules[]>;
  /** All that are kept, in no order, a page at a time: reads the whole table, and no function may. Each is read consistently. */
  each(): AsyncIterable<readonly KeptRules[]>;
}

/**
 * Where people are reached, each sealed by its applicant's item: a withdrawal replaces that item and so takes the contact along. No other port gives it.
 */
export interface Contacts {
  /** Puts a sealed contact, or removes it: one conditional update. False when the applicant isn't known or has left. */
  put(applicantId: string, sealed: string | undefined): Promise<boolean>;
  /** A person's sealed contact, if there is one. Consistent. */
  get(applicantId: string): Promise<string | undefined>;
}

/** One item of a shard's log. Without a record it is a hole: what stood there is superseded. */
export interface LogItem {
  readonly seq: number;
  readonly record: Uint8Array | undefined;
}

/**
 * The log of each shard: items with rising numbers from 1 on. A number is used once. Holes keep theirs taken for a week, longer than
 * any writer can be frozen, and then go.
 */
export interface ShardLog {
  /** All items after a number, holes too, in order, by consistent reads; a page at a time, because a shard that starts reads a million. */
  readAfter(shard: string, seq: number): AsyncIterable<readonly LogItem[]>;
  /** Puts a record at a number if that number is free. False when it is taken: somebody else has written. */
  append(shard: string, item: LogItem & { readonly record: Uint8Array }): Promise<boolean>;
  /** Makes holes of items that later ones supersede. Best effort: reading copes with both. */
  empty(shard: string, seqs: readonly number[]): Promise<void>;
}

/** The match list of one opening or one applicant on one shard. */
export interface MatchList {
  /** `opening#<id>` or `applicant#<id>`. */
  readonly subject: string;
  readonly shard: string;
  /** Position in the shard's log that the list was made at: a list never replaces one made later. */
  readonly asOfSeq: number;
  /** Packed list: see `domain/matching/match-list.ts`. */
  readonly packed: Uint8Array;
}

export interface MatchLists {
  /** Puts a list unless one was made or removed later. */
  put(list: MatchList): Promise<void>;
  /** Lists of a subject on every shard, of both generations while shards are moved and until the old ones are removed. */
  get(subject: string): Promise<readonly MatchList[]>;
  /** Removes a list unless one was made later than a number. For a week none made before that number can come back. */
  remove(subject: string, shard: string, asOfSeq: number): Promise<void>;
}

/** A recommendation as it was told. */
export interface Recommendation {
  readonly applicantId: string;
  readonly openingId: string;
  readonly applicantRevision: number;
  readonly openingRevision: number;
  readonly score: number;
  readonly fitsOpening: number;
  readonly fitsApplicant: number;
  /** The alert message that it was told for: only the work on that message may send it. */
  readonly alertId: string;
  /** Reasons as codes with data, in canonical JSON; sentences are rendered from them. */
  readonly evidence: string;
  /** Versions of taxonomy and weights, in canonical JSON. */
  readonly versions: string;
  /** Epoch milliseconds. */
  readonly toldAt: number;
  /** When they were first told, where they have been told again since: what became of it may be from any day since then. */
  readonly firstToldAt?: number;
  /** Counts the times that the pair was told, from 1 on: again when its terms changed. */
  readonly telling?: number;
  /** What became of it, by revision: the last one holds. Nothing yet when it is missing. */
  readonly history?: readonly Outcome[];
}

/** An outcome, and the pair whose it is. */
export interface OutcomeOfPair extends Outcome {
  readonly applicantId: string;
  readonly openingId: string;
}

export interface Recommendations {
  /**
   * Keeps a recommendation unless the pair has one, and returns the one that is kept. By its `alertId`, whoever works on the same pair at
   * the same time, or again after a crash, knows whether sending is theirs, and what to send.
   */
  tell(recommendation: Omit<Recommendation, "history">): Promise<Recommendation>;
  /**
   * Replaces a recommendation by a later telling of the same pair; what became of it stays, and when they were first told. Nothing happens when a later one is kept, or when
   * the applicant has left and taken it along: one conditional update.
   */
  retell(recommendation: Omit<Recommendation, "history"> & { readonly telling: number }): Promise<void>;
  /** Recommendations of pairs, in any order; those that aren't kept are missing. Consistent; up to 100. */
  get(pairs: readonly Pick<Recommendation, "applicantId" | "openingId">[]): Promise<readonly Recommendation[]>;
  /**
   * Takes an outcome into the history of a recommendation by the rule of `domain/outcomes/life-cycle.ts`: one consistent read to decide on, and
   * one conditional update that holds only if the history is still what was read. Unknown when nobody was told of the pair, or the applicant has left.
   */
  recordOutcome(outcome: OutcomeOfPair): Promise<Recorded | { readonly kind: "unknown" }>;
  /**
   * Takes back a recommendation that was kept and is not sent after all, so that the pair is free to be told again: one conditional delete.
   * It stays when it is another alert's, or when something has become of it.
   */
  retract(recommendation: Pick<Recommendation, "applicantId" | "openingId" | "alertId">): Promise<void>;
  /** An applicant's recommendations, in order of opening id. */
  list(applicantId: string): Promise<readonly Recommendation[]>;
  /** Removes all of an applicant's recommendations. */
  forget(applicantId: string): Promise<void>;
  /** All recommendations in no order, for accounts and research: reads the whole table, and no function may. */
  each(): AsyncIterable<Recommendation>;
}

/** An event, or a message on one of our queues, that was set aside for good. */
export interface QuarantinedEvent {
  /** The same for every delivery of the same event. */
  readonly quarantineId: string;
  /** The day in Seoul, `YYYY-MM-DD`. */
  readonly day: string;
  /** `applicant#<id>` or `opening#<id>` when it can be told: withdrawal removes by it. */
  readonly entityId: string | undefined;
  readonly code: string;
  readonly path: string;
  readonly message: string;
  /** For what the law forbids: the clause, and the words or the figure that it forbids. */
  readonly ground?: LegalGround;
  readonly detailType: string | undefined;
  readonly eventId: string | undefined;
  /** SHA-256 of the body, in hexadecimal, so that a producer can find the event it sent. The body itself may be personal. */
  readonly bodySha256: string;
  readonly bodyBytes: number;
}

export interface Quarantine {
  /** Sets an event aside; the same one twice is the same. */
  put(event: QuarantinedEvent): Promise<void>;
  /** Events set aside on a day, in order of arrival. */
  list(day: string): Promise<readonly QuarantinedEvent[]>;
}

/** Somebody who wants a center's feed by HTTP, and how far they have it. */
export interface Webhook {
  readonly center: string;
  /** Lower case letters, digits and hyphens; the center's own choice. */
  readonly webhookId: string;
  readonly url: string;
  /** Sealed secrets; the first is the new one while two are in use. */
  readonly secrets: readonly string[];
  /** Position of the last event that was delivered. */
  readonly delivered: number;
  /** Positions that are to be delivered again. */
  readonly replay?: { readonly next: number; readonly last: number };
  /** Attempts at the next event that have failed so far. */
  readonly failures: number;
  /** Not before this, in epoch milliseconds. */
  readonly nextAttemptAt: number;
  /** Delivered to no more until an operator resumes it: it has failed for days. */
  readonly isPaused: boolean;
  /** Counts the changes: each is made only on the one before. */
  readonly version: number;
}

/** An attempt to deliver one event to a webhook. */
export interface WebhookAttempt {
  readonly center: string;
  readonly webhookId: string;
  readonly position: number;
  readonly eventId: string;
  readonly isReplay: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly milliseconds: number;
  /** Status of the answer; none when there was no answer. */
  readonly status?: number;
  /** Why there was none, or why the answer was no success. */
  readonly failure?: WebhookFailure;
}

export const webhookFailures = ["status", "redirect", "timeout", "connection", "not-allowed"] as const;
export type WebhookFailure = (typeof webhookFailures)[number];

export interface Webhooks {
  /** Keeps a webhook if its version is the next one of what is kept; false otherwise. */
  put(webhook: Webhook): Promise<boolean>;
  get(center: string, webhookId: string): Promise<Webhook | undefined>;
  list(center: string): Promise<readonly Webhook[]>;
  remove(center: string, webhookId: string): Promise<void>;
  /** Logs an attempt. Attempts go after `ATTEMPTS_KEPT_DAYS`. */
  log(attempt: WebhookAttempt): Promise<void>;
  /** The latest attempts, the last one first. */
  attempts(center: string, webhookId: string, most: number): Promise<readonly WebhookAttempt[]>;
}

/** Queues that the functions send to. */
export type QueueName = "matching" | "applicant-alerts" | "employer-shortlists" | "applicant-messages" | "webhooks";

export interface QueueMessage {
  readonly body: string;
  /** On FIFO queues: order is kept, and one is worked on at a time, within a group. */
  readonly groupId?: string;
  /** On FIFO queues: the same message twice within five minutes is one. */
  readonly deduplicationId?: string;
  /** On other queues: nobody sees it for so long, 900 s at most. */
  readonly delaySeconds?: number;
}

export interface Queues {
  /** Sends all messages, ten a call; throws `PartialFailure` when the service took only some of them. */
  send(queue: QueueName, messages: readonly QueueMessage[]): Promise<void>;
}

/** How events enter: by their own source, one by one; or as an import, many at once, which gives way to those. */
export type Way = "own" | "import";

export interface Bus {
  /** Publishes all events, ten a call; throws `PartialFailure` when the service took only some of them. */
  publish(events: readonly EventPublished[], way?: Way): Promise<void>;
}

/** What stands in the way of others, for those who can wait. */
export interface Backlog {
  /** About how many messages wait in a queue, those that are being worked on left out. */
  waiting(queue: QueueName): Promise<number>;
  pause(ms: number): Promise<void>;
}

/** Everything together, as a function receives it. */
export interface Ports {
  readonly clock: Clock;
  readonly openings: OpeningStore;
  readonly applicants: ApplicantStore;
  readonly contacts: Contacts;
  readonly programmes: RuleSets;
  readonly shardLog: ShardLog;
  /** Which shards there are, under one id: `functions/operating/shard-move.ts` as JSON. */
  readonly shardPlans: VersionedStore;
  /** What operators change of the terms of matching, under one id: `functions/runtime/terms.ts` as JSON. */
  readonly terms: VersionedStore;
  readonly matchLists: MatchLists;
  readonly institutions: InstitutionStore;
  readonly recommendations: Recommendations;
  /** Openings that were told with the course that would bring them within reach, kept apart: the same pair is told as a match later. */
  readonly bridges: Omit<Recommendations, "recordOutcome">;
  readonly deliveries: Deliveries;
  /** What became of each telling on the channels that carry messages: `functions/sending/dispatch.ts` as JSON, by its id. */
  readonly dispatches: VersionedStore;
  /** What each person has been sent and what waits for them, by applicant id: `domain/delivery/mailbox.ts` as JSON. */
  readonly mailboxes: VersionedStore;
  /** Who is told of an opening and when, by opening id: `domain/delivery/waves.ts` as JSON. */
  readonly waves: VersionedStore;
  readonly opportunities: OpportunitySets;
  readonly wakeUps: WakeUps;
  /** What was asked by the API, by who asked and their key, for as long as it may be asked again: `functions/serving/writing.ts` as JSON. */
  readonly requests: VersionedStore;
  readonly followUps: FollowUps;
  readonly ledger: Ledger;
  readonly cases: Cases;
  readonly quarantine: Quarantine;
  readonly centerFeeds: CenterFeeds;
  readonly webhooks: Webhooks;
  readonly queues: Queues;
  readonly backlog: Backlog;
  readonly bus: Bus;
}
