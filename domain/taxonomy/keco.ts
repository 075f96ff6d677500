import { KECO_MAJOR_GROUPS, KECO_MIDDLE_GROUPS, KECO_MINOR_CODES } from "./data/keco-groups.ts";

const MINOR_CODES: ReadonlySet<string> = new Set(KECO_MINOR_CODES.split(" "));

/**
 * Whether a code of one to four digits can be one of KECO 2025. One to three digits are looked up; four digits are
 * taken when their first three are, since not every four-digit occupation is described in the taxonomy.
 */
export function isKecoCode(code: string): boolean {
  if (!/^\d{1,4}$/u.test(code)) return false;
  if (code.length === 1) return Object.hasOwn(KECO_MAJOR_GROUPS, code);
  if (code.length === 2) return Object.hasOwn(KECO_MIDDLE_GROUPS, code);
  return MINOR_CODES.has(code.slice(0, 3));
}

/** Names of the one- and two-digit groups a code lies in; undefined when it is no KECO code. */
export function kecoGroupsOf(
  code: string,
): { readonly major: string; readonly middle: string | undefined } | undefined {
  if (!isKecoCode(code)) return undefined;
  const major = KECO_MAJOR_GROUPS[code.slice(0, 1)];
  if (major === undefined) return undefined;
  return { major, middle: code.length === 1 ? undefined : KECO_MIDDLE_GROUPS[code.slice(0, 2)] };
}

/** How many leading digits two codes share, 0 to 4: the depth of their nearest common group. */
export function commonKecoDigits(a: string, b: string): number {
  let digits = 0;
  while (digits < 4 && digits < a.length && digits < b.length && a.charCodeAt(digits) === b.charCodeAt(digits))
    digits++;
  return digits;
}
