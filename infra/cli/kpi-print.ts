import type { Account, AccountFigure, AccountLine } from "../../domain/outcomes/account.ts";
import type { Contradiction, Evidence } from "../../domain/outcomes/contradiction.ts";
import { percentText } from "../../domain/outcomes/rate.ts";
import { isRate } from "../../domain/outcomes/statement.ts";
import type { Terminal } from "./terminal.ts";

/** A column of the account: its heading, and what stands in it, undefined where nothing is known. */
interface Column {
  readonly heading: string;
  readonly of: (line: AccountLine) => string | undefined;
}

function figureText(figure: AccountFigure | undefined): string | undefined {
  return figure?.value.toString();
}

function rateText(tenths: number | undefined): string | undefined {
  return tenths === undefined ? undefined : percentText(tenths);
}

const COLUMNS: readonly Column[] = [
  { heading: "line", of: ({ line }) => line },
  { heading: "target", of: ({ target }) => figureText(target) },
  { heading: "actual", of: ({ actual }) => figureText(actual) },
  { heading: "actual is", of: ({ actual }) => actual?.basis },
  { heading: "rate %", of: (line) => rateText(line.rateTenths) },
  { heading: "term %", of: (line) => rateText(line.completionTenths) },
  { heading: "told", of: ({ counted }) => String(counted.told) },
  { heading: "applied", of: ({ counted }) => String(counted.applied) },
  { heading: "hired", of: ({ counted }) => String(counted.hired) },
  { heading: "retained", of: ({ counted }) => String(counted.retained) },
  { heading: "completed", of: ({ counted }) => String(counted.completed) },
  { heading: "held", of: ({ counted }) => String(counted.held) },
  { heading: "overridden", of: ({ counted }) => String(counted.overridden) },
  { heading: "endorsed", of: ({ counted }) => String(counted.endorsed) },
  { heading: "cases", of: ({ counted }) => String(counted["case-opened"]) },
  { heading: "consulted", of: ({ counted }) => String(counted.consulted) },
  { heading: "placed", of: ({ counted }) => String(counted.placed) },
  { heading: "referred", of: ({ counted }) => String(counted.referred) },
  { heading: "participants", of: ({ participants }) => figureText(participants) },
  { heading: "certificates", of: ({ certificates }) => figureText(certificates) },
  { heading: "surveys", of: ({ satisfaction }) => String(satisfaction?.surveys ?? 0) },
  { heading: "content", of: ({ satisfaction }) => satisfaction && (satisfaction.meanHundredths / 100).toFixed(2) },
  { heading: "budget set", of: ({ budgetSet }) => figureText(budgetSet) },
  { heading: "spent", of: ({ budgetSpent }) => figureText(budgetSpent) },
  { heading: "budget %", of: (line) => rateText(line.budgetRateTenths) },
];

/** A contradiction in one line: the rule, what of, and both figures with where they stand. */
export function contradictionText({ rule, line, measure, period, stated, against, center }: Contradiction): string {
  const unit = isRate(measure) ? " %" : "";
  const figure = ({ value, source, place }: Evidence) =>
    `${value.toLocaleString("en-US")}${unit} (${source}: ${place})`;
  return `${center === undefined ? "" : `${center}: `}${rule} ${line} ${measure} ${period}: ${figure(stated)} against ${figure(against)}`;
}

export function toJson(center: string, account: Account): Record<string, unknown> {
  return { center, ...account };
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The account as CSV, with the contradictions of each line in its last column. Those of lines that the account doesn't have can't be. */
export function toCsv({ lines, contradictions }: Account): readonly string[] {
  const header = [...COLUMNS.map(({ heading }) => heading), "contradictions"];
  const rows = lines.map((line) => {
    const found = contradictions.filter((one) => one.line === line.line).map(contradictionText);
    return [...COLUMNS.map(({ of }) => of(line) ?? ""), found.join("; ")];
  });
  return [header, ...rows].map((cells) => cells.map(quoted).join(","));
}

export function printAccount(terminal: Terminal, center: string, { period, lines, contradictions }: Account): void {
  const { bold, dim, red } = terminal.colours;
  if (lines.length === 0) {
    terminal.line(`nothing was counted or stated of ${center} in ${period}`);
    return;
  }
  const cells = lines.map((line) => COLUMNS.map(({ of }) => of(line) ?? "-"));
  const widths = COLUMNS.map(({ heading }, at) =>
    Math.max(heading.length, ...cells.map((row) => row[at]?.length ?? 0)),
  );
  const inColumns = (row: readonly string[]) =>
    row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join("  ");
  terminal.line(bold(`${center}, ${period}`));
  terminal.line(dim(inColumns(COLUMNS.map(({ heading }) => heading))));
  for (const row of cells) terminal.line(inColumns(row));
  terminal.line(bold(contradictions.length === 0 ? "no contradictions" : `contradictions: ${contradictions.length}`));
  for (const contradiction of contradictions) terminal.line(`  ${red(contradictionText(contradiction))}`);
}
