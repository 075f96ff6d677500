import type { Certificate } from "./taxonomy.ts";

/** A code that ends in a grade: `barista-2` is grade 2 of `barista`. */
const GRADED = /^(?<stem>.+)-(?<grade>\d)$/;

/** Driving licences of the first class serve for those of the second, and the large one for the ordinary (도로교통법 시행규칙 별표 18). */
const LICENCES: Readonly<Record<string, readonly string[]>> = {
  "driving-1-large": ["driving-1-ordinary", "driving-2-ordinary"],
  "driving-1-ordinary": ["driving-2-ordinary"],
};

/**
 * Which certificates serve where another is asked for: each itself, and the higher grade (the lower number) of a graded one, as 국가기술자격
 * and the registered private certificates count their grades. Read as `covers(held, wanted)` by certificate numbers.
 */
export function buildCertificateCover(certificates: readonly Certificate[]): (held: number, wanted: number) => boolean {
  const grades = certificates.flatMap(({ number, code }) => {
    const { stem, grade } = GRADED.exec(code)?.groups ?? {};
    return stem === undefined ? [] : [{ number, stem, grade: Number(grade) }];
  });
  const covered = new Map<number, Set<number>>();
  for (const held of grades) {
    const lower = grades.filter(({ stem, grade }) => stem === held.stem && grade > held.grade);
    covered.set(held.number, new Set(lower.map(({ number }) => number)));
  }
  for (const { number, code } of certificates) {
    const served = LICENCES[code];
    if (served === undefined) continue;
    covered.set(
      number,
      new Set(certificates.filter((other) => served.includes(other.code)).map((other) => other.number)),
    );
  }
  return (held, wanted) => held === wanted || covered.get(held)?.has(wanted) === true;
}
