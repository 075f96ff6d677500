import type { Opening } from "../../domain/model/opening.ts";
import { type Barrier, placesBarrier } from "../../domain/programme/barrier.ts";
import { type RuleSet, rulesOn, toRuleSet } from "../../domain/programme/rule-set.ts";
import type { KeptEntity, Ports } from "../ports.ts";
import { inReads } from "./in-groups.ts";
import { readPlacesTaken } from "./places-taken.ts";

/**
 * Openings that somebody would have been told of if there had been a place. They are noted here, and on the morning of a day on which there is one again, be it a
 * new year, a seat that was left or ran out, or rules with more places, they are matched once more. One set is enough: programmes with quotas or seats are few.
 */
const HELD_BACK = "held-back";

/** The set of those that are matched again on a day: whoever works on that day's start again finds the same. */
const releasedKey = (day: string) => `held-back-released#${day}`;

/** What passes by itself; a step that is missing passes with its completion, which matches anew anyway. */
export const HOLDS_BACK: ReadonlySet<string> = new Set<Barrier>(["programme-quota-reached", "programme-seats-taken"]);

export async function noteHeldBack(
  openingIds: readonly string[],
  { opportunities }: Pick<Ports, "opportunities">,
): Promise<void> {
  if (openingIds.length > 0) await opportunities.join(HELD_BACK, [...new Set(openingIds)]);
}

type ReleasePorts = Pick<Ports, "opportunities" | "openings" | "programmes" | "ledger">;

/**
 * The openings that have a place again on a day, as they are kept. First they are put into the set of the day, then they leave the one they waited in, so
 * that a crash in between, or after, is followed by the same once more. Those that have closed leave without a word.
 */
export async function releaseHeldBack(day: string, ports: ReleasePorts): Promise<readonly Opening[]> {
  const { opportunities } = ports;
  const waiting = (await opportunities.members([HELD_BACK])).get(HELD_BACK) ?? [];
  const found = await readOpenings(waiting, ports);
  const open = found.filter(({ isClosed, body }) => !isClosed && body !== undefined);
  const free: string[] = [];
  for (const { id, body } of open) {
    if (body !== undefined && (await hasPlace(JSON.parse(body), day, ports))) free.push(id);
  }
  if (free.length > 0) await opportunities.join(releasedKey(day), free);
  const stay = new Set(open.map(({ id }) => id).filter((id) => !free.includes(id)));
  const leaving = waiting.filter((id) => !stay.has(id));
  if (leaving.length > 0) await opportunities.leave(HELD_BACK, leaving);
  const released = (await opportunities.members([releasedKey(day)])).get(releasedKey(day)) ?? [];
  const latest = await readOpenings(released, ports);
  return latest.flatMap(({ isClosed, body }) => (isClosed || body === undefined ? [] : (JSON.parse(body) as Opening)));
}

async function readOpenings(
  ids: readonly string[],
  { openings }: Pick<Ports, "openings">,
): Promise<readonly KeptEntity[]> {
  const found: KeptEntity[] = [];
  for (const some of inReads(ids)) found.push(...(await openings.get(some)));
  return found;
}

async function hasPlace(opening: Opening, day: string, { programmes, ledger }: ReleasePorts): Promise<boolean> {
  const kept = opening.programmeId === undefined ? [] : await programmes.of(opening.programmeId);
  const rules: RuleSet | undefined = rulesOn(
    kept.map(({ body }) => toRuleSet(body)),
    day,
  );
  if (rules === undefined) return true;
  return placesBarrier(opening, rules, await readPlacesTaken(rules, day, ledger)) === undefined;
}
