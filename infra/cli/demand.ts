import { dayInSeoul } from "../../domain/model/calendar.ts";
import { demandGaps, demandOf } from "../../domain/outcomes/demand.ts";
import { ALL_CENTERS } from "../../domain/outcomes/ledger-fact.ts";
import { includesPeriod, ledgerPeriod } from "../../domain/outcomes/period.ts";
import { readStatements } from "../../functions/serving/kpis.ts";
import { centers } from "../centers.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, OperatorError } from "./command.ts";
import { withConnection } from "./connection.ts";
import { allOpenings } from "./fairs.ts";
import { requireCenter } from "./kpi.ts";
import { openTerminal } from "./terminal.ts";

export const demand = defineOperatorCommand({
  meta: {
    name: "demand",
    description: "What people want to learn, by the surveys that were entered, and how much of it open courses offer",
  },
  args: {
    center: { type: "string", description: `Id of the center, or ${ALL_CENTERS}`, default: ALL_CENTERS },
    period: { type: "string", required: true, description: "Period of the surveys, like 2026 or 2026-Q3" },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      requireCenter(args.center);
      if (!ledgerPeriod.safeParse(args.period).success)
        throw new OperatorError("--period must be like 2026 or 2026-Q3");
      const asked = args.center === ALL_CENTERS ? [ALL_CENTERS, ...centers.map(({ id }) => id)] : [args.center];
      const stated = await readStatements(
        connection.kept.ledger,
        asked.map((center) => `center#${center}`),
      );
      const wanted = demandOf(stated.filter(({ period }) => includesPeriod(args.period, period)));
      const open = (await allOpenings(connection)).flatMap(({ opening, isClosed }) => (isClosed ? [] : opening));
      const terminal = openTerminal();
      if (wanted.size === 0 && !args.json) terminal.line(`no survey of ${args.center} was entered for ${args.period}`);
      for (const gap of demandGaps(wanted, open, dayInSeoul(Date.now()))) {
        if (args.json) terminal.json(gap);
        else {
          const { code, wanted: people, courses, seats, missing } = gap;
          terminal.line(
            `${code.padEnd(30)} wanted by ${people}, ${courses} courses, ${seats} seats, ${missing} without`,
          );
        }
      }
      return EXIT_DONE;
    }),
});
