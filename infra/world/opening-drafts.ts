import type { WorkHours } from "../../domain/model/pay.ts";
import type { EmploymentType, OpeningKind, Pay, Shift } from "../../domain/model/primitives.ts";
import type { Requirement } from "../../domain/model/requirement.ts";

/** An opening of the world before dates and ids are put in. */
export interface OpeningDraft {
  readonly kind: OpeningKind;
  readonly title: string;
  readonly description: string;
  /** KECO code and the name that the posting uses. */
  readonly occupation?: readonly [code: string, name: string];
  /** Without one the opening takes place online. */
  readonly district?: string;
  readonly pay?: Pay;
  readonly hours?: WorkHours;
  readonly shifts?: readonly Shift[];
  readonly employmentType?: EmploymentType;
  readonly requirements?: readonly Requirement[];
  readonly programmeId?: string;
  readonly ages?: readonly [min: number, max: number];
  readonly places: number;
}

export const must = (certificate: string): Requirement => ({ on: "certificate", importance: "must", certificate });
export const should = (certificate: string): Requirement => ({ on: "certificate", importance: "should", certificate });
export const skill = (competency: string, level: 1 | 2 | 3 | 4): Requirement => ({
  on: "competency",
  importance: "should",
  competency,
  level,
});
export const months = (count: number, importance: "must" | "should" = "should"): Requirement => ({
  on: "experience",
  importance,
  months: count,
});
