import { CAPITAL_REGION_CENTRES } from "./data/centroids.ts";
import { FORMER_CODES } from "./data/former-codes.ts";
import { HAN_CROSSINGS, LAND_BORDERS, SEOUL_GU } from "./data/seoul.ts";
import { SIDO_ROWS, SPLIT_DISTRICTS } from "./data/sigungu.ts";

/** A point in thousandths of a degree, so that nothing here is a float. */
export interface Centre {
  readonly latMillidegrees: number;
  readonly lonMillidegrees: number;
}

export interface District {
  /** Five digits, as valid today (or, for a district that was split, as last valid). */
  readonly code: string;
  /** Name below the 시도, e.g. `종로구` or `성남시 분당구`. */
  readonly ko: string;
  /** The 시도 it lies in, as named today. */
  readonly sido: string;
  /** English name with its 시도; the gu of Seoul have their own, the rest is known by the 시도 alone. */
  readonly en: string | undefined;
  readonly centre: Centre | undefined;
  /** Districts with a common land border. Known for Seoul and, seen from the other side, for the towns next to it. */
  readonly neighbours: readonly string[];
  /** Districts on the other bank of the Han that a bridge leads to. */
  readonly acrossRiver: readonly string[];
  /** Last day (ISO date) of a district that was split and has no single successor; undefined for today's. */
  readonly validUntil: string | undefined;
}

const EMPTY: readonly string[] = [];

/** Turns pairs written once into lists both ways, so that the relation is symmetric by construction. */
function bothWays(pairs: Readonly<Record<string, string>>): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, string[]>();
  const add = (from: string, to: string): void => {
    const list = lists.get(from);
    if (list === undefined) lists.set(from, [to]);
    else list.push(to);
  };
  for (const [one, others] of Object.entries(pairs)) {
    for (const other of others.split(" ")) {
      add(one, other);
      add(other, one);
    }
  }
  for (const list of lists.values()) list.sort();
  return lists;
}

function buildDistricts(): ReadonlyMap<string, District> {
  const land = bothWays(LAND_BORDERS);
  const river = bothWays(HAN_CROSSINGS);
  const english = new Map(SEOUL_GU.map(([code, en]) => [code, en]));
  const centres = new Map<string, Centre>();
  for (const [code, , lat, lon] of SEOUL_GU) centres.set(code, { latMillidegrees: lat, lonMillidegrees: lon });
  for (const [code, lat, lon] of CAPITAL_REGION_CENTRES) {
    centres.set(code, { latMillidegrees: lat, lonMillidegrees: lon });
  }
  const districts = new Map<string, District>();
  const put = (code: string, ko: string, sido: string, validUntil: string | undefined): void => {
    districts.set(code, {
      code,
      ko,
      sido,
      en: english.get(code),
      centre: centres.get(code),
      neighbours: land.get(code) ?? EMPTY,
      acrossRiver: river.get(code) ?? EMPTY,
      validUntil,
    });
  };
  for (const sido of SIDO_ROWS) {
    for (const row of sido.districts.split(",")) put(row.slice(0, 5), row.slice(6), sido.ko, undefined);
    for (const split of SPLIT_DISTRICTS) {
      if (split.sido === sido.code) put(split.code, split.ko, sido.ko, split.validUntil);
    }
  }
  return districts;
}

/** Every district by its code, today's and the split ones. */
export const DISTRICTS = buildDistricts();

/** Former code → the code that follows it and the last day (ISO date) the former one was valid. */
export const FORMER_DISTRICT_CODES: ReadonlyMap<string, { readonly code: string; readonly validUntil: string }> =
  new Map(
    FORMER_CODES.flatMap(({ validUntil, pairs }) =>
      pairs.split(",").map((pair) => [pair.slice(0, 5), { code: pair.slice(6), validUntil }] as const),
    ),
  );

/** All districts, today's and the split ones, in ascending order of 시도 as listed. */
export const allDistricts: readonly District[] = [...DISTRICTS.values()];

/** The 25 gu of Seoul in the order of their codes. */
export const seoulGu: readonly District[] = allDistricts.filter((district) => district.code.startsWith("11"));
