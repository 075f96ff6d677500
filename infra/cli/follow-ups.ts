import { resultOf } from "../../domain/outcomes/follow-up.ts";
import { ALL_CENTERS } from "../../domain/outcomes/ledger-fact.ts";
import { type DueFollowUp, dueFollowUps } from "../../functions/serving/follow-ups.ts";
import { districtsByCenter } from "../centers.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, toDay } from "./command.ts";
import { withConnection } from "./connection.ts";
import { requireCenter } from "./kpi.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

export const followUps = defineOperatorCommand({
  meta: {
    name: "follow-ups",
    description: "Hires that a center is to ask about, by the day on which they are due, with what was found before",
  },
  args: {
    center: { type: "string", description: `Id of the center, or ${ALL_CENTERS}`, default: ALL_CENTERS },
    due: { type: "string", description: "Due up to this day in Seoul, like 2026-11-21 (today)" },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async (connection) => {
      requireCenter(args.center);
      const through = toDay("due", args.due);
      const found = await dueFollowUps(connection.kept, districtsByCenter(), through);
      const own = found.filter(({ center }) => args.center === ALL_CENTERS || center === args.center);
      const terminal = openTerminal();
      if (own.length === 0 && !args.json) terminal.line(`nothing is due for ${args.center} up to ${through}`);
      for (const one of own) {
        if (args.json) terminal.json(toJson(one));
        else print(terminal, one);
      }
      return EXIT_DONE;
    }),
});

function toJson({ followUp, center, earlier }: DueFollowUp): Record<string, unknown> {
  const { applicantId, openingId, programmeId, months, hiredOn, dueOn, announced } = followUp;
  return {
    applicantId,
    openingId,
    programmeId,
    months,
    hiredOn,
    dueOn,
    center,
    announced,
    earlier: earlier.map((one) => ({ months: one.months, ...resultOf(one) })),
  };
}

function print(terminal: Terminal, { followUp, center, earlier }: DueFollowUp): void {
  const { bold, dim } = terminal.colours;
  const { applicantId, openingId, months, hiredOn, dueOn } = followUp;
  const told = followUp.announced === undefined ? "not told yet" : `told ${followUp.announced.center ?? "nobody"}`;
  terminal.line(
    `${dueOn} ${bold(applicantId)} ${openingId} ${dim(`${months} months after ${hiredOn}, ${center ?? "no center"}, ${told}`)}`,
  );
  for (const one of earlier) {
    const { result, on, satisfaction, center: by } = resultOf(one) ?? {};
    const score = satisfaction === undefined ? "" : `, satisfaction ${satisfaction}`;
    terminal.line(dim(`     after ${one.months} months: ${result} on ${on}${score}, ${by ?? "no center"}`));
  }
}
