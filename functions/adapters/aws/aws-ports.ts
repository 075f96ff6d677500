import { setTimeout } from "node:timers/promises";
import type { Clock, Ports } from "../../ports.ts";
import type { Environment, EnvironmentName } from "../../runtime/environment.ts";
import { createApplicantStore } from "./applicant-store.ts";
import { createBacklog } from "./backlog.ts";
import { createBus } from "./bus.ts";
import { createCases } from "./cases.ts";
import { createCenterFeeds } from "./center-feeds.ts";
import { type AwsClients, createAwsClients } from "./clients.ts";
import { createContacts } from "./contacts.ts";
import { createDeliveries } from "./deliveries.ts";
import type { DynamoTable, Pause } from "./dynamo-calls.ts";
import { createFollowUps } from "./follow-ups.ts";
import { createInstitutionStore } from "./institution-store.ts";
import { createLedger } from "./ledger.ts";
import { createMatchLists } from "./match-lists.ts";
import { createOpeningStore } from "./opening-store.ts";
import { createOpportunitySets } from "./opportunity-sets.ts";
import { createQuarantine } from "./quarantine.ts";
import { createQueues } from "./queues.ts";
import { createRecommendations } from "./recommendations.ts";
import { createRuleSets } from "./rule-sets.ts";
import { createShardLog, type Report } from "./shard-log.ts";
import {
  createVersionedStore,
  dispatchKey,
  mailboxKey,
  requestKey,
  shardPlanKey,
  termsKey,
  wavesKey,
} from "./versioned-store.ts";
import { createWakeUps } from "./wake-ups.ts";
import { createWebhooks } from "./webhooks.ts";

/** What a test, or a function with a log of its own, sets otherwise. */
export interface AwsSettings {
  readonly clock?: Clock;
  readonly pause?: Pause;
  readonly report?: Report;
}

const systemClock: Clock = { now: () => Date.now() };

/**
 * All ports over AWS. Call it once, when the function's environment starts, not per event. Names of tables and queues are read when a call needs them,
 * so a function that never calls a port needs none of its variables.
 */
export function createAwsPorts(
  environment: Environment,
  clients: AwsClients = createAwsClients(),
  settings: AwsSettings = {},
): Ports {
  const { clock = systemClock, pause = setTimeout, report = console.warn } = settings;
  const pauseFor: Pause = async (ms) => void (await pause(ms));
  const table = (name: EnvironmentName): DynamoTable => ({
    client: clients.dynamoDb,
    pause: pauseFor,
    name: () => environment(name),
  });
  return {
    clock,
    openings: createOpeningStore(table("openingsTable")),
    applicants: createApplicantStore(table("applicantsTable")),
    contacts: createContacts(table("applicantsTable")),
    programmes: createRuleSets(table("programmesTable")),
    shardLog: createShardLog(table("shardLogTable"), clock, report),
    shardPlans: createVersionedStore(table("shardLogTable"), shardPlanKey),
    terms: createVersionedStore(table("shardLogTable"), termsKey),
    matchLists: createMatchLists(table("matchesTable"), clock),
    institutions: createInstitutionStore(table("institutionsTable")),
    bridges: createRecommendations(table("bridgesTable")),
    recommendations: createRecommendations(table("recommendationsTable")),
    deliveries: createDeliveries(table("deliveriesTable")),
    dispatches: createVersionedStore(table("deliveriesTable"), dispatchKey),
    mailboxes: createVersionedStore(table("mailboxesTable"), mailboxKey),
    waves: createVersionedStore(table("matchesTable"), wavesKey),
    opportunities: createOpportunitySets(table("opportunitiesTable")),
    wakeUps: createWakeUps(table("wakeUpsTable")),
    requests: createVersionedStore(table("requestsTable"), requestKey(clock)),
    followUps: createFollowUps(table("followUpsTable")),
    ledger: createLedger(table("ledgerTable")),
    cases: createCases(table("casesTable")),
    centerFeeds: createCenterFeeds(table("centerFeedsTable"), clock),
    webhooks: createWebhooks(table("webhooksTable")),
    quarantine: createQuarantine(table("quarantineTable"), clock),
    queues: createQueues(clients.sqs, environment),
    backlog: createBacklog(clients.sqs, environment, pauseFor),
    bus: createBus(clients.eventBridge, environment),
  };
}
