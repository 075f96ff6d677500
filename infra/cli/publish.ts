import { readFileSync } from "node:fs";
import { text as readAll } from "node:stream/consumers";
import { type EventInName, eventsIn } from "../../events/catalog.ts";
import { SCHEMA_VERSION } from "../../events/envelope.ts";
import { check, type Entry, newEventId } from "../../functions/importing/to-event.ts";
import { connectionArgs, defineOperatorCommand, EXIT_DONE, EXIT_FAILED, jsonArg, OperatorError } from "./command.ts";
import { deployedTaxonomy, toPath, withConnection } from "./connection.ts";
import { putEvents } from "./put-events.ts";
import { refusalLine } from "./reasons.ts";
import { openTerminal } from "./terminal.ts";

/** What came of one event. */
interface Published {
  readonly eventId: string | undefined;
  readonly detailType: string;
  readonly outcome: "sent" | "refused" | "failed";
  readonly reason?: string;
}

export const publish = defineOperatorCommand({
  meta: {
    name: "publish",
    description: 'Put events on the bus: one JSON object, a JSON array or JSON lines of {"detail-type", "detail"}',
  },
  args: {
    file: { type: "positional", required: true, description: "File of events, or - for standard input" },
    type: { type: "string", description: "Detail type of items that are bare details, e.g. JobPosted" },
    check: {
      type: "boolean",
      default: true,
      description: "Check each event here before it is sent",
      negativeDescription: "Send as it is, so that the service's own refusal can be seen",
    },
    ...jsonArg,
    ...connectionArgs,
  },
  async run({ args }) {
    const text = await readInput(args.file);
    const items = readItems(text).map((item) => toEntry(item, args.type));
    const taxonomy = deployedTaxonomy(args);
    const verdicts = items.map((entry) => (args.check ? check(entry, taxonomy) : { kind: "mapped" as const }));
    const wanted = items.filter((_, at) => verdicts[at]?.kind === "mapped");
    const send = () => withConnection(args, ({ events, names }) => putEvents(events, names.bus, wanted));
    const sent = wanted.length === 0 ? [] : await send();
    let position = 0;
    const published = items.map((entry, at): Published => {
      const about = { eventId: eventIdOf(entry), detailType: entry.detailType };
      const verdict = verdicts[at];
      if (verdict?.kind === "refused") {
        return { ...about, outcome: "refused", reason: refusalLine(verdict.refusal) };
      }
      const answer = sent[position++];
      if (answer?.kind === "sent") return { ...about, outcome: "sent" };
      return { ...about, outcome: "failed", reason: answer?.reason ?? "the service did not answer for it" };
    });
    print(published, args.json);
    return published.every(({ outcome }) => outcome === "sent") ? EXIT_DONE : EXIT_FAILED;
  },
});

/** Text of a file that the operator named, or of standard input for `-`. */
export async function readInput(path: string): Promise<string> {
  return path === "-" ? await readAll(process.stdin) : readText(path);
}

function readText(path: string): string {
  try {
    return readFileSync(toPath(path), "utf8");
  } catch (cause) {
    throw new OperatorError(`can't read ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

type Json = Record<string, unknown>;

/** One object, an array of objects, or one object a line. */
export function readItems(text: string, what = "event"): readonly Json[] {
  const trimmed = text.replace(/^\ufeff/, "").trim();
  if (trimmed === "") throw new OperatorError(`there is no ${what} in the input`);
  const whole = parse(trimmed);
  if (Array.isArray(whole) && whole.length === 0) throw new OperatorError(`there is no ${what} in the input`);
  if (whole !== undefined)
    return (Array.isArray(whole) ? whole : [whole]).map((item, at) => toObject(item, `item ${at + 1}`));
  const lines = trimmed.split(/\r?\n/).map((line, at) => ({ line: line.trim(), number: at + 1 }));
  return lines.filter(({ line }) => line !== "").map(({ line, number }) => toObject(parse(line), `line ${number}`));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toObject(value: unknown, place: string): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new OperatorError(`${place} of the input is no JSON object`);
  }
  return value as Json;
}

/** An entry from `{ "detail-type", "detail" }` or from a bare detail. What the envelope lacks is filled in, in the catalogue's order. */
export function toEntry(item: Json, bareType: string | undefined): Entry {
  const isWrapped = "detail-type" in item || "detail" in item;
  const detailType = isWrapped ? item["detail-type"] : bareType;
  if (typeof detailType !== "string") {
    throw new OperatorError('say what the events are: give items a "detail-type", or use --type');
  }
  const detail = isWrapped ? item["detail"] : item;
  const known = Object.hasOwn(eventsIn, detailType) ? eventsIn[detailType as EventInName] : undefined;
  const source = typeof item["source"] === "string" && isWrapped ? item["source"] : (known?.source ?? "ieum.openings");
  return { source, detailType, detail: toJson(fillEnvelope(detail)) };
}

/** What can be read can be nested deeper than what can be written. */
function toJson(detail: unknown): string {
  try {
    return JSON.stringify(detail);
  } catch (cause) {
    throw new OperatorError("TOO_DEEP: an event of the input is nested thousands of levels deep", { cause });
  }
}

function fillEnvelope(detail: unknown): unknown {
  if (typeof detail !== "object" || detail === null || Array.isArray(detail)) return detail;
  const eventId = (detail as Json)["eventId"] ?? newEventId();
  return {
    eventId,
    occurredAt: new Date().toISOString(),
    correlationId: eventId,
    schemaVersion: SCHEMA_VERSION,
    ...detail,
  };
}

function eventIdOf(entry: Entry): string | undefined {
  const id = (JSON.parse(entry.detail) as Json | null)?.["eventId"];
  return typeof id === "string" ? id : undefined;
}

function print(published: readonly Published[], asJson: boolean): void {
  const terminal = openTerminal();
  const { green, red, dim } = terminal.colours;
  for (const one of published) {
    if (asJson) terminal.json(one);
    else {
      const outcome = one.outcome === "sent" ? green("sent") : red(one.outcome);
      terminal.line([outcome, one.detailType, dim(one.eventId ?? "-"), one.reason].filter((part) => part).join(" "));
    }
  }
}
