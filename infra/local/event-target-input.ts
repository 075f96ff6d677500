/**
 * What a rule's target receives: the event, a fixed text (`Input`), a part of the event (`InputPath`), or a template
 * filled with parts of it (`InputTransformer`). Everything is read when the bus is built; only filling is left for
 * when an event comes.
 */
import { type BusEvent, isoSeconds } from "./event-entry.ts";
import { isJson, isLeaf, type JsonValue } from "./json.ts";

/** At most one of the three. */
export type TargetInput = {
  Input?: string;
  InputPath?: string;
  InputTransformer?: InputTransformer;
};
type InputTransformer = { InputPathsMap?: Readonly<Record<string, string>>; InputTemplate: string };

/** The body for an event, or `undefined` when a template that should give JSON gives none. */
export type BodyOf = (event: BusEvent, receivedAtMs: number) => string | undefined;

type PathStep = string | number | "*";
type Variables = ReadonlyMap<string, JsonValue | undefined>;

/** Why the service would not take the input, or `undefined`. */
export function refuseInput({ Input, InputPath, InputTransformer }: TargetInput): string | undefined {
  if ([Input, InputPath, InputTransformer].filter((input) => input !== undefined).length > 1) {
    return "only one of Input, InputPath and InputTransformer is possible";
  }
  if (Input !== undefined && !isJson(Input)) return "Input is not JSON";
  const paths = [InputPath ?? "$", ...Object.values(InputTransformer?.InputPathsMap ?? {})];
  const unreadable = paths.find((path) => parsePath(path) === undefined);
  return unreadable === undefined ? undefined : `"${unreadable}" is not a JSON path that EventBridge takes`;
}

/** Takes an input that `refuseInput` lets pass. */
export function compileInput(input: TargetInput, rule: { Arn: string; Name: string }): BodyOf {
  const { Input, InputPath = "$", InputTransformer } = input;
  if (Input !== undefined) return () => Input;
  if (InputTransformer !== undefined) return compileTransformer(InputTransformer, rule);
  const steps = parsePath(InputPath) ?? [];
  return (event) => JSON.stringify(valueAt(event, steps) ?? null);
}

function compileTransformer(
  { InputPathsMap = {}, InputTemplate }: InputTransformer,
  rule: { Arn: string; Name: string },
): BodyOf {
  const isPlainText = !/^\s*(?:[[{"]|<[\w.-]+>\s*$)/.test(InputTemplate);
  const paths = Object.entries(InputPathsMap).map(([name, path]) => [name, parsePath(path) ?? []] as const);
  return (event, receivedAtMs) => {
    const { detail: _, ...envelope } = event;
    const variables: Variables = new Map<string, JsonValue | undefined>([
      ...paths.map(([name, steps]) => [name, valueAt(event, steps)] as const),
      ["aws.events.rule-arn", rule.Arn],
      ["aws.events.rule-name", rule.Name],
      ["aws.events.event", envelope],
      ["aws.events.event.json", event],
      ["aws.events.event.ingestion-time", isoSeconds(receivedAtMs)],
    ]);
    if (isPlainText) return fillText(InputTemplate, variables);
    const body = fillJson(InputTemplate, variables);
    return isJson(body) ? body : undefined;
  };
}

/** Values are always text here. A path that finds nothing leaves an empty string, here as in JSON. */
function fillText(template: string, variables: Variables): string {
  return replaceVariables(template, variables, (value) => toText(value));
}

/** A value outside quotes becomes JSON, so that text gains its quotes; one inside quotes becomes text. */
function fillJson(template: string, variables: Variables): string {
  const pieces = template.split(/("(?:[^"\\]|\\.)*")/s);
  return pieces
    .map((piece, i) => {
      const isQuoted = i % 2 === 1;
      return replaceVariables(piece, variables, (value, name) => {
        if (!isQuoted) return JSON.stringify(value);
        // A whole event is documented not to be escaped inside quotes: such a template gives no JSON, here as there.
        if (name.startsWith("aws.events.event")) return toText(value);
        return JSON.stringify(toText(value)).slice(1, -1);
      });
    })
    .join("");
}

function replaceVariables(
  piece: string,
  variables: Variables,
  write: (value: JsonValue, name: string) => string,
): string {
  return piece.replace(/<([\w.-]+)>/g, (all, name: string) =>
    variables.has(name) ? write(variables.get(name) ?? "", name) : all,
  );
}

const toText = (value: JsonValue) => (typeof value === "string" ? value : JSON.stringify(value));

/** `$.detail.items[0].id`, `$.detail.items[*].id`: the part of JSON path that EventBridge reads. */
function parsePath(path: string): readonly PathStep[] | undefined {
  if (!/^\$(?:\.[\w/-]+|\[(?:\d+|\*)\]|\.\*)*$/.test(path)) return undefined;
  return [...path.matchAll(/\.([\w/*-]+)|\[(\d+|\*)\]/g)].map(([, name, index]) =>
    name !== undefined ? name : index === "*" ? "*" : Number(index),
  );
}

function valueAt(value: JsonValue | undefined, [step, ...rest]: readonly PathStep[]): JsonValue | undefined {
  if (step === undefined || value === undefined) return value;
  if (isLeaf(value)) return undefined;
  if (step === "*") return Object.values(value).flatMap((element: JsonValue) => valueAt(element, rest) ?? []);
  return Object.hasOwn(value, step) ? valueAt((value as Record<PathStep, JsonValue>)[step], rest) : undefined;
}
