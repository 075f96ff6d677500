import { allDistricts } from "../../../domain/geo/catalogue.ts";
import {
  type ApplicantFacts,
  INFERRED_SOURCE,
  kindBit,
  type OpeningFacts,
  type RequirementFacts,
} from "../../../domain/matching/facts.ts";
import { COMMUTE_DEFAULT_MINUTES, leastPay } from "../../../domain/matching/obstacles.ts";
import { type ScoringRules, scoreOpeningSide } from "../../../domain/matching/score.ts";
import { ageOn } from "../../../domain/model/calendar.ts";
import { shifts } from "../../../domain/model/primitives.ts";

/**
 * The facts as tables, the same for every database: wide rows of whole numbers without NULLs, so that the hard constraints are comparisons
 * and the score is arithmetic. What is unknown has a value that no comparison fails on, and a flag where the score has to know.
 */

/** Beyond every value that is compared with. */
export const ENDLESS = 1_000_000_000;

/** Above every pay that is offered, and below every least: what is unknown passes. */
export const NO_PAY = -1;

/** Places that are no district: where nothing is known, and online. */
export const NOWHERE = 0;
export const ONLINE = 1;

/** A column of whole numbers, or a list of them. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** Those of the columns that hold lists; in a database without lists they are tables of their own. */
  readonly lists: readonly string[];
}

const slots = (name: string) => [1, 2, 3].map((nth) => `${name}${nth}`);

/** Languages of the population; a requirement on another one can't be expressed. */
const LANGUAGES = ["ko", "en", "zh"] as const;

export const applicantsTable: Table = {
  name: "applicants",
  columns: [
    ...["id", "birth_day", "residence", "education", "least_hour", "least_month", "hours_wished", "shifts"],
    ...["shifts_known", "types_known", "own_known", "experience_known", "wanted_known", "competencies_known", "whole"],
    ...["certificates_known", "languages_known"],
    ...[...slots("own"), ...slots("months"), ...slots("wanted"), ...LANGUAGES.map((code) => `language_${code}`)],
    ...["commute_max", "held", "certificates"],
  ],
  lists: ["held", "certificates"],
};

/** A row for every district that somebody sets out from, with what rules out fast. */
export const departuresTable: Table = {
  name: "departures",
  columns: [
    ...["district", "applicant", "commute_max", "kinds", "types", "shifts", "hours_min", "hours_max"],
    ...["least_hour", "least_month"],
  ],
  lists: [],
};

export const openingsTable: Table = {
  name: "openings",
  columns: [
    ...["id", "district", "kind", "type", "shifts", "hours", "hours_known", "per_hour", "per_month", "occupation"],
    ...["born_from", "born_to", "area", "possible", "competency_weight", "blind"],
    ...["experience_weight", "certificates_weight", "languages_weight", "education_weight"],
  ],
  lists: [],
};

/** Competencies that openings ask for. */
export const wantsTable: Table = {
  name: "wants",
  columns: ["opening", "number", "level", "weight", "must"],
  lists: [],
};

/** What else openings ask for: `code` is a line of work, a certificate or a language, `least` the months or the level. */
export const othersTable: Table = {
  name: "others",
  columns: ["opening", "component", "code", "least", "weight", "must"],
  lists: [],
};

/** Numbers of the components in `others`. */
export const componentNumbers = { experience: 0, certificate: 1, language: 2, education: 3 } as const;

export type Cell = number | readonly number[];
export type Row = readonly Cell[];

/** Numbers occupations and languages for the tables. */
export class TableCodes {
  readonly #rules: ScoringRules;
  readonly #occupations = new Map<string, number>();

  constructor(rules: ScoringRules) {
    this.#rules = rules;
    for (const { code } of rules.taxonomy.occupations) this.occupation(code);
  }

  /** Number of an occupation, from 1. */
  occupation(code: string): number {
    const known = this.#occupations.get(code);
    if (known !== undefined) return known;
    this.#occupations.set(code, this.#occupations.size + 1);
    return this.#occupations.size;
  }

  get occupations(): ReadonlyMap<string, number> {
    return this.#occupations;
  }

  language(code: string): number {
    const number = (LANGUAGES as readonly string[]).indexOf(code);
    if (number < 0) throw new RangeError(`the tables have no column for the language ${code}`);
    return number;
  }

  languageColumn(code: string): string {
    return `language_${LANGUAGES[this.language(code)]}`;
  }

  applicantRow(number: number, facts: ApplicantFacts): Row {
    const pay = leastPays(facts);
    const own = facts.experience ?? [];
    const wanted = facts.wantedOccupations ?? [];
    const held = facts.competencies ?? [];
    if (own.length > 3 || wanted.length > 3) throw new RangeError("the tables hold three occupations of each sort");
    const three = (values: readonly number[]) => [values[0] ?? 0, values[1] ?? 0, values[2] ?? 0];
    const level = (code: string) =>
      (facts.languages ?? []).reduce((best, one) => (one.language === code ? Math.max(best, one.level + 1) : best), 0);
    return [
      ...[number, facts.birthDay ?? ENDLESS, Number(facts.residence ?? 0), facts.education ?? -1, pay.hour, pay.month],
      ...[flag(facts.hoursMin !== undefined || facts.hoursMax !== undefined), facts.wantedShifts ?? ANY_SHIFTS],
      ...[flag(facts.wantedShifts), flag(facts.wantedEmploymentTypes), flag(own.length > 0), flag(facts.experience)],
      ...[flag(wanted.length > 0), flag(facts.competencies)],
      ...[held.reduce((sum, one) => sum + this.#rules.taxonomy.rarity(one.number), 0)],
      ...[flag(facts.certificates), flag(facts.languages)],
      ...three(own.map(({ occupation }) => this.occupation(occupation))),
      ...three(own.map(({ months }) => months)),
      ...three(wanted.map((code) => this.occupation(code))),
      ...LANGUAGES.map(level),
      commuteMax(facts),
      held.map(({ number: competency, level: heldAt }) => competency * 8 + heldAt),
      facts.certificates ?? [],
    ];
  }

  departureRows(number: number, facts: ApplicantFacts): Row[] {
    const pay = leastPays(facts);
    const from = facts.wantedDistricts ?? [facts.residence ?? String(NOWHERE)];
    return from.map((district) => [
      ...[Number(district), number, commuteMax(facts), facts.wantedKinds ?? 511, facts.wantedEmploymentTypes ?? 127],
      ...[facts.wantedShifts ?? ANY_SHIFTS, facts.hoursMin ?? 0, facts.hoursMax ?? ENDLESS, pay.hour, pay.month],
    ]);
  }

  openingRow(number: number, facts: OpeningFacts): Row {
    const { weights } = this.#rules;
    const asks = (on: string) => facts.requirements.some((one) => one.on === on);
    const born = this.bornWithin(facts);
    return [
      ...[number, facts.online ? ONLINE : Number(facts.district ?? NOWHERE), kindBit(facts.kind)],
      ...[facts.employmentType === undefined ? 0 : 1 << facts.employmentType, facts.shifts ?? 0],
      ...[facts.hours ?? 0, flag(facts.hours), facts.pay.krwPerHour ?? NO_PAY, facts.pay.krwPerMonth ?? NO_PAY],
      facts.occupation === undefined ? 0 : this.occupation(facts.occupation),
      ...[born.from, born.to, Number(facts.residence ?? 0), this.possible(facts)],
      ...[this.competencyWeight(facts), scoreOpeningSide(facts, [])],
      asks("experience") ? weights.opening.experience : 0,
      asks("certificate") ? weights.opening.certificates : 0,
      asks("language") ? weights.opening.languages : 0,
      asks("education") ? weights.opening.education : 0,
    ];
  }

  /** Σ weight of the competencies that an opening asks for. */
  possible({ requirements }: OpeningFacts): number {
    const { taxonomy, weights } = this.#rules;
    return requirements.reduce(
      (sum, one) =>
        one.on === "competency" ? sum + weights.importance[one.importance] * taxonomy.rarity(one.number) : sum,
      0,
    );
  }

  /** Weight of an opening's competencies, 0 when it asks for none. */
  competencyWeight({ requirements }: OpeningFacts): number {
    const { weights } = this.#rules;
    const asked = requirements.filter(({ on }) => on === "competency");
    if (asked.length === 0) return 0;
    return asked.some(({ source }) => source === INFERRED_SOURCE)
      ? weights.inferredCompetencies
      : weights.opening.competencies;
  }

  wantRows(number: number, { requirements }: OpeningFacts): Row[] {
    const { taxonomy, weights } = this.#rules;
    return requirements.flatMap((one) =>
      one.on !== "competency"
        ? []
        : [
            [
              ...[number, one.number, one.level, weights.importance[one.importance] * taxonomy.rarity(one.number)],
              flag(one.importance === "must"),
            ],
          ],
    );
  }

  otherRows(number: number, { requirements, occupation }: OpeningFacts): Row[] {
    return requirements.flatMap((one) => {
      if (one.on === "competency" || one.on === "named-certificate") return [];
      const { code, least } = this.#asked(one, occupation);
      const weight = this.#rules.weights.importance[one.importance];
      return [[number, componentNumbers[one.on], code, least, weight, flag(one.importance === "must")]];
    });
  }

  #asked(
    one: Exclude<RequirementFacts, { on: "competency" | "named-certificate" }>,
    occupation: string | undefined,
  ): { readonly code: number; readonly least: number } {
    switch (one.on) {
      case "experience": {
        const line = one.occupation ?? occupation;
        return { code: line === undefined ? 0 : this.occupation(line), least: one.months };
      }
      case "certificate":
        return { code: one.number, least: 0 };
      case "language":
        return { code: this.language(one.language), least: one.level + 1 };
      case "education":
        return { code: 0, least: one.level };
    }
  }

  /** First and last day of birth that an opening's ages allow. */
  bornWithin({ ageMin, ageMax }: OpeningFacts): { readonly from: number; readonly to: number } {
    const { today } = this.#rules;
    if (today === undefined) return { from: -ENDLESS, to: ENDLESS };
    const isOlder = (born: number, age: number) => ageOn(born, today) >= age;
    const lastBornOf = (age: number) => {
      // Days that differ by a leap year or two: the last one on which somebody has that age.
      let born = today - age * 365;
      while (!isOlder(born, age)) born--;
      return born;
    };
    return {
      from: ageMax === undefined ? -ENDLESS : lastBornOf(ageMax + 1) + 1,
      to: ageMin === undefined ? ENDLESS : lastBornOf(ageMin),
    };
  }
}

export const ANY_SHIFTS = (1 << shifts.length) - 1;

function flag(value: unknown): number {
  return value === undefined || value === false ? 0 : 1;
}

function commuteMax({ commuteMinutesMax, wantedDistricts }: ApplicantFacts): number {
  return commuteMinutesMax ?? (wantedDistricts === undefined ? COMMUTE_DEFAULT_MINUTES : 0);
}

/** Least pay by the hour or by the month; the other one is `NO_PAY`. */
function leastPays({ payMin }: ApplicantFacts): { readonly hour: number; readonly month: number } {
  if (payMin === undefined) return { hour: NO_PAY, month: NO_PAY };
  const { unit, least } = leastPay(payMin);
  return unit === "krwPerHour" ? { hour: least, month: NO_PAY } : { hour: NO_PAY, month: least };
}

/** Codes of today's districts. */
export const districtCodes: readonly string[] = allDistricts.map(({ code }) => code);
