import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { dayInSeoul } from "../../domain/model/calendar.ts";
import type { Stage } from "../../domain/outcomes/life-cycle.ts";
import {
  ageBandOf,
  furthest,
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
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const path = toPath(args.out);
      if (!/\.(?:csv|json)$/i.test(path)) throw new OperatorError("--out must end in .json or .csv");
      const day = dayInSeoul(Date.now());
      const byPerson = new Map<string, Subject[]>();
      for await (const pair of eachPair(connection)) {
        const subject = toSubject(pair, day);
        if (subject === undefined) continue;
        const { applicantId } = pair.recommendation;
        // Only the furthest is kept, so that memory grows with the people and not with what they were told.
        byPerson.set(applicantId, [furthest([...(byPerson.get(applicantId) ?? []), subject]) ?? subject]);
      }
      const found = toResearch([...byPerson.values()].flat());
      if (found === undefined) {
        throw new OperatorError(
          `fewer than ${SMALL_CELL_BELOW} people were told of anything: nothing can be said of them`,
        );
      }
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, /\.csv$/i.test(path) ? toCsv(found) : `${JSON.stringify(toJson(found), undefined, 2)}\n`);
      const withheld = found.tables.flatMap(({ cells }) => cells.flat()).filter((cell) => cell === undefined).length;
      const terminal = openTerminal();
      if (args.json) terminal.json({ out: path, persons: found.persons, withheld });
      else
        terminal.line(`${found.persons} people in ${found.tables.length} tables, ${withheld} cells withheld: ${path}`);
      return EXIT_DONE;
    }),
});

/** People who have left are in nothing. */
function toSubject({ recommendation, applicant, opening }: ToldPair, day: string): Subject | undefined {
  if (applicant === undefined) return undefined;
  const outcome: Stage = recommendation.history?.at(-1)?.outcome ?? "told";
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
    persons,
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
