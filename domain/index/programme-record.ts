import type { OpeningProgramme } from "../matching/facts.ts";
import type { ApplicantStanding } from "../matching/standing.ts";
import type { PlaceSpan } from "../programme/places.ts";
import type { RuleFacts } from "../programme/rule-facts.ts";
import type { ByteReader, ByteWriter } from "./byte-stream.ts";

/** What programmes add to the records of a shard's log: an opening's place in one, what one asks about somebody, and the rules themselves. */

/** Whether a standing has more than the first version of its record holds. */
export function hasMoreStanding(standing: ApplicantStanding | undefined): standing is ApplicantStanding {
  return standing?.courses !== undefined || standing?.participations !== undefined || hasParts(standing);
}

/** Whether it has what the third version holds. */
export function hasParts(standing: ApplicantStanding | undefined): standing is ApplicantStanding {
  return standing?.parts !== undefined;
}

/** What later versions hold behind the first. */
export function writeMoreStanding(out: ByteWriter, { courses, participations = [] }: ApplicantStanding): void {
  out.optional(courses, (ids) => out.list(ids, (id) => out.ascii(id)));
  out.list(participations, ({ programmeId, throughDay }) => {
    out.ascii(programmeId);
    out.optional(throughDay, (day) => out.signed(day));
  });
}

export function readMoreStanding(from: ByteReader): Pick<ApplicantStanding, "courses" | "participations"> {
  const courses = from.optional(() => from.list(() => from.ascii()));
  const participations = from.list(() => ({
    programmeId: from.ascii(),
    throughDay: from.optional(() => from.signed()),
  }));
  return { ...(courses && { courses }), ...(participations.length === 0 ? {} : { participations }) };
}

/** What the third version holds behind the second. */
export function writeParts(out: ByteWriter, { parts = [] }: ApplicantStanding): void {
  out.list(parts, ({ programmeId, part }) => {
    out.ascii(programmeId);
    out.ascii(part);
  });
}

export function readParts(from: ByteReader): Pick<ApplicantStanding, "parts"> {
  return { parts: from.list(() => ({ programmeId: from.ascii(), part: from.ascii() })) };
}

export function writeStanding(out: ByteWriter, { retirementStage, programmes }: ApplicantStanding): void {
  out.optional(retirementStage, (stage) => out.number(stage));
  out.optional(programmes, (ids) => out.list(ids, (id) => out.ascii(id)));
}

export function readStanding(from: ByteReader): ApplicantStanding {
  return {
    retirementStage: from.optional(() => from.number()),
    programmes: from.optional(() => from.list(() => from.ascii())),
  };
}

/** The institution stands in the later version alone. */
export function writeOpeningProgramme(out: ByteWriter, programme: OpeningProgramme): void {
  out.ascii(programme.programmeId);
  out.ascii(programme.employerId);
  out.optional(programme.part, (part) => out.ascii(part));
  out.optional(programme.startsOnDay, (day) => out.signed(day));
  if (programme.institutionId !== undefined) out.ascii(programme.institutionId);
}

export function readOpeningProgramme(from: ByteReader, hasInstitution: boolean): OpeningProgramme {
  return {
    programmeId: from.ascii(),
    employerId: from.ascii(),
    part: from.optional(() => from.ascii()),
    startsOnDay: from.optional(() => from.signed()),
    ...(hasInstitution && { institutionId: from.ascii() }),
  };
}

/** Ages count on the day of matching, on a day, or from the start of a cohort. */
const AGE_ON_MATCHING = 0;
const AGE_ON_DAY = 1;
const AGE_ON_COHORT_START = 2;

export function writeRules(out: ByteWriter, rules: RuleFacts): void {
  const number = (value: number) => out.number(value);
  const code = (value: string) => out.ascii(value);
  out.ascii(rules.programmeId);
  out.signed(rules.validFromDay);
  out.number(rules.revision);
  out.number(rules.kinds);
  out.optional(rules.ageMin, number);
  out.optional(rules.ageMax, number);
  if (typeof rules.ageOn === "number") {
    out.number(AGE_ON_DAY);
    out.signed(rules.ageOn);
  } else out.number(rules.ageOn === undefined ? AGE_ON_MATCHING : AGE_ON_COHORT_START);
  out.optional(rules.residence, code);
  out.optional(rules.hoursMax, number);
  out.list(rules.pay, ({ year, krwPerHour, krwPerMonthMax }) => {
    out.number(year);
    out.optional(krwPerHour, number);
    out.optional(krwPerMonthMax, number);
  });
  out.list(rules.cohorts, ({ from, to }) => {
    out.number(from);
    out.number(to);
  });
  out.optional(rules.lastDay, (day) => out.signed(day));
  out.list(rules.excludes, code);
  out.optional(rules.retirementStage, number);
  out.boolean(rules.contactFirst);
  out.boolean(rules.coursesFirst);
  out.list(rules.owners, ({ owner, fromDay }) => {
    out.ascii(owner);
    out.signed(fromDay);
  });
  out.list(rules.competencies, number);
  out.list(rules.parts, ({ partId, kind, online }) => {
    out.ascii(partId);
    out.optional(kind, number);
    out.boolean(online);
  });
}

export function readRules(from: ByteReader): RuleFacts {
  const number = () => from.number();
  const code = () => from.ascii();
  return {
    programmeId: from.ascii(),
    validFromDay: from.signed(),
    revision: from.number(),
    kinds: from.number(),
    ageMin: from.optional(number),
    ageMax: from.optional(number),
    ageOn: readAgeOn(from),
    residence: from.optional(code),
    hoursMax: from.optional(number),
    pay: from.list(() => ({
      year: from.number(),
      krwPerHour: from.optional(number),
      krwPerMonthMax: from.optional(number),
    })),
    cohorts: from.list(() => ({ from: from.number(), to: from.number() })),
    lastDay: from.optional(() => from.signed()),
    excludes: from.list(code),
    retirementStage: from.optional(number),
    contactFirst: from.boolean(),
    coursesFirst: from.boolean(),
    owners: from.list(() => ({ owner: from.ascii(), fromDay: from.signed() })),
    competencies: from.list(number),
    parts: from.list(() => ({ partId: from.ascii(), kind: from.optional(number), online: from.boolean() })),
  };
}

function readAgeOn(from: ByteReader): RuleFacts["ageOn"] {
  const sort = from.number();
  switch (sort) {
    case AGE_ON_MATCHING:
      return undefined;
    case AGE_ON_DAY:
      return from.signed();
    case AGE_ON_COHORT_START:
      return "cohort-start";
    default:
      throw new RangeError("unknown day for ages");
  }
}

/** What rules say of places and of the order of parts, which stand before with what else they are. */
export function writePlaces(out: ByteWriter, { quota, sites, parts }: RuleFacts): void {
  out.optional(quota, (places) => out.number(places));
  out.optional(sites, (some) => {
    out.list(some, ({ site, places }) => {
      out.ascii(site);
      out.number(places);
    });
  });
  for (const { after, isLevel, countsApart } of parts) {
    out.optional(after, (part) => out.ascii(part));
    out.boolean(isLevel === true);
    out.boolean(countsApart === true);
  }
}

export function withPlaces(from: ByteReader, rules: RuleFacts): RuleFacts {
  const quota = from.optional(() => from.number());
  const sites = from.optional(() => from.list(() => ({ site: from.ascii(), places: from.number() })));
  const parts = rules.parts.map((part) => {
    const [after, isLevel, countsApart] = [from.optional(() => from.ascii()), from.boolean(), from.boolean()];
    return {
      ...part,
      ...(after === undefined ? {} : { after }),
      ...(isLevel && { isLevel }),
      ...(countsApart && { countsApart }),
    };
  });
  return { ...rules, parts, ...(quota === undefined ? {} : { quota }), ...(sites && { sites }) };
}

/** Whether rules have anything of that. */
export function hasPlaces({ quota, sites, parts }: RuleFacts): boolean {
  return (
    quota !== undefined ||
    sites !== undefined ||
    parts.some(({ after, countsApart }) => after !== undefined || countsApart === true)
  );
}

export function writeSpans(out: ByteWriter, spans: readonly PlaceSpan[]): void {
  out.list(spans, ({ fromDay, untilDay, people }) => {
    out.signed(fromDay);
    out.signed(untilDay);
    out.number(people);
  });
}

export function readSpans(from: ByteReader): readonly PlaceSpan[] {
  return from.list(() => ({ fromDay: from.signed(), untilDay: from.signed(), people: from.number() }));
}

/** Courses that come before the start, without their names. */
export function writeCoursesBefore(out: ByteWriter, { coursesBefore = [] }: RuleFacts): void {
  out.list(coursesBefore, ({ courseId, days }) => {
    out.ascii(courseId);
    out.number(days);
  });
}

export function readCoursesBefore(from: ByteReader): Pick<RuleFacts, "coursesBefore"> {
  const coursesBefore = from.list(() => ({ courseId: from.ascii(), days: from.number() }));
  return coursesBefore.length === 0 ? {} : { coursesBefore };
}
