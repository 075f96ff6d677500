import { dayInSeoul } from "../../domain/model/calendar.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { type Barrier, barrierTo, type CompletedPart, type PlacesTaken } from "../../domain/programme/barrier.ts";
import { type RuleSet, rulesOn } from "../../domain/programme/rule-set.ts";
import type { Ports } from "../ports.ts";
import { readPlacesTaken } from "../runtime/places-taken.ts";
import type { Candidate } from "./telling.ts";

/** What barriers to an opening are found by. */
export interface Barring {
  readonly ruleSets: readonly RuleSet[];
  readonly places: PlacesTaken;
  /** Parts of programmes that were completed, by the opening they were posted as. */
  readonly parts: ReadonlyMap<string, CompletedPart>;
}

/** A profile with the openings, courses mostly, that its person has completed. */
export interface WithCompleted {
  readonly completedOpenings?: readonly string[];
}

/** Reads how far the places of programmes are taken: once for all openings of one programme. */
export async function readBarring(
  programmes: ReadonlyMap<string, readonly RuleSet[]>,
  courses: readonly Opening[],
  { clock, ledger }: Pick<Ports, "clock" | "ledger">,
): Promise<ReadonlyMap<string, Barring>> {
  const day = dayInSeoul(clock.now());
  const parts = new Map(
    courses.flatMap(({ openingId, programmeId, programmePart: part }) =>
      programmeId === undefined || part === undefined ? [] : [[openingId, { programmeId, part }] as const],
    ),
  );
  const found = new Map<string, Barring>();
  for (const [programmeId, ruleSets] of programmes) {
    const rules = rulesOn(ruleSets, day);
    const places: PlacesTaken = { day, participants: 0, tenants: new Map() };
    const taken = rules === undefined ? places : await readPlacesTaken(rules, day, ledger);
    found.set(programmeId, { ruleSets, parts, places: taken });
  }
  return found;
}

/** What stands between two who match, by all that was read with them. */
export function barrierOf({ applicant, opening, barring }: Candidate): Barrier | undefined {
  if (barring === undefined) return undefined;
  const { completedOpenings = [] } = applicant;
  const completed = completedOpenings.flatMap((id) => barring.parts.get(id) ?? []);
  return barrierTo(opening, applicant, completed, barring.ruleSets, barring.places);
}
