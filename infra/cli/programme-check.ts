import { dayInSeoul } from "../../domain/model/calendar.ts";
import { payWarnings } from "../../domain/programme/pay-warnings.ts";
import { defineOperatorCommand, EXIT_DONE, EXIT_FAILED, jsonArg } from "./command.ts";
import { deployedTaxonomy } from "./connection.ts";
import {
  problemLine,
  type ReadRules,
  readRules,
  rulesArgs,
  rulesLine,
  withKnownExcludes,
} from "./programme/read-rules.ts";
import { openTerminal } from "./terminal.ts";

export const programmeCheck = defineOperatorCommand({
  meta: {
    name: "check",
    description: "Check rules of programmes as the service will, and say what they ask; nothing is sent",
  },
  args: { ...rulesArgs, ...jsonArg },
  async run({ args }) {
    const read = withKnownExcludes(await readRules(args, deployedTaxonomy({})));
    printRead(read, args.json);
    return read.every(({ kind }) => kind === "valid") ? EXIT_DONE : EXIT_FAILED;
  },
});

/** What was read: each rule set on a line, with what it is warned of, or what is wrong with it. */
export function printRead(read: readonly ReadRules[], asJson: boolean): void {
  const terminal = openTerminal();
  const today = dayInSeoul(Date.now());
  for (const one of read) {
    const warnings = one.kind === "valid" ? payWarnings(one.rules, today) : [];
    if (asJson) {
      const { entry: _entry, ...told } = one.kind === "valid" ? one : { ...one, entry: undefined };
      terminal.json({ ...told, ...(warnings.length === 0 ? {} : { warnings }) });
    } else {
      terminal.line(one.kind === "valid" ? rulesLine(one.rules) : problemLine(one));
      for (const { code, path, message } of warnings) terminal.line(`  warning: ${code} ${path} ${message}`);
    }
  }
}
