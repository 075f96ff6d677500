import {
  type Applicant,
  CERTIFICATES_MAX,
  EXPERIENCE_MAX,
  LANGUAGES_MAX,
  type Preferences,
} from "../model/applicant.ts";
import type { Opening } from "../model/opening.ts";
import { educationLevels, employmentTypes, languageLevels } from "../model/primitives.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { OpeningFacts } from "./facts.ts";
import { shiftsIn } from "./obstructions.ts";
import { EXPERIENCE_MONTHS_TOLD_MAX } from "./reason.ts";
import { leastWeekFor } from "./week-hours.ts";

/** Taken for granted of somebody who has worked in an opening's line, when it asks for no number of months. */
const EXPERIENCE_MONTHS = 12;

export interface HopedAnswers {
  readonly profile: Partial<
    Pick<Applicant, "competencies" | "certificates" | "experience" | "languages" | "education">
  >;
  readonly wish: Partial<Preferences>;
}

/**
 * What an opening hopes to hear of somebody who has said nothing yet: everything it asks for, and wishes that it meets. Each is what
 * telling can come to at the best.
 */
export function answersTo(opening: Opening, facts: OpeningFacts, taxonomy: Taxonomy): HopedAnswers {
  const competencies = bestOf(
    facts.requirements.flatMap((asked) => {
      const code = asked.on === "competency" ? taxonomy.competencyByNumber(asked.number)?.code : undefined;
      return code === undefined || asked.on !== "competency" ? [] : [[code, asked.level] as const];
    }),
  ).map(([competency, level]) => ({ competency, level }));
  const certificates = new Set(
    opening.requirements.flatMap((asked) => (asked.on === "certificate" ? [asked.certificate] : [])),
  );
  const experience = experienceFor(opening, facts);
  const languages = bestOf(
    opening.requirements.flatMap((asked) =>
      asked.on === "language" ? [[asked.language, languageLevels.indexOf(asked.level)] as const] : [],
    ),
  ).map(([language, level]) => ({ language, level: languageLevels[level] ?? "A1" }));
  const schools = opening.requirements.map((asked) =>
    asked.on === "education" ? educationLevels.indexOf(asked.level) : 0,
  );
  const education = educationLevels[Math.max(0, ...schools)];
  return {
    profile: {
      ...(competencies.length === 0 ? {} : { competencies }),
      ...(certificates.size === 0 ? {} : { certificates: [...certificates].slice(0, CERTIFICATES_MAX) }),
      ...(experience.length === 0 ? {} : { experience }),
      ...(languages.length === 0 ? {} : { languages: languages.slice(0, LANGUAGES_MAX) }),
      ...(education === undefined || education === "none" ? {} : { education }),
    },
    wish: wishFor(opening, facts),
  };
}

/** Every key once, with the highest of its figures. */
function bestOf<K>(pairs: readonly (readonly [K, number])[]): (readonly [K, number])[] {
  const best = new Map<K, number>();
  for (const [key, figure] of pairs) best.set(key, Math.max(figure, best.get(key) ?? 0));
  return [...best];
}

/** Longer experience than is told of anybody isn't asked for either. */
function experienceFor(opening: Opening, { occupation }: OpeningFacts): { occupation: string; months: number }[] {
  const asked = opening.requirements.flatMap((one) => {
    const line = one.on === "experience" ? (one.occupation ?? occupation) : undefined;
    return line === undefined || one.on !== "experience" ? [] : [[line, one.months] as const];
  });
  const own = occupation === undefined ? [] : [[occupation, EXPERIENCE_MONTHS] as const];
  return bestOf(asked.length > 0 ? asked : own)
    .slice(0, EXPERIENCE_MAX)
    .map(([line, months]) => ({ occupation: line, months: Math.min(months, EXPERIENCE_MONTHS_TOLD_MAX) }));
}

function wishFor({ baseSalary }: Opening, facts: OpeningFacts): Partial<Preferences> {
  const perWeek = facts.hours === undefined ? undefined : leastWeekFor(facts.hours);
  const employmentType = employmentTypes[facts.employmentType ?? -1];
  return {
    ...(facts.occupation === undefined ? {} : { occupations: [facts.occupation] }),
    ...(facts.district === undefined ? {} : { districts: [facts.district] }),
    ...(baseSalary === undefined ? {} : { payMin: baseSalary }),
    ...(perWeek === undefined ? {} : { hoursPerWeekMax: perWeek }),
    ...(facts.shifts === undefined ? {} : { shifts: [...shiftsIn(facts.shifts)] }),
    ...(employmentType === undefined ? {} : { employmentTypes: [employmentType] }),
  };
}
