import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { Entry } from "../../functions/importing/to-event.ts";

export type Sent = { readonly kind: "sent" } | { readonly kind: "failed"; readonly reason: string };

/** PutEvents takes ten entries. */
export const ENTRIES_PER_CALL_MAX = 10;

/** PutEvents takes 256 KiB in one call. */
const CALL_BYTES_MAX = 256 * 1_024;

/** Five tries over about three seconds outlast a throttled second; whoever is down longer is down. */
const TRIES_MAX = 5;
const FIRST_PAUSE_MS = 200;

export type Pause = (ms: number) => Promise<void>;
const pauseFor: Pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Puts events on the bus, ten a call. Entries that the service didn't take are sent again with growing pauses and then given up with
 * the reason of the last try. The answers are in the order of the entries. Throws when a call as a whole fails.
 */
export async function putEvents(
  client: EventBridgeClient,
  busName: string,
  entries: readonly Entry[],
  pause: Pause = pauseFor,
): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  for (const call of inCalls(entries)) sent.push(...(await putOneCall(client, busName, call, pause)));
  return sent;
}

function inCalls(entries: readonly Entry[]): Entry[][] {
  const calls: Entry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.source + entry.detailType + entry.detail);
    const call = calls.at(-1);
    if (call === undefined || call.length === ENTRIES_PER_CALL_MAX || bytes + size > CALL_BYTES_MAX) {
      calls.push([entry]);
      bytes = size;
    } else {
      call.push(entry);
      bytes += size;
    }
  }
  return calls;
}

async function putOneCall(
  client: EventBridgeClient,
  busName: string,
  entries: readonly Entry[],
  pause: Pause,
): Promise<Sent[]> {
  const sent = entries.map((): Sent => ({ kind: "failed", reason: "was not tried" }));
  let open = entries.map((entry, at) => ({ entry, at }));
  for (let tries = 1; open.length > 0; tries++) {
    const { Entries: answers = [] } = await client.send(
      new PutEventsCommand({
        Entries: open.map(({ entry }) => ({
          EventBusName: busName,
          Source: entry.source,
          DetailType: entry.detailType,
          Detail: entry.detail,
        })),
      }),
    );
    open = open.filter(({ at }, index) => {
      const answer = answers[index];
      const isSent = answer !== undefined && answer.ErrorCode === undefined;
      const reason = [answer?.ErrorCode, answer?.ErrorMessage].filter((part) => part !== undefined).join(": ");
      sent[at] = isSent ? { kind: "sent" } : { kind: "failed", reason: reason || "the service did not answer for it" };
      return !isSent;
    });
    if (open.length === 0 || tries === TRIES_MAX) break;
    await pause(FIRST_PAUSE_MS * 2 ** (tries - 1));
  }
  return sent;
}
