import { readFileSync } from "node:fs";
import { ledgerEntered } from "../../events/ledger-entered.ts";
import { parseEvent } from "../../events/parse-event.ts";
import type { Entry } from "../../functions/importing/to-event.ts";
import { refusalOfCenter } from "../../functions/taking-in/outcomes.ts";
import { districtsByCenter } from "../centers.ts";
import {
  connectionArgs,
  defineOperatorCommand,
  EXIT_DONE,
  EXIT_FAILED,
  EXIT_ROWS_REFUSED,
  jsonArg,
  OperatorError,
} from "./command.ts";
import { toPath, withConnection } from "./connection.ts";
import { readStatementRows } from "./kpi-rows.ts";
import { readItems, toEntry } from "./publish.ts";
import { putEvents } from "./put-events.ts";
import { refusalLine } from "./reasons.ts";
import { openTerminal } from "./terminal.ts";

/** What came of one statement. */
interface Entered {
  readonly source: string;
  readonly period: string;
  readonly outcome: "sent" | "refused" | "failed";
  readonly reason?: string;
}

export const kpiEnter = defineOperatorCommand({
  meta: {
    name: "kpi enter",
    description:
      "Enter targets, budgets and reported figures from a file: statements as JSON, or one figure a line as CSV",
  },
  args: {
    file: { type: "positional", required: true, description: "A .json file of statements, or a .csv file of figures" },
    ...jsonArg,
    ...connectionArgs,
  },
  async run({ args }) {
    const path = toPath(args.file);
    const statements = /\.csv$/i.test(path) ? await readStatementRows(path) : readStatements(path);
    const entries = statements.map((statement) => toEntry({ statement }, ledgerEntered.name));
    const refusals = entries.map(refusalOf);
    const wanted = entries.filter((_, at) => refusals[at] === undefined);
    const send = () => withConnection(args, ({ events, names }) => putEvents(events, names.bus, wanted));
    const answers = wanted.length === 0 ? [] : await send();
    let position = 0;
    const entered = statements.map((statement, at): Entered => {
      const about = { source: String(statement["source"]), period: String(statement["period"]) };
      const reason = refusals[at];
      if (reason !== undefined) return { ...about, outcome: "refused", reason };
      const answer = answers[position++];
      if (answer?.kind === "sent") return { ...about, outcome: "sent" };
      return { ...about, outcome: "failed", reason: answer?.reason ?? "the service did not answer for it" };
    });
    print(entered, args.json);
    return exitCodeOf(entered);
  },
});

/** Some refused is told from all refused, as with every import. */
function exitCodeOf(entered: readonly Entered[]): number {
  if (entered.every(({ outcome }) => outcome === "sent")) return EXIT_DONE;
  const isPartly =
    entered.some(({ outcome }) => outcome === "sent") && entered.every(({ outcome }) => outcome !== "failed");
  return isPartly ? EXIT_ROWS_REFUSED : EXIT_FAILED;
}

function readStatements(path: string): readonly Record<string, unknown>[] {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new OperatorError(`can't read ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  return readItems(text);
}

/** What the service would say to it, by the very code of the service. */
function refusalOf({ source, detailType, detail }: Entry): string | undefined {
  const parsed = parseEvent(JSON.stringify({ source, "detail-type": detailType, detail: JSON.parse(detail) }));
  if (parsed.kind === "refused") return refusalLine(parsed.refusal);
  const { event } = parsed;
  const refused =
    "statement" in event.detail ? refusalOfCenter(event.detail.statement, districtsByCenter()) : undefined;
  return refused && refusalLine(refused);
}

function print(entered: readonly Entered[], asJson: boolean): void {
  const terminal = openTerminal();
  const { green, red } = terminal.colours;
  for (const one of entered) {
    const outcome = one.outcome === "sent" ? green("sent") : red(one.outcome);
    if (asJson) terminal.json(one);
    else terminal.line([outcome, one.source, one.period, one.reason].filter((part) => part).join(" "));
  }
}
