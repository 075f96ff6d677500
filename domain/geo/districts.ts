import { allDistricts, DISTRICTS, type District, FORMER_DISTRICT_CODES } from "./catalogue.ts";
import { FORMER_NAMES } from "./data/former-codes.ts";
import { SIDO_ROWS } from "./data/sigungu.ts";

/** The district of a five-digit code. A former code gives the district that follows it; anything else undefined. */
export function districtByCode(code: string): District | undefined {
  return DISTRICTS.get(code) ?? DISTRICTS.get(FORMER_DISTRICT_CODES.get(code)?.code ?? "");
}

/** Whether a five-digit code is or was a district. */
export function isDistrictCode(code: string): boolean {
  return DISTRICTS.has(code) || FORMER_DISTRICT_CODES.has(code);
}

/** The code as valid today, so that two spellings of one place compare equal; undefined when it never was one. */
export function currentDistrictCode(code: string): string | undefined {
  return districtByCode(code)?.code;
}

/** An address beyond this is no address; the official longest ones are under 100 characters. */
const ADDRESS_CHARS_MAX = 300;

/** 시도 and name as today's register writes them. */
const EXACT_BP = 10_000;
/** A former name, which may have covered more or less ground than its successor. */
const FORMER_NAME_BP = 9_500;
/** The name runs on into the next word (`서울강남구테헤란로`). */
const RUN_ON_BP = 9_000;
/** The suffix is missing (`서울 강남`, `경기 성남 분당`). */
const STEM_BP = 8_500;
/** No 시도, but the name exists once in the country. */
const WITHOUT_SIDO_BP = 8_000;

interface NamedPlace {
  readonly code: string;
  readonly confidence: number;
  /** A stem may end in the middle of a street name (`강남대로`), so it counts only where a word ends. */
  readonly wholeWord: boolean;
}

const withoutSpaces = (text: string): string => text.replaceAll(" ", "");

/** `성남시 분당구` → `성남분당`, `강남구` → `강남`; undefined where too little would be left to mean a place. */
function stemOf(name: string): string | undefined {
  const words = name.split(" ").map((word) => word.slice(0, -1));
  return words.every((word) => word.length >= 2) ? words.join("") : undefined;
}

type PlaceNames = Map<string, NamedPlace>;

/** A name that two districts answer to answers for neither. */
const AMBIGUOUS: NamedPlace = { code: "", confidence: 0, wholeWord: true };

function putUnique(names: PlaceNames, name: string, place: NamedPlace): void {
  const known = names.get(name);
  if (known === undefined) names.set(name, place);
  else if (known.code !== place.code && known.confidence <= place.confidence) {
    names.set(name, known.confidence < place.confidence ? place : AMBIGUOUS);
  }
}

/** All ways to write the districts of one 시도 after its name, best way first where two collide. */
function namesWithin(sidoCode: string, sidoName: string): PlaceNames {
  const names: PlaceNames = new Map();
  for (const district of allDistricts) {
    if (district.sido !== sidoName) continue;
    const confidence = district.validUntil === undefined ? EXACT_BP : FORMER_NAME_BP;
    putUnique(names, withoutSpaces(district.ko), { code: district.code, confidence, wholeWord: false });
    const innerGu = district.ko.split(" ")[1];
    if (innerGu !== undefined && innerGu.length > 2) {
      putUnique(names, innerGu, { code: district.code, confidence: STEM_BP, wholeWord: true });
    }
    const stem = stemOf(district.ko);
    if (stem !== undefined) putUnique(names, stem, { code: district.code, confidence: STEM_BP, wholeWord: true });
  }
  for (const [sido, name, code] of FORMER_NAMES) {
    if (sido === sidoCode) putUnique(names, name, { code, confidence: FORMER_NAME_BP, wholeWord: false });
  }
  return names;
}

/** Names that mean one place in the whole country without a 시도 in front. */
function namesNationwide(): PlaceNames {
  const names: PlaceNames = new Map();
  for (const district of allDistricts) {
    const place = { code: district.code, confidence: WITHOUT_SIDO_BP, wholeWord: true };
    putUnique(names, withoutSpaces(district.ko), place);
    const innerGu = district.ko.split(" ")[1];
    if (innerGu !== undefined) putUnique(names, innerGu, place);
  }
  return names;
}

const SIDO_NAMES = SIDO_ROWS.flatMap((sido) => {
  const within = namesWithin(sido.code, sido.ko);
  return [sido.ko, ...sido.aliases].map((name) => ({ name, sidoCode: sido.code, within }));
}).sort((a, b) => b.name.length - a.name.length);

const NATIONWIDE = namesNationwide();

/** Longest name in the tables without its spaces: 창원시마산합포구. */
const NAME_CHARS_MAX = 8;

interface Letters {
  /** The address without spaces. */
  readonly text: string;
  /** endsWord[i] is 1 where a word ends before letter i. */
  readonly endsWord: Uint8Array;
}

function lettersOf(address: string): Letters {
  // A postcode or a bracket in front, as in `(03154) 서울…` or `[03154] 서울…`, says nothing about the district.
  const words = address
    .slice(0, ADDRESS_CHARS_MAX)
    .normalize("NFC")
    .replace(/^\s*[([]?\d{3,5}(?:-\d{3})?[)\]]?\s+/u, "")
    .split(/[\s,·()[\]]+/u)
    .filter((word) => word !== "" && word !== "대한민국");
  const text = words.join("");
  const endsWord = new Uint8Array(text.length + 1);
  let end = 0;
  for (const word of words) {
    end += word.length;
    endsWord[end] = 1;
  }
  return { text, endsWord };
}

function longestPlace(letters: Letters, start: number, names: PlaceNames): NamedPlace | undefined {
  for (let length = Math.min(NAME_CHARS_MAX, letters.text.length - start); length >= 2; length--) {
    const place = names.get(letters.text.slice(start, start + length));
    if (place === undefined || place === AMBIGUOUS) continue;
    const wordEnds = letters.endsWord[start + length] === 1;
    if (wordEnds) return place;
    if (!place.wholeWord) return { ...place, confidence: Math.min(place.confidence, RUN_ON_BP) };
  }
  return undefined;
}

/**
 * The district of a Korean address, with a confidence in basis points. A city with 일반구 and none of them given
 * resolves to the city; a name that exists in several 시도 (중구, 고성군) needs its 시도; a 시도 alone is no district
 * (but 세종, which has none below it). Former names of 시도 and 시군구 are understood. Undefined means not known,
 * never refused.
 */
export function districtOfAddress(address: string): { readonly code: string; readonly confidence: number } | undefined {
  const letters = lettersOf(address);
  for (const sido of SIDO_NAMES) {
    if (!letters.text.startsWith(sido.name)) continue;
    const place = longestPlace(letters, sido.name.length, sido.within);
    if (place !== undefined) return { code: place.code, confidence: place.confidence };
    if (sido.sidoCode === "36" && letters.endsWord[sido.name.length] === 1) {
      return { code: "36110", confidence: EXACT_BP };
    }
  }
  const place = longestPlace(letters, 0, NATIONWIDE);
  return place === undefined ? undefined : { code: place.code, confidence: place.confidence };
}

/** Walking to the stop and from it, and one wait: about five minutes each. */
const DOOR_TO_DOOR_BASE_MINUTES = 15;
/**
 * Seoul's subway makes some 33 km/h with stops, that is 1.8 minutes per km of track; track is about a third longer
 * than the straight line, and a ride this short has one change on average: 3 minutes per km as the crow flies.
 */
const NEAR_MINUTES_PER_KM = 3;
const NEAR_METRES = 15_000;
/** Farther out the same trains run with longer gaps and fewer changes per km; express buses join in. */
const FAR_MINUTES_PER_KM = 2;
/** Within one gu it is a short bus ride; a whole city or county is several times as large. */
const SAME_GU_MINUTES = 20;
const SAME_CITY_MINUTES = 30;

/** At 37.5° north a thousandth of a degree is 111 m of latitude and 88 m of longitude. */
const METRES_PER_LAT_MILLIDEGREE = 111;
const METRES_PER_LON_MILLIDEGREE = 88;

function minutesOver(metres: number): number {
  const near = Math.min(metres, NEAR_METRES);
  const milliMinutes = near * NEAR_MINUTES_PER_KM + (metres - near) * FAR_MINUTES_PER_KM;
  return DOOR_TO_DOOR_BASE_MINUTES + Math.floor((milliMinutes + 500) / 1_000);
}

const REACHABLE = allDistricts.filter((district) => district.centre !== undefined);
const REACHABLE_INDEX: ReadonlyMap<string, number> = new Map(
  REACHABLE.map((district, index) => [district.code, index]),
);

function minutesWithin(code: string): number {
  const isGu = code.startsWith("11") || (DISTRICTS.get(code)?.ko.includes(" ") ?? false);
  return isGu ? SAME_GU_MINUTES : SAME_CITY_MINUTES;
}

function buildMinutes(): Uint16Array {
  const minutes = new Uint16Array(REACHABLE.length * REACHABLE.length);
  REACHABLE.forEach((from, row) => {
    REACHABLE.forEach((to, column) => {
      if (from.centre === undefined || to.centre === undefined) return;
      const north = (from.centre.latMillidegrees - to.centre.latMillidegrees) * METRES_PER_LAT_MILLIDEGREE;
      const east = (from.centre.lonMillidegrees - to.centre.lonMillidegrees) * METRES_PER_LON_MILLIDEGREE;
      // The square root of an integer is correctly rounded by IEEE 754, so its floor is the same on every machine.
      const metres = Math.floor(Math.sqrt(north * north + east * east));
      minutes[row * REACHABLE.length + column] = row === column ? minutesWithin(from.code) : minutesOver(metres);
    });
  });
  return minutes;
}

const MINUTES = buildMinutes();

/**
 * Estimated door-to-door minutes by public transport between two districts: 15 minutes, 3 per km for the first 15 km
 * between their centres, 2 per km beyond; 20 within one gu, 30 within one city or county. Symmetric. Known for Seoul,
 * 경기 and 인천; elsewhere only within one district, and undefined otherwise, which means unknown and not unreachable.
 */
export function commuteMinutes(from: string, to: string): number | undefined {
  const row = REACHABLE_INDEX.get(from) ?? REACHABLE_INDEX.get(currentDistrictCode(from) ?? "");
  const column = REACHABLE_INDEX.get(to) ?? REACHABLE_INDEX.get(currentDistrictCode(to) ?? "");
  if (row !== undefined && column !== undefined) return MINUTES[row * REACHABLE.length + column];
  const current = currentDistrictCode(from);
  return current !== undefined && current === currentDistrictCode(to) ? minutesWithin(current) : undefined;
}
