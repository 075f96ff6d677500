import { type MinimumWage, minimumWageOf } from "../../../domain/lawful/minimum-wage.ts";
import { toDayNumber } from "../../../domain/model/calendar.ts";
import { readDay } from "../../../functions/importing/converters.ts";
import type { Mapping } from "../../../functions/importing/mapping.ts";
import { OperatorError } from "../command.ts";
import { openRows, type SourceFile } from "./read-rows.ts";

/**
 * How many whole days the dates of a file have to move so that its latest posting date becomes `day`. An old file is past its dates and
 * suits nobody; moved as a whole, it keeps the distances between its dates.
 */
export async function daysToShift(
  file: SourceFile,
  mapping: Mapping,
  day: string,
): Promise<{ days: number; latest: string }> {
  const posted = mapping.fields.find(({ to }) => to === "datePosted");
  if (posted === undefined || posted.as !== "date") {
    throw new OperatorError("--shift-dates needs a mapping that gives datePosted from a column of dates");
  }
  let latest: string | undefined;
  for await (const { cells } of (await openRows(file)).rows) {
    const date = readDay(cells.get(posted.column) ?? "");
    if (date !== undefined && (latest === undefined || date > latest)) latest = date;
  }
  if (latest === undefined) throw new OperatorError(`--shift-dates finds no date in the column ${posted.column}`);
  return { days: toDayNumber(day) - toDayNumber(latest), latest };
}

/** The minimum wages of the years that a file's dates move from and to; undefined when they are one, or one isn't known. */
export function wagesToShift(from: string, to: string): readonly [from: MinimumWage, to: MinimumWage] | undefined {
  const [old, now] = [from, to].map((day) => minimumWageOf(Number(day.slice(0, 4))));
  return old === undefined || now === undefined || old.year === now.year ? undefined : [old, now];
}
