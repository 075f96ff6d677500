import { pointer, type Refusal, refusal } from "../domain/refusal.ts";

/** Deepest nesting of an event; the catalogue's events need nine levels. */
const DEPTH_MAX = 16;

/** Names that reach a prototype when an object is merged carelessly. No event has such a field. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Everything below U+0020 but tab, line feed and carriage return, and the C1 controls, U+FFFE and U+FFFF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what this is for.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/;

/** A string that reads as it is written, as nearly all do: nothing in it is escaped, and nothing but printable ASCII. */
const PLAIN = /^"[ !#-[\]-~]*"$/;

/** UTF-8 bytes that a unit of UTF-16 takes at most. */
const UNIT_BYTES_MAX = 3;

export type ParsedJson =
  | { readonly kind: "parsed"; readonly value: unknown }
  | { readonly kind: "refused"; readonly refusal: Refusal };

function refused(code: Refusal["code"], path: string, message: string): ParsedJson {
  return { kind: "refused", refusal: refusal(code, path, message) };
}

/**
 * Parses JSON more strictly than `JSON.parse`: at most `bytesMax` UTF-8 bytes and 16 levels, no key twice in an object, no key that names a
 * prototype, no control character, no lone surrogate and nothing but NFC in any text, so that equal texts are equal everywhere. Runs in time proportional to the text.
 */
export function parseStrictJson(text: string, bytesMax: number): ParsedJson {
  const mayBeTooLarge = text.length * UNIT_BYTES_MAX > bytesMax;
  if (text.length > bytesMax || (mayBeTooLarge && new TextEncoder().encode(text).length > bytesMax)) {
    return refused("TOO_LARGE", "", `is larger than ${bytesMax} bytes`);
  }
  const fault = findFault(text);
  if (fault !== undefined) return { kind: "refused", refusal: fault };
  try {
    return { kind: "parsed", value: JSON.parse(text) };
  } catch {
    return refused("NOT_JSON", "", "is not JSON");
  }
}

/** An object or array that is open at some place of the text; `key` is the key or index now being read. */
interface Container {
  readonly keys: Set<string> | undefined;
  key: string | number;
}

/**
 * Finds what `JSON.parse` would let pass. Text that isn't JSON may pass here and is left to `JSON.parse`; the brackets are only counted, so
 * nothing is ever nested deeper in the parser than here.
 */
function findFault(text: string): Refusal | undefined {
  const open: Container[] = [];
  const here = () => pointer(open.map(({ key }) => key));
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "{" || character === "[") {
      open.push(character === "{" ? { keys: new Set(), key: "" } : { keys: undefined, key: 0 });
      if (open.length > DEPTH_MAX) return refusal("TOO_DEEP", here(), `is nested deeper than ${DEPTH_MAX} levels`);
    } else if (character === "}" || character === "]") {
      open.pop();
    } else if (character === ",") {
      const inside = open.at(-1);
      if (inside !== undefined && typeof inside.key === "number") inside.key++;
    } else if (character === '"') {
      const end = endOfString(text, at);
      if (end === undefined) return undefined;
      const fault = findFaultInString(text.slice(at, end + 1), isKey(text, end), open, here);
      if (fault !== undefined) return fault;
      at = end;
    }
  }
  return undefined;
}

function endOfString(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return undefined;
}

/** A string is a key when a colon follows it. */
function isKey(text: string, end: number): boolean {
  let at = end + 1;
  while (at < text.length && /\s/.test(text[at] ?? "")) at++;
  return text[at] === ":";
}

function findFaultInString(
  literal: string,
  asKey: boolean,
  open: readonly Container[],
  here: () => string,
): Refusal | undefined {
  const isPlain = PLAIN.test(literal);
  let value = literal.slice(1, -1);
  try {
    if (!isPlain) value = JSON.parse(literal);
  } catch {
    return undefined;
  }
  const inside = open.at(-1);
  if (asKey && inside?.keys !== undefined) {
    inside.key = value;
    if (FORBIDDEN_KEYS.has(value)) return refusal("FORBIDDEN_KEY", here(), "is a key that names a prototype");
    if (inside.keys.has(value)) return refusal("DUPLICATE_KEY", here(), "stands twice in the same object");
    inside.keys.add(value);
  }
  if (isPlain) return undefined;
  if (!value.isWellFormed()) return refusal("TEXT_NOT_WELL_FORMED", here(), "has half of a surrogate pair");
  if (value.normalize("NFC") !== value) {
    return refusal("TEXT_NOT_NORMALISED", here(), "is not in Unicode normalisation form C");
  }
  if (CONTROL.test(value)) return refusal("TEXT_CONTROL_CHARACTER", here(), "has a control character");
  return undefined;
}
