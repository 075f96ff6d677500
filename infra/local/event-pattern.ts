/**
 * EventBridge content patterns, decided the way AWS's Event Ruler decides them.
 *
 * Structure: a pattern becomes alternatives (every `$or` multiplies them), an alternative a list of dotted paths in
 * sorted order, each with the tests that any one value there may pass. An event is walked once, along the paths some
 * alternative names, and its leaves are collected per path together with the array elements they lie in.
 * Invariant: all leaves that together make a match lie in the same element of every array they share.
 * Cost: one visit per key of the objects on a used path, and one test per leaf found.
 *
 * What surprises, and is measured to be so: a leaf inside an array counts like a single value, an empty array or an
 * object is no value at all, `{"a": {"b": …}}` and `{"a.b": …}` are the same path, and `anything-but` is satisfied by
 * any one value that differs, of whatever type.
 */
import { isIP } from "node:net";

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [key: string]: JsonValue };
export type EventPattern = JsonObject;

type JsonLeaf = string | number | boolean | null;
type LeafTest = (value: JsonLeaf) => boolean;

/** A path of one alternative: `slot` is the path's place in what an event walk collects. */
type PathTest = { path: string; slot: number; tests: readonly LeafTest[]; mayBeAbsent: boolean };
type Alternative = ReadonlyMap<string, Omit<PathTest, "slot" | "path">>;

/** The array elements a leaf lies in, innermost first. Arrays are told apart by identity. */
type Membership = { array: readonly JsonValue[]; index: number; outer: Membership } | undefined;
type Leaf = { value: JsonLeaf; within: Membership };
type PathNode = { slot: number; children: Map<string, PathNode> };

/** Numbers outside this span are not comparable for EventBridge ("-5.0e9 and +5.0e9 inclusive"). */
const NUMERIC_ABSOLUTE_MAX = 5e9;
/** Event Ruler refuses these as field names inside `$or`, so that a misplaced operator is not taken for a field. */
const RESERVED_INSIDE_OR: ReadonlySet<string> = new Set([
  "exactly",
  "prefix",
  "suffix",
  "anything-but",
  "numeric",
  "cidr",
  "exists",
  "equals-ignore-case",
  "wildcard",
]);

export class InvalidEventPattern extends Error {
  override readonly name = "InvalidEventPattern";
  /** Where in the pattern, as a JSON path: `$.detail.amount[0]`. */
  readonly path: string;

  constructor(path: string, reason: string) {
    super(`Event pattern is not valid at ${path}: ${reason}`);
    this.path = path;
  }
}

export function matchesPattern(pattern: EventPattern, event: JsonValue): boolean {
  return compilePattern(pattern)(event);
}

/** Compiles once per rule. Throws `InvalidEventPattern`; the returned function never throws. */
export function compilePattern(pattern: EventPattern): (event: JsonValue) => boolean {
  const root: PathNode = { slot: -1, children: new Map() };
  const slots = new Map<string, number>();
  const alternatives = readObject(pattern, [new Map()], { path: "$", dotted: "", insideOr: false }).map((alternative) =>
    [...alternative]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, test]): PathTest => ({ path, slot: slotOf(path, root, slots), ...test })),
  );
  return (event) => {
    const found: Leaf[][] = Array.from({ length: slots.size }, () => []);
    if (isObject(event)) collectLeaves(event, root, undefined, found);
    return alternatives.some((tests) => holds(tests, 0, found, undefined));
  };
}

function slotOf(path: string, root: PathNode, slots: Map<string, number>): number {
  const known = slots.get(path);
  if (known !== undefined) return known;
  let node = root;
  for (const step of path.split(".")) {
    const child = node.children.get(step) ?? { slot: -1, children: new Map() };
    node.children.set(step, child);
    node = child;
  }
  node.slot = slots.size;
  slots.set(path, node.slot);
  return node.slot;
}

function collectLeaves(value: JsonValue, node: PathNode, within: Membership, found: Leaf[][]): void {
  if (isArray(value)) {
    for (const [index, element] of value.entries()) {
      // Only objects and arrays tie their leaves to one element: scalars of one array may be matched freely.
      const inside = isLeaf(element) ? within : { array: value, index, outer: within };
      collectLeaves(element, node, inside, found);
    }
  } else if (isObject(value)) {
    for (const key in value) {
      const child = node.children.get(key) ?? (key.includes(".") ? descend(node, key) : undefined);
      const next = value[key];
      if (child !== undefined && next !== undefined) collectLeaves(next, child, within, found);
    }
  } else {
    found[node.slot]?.push({ value, within });
  }
}

function descend(node: PathNode, dottedKey: string): PathNode | undefined {
  let at: PathNode | undefined = node;
  for (const step of dottedKey.split(".")) at = at?.children.get(step);
  return at;
}

/** Whether the paths from `at` on can all be satisfied by leaves that agree with the array elements chosen so far. */
function holds(tests: readonly PathTest[], at: number, found: readonly Leaf[][], chosen: Membership): boolean {
  const test = tests[at];
  if (test === undefined) return true;
  const leaves = found[test.slot] ?? [];
  if (test.mayBeAbsent && leaves.every((leaf) => agree(chosen, leaf.within) === "conflict")) {
    if (holds(tests, at + 1, found, chosen)) return true;
  }
  // Leaves that tie down nothing new lead to the same remainder: trying one of them is enough, and keeps long arrays
  // of scalars on several paths from multiplying.
  let triedFree = false;
  for (const leaf of leaves) {
    const together = agree(chosen, leaf.within);
    if (together === "conflict" || (triedFree && together === chosen)) continue;
    if (!test.tests.some((accepts) => accepts(leaf.value))) continue;
    if (together === chosen) triedFree = true;
    if (holds(tests, at + 1, found, together)) return true;
  }
  return false;
}

function agree(chosen: Membership, added: Membership): Membership | "conflict" {
  let together = chosen;
  for (let element = added; element !== undefined; element = element.outer) {
    let same = chosen;
    while (same !== undefined && same.array !== element.array) same = same.outer;
    if (same === undefined) together = { array: element.array, index: element.index, outer: together };
    else if (same.index !== element.index) return "conflict";
  }
  return together;
}

type Place = { path: string; dotted: string; insideOr: boolean };

function readObject(pattern: JsonValue, soFar: readonly Alternative[], place: Place): readonly Alternative[] {
  if (!isObject(pattern)) throw new InvalidEventPattern(place.path, "a pattern must be an object");
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw new InvalidEventPattern(place.path, "an empty object is not allowed");
  return entries.reduce((alternatives, [key, value]) => {
    const path = `${place.path}.${key}`;
    if (key === "$or") return readOr(value, alternatives, { ...place, path });
    if (place.insideOr && RESERVED_INSIDE_OR.has(key)) {
      throw new InvalidEventPattern(path, `"${key}" is an operator and cannot be a field inside "$or"`);
    }
    const dotted = place.dotted === "" ? key : `${place.dotted}.${key}`;
    if (isObject(value)) return readObject(value, alternatives, { ...place, path, dotted });
    const test = readTests(value, path);
    return alternatives.map((alternative) => new Map(alternative).set(dotted, test));
  }, soFar);
}

function readOr(value: JsonValue, soFar: readonly Alternative[], place: Place): readonly Alternative[] {
  if (!isArray(value) || value.length < 2) {
    throw new InvalidEventPattern(place.path, `"$or" must be an array of at least two objects`);
  }
  return value.flatMap((branch, i) =>
    readObject(branch, soFar, { path: `${place.path}[${i}]`, dotted: place.dotted, insideOr: true }),
  );
}

function readTests(value: JsonValue, path: string): Omit<PathTest, "slot" | "path"> {
  if (!isArray(value)) throw new InvalidEventPattern(path, "a field must hold an object or an array of values");
  if (value.length === 0) throw new InvalidEventPattern(path, "an empty array is not allowed");
  const tests: LeafTest[] = [];
  let mayBeAbsent = false;
  for (const [i, item] of value.entries()) {
    if (isObject(item) && isOnly(item, "exists") && item["exists"] === false) mayBeAbsent = true;
    else tests.push(readTest(item, `${path}[${i}]`));
  }
  return { tests, mayBeAbsent };
}

function readTest(item: JsonValue, path: string): LeafTest {
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
  return (value) => typeof value === "string" && addressDigits(value) === address;
}

function sameIgnoringCase(expected: string): LeafTest {
  const lower = expected.toLowerCase();
  return (value) => typeof value === "string" && value.toLowerCase() === lower;
}

function affix(operator: "prefix" | "suffix", argument: JsonValue, path: string): LeafTest {
  if (isObject(argument)) {
    const [inner, text] = onlyEntry(argument, path);
    const at = `${path}.${inner}`;
    if (inner !== "equals-ignore-case") throw new InvalidEventPattern(at, `only "equals-ignore-case" can follow here`);
    const lower = readText(text, at).toLowerCase();
    return operator === "prefix"
      ? (value) => typeof value === "string" && value.toLowerCase().startsWith(lower)
      : (value) => typeof value === "string" && value.toLowerCase().endsWith(lower);
  }
  const text = readText(argument, path);
  return operator === "prefix"
    ? (value) => typeof value === "string" && value.startsWith(text)
    : (value) => typeof value === "string" && value.endsWith(text);
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
  return (value) => typeof value === "string" && regex.test(value);
}

function anythingBut(argument: JsonValue, path: string): LeafTest {
  if (isObject(argument)) {
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
  const values = readList(argument, path);
  const kinds = new Set(values.map((value) => typeof value));
  if (kinds.size > 1 || !(kinds.has("string") || kinds.has("number"))) {
    throw new InvalidEventPattern(path, "must be text or numbers, and not a mixture");
  }
  const excluded: ReadonlySet<JsonValue> = new Set(values);
  return (value) => !excluded.has(value);
}

const COMPARISONS: ReadonlyMap<JsonValue, (value: number, bound: number) => boolean> = new Map([
  ["=", (value: number, bound: number) => value === bound],
  ["<", (value: number, bound: number) => value < bound],
  ["<=", (value: number, bound: number) => value <= bound],
  [">", (value: number, bound: number) => value > bound],
  [">=", (value: number, bound: number) => value >= bound],
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
  return (value) => {
    const digits = typeof value === "string" ? addressDigits(value) : undefined;
    return digits !== undefined && digits.length === low.length && digits >= low && digits <= high;
  };
}

const BITS_PER_DIGIT = 4;

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

function onlyEntry(object: JsonObject, path: string): [string, JsonValue] {
  const [entry, ...others] = Object.entries(object);
  if (entry === undefined || others.length > 0) {
    throw new InvalidEventPattern(path, "a match expression must have exactly one key");
  }
  return entry;
}

const isOnly = (object: JsonObject, key: string) => Object.hasOwn(object, key) && Object.keys(object).length === 1;

function readText(value: JsonValue, path: string): string {
  if (typeof value !== "string") throw new InvalidEventPattern(path, "must be a string");
  return value;
}

function readList(value: JsonValue, path: string): readonly JsonValue[] {
  if (!isArray(value)) return [value];
  if (value.length === 0) throw new InvalidEventPattern(path, "an empty list is not allowed");
  return value;
}

const isArray = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isLeaf = (value: JsonValue): value is JsonLeaf => typeof value !== "object" || value === null;
