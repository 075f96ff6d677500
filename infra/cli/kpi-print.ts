import { grouped } from "../../domain/matching/names.ts";
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

const GAP = "  ";

/** A column as it is printed: its heading and cells, all of one width. */
type PrintedColumn = readonly string[];

const isNothing = (cell: string | undefined) => cell === undefined || cell === "0";

/** Whether a line has any of the figures: some state others alone, as how many seats there are, which contradictions may still be about. */
const isFilled = (line: AccountLine) => COLUMNS.some(({ of }, at) => at > 0 && !isNothing(of(line)));

/** Figures with a comma before every three digits. What is nothing at all in every line has no column. */
function toPrinted(lines: readonly AccountLine[]): readonly PrintedColumn[] {
  return COLUMNS.flatMap(({ heading, of }, at) => {
    const cells = lines.map((line) => of(line));
    if (at > 0 && cells.every(isNothing)) return [];
    const shown = [heading, ...cells.map((cell = "-") => (/^\d+$/.test(cell) ? grouped(Number(cell)) : cell))];
    const width = Math.max(...shown.map((cell) => cell.length));
    return [shown.map((cell) => (at === 0 ? cell.padEnd(width) : cell.padStart(width)))];
  });
}

/** Tables of no more than a width, one below the other, each with the first column in front of its own. */
function inTables([first = [], ...others]: readonly PrintedColumn[], width: number): readonly (readonly string[])[] {
  const widthOf = (column: PrintedColumn = []) => column[0]?.length ?? 0;
  const tables: PrintedColumn[][] = [[first]];
  let room = width - widthOf(first);
  for (const column of others) {
    const needed = GAP.length + widthOf(column);
    if (needed > room && room < width - widthOf(first)) {
      tables.push([first]);
      room = width - widthOf(first);
    }
    tables.at(-1)?.push(column);
    room -= needed;
  }
  return tables.map((columns) => first.map((_, row) => columns.map((column) => column[row] ?? "").join(GAP)));
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
  terminal.line(bold(`${center}, ${period}`));
  for (const [headings = "", ...rows] of inTables(toPrinted(lines.filter(isFilled)), terminal.width)) {
    terminal.line(dim(headings));
    for (const row of rows) terminal.line(row);
    terminal.line("");
  }
  const others = lines.filter((line) => !isFilled(line)).map(({ line }) => line);
  if (others.length > 0) terminal.line(dim(`none of these figures: ${others.join(", ")}`));
  terminal.line(bold(contradictions.length === 0 ? "no contradictions" : `contradictions: ${contradictions.length}`));
  for (const contradiction of contradictions) terminal.line(`  ${red(contradictionText(contradiction))}`);
}
