import type { MatchingMessage } from "../../events/messages.ts";
import { generationOf, readMove } from "../operating/shard-move.ts";
import type { Ports } from "../ports.ts";
import type { Arrival } from "./arrivals.ts";
import type { Followings } from "./followings.ts";

/** What nobody has moved yet has no generation that is filled silently. */
const NONE = { generation: 0, shards: 0 };

/**
 * Records that were to be told to nobody were so because an older generation told of them. One that is worked on when its own generation is the current
 * one, out of the dead-letter queue perhaps, comes after others that the older one has never met: it tells like any other.
 */
export async function withVoice(
  arrivals: readonly Arrival[],
  ports: Pick<Ports, "shardPlans">,
): Promise<readonly Arrival[]> {
  if (!arrivals.some(({ message }) => message.tells === "nobody")) return arrivals;
  const { move } = await readMove(ports, NONE);
  return arrivals.map((arrival) => {
    const { tells, ...message } = arrival.message;
    const isSilent = tells === "nobody" && generationOf(message.shard) !== move.current.generation;
    return tells !== "nobody" || isSilent ? arrival : { ...arrival, message };
  });
}

/** What follows, as far as anybody is to hear of it. Lists are made in any case. */
export function asTold(followings: Followings, { tells }: MatchingMessage): Followings {
  switch (tells) {
    case undefined:
      return followings;
    case "applicants":
      return { ...followings, shortlists: [], events: [] };
    case "nobody":
      return { ...followings, alerts: [], shortlists: [], events: [] };
  }
}
