import { allDistricts } from "../../domain/geo/catalogue.ts";
import { commuteMinutes } from "../../domain/geo/districts.ts";
import type { Occupation, Taxonomy } from "../../domain/taxonomy/taxonomy.ts";
import { Draws, shuffled, Weighted, zipf } from "./draws.ts";

/** Of a hundred people, how many live in Seoul, in the rest of the capital region, and elsewhere. */
const PERCENT_BY_REGION = { seoul: 40, capital: 30, rest: 30 } as const;

/** Flattens the head of occupations: the most common one is that of one in a hundred. */
const LINE_SHIFT = 60;

/** Flattens the head of a pool: two people of one occupation have different competencies of it. */
const POOL_SHIFT = 10;

/** As far as people look for work from home. */
const NEAR_MINUTES = 40;

/** Most competencies in an occupation's pool: a person has up to 25. */
const POOL_MAX = 40;

/** What belongs to an occupation: the likeliest first. */
interface Line {
  readonly code: string;
  /** Numbers of its own competencies, essential ones first, then those of its relatives by KECO code. */
  readonly pool: readonly number[];
  readonly weights: Weighted;
  /** Numbers of certificates that attest one of its competencies. */
  readonly certificates: readonly number[];
  /** Codes of occupations of the same two digits. */
  readonly relatives: readonly string[];
}

/** What people and openings are drawn from. Everything about it follows from the seed and the taxonomy's names and codes. */
export interface World {
  readonly taxonomy: Taxonomy;
  readonly lines: readonly Line[];
  readonly lineWeights: Weighted;
  /** Competency numbers by how common they are, and Zipf's law over them. */
  readonly competencies: readonly number[];
  readonly competencyWeights: Weighted;
  readonly certificates: readonly number[];
  readonly certificateWeights: Weighted;
  readonly districts: readonly string[];
  readonly districtWeights: Weighted;
  /** Districts within `NEAR_MINUTES`; beyond the capital region, those of the same 시도. */
  readonly near: ReadonlyMap<string, readonly string[]>;
}

function poolOf(occupation: Occupation, taxonomy: Taxonomy): number[] {
  const related = (digits: number) =>
    taxonomy.occupations.filter(
      ({ code }) => code !== occupation.code && code.slice(0, digits) === occupation.code.slice(0, digits),
    );
  const essentialFirst = occupation.competencies.toSorted(
    ([, , a], [, , b]) => Number(b === "essential") - Number(a === "essential"),
  );
  const listed = [essentialFirst, ...[3, 2].flatMap((digits) => related(digits).map((other) => other.competencies))];
  const numbers = listed.flatMap((list) => list.flatMap(([code]) => taxonomy.competencyByCode(code)?.number ?? []));
  return [...new Set(numbers)].slice(0, POOL_MAX);
}

function lineOf(occupation: Occupation, taxonomy: Taxonomy): Line {
  const own = new Set(occupation.competencies.map(([code]) => code));
  const pool = poolOf(occupation, taxonomy);
  const relatives = taxonomy.occupations
    .map(({ code }) => code)
    .filter((code) => code !== occupation.code && code.slice(0, 2) === occupation.code.slice(0, 2));
  return {
    code: occupation.code,
    pool,
    weights: zipf(pool.length, POOL_SHIFT),
    certificates: taxonomy.certificates
      .filter(({ attests }) => attests.some(([code]) => own.has(code)))
      .map(({ number }) => number),
    relatives,
  };
}

function nearOf(code: string, sido: string): string[] {
  const near = allDistricts.filter((other) => {
    if (other.code === code || other.validUntil !== undefined) return false;
    const minutes = commuteMinutes(code, other.code);
    return minutes === undefined ? other.sido === sido : minutes <= NEAR_MINUTES;
  });
  return near.map((other) => other.code);
}

/** Sorts of sequence, so that none repeats another. */
const WORLD_SORT = 1;

export function createWorld(seed: number, taxonomy: Taxonomy): World {
  const draws = new Draws().restart(seed, WORLD_SORT, 0);
  const lines = shuffled(taxonomy.occupations, draws).map((occupation) => lineOf(occupation, taxonomy));
  const competencies = shuffled(taxonomy.competencies, draws).map(({ number }) => number);
  const certificates = shuffled(taxonomy.certificates, draws).map(({ number }) => number);
  const districts = allDistricts.filter(({ validUntil }) => validUntil === undefined);
  const regions = districts.map(({ code, centre }) => {
    if (code.startsWith("11")) return "seoul";
    return centre === undefined ? "rest" : "capital";
  });
  const sizes = new Map<string, number>();
  for (const region of regions) sizes.set(region, (sizes.get(region) ?? 0) + 1);
  return {
    taxonomy,
    lines,
    lineWeights: zipf(lines.length, LINE_SHIFT),
    competencies,
    competencyWeights: zipf(competencies.length),
    certificates,
    certificateWeights: zipf(certificates.length),
    districts: districts.map(({ code }) => code),
    // Within a region, districts are between half and one and a half times the mean.
    districtWeights: new Weighted(
      regions.map((region) => (PERCENT_BY_REGION[region] * (50 + draws.below(101))) / (100 * (sizes.get(region) ?? 1))),
    ),
    near: new Map(districts.map(({ code, sido }) => [code, nearOf(code, sido)])),
  };
}

/** An occupation by its commonness: an index into the lines. */
export function drawLine({ lines, lineWeights }: World, draws: Draws): Line {
  return lines[lineWeights.draw(draws)] ?? draws.of(lines);
}

export function drawDistrict({ districts, districtWeights }: World, draws: Draws): string {
  return districts[districtWeights.draw(draws)] ?? draws.of(districts);
}

/** Different competencies: in so many of a hundred cases from the line's pool, else any by its commonness. */
export function drawCompetencies(
  world: World,
  line: Line,
  count: number,
  ofLinePercent: number,
  draws: Draws,
): number[] {
  const drawn = new Set<number>();
  // A pool that is used up is left after so many tries, and the count may fall short.
  for (let tries = 0; drawn.size < count && tries < count * 8; tries++) {
    const number = draws.percent(ofLinePercent)
      ? line.pool[line.weights.draw(draws)]
      : world.competencies[world.competencyWeights.draw(draws)];
    if (number !== undefined) drawn.add(number);
  }
  return [...drawn];
}

export function drawCertificate(world: World, line: Line, ofLinePercent: number, draws: Draws): number {
  if (line.certificates.length > 0 && draws.percent(ofLinePercent)) return draws.of(line.certificates);
  return world.certificates[world.certificateWeights.draw(draws)] ?? draws.of(world.certificates);
}
