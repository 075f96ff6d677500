import { areTwins, lookupKeys } from "../../domain/delivery/opportunity.ts";
import { type Opening, opening as openingSchema } from "../../domain/model/opening.ts";
import type { KeptEntity, Ports } from "../ports.ts";
import { inReads, settled } from "../runtime/in-groups.ts";

/** Openings compared with a new one: a key that more share says too little. */
const COMPARED_MAX = 300;

/** Ties of twins read in one call. */
const TIES_READ_MAX = 100;

/** From this many on, a set is cleared of what has closed. */
const MEMBERS_MAX = 200;

/** The set of an opening's twins. */
export function twinsKey(openingId: string): string {
  return `twins#${openingId}`;
}

/** The members of sets, none where there is no such set. */
export async function readMembers(
  keys: readonly string[],
  { opportunities }: Pick<Ports, "opportunities">,
): Promise<Map<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const some of inReads([...new Set(keys)])) {
    const members = await opportunities.members(some);
    for (const key of some) found.set(key, members.get(key) ?? []);
  }
  return found;
}

/**
 * Finds the openings that are the same opportunity as one that was just kept, and ties them together, before anybody is alerted. Of two that come at
 * the same time, each first puts itself into the sets and then looks who is there, so that at least one sees the other and ties both;
 * whichever is alerted last knows. The same again ties the same.
 */
export async function tieTwins(opening: Opening, ports: Pick<Ports, "opportunities" | "openings">): Promise<void> {
  const { opportunities } = ports;
  const sets = await settled(lookupKeys(opening), async (key) => ({
    key,
    members: await opportunities.join(key, [opening.openingId]),
  }));
  const others = [...new Set(sets.flatMap(({ members }) => members))].filter((id) => id !== opening.openingId);
  const kept = await readAll(others.slice(0, COMPARED_MAX), ports);
  const direct = kept.flatMap(({ body }) => toTwin(body, opening));
  if (direct.length > 0) {
    // Whatever a twin is the same as, this is the same as, too: a copy of a copy need not look like the first.
    const ties = await opportunities.members(direct.slice(0, TIES_READ_MAX).map(twinsKey));
    const twins = [...new Set([...direct, ...[...ties.values()].flat()])].filter((id) => id !== opening.openingId);
    await opportunities.join(twinsKey(opening.openingId), twins);
    await settled(twins, (twin) => opportunities.join(twinsKey(twin), [opening.openingId]));
  }
  const closed = kept.filter(({ isClosed }) => isClosed).map(({ id }) => id);
  for (const { key, members } of sets) {
    const gone = members.length < MEMBERS_MAX ? [] : members.filter((id) => closed.includes(id));
    if (gone.length > 0) await opportunities.leave(key, gone);
  }
}

async function readAll(ids: readonly string[], { openings }: Pick<Ports, "openings">): Promise<KeptEntity[]> {
  const all: KeptEntity[] = [];
  for (const some of inReads(ids)) all.push(...(await openings.get(some)));
  return all;
}

/** The id of an opening that is a twin. What can't be read is no twin: an opening must never wait for another's fault. */
function toTwin(body: string | undefined, opening: Opening): string[] {
  if (body === undefined) return [];
  const other = openingSchema.safeParse(JSON.parse(body));
  return other.success && areTwins(opening, other.data) ? [other.data.openingId] : [];
}
