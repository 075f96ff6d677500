import { builtInProgrammes } from "../../../domain/programme/built-in.ts";
import { type RuleSet, ruleFieldsOf } from "../../../domain/programme/rule-set.ts";
import type { Taxonomy } from "../../../domain/taxonomy/taxonomy.ts";
import { eventsIn } from "../../../events/catalog.ts";
import { SCHEMA_VERSION } from "../../../events/envelope.ts";
import { parseStrictJson } from "../../../events/strict-json.ts";
import { check, type Entry, newEventId } from "../../../functions/importing/to-event.ts";
import { OperatorError } from "../command.ts";
import { readInput, readItems } from "../publish.ts";

/** One rule set of a file: ready to be put on the bus, or what is wrong with it. Paths count from the rule set. */
export type ReadRules =
  | { readonly kind: "valid"; readonly place: string; readonly rules: RuleSet; readonly entry: Entry }
  | {
      readonly kind: "refused";
      readonly place: string;
      readonly code: string;
      readonly path: string;
      readonly message: string;
    };

export const rulesArgs = {
  file: {
    type: "positional",
    required: false,
    description: "File with a rule set, a JSON array or JSON lines of them; - for standard input",
  },
  "built-in": { type: "boolean", description: "The programmes that Ieum brings along", default: false },
} as const;

interface RulesOptions {
  readonly file?: string | undefined;
  readonly "built-in": boolean;
}

/** Reads rule sets and checks each as the service will: the same schema, the same taxonomy. */
export async function readRules(options: RulesOptions, taxonomy: Taxonomy): Promise<readonly ReadRules[]> {
  if ((options.file !== undefined) === options["built-in"]) {
    throw new OperatorError("name the rules: one FILE, or --built-in");
  }
  const items = options.file === undefined ? builtInProgrammes : toItems(await readInput(options.file));
  const seen = new Map<string, string>();
  return items.map((item, at): ReadRules => {
    const place = `rule set ${at + 1}`;
    const verdict = toRules(item, place, taxonomy);
    if (verdict.kind === "refused") return verdict;
    const { programmeId, validFrom } = verdict.rules;
    const before = seen.get(`${programmeId} ${validFrom}`);
    if (before !== undefined) {
      return { kind: "refused", place, code: "ID_REPEATED", path: "/validFrom", message: `is also that of ${before}` };
    }
    seen.set(`${programmeId} ${validFrom}`, place);
    return verdict;
  });
}

/** Rule sets in a text. A key that stands twice is refused here: of two values, JSON keeps the last and drops the other without a word. */
function toItems(text: string): readonly unknown[] {
  const items = readItems(text, "rule set");
  const strict = parseStrictJson(text.replace(/^\ufeff/, ""), Number.POSITIVE_INFINITY);
  if (strict.kind === "parsed" || strict.refusal.code === "NOT_JSON") return items;
  const { code, path, message } = strict.refusal;
  throw new OperatorError(`${code} ${path || "/"} ${message}`);
}

/**
 * Rule sets that exclude a programme which neither the file nor Ieum brings along are refused: most likely its name was mistyped, and a rule on a
 * programme that isn't there holds for nobody.
 */
export function withKnownExcludes(read: readonly ReadRules[]): readonly ReadRules[] {
  const known = new Set(builtInProgrammes.map(({ programmeId }) => programmeId));
  for (const one of read) if (one.kind === "valid") known.add(one.rules.programmeId);
  return read.map((one): ReadRules => {
    const at = one.kind === "valid" ? (one.rules.excludes ?? []).findIndex((id) => !known.has(id)) : -1;
    if (at === -1) return one;
    const message = "is a programme that neither the input nor Ieum brings along";
    return { kind: "refused", place: one.place, code: "UNKNOWN_PROGRAMME", path: `/excludes/${at}`, message };
  });
}

function toRules(item: unknown, place: string, taxonomy: Taxonomy): ReadRules {
  const eventId = newEventId();
  const detail = {
    eventId,
    occurredAt: new Date().toISOString(),
    correlationId: eventId,
    schemaVersion: SCHEMA_VERSION,
    rules: item,
  };
  const { name, source } = eventsIn.ProgrammeRulesSet;
  const verdict = check({ source, detailType: name, detail: JSON.stringify(detail) }, taxonomy);
  if (verdict.kind === "refused") {
    const { code, path, message } = verdict.refusal;
    return { kind: "refused", place, code, path: path.replace(/^\/rules(?=\/|$)/, ""), message };
  }
  const { event, entry } = verdict;
  if (event.name !== "ProgrammeRulesSet") throw new Error("rules were read as another event");
  return { kind: "valid", place, rules: event.detail.rules, entry };
}

/** One line on a rule set, for people. */
export function rulesLine(rules: RuleSet): string {
  return [
    `${rules.programmeId} from ${rules.validFrom}, revision ${rules.revision}:`,
    rules.name.ko,
    ...ruleFieldsOf(rules),
  ].join(" ");
}

/** One line on what is wrong. */
export function problemLine({ place, code, path, message }: Extract<ReadRules, { kind: "refused" }>): string {
  return `${place}: ${code} ${path || "/"} ${message}`;
}
