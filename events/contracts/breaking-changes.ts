/** A JSON Schema, or a part of one, as far as our own schemas use it. */
export type SchemaPart = Readonly<Record<string, unknown>>;

/** Who must be spared: producers of what comes in, or consumers of what goes out. */
export type Direction = "in" | "out";

/** A place where somebody who goes by the released schema would be let down. */
export interface BreakingChange {
  /** JSON Pointer into the detail, with `*` for the items of a list. */
  readonly path: string;
  readonly change: string;
}

/**
 * What breaks between a released schema of an event and the present one. What comes in must be taken as long as it is valid under the
 * released schema. What goes out must stay valid under it, but for fields and, in lists marked as growing, values that are new: consumers leave alone what they don't know.
 *
 * The schemas are compared part by part, not by their text: whatever can't be shown to be harmless counts as breaking. Rules that JSON Schema can't say
 * (one date before another, a known code) aren't seen here; the released samples are there for them.
 */
export function findBreakingChanges(
  released: SchemaPart,
  present: SchemaPart,
  direction: Direction,
): readonly BreakingChange[] {
  return direction === "in"
    ? notTaken({ wide: present, narrow: released, path: "", takesUnknown: false })
    : notTaken({ wide: released, narrow: present, path: "", takesUnknown: true });
}

/** Whether `wide` takes whatever `narrow` allows. */
interface Comparison {
  readonly wide: SchemaPart;
  readonly narrow: SchemaPart;
  readonly path: string;
  /** Fields that `wide` doesn't know are left alone. */
  readonly takesUnknown: boolean;
}

function notTaken(comparison: Comparison): readonly BreakingChange[] {
  const { wide, narrow } = comparison;
  const wideOptions = optionsOf(wide);
  const narrowOptions = optionsOf(narrow);
  if (wideOptions === undefined && narrowOptions === undefined) return notTakenHere(comparison);
  return (narrowOptions ?? [narrow]).flatMap((option) => {
    const tries = (wideOptions ?? [wide]).map((taker) => notTaken({ ...comparison, wide: taker, narrow: option }));
    // The option that comes nearest says best what is wrong.
    return tries.reduce((best, one) => (one.length < best.length ? one : best));
  });
}

function notTakenHere(comparison: Comparison): readonly BreakingChange[] {
  const { wide, narrow, path } = comparison;
  const changes = [...typeChanges(wide, narrow), ...valueChanges(comparison), ...limitChanges(wide, narrow)];
  const here = changes.map((change) => ({ path, change }));
  if (here.length > 0) return here;
  return [...fieldChanges(comparison), ...itemChanges(comparison)];
}

function typeChanges({ type: wide }: SchemaPart, { type: narrow }: SchemaPart): string[] {
  const isTaken = wide === undefined || wide === narrow || (wide === "number" && narrow === "integer");
  return isTaken ? [] : [`is ${String(narrow)} on one side and ${String(wide)} on the other`];
}

/** Lists of values, patterns and formats: a list may grow on the side that takes; a pattern must stay what it is. */
function valueChanges({ wide, narrow, takesUnknown }: Comparison): string[] {
  const changes: string[] = [];
  const [taken, given] = [valuesOf(wide), valuesOf(narrow)];
  if (taken !== undefined) {
    if (given === undefined) changes.push("is a closed list on the side that takes it only");
    const copes = takesUnknown && wide["x-grows"] === true;
    for (const value of given ?? []) if (!copes && !taken.includes(value)) changes.push(`${value} is not taken`);
  }
  for (const keyword of ["pattern", "format"]) {
    const isSame = wide[keyword] === undefined || wide[keyword] === narrow[keyword];
    // A closed list can be shown to match nothing but itself, so a pattern beside it adds nothing.
    if (!isSame && given === undefined) changes.push(`has another ${keyword}`);
  }
  return changes;
}

const LEAST = ["minimum", "minLength", "minItems"];
const MOST = ["maximum", "maxLength", "maxItems"];

function limitChanges(wide: SchemaPart, narrow: SchemaPart): string[] {
  if (valuesOf(narrow) !== undefined) return [];
  const tighter = (keyword: string, isTighter: (taken: number, given: number) => boolean): string[] => {
    const [taken, given] = [wide[keyword], narrow[keyword]];
    if (typeof taken !== "number") return [];
    return typeof given === "number" && !isTighter(taken, given) ? [] : [`has a ${keyword} that is tighter`];
  };
  return [
    ...LEAST.flatMap((keyword) => tighter(keyword, (taken, given) => taken > given)),
    ...MOST.flatMap((keyword) => tighter(keyword, (taken, given) => taken < given)),
  ];
}

function fieldChanges({ wide, narrow, path, takesUnknown }: Comparison): BreakingChange[] {
  const changes: BreakingChange[] = [];
  const [taken, given] = [partsOf(wide["properties"]), partsOf(narrow["properties"])];
  const always = namesOf(narrow["required"]);
  for (const name of namesOf(wide["required"])) {
    if (!always.includes(name)) changes.push({ path: `${path}/${name}`, change: "may be missing" });
  }
  for (const [name, part] of Object.entries(given)) {
    const taker = taken[name];
    if (taker !== undefined) {
      changes.push(...notTaken({ wide: taker, narrow: part, path: `${path}/${name}`, takesUnknown }));
    } else if (!takesUnknown && wide["additionalProperties"] === false) {
      changes.push({ path: `${path}/${name}`, change: "is not taken any more" });
    }
  }
  return changes;
}

function itemChanges({ wide, narrow, path, takesUnknown }: Comparison): readonly BreakingChange[] {
  const [taken, given] = [wide["items"], narrow["items"]];
  if (!isPart(taken)) return [];
  return notTaken({ wide: taken, narrow: isPart(given) ? given : {}, path: `${path}/*`, takesUnknown });
}

function optionsOf({ anyOf, oneOf }: SchemaPart): readonly SchemaPart[] | undefined {
  const options = anyOf ?? oneOf;
  return Array.isArray(options) ? options.filter(isPart) : undefined;
}

function valuesOf({ enum: values }: SchemaPart): readonly unknown[] | undefined {
  return Array.isArray(values) ? values : undefined;
}

function namesOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
}

function partsOf(value: unknown): Readonly<Record<string, SchemaPart>> {
  if (!isPart(value)) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, SchemaPart] => isPart(entry[1])));
}

function isPart(value: unknown): value is SchemaPart {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
