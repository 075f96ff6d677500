import { NO_COMPETENCY, NO_OCCUPATION } from "./data/names-of-nothing.ts";
import { createNameIndex, type NamedEntry, type NameIndex } from "./name-index.ts";
import { createNameMeaning } from "./name-meaning.ts";
import type { TaxonomyParts } from "./taxonomy.ts";

/**
 * From a name as people write it to a code of the taxonomy. Undefined means not known, which is never a refusal: the
 * text is kept and the code stays open.
 */

/**
 * Bars in basis points, chosen on names held out of the built-in list a twentieth at a time, which is harder than
 * postings are, since the names of one occupation were written to be unlike. Occupations: at 6 000, 59 % are answered,
 * 70 % of these with the four digits and 78 % within the three; 5 000 answers 75 % with 65 % right, 7 000 41 % with 75 %.
 * A wrong occupation brings wrong competencies, though they weigh less, so the bar stands where two of three are right.
 * Competencies have the same bar for the same reason. A certificate decides a must, so its bar is higher.
 */
export const OCCUPATION_BAR_BP = 6_000;
export const COMPETENCY_BAR_BP = 6_000;
export const CERTIFICATE_BAR_BP = 7_000;

interface Named {
  readonly code: string;
  readonly ko: string;
  readonly en: string;
  readonly aliases?: readonly string[];
}

const namesOf = ({ code, ko, en, aliases }: Named): readonly NamedEntry[] =>
  [ko, ...(aliases ?? []), en].map((name) => ({ code, name }));

/**
 * A resolver of occupation names. `extra` are (code, name) pairs such as the full official list of an operator; where a
 * name is in both, theirs wins.
 */
export function createOccupationResolver(
  extra: Iterable<readonly [code: string, name: string]>,
  { occupations, competencies, spoken = [] }: Pick<TaxonomyParts, "occupations" | "competencies" | "spoken">,
): NameIndex {
  const toEntry = ([code, name]: readonly [code: string, name: string]): NamedEntry => ({ code, name });
  return createNameIndex(
    [...Array.from(extra, toEntry), ...occupations.flatMap(namesOf), ...spoken.map(toEntry)],
    OCCUPATION_BAR_BP,
    { meaning: createNameMeaning(occupations, competencies), nothing: NO_OCCUPATION },
  );
}

/** `우유 스티밍·라테 아트` is looked for under either half as well. */
function halvesOf({ code, ko }: Named): readonly NamedEntry[] {
  const halves = ko.split("·");
  return halves.length < 2 ? [] : halves.filter((half) => half.length > 2).map((name) => ({ code, name }));
}

function competencyNames({ competencies }: TaxonomyParts): readonly NamedEntry[] {
  const aliases = competencies.flatMap(({ code, aliases = [] }) => aliases.map((name) => ({ code, name })));
  // Full names first, so that a half or an alias never takes the name of another competency.
  const full = competencies.flatMap(({ code, ko, en }) => namesOf({ code, ko, en }));
  return [...full, ...aliases, ...competencies.flatMap(halvesOf)];
}

/** Grades (`1급`, `2종`) and the ranks of 국가기술자격, longest first: a 산업기사 is no 기사. */
const GRADES = /\d\s*[급종]|기능장|기술사|산업기사|기능사|기사/gu;

const gradesOf = (text: string): readonly string[] =>
  Array.from(text.normalize("NFKC").matchAll(GRADES), ([grade]) => grade.replaceAll(/\s/gu, ""));

/** Whether a grade or rank named in a text is one the certificate is called by; names are alike but not the same. */
function gradeFits(text: string, certificate: Named | undefined): boolean {
  if (certificate === undefined) return false;
  const own = new Set([certificate.ko, ...(certificate.aliases ?? [])].flatMap(gradesOf));
  return own.size === 0 || gradesOf(text).every((grade) => own.has(grade));
}

function createCertificateResolver({ certificates }: TaxonomyParts): NameIndex {
  const index = createNameIndex(certificates.flatMap(namesOf), CERTIFICATE_BAR_BP);
  const byCode = new Map(certificates.map((certificate) => [certificate.code, certificate]));
  return {
    rank: index.rank,
    resolve(text) {
      const found = index.resolve(text);
      return found !== undefined && gradeFits(text, byCode.get(found.code)) ? found : undefined;
    },
  };
}

function lazily(build: () => NameIndex): NameIndex {
  let index: NameIndex | undefined;
  const built = (): NameIndex => {
    index ??= build();
    return index;
  };
  return { rank: (text, limit) => built().rank(text, limit), resolve: (text) => built().resolve(text) };
}

/** What a taxonomy's things are called, each with the codes it is called by. A grade in a certificate's name must be its own. */
export interface Resolvers {
  readonly occupation: NameIndex;
  readonly competency: NameIndex;
  readonly certificate: NameIndex;
}

/** Resolvers over the names of a taxonomy, each built when it is first asked. */
export function createResolvers(taxonomy: TaxonomyParts): Resolvers {
  return {
    occupation: lazily(() => createOccupationResolver([], taxonomy)),
    competency: lazily(() => createNameIndex(competencyNames(taxonomy), COMPETENCY_BAR_BP, { nothing: NO_COMPETENCY })),
    certificate: lazily(() => createCertificateResolver(taxonomy)),
  };
}
