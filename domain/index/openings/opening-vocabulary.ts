import { INFERRED_SOURCE, kindBit, type OpeningFacts, type RequirementFacts } from "../../matching/facts.ts";
import { shifts } from "../../model/primitives.ts";
import { importances } from "../../model/requirement.ts";
import { HOURS_UNKNOWN, type OpeningRow, PAY_UNKNOWN, packCompetency, traits } from "./opening-block.ts";

/** Numbers of the places that are no district: an opening that doesn't say, and work done online. */
export const PLACELESS = 0;
export const ONLINE = 1;

/** A requirement on something else than a competency. */
export type OtherRequirement = Exclude<RequirementFacts, { on: "competency" | "named-certificate" }>;

const OCCUPATIONS_MAX = 0xffff;
const WORDS_MAX = 0xff;
/** 27 bits are left of a word; the largest taxonomies have some 14,000 competencies. */
const COMPETENCY_NUMBER_MAX = 1_000_000;
const LEVEL_MAX = 5;
const SHIFTS_MASK_MAX = (1 << shifts.length) - 1;

/** Numbers names from a first number on, in the order in which they come. */
class Numbering {
  readonly names: string[];
  readonly #numbers = new Map<string, number>();

  constructor(reserved: number) {
    this.names = new Array<string>(reserved).fill("");
  }

  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.names.length;
    this.names.push(name);
    this.#numbers.set(name, number);
    return number;
  }
}

/**
 * Numbers for what openings name, and the rows made of them. A requirement on something else than a competency is kept once for all openings
 * that have the same, so that a profile's credit for it is computed once.
 */
export class OpeningVocabulary {
  readonly #districts = new Numbering(2);
  readonly #occupations = new Numbering(1);
  readonly #requirementNumbers = new Map<string, number>();
  readonly requirements: OtherRequirement[] = [];
  #competencyMax = 0;

  /** Codes by number; the first two stand for `PLACELESS` and `ONLINE`. */
  get districts(): readonly string[] {
    return this.#districts.names;
  }

  /** Codes by number; the first stands for none. */
  get occupations(): readonly string[] {
    return this.#occupations.names;
  }

  /** The highest number of a competency that was asked for. */
  get competencyMax(): number {
    return this.#competencyMax;
  }

  placeOf({ online, district }: OpeningFacts): number {
    if (online) return ONLINE;
    return district === undefined ? PLACELESS : this.#districts.numberOf(district);
  }

  /** The row of an opening; undefined when something in it doesn't fit one, so that the score itself has to read it. */
  toRow(facts: OpeningFacts, slot: number): OpeningRow | undefined {
    const { hours = HOURS_UNKNOWN, pay, requirements } = facts;
    const occupation = facts.occupation === undefined ? 0 : this.#occupations.numberOf(facts.occupation);
    const krwPerHour = pay.krwPerHour ?? PAY_UNKNOWN;
    const krwPerMonth = pay.krwPerMonth ?? PAY_UNKNOWN;
    const fits =
      isWithin(facts.shifts ?? 1, 1, SHIFTS_MASK_MAX) &&
      isWithin(facts.employmentType ?? 0, 0, 30) &&
      (facts.hours === undefined || isWithin(hours, 0, HOURS_UNKNOWN - 1)) &&
      (pay.krwPerHour ?? 0) >= 0 &&
      (pay.krwPerMonth ?? 0) >= 0 &&
      occupation <= OCCUPATIONS_MAX &&
      requirements.length <= WORDS_MAX &&
      requirements.every(
        (one) =>
          one.on !== "competency" ||
          (isWithin(one.number, 1, COMPETENCY_NUMBER_MAX) && isWithin(one.level, 1, LEVEL_MAX)),
      );
    if (!fits) return undefined;
    const words = this.#competencyWords(requirements);
    return {
      slot,
      shifts: facts.shifts ?? 0,
      hours,
      krwPerHour,
      krwPerMonth,
      occupation,
      traits: traitsOf(requirements),
      competencies: words.length,
      words: [...words, ...this.#otherWords(requirements, facts.occupation)],
    };
  }

  #competencyWords(requirements: readonly RequirementFacts[]): number[] {
    return requirements.flatMap((requirement) => {
      if (requirement.on !== "competency") return [];
      const { number, level, importance } = requirement;
      this.#competencyMax = Math.max(this.#competencyMax, number);
      return packCompetency(number, level, importances.indexOf(importance));
    });
  }

  #otherWords(requirements: readonly RequirementFacts[], occupation: string | undefined): number[] {
    return requirements.flatMap((requirement) => {
      // Whether a certificate of which only the name is known is held, is never known.
      if (requirement.on === "competency" || requirement.on === "named-certificate") return [];
      // Experience without a line of work counts in the opening's own: with it, the requirement stands for itself.
      const resolved =
        requirement.on === "experience"
          ? { ...requirement, occupation: requirement.occupation ?? occupation }
          : requirement;
      return this.#requirementNumber(resolved);
    });
  }

  #requirementNumber(requirement: OtherRequirement): number {
    const key = keyOf(requirement);
    const known = this.#requirementNumbers.get(key);
    if (known !== undefined) return known;
    const number = this.requirements.length;
    this.requirements.push(requirement);
    this.#requirementNumbers.set(key, number);
    return number;
  }
}

/** The same for requirements that earn the same credit; where they stand in a posting doesn't matter. */
function keyOf(requirement: OtherRequirement): string {
  const { on, importance } = requirement;
  switch (on) {
    case "certificate":
      return `${on}|${importance}|${requirement.number}`;
    case "experience":
      return `${on}|${importance}|${requirement.months}|${requirement.occupation ?? ""}`;
    case "language":
      return `${on}|${importance}|${requirement.level}|${requirement.language}`;
    case "education":
      return `${on}|${importance}|${requirement.level}`;
  }
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

const traitOf: Record<RequirementFacts["on"], number> = {
  competency: traits.competencies,
  experience: traits.experience,
  certificate: traits.certificates,
  "named-certificate": 0,
  language: traits.languages,
  education: traits.education,
};

function traitsOf(requirements: readonly RequirementFacts[]): number {
  return requirements.reduce((set, { on, source }) => {
    const inferred = on === "competency" && source === INFERRED_SOURCE ? traits.inferred : 0;
    return set | traitOf[on] | inferred;
  }, 0);
}

/** The block that an opening belongs in. */
export function blockOf(facts: OpeningFacts): { readonly kindBit: number; readonly employmentBit: number } {
  return {
    kindBit: kindBit(facts.kind),
    employmentBit: facts.employmentType === undefined ? 0 : 1 << facts.employmentType,
  };
}
