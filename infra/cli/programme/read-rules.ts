import { builtInProgrammes } from "../../../domain/programme/built-in.ts";
import { type RuleSet, ruleFieldsOf } from "../../../domain/programme/rule-set.ts";
import type { Taxonomy } from "../../../domain/taxonomy/taxonomy.ts";
import { eventsIn } from "../../../events/catalog.ts";
import { SCHEMA_VERSION } from "../../../events/envelope.ts";
import { OperatorError } from "../command.ts";
import { check, newEventId } from "../import/to-event.ts";
import { readInput, readItems } from "../publish.ts";
import type { Entry } from "../put-events.ts";

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
  const items = options.file === undefined ? builtInProgrammes : readItems(await readInput(options.file));
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
