import { rematch as rematchAll, replay as replayStretch } from "../../functions/operating/rematching.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, toDay, toWholeNumber } from "./command.ts";
import { deployedTaxonomy, withConnection } from "./connection.ts";
import { atRate, deployedPlan, openDesk } from "./operating.ts";
import { openTerminal } from "./terminal.ts";

/** The traffic of the day goes on beside it. */
const RATE_DEFAULT = 50;

const commonArgs = {
  name: { type: "string", description: "Name of the run: the same name sends the same again (its time)" },
  rate: { type: "string", description: `At most so many messages a second (${RATE_DEFAULT})` },
  ...jsonArg,
  ...connectionArgs,
} as const;

export const replay = defineOperatorCommand({
  meta: {
    name: "replay",
    description:
      "Bring what came in a stretch of days to matching once more. Who was told hears nothing new, and no center and no employer does; who should have been told and wasn't, is",
  },
  args: {
    from: { type: "string", required: true, description: "From this day in Seoul on: 2026-11-21" },
    to: { type: "string", description: "Up to this day, which isn't in it" },
    ...commonArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const stretch = { from: toDay("from", args.from), to: args.to === undefined ? undefined : toDay("to", args.to) };
      const name = args.name ?? new Date().toISOString();
      const pace = atRate(toWholeNumber("rate", args.rate, RATE_DEFAULT));
      const ports = await openDesk(connection);
      const { records } = await replayStretch(name, stretch, ports, { deployed: deployedPlan(connection) }, pace);
      const terminal = openTerminal();
      if (args.json) terminal.json({ name, ...stretch, records });
      else terminal.line(`${records} records are matched once more as ${name}`);
      return EXIT_DONE;
    }),
});

export const rematch = defineOperatorCommand({
  meta: {
    name: "rematch",
    description:
      "Match everything that is kept anew, by the threshold, weights and taxonomy as deployed now. Nobody is told of a pair twice; centers and employers get the matches as they are now",
  },
  args: commonArgs,
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      const name = args.name ?? new Date().toISOString();
      const pace = atRate(toWholeNumber("rate", args.rate, RATE_DEFAULT));
      const configuration = { deployed: deployedPlan(connection), taxonomy: deployedTaxonomy(args) };
      const { records } = await rematchAll(name, await openDesk(connection), configuration, pace);
      const terminal = openTerminal();
      if (args.json) terminal.json({ name, records });
      else terminal.line(`${records} people and openings are matched anew as ${name}`);
      return EXIT_DONE;
    }),
});
