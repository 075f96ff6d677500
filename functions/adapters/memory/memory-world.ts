import { canonicalJson } from "../../../domain/canonical-json.ts";
import type { EventPublished } from "../../../events/catalog.ts";
import type { Versioned } from "../../delivery-ports.ts";
import type { FeedItem } from "../../feed-ports.ts";
import type {
  Channel,
  Clock,
  Delivery,
  KeptRules,
  Ports,
  QuarantinedEvent,
  QueueMessage,
  QueueName,
  Recommendation,
  Webhook,
  WebhookAttempt,
} from "../../ports.ts";
import type { EntityState } from "../entity-state.ts";
import { createBus } from "./bus.ts";
import { type CaseRow, createCases } from "./cases.ts";
import { createCenterFeeds } from "./center-feeds.ts";
import { createContacts } from "./contacts.ts";
import { createDeliveries } from "./deliveries.ts";
import { createEntityStore, type Entities } from "./entity-store.ts";
import { createFollowUps, type FollowUpRow } from "./follow-ups.ts";
import { createIntercept, type OnCall } from "./intercept.ts";
import { createLedger, type LedgerRow } from "./ledger.ts";
import { createMatchLists, type ListRow } from "./match-lists.ts";
import { createOpportunitySets } from "./opportunity-sets.ts";
import { createQuarantine } from "./quarantine.ts";
import { createQueues, type QueueState } from "./queues.ts";
import { createRecommendations } from "./recommendations.ts";
import { createRuleSets } from "./rule-sets.ts";
import { createShardLog, type LogRow } from "./shard-log.ts";
import { Table } from "./table.ts";
import { createVersionedStore } from "./versioned-store.ts";
import { createWakeUps } from "./wake-ups.ts";
import { createWebhooks } from "./webhooks.ts";

/** All ports over plain memory, and a view of what is in it. */
export interface MemoryWorld extends Ports {
  /** All tables as canonical JSON, bytes in base 64: the same text means the same state. What was sent isn't part of it. */
  dump(): string;
  /** What is kept of the entities of one sort right now, by id. Reading it is no call. */
  kept(port: "applicants" | "openings"): ReadonlyMap<string, EntityState>;
  /** The same of mailboxes and waves: whoever changes one puts another object in its place. */
  documents(port: "mailboxes" | "waves"): ReadonlyMap<string, Versioned>;
  /** The sets of openings that may be, or are, one opportunity. */
  sets(): ReadonlyMap<string, ReadonlySet<string>>;
  /** Follow-ups as they are kept right now. */
  asked(): readonly FollowUpRow[];
  /** Hours for which anybody is put down. */
  wakingHours(): readonly number[];
  /** What a queue has taken, in order, as it stands on the wire; from a place on. */
  sent(queue: QueueName, from?: number): readonly QueueMessage[];
  /** What the bus has taken, in order; from a place on. */
  published(from?: number): readonly EventPublished[];
}

/**
 * A world that is the same every time: no timers, no randomness, no time but the given clock's. Each call resolves on a microtask and, like the real
 * ones, does its work in one step; what takes several calls of a service takes as many here, with `onCall` around each.
 */
export function createMemoryWorld(clock: Clock, onCall?: OnCall): MemoryWorld {
  const intercept = createIntercept(onCall);
  const applicants: Entities = new Map();
  const openings: Entities = new Map();
  const institutions: Entities = new Map();
  const programmes = new Table<string, KeptRules>();
  const shardLog = new Table<number, LogRow>();
  const matches = new Table<string, ListRow>();
  const bridges = new Table<string, Recommendation>();
  const recommendations = new Table<string, Recommendation>();
  const deliveries = new Table<Channel, Delivery>();
  const mailboxes = new Map<string, Versioned>();
  const dispatches = new Map<string, Versioned>();
  const waves = new Map<string, Versioned>();
  const shardPlans = new Map<string, Versioned>();
  const terms = new Map<string, Versioned>();
  const opportunities = new Map<string, Set<string>>();
  const requests = new Map<string, Versioned>();
  const wakeUps = new Table<string, string>();
  const followUps = new Table<string, FollowUpRow>();
  const ledger = new Table<string, LedgerRow>();
  const cases = new Table<string, CaseRow>();
  const quarantine = new Table<string, QuarantinedEvent>();
  const feedItems = new Table<number, FeedItem>();
  const feedNotes = new Table<string, { readonly eventId: string }>();
  const webhooks = new Table<string, Webhook>();
  const attempts = new Table<number, WebhookAttempt>();
  const published: EventPublished[] = [];
  const queueStates = new Map<QueueName, QueueState>();
  const stateOf = (queue: QueueName): QueueState => {
    const state = queueStates.get(queue) ?? { taken: [], takenAt: new Map() };
    queueStates.set(queue, state);
    return state;
  };

  return {
    clock,
    applicants: createEntityStore("applicants", applicants, intercept),
    openings: createEntityStore("openings", openings, intercept),
    contacts: createContacts(applicants, intercept),
    programmes: createRuleSets(programmes, intercept),
    shardLog: createShardLog(shardLog, intercept),
    shardPlans: createVersionedStore("shardPlans", shardPlans, intercept),
    terms: createVersionedStore("terms", terms, intercept),
    matchLists: createMatchLists(matches, intercept),
    institutions: createEntityStore("institutions", institutions, intercept),
    bridges: createRecommendations("bridges", bridges, intercept),
    recommendations: createRecommendations("recommendations", recommendations, intercept),
    deliveries: createDeliveries(deliveries, intercept),
    dispatches: createVersionedStore("dispatches", dispatches, intercept),
    mailboxes: createVersionedStore("mailboxes", mailboxes, intercept),
    waves: createVersionedStore("waves", waves, intercept),
    opportunities: createOpportunitySets(opportunities, intercept),
    wakeUps: createWakeUps(wakeUps, intercept),
    requests: createVersionedStore("requests", requests, intercept),
    followUps: createFollowUps(followUps, intercept),
    ledger: createLedger(ledger, intercept),
    cases: createCases(cases, intercept),
    quarantine: createQuarantine(quarantine, intercept),
    centerFeeds: createCenterFeeds(feedItems, feedNotes, intercept),
    webhooks: createWebhooks(webhooks, attempts, intercept),
    queues: createQueues(clock, stateOf, intercept),
    // Whoever plays this world takes what a queue gets at once; a test that says otherwise brings a backlog of its own.
    backlog: { waiting: async () => 0, pause: async () => {} },
    bus: createBus(published, intercept),
    dump: () =>
      canonicalJson({
        applicants: Object.fromEntries(applicants),
        openings: Object.fromEntries(openings),
        programmes: programmes.all(),
        shardLog: shardLog.all().map(({ record, ...row }) => ({ ...row, record: inBase64(record) })),
        shardPlans: bodiesOf(shardPlans),
        terms: bodiesOf(terms),
        matches: matches.all().map(({ packed, ...row }) => ({ ...row, packed: inBase64(packed) })),
        institutions: Object.fromEntries(institutions),
        bridges: bridges.all(),
        recommendations: recommendations.all(),
        deliveries: deliveries.all(),
        mailboxes: bodiesOf(mailboxes),
        dispatches: bodiesOf(dispatches),
        waves: bodiesOf(waves),
        opportunities: Object.fromEntries([...opportunities].map(([key, ids]) => [key, [...ids].sort()])),
        followUps: followUps.all(),
        ledger: ledger.all(),
        cases: cases.all(),
        quarantine: quarantine.all(),
        centerFeeds: { items: feedItems.all(), notes: feedNotes.all() },
        webhooks: { webhooks: webhooks.all(), attempts: attempts.all() },
      }),
    kept: (port) => (port === "applicants" ? applicants : openings),
    documents: (port) => (port === "mailboxes" ? mailboxes : waves),
    sets: () => opportunities,
    asked: () => followUps.all(),
    wakingHours: () => wakeUps.partitions().map(Number),
    sent: (queue, from) => stateOf(queue).taken.slice(from),
    published: (from) => published.slice(from),
  };
}

function inBase64(bytes: Uint8Array | undefined): { readonly base64: string } | undefined {
  return bytes && { base64: Buffer.from(bytes).toString("base64") };
}

/** Without the versions: how often something was written is no part of what it says. Nor is when to look again. */
function bodiesOf(rows: ReadonlyMap<string, Versioned>): Record<string, unknown> {
  return Object.fromEntries([...rows].map(([id, { body }]) => [id, JSON.parse(body)]));
}
