import type { OpeningProgramme } from "../matching/facts.ts";
import type { ApplicantStanding } from "../matching/standing.ts";
import type { RuleFacts } from "../programme/rule-facts.ts";
import type { ByteReader, ByteWriter } from "./byte-stream.ts";

/** What programmes add to the records of a shard's log: an opening's place in one, what one asks about somebody, and the rules themselves. */

/** Whether a standing has more than the first version of its record holds. */
export function hasMoreStanding(standing: ApplicantStanding | undefined): standing is ApplicantStanding {
  return standing?.courses !== undefined || standing?.participations !== undefined;
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

export function writeOpeningProgramme(out: ByteWriter, programme: OpeningProgramme): void {
  out.ascii(programme.programmeId);
  out.ascii(programme.employerId);
  out.optional(programme.part, (part) => out.ascii(part));
  out.optional(programme.startsOnDay, (day) => out.signed(day));
}

export function readOpeningProgramme(from: ByteReader): OpeningProgramme {
  return {
    programmeId: from.ascii(),
    employerId: from.ascii(),
    part: from.optional(() => from.ascii()),
    startsOnDay: from.optional(() => from.signed()),
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
