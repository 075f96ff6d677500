/** JSON as the bus sees it: values that were parsed, and text that is yet to be. */

export type JsonLeaf = string | number | boolean | null;
export type JsonValue = JsonLeaf | readonly JsonValue[] | JsonObject;
export type JsonObject = { readonly [key: string]: JsonValue };

export const isArray = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
export const isLeaf = (value: JsonValue): value is JsonLeaf => typeof value !== "object" || value === null;
export const isObject = (value: JsonValue): value is JsonObject => !isLeaf(value) && !isArray(value);

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The local queues refuse characters beyond the basic plane (emoji, rare Hanja), which the service takes. In JSON they
 * can only stand inside strings, so writing them as escapes changes nothing for the reader. Other text is left alone.
 */
export function escapeBeyondBmp(text: string): string {
  if (!/[\u{10000}-\u{10FFFF}]/u.test(text) || !isJson(text)) return text;
  const toEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16)}`;
  return text.replace(/[\u{10000}-\u{10FFFF}]/gu, (character) => character.replace(/[\uD800-\uDFFF]/g, toEscape));
}
