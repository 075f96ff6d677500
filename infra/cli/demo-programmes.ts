import { runProgrammesDemo } from "../local/programmes-demo.ts";
import { defineOperatorCommand, EXIT_DONE, EXIT_FAILED, jsonArg } from "./command.ts";
import { openTerminal } from "./terminal.ts";

export const demoProgrammes = defineOperatorCommand({
  meta: {
    name: "programmes",
    description: "One applicant from a missed match over a course and a certificate to the match, on a twin of its own",
  },
  args: { ...jsonArg },
  async run({ args }) {
    const terminal = openTerminal();
    const outcome = await runProgrammesDemo((line) => {
      if (!args.json) terminal.line(line);
    });
    terminal.json(outcome);
    return outcome.isComplete ? EXIT_DONE : EXIT_FAILED;
  },
});
