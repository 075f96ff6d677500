import { readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { dayInSeoul, toDayNumber } from "../../domain/model/calendar.ts";
import { plainDate } from "../../domain/model/primitives.ts";
import type { EventIn } from "../../events/catalog.ts";
import { builtInMappings } from "../../functions/importing/built-in-mappings.ts";
import { fitHeader, type Mapping, mapping } from "../../functions/importing/mapping.ts";
import { taxonomyNames } from "../../functions/importing/names.ts";
import { RowMapper } from "../../functions/importing/to-event.ts";
import {
  connectionArgs,
  defineOperatorCommand,
  EXIT_DONE,
  EXIT_FAILED,
  EXIT_ROWS_REFUSED,
  jsonArg,
  OperatorError,
  toWholeNumber,
} from "./command.ts";
import { type Connection, connect, deployedTaxonomy, toPath } from "./connection.ts";
import { type ImportCounts, importRows } from "./import/import-rows.ts";
import { ErrorFile, UnknownNameFile } from "./import/line-files.ts";
import { delimiterOf, type Encoding, encodings, isReadWhole, openRows, type SourceFile } from "./import/read-rows.ts";
import { daysToShift, wagesToShift } from "./import/shift-dates.ts";
import { putEvents } from "./put-events.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

const commonArgs = {
  file: {
    type: "positional",
    required: true,
    description:
      "A table with a header (.tsv, .csv, .xlsx), an answer of 고용24 or 서울일자리포털 (.xml, .json), or JobPosting (.json, .html)",
  },
  mapping: {
    type: "string",
    description: "JSON file that says which column gives which field (else found by the header)",
  },
  errors: { type: "string", description: "Where refused rows go, as JSON lines (FILE.rejected.jsonl)" },
  encoding: { type: "string", description: "utf-8 or cp949", default: "utf-8" },
  delimiter: { type: "string", description: "What parts the columns (by the file's ending: tab or comma)" },
  revision: { type: "string", description: "Revision of every entity (1; with --shift-dates the day as a number)" },
  "dry-run": { type: "boolean", description: "Check every row and send nothing", default: false },
  ...jsonArg,
  ...connectionArgs,
} as const;

const postingArgs = {
  ...commonArgs,
  "shift-dates": {
    type: "string",
    description: "Move all dates by whole days so that the latest posting date becomes `today` or the day given",
  },
} as const;

interface ImportOptions {
  readonly file: string;
  readonly mapping: string | undefined;
  readonly errors: string | undefined;
  readonly encoding: string;
  readonly delimiter: string | undefined;
  readonly revision: string | undefined;
  readonly "dry-run": boolean;
  readonly json: boolean;
  readonly profile: string | undefined;
  readonly region: string | undefined;
  readonly stage: string | undefined;
  readonly "shift-dates"?: string | undefined;
}

export const importPostings = defineOperatorCommand({
  meta: { name: "postings", description: "Take openings from a file. Rows are accepted or refused one by one." },
  args: postingArgs,
  run: ({ args }) => runImport("postings", args),
});

export const importApplicants = defineOperatorCommand({
  meta: { name: "applicants", description: "Take profiles from a file. Rows are accepted or refused one by one." },
  args: commonArgs,
  run: ({ args }) => runImport("applicants", args),
});

async function runImport(of: Mapping["of"], options: ImportOptions): Promise<number> {
  const terminal = openTerminal();
  const file = toSourceFile(options);
  const errorPath = toErrorPath(options, file);
  const reader = await openRows(file);
  const chosen = chooseMapping(of, options.mapping, reader.header, terminal);
  // A missing twin is said before anything is read; a dry run needs none.
  const connection = options["dry-run"] ? undefined : connect(options);
  const taxonomy = deployedTaxonomy(options);
  const names = taxonomyNames(taxonomy);
  const errors = new ErrorFile(errorPath);
  const unknownNames = new UnknownNameFile(`${file.path}.unknown-names.jsonl`, names);
  try {
    // Only where we chose the place do we know that what is there comes from an earlier import.
    if (options.errors === undefined) rmSync(errorPath, { force: true });
    rmSync(unknownNames.path, { force: true });
    const dates = await planDates(options, file, chosen, terminal);
    const mapper = new RowMapper({
      mapping: chosen,
      taxonomy,
      names,
      ...dates,
      occurredAt: new Date().toISOString(),
    });
    const progress = terminal.progress(reader.bytesTotal);
    const today = dayInSeoul(Date.now());
    let past = 0;
    const counts = await importRows(reader.rows, mapper, {
      send: connection && ((entries) => putEvents(connection.events, connection.names.bus, entries)),
      onAccepted: (event) => {
        if (isPast(event, today)) past += 1;
      },
      onRefused: (row) => errors.write(row),
      onUnknownNames: (row, found) => unknownNames.write(row, found),
      onProgress: (so) =>
        progress.at(reader.bytesRead(), `${so.read} read, ${so.accepted} accepted, ${so.refused} refused`),
    });
    progress.end();
    report(counts, { options, connection, terminal, errors, unknownNames });
    if (past > 0 && options["shift-dates"] === undefined) terminal.note(pastNote(past));
    if (counts.failed > 0) return EXIT_FAILED;
    return counts.refused > 0 ? EXIT_ROWS_REFUSED : EXIT_DONE;
  } finally {
    errors.close();
    unknownNames.close();
    connection?.close();
  }
}

function toSourceFile({ file, delimiter, encoding }: ImportOptions): SourceFile {
  const path = toPath(file);
  const known = delimiter === "\\t" || delimiter === "tab" ? "\t" : (delimiter ?? delimiterOf(path));
  if (known === undefined && !isReadWhole(path))
    throw new OperatorError(`${file} ends in nothing that is known here: say what parts its columns with --delimiter`);
  if (known !== undefined && known.length !== 1)
    throw new OperatorError("--delimiter must be one character (`tab` for a tab)");
  if (!encodings.some((name) => name === encoding))
    throw new OperatorError(`--encoding must be ${encodings.join(" or ")}`);
  return { path, delimiter: known, encoding: encoding as Encoding };
}

/** Where refused rows go. What is read is never written over. */
function toErrorPath({ errors, mapping: mappingFile }: ImportOptions, { path }: SourceFile): string {
  if (errors === undefined) return `${path}.rejected.jsonl`;
  const chosen = toPath(errors);
  for (const input of [path, ...(mappingFile === undefined ? [] : [toPath(mappingFile)])]) {
    if (toRealPath(chosen) === toRealPath(input))
      throw new OperatorError(`--errors names ${input}, which this import reads: name another file for refused rows`);
  }
  return chosen;
}

/** The file behind links; a path where nothing is stays as it is. */
function toRealPath(path: string): string {
  return statSync(path, { throwIfNoEntry: false }) === undefined ? path : realpathSync(path);
}

function readMapping(path: string): Mapping {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new OperatorError(`can't read the mapping ${path}: ${cause instanceof Error ? cause.message : ""}`, {
      cause,
    });
  }
  const result = mapping.safeParse(json);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path: at, message }) => `/${at.map(String).join("/")} ${message}`);
  throw new OperatorError(`the mapping ${path} is not valid: ${issues.slice(0, 3).join("; ")}`, {
    cause: result.error,
  });
}

/** The mapping given, or the first built-in one whose columns are all there. Columns that nobody uses are named. */
function chooseMapping(
  of: Mapping["of"],
  path: string | undefined,
  header: readonly string[],
  terminal: Terminal,
): Mapping {
  const candidates = path === undefined ? builtInMappings.filter((one) => one.of === of) : [readMapping(toPath(path))];
  const chosen = candidates.find((one) => one.of === of && fitHeader(one, header).missing.length === 0);
  if (chosen === undefined) {
    const only = candidates.length === 1 ? candidates[0] : undefined;
    if (only === undefined)
      throw new OperatorError("no built-in mapping fits the header of this file: give one with --mapping");
    if (only.of !== of) throw new OperatorError(`the mapping ${only.name} is for ${only.of}, not for ${of}`);
    const { missing } = fitHeader(only, header);
    throw new OperatorError(`the file has no column ${missing.join(", ")}, which the mapping ${only.name} needs`);
  }
  const { unused } = fitHeader(chosen, header);
  if (unused.length > 0)
    terminal.note(`columns that the mapping ${chosen.name} doesn't know, left out: ${unused.join(", ")}`);
  return chosen;
}

async function planDates(options: ImportOptions, file: SourceFile, chosen: Mapping, terminal: Terminal) {
  const wanted = options["shift-dates"];
  if (wanted === undefined)
    return { shiftDays: 0, shiftPay: undefined, revision: toWholeNumber("revision", options.revision, 1) };
  const day = wanted === "today" ? dayInSeoul(Date.now()) : wanted;
  if (!plainDate.safeParse(day).success)
    throw new OperatorError("--shift-dates must be `today` or a day like 2026-11-21");
  const { days, latest } = await daysToShift(file, chosen, day);
  terminal.note(`all dates of the file move by ${days} days: ${latest}, its latest posting date, becomes ${day}`);
  const wages = wagesToShift(latest, day);
  if (wages !== undefined) {
    const [from, to] = wages.map(({ krwPerHour, year }) => `${krwPerHour.toLocaleString("en-US")} won of ${year}`);
    terminal.note(`pay moves with the minimum wage, from the ${from} to the ${to}`);
  }
  const shiftPay = wages && ((krw: number) => Math.ceil((krw * wages[1].krwPerHour) / wages[0].krwPerHour));
  // The same file shifted on a later day is a newer revision of the same openings, not a conflict with them.
  return { shiftDays: days, shiftPay, revision: toWholeNumber("revision", options.revision, toDayNumber(day)) };
}

function isPast({ detail }: EventIn, today: string): boolean {
  return "opening" in detail && detail.opening.validThrough !== undefined && detail.opening.validThrough < today;
}

function pastNote(count: number): string {
  const openings = count === 1 ? "1 opening is past its last day" : `${count} openings are past their last day`;
  return `${openings}: nobody will be told of ${count === 1 ? "it" : "them"}. \`--shift-dates today\` moves the file's dates to today`;
}

interface ReportContext {
  readonly options: ImportOptions;
  readonly connection: Connection | undefined;
  readonly terminal: Terminal;
  readonly errors: ErrorFile;
  readonly unknownNames: UnknownNameFile;
}

function report(counts: ImportCounts, context: ReportContext): void {
  const { options, connection, terminal, errors, unknownNames } = context;
  const { read, accepted, refused } = counts;
  if (options.json) {
    const files = {
      ...(refused > 0 ? { errors: errors.path } : {}),
      ...(unknownNames.count > 0 ? { unknownNames: unknownNames.path } : {}),
    };
    terminal.json({ read, accepted, refused, ...files });
    return;
  }
  if (unknownNames.count > 0) {
    terminal.note(
      `names that no code can be told for, left out of profiles: ${unknownNames.count}, see ${unknownNames.path}`,
    );
  }
  const { green, yellow, dim } = terminal.colours;
  const where = connection === undefined ? "nothing was sent (dry run)" : `sent to ${connection.where}`;
  const told = refused > 0 ? yellow(`${refused} refused`) : `${refused} refused`;
  terminal.line(`${read} read, ${green(`${accepted} accepted`)}, ${told} ${dim(`- ${where}`)}`);
  if (refused === 0) return;
  terminal.line(
    errors
      .countsByReason()
      .map(([reason, count]) => `  ${String(count).padStart(5)}  ${reason}`)
      .join("\n"),
  );
  terminal.line(`reasons row by row: ${errors.path}`);
}
