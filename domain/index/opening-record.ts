import type { OpeningFacts } from "../matching/facts.ts";
import { openingKinds } from "../model/primitives.ts";
import type { ByteReader, ByteWriter } from "./byte-stream.ts";
import { writeOpeningProgramme } from "./programme-record.ts";
import { readRequirement, writeRequirement } from "./requirement-record.ts";

/** Writes an opening, with its place in a programme if it has one. */
export function writeOpening(out: ByteWriter, facts: OpeningFacts): void {
  const number = (value: number) => out.number(value);
  const code = (value: string) => out.ascii(value);
  out.ascii(facts.openingId);
  out.number(facts.revision);
  out.number(openingKinds.indexOf(facts.kind));
  out.optional(facts.occupation, code);
  out.boolean(facts.online);
  out.optional(facts.district, code);
  out.optional(facts.pay.krwPerHour, number);
  out.optional(facts.pay.krwPerMonth, number);
  for (const value of [facts.hours, facts.shifts, facts.employmentType]) out.optional(value, number);
  out.list(facts.requirements, (requirement) => writeRequirement(out, requirement));
  out.optional(facts.ageMin, number);
  out.optional(facts.ageMax, number);
  out.optional(facts.residence, code);
  out.number(facts.places);
  out.optional(facts.validFromDay, (day) => out.signed(day));
  out.optional(facts.validThroughDay, (day) => out.signed(day));
  if (facts.programme !== undefined) writeOpeningProgramme(out, facts.programme);
}

/** Reads one back, without that. */
export function readOpening(from: ByteReader): OpeningFacts {
  const number = () => from.number();
  const code = () => from.ascii();
  const day = () => from.signed();
  const openingId = from.ascii();
  const revision = from.number();
  const kind = openingKinds[from.number()];
  if (kind === undefined) throw new RangeError("unknown kind of opening");
  return {
    openingId,
    revision,
    kind,
    occupation: from.optional(code),
    online: from.boolean(),
    district: from.optional(code),
    pay: { krwPerHour: from.optional(number), krwPerMonth: from.optional(number) },
    hours: from.optional(number),
    shifts: from.optional(number),
    employmentType: from.optional(number),
    requirements: from.list(() => readRequirement(from)),
    ageMin: from.optional(number),
    ageMax: from.optional(number),
    residence: from.optional(code),
    places: from.number(),
    validFromDay: from.optional(day),
    validThroughDay: from.optional(day),
  };
}
