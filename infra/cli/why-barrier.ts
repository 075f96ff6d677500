import type { Barrier } from "../../domain/programme/places.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import { barrierOf } from "../../functions/notifying/barring.ts";
import { CandidateReader, isOfferedOn } from "../../functions/notifying/candidates.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import type { Connection } from "./connection.ts";
import type { Terminal } from "./terminal.ts";

/** What keeps somebody from being told of an opening that suits them, beside what matching knows of the two. */
type HeldBack = Barrier | "institution-not-valid";

/** What a programme's places, or the institution that offers it, have against telling of an opening on a day, found as notify finds it; undefined for nothing. */
export async function readBarrier(
  { kept }: Connection,
  { openingId, day }: { openingId: string; day: string },
  taxonomy: Taxonomy,
): Promise<HeldBack | undefined> {
  const noon = Date.parse(`${day}T12:00:00+09:00`);
  const reader = new CandidateReader(kept, taxonomy, silentLog);
  const sides = await reader.read(noon, [], [openingId]);
  const opening = sides.opening(openingId);
  if (opening.kind !== "here") return undefined;
  const surroundings = sides.surroundings(opening.value);
  return isOfferedOn(surroundings, day)
    ? barrierOf({ opening: opening.value, ...surroundings })
    : "institution-not-valid";
}

const WORDS: Readonly<Record<HeldBack, string>> = {
  "programme-quota-reached": "this year's places are taken; it is matched again when there are any",
  "programme-seats-taken": "all seats of the site are taken; it is matched again when one is free",
  "institution-not-valid": "the institution that offers it is not registered for this day",
};

export function printBarrier(terminal: Terminal, barrier: HeldBack | undefined): void {
  if (barrier !== undefined) terminal.line(`${terminal.colours.bold("held back")} ${barrier}: ${WORDS[barrier]}`);
}
