/**
 * The load of `bench:twin`, in a thread of its own: puts events at a steady rate and receives what comes out. For each opening that is posted one
 * is closed and five profiles change, as in a district's ordinary month. Each opening suits five people, who are told of it and, when it closes, of its
 * end; those who change their profiles live elsewhere, and meet the openings that stand there each time.
 */
import { parentPort, workerData } from "node:worker_threads";
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { ulid } from "ulid";
import { deliveryKey, recommendationId } from "../../domain/delivery/recommendation.ts";
import { type EventInName, eventsIn } from "../../events/catalog.ts";
import { messageToApplicant } from "../../events/messages.ts";
import type { ClientConfig } from "../../infra/local/running-twin.ts";
import { anOpeningFor, anOther, numberInLoad, peopleOf } from "./twin-world.ts";

/** The people of a part of the load: groups from one number on. */
export interface Crowd {
  readonly firstGroup: number;
  readonly groups: number;
  /** How many openings in a row are theirs, before the next crowd's turn. */
  readonly share: number;
}

export interface LoadOrder {
  readonly phase: string;
  readonly crowds: readonly Crowd[];
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
  /** What must be told, as deliveries are recorded: each opening to five people, and its end when it closes. */
  readonly expected: readonly string[];
  /** Those of them that never came out as a message. */
  readonly missing: readonly string[];
  /** Of those whose profiles changed, the last revision. */
  readonly profiles: ReadonlyMap<string, number>;
  /** Of what was posted, the last revision: a closing is one. */
  readonly openings: ReadonlyMap<string, number>;
  /** From the first PutEvents to the receipt of the last message. */
  readonly milliseconds: number;
  /** Of each crowd's openings. */
  readonly latenciesMs: readonly (readonly number[])[];
}

/** How long the last openings may take to come out before they count as lost. */
const PATIENCE_MS = 60_000;

/** People whose profiles change, in turn. */
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

/** An opening of which not everybody has been told yet. */
interface Untold {
  readonly number: number;
  readonly since: number;
  readonly keys: Set<string>;
}

/** Openings by id. */
const untold = new Map<string, Untold>();

/** What must still come out as a message, and all that must. */
const waiting = new Set<string>();
const expected: string[] = [];
const profiles = new Map<string, number>();
const openings = new Map<string, number>();

const latenciesMs = order.crowds.map((): number[] => []);
let posted = 0;
let closed = 0;
let changed = 0;

/** Revisions rise from phase to phase, too: in tenths of a second, a person doesn't change as often as that. */
const firstRevision = Math.floor(Date.now() / 100) % 1_000_000_000;

/** Crowds as they follow each other, each as often as its share says. */
const turns = order.crowds.flatMap(({ share }, at) => Array.from({ length: share }, () => at));

const crowdOf = (number: number) => turns[number % turns.length] ?? 0;

/** Within a crowd in turn, so that nobody is told of two openings at a time. */
function groupOf(number: number): number {
  const at = crowdOf(number);
  const crowd = order.crowds[at];
  if (crowd === undefined) throw new RangeError("the load has nobody to be about");
  const before = turns.slice(0, number % turns.length).filter((turn) => turn === at).length;
  const own = Math.floor(number / turns.length) * crowd.share + before;
  return crowd.firstGroup + (own % crowd.groups);
}

const firstGroup = Math.min(...order.crowds.map((crowd) => crowd.firstGroup));

const idOf = (number: number) => `load-${order.phase}-${number}`;

/** The numbers in the order in which their people have been told. */
const told: number[] = [];

function expectFor(number: number, telling: number): string[] {
  const ids = peopleOf(groupOf(number)).map((applicantId) => recommendationId(applicantId, idOf(number)));
  const keys = ids.map((id) => deliveryKey(id, telling));
  for (const key of keys) waiting.add(key);
  expected.push(...keys);
  return keys;
}

/** The next event of the load. */
function anEntity(name: EventInName): Record<string, unknown> {
  if (name === POSTED) {
    const number = posted++;
    openings.set(idOf(number), 1);
    untold.set(idOf(number), { number, since: performance.now(), keys: new Set(expectFor(number, 1)) });
    return anOpeningFor(groupOf(number), idOf(number), numberInLoad(firstGroup, number));
  }
  if (name === "OpeningClosed") {
    // Of one that closes before somebody was told, they aren't told, and rightly so.
    const number = told[closed++];
    if (number === undefined) throw new RangeError("nobody has been told of what is to close");
    expectFor(number, 2);
    openings.set(idOf(number), 2);
    return { openingId: idOf(number), revision: 2, reason: "filled" };
  }
  const number = changed++;
  const other = anOther(number % OTHER_PEOPLE, firstRevision + Math.floor(number / OTHER_PEOPLE));
  profiles.set(other.applicant.applicantId, other.applicant.revision);
  return other;
}

function anEntry(name: EventInName, entity: Record<string, unknown>): PutEventsRequestEntry {
  const { sample, source } = eventsIn[name];
  const eventId = ulid();
  const Detail = JSON.stringify({ ...sample, eventId, correlationId: eventId, ...entity });
  return { EventBusName: order.busName, Source: source, DetailType: name, Detail };
}

async function put(Entries: PutEventsRequestEntry[]): Promise<void> {
  const { FailedEntryCount = 0 } = await events.send(new PutEventsCommand({ Entries }));
  if (FailedEntryCount > 0) throw new Error(`PutEvents did not take ${FailedEntryCount} entries`);
}

/** Seven events of the load. */
async function putMix(): Promise<void> {
  const mayClose = told.length - closed > LIVE_OPENINGS;
  const names = MIX.map((name) => (name === "OpeningClosed" && !mayClose ? "ApplicantProfileUpdated" : name));
  await put(names.map((name) => anEntry(name, anEntity(name))));
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
      const message = messageToApplicant.parse(JSON.parse(Body));
      const items = "items" in message ? message.items : [message];
      for (const { recommendationId: id, openingId, telling = 1 } of items) {
        const key = deliveryKey(id, telling);
        waiting.delete(key);
        const opening = untold.get(openingId);
        if (!opening?.keys.delete(key) || opening.keys.size > 0) continue;
        latenciesMs[crowdOf(opening.number)]?.push(now - opening.since);
        untold.delete(openingId);
        told.push(opening.number);
      }
    }
    const Entries = Messages.map(({ ReceiptHandle = "" }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: order.queueUrl, Entries }));
  }
}

async function run(): Promise<LoadReport> {
  const total = order.rate * order.seconds;
  const receiving = receive();
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
    expected,
    missing: [...waiting],
    profiles,
    openings,
    milliseconds,
    latenciesMs,
  };
}

const report = await run();
events.destroy();
sqs.destroy();
parentPort?.postMessage(report);
