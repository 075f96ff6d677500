import type { MatchingMessage } from "../../events/messages.ts";
import { type Outgoing, sendToShards } from "../operating/matching-messages.ts";
import { generationOf, readMove } from "../operating/shard-move.ts";
import type { Ports } from "../ports.ts";
import type { Arrival } from "./arrivals.ts";
import type { Followings } from "./followings.ts";

/** What nobody has moved yet has no generation that is filled silently, and none that has been replaced. */
const NONE = { generation: 0, shards: 0 };

/**
 * Who hears of what follows from each record, by the generation that is the current one now.
 *
 * Records that were to be told to nobody were so because an older generation told of them. One that is worked on when its own generation is the current
 * one, out of the dead-letter queue perhaps, comes after others that the older one has never met: it tells like any other.
 *
 * What an older generation still works off it tells of as far as something ends. What there is to find it leaves to the current one: of what has closed, left
 * or changed since the switch it knows nothing.
 */
export async function withVoice(
  arrivals: readonly Arrival[],
  ports: Pick<Ports, "shardPlans">,
): Promise<readonly Arrival[]> {
  if (arrivals.length === 0) return arrivals;
  const { generation } = (await readMove(ports, NONE)).move.current;
  return arrivals.map((arrival) => {
    const { tells, ...message } = arrival.message;
    const own = generationOf(message.shard);
    if (tells === "nobody" && own === generation) return { ...arrival, message };
    return own < generation ? { ...arrival, isReplaced: true } : arrival;
  });
}

/** Hands on what an older generation leaves to the current one. */
export async function handOn(
  handedOn: readonly Outgoing[],
  ports: Pick<Ports, "queues" | "shardPlans">,
): Promise<void> {
  await sendToShards(handedOn, ports, () => readMove(ports, NONE));
}

/** What follows, as far as anybody is to hear of it. Lists are made in any case. */
export function asTold(followings: Followings, { tells }: MatchingMessage): Followings {
  switch (tells) {
    case undefined:
      return followings;
    case "applicants": {
      const handedOn = followings.handedOn.map((one) => ({ ...one, tells }));
      return { ...followings, shortlists: [], events: [], handedOn };
    }
    case "nobody":
      return { ...followings, alerts: [], shortlists: [], events: [], handedOn: [] };
  }
}
