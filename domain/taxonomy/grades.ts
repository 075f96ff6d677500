import type { Certificate } from "./taxonomy.ts";

/** A code that ends in a grade: `barista-2` is grade 2 of `barista`. */
const GRADED = /^(?<stem>.+)-(?<grade>\d)$/;

/**
 * What serves for what, where the codes don't say it. Driving licences of the first class serve for those of the second, and the large
 * one for the ordinary (도로교통법 시행규칙 별표 18); a 기사 for the 산업기사 of the same trade and that for the 기능사 (국가기술자격법
 * 시행규칙 별표 2); whoever passed for one cuisine can have the cook's licence (식품위생법 53조).
 */
const SERVES: Readonly<Record<string, readonly string[]>> = {
  "driving-1-large": ["driving-1-ordinary", "driving-2-ordinary"],
  "driving-1-ordinary": ["driving-2-ordinary"],
  "electrical-engineer": ["electrical-industrial-engineer", "electrician"],
  "electrical-industrial-engineer": ["electrician"],
  "electrical-work-engineer": ["electrical-work-industrial-engineer", "electrician"],
  "electrical-work-industrial-engineer": ["electrician"],
  "hvac-engineer": ["hvac-industrial-engineer", "hvac-craftsman"],
  "hvac-industrial-engineer": ["hvac-craftsman"],
  "energy-industrial-engineer": ["energy-manager"],
  "gas-industrial-engineer": ["gas-craftsman"],
  "fire-equipment-engineer": ["fire-equipment-industrial-engineer"],
  "industrial-safety-engineer": ["industrial-safety-industrial-engineer"],
  "car-industrial-engineer": ["car-mechanic"],
  "livestock-industrial-engineer": ["livestock-craftsman"],
  "information-processing-technician": [
    "information-processing-industrial-engineer",
    "information-processing-craftsman",
  ],
  "information-processing-industrial-engineer": ["information-processing-craftsman"],
  "job-counsellor": ["job-counsellor-2"],
  "fire-safety-manager-1": ["fire-safety-manager", "fire-safety-manager-3"],
  "fire-safety-manager": ["fire-safety-manager-3"],
  "korean-language-teacher-2": ["korean-language-teacher"],
  "emergency-medical-technician-1": ["emergency-medical-technician"],
  "korean-cook": ["cook-licence"],
  "western-cook": ["cook-licence"],
  "chinese-cook": ["cook-licence"],
  "japanese-cook": ["cook-licence"],
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
    const served = SERVES[code];
    if (served === undefined) continue;
    covered.set(
      number,
      new Set(certificates.filter((other) => served.includes(other.code)).map((other) => other.number)),
    );
  }
  return (held, wanted) => held === wanted || covered.get(held)?.has(wanted) === true;
}
