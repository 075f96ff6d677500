/**
 * The load of `bench:twin`, in a thread of its own: puts events at a steady rate and receives what comes out. For each opening that is posted one
 * is closed and five profiles change, as in a district's ordinary month. Each opening suits the same five people of one district; those
 * who change their profiles live in another one, and meet the twenty openings that are live there each time.
 */
import { parentPort, workerData } from "node:worker_threads";
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { ulid } from "ulid";
import { type EventInName, eventsIn } from "../../events/catalog.ts";
import { messageToApplicant } from "../../events/messages.ts";
import type { ClientConfig } from "../../infra/local/running-twin.ts";

export interface LoadOrder {
  readonly phase: string;
  /** Events a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly events: ClientConfig;
  readonly sqs: ClientConfig;
  readonly busName: string;
  readonly queueUrl: string;
}

export interface LoadReport {
  readonly sent: number;
  /** Messages that never came out. */
  readonly lost: number;
  /** From the first PutEvents to the receipt of the last message. */
  readonly milliseconds: number;
  readonly latenciesMs: readonly number[];
}

/** How long the last openings may take to come out before they count as lost. */
const PATIENCE_MS = 60_000;

const people = ["load-person-1", "load-person-2", "load-person-3", "load-person-4", "load-person-5"];

/** 부산 해운대구, where the openings are posted, and 부산 강서구, where profiles change: the small Seoul is far from both. */
const DISTRICT = "26350";
const OTHER_DISTRICT = "26440";

/** Openings that stay live where profiles change, and people there. */
const STANDING_OPENINGS = 20;
const OTHER_PEOPLE = 50;

/** Openings that stay live beside each other. */
const LIVE_OPENINGS = 100;

const POSTED = "JobPosted";

/** What each of seven events in a row is. */
const MIX: readonly EventInName[] = [
  "ApplicantProfileUpdated",
  POSTED,
  "ApplicantProfileUpdated",
  "ApplicantProfileUpdated",
  "OpeningClosed",
  "ApplicantProfileUpdated",
  "ApplicantProfileUpdated",
];

const order = workerData as LoadOrder;
const events = new EventBridgeClient(order.events);
const sqs = new SQSClient({ ...order.sqs, useQueueUrlAsEndpoint: false });

/** By event id of an opening: when it was put, and the people whose message hasn't come out yet. */
const waiting = new Map<string, { readonly since: number; readonly openingId: string; readonly people: Set<string> }>();
const latenciesMs: number[] = [];
let posted = 0;
let closed = 0;
let changed = 0;

/** Openings of which everybody has been told. Only those are closed: of one that closes first, nobody is told, and rightly so. */
const told: string[] = [];

/** Revisions rise from phase to phase, too: in tenths of a second, a person doesn't change as often as that. */
const firstRevision = Math.floor(Date.now() / 100) % 1_000_000_000;

function aPerson(applicantId: string, revision: number, district: string) {
  const { applicant } = eventsIn.ApplicantProfileUpdated.sample;
  const preferences = { ...applicant.preferences, districts: [district] };
  return { applicant: { ...applicant, applicantId, revision, residence: district, preferences } };
}

function anOpening(openingId: string, district: string) {
  const { opening } = eventsIn.JobPosted.sample;
  return { opening: { ...opening, openingId, place: { mode: "onsite", district }, validThrough: "2199-12-31" } };
}

/** The next event of the load. */
function anEntity(name: EventInName): Record<string, unknown> {
  if (name === POSTED) return anOpening(`load-${order.phase}-${posted++}`, DISTRICT);
  if (name === "OpeningClosed") return { openingId: told[closed++], revision: 2, reason: "filled" };
  const number = changed++;
  const revision = firstRevision + Math.floor(number / OTHER_PEOPLE);
  return aPerson(`load-other-${number % OTHER_PEOPLE}`, revision, OTHER_DISTRICT);
}

interface Prepared {
  readonly eventId: string;
  readonly entry: PutEventsRequestEntry;
}

function anEntry(name: EventInName, entity: Record<string, unknown>): Prepared {
  const { sample, source } = eventsIn[name];
  const eventId = ulid();
  const Detail = JSON.stringify({ ...sample, eventId, correlationId: eventId, ...entity });
  return { eventId, entry: { EventBusName: order.busName, Source: source, DetailType: name, Detail } };
}

async function put(entries: readonly Prepared[]): Promise<void> {
  const { FailedEntryCount = 0 } = await events.send(
    new PutEventsCommand({ Entries: entries.map(({ entry }) => entry) }),
  );
  if (FailedEntryCount > 0) throw new Error(`PutEvents did not take ${FailedEntryCount} entries`);
}

/** Seven events of the load, and from when on their messages are waited for. */
async function putMix(): Promise<void> {
  const mayClose = told.length - closed > LIVE_OPENINGS;
  const names = MIX.map((name) => (name === "OpeningClosed" && !mayClose ? "ApplicantProfileUpdated" : name));
  const entries: Prepared[] = [];
  for (const name of names) {
    const openingId = `load-${order.phase}-${posted}`;
    const prepared = anEntry(name, anEntity(name));
    entries.push(prepared);
    if (name === POSTED)
      waiting.set(prepared.eventId, { since: performance.now(), openingId, people: new Set(people) });
  }
  await put(entries);
}

/** What is there before the load begins; it counts to no rate. */
async function putBackground(): Promise<void> {
  await put(people.map((id) => anEntry("ApplicantProfileUpdated", aPerson(id, firstRevision, DISTRICT))));
  for (let first = 0; first < STANDING_OPENINGS; first += 10) {
    const numbers = Array.from({ length: 10 }, (_, index) => first + index);
    await put(numbers.map((number) => anEntry(POSTED, anOpening(`standing-${number}`, OTHER_DISTRICT))));
  }
}

let isDone = false;

async function receive(): Promise<void> {
  while (!isDone) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: order.queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    if (Messages.length === 0) continue;
    const now = performance.now();
    for (const { Body = "" } of Messages) {
      const { causationId, applicantId } = messageToApplicant.parse(JSON.parse(Body));
      const opening = waiting.get(causationId);
      opening?.people.delete(applicantId);
      if (opening === undefined || opening.people.size > 0) continue;
      latenciesMs.push(now - opening.since);
      waiting.delete(causationId);
      told.push(opening.openingId);
    }
    const Entries = Messages.map(({ ReceiptHandle = "" }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: order.queueUrl, Entries }));
  }
}

async function run(): Promise<LoadReport> {
  await putBackground();
  const receiving = receive();
  const total = order.rate * order.seconds;
  const started = performance.now();
  const calls: Promise<void>[] = [];
  for (let sent = 0; sent < total; sent += MIX.length) {
    const due = started + (sent * 1_000) / order.rate;
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    calls.push(putMix());
  }
  await Promise.all(calls);
  const patience = performance.now() + PATIENCE_MS;
  while (waiting.size > 0 && performance.now() < patience) await new Promise((resolve) => setTimeout(resolve, 20));
  const milliseconds = performance.now() - started;
  isDone = true;
  await receiving;
  return {
    sent: Math.ceil(total / MIX.length) * MIX.length,
    lost: [...waiting.values()].reduce((sum, opening) => sum + opening.people.size, 0),
    milliseconds,
    latenciesMs,
  };
}

const report = await run();
events.destroy();
sqs.destroy();
parentPort?.postMessage(report);
