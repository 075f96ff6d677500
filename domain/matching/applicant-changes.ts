import {
  type Applicant,
  CERTIFICATES_MAX,
  COMPETENCIES_MAX,
  LANGUAGES_MAX,
  OCCUPATIONS_MAX,
  type Preferences,
} from "../model/applicant.ts";
import { employmentTypes, languageLevels } from "../model/primitives.ts";
import type { Taxonomy } from "../taxonomy/taxonomy.ts";
import type { ApplicantChange, Candidate, Pair, Telling } from "./change.ts";
import { type ApplicantFacts, kindBit, type OpeningFacts, type RequirementFacts } from "./facts.ts";
import { answersTo } from "./hoped-answers.ts";
import { comparePay, wayTo } from "./obstacles.ts";
import { shiftsIn } from "./obstructions.ts";
import { FULL_BP, levelSpoken, requirementCredit, UNKNOWN_BP } from "./requirements.ts";
import { leastWeekFor, mostWeekFor } from "./week-hours.ts";

/** Longest way that anybody is asked to accept, and by how much it is lengthened at least: two hours, a quarter of an hour. */
const WAY_MINUTES_MAX = 120;
const WAY_STEP_MINUTES = 15;
const WAY_ROUNDING_MINUTES = 5;

/** Nobody is asked to go below four fifths of the pay they want. */
const PAY_KEPT_PERCENT = 80;

/** A pair with what matching knows of both sides. */
export interface KnownPair extends Pair {
  readonly openingFacts: OpeningFacts;
  readonly applicantFacts: ApplicantFacts;
}

type Candidates = Candidate<ApplicantChange>[];

/** Everything that the applicant could change about a pair, one thing at a time, whether it would help or not. */
export function applicantCandidates(pair: KnownPair, taxonomy: Taxonomy): Candidates {
  return [
    ...tellings(pair, taxonomy),
    ...wishes(pair),
    ...concessions(pair),
    ...pair.openingFacts.requirements.flatMap((requirement) => gains(requirement, pair, taxonomy)),
  ];
}

function withFields(
  { opening, applicant }: Pair,
  change: ApplicantChange,
  fields: Partial<Applicant>,
): Candidates[number] {
  return { change, changed: { opening, applicant: { ...applicant, ...fields } } };
}

function withWish(pair: Pair, change: ApplicantChange, fields: Partial<Preferences>): Candidates[number] {
  return withFields(pair, change, { preferences: { ...pair.applicant.preferences, ...fields } });
}

const PROFILE_FIELDS = ["competencies", "certificates", "experience", "languages", "education"] as const;

/** The wishes that an opening meets, each with where it stands in a profile. */
function wishesTold(wish: Partial<Preferences>): readonly (readonly [keyof Preferences, Telling])[] {
  const { occupations, districts, payMin, hoursPerWeekMax, shifts, employmentTypes: types } = wish;
  const [occupation] = occupations ?? [];
  const [district] = districts ?? [];
  const [employmentType] = types ?? [];
  const told: (readonly [keyof Preferences, Telling])[] = [];
  if (occupation !== undefined) told.push(["occupations", { field: "occupations", occupation }]);
  if (district !== undefined) told.push(["districts", { field: "districts", district }]);
  if (payMin !== undefined) told.push(["payMin", { field: "pay", pay: payMin }]);
  if (hoursPerWeekMax !== undefined) told.push(["hoursPerWeekMax", { field: "hours", perWeek: hoursPerWeekMax }]);
  if (shifts !== undefined) told.push(["shifts", { field: "shifts", shifts }]);
  if (employmentType !== undefined) told.push(["employmentTypes", { field: "employment-types", employmentType }]);
  return told;
}

/** What the profile leaves open and the opening reads, each with the answer that the opening hopes for. */
function tellings(pair: KnownPair, taxonomy: Taxonomy): Candidates {
  const { applicant } = pair;
  const { profile, wish } = answersTo(pair.opening, pair.openingFacts, taxonomy);
  const told: Candidates = [];
  for (const field of PROFILE_FIELDS) {
    if (applicant[field] !== undefined || profile[field] === undefined) continue;
    const longest = Math.max(...(profile.experience ?? []).map(({ months }) => months));
    const change =
      field === "experience" ? ({ sort: "tell", field, months: longest } as const) : ({ sort: "tell", field } as const);
    told.push(withFields(pair, change, { [field]: profile[field] }));
  }
  for (const [key, telling] of wishesTold(wish)) {
    if (applicant.preferences[key] !== undefined) continue;
    // Who says where they live, or the least hours they want, has said something of the matter.
    if (key === "districts" && applicant.residence !== undefined) continue;
    if (key === "hoursPerWeekMax" && applicant.preferences.hoursPerWeekMin !== undefined) continue;
    told.push(withWish(pair, { sort: "tell", ...telling }, { [key]: wish[key] }));
  }
  return told;
}

/** Wishes that leave the opening out, widened to take it in. */
function wishes(pair: KnownPair): Candidates {
  const { openingFacts: opening, applicantFacts: applicant } = pair;
  const { kinds, occupations, shifts, employmentTypes: types } = pair.applicant.preferences;
  const found: Candidates = [];
  if (kinds !== undefined && ((applicant.wantedKinds ?? 0) & kindBit(opening.kind)) === 0) {
    found.push(withWish(pair, { sort: "want-kind", kind: opening.kind }, { kinds: [...kinds, opening.kind] }));
  }
  const { occupation } = opening;
  if (occupation !== undefined && occupations !== undefined && !occupations.includes(occupation)) {
    if (occupations.length < OCCUPATIONS_MAX) {
      found.push(
        withWish(pair, { sort: "want-occupation", occupation }, { occupations: [...occupations, occupation] }),
      );
    }
  }
  const others = shiftsIn((opening.shifts ?? 0) & ~(applicant.wantedShifts ?? 0));
  if (shifts !== undefined && others.length > 0) {
    found.push(withWish(pair, { sort: "want-shifts", shifts: others }, { shifts: [...shifts, ...others] }));
  }
  const employmentType = employmentTypes[opening.employmentType ?? -1];
  if (types !== undefined && employmentType !== undefined && !types.includes(employmentType)) {
    const change = { sort: "want-employment-type", employmentType } as const;
    found.push(withWish(pair, change, { employmentTypes: [...types, employmentType] }));
  }
  return [...found, ...otherHours(pair)];
}

function otherHours(pair: KnownPair): Candidates {
  const { hours } = pair.openingFacts;
  const { hoursMin, hoursMax } = pair.applicantFacts;
  const { hoursPerWeekMin: _, hoursPerWeekMax: most, ...rest } = pair.applicant.preferences;
  if (hours === undefined) return [];
  if (hoursMax !== undefined && hours > hoursMax) {
    const perWeek = leastWeekFor(hours);
    if (perWeek === undefined) return [];
    return [withWish(pair, { sort: "want-hours", end: "most", perWeek }, { hoursPerWeekMax: perWeek })];
  }
  if (hoursMin === undefined || hours >= hoursMin) return [];
  const perWeek = mostWeekFor(hours);
  const others = most === undefined ? rest : { ...rest, hoursPerWeekMax: most };
  const preferences = perWeek === undefined ? others : { ...others, hoursPerWeekMin: perWeek };
  return [withFields(pair, { sort: "want-hours", end: "least", perWeek }, { preferences })];
}

/** A longer way, lower pay. */
function concessions(pair: KnownPair): Candidates {
  const { openingFacts: opening, applicantFacts: applicant } = pair;
  const found: Candidates = [];
  const way = wayTo(opening, applicant);
  if (way !== undefined && way.minutes > 0 && way.minutes <= WAY_MINUTES_MAX) {
    const asLongAs = Math.ceil(way.minutes / WAY_ROUNDING_MINUTES) * WAY_ROUNDING_MINUTES;
    const minutesMax = way.minutes > way.minutesMax ? asLongAs : way.minutesMax + WAY_STEP_MINUTES;
    const isLonger = minutesMax > way.minutesMax && minutesMax <= WAY_MINUTES_MAX;
    if (isLonger) found.push(withWish(pair, { sort: "go-farther", minutesMax }, { commuteMinutesMax: minutesMax }));
  }
  const { payMin } = applicant;
  const compared = payMin && comparePay(opening, payMin);
  if (payMin !== undefined && compared !== undefined && compared.offered < compared.least) {
    const times = payMin.unit === "DAY" ? 8 : payMin.unit === "YEAR" ? 12 : 1;
    const pay = { krw: compared.offered * times, unit: payMin.unit };
    const isBearable = pay.krw * 100 >= payMin.krw * PAY_KEPT_PERCENT;
    if (isBearable) found.push(withWish(pair, { sort: "accept-pay", pay }, { payMin: pay }));
  }
  return found;
}

/** What can be learnt or gained for a requirement that is known and not met. Years of experience and schools can't be caught up on. */
function gains(requirement: RequirementFacts, pair: KnownPair, taxonomy: Taxonomy): Candidates {
  const credit = requirementCredit(requirement, pair.openingFacts, pair.applicantFacts, taxonomy);
  if (credit === UNKNOWN_BP || credit === FULL_BP) return [];
  switch (requirement.on) {
    case "competency":
      return learning(requirement, pair, taxonomy);
    case "certificate":
      return certificate(requirement.number, pair, taxonomy);
    case "language":
      return language(requirement, pair);
    default:
      return [];
  }
}

/** One level more of what is held; all of the level that is asked for. */
function learning(
  { number, level }: { readonly number: number; readonly level: number },
  pair: KnownPair,
  taxonomy: Taxonomy,
): Candidates {
  const competency = taxonomy.competencyByNumber(number)?.code;
  if (competency === undefined) return [];
  const from = pair.applicantFacts.competencies?.find((held) => held.number === number)?.level ?? 0;
  const others = (pair.applicant.competencies ?? []).filter((held) => held.competency !== competency);
  if (others.length >= COMPETENCIES_MAX) return [];
  const levels = from === 0 ? [level] : [...new Set([from + 1, level])];
  return levels.map((to) =>
    withFields(pair, { sort: "learn", competency, from, to }, { competencies: [...others, { competency, level: to }] }),
  );
}

function certificate(number: number, pair: KnownPair, taxonomy: Taxonomy): Candidates {
  const code = taxonomy.certificateByNumber(number)?.code;
  const held = pair.applicant.certificates ?? [];
  if (code === undefined || held.length >= CERTIFICATES_MAX) return [];
  return [withFields(pair, { sort: "gain-certificate", certificate: code }, { certificates: [...held, code] })];
}

function language(requirement: Extract<RequirementFacts, { on: "language" }>, pair: KnownPair): Candidates {
  const stated = pair.opening.requirements[requirement.source];
  const level = languageLevels[(levelSpoken(requirement.language, pair.applicantFacts) ?? -1) + 1];
  if (stated?.on !== "language" || level === undefined) return [];
  const others = (pair.applicant.languages ?? []).filter((held) => held.language !== stated.language);
  if (others.length >= LANGUAGES_MAX) return [];
  const languages = [...others, { language: stated.language, level }];
  return [withFields(pair, { sort: "improve-language", language: stated.language, level }, { languages })];
}
