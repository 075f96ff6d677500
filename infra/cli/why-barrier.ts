import type { Barrier } from "../../domain/programme/barrier.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import { barrierOf } from "../../functions/notifying/barring.ts";
import { CandidateReader } from "../../functions/notifying/candidates.ts";
import { silentLog } from "../../functions/runtime/log.ts";
import type { Connection } from "./connection.ts";
import type { Terminal } from "./terminal.ts";

/** What a programme's places and steps have against telling somebody of an opening on a day, found as notify finds it; undefined for nothing. */
export async function readBarrier(
  { kept }: Connection,
  { applicantId, openingId, day }: { applicantId: string; openingId: string; day: string },
  taxonomy: Taxonomy,
): Promise<Barrier | undefined> {
  const noon = Date.parse(`${day}T12:00:00+09:00`);
  const reader = new CandidateReader({ ...kept, clock: { now: () => noon } }, taxonomy, silentLog);
  const sides = await reader.read([applicantId], [openingId]);
  const [applicant, opening] = [sides.applicant(applicantId), sides.opening(openingId)];
  if (applicant.kind !== "here" || opening.kind !== "here") return undefined;
  return barrierOf({ applicant: applicant.value, opening: opening.value, ...sides.surroundings(opening.value) });
}

const WORDS: Readonly<Record<Barrier, string>> = {
  "programme-step-missing": "the step or level before this one isn't completed",
  "programme-quota-reached": "this year's places are taken; it is told again when there are any",
  "programme-seats-taken": "all seats of the site are taken; it is told again when one is free",
};

export function printBarrier(terminal: Terminal, barrier: Barrier | undefined): void {
  if (barrier !== undefined) terminal.line(`${terminal.colours.bold("held back")} ${barrier}: ${WORDS[barrier]}`);
}
