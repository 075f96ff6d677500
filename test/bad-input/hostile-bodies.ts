import * as fc from "fast-check";
import { type EventInName, eventsIn } from "../../events/catalog.ts";
import { anEvent } from "../fixtures/bodies.ts";
import { hostileKeys, hostileValues, largeValues, mistakes } from "./catalogue.ts";

/** A place in a JSON value. */
type Place = readonly (string | number)[];

/** JSON whose values are written as they are given: what no encoder would write stands in it all the same. */
type Raw =
  | { readonly raw: string }
  | { readonly items: readonly Raw[] }
  | { readonly members: readonly (readonly [string, Raw])[] };

function toRaw(value: unknown): Raw {
  if (Array.isArray(value)) return { items: value.map(toRaw) };
  if (typeof value === "object" && value !== null) {
    return { members: Object.entries(value).map(([key, inside]) => [JSON.stringify(key), toRaw(inside)]) };
  }
  return { raw: JSON.stringify(value) ?? "" };
}

function write(value: Raw): string {
  if ("raw" in value) return value.raw;
  if ("members" in value) return `{${value.members.map(([key, inside]) => `${key}:${write(inside)}`).join(",")}}`;
  return `[${value.items.map(write).join(",")}]`;
}

function placesOf(value: Raw, here: Place = []): Place[] {
  if ("raw" in value) return [here];
  const inside = "members" in value ? value.members.map(([, one]) => one) : value.items;
  return [here, ...inside.flatMap((one, at) => placesOf(one, [...here, at]))];
}

/** The value with what stands at a place changed. */
function changeAt(value: Raw, [first, ...rest]: Place, change: (value: Raw) => Raw): Raw {
  if (first === undefined) return change(value);
  if ("raw" in value) return value;
  if ("members" in value) {
    return {
      members: value.members.map(([key, inside], at) => [key, at === first ? changeAt(inside, rest, change) : inside]),
    };
  }
  return { items: value.items.map((inside, at) => (at === first ? changeAt(inside, rest, change) : inside)) };
}

type Change = (value: Raw) => Raw;

/** The value with something else in every field of a name. */
function withField(value: Raw, field: string, raw: string): Raw {
  if ("raw" in value) return value;
  if ("items" in value) return { items: value.items.map((inside) => withField(inside, field, raw)) };
  return {
    members: value.members.map(([key, inside]) => [
      key,
      key === JSON.stringify(field) ? { raw } : withField(inside, field, raw),
    ]),
  };
}

const withEntry =
  (key: string, inside: Raw): Change =>
  (value) =>
    "members" in value ? { members: [...value.members, [key, inside]] } : value;

/** A change of one value. */
const changes: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom(...hostileValues).map(
      (raw): Change =>
        () => ({ raw }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.json({ maxDepth: 3 }).map(
      (raw): Change =>
        () => ({ raw }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.string({ unit: "binary", maxLength: 40 }).map(
      (one): Change =>
        () => ({ raw: JSON.stringify(one) }),
    ),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...hostileKeys), fc.constantFrom(...hostileValues))
      .map(([key, raw]): Change => withEntry(JSON.stringify(key), { raw })),
  },
  // The same key twice, the first of an object left out, and its entries the other way round.
  {
    weight: 2,
    arbitrary: fc.constant<Change>((value) =>
      "members" in value ? { members: [...value.members, ...value.members.slice(0, 1)] } : value,
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constant<Change>((value) => ("members" in value ? { members: value.members.slice(1) } : value)),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Change>((value) => ("members" in value ? { members: value.members.toReversed() } : value)),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 30 }).map((depth): Change => nest(depth)) },
  { weight: 1, arbitrary: fc.constant<Change>((value) => ({ items: [value, value] })) },
  // Another revision, or the same one with other words: what an honest producer's mistake looks like.
  {
    weight: 2,
    arbitrary: fc.constantFrom("1", "2", "3", "2147483647").map(
      (raw): Change =>
        () => ({ raw }),
    ),
  },
);

const nest =
  (depth: number): Change =>
  (value) =>
    Array.from({ length: depth }).reduce<Raw>((inside) => ({ items: [inside] }), value);

/** A change of the text as a whole. */
const textChanges: fc.Arbitrary<(body: string) => string> = fc.oneof(
  { weight: 20, arbitrary: fc.constant((body: string) => body) },
  {
    weight: 1,
    arbitrary: fc
      .double({ min: 0, max: 1, noNaN: true })
      .map((share) => (body: string) => body.slice(0, Math.floor(body.length * share))),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("\ufeff", " ", "\n", "]", "x", "\u0000", "{}")
      .map((more) => (body: string) => more + body),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom("\ufeff", " ", "\n", "}", "x", "\u0000", ",")
      .map((more) => (body: string) => body + more),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.string({ unit: "binary", minLength: 1, maxLength: 2 }))
      .map(([share, unit]) => (body: string) => {
        const at = Math.floor(body.length * share);
        return body.slice(0, at) + unit + body.slice(at + 1);
      }),
  },
);

/** The samples of all events that come in, so that an event is tried from the moment it is in the catalog. */
const samples = Object.keys(eventsIn).map((name) => toRaw(anEvent(name as EventInName)));

/** Bodies as nobody should send them, and now and then one as somebody should. */
export const hostileBodies: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...samples),
    // Mostly nothing else is wrong with a mistake: the first thing that is wrong hides the others.
    fc.oneof(
      { weight: 3, arbitrary: fc.array(fc.tuple(fc.nat({ max: 10_000 }), changes), { minLength: 0, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.constantFrom(...mistakes) },
    ),
    textChanges,
  )
  .map(([sample, all, changeText]) => {
    if (isMistake(all)) return changeText(write(withField(sample, ...all)));
    const changed = all.reduce((value, [place, change]) => {
      const places = placesOf(value);
      return changeAt(value, places[place % places.length] ?? [], change);
    }, sample);
    return changeText(write(changed));
  });

function isMistake(all: readonly unknown[]): all is readonly [field: string, value: string] {
  return typeof all[0] === "string";
}

/** Every large value at the first few places of every sample. */
export function largeBodies(): (() => string)[] {
  return samples.flatMap((sample) => {
    const places = placesOf(sample);
    return largeValues.map((make, at) => () => {
      const place = places[(at * 7) % places.length] ?? [];
      return write(changeAt(sample, place, () => ({ raw: make() })));
    });
  });
}
