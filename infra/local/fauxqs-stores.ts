/**
 * The stores of fauxqs, built by hand instead of by its `startFauxqs`.
 *
 * fauxqs keeps its queues on disk only through `startFauxqs`, and that listens on every interface of the machine.
 * Nothing of the twin may be reachable from outside, so this file does what `startFauxqs` does up to listening: it
 * loads the modules beside the package's entry (the package exports none of them), loads what is on disk before it
 * connects the disk (the other way round, loading would delete what it loads), and hands the stores to `buildApp`,
 * whose requests come in through the twin's own listener on loopback.
 *
 * Two faults of fauxqs 2.4.1 are put right here, because both would show in an application:
 * - it refuses characters beyond U+FFFF (an emoji), which SQS accepts;
 * - it makes each write to disk wait for the disk (`synchronous = FULL`). A killed process loses nothing that
 *   was handed to the operating system, so `NORMAL` keeps every accepted message over a SIGKILL at a tenth of the
 *   time; only a power cut may take the last moments.
 */
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildAppOptions, buildApp } from "fauxqs";
import { toOrderedQueue } from "./ordered-queue.ts";
import { type Database, orStoreFailed, requireWhole } from "./store-failed.ts";

type Stores = NonNullable<BuildAppOptions["stores"]>;
export type SqsStore = Stores["sqsStore"];
export type SqsQueue = ReturnType<SqsStore["createQueue"]>;
export type SqsPersistence = NonNullable<SqsStore["persistence"]>;
export type FauxqsApp = ReturnType<typeof buildApp>;
export type SendMessageRequest = {
  QueueUrl: string;
  MessageBody: string;
  MessageAttributes?: Record<string, { DataType: string; StringValue: string }>;
  MessageGroupId?: string;
  MessageDeduplicationId?: string;
};

type Class<T, A extends unknown[] = []> = new (...args: A) => T;
type StoreModule = { SqsStore: Class<SqsStore>; SqsQueue: Class<SqsQueue, Parameters<SqsStore["createQueue"]>> };
type PersistenceModule = { PersistenceManager: Class<SqsPersistence, [string]> };
/** The connection, which the package's types call private. */
type WithConnection = { db: Database };

export type Fauxqs = {
  app: FauxqsApp;
  store: SqsStore;
  sendMessage: (request: SendMessageRequest) => { MessageId: string };
  /** Groups writes to disk into one transaction; without a disk it only calls. */
  together: <T>(work: () => T) => T;
};

/** What SQS takes in a body: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const FORBIDDEN_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** SQS remembers a deduplication id for five minutes. */
const DEDUPLICATION_MS = 5 * 60 * 1000;

function callOnly<T>(work: () => T): T {
  return work();
}

/** What writes to disk for each message of a request. */
const WRITES = ["insertMessage", "deleteMessage", "updateMessageInflight", "updateQueueSequenceCounter"] as const;

/** Memory is ahead of the disk once a write has failed: the process ends, whoever catches the error on its way. */
function orEnd(dir: string, work: () => void): void {
  try {
    orStoreFailed(dir, work);
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
    throw error;
  }
}

/**
 * Writes what one request changes in one transaction: fauxqs would make one of each message. It works a request off without a pause, so what is queued
 * when the first write begins runs when the last one is done, and before the request is answered.
 */
function writeTogether(persistence: SqsPersistence, dir: string): Fauxqs["together"] {
  const { db } = persistence as unknown as WithConnection;
  let isOpen = false;
  const exec = (sql: string) => orEnd(dir, () => db.exec(sql));
  const begin = () => {
    if (!isOpen) exec("BEGIN");
    isOpen = true;
  };
  const commit = () => {
    if (isOpen) exec("COMMIT");
    isOpen = false;
  };
  const writes = persistence as unknown as Record<(typeof WRITES)[number], (...given: unknown[]) => void>;
  for (const name of WRITES) {
    const write = writes[name].bind(persistence);
    writes[name] = (...given) => {
      if (!isOpen) queueMicrotask(commit);
      begin();
      orEnd(dir, () => write(...given));
    };
  }
  return (work) => {
    begin();
    try {
      return work();
    } finally {
      commit();
    }
  };
}

async function fauxqsModule<T>(path: string): Promise<T> {
  const packageJson = findPackageJSON("fauxqs", import.meta.url);
  if (packageJson === undefined) throw new Error("fauxqs is not installed");
  return (await import(pathToFileURL(join(dirname(packageJson), "dist", path)).href)) as T;
}

/** Messages of one store are dequeued per queue class, so the store has to make queues of ours. */
function useOrderedQueues(store: SqsStore, base: StoreModule["SqsQueue"], urlOf: (name: string) => string): void {
  const OrderedQueue = toOrderedQueue(base);
  const maps = store as unknown as Record<"queues" | "queuesByName" | "queuesByArn", Map<string, SqsQueue>>;
  store.createQueue = (name, _url, arn, attributes, tags) => {
    // The port may differ from the last run's, and with it the address that is kept on disk.
    const queue = new OrderedQueue(name, urlOf(name), arn, attributes, tags);
    if (store.persistence !== undefined) {
      queue.persistence = store.persistence;
      store.persistence.insertQueue(queue);
    }
    maps.queues.set(queue.url, queue);
    maps.queuesByName.set(name, queue);
    maps.queuesByArn.set(arn, queue);
    return queue;
  };
}

/**
 * fauxqs forgets over a restart which deduplication ids it has seen. Those of messages that are still there are known
 * from the messages; those of deleted ones are lost, so a resend within five minutes of a restart may come twice.
 */
function rememberDeduplication(queue: SqsQueue): void {
  const { ready, delayed, inflight } = queue.inspectMessages();
  for (const message of [...ready, ...delayed, ...inflight.map((entry) => entry.message)]) {
    const { messageDeduplicationId: id, messageId, sequenceNumber, sentTimestamp } = message;
    if (id !== undefined && sentTimestamp > Date.now() - DEDUPLICATION_MS) {
      queue.recordDeduplication(id, messageId, sequenceNumber);
    }
  }
}

export async function openFauxqs(options: { dir?: string; urlOf: (name: string) => string }): Promise<Fauxqs> {
  const [{ SqsStore, SqsQueue }, { SnsStore }, { S3Store }, { PersistenceManager }, sqsTypes, { sendMessage }] =
    await Promise.all([
      fauxqsModule<StoreModule>("sqs/sqsStore.js"),
      fauxqsModule<{ SnsStore: Class<Stores["snsStore"]> }>("sns/snsStore.js"),
      fauxqsModule<{ S3Store: Class<Stores["s3Store"]> }>("s3/s3Store.js"),
      fauxqsModule<PersistenceModule>("persistence.js"),
      fauxqsModule<{ INVALID_MESSAGE_BODY_CHAR: RegExp }>("sqs/sqsTypes.js"),
      fauxqsModule<{ sendMessage: (request: SendMessageRequest, store: SqsStore) => { MessageId: string } }>(
        "sqs/actions/sendMessage.js",
      ),
    ]);
  sqsTypes.INVALID_MESSAGE_BODY_CHAR.test = (body) => FORBIDDEN_CHARACTER.test(body);
  const store = new SqsStore();
  const snsStore = new SnsStore();
  const s3Store = new S3Store();
  useOrderedQueues(store, SqsQueue, options.urlOf);
  const { dir } = options;
  const persistence = dir === undefined ? undefined : orStoreFailed(dir, () => new PersistenceManager(dir));
  if (persistence !== undefined && dir !== undefined) {
    // What is deleted is overwritten: a message may be about somebody who leaves.
    const { db } = persistence as unknown as WithConnection;
    orStoreFailed(dir, () => {
      db.exec("PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON");
      requireWhole(db);
      persistence.load(store, snsStore, s3Store);
    });
    store.persistence = persistence;
    for (const queue of store.allQueues()) {
      queue.persistence = persistence;
      rememberDeduplication(queue);
    }
  }
  const app = buildApp({
    logger: false,
    defaultRegion: "ap-northeast-2",
    stores: { sqsStore: store, snsStore, s3Store },
  });
  if (persistence !== undefined) app.addHook("onClose", () => persistence.close());
  const together = persistence === undefined || dir === undefined ? callOnly : writeTogether(persistence, dir);
  return { app, store, sendMessage: (request) => sendMessage(request, store), together };
}
