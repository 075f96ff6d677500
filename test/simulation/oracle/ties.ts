import { areTwins } from "../../../domain/delivery/opportunity.ts";
import type { Opening } from "../../../domain/model/opening.ts";
import type { Violation } from "../history.ts";
import type { Simulation } from "../simulation.ts";

const TIES = "twins#";

/**
 * Guarantee 1: openings that are the same opportunity, by a plain look at each two of them, are known to be, each to the other, so that nobody is told
 * twice; and no others are, so that nobody misses one.
 */
export function checkTies({ history, world }: Simulation): Violation[] {
  const found: Violation[] = [];
  const say = (text: string) => found.push({ guarantee: 1, text });
  const kept = [...world.kept("openings").values()].flatMap(({ body, isClosed }) =>
    body === undefined || isClosed ? [] : [JSON.parse(body) as Opening],
  );
  const tiesOf = (openingId: string) => world.sets().get(`${TIES}${openingId}`) ?? new Set();
  for (const one of kept) {
    for (const other of kept) {
      if (areTwins(one, other) && !tiesOf(one.openingId).has(other.openingId))
        say(`${one.openingId} isn't known to be the same as ${other.openingId}`);
    }
  }
  const bodies = [...history.bodies].filter(([key]) => key.startsWith("openings "));
  const all = bodies.map(([, body]) => JSON.parse(body) as Opening);
  for (const [key, members] of world.sets()) {
    if (!key.startsWith(TIES)) continue;
    const openingId = key.slice(TIES.length);
    const alike = alikeTo(openingId, all);
    for (const id of members) if (!alike.has(id)) say(`${openingId} is taken for the same as ${id}`);
  }
  return found;
}

/** What is the same as an opening in one of its revisions, and what is the same as that. */
function alikeTo(openingId: string, all: readonly Opening[]): ReadonlySet<string> {
  const alike = new Set([openingId]);
  for (const id of alike) {
    const revisions = all.filter((one) => one.openingId === id);
    for (const other of all) if (revisions.some((one) => areTwins(one, other))) alike.add(other.openingId);
  }
  return alike;
}
