import { OCCUPATION_CODE } from "../../domain/taxonomy/occupation-codes.ts";
import type { NameOf, Names } from "./names.ts";

/**
 * Words joined by hyphens are meant for a code of the taxonomy, `coffee-brewing`: one that isn't known is a slip, and refused like any
 * unknown code. Whatever else is no code is a name, and a name is never refused.
 */
const HYPHENATED = /^[a-z0-9]+(?:-[a-z0-9]+)+$/u;

/** The code of what a cell names, or the code that it holds; undefined when none can be told. */
export function codeOfName(of: NameOf, text: string, names: Names): string | undefined {
  if (of === "occupation") return OCCUPATION_CODE.test(text) ? text : names.occupation(text);
  return names[of](text) ?? (HYPHENATED.test(text) ? text : undefined);
}

/** A name that no code can be told for, and that has no place in a profile. */
export interface UnknownName {
  readonly of: NameOf;
  readonly text: string;
}

interface Coded {
  readonly code: string;
  readonly isNamed: boolean;
  readonly own: string | number;
}

export interface CodedNames {
  readonly coded: readonly Coded[];
  readonly unknownNames: readonly UnknownName[];
}

/** Whether two entries are one competency under two names; a code that is listed twice is left for the service to refuse. */
const isSameByName = (of: NameOf, a: Coded, b: Coded): boolean =>
  of === "competency" && a.code === b.code && (a.isNamed || b.isNamed);

/** What a cell lists, by codes. Of two names for one competency the higher level stands. */
export function codesOfNames(
  entries: readonly (readonly [name: string, own: string | number])[],
  of: NameOf,
  names: Names,
): CodedNames {
  const coded: Coded[] = [];
  const unknownNames: UnknownName[] = [];
  for (const [name, own] of entries) {
    const code = codeOfName(of, name, names);
    if (code === undefined) {
      unknownNames.push({ of, text: name });
      continue;
    }
    const one: Coded = { code, isNamed: code !== name, own };
    const place = coded.findIndex((other) => isSameByName(of, one, other));
    const before = coded[place];
    if (before === undefined) coded.push(one);
    else if (own > before.own) coded[place] = one;
  }
  return { coded, unknownNames };
}

export interface NamedLevel {
  readonly name: string;
  readonly level: string | number;
}

/** Longest name that a requirement keeps. */
const NAME_CHARS_MAX = 100;

/** Competencies as requirements. A name that no code can be told for stays a name: nothing is known of it, and nobody is turned down for it. */
export function requirementsByName(pairs: readonly NamedLevel[], importance: string, names: Names): object[] {
  return pairs.map(({ name, level }) => {
    const competency = codeOfName("competency", name, names);
    return competency === undefined
      ? { on: "named-competency", importance, name: name.slice(0, NAME_CHARS_MAX), level }
      : { on: "competency", importance, competency, level };
  });
}
