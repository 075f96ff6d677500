import { connectionArgs, defineOperatorCommand, EXIT_DONE, EXIT_FAILED, jsonArg } from "./command.ts";
import { deployedTaxonomy, withConnection } from "./connection.ts";
import { type ReadRules, readRules, rulesArgs, rulesLine } from "./programme/read-rules.ts";
import { printRead } from "./programme-check.ts";
import { putEvents } from "./put-events.ts";
import { openTerminal } from "./terminal.ts";

export const programmeApply = defineOperatorCommand({
  meta: {
    name: "apply",
    description:
      "Set the rules of programmes: the openings that they touch are matched anew. If one rule set is wrong, none is sent",
  },
  args: {
    ...rulesArgs,
    "dry-run": { type: "boolean", description: "Check and say what would be set; send nothing", default: false },
    ...jsonArg,
    ...connectionArgs,
  },
  async run({ args }) {
    const read = await readRules(args, deployedTaxonomy(args));
    const isWrong = read.some(({ kind }) => kind === "refused");
    if (isWrong || args["dry-run"]) {
      printRead(
        read.filter(({ kind }) => !isWrong || kind === "refused"),
        args.json,
      );
      return isWrong ? EXIT_FAILED : EXIT_DONE;
    }
    const valid = read.filter((one) => one.kind === "valid");
    const sent = await withConnection(args, ({ events, names }) =>
      putEvents(
        events,
        names.bus,
        valid.map(({ entry }) => entry),
      ),
    );
    return report(valid, sent, args.json) ? EXIT_DONE : EXIT_FAILED;
  },
});

/** Says of each rule set what came of it, and whether all were sent. */
function report(
  valid: readonly Extract<ReadRules, { kind: "valid" }>[],
  sent: Awaited<ReturnType<typeof putEvents>>,
  asJson: boolean,
): boolean {
  const terminal = openTerminal();
  const { green, red } = terminal.colours;
  let isDone = true;
  for (const [at, { rules }] of valid.entries()) {
    const answer = sent[at];
    const isSent = answer?.kind === "sent";
    isDone &&= isSent;
    const { programmeId, validFrom, revision } = rules;
    const reason = isSent ? undefined : (answer?.reason ?? "the service did not answer for it");
    const outcome = isSent ? "sent" : "failed";
    if (asJson)
      terminal.json({ programmeId, validFrom, revision, outcome, ...(reason === undefined ? {} : { reason }) });
    else terminal.line([isSent ? green(outcome) : red(outcome), rulesLine(rules), reason ?? ""].join(" ").trimEnd());
  }
  return isDone;
}
