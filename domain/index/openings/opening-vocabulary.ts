import { INFERRED_SOURCE, kindBit, type OpeningFacts, type RequirementFacts } from "../../matching/facts.ts";
import { employmentTypes, shifts } from "../../model/primitives.ts";
import { importances } from "../../model/requirement.ts";
import {
  CODES_PER_COMPETENCY,
  codeAt,
  LEVEL_MAX,
  OCCUPATION_MAX,
  type OpeningRow,
  otherComponents,
  packCompetency,
  packOther,
  packTerms,
  traits,
} from "./opening-block.ts";
import { planesOf } from "./row-planes.ts";
import { CODES, HOURS_UNKNOWN, NO_CODES, PAY_UNKNOWN } from "./scan-layout.ts";

/** Numbers of the places that are no district: an opening that doesn't say, and work done online. */
export const PLACELESS = 0;
export const ONLINE = 1;

/** A requirement on something else than a competency. */
export type OtherRequirement = Exclude<RequirementFacts, { on: "competency" | "named-certificate" }>;

const REQUIREMENTS_MAX = 0xff;
/** 27 bits are left of a word; the largest taxonomies have some 14,000 competencies. */
const COMPETENCY_NUMBER_MAX = 1_000_000;
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
  /** By number of a competency: its place among those asked for, from 1; missing for others. See `codeAt`. */
  readonly competencyPlaces: number[] = [];
  #lastPlace = 0;
  #competencyMax = 0;

  /** Codes by number; the first two stand for `PLACELESS` and `ONLINE`. */
  get districts(): readonly string[] {
    return this.#districts.names;
  }

  /** Codes by number; the first stands for none. */
  get occupations(): readonly string[] {
    return this.#occupations.names;
  }

  /** One more than the highest code of a requirement that there is. */
  get codesEnd(): number {
    return (this.#lastPlace + 1) * CODES_PER_COMPETENCY;
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
    if (!fitsRow(facts)) return undefined;
    const occupation = facts.occupation === undefined ? 0 : this.#occupations.numberOf(facts.occupation);
    if (occupation > OCCUPATION_MAX) return undefined;
    const { kind, employmentType, shifts: offered = 0 } = facts;
    const type = employmentType === undefined ? 0 : employmentType + 1;
    const competencies = this.#competencyWords(requirements);
    return {
      slot,
      terms: packTerms(type, offered),
      planes: planesOf(kindBit(kind), (1 << type) >> 1, offered, hours),
      hours,
      krwPerHour: pay.krwPerHour ?? PAY_UNKNOWN,
      krwPerMonth: pay.krwPerMonth ?? PAY_UNKNOWN,
      occupation,
      traits: traitsOf(requirements),
      codes: this.#codesOf(competencies),
      competencies,
      others: this.#otherWords(requirements, facts.occupation),
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

  #codesOf(words: readonly number[]): number[] | undefined {
    if (words.length > CODES) return undefined;
    const codes = words.map((word) => this.#codeOf(word));
    return codes.every((code) => code < NO_CODES) ? codes : undefined;
  }

  #codeOf(word: number): number {
    const number = word >>> 5;
    const place = this.competencyPlaces[number] ?? 0;
    if (place !== 0) return codeAt(place, (word >>> 2) & 7, word & 3);
    // The largest taxonomies have more requirements than codes: rows with those beyond do without.
    if (this.codesEnd + CODES_PER_COMPETENCY > NO_CODES) return NO_CODES;
    this.#lastPlace++;
    while (this.competencyPlaces.length <= number) this.competencyPlaces.push(0);
    this.competencyPlaces[number] = this.#lastPlace;
    return codeAt(this.#lastPlace, (word >>> 2) & 7, word & 3);
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
      const component = otherComponents.indexOf(componentOf[requirement.on]);
      return packOther(this.#requirementNumber(resolved), component, importances.indexOf(requirement.importance));
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

const componentOf: Record<OtherRequirement["on"], (typeof otherComponents)[number]> = {
  experience: "experience",
  certificate: "certificates",
  language: "languages",
  education: "education",
};

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

function fitsRow({ shifts: offered, employmentType, hours, pay, requirements }: OpeningFacts): boolean {
  return (
    isWithin(offered ?? 1, 1, SHIFTS_MASK_MAX) &&
    isWithin(employmentType ?? 0, 0, employmentTypes.length - 1) &&
    isWithin(hours ?? 0, 0, HOURS_UNKNOWN - 1) &&
    isWithin(pay.krwPerHour ?? 0, 0, PAY_UNKNOWN - 1) &&
    isWithin(pay.krwPerMonth ?? 0, 0, PAY_UNKNOWN - 1) &&
    requirements.length <= REQUIREMENTS_MAX &&
    requirements.every(
      (one) =>
        one.on !== "competency" ||
        (isWithin(one.number, 1, COMPETENCY_NUMBER_MAX) && isWithin(one.level, 1, LEVEL_MAX)),
    )
  );
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
