import { toOpeningFacts } from "../../domain/matching/facts.ts";
import { firstDayObstacle } from "../../domain/matching/obstacles.ts";
import { toDayNumber } from "../../domain/model/calendar.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { ruleFactsOn } from "../../domain/programme/rule-facts.ts";
import { underRules } from "../../domain/programme/under-rules.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import { readBarring } from "../../functions/notifying/barring.ts";
import { LatestRules } from "../../functions/notifying/latest-rules.ts";
import type { Connection } from "./connection.ts";

/** Which openings have no place left on a day (`YYYY-MM-DD`), by their ids: a course without a free seat, or what a programme has no place for, counted from what was recorded. */
export async function fullOpenings(
  { programmes, ledger }: Pick<Connection["kept"], "programmes" | "ledger">,
  openings: readonly Opening[],
  day: string,
  taxonomy: Taxonomy,
): Promise<ReadonlySet<string>> {
  const today = toDayNumber(day);
  const programmeIds = openings.flatMap(({ programmeId }) => programmeId ?? []);
  const rules = await new LatestRules(programmes, taxonomy).read(programmeIds);
  const barring = await readBarring(rules, day, ledger);
  const isFull = (opening: Opening) => {
    const { programmeId = "" } = opening;
    const inForce = ruleFactsOn(rules.get(programmeId) ?? [], today);
    const facts = underRules(toOpeningFacts(opening, taxonomy), inForce, today, barring.get(programmeId)?.places);
    return firstDayObstacle(facts, today) === "opening-full";
  };
  return new Set(openings.filter(isFull).map(({ openingId }) => openingId));
}
