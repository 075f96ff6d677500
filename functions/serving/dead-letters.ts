import {
  type DeathNotice,
  discard,
  findBadReason,
  listDeadLetters,
  redrive,
  type Selection,
} from "../operating/dead-letters.ts";
import type { DeathReasonKind } from "../operating/death-reason.ts";
import { replay } from "../operating/rematching.ts";
import type { QueueDepth } from "../operating-ports.ts";
import type { Actor } from "./actor.ts";
import { type FlowWorker, stepOf } from "./flow.ts";
import type { OperatingDeps } from "./operating-deps.ts";
import { found, NOT_FOUND, type Served } from "./served.ts";
import type { Serving } from "./serving.ts";

/** A queue of the flow: who fills it, who works it off, how many messages it has, and how many were set aside from it. */
export interface OperatedQueue extends QueueDepth {
  readonly queue: string;
  readonly from: FlowWorker | undefined;
  readonly to: FlowWorker | undefined;
}

/** What was done with dead letters. */
export interface Handled {
  readonly done: number;
  /** Looked at and left where they are. */
  readonly left: number;
}

/** Letters in one answer: each look at a queue holds them for a moment. */
const LETTERS_MAX = 100;

/** The operator's desk; nobody else has one. */
function deskOf({ operating }: Serving, actor: Actor): OperatingDeps | undefined {
  return actor.role === "operator" ? operating : undefined;
}

/** Every queue in the order of the flow. */
export async function operatedQueues(serving: Serving, actor: Actor): Promise<Served<readonly OperatedQueue[]>> {
  const desk = deskOf(serving, actor);
  if (desk === undefined) return NOT_FOUND;
  return found(
    await Promise.all(
      desk.queues.map(async (queue) => {
        const { from, to } = stepOf(queue) ?? {};
        return { queue, from, to, ...(await desk.ports.deadLetters.depth(queue)) };
      }),
    ),
  );
}

/** What was set aside from a queue, with the reason as far as it can be told; never a body. */
export async function deadLettersOf(
  serving: Serving,
  actor: Actor,
  queue: string,
): Promise<Served<readonly DeathNotice[]>> {
  const desk = deskOf(serving, actor);
  if (desk?.queues.includes(queue) !== true) return NOT_FOUND;
  return found(await listDeadLetters(queue, LETTERS_MAX, desk.ports));
}

/** One of them. */
export async function deadLetterOf(
  serving: Serving,
  actor: Actor,
  queue: string,
  messageId: string,
): Promise<Served<DeathNotice>> {
  const desk = deskOf(serving, actor);
  if (desk?.queues.includes(queue) !== true) return NOT_FOUND;
  const notices = await listDeadLetters(queue, Number.POSITIVE_INFINITY, desk.ports);
  const notice = notices.find((one) => one.messageId === messageId);
  return notice === undefined ? NOT_FOUND : found(notice);
}

/** Sends dead letters back to where they come from. Twice is once in effect. */
export async function redriveDeadLetters(
  serving: Serving,
  actor: Actor,
  queue: string,
  selection: Selection,
): Promise<Served<Handled>> {
  const desk = deskOf(serving, actor);
  if (desk?.queues.includes(queue) !== true) return NOT_FOUND;
  const { done, left } = await redrive(queue, selection, desk.ports);
  return found({ done: done.length, left });
}

/** Which letters are given up, and why. */
export interface Discarding {
  readonly messageId?: string | undefined;
  readonly kind?: DeathReasonKind | undefined;
  readonly reason: string;
}

/** Gives dead letters up for good; the reason is kept in the quarantine. Undefined when the reason can't be one. */
export async function discardDeadLetters(
  serving: Serving,
  actor: Actor,
  queue: string,
  { messageId, kind, reason }: Discarding,
): Promise<Served<Handled> | undefined> {
  const desk = deskOf(serving, actor);
  if (desk?.queues.includes(queue) !== true) return NOT_FOUND;
  if (findBadReason(reason) !== undefined) return undefined;
  const { done, left } = await discard(queue, { messageId, reason: kind }, reason, desk.ports);
  return found({ done: done.length, left });
}

/** Matches what came on some days again, `to` not included: the same days under the same name send the same messages, and nobody is told twice. */
export async function replayDays(
  serving: Serving,
  actor: Actor,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Served<{ readonly records: number }>> {
  const desk = deskOf(serving, actor);
  if (desk === undefined) return NOT_FOUND;
  return found(await replay(`api ${from} ${to}`, { from, to }, desk.ports, desk, async () => undefined));
}
