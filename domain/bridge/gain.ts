import type { ApplicantFacts, CourseFacts, HeldCompetency } from "../matching/facts.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";

/** Facts of somebody who has completed a course: those of `toApplicantFacts` over the profile with that completion beside it. */
export function withGain(applicant: ApplicantFacts, { teaches, awards }: CourseFacts): ApplicantFacts {
  return {
    ...applicant,
    ...(teaches.length === 0 ? {} : { competencies: higherOf(applicant.competencies ?? [], teaches) }),
    ...(awards.length === 0 ? {} : { certificates: [...new Set([...(applicant.certificates ?? []), ...awards])] }),
  };
}

function higherOf(held: readonly HeldCompetency[], taught: readonly HeldCompetency[]): HeldCompetency[] {
  const levels = new Map(held.map(({ number, level }) => [number, level]));
  for (const { number, level } of taught) levels.set(number, Math.max(level, levels.get(number) ?? 0));
  return [...levels].sort(([a], [b]) => a - b).map(([number, level]) => ({ number, level }));
}

/** Whether a course brings somebody anything: a certificate that none of theirs covers, or a competency at a higher level. */
export function bringsAnything(
  applicant: ApplicantFacts,
  { teaches, awards }: CourseFacts,
  taxonomy: Pick<Taxonomy, "certificateCovers">,
): boolean {
  const { certificates = [], competencies = [] } = applicant;
  return (
    awards.some((awarded) => !certificates.some((held) => taxonomy.certificateCovers(held, awarded))) ||
    teaches.some(
      (taught) => !competencies.some(({ number, level }) => number === taught.number && level >= taught.level),
    )
  );
}
