import type { ShardPlan } from "../../domain/index/shards.ts";
import {
  type DeathNotice,
  discard,
  type Handled,
  listDeadLetters,
  redrive,
  type Selection,
} from "../operating/dead-letters.ts";
import { replay, type Stretch } from "../operating/rematching.ts";
import { type WhatIf, whatIf } from "../operating/what-if.ts";
import type { DeadLetters, QueueDepth } from "../operating-ports.ts";
import type { Ports } from "../ports.ts";
import type { Actor } from "./actor.ts";
import { found, NOT_FOUND, type Served } from "./served.ts";
import type { Serving } from "./serving.ts";

/** What operators work with beside the use cases that everybody has. */
export interface Operating {
  readonly ports: Pick<Ports, "clock" | "shardPlans" | "shardLog" | "queues" | "quarantine"> & {
    readonly deadLetters: DeadLetters;
  };
  /** The shards that the deployment was made with: those there are until the first move. */
  readonly deployed: ShardPlan;
  /** Short names of the queues, in the order of the flow. */
  readonly queues: readonly string[];
}

/** Letters of a queue that an answer shows: whoever has more looks at them by the reason, on the command line. */
const LETTERS_SHOWN_MAX = 50;

export interface QueueCounts extends QueueDepth {
  readonly queue: string;
}

/** What an operator may look after; undefined for everybody else, and where there is nothing of the kind. */
function operatingOf({ operating }: Serving, actor: Actor): Operating | undefined {
  return actor.role === "operator" ? operating : undefined;
}

/** What waits in every queue, and what was set aside from it. */
export async function queueCounts(serving: Serving, actor: Actor): Promise<Served<readonly QueueCounts[]>> {
  const operating = operatingOf(serving, actor);
  if (operating === undefined) return NOT_FOUND;
  const { ports, queues } = operating;
  return found(await Promise.all(queues.map(async (queue) => ({ queue, ...(await ports.deadLetters.depth(queue)) }))));
}

/** Dead letters of a queue: ids, codes and hashes, and never what they say. */
export async function deadLettersOf(
  serving: Serving,
  actor: Actor,
  queue: string,
): Promise<Served<readonly DeathNotice[]>> {
  const operating = operatingOf(serving, actor);
  if (operating?.queues.includes(queue) !== true) return NOT_FOUND;
  return found(await listDeadLetters(queue, LETTERS_SHOWN_MAX, operating.ports));
}

/** One of them. */
export async function deadLetterOf(
  serving: Serving,
  actor: Actor,
  queue: string,
  messageId: string,
): Promise<Served<DeathNotice>> {
  const operating = operatingOf(serving, actor);
  if (operating?.queues.includes(queue) !== true) return NOT_FOUND;
  const notices = await listDeadLetters(queue, Number.POSITIVE_INFINITY, operating.ports);
  const notice = notices.find((one) => one.messageId === messageId);
  return notice === undefined ? NOT_FOUND : found(notice);
}

/** Sends letters back to where they come from. Again is the same: what has gone back is there no more. */
export async function redriveLetters(
  serving: Serving,
  actor: Actor,
  queue: string,
  selection: Selection,
): Promise<Served<Handled>> {
  const operating = operatingOf(serving, actor);
  if (operating?.queues.includes(queue) !== true) return NOT_FOUND;
  return found(await redrive(queue, selection, operating.ports));
}

/** Gives letters up for good, with a reason that `findBadReason` has nothing against. */
export async function discardLetters(
  serving: Serving,
  actor: Actor,
  queue: string,
  selection: Selection,
  reason: string,
): Promise<Served<Handled>> {
  const operating = operatingOf(serving, actor);
  if (operating?.queues.includes(queue) !== true) return NOT_FOUND;
  return found(await discard(queue, selection, reason, operating.ports));
}

/** Matches what came in some days once more. Named by its days: asked for twice, the same messages are sent again, which changes nothing. */
export async function replayDays(
  serving: Serving,
  actor: Actor,
  stretch: Required<Stretch>,
): Promise<Served<{ readonly records: number }>> {
  const operating = operatingOf(serving, actor);
  if (operating === undefined) return NOT_FOUND;
  const name = `days ${stretch.from} ${stretch.to}`;
  return found(await replay(name, stretch, operating.ports, operating, async () => undefined));
}

/** What another threshold would change, counted over everybody and everything; nothing is written or sent. */
export async function whatIfThreshold(serving: Serving, actor: Actor, thresholdBp: number): Promise<Served<WhatIf>> {
  const operating = operatingOf(serving, actor);
  if (operating === undefined) return NOT_FOUND;
  const { perOpening, weights, taxonomy } = serving.matching;
  const asIs = { ...perOpening, weights };
  const { deployed, ports } = operating;
  return found(await whatIf(asIs, { ...asIs, thresholdBp }, ports, { deployed, taxonomy }));
}
