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
import { InvalidEventPattern, type LeafTest, readLeafTest } from "./event-pattern-operators.ts";
import { isArray, isLeaf, isObject, type JsonLeaf, type JsonObject, type JsonValue } from "./json.ts";

export type EventPattern = JsonObject;

type FieldTest = { tests: readonly LeafTest[]; mayBeAbsent: boolean };
/** By dotted path. */
type Alternative = ReadonlyMap<string, FieldTest>;
/** `slot` is the path's place in what an event walk collects. */
type PathTest = FieldTest & { slot: number };

/** The array elements a leaf lies in, innermost first. Arrays are told apart by identity. */
type Membership = { array: readonly JsonValue[]; index: number; outer: Membership } | undefined;
type Leaf = { value: JsonLeaf; within: Membership };
type PathNode = { slot: number; children: Map<string, PathNode> };

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
      .map(([path, test]): PathTest => ({ slot: slotOf(path, root, slots), ...test })),
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
    const test = readField(value, path);
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

function readField(value: JsonValue, path: string): FieldTest {
  if (!isArray(value)) throw new InvalidEventPattern(path, "a field must hold an object or an array of values");
  if (value.length === 0) throw new InvalidEventPattern(path, "an empty array is not allowed");
  const tests: LeafTest[] = [];
  let mayBeAbsent = false;
  for (const [i, item] of value.entries()) {
    if (isObject(item) && isOnly(item, "exists") && item["exists"] === false) mayBeAbsent = true;
    else tests.push(readLeafTest(item, `${path}[${i}]`));
  }
  return { tests, mayBeAbsent };
}

const isOnly = (object: JsonObject, key: string) => Object.hasOwn(object, key) && Object.keys(object).length === 1;
