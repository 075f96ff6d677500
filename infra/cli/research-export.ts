import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import type { Stage } from "../../domain/outcomes/life-cycle.ts";
import {
  ageBandOf,
  endsQuarter,
  furthest,
  lastQuarterEnd,
  occupationGroupOf,
  type ResearchExport,
  type Subject,
  toResearch,
  UNKNOWN,
} from "../../domain/outcomes/research.ts";
import { SMALL_CELL_BELOW } from "../../domain/outcomes/suppression.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError } from "./command.ts";
import { toPath, withConnection } from "./connection.ts";
import { eachPair, type ToldPair } from "./each-pair.ts";
import { openTerminal } from "./terminal.ts";

export const researchExport = defineOperatorCommand({
  meta: {
    name: "research-export",
    description: `Counts of people by district, age band, occupation and kind, each by outcome; cells below ${SMALL_CELL_BELOW} are withheld so that they can't be computed`,
  },
  args: {
    out: { type: "string", required: true, description: "File to write: .json, or .csv" },
    "as-of": { type: "string", description: "The end of a quarter that is over; the last one without it" },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const path = toPath(args.out);
      if (!/\.(?:csv|json)$/i.test(path)) throw new OperatorError("--out must end in .json or .csv");
      const day = referenceDay(args["as-of"]);
      const byPerson = new Map<string, Subject[]>();
      for await (const pair of eachPair(connection)) {
        const subject = toSubject(pair, day);
        if (subject === undefined) continue;
        const { applicantId } = pair.recommendation;
        // Only the furthest is kept, so that memory grows with the people and not with what they were told.
        byPerson.set(applicantId, [furthest([...(byPerson.get(applicantId) ?? []), subject]) ?? subject]);
      }
      const found = toResearch([...byPerson.values()].flat());
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(
        path,
        /\.csv$/i.test(path) ? toCsv(found) : `${JSON.stringify({ asOf: day, ...toJson(found) }, undefined, 2)}\n`,
      );
      const withheld = found.tables.flatMap(({ cells }) => cells.flat()).filter((cell) => cell === undefined).length;
      const terminal = openTerminal();
      if (args.json) terminal.json({ out: path, asOf: day, persons: found.persons ?? null, withheld });
      else if (found.persons === undefined) {
        terminal.line(
          `fewer than ${SMALL_CELL_BELOW} people were told of anything up to ${day}: everything is withheld in ${path}`,
        );
      } else
        terminal.line(`${found.persons} people in ${found.tables.length} tables, ${withheld} cells withheld: ${path}`);
      return EXIT_DONE;
    }),
});

/**
 * Quarters' ends only: the difference of two exports is what happened in a quarter, and not what happened to one person on one day.
 */
function referenceDay(asOf: string | undefined): string {
  const today = dayInSeoul(Date.now());
  if (asOf === undefined) return lastQuarterEnd(today);
  const isQuarterEnd = /^\d{4}-\d\d-\d\d$/.test(asOf) && endsQuarter(asOf);
  if (!isQuarterEnd || asOf >= today) {
    throw new OperatorError(`--as-of must be the last day of a quarter that is over, like ${lastQuarterEnd(today)}`);
  }
  return asOf;
}

/** What had come of it by a day. People who have left are in nothing, and neither is what they were told of later. */
function toSubject({ recommendation, applicant, opening }: ToldPair, day: string): Subject | undefined {
  const firstToldAt = recommendation.firstToldAt ?? recommendation.toldAt;
  if (applicant === undefined || dayInSeoul(firstToldAt) > day) return undefined;
  const outcome: Stage = recommendation.history?.findLast(({ on }) => on <= day)?.outcome ?? "told";
  return {
    district: applicant.residence ?? UNKNOWN,
    ageBand: ageBandOf(applicant.birthDate, day),
    occupationGroup: occupationGroupOf(opening?.occupation?.code),
    kind: opening?.kind ?? UNKNOWN,
    outcome,
  };
}

/** A withheld cell is null. */
function toJson({ persons, smallCellBelow, outcomes, tables }: ResearchExport): Record<string, unknown> {
  const columns = [...outcomes, "total"];
  return {
    persons: persons ?? null,
    smallCellBelow,
    tables: tables.map(({ by, rows, cells }) => ({
      by,
      columns,
      rows: [...rows, "total"].map((name, at) => ({ name, cells: (cells[at] ?? []).map((cell) => cell ?? null) })),
    })),
  };
}

/** One line a cell; a withheld one is empty. */
function toCsv({ outcomes, tables }: ResearchExport): string {
  const columns = [...outcomes, "total"];
  const lines = tables.flatMap(({ by, rows, cells }) =>
    [...rows, "total"].flatMap((name, row) =>
      columns.map((outcome, column) => [by, name, outcome, cells[row]?.[column] ?? ""].join(",")),
    ),
  );
  return `${["by,value,outcome,persons", ...lines].join("\n")}\n`;
}
