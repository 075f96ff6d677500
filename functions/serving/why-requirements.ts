import type { CompetencyAccount } from "../../domain/matching/explain.ts";
import type { RequirementFacts } from "../../domain/matching/facts.ts";
import { type Relation, relationBetween } from "../../domain/matching/relation.ts";
import type { MetBy, RequirementEvidence } from "../../domain/matching/requirement-evidence.ts";
import type { Opening } from "../../domain/model/opening.ts";
import { educationLevels, languageLevels } from "../../domain/model/primitives.ts";
import type { Taxonomy } from "../../domain/taxonomy/taxonomy.ts";

/** A requirement and what meets it, in codes. */
export interface RequirementAccount {
  readonly requirement: string;
  readonly importance: RequirementFacts["importance"];
  readonly isInferred: boolean;
  readonly status: RequirementEvidence["status"];
  readonly creditBp: number;
  /** Importance times rarity: the credits of one sort, so weighted, are its mean, which for competencies is what is covered. */
  readonly weight: number;
  /** What meets it: a competency with its level and how near it is to the one asked for, a certificate, months, a level. */
  readonly by: string | undefined;
  /** For a competency that isn't the one asked for: by what the two are related. */
  readonly relation: Relation | undefined;
}

export function toRequirementAccount(
  { requirement, status, creditBp, metBy }: RequirementEvidence,
  weight: number,
  opening: Opening,
  taxonomy: Taxonomy,
): RequirementAccount {
  const isRelated = metBy?.on === "competency" && requirement.on === "competency";
  const relation = isRelated ? relationBetween(metBy.number, requirement.number, taxonomy) : undefined;
  return {
    requirement: nameOf(requirement, opening, taxonomy),
    importance: requirement.importance,
    isInferred: requirement.source < 0,
    status,
    creditBp: Math.max(0, creditBp),
    weight,
    by: metBy && describe(metBy, taxonomy),
    relation: relation?.by === "same" ? undefined : relation,
  };
}

function describe(metBy: MetBy, taxonomy: Taxonomy): string {
  switch (metBy.on) {
    case "competency":
      return `${competencyCode(metBy.number, taxonomy)} at level ${metBy.level}, ${metBy.relatedBp} related`;
    case "certificate":
      return `certificate ${taxonomy.certificateByNumber(metBy.number)?.code ?? metBy.number}`;
    case "experience":
      return `${metBy.months} months`;
    case "language":
      return `level ${languageLevels[metBy.level] ?? metBy.level}`;
    case "education":
      return educationLevels[metBy.level] ?? String(metBy.level);
  }
}

/** The relation in a few words. */
export function describeRelation(relation: Relation): string {
  switch (relation.by) {
    case "same":
      return "the same";
    case "used-together":
      return `used together by occupations ${relation.occupations.join(", ")}`;
    case "used-by-siblings":
      return `used by sibling occupations of group ${relation.groups.join(", ")}`;
    case "alike-in-name":
      return "alike in name";
    case "same-kind":
      return "the same kind of work";
  }
}

/** The competencies of a pair from both ends, in codes. */
export interface CompetencyLedger {
  readonly coveredBp: number;
  readonly usedBp: number;
  readonly uses: readonly {
    readonly competency: string;
    readonly level: number;
    readonly usedBp: number;
    /** The one asked for that it serves best; undefined when the opening has no use for it. */
    readonly usedFor: string | undefined;
  }[];
}

export function toCompetencyLedger(
  { coveredBp, usedBp, uses }: CompetencyAccount,
  taxonomy: Taxonomy,
): CompetencyLedger {
  return {
    coveredBp,
    usedBp,
    uses: uses.map(({ number, level, usedBp: used, wanted }) => ({
      competency: competencyCode(number, taxonomy),
      level,
      usedBp: used,
      usedFor: wanted === undefined ? undefined : competencyCode(wanted, taxonomy),
    })),
  };
}

function competencyCode(number: number, taxonomy: Taxonomy): string {
  return taxonomy.competencyByNumber(number)?.code ?? `competency ${number}`;
}

export function nameOf(requirement: RequirementFacts, opening: Opening, taxonomy: Taxonomy): string {
  const stated = opening.requirements[requirement.source];
  switch (requirement.on) {
    case "competency":
      return `${competencyCode(requirement.number, taxonomy)} at level ${requirement.level}`;
    case "certificate":
      return `certificate ${stated?.on === "certificate" ? stated.certificate : requirement.number}`;
    case "named-certificate":
      if (stated?.on === "named-competency") return `${stated.name} at level ${stated.level}`;
      return `certificate ${stated?.on === "named-certificate" ? stated.name : "of a name that isn't known"}`;
    case "experience":
      return `${requirement.months} months of experience in ${requirement.occupation ?? opening.occupation?.code ?? "any work"}`;
    case "language":
      return `language ${requirement.language} ${stated?.on === "language" ? stated.level : ""}`.trim();
    case "education":
      return `education ${stated?.on === "education" ? stated.level : requirement.level}`;
  }
}
