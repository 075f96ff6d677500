import type { ApplicantFacts, HeldCompetency } from "../matching/facts.ts";
import { type Pay, payUnits } from "../model/primitives.ts";
import type { ByteReader, ByteWriter } from "./byte-stream.ts";
import { writeStanding } from "./programme-record.ts";

export function writeApplicant(out: ByteWriter, facts: ApplicantFacts): void {
  const number = (value: number) => out.number(value);
  const code = (value: string) => out.ascii(value);
  const codes = (values: readonly string[]) => out.list(values, code);
  out.ascii(facts.applicantId);
  out.number(facts.revision);
  out.optional(facts.birthDay, (day) => out.signed(day));
  out.optional(facts.residence, code);
  out.optional(facts.competencies, (held) => writeCompetencies(out, held));
  out.optional(facts.certificates, (held) => out.list(held, number));
  out.optional(facts.experience, (spells) =>
    out.list(spells, ({ occupation, months }) => {
      out.ascii(occupation);
      out.number(months);
    }),
  );
  out.optional(facts.languages, (spoken) =>
    out.list(spoken, ({ language, level }) => {
      out.ascii(language);
      out.number(level);
    }),
  );
  out.optional(facts.education, number);
  out.optional(facts.wantedKinds, number);
  out.optional(facts.wantedOccupations, codes);
  out.optional(facts.wantedDistricts, codes);
  out.optional(facts.commuteMinutesMax, number);
  out.optional(facts.payMin, ({ krw, unit }) => {
    out.number(krw);
    out.number(payUnits.indexOf(unit));
  });
  for (const value of [facts.hoursMin, facts.hoursMax, facts.wantedShifts, facts.wantedEmploymentTypes]) {
    out.optional(value, number);
  }
  out.boolean(facts.consent.alerts);
  out.boolean(facts.consent.employers);
  out.boolean(facts.consent.center);
  if (facts.standing !== undefined) writeStanding(out, facts.standing);
}

export function readApplicant(from: ByteReader): ApplicantFacts {
  const number = () => from.number();
  const code = () => from.ascii();
  const codes = () => from.list(code);
  return {
    applicantId: from.ascii(),
    revision: from.number(),
    birthDay: from.optional(() => from.signed()),
    residence: from.optional(code),
    competencies: from.optional(() => readCompetencies(from)),
    certificates: from.optional(() => from.list(number)),
    experience: from.optional(() => from.list(() => ({ occupation: from.ascii(), months: from.number() }))),
    languages: from.optional(() => from.list(() => ({ language: from.ascii(), level: from.number() }))),
    education: from.optional(number),
    wantedKinds: from.optional(number),
    wantedOccupations: from.optional(codes),
    wantedDistricts: from.optional(codes),
    commuteMinutesMax: from.optional(number),
    payMin: from.optional(() => ({ krw: from.number(), unit: readPayUnit(from) })),
    hoursMin: from.optional(number),
    hoursMax: from.optional(number),
    wantedShifts: from.optional(number),
    wantedEmploymentTypes: from.optional(number),
    consent: { alerts: from.boolean(), employers: from.boolean(), center: from.boolean() },
  };
}

/** What a competency's level takes of its figure. */
const LEVELS = 8;

/** Figures stay below 2³¹, so that they can be read as 32-bit numbers. The largest taxonomies have some 14,000 competencies. */
export const COMPETENCY_NUMBER_MAX = 2 ** 28 - 1;

/** Competencies rise by number, so each is its distance from the one before, times eight, plus its level: one byte or two, as in the index. */
function writeCompetencies(out: ByteWriter, held: readonly HeldCompetency[]): void {
  let last = 0;
  out.list(held, ({ number, level }) => {
    if (level >= LEVELS) throw new RangeError(`a competency can't be held at level ${level}`);
    if (number <= last) throw new RangeError("competencies don't rise by number");
    if (number > COMPETENCY_NUMBER_MAX) throw new RangeError(`no competency has the number ${number}`);
    out.number((number - last) * LEVELS + level);
    last = number;
  });
}

function readCompetencies(from: ByteReader): HeldCompetency[] {
  let last = 0;
  return from.list(() => {
    const figure = from.number();
    if (figure < LEVELS) throw new RangeError("competencies don't rise by number");
    last += Math.floor(figure / LEVELS);
    if (last > COMPETENCY_NUMBER_MAX) throw new RangeError(`no competency has the number ${last}`);
    return { number: last, level: figure % LEVELS };
  });
}

function readPayUnit(from: ByteReader): Pay["unit"] {
  const unit = payUnits[from.number()];
  if (unit === undefined) throw new RangeError("unknown unit of pay");
  return unit;
}
