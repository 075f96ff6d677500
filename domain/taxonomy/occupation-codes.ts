import { isKecoCode } from "./keco.ts";
import type { Occupation, TaxonomyParts } from "./taxonomy.ts";

/**
 * An occupation's code: up to eight digits that name its group with every digit they are read further (KECO, KSCO, ISCO, SOC without its
 * marks), and a mark of its own where a standard has several occupations in its narrowest group.
 */
export const OCCUPATION_CODE = /^\d{1,8}(?:-[0-9a-f]{8})?$/u;

/** The digits of a code, without the mark. */
const digitsOf = (code: string): string => code.split("-", 1)[0] ?? "";

/** The codes that one described occupation makes known: its own, and every group it lies in. */
function groupsOf({ code }: Occupation): readonly string[] {
  const digits = digitsOf(code);
  return [code, ...Array.from(digits, (_, i) => digits.slice(0, i + 1))];
}

/**
 * Whether a code is one of an occupation or a group of them. KECO is known as a whole; of any other standard, what the taxonomy describes.
 */
export function occupationCodesOf({ occupations, occupationCodes = "keco" }: TaxonomyParts): (code: string) => boolean {
  if (occupationCodes === "keco") return isKecoCode;
  let known: ReadonlySet<string> | undefined;
  return (code) => {
    known ??= new Set(occupations.flatMap(groupsOf));
    return known.has(code);
  };
}
