/**
 * What a single value of an event may be held against: plain values and the operators of EventBridge, as Event Ruler
 * reads them. `exists: false` is not among them, as it speaks of values that are not there.
 */
import { isIP } from "node:net";
import { isArray, isObject, type JsonLeaf, type JsonObject, type JsonValue } from "./json.ts";

export type LeafTest = (value: JsonLeaf) => boolean;

export class InvalidEventPattern extends Error {
  override readonly name = "InvalidEventPattern";
  /** Where in the pattern, as a JSON path: `$.detail.amount[0]`. */
  readonly path: string;

  constructor(path: string, reason: string) {
    super(`Event pattern is not valid at ${path}: ${reason}`);
    this.path = path;
  }
}

/** Numbers outside this span are not comparable for EventBridge ("-5.0e9 and +5.0e9 inclusive"). */
const NUMERIC_ABSOLUTE_MAX = 5e9;
/** Addresses are compared as hexadecimal digits. */
const BITS_PER_DIGIT = 4;

/** The test that one value of a field's array stands for; `path` is its place in the pattern. */
export function readLeafTest(item: JsonValue, path: string): LeafTest {
  if (isArray(item)) throw new InvalidEventPattern(path, "an array is not allowed as a value");
  if (typeof item === "string") return equalTo(item);
  if (!isObject(item)) return (value) => value === item;
  const [operator, argument] = onlyEntry(item, path);
  const at = `${path}.${operator}`;
  switch (operator) {
    case "exactly":
      return equalTo(readText(argument, at));
    case "prefix":
    case "suffix":
      return affix(operator, argument, at);
    case "equals-ignore-case":
      return sameIgnoringCase(readText(argument, at));
    case "wildcard":
      return wildcard(readText(argument, at), at);
    case "anything-but":
      return anythingBut(argument, at);
    case "numeric":
      return numeric(argument, at);
    case "cidr":
      return cidr(readText(argument, at), at);
    case "exists":
      if (argument !== true) throw new InvalidEventPattern(at, "must be true or false");
      return () => true;
    default:
      throw new InvalidEventPattern(at, `unrecognized match type "${operator}"`);
  }
}

/** Event Ruler compares addresses as addresses, so that two spellings of one IPv6 address are equal. */
function equalTo(expected: string): LeafTest {
  const address = addressDigits(expected);
  if (address === undefined) return (value) => value === expected;
  return onText((text) => addressDigits(text) === address);
}

function sameIgnoringCase(expected: string): LeafTest {
  const lower = toLower(expected);
  return onText((text) => toLower(text) === lower);
}

function affix(operator: "prefix" | "suffix", argument: JsonValue, path: string): LeafTest {
  if (!isObject(argument)) return hasAffix(operator, readText(argument, path), (text) => text);
  const [inner, text] = onlyEntry(argument, path);
  const at = `${path}.${inner}`;
  if (inner !== "equals-ignore-case") throw new InvalidEventPattern(at, `only "equals-ignore-case" can follow here`);
  return hasAffix(operator, readText(text, at), toLower);
}

function hasAffix(operator: "prefix" | "suffix", expected: string, fold: (text: string) => string): LeafTest {
  const folded = fold(expected);
  return operator === "prefix"
    ? onText((text) => fold(text).startsWith(folded))
    : onText((text) => fold(text).endsWith(folded));
}

function wildcard(text: string, path: string): LeafTest {
  if (/(?:^|[^\\])(?:\\\\)*\*\*/.test(text)) throw new InvalidEventPattern(path, "two wildcards in a row");
  const source = text.replace(/\\(.?)|\*|[.+?^${}()|[\]/]/gsu, (piece, escaped: string | undefined) => {
    if (piece === "*") return ".*";
    if (escaped === undefined) return `\\${piece}`;
    if (escaped !== "*" && escaped !== "\\") {
      throw new InvalidEventPattern(path, `a backslash may only come before "*" or another backslash`);
    }
    return `\\${escaped}`;
  });
  const regex = new RegExp(`^${source}$`, "su");
  return onText((text) => regex.test(text));
}

function anythingBut(argument: JsonValue, path: string): LeafTest {
  if (isObject(argument)) return anythingButLike(argument, path);
  const values = readList(argument, path);
  const kinds = new Set(values.map((value) => typeof value));
  if (kinds.size > 1 || !(kinds.has("string") || kinds.has("number"))) {
    throw new InvalidEventPattern(path, "must be text or numbers, and not a mixture");
  }
  const excluded: ReadonlySet<JsonValue> = new Set(values);
  return (value) => !excluded.has(value);
}

function anythingButLike(argument: JsonObject, path: string): LeafTest {
  const [operator, inner] = onlyEntry(argument, path);
  const at = `${path}.${operator}`;
  const excluded = readList(inner, at).map((item, i) => {
    const itemPath = isArray(inner) ? `${at}[${i}]` : at;
    const text = readText(item, itemPath);
    switch (operator) {
      case "prefix":
      case "suffix":
        // An empty affix excludes every text, which can only be a mistake; Event Ruler refuses it.
        if (text === "") throw new InvalidEventPattern(itemPath, `an empty ${operator} is not allowed`);
        return affix(operator, text, itemPath);
      case "equals-ignore-case":
        return sameIgnoringCase(text);
      case "wildcard":
        return wildcard(text, itemPath);
      default:
        throw new InvalidEventPattern(at, `unsupported anything-but pattern "${operator}"`);
    }
  });
  return (value) => !excluded.some((excludes) => excludes(value));
}

type Comparison = (value: number, bound: number) => boolean;
const COMPARISONS: ReadonlyMap<JsonValue, Comparison> = new Map<JsonValue, Comparison>([
  ["=", (value, bound) => value === bound],
  ["<", (value, bound) => value < bound],
  ["<=", (value, bound) => value <= bound],
  [">", (value, bound) => value > bound],
  [">=", (value, bound) => value >= bound],
]);

function numeric(argument: JsonValue, path: string): LeafTest {
  if (!isArray(argument)) throw new InvalidEventPattern(path, "must be an array");
  const [first, low, second, high] = argument;
  const isRange = argument.length === 4 && String(first).startsWith(">") && String(second).startsWith("<");
  if (argument.length !== 2 && !isRange) {
    throw new InvalidEventPattern(path, "must be one comparison, or a lower bound followed by an upper bound");
  }
  const lower = comparison(first, low, path);
  if (!isRange) return (value) => typeof value === "number" && isComparable(value) && lower(value);
  const upper = comparison(second, high, path);
  if (Number(low) >= Number(high)) throw new InvalidEventPattern(path, "the lower bound must be below the upper bound");
  return (value) => typeof value === "number" && isComparable(value) && lower(value) && upper(value);
}

function comparison(operator: JsonValue | undefined, bound: JsonValue | undefined, path: string) {
  const compare = COMPARISONS.get(operator ?? null);
  if (compare === undefined) throw new InvalidEventPattern(path, `unrecognized operator ${JSON.stringify(operator)}`);
  if (typeof bound !== "number" || !isComparable(bound)) {
    throw new InvalidEventPattern(path, `the bound of "${operator}" must be a number from -5.0e9 to 5.0e9`);
  }
  return (value: number) => compare(value, bound);
}

const isComparable = (value: number) => Math.abs(value) <= NUMERIC_ABSOLUTE_MAX;

/**
 * As in Event Ruler the span begins at the address as written, not at the network's first one, and a mask that leaves
 * a single address is refused.
 */
function cidr(range: string, path: string): LeafTest {
  const [base = "", bits = "", ...rest] = range.split("/");
  const low = addressDigits(base);
  const maskBits = /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (low === undefined || rest.length > 0 || !(maskBits < low.length * BITS_PER_DIGIT)) {
    throw new InvalidEventPattern(path, "must be an IPv4 or IPv6 network such as 10.0.0.0/24");
  }
  const hostMask = (1n << BigInt(low.length * BITS_PER_DIGIT - maskBits)) - 1n;
  const high = (BigInt(`0x${low}`) | hostMask).toString(16).padStart(low.length, "0");
  return onText((text) => {
    const digits = addressDigits(text);
    return digits !== undefined && digits.length === low.length && digits >= low && digits <= high;
  });
}

/** An address as fixed-width hexadecimal digits (8 for IPv4, 32 for IPv6), which compare like the addresses do. */
function addressDigits(text: string): string | undefined {
  switch (isIP(text)) {
    case 4:
      return text
        .split(".")
        .map((octet) => Number(octet).toString(16).padStart(2, "0"))
        .join("");
    case 6: {
      if (!/^[0-9a-f:]+$/i.test(text)) return undefined;
      const [head = [], tail = []] = text.split("::").map((half) => half.split(":").filter((group) => group !== ""));
      const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
      return [...head, ...zeros, ...tail].map((group) => group.toLowerCase().padStart(4, "0")).join("");
    }
    default:
      return undefined;
  }
}

const onText = (accepts: (text: string) => boolean): LeafTest => {
  return (value) => typeof value === "string" && accepts(value);
};

const toLower = (text: string) => text.toLowerCase();

function onlyEntry(object: JsonObject, path: string): [string, JsonValue] {
  const [entry, ...others] = Object.entries(object);
  if (entry === undefined || others.length > 0) {
    throw new InvalidEventPattern(path, "a match expression must have exactly one key");
  }
  return entry;
}

function readText(value: JsonValue, path: string): string {
  if (typeof value !== "string") throw new InvalidEventPattern(path, "must be a string");
  return value;
}

function readList(value: JsonValue, path: string): readonly JsonValue[] {
  if (!isArray(value)) return [value];
  if (value.length === 0) throw new InvalidEventPattern(path, "an empty list is not allowed");
  return value;
}
