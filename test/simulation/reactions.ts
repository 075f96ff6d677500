import { wakeDue } from "../../functions/digest.ts";
import { type FeedWriters, feedCenters } from "../../functions/feed.ts";
import { announceFollowUps } from "../../functions/follow-up.ts";
import { takeIn } from "../../functions/intake.ts";
import { matchBatch, type ShardWriters } from "../../functions/match.ts";
import { notifyBatch } from "../../functions/notify.ts";
import { CandidateReader } from "../../functions/notifying/candidates.ts";
import {
  beginMove,
  type ReshardingConfiguration,
  removePrevious,
  switchOver,
} from "../../functions/operating/resharding.ts";
import type { DeadLetters } from "../../functions/operating-ports.ts";
import type { Ports } from "../../functions/ports.ts";
import type { QueueRecord } from "../../functions/runtime/consumer.ts";
import type { Log } from "../../functions/runtime/log.ts";
import { startDay } from "../../functions/start-day.ts";
import { districtsByCenter } from "../../infra/centers.ts";
import type { Story } from "./happening.ts";
import { configurationOf, tinyConfiguration } from "./tiny-world.ts";

export type React = (batch: readonly QueueRecord[]) => Promise<ReadonlyMap<string, unknown>>;

/** A real function and the queue that feeds it. */
export interface Reaction {
  readonly name: string;
  readonly queue: string;
  readonly isFifo: boolean;
  /** Timeout of the function; its messages stay hidden six times as long. */
  readonly timeoutSeconds: number;
  readonly batchMax: number;
  /** How many run at a time at most. */
  readonly concurrencyMax: number;
  /** A cold start: what is made here lives as long as the function does. */
  readonly start: (
    ports: Ports,
    story: Pick<Story, "shards" | "isNightKept" | "pairsPerMessage">,
    surroundings: Surroundings,
  ) => React;
}

/** What only the operator's commands see. */
type OperatorsDesk = Pick<DeadLetters, "depth">;

export interface Surroundings {
  readonly log: Log;
  readonly desk: OperatorsDesk;
}

const GENERATION = 1;

export const planOf = (shards: number) => ({ generation: GENERATION, shards });

/**
 * What takes events in, matches, tells people and centers, asks after hires, and moves shards. What hands messages on to mail servers and webhooks, and
 * answers requests, has tests of its own.
 */
export const reactions: readonly Reaction[] = [
  {
    name: "intake",
    queue: "intake",
    isFifo: false,
    timeoutSeconds: 30,
    batchMax: 10,
    concurrencyMax: 2,
    start: (ports, { shards }, { log }) => {
      const centers = districtsByCenter();
      const configuration = { taxonomy: tinyConfiguration.taxonomy, plan: planOf(shards), centers };
      return (batch) => takeIn(batch, ports, configuration, log);
    },
  },
  {
    name: "match",
    queue: "matching",
    isFifo: true,
    timeoutSeconds: 60,
    batchMax: 10,
    concurrencyMax: 2,
    start: (ports, story, { log }) => {
      const configuration = configurationOf(story);
      const writers: ShardWriters = new Map();
      return (batch) => matchBatch(batch, ports, writers, configuration, log);
    },
  },
  {
    name: "notify",
    queue: "applicant-alerts",
    isFifo: false,
    timeoutSeconds: 60,
    batchMax: 10,
    concurrencyMax: 2,
    start: (ports, story, { log }) => {
      const configuration = configurationOf(story);
      const reader = new CandidateReader(ports, configuration.taxonomy, log);
      return (batch) => notifyBatch(batch, ports, configuration, log, reader);
    },
  },
  {
    name: "feed",
    queue: "feed",
    isFifo: true,
    timeoutSeconds: 30,
    batchMax: 10,
    concurrencyMax: 2,
    start: (ports, _, { log }) => {
      const writers: FeedWriters = new Map();
      return (batch) => feedCenters(batch, ports, log, writers);
    },
  },
  {
    name: "start-day",
    queue: "schedule",
    isFifo: false,
    timeoutSeconds: 10,
    batchMax: 1,
    concurrencyMax: 1,
    // A schedule's invocation is repeated as a message is: what the function throws brings it again.
    start:
      (ports, _, { log }) =>
      async (batch) => {
        for (const { body } of batch) await startDay(JSON.parse(body), ports, log);
        return new Map();
      },
  },
  {
    name: "follow-up",
    queue: "follow-ups",
    isFifo: false,
    timeoutSeconds: 300,
    batchMax: 1,
    // An invocation that is repeated may meet the first one, frozen.
    concurrencyMax: 2,
    start: (ports, _, { log }) => {
      const centers = districtsByCenter();
      return async (batch) => {
        for (const { body } of batch) await announceFollowUps(JSON.parse(body), ports, centers, log);
        return new Map();
      };
    },
  },
  {
    name: "digest",
    queue: "hours",
    isFifo: false,
    timeoutSeconds: 60,
    batchMax: 1,
    concurrencyMax: 1,
    start:
      (ports, _, { log }) =>
      async (batch) => {
        for (const _hour of batch) await wakeDue(ports, log);
        return new Map();
      },
  },
  {
    // An operator who gives the same command again when it has failed, or wasn't through.
    name: "operator",
    queue: "operator",
    isFifo: false,
    timeoutSeconds: 60,
    batchMax: 1,
    concurrencyMax: 2,
    start:
      (ports, { shards }, { desk }) =>
      async (batch) => {
        const configuration = { deployed: planOf(shards), taxonomy: tinyConfiguration.taxonomy };
        for (const { body } of batch) {
          await untilDone(() => operate(JSON.parse(body) as Command, ports, configuration, desk));
        }
        return new Map();
      },
  },
];

/** Tries of an operator in a row: a step has some twenty calls, of which many fail in bad weather. */
const TRIES_MAX = 8;

async function untilDone(step: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await step();
    } catch (error) {
      if (tries === TRIES_MAX) throw error;
    }
  }
}

/** A step of resharding. */
export type Command = { readonly step: "move"; readonly shards: number } | { readonly step: "remove" };

async function operate(
  command: Command,
  ports: Ports,
  configuration: ReshardingConfiguration,
  desk: OperatorsDesk,
): Promise<void> {
  if (command.step === "remove") {
    const { kind } = await removePrevious(ports, configuration, desk);
    if (kind !== "removed" && kind !== "no-move") throw new Error(`the old shards stay: ${kind}`);
    return;
  }
  const begun = await beginMove(command.shards, ports, configuration);
  // Somebody else's copy of the same command has been through.
  if (begun.kind === "previous-remains") return;
  const switched = await switchOver(ports, configuration, { pace: async () => {}, settle: async () => {} });
  if (switched.kind !== "switched" && switched.kind !== "no-move") throw new Error(`not moved: ${switched.kind}`);
}
