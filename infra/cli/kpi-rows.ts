import type { Cells } from "../../functions/importing/converters.ts";
import { OperatorError } from "./command.ts";
import { openRows } from "./import/read-rows.ts";

/** Columns that say whose statement a figure is part of; figures that agree in all of them are one statement. */
const STATEMENT_COLUMNS = ["center", "programmeId", "source", "basis", "period", "unit", "revision"] as const;

/** Columns of the figure itself. Lists of ids are separated by spaces. */
const FIGURE_COLUMNS = [
  "id",
  "place",
  "line",
  "measure",
  "figurePeriod",
  "value",
  "decimals",
  "parts",
  "part",
  "whole",
] as const;

const NEEDED = ["source", "basis", "period", "revision", "place", "line", "measure", "value"] as const;

type Json = Record<string, unknown>;

/**
 * Statements from a file with one figure a line. Cells are taken as they stand, so that what is wrong with one is said by the event's schema with its path.
 * A line that can't be read at all ends the reading: half a statement has other totals.
 */
export async function readStatementRows(path: string): Promise<readonly Json[]> {
  const { header, rows } = await openRows({ path, delimiter: ",", encoding: "utf-8" });
  const known: readonly string[] = [...STATEMENT_COLUMNS, ...FIGURE_COLUMNS];
  const unknown = header.filter((name) => !known.includes(name));
  const missing = NEEDED.filter((name) => !header.includes(name));
  if (unknown.length > 0)
    throw new OperatorError(`there is no column ${unknown.join(", ")}; there are: ${known.join(", ")}`);
  if (missing.length > 0) throw new OperatorError(`the column ${missing.join(", ")} is missing`);
  const statements = new Map<string, Json & { figures: Json[] }>();
  for await (const { number, cells, fault } of rows) {
    if (fault !== undefined) throw new OperatorError(`row ${number} ${fault}`);
    const key = STATEMENT_COLUMNS.map((name) => cells.get(name) ?? "").join("\n");
    const statement = statements.get(key) ?? { ...toStatement(cells), figures: [] };
    statement.figures.push(toFigure(cells));
    statements.set(key, statement);
  }
  if (statements.size === 0) throw new OperatorError(`${path} has no figures`);
  return [...statements.values()];
}

/** A number where the cell is one, else the text, which the schema then refuses. */
function numberOf(text: string | undefined): unknown {
  return text !== undefined && /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

function idsOf(text: string | undefined): readonly string[] | undefined {
  return text === undefined || text === "" ? undefined : text.split(/\s+/);
}

/** Empty cells say nothing. */
function filled(fields: Json): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ""));
}

function toStatement(cells: Cells): Json {
  const texts = Object.fromEntries(STATEMENT_COLUMNS.map((name) => [name, cells.get(name)]));
  return filled({ ...texts, unit: numberOf(cells.get("unit")), revision: numberOf(cells.get("revision")) });
}

function toFigure(cells: Cells): Json {
  const [part, whole] = [idsOf(cells.get("part")), idsOf(cells.get("whole"))];
  return filled({
    id: cells.get("id"),
    place: cells.get("place"),
    line: cells.get("line"),
    measure: cells.get("measure"),
    period: cells.get("figurePeriod"),
    value: numberOf(cells.get("value")),
    decimals: numberOf(cells.get("decimals")),
    parts: idsOf(cells.get("parts")),
    of: part === undefined && whole === undefined ? undefined : { part, whole },
  });
}
