import type { FunctionName, QueueName } from "./names.ts";

interface Sizing {
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** The queues it is fed from, how many of it may run at a time by each, and with how many messages, where it isn't the most. */
  readonly consumes?: readonly {
    readonly queue: QueueName;
    readonly concurrencyMax: number;
    readonly batchMax?: number;
  }[];
  /** How many may run at a time of one that people wait for. */
  readonly callersMax?: number;
}

/** Memory also sets the share of a processor; this much is one whole, and scoring uses it. */
const WHOLE_PROCESSOR_MB = 1_769;
const MEMORY_MB = 512;

/** A shard has one writer at a time whatever stands here; two is the least that AWS takes. */
const MATCH_CONCURRENCY_MAX = 2;
const CONCURRENCY_MAX = 10;

/** Each that runs has a batch ahead of others: two is the least that AWS takes, and half a batch of λ match is soon done. */
const IMPORTS_CONCURRENCY_MAX = 2;
const IMPORTS_BATCH_MAX = 5;

/** Two functions with ten messages each are twenty connections: SES begins with fourteen messages a second. */
const MAIL_CONCURRENCY_MAX = 2;

/** Answers take some tens of milliseconds: as many at once serve more requests than the front door lets in. */
const API_CONCURRENCY_MAX = 20;

/** What each function is given. Whoever moves a bound of the service moves it here; queues hide their messages for as long as these times ask. */
export const sizes: Readonly<Record<FunctionName, Sizing>> = {
  intake: {
    memoryMb: MEMORY_MB,
    timeoutSeconds: 30,
    consumes: [
      { queue: "intake", concurrencyMax: CONCURRENCY_MAX },
      { queue: "imports", concurrencyMax: IMPORTS_CONCURRENCY_MAX, batchMax: IMPORTS_BATCH_MAX },
    ],
  },
  match: {
    memoryMb: WHOLE_PROCESSOR_MB,
    timeoutSeconds: 60,
    consumes: [{ queue: "matching", concurrencyMax: MATCH_CONCURRENCY_MAX }],
  },
  notify: {
    memoryMb: MEMORY_MB,
    timeoutSeconds: 60,
    consumes: [{ queue: "applicant-alerts", concurrencyMax: CONCURRENCY_MAX }],
  },
  feed: {
    memoryMb: MEMORY_MB,
    timeoutSeconds: 30,
    consumes: [{ queue: "feed", concurrencyMax: CONCURRENCY_MAX }],
  },
  webhook: {
    memoryMb: MEMORY_MB,
    timeoutSeconds: 60,
    consumes: [{ queue: "webhooks", concurrencyMax: CONCURRENCY_MAX }],
  },
  "start-day": { memoryMb: MEMORY_MB, timeoutSeconds: 10 },
  digest: { memoryMb: MEMORY_MB, timeoutSeconds: 60 },
  // A day has some hundred follow-ups in a large city; after days that were missed there are more, and what is left is done by the next try.
  "follow-up": { memoryMb: MEMORY_MB, timeoutSeconds: 300 },
  // The replica of the index takes as much as the index does; whoever waits for a page does not wait longer than the gateway.
  api: { memoryMb: WHOLE_PROCESSOR_MB, timeoutSeconds: 29, callersMax: API_CONCURRENCY_MAX },
  // Mail servers ask for few connections at a time, and slow ones for patience.
  send: {
    memoryMb: MEMORY_MB,
    timeoutSeconds: 60,
    consumes: [{ queue: "applicant-messages", concurrencyMax: MAIL_CONCURRENCY_MAX }],
  },
};
