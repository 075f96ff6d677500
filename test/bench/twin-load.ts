/**
 * The load of `bench:twin`, in a thread of its own: puts events at a steady rate and receives what comes out. For each opening that is posted one
 * is closed and five profiles change, as in a district's ordinary month. Each opening suits the same five people, in a city where nobody
 * else of the small Seoul wants to work, and each profile change meets the twenty that are live.
 */
import { parentPort, workerData } from "node:worker_threads";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { ulid } from "ulid";
import { type EventInName, eventsIn } from "../../events/catalog.ts";
import { shortlistMessage } from "../../events/messages.ts";
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
  /** Openings that never came out. */
  readonly lost: number;
  /** From the first PutEvents to the receipt of the last opening. */
  readonly milliseconds: number;
  readonly latenciesMs: readonly number[];
}

/** How long the last openings may take to come out before they count as lost. */
const PATIENCE_MS = 60_000;

const PEOPLE = 5;

/** An opening is closed when this many have been posted after it. It is also what each profile change matches. */
const LIVE_OPENINGS = 20;

/** 부산 해운대구. */
const DISTRICT = "26350";

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

/** When each opening's event was put, by event id, until it has come out. */
const waiting = new Map<string, number>();
const latenciesMs: number[] = [];
let posted = 0;
let closed = 0;
let changed = 0;

/** Revisions rise from phase to phase, too. */
const firstRevision = Math.floor(Date.now() / 1_000);

function aPerson(number: number) {
  const { applicant } = eventsIn.ApplicantProfileUpdated.sample;
  return {
    ...applicant,
    applicantId: `load-person-${number % PEOPLE}`,
    revision: firstRevision + Math.floor(number / PEOPLE),
    residence: DISTRICT,
    preferences: { ...applicant.preferences, districts: [DISTRICT] },
  };
}

function anEntity(name: EventInName): Record<string, unknown> {
  if (name === "ApplicantProfileUpdated") return { applicant: aPerson(changed++) };
  if (name === "OpeningClosed") return { openingId: `load-${order.phase}-${closed++}`, revision: 2, reason: "filled" };
  const { opening } = eventsIn.JobPosted.sample;
  const place = { mode: "onsite", district: DISTRICT };
  return { opening: { ...opening, openingId: `load-${order.phase}-${posted++}`, place, validThrough: "2199-12-31" } };
}

function anEntry(name: EventInName) {
  const { sample, source } = eventsIn[name];
  const eventId = ulid();
  const detail = { ...sample, eventId, correlationId: eventId, ...anEntity(name) };
  return {
    eventId,
    isPosted: name === POSTED,
    entry: { EventBusName: order.busName, Source: source, DetailType: name, Detail: JSON.stringify(detail) },
  };
}

async function put(names: readonly EventInName[]): Promise<void> {
  const mayClose = posted - closed > LIVE_OPENINGS;
  const entries = names.map((name) =>
    anEntry(name === "OpeningClosed" && !mayClose ? "ApplicantProfileUpdated" : name),
  );
  const now = performance.now();
  for (const { eventId, isPosted } of entries) if (isPosted) waiting.set(eventId, now);
  const { FailedEntryCount = 0 } = await events.send(
    new PutEventsCommand({ Entries: entries.map(({ entry }) => entry) }),
  );
  if (FailedEntryCount > 0) throw new Error(`PutEvents did not take ${FailedEntryCount} entries`);
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
      const { causationId } = shortlistMessage.parse(JSON.parse(Body));
      const since = waiting.get(causationId);
      if (since !== undefined) latenciesMs.push(now - since);
      waiting.delete(causationId);
    }
    const Entries = Messages.map(({ ReceiptHandle = "" }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: order.queueUrl, Entries }));
  }
}

async function run(): Promise<LoadReport> {
  // The people come first; they count to no rate.
  await put(Array.from({ length: PEOPLE }, () => "ApplicantProfileUpdated" as const));
  const receiving = receive();
  const total = order.rate * order.seconds;
  const started = performance.now();
  const calls: Promise<void>[] = [];
  for (let sent = 0; sent < total; sent += MIX.length) {
    const due = started + (sent * 1_000) / order.rate;
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    calls.push(put(MIX));
  }
  await Promise.all(calls);
  const patience = performance.now() + PATIENCE_MS;
  while (waiting.size > 0 && performance.now() < patience) await new Promise((resolve) => setTimeout(resolve, 20));
  const milliseconds = performance.now() - started;
  isDone = true;
  await receiving;
  return { sent: Math.ceil(total / MIX.length) * MIX.length, lost: waiting.size, milliseconds, latenciesMs };
}

const report = await run();
events.destroy();
sqs.destroy();
parentPort?.postMessage(report);
