/**
 * JSON with the keys of every object in code-unit order (those that are whole numbers first, by size, as everywhere in JavaScript) and
 * nothing undefined: equal values give equal text, and so equal bytes. Takes plain data only (what `JSON.parse` could give).
 *
 * The text is put together here: `JSON.stringify` with a function that sorts takes twice as long, and evidence is written by the hundred.
 */
export function canonicalJson(value: unknown): string {
  return textOf(value) ?? "null";
}

/** Undefined for what has no text. */
function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "number":
      return Number.isFinite(value) ? String(value) : "null";
    case "boolean":
      return value ? "true" : "false";
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? listText(value) : objectText(value as Readonly<Record<string, unknown>>);
    default:
      // Plain data has nothing else that has a text; a bigint is refused as `JSON.stringify` refuses it.
      return JSON.stringify(value);
  }
}

function listText(values: readonly unknown[]): string {
  let text = "[";
  for (let index = 0; index < values.length; index++) {
    if (index > 0) text += ",";
    text += textOf(values[index]) ?? "null";
  }
  return `${text}]`;
}

function objectText(fields: Readonly<Record<string, unknown>>): string {
  let text = "{";
  for (const key of sortedKeys(fields)) {
    const field = textOf(fields[key]);
    if (field === undefined) continue;
    if (text.length > 1) text += ",";
    text += `${quoted(key)}:${field}`;
  }
  return `${text}}`;
}

/** Up to so many keys are put in order one by one: they are few as a rule, and stand nearly in order. */
const FEW_KEYS = 24;

function sortedKeys(fields: object): readonly string[] {
  const keys = Object.keys(fields);
  if (keys.length > FEW_KEYS) keys.sort();
  let haveIndex = false;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as string;
    haveIndex ||= isIndex(key);
    let place = index;
    for (; place > 0 && (keys[place - 1] as string) > key; place--) keys[place] = keys[place - 1] as string;
    keys[place] = key;
  }
  // Objects list whole numbers by size before everything else.
  return haveIndex ? Object.keys(Object.fromEntries(keys.map((key) => [key, true]))) : keys;
}

const DIGIT_0 = 48;
const DIGIT_9 = 57;

function isIndex(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= DIGIT_0 && first <= DIGIT_9;
}

/** Longer strings, and any with a character that may be escaped, are left to `JSON.stringify`. */
const PLAIN_LENGTH_MAX = 64;
const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;
const SURROGATES = 0xd800;

function quoted(text: string): string {
  if (text.length > PLAIN_LENGTH_MAX) return JSON.stringify(text);
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < SPACE || unit === QUOTE || unit === BACKSLASH || unit >= SURROGATES) return JSON.stringify(text);
  }
  return `"${text}"`;
}
