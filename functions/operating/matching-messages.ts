import { encodeRecord, type LogRecord } from "../../domain/index/log-record.ts";
import { recordCompletions, recordKey, recordRevision } from "../../domain/index/record-key.ts";
import { SCHEMA_VERSION } from "../../events/envelope.ts";
import type { MatchingMessage } from "../../events/messages.ts";
import type { Ports, QueueMessage } from "../ports.ts";
import { deriveUlid } from "../runtime/derive-id.ts";
import { type Destination, destinationsOf, type KeptMove, type ShardMove } from "./shard-move.ts";

/** A record on its way to the shards, and what it follows from. */
export interface Outgoing {
  readonly record: LogRecord;
  readonly eventId: string;
  readonly correlationId: string;
  /** Where it isn't everybody: who hears of what follows. */
  readonly tells?: Destination["tells"];
  /** Whether an older generation hands it on. */
  readonly isHandedOn?: true;
}

/** Steps of a move that may come between: each is an operator's, and takes minutes. */
const ROUNDS_MAX = 5;

/** Where a record goes: see `destinationsOf`. */
export function toDestinations(record: LogRecord, move: ShardMove): Destination[] {
  const applicantId =
    record.type === "applicant"
      ? record.facts.applicantId
      : record.type === "applicant-withdrawn"
        ? record.applicantId
        : undefined;
  return destinationsOf(move, applicantId, record.type === "applicant-withdrawn");
}

/** The same record to given shards: the same destination gives the same message, so that a queue may drop the second. */
export function toMessages(
  { record, eventId, correlationId, isHandedOn, ...outgoing }: Outgoing,
  destinations: readonly Destination[],
): QueueMessage[] {
  const packed = Buffer.from(encodeRecord(record)).toString("base64");
  return destinations.map(({ shard, tells = outgoing.tells }) => {
    const seed = `matching ${shard} ${versionOf(record)}${isHandedOn === undefined ? "" : " handed on"}`;
    const message: MatchingMessage = {
      schemaVersion: SCHEMA_VERSION,
      // What tells is another message than what doesn't: a queue must not take the one for the other.
      messageId: deriveUlid(eventId, tells === undefined ? seed : `${seed} tells ${tells}`),
      correlationId,
      causationId: eventId,
      shard,
      record: packed,
      ...(tells === undefined ? {} : { tells }),
      ...(isHandedOn && { isHandedOn }),
    };
    return { body: JSON.stringify(message), groupId: shard, deduplicationId: message.messageId };
  });
}

/** One event worked on again may find more beside what it says than before: that is another record, and no queue may drop it as the same. */
function versionOf(record: LogRecord): string {
  const completions = recordCompletions(record);
  return `${recordKey(record)} ${recordRevision(record)}${completions === 0 ? "" : ` ${completions}`}`;
}

/**
 * Sends records to the shards as they are. When these have changed while it was sending it sends once more: so whoever changes them knows that what was
 * acknowledged before went to where it was to go. Gives the number of messages that were sent.
 */
export async function sendToShards(
  outgoing: readonly Outgoing[],
  { queues }: Pick<Ports, "queues">,
  read: () => Promise<KeptMove>,
): Promise<number> {
  if (outgoing.length === 0) return 0;
  let sent = 0;
  let { version, move } = await read();
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const all = outgoing.map((one) => ({ one, to: toDestinations(one.record, move) }));
    const messagesTo = (isMeant: (destination: Destination) => boolean) =>
      all.flatMap(({ one, to }) => toMessages(one, to.filter(isMeant)));
    const told = messagesTo(({ tells }) => tells === undefined);
    await queues.send("matching", told);
    // After the others: what stands silently in the next generation is sure to be told by the current one.
    const silent = messagesTo(({ tells }) => tells !== undefined);
    if (silent.length > 0) await queues.send("matching", silent);
    sent += told.length + silent.length;
    const now = await read();
    if (now.version === version) return sent;
    ({ version, move } = now);
  }
  throw new Error(`the shards were changed ${ROUNDS_MAX} times while records were sent to them`);
}
