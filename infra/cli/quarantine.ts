import { connectionArgs, defineOperatorCommand, EXIT_DONE, jsonArg, toDay } from "./command.ts";
import { withConnection } from "./connection.ts";
import { refusalLine } from "./reasons.ts";
import { openTerminal } from "./terminal.ts";

export const quarantine = defineOperatorCommand({
  meta: { name: "quarantine", description: "Events that were refused on a day, with the reason, in order of arrival" },
  args: {
    day: { type: "string", description: "Day in Seoul like 2026-11-21 (today)" },
    ...jsonArg,
    ...connectionArgs,
  },
  run: ({ args }) =>
    withConnection(args, async ({ kept }) => {
      const day = toDay("day", args.day);
      const events = await kept.quarantine.list(day);
      const terminal = openTerminal();
      const { red, dim } = terminal.colours;
      if (events.length === 0 && !args.json) terminal.line(`nothing was refused on ${day}`);
      for (const event of events) {
        if (args.json) terminal.json(event);
        else {
          const about = [event.detailType ?? "unknown event", event.entityId, event.eventId];
          const [code = "", ...rest] = refusalLine(event).split(" ");
          terminal.line(`${red(code)} ${rest.join(" ")}`);
          terminal.line(
            dim(`     ${about.filter((part) => part !== undefined).join("  ")}  sha256 ${event.bodySha256}`),
          );
        }
      }
      return EXIT_DONE;
    }),
});
