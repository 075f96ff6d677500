import { pointer, type Refusal, type RefusalCode, refusal } from "../refusal.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { Applicant } from "./applicant.ts";
import type { Completion } from "./completion.ts";
import type { Opening } from "./opening.ts";

type Located = readonly [keys: readonly (string | number)[], code: string | undefined];

function firstUnknown(
  places: readonly Located[],
  isKnown: (code: string) => boolean,
  code: RefusalCode,
  message: string,
): Refusal | undefined {
  const unknown = places.find(([, value]) => value !== undefined && !isKnown(value));
  return unknown && refusal(code, pointer(unknown[0]), message);
}

/** The first code in an opening that the taxonomy doesn't know. Names without a code are never a refusal. */
export function findUnknownOpeningCode(opening: Opening, taxonomy: Taxonomy): Refusal | undefined {
  const requirements = opening.requirements.map((value, index) => [value, index] as const);
  const at = (index: number, field: string) => ["opening", "requirements", index, field];
  return firstUnknownOf(taxonomy, {
    competencies: [
      ...requirements.flatMap(([value, index]): Located[] =>
        value.on === "competency" ? [[at(index, "competency"), value.competency]] : [],
      ),
      ...competenciesAt(["opening", "teaches"], opening.teaches),
    ],
    certificates: [
      ...requirements.flatMap(([value, index]): Located[] =>
        value.on === "certificate" ? [[at(index, "certificate"), value.certificate]] : [],
      ),
      ...certificatesAt(["opening", "educationalCredentialAwarded"], opening.educationalCredentialAwarded),
    ],
    occupations: [
      [["opening", "occupation", "code"], opening.occupation?.code],
      ...requirements.flatMap(([value, index]): Located[] =>
        value.on === "experience" ? [[at(index, "occupation"), value.occupation]] : [],
      ),
    ],
  });
}

/** The first code in a profile that the taxonomy doesn't know. */
export function findUnknownApplicantCode(applicant: Applicant, taxonomy: Taxonomy): Refusal | undefined {
  return firstUnknownOf(taxonomy, {
    competencies: (applicant.competencies ?? []).map(({ competency }, index) => [
      ["applicant", "competencies", index, "competency"],
      competency,
    ]),
    certificates: (applicant.certificates ?? []).map((code, index) => [["applicant", "certificates", index], code]),
    occupations: [
      ...(applicant.experience ?? []).map(
        ({ occupation }, index): Located => [["applicant", "experience", index, "occupation"], occupation],
      ),
      ...(applicant.preferences.occupations ?? []).map(
        (code, index): Located => [["applicant", "preferences", "occupations", index], code],
      ),
    ],
  });
}

/** The first code in a completion that the taxonomy doesn't know. */
export function findUnknownCompletionCode(value: Completion, taxonomy: Taxonomy): Refusal | undefined {
  return firstUnknownOf(taxonomy, {
    competencies: competenciesAt(["completion", "competencies"], value.competencies),
    certificates: certificatesAt(["completion", "certificates"], value.certificates),
    occupations: [],
  });
}

function competenciesAt(path: readonly string[], listed: Completion["competencies"] = []): Located[] {
  return listed.map(({ competency }, index) => [[...path, index, "competency"], competency]);
}

function certificatesAt(path: readonly string[], listed: Completion["certificates"] = []): Located[] {
  return listed.map((code, index) => [[...path, index], code]);
}

function firstUnknownOf(
  taxonomy: Taxonomy,
  places: Record<"competencies" | "certificates" | "occupations", readonly Located[]>,
): Refusal | undefined {
  return (
    firstUnknown(
      places.competencies,
      (code) => taxonomy.competencyByCode(code) !== undefined,
      "UNKNOWN_COMPETENCY",
      "is no competency of the taxonomy",
    ) ??
    firstUnknown(
      places.certificates,
      (code) => taxonomy.certificateByCode(code) !== undefined,
      "UNKNOWN_CERTIFICATE",
      "is no certificate of the taxonomy",
    ) ??
    firstUnknown(
      places.occupations,
      (code) => taxonomy.isOccupationCode(code),
      "UNKNOWN_OCCUPATION",
      "is no group or occupation of the taxonomy",
    )
  );
}
