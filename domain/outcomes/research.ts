import { seoulGu } from "../geo/catalogue.ts";
import { ageOn, fromDayNumber, toDayNumber } from "../model/calendar.ts";
import { openingKinds } from "../model/primitives.ts";
import type { Stage } from "./life-cycle.ts";
import { type PublishedTable, SMALL_CELL_BELOW, suppress } from "./suppression.ts";

/** What research may count by. Each is a table by outcome; no table has three dimensions, and no two share anything but the totals of outcomes. */
export const dimensions = ["district", "ageBand", "occupationGroup", "kind"] as const;
export type Dimension = (typeof dimensions)[number];

/** One person, as far as they are counted. */
export interface Subject extends Readonly<Record<Dimension, string>> {
  readonly outcome: Stage;
}

/** What isn't known of somebody. */
export const UNKNOWN = "unknown";

/** What stands in no list. */
export const ELSEWHERE = "elsewhere";

/** Ten years of age each, up to the oldest that a profile can be. */
const AGE_BANDS = Array.from({ length: 15 }, (_, at) => `${at * 10}-${at * 10 + 9}`);

/**
 * The rows of each table, whoever is there: a row that stood only where somebody is counted would tell that there is somebody, and four such rows beside a
 * large one would give away one person each.
 */
const ROWS: Readonly<Record<Dimension, readonly string[]>> = {
  district: [...seoulGu.map(({ code }) => code), ELSEWHERE, UNKNOWN],
  ageBand: [...AGE_BANDS, ELSEWHERE, UNKNOWN],
  occupationGroup: [...Array.from({ length: 10 }, (_, digit) => String(digit)), ELSEWHERE, UNKNOWN],
  kind: [...openingKinds, ELSEWHERE, UNKNOWN],
};

/** Outcomes that too few people have to be told apart. */
export const OTHER_OUTCOMES = "other";

export interface ResearchTable {
  readonly by: Dimension;
  readonly rows: readonly string[];
  /** Row by row, the total last; the last row are the totals of outcomes. Withheld cells are undefined. */
  readonly cells: PublishedTable;
}

export interface ResearchExport {
  /** Undefined when they are so few that not even their number is said. */
  readonly persons: number | undefined;
  readonly smallCellBelow: number;
  readonly outcomes: readonly string[];
  readonly tables: readonly ResearchTable[];
}

/** How far a recommendation has come: of several of one person, the furthest counts. */
const FURTHEST: readonly Stage[] = [
  "retained",
  "hired",
  "interviewed",
  "applied",
  "declined",
  "withdrawn",
  "seen",
  "told",
];

/** The furthest of one person's recommendations; of several that are as far the first. */
export function furthest<T extends { readonly outcome: Stage }>(ofPerson: readonly T[]): T | undefined {
  return ofPerson.toSorted((a, b) => FURTHEST.indexOf(a.outcome) - FURTHEST.indexOf(b.outcome))[0];
}

/** Last days of quarters, `MM-DD`. */
const QUARTER_ENDS = ["03-31", "06-30", "09-30", "12-31"] as const;

/** Whether a quarter ends on a day, `YYYY-MM-DD`. */
export function endsQuarter(day: string): boolean {
  return QUARTER_ENDS.some((end) => day.slice(5) === end);
}

/** The last day of the last quarter that is over on a day. */
export function lastQuarterEnd(day: string): string {
  let before = toDayNumber(day) - 1;
  while (!endsQuarter(fromDayNumber(before))) before--;
  return fromDayNumber(before);
}

/** Ten years of age on a day, like `40-49`; days are `YYYY-MM-DD`. */
export function ageBandOf(birthDate: string | undefined, day: string): string {
  if (birthDate === undefined) return UNKNOWN;
  const from = Math.floor(ageOn(toDayNumber(birthDate), toDayNumber(day)) / 10) * 10;
  return `${from}-${from + 9}`;
}

/** The major group of an occupation: its code's first digit. */
export function occupationGroupOf(code: string | undefined): string {
  return code?.slice(0, 1) ?? UNKNOWN;
}

/**
 * Counts people for research: each once, in one table for each dimension, by outcome. Small cells are withheld, with others so that they can't be
 * computed. Of so few people that nothing can be said, everything is: the rows are there, as always, and every cell is empty.
 */
export function toResearch(subjects: readonly Subject[]): ResearchExport {
  if (subjects.length < SMALL_CELL_BELOW) return nothingSaid();
  const columnOf = outcomeColumns(subjects);
  const outcomes = [...new Set(columnOf.values())];
  const tables = dimensions.map((by): ResearchTable => {
    const rows = ROWS[by];
    const counts = rows.map(() => outcomes.map(() => 0));
    for (const subject of subjects) {
      const cells = counts[rows.indexOf(rows.includes(subject[by]) ? subject[by] : ELSEWHERE)];
      const column = outcomes.indexOf(columnOf.get(subject.outcome) ?? OTHER_OUTCOMES);
      if (cells !== undefined) cells[column] = (cells[column] ?? 0) + 1;
    }
    return { by, rows, cells: suppress(counts) };
  });
  return { persons: subjects.length, smallCellBelow: SMALL_CELL_BELOW, outcomes, tables };
}

function nothingSaid(): ResearchExport {
  const tables = dimensions.map((by): ResearchTable => {
    const rows = ROWS[by];
    return { by, rows, cells: [...rows, "total"].map(() => [undefined, undefined]) };
  });
  return { persons: undefined, smallCellBelow: SMALL_CELL_BELOW, outcomes: [OTHER_OUTCOMES], tables };
}

/** The column of each outcome: its own, or one that small ones share, with as many larger ones as it takes for that not to be small. */
function outcomeColumns(subjects: readonly Subject[]): ReadonlyMap<Stage, string> {
  const counted = FURTHEST.map((outcome) => ({
    outcome,
    count: subjects.filter((subject) => subject.outcome === outcome).length,
  })).filter(({ count }) => count > 0);
  const bySize = counted.toSorted((a, b) => a.count - b.count);
  const shared = new Set<Stage>();
  let together = 0;
  for (const { outcome, count } of bySize) {
    if (count >= SMALL_CELL_BELOW && (together === 0 || together >= SMALL_CELL_BELOW)) break;
    shared.add(outcome);
    together += count;
  }
  return new Map(counted.map(({ outcome }) => [outcome, shared.has(outcome) ? OTHER_OUTCOMES : outcome]));
}
